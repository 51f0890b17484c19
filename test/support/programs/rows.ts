import { createRandom } from '../random';
import type { Project } from './project';
import { indent } from './text';

/**
 * Writes a table whose rows name flags, and code of another module that chooses among the rows: mostly by the flag where there is one,
 * now and then by what else they have, or in ways that show whether a row has one.
 */
export function generateTable(seed: number): Project {
  const random = createRandom(seed);
  const flag = random.pick(['flag', 'feature']);
  const dialect = random.pick(['js', 'ts'] as const);
  let count = 0;
  const next = (): number => ++count;
  const pick = <T>(list: readonly T[]): T => random.pick(list);

  const row = (key: string | undefined, index: number): string => {
    const parts = [
      `path: '/${index}'`,
      ...(random.chance(0.5) ? [`rank: ${random.below(3)}`] : []),
      ...(random.chance(0.4) ? [`paid: ${random.chance(0.6)}`] : []),
      ...(random.chance(0.3) ? ['menu: { main: true }'] : []),
    ];
    if (key !== undefined) parts.splice(random.below(parts.length + 1), 0, `${flag}: '${key}'`);
    return `{ ${parts.join(', ')} },`;
  };
  const keys = ['x', pick(['y', undefined]), pick(['x', 'y', undefined, undefined]), undefined];
  const table = [
    `export const ROWS${dialect === 'ts' ? ': any[]' : ''} = [`,
    ...indent(keys.map(row)),
    '];',
    '',
  ];

  /** What tells of a row whether it is one of those wanted. */
  const test = (r: string, depth: number): string => {
    const key = `${r}.${flag}`;
    if (depth > 0 && random.chance(0.6)) {
      const [one, other] = [test(r, depth - 1), test(r, depth - 1)];
      return pick([
        `(${one} && ${other})`,
        `(${one} || ${other})`,
        `!(${one})`,
        `(${one} ? ${other} : ${test(r, 0)})`,
      ]);
    }
    const guarded = [
      `(!${key} || isEnabled(${key}))`,
      `(${key} ? isEnabled(${key}) : true)`,
      `(${key} === undefined || isEnabled(${key}))`,
      `!(${key} && !isEnabled(${key}))`,
      `(${key} && isOff(${key}) ? false : true)`,
    ];
    const others = [
      `${r}.paid`,
      `${r}.rank > 1`,
      `${r}.menu?.main`,
      'a',
      'b',
      `log('r${next()}', ${r}.path)`,
    ];
    const telling = [
      key,
      `isEnabled(${key})`,
      `(${key} ?? 'y') === 'y'`,
      `(!${key} || isEnabled(${key}, log('e${next()}', 1)))`,
      `'${flag}' in ${r}`,
      `Object.keys(${r}).length > 2`,
    ];
    const kind = random.below(20);
    return pick(kind < 11 ? guarded : kind < 19 ? others : telling);
  };
  const typed = (name: string): string => (dialect === 'ts' ? `${name}: any` : name);

  /** A function that says yes or no of a row. */
  const chooser = (): string[] => {
    switch (random.below(5)) {
      case 0:
        return [`(${typed('r')}) => ${test('r', 2)}`];
      case 1:
        return [
          `({ ${flag}, rank }${dialect === 'ts' ? ': any' : ''}) =>`,
          `  ${pick([`(!${flag} || isEnabled(${flag})) && rank !== 1`, `rank === 1 || (${flag} ? isEnabled(${flag}) : true)`, `(${flag} && isEnabled(${flag})) || rank === 1`])}`,
        ];
      case 2:
        return [
          `(${typed('r')}) => {`,
          ...indent([
            ...(random.chance(0.5) ? [`if (r.paid && ${pick(['a', 'b'])}) return false;`] : []),
            ...(random.chance(0.7)
              ? [`if (r.${flag}) return ${pick(['isEnabled', 'isEnabled', 'Boolean'])}(r.${flag});`]
              : [`if (${test('r', 0)}) return ${test('r', 0)};`]),
            ...(random.chance(0.4) ? [`if (r.paid) return b;`] : []),
            'return true;',
          ]),
          '}',
        ];
      case 3:
        return [
          `(${typed('r')}) => {`,
          ...indent([
            `const key = r.${flag};`,
            `const isOn = ${pick(['!key || isEnabled(key)', 'key === undefined ? true : isEnabled(key)', 'isOn1(key)'])};`,
            `if (!isOn) return false;`,
            `return ${test('r', 1)};`,
          ]),
          '}',
        ];
      default:
        return [`(${typed('r')}) => isOn1(r.${flag}) && ${test('r', 1)}`];
    }
  };
  const made = `chosen${next()}`;
  const isMaker = random.chance(0.3);
  const [first, ...rest] = chooser();
  const choosing = isMaker
    ? [`const ${made} = (${typed('want')}) => ${first}`, ...rest]
    : [`const ${made} = ${first}`, ...rest];
  choosing[choosing.length - 1] += ';';
  const chosen = isMaker ? `${made}(a)` : made;
  const copied = random.chance(0.3)
    ? `.map((${typed('one')}) => (${pick([`{ path: one.path, ${flag}: one.${flag}, rank: one.rank }`, '{ ...one, rank: 1 }', `{ ...one, menu: undefined }`])}))`
    : '';
  const list = pick(['ROWS', '[...ROWS]', 'ROWS.slice(0, 3)']);
  const lines = [
    "import { ROWS } from './table';",
    `const isOn1 = (${typed('key')}) => ${pick(['!key || isEnabled(key)', '(key === undefined ? true : isEnabled(key))', 'key !== undefined && isEnabled(key)'])};`,
    ...choosing,
    'export function main() {',
    ...indent(
      pick([
        [`return log('1', ${list}${copied}.filter(${chosen}).map((${typed('one')}) => one.path));`],
        [`return log('1', ${list}${copied}.some(${chosen}) && ${list}.every(${chosen}));`],
        [`return log('1', ${list}${copied}.find(${chosen})?.path);`],
        [`return log('1', ${list}${copied}.map(${chosen}));`],
        [
          `for (const one of ${list}${copied}) {`,
          ...indent([`if (!(${chosen})(one)) continue;`, "log('2', one.path);"]),
          '}',
        ],
        [
          `for (const one of ${list}${copied}) {`,
          ...indent([`if (${test('one', 1)}) log('2', one.path);`, `else if (${test('one', 0)}) break;`]),
          '}',
        ],
        [
          `return ${list}${copied}.reduce((${typed('sum')}, ${typed('one')}) => (${test('one', 1)} ? sum + 1 : sum), 0);`,
        ],
        [`${list}${copied}.forEach((${typed('one')}) => log('3', [one.path, ${test('one', 1)} ? 1 : 2]));`],
      ]),
    ),
    '}',
    "export const others = () => isEnabled('x') && isEnabled('y');",
    '',
  ];
  return {
    files: new Map([
      [`src/table.${dialect}`, table.join('\n')],
      [`src/main.${dialect}`, lines.join('\n')],
    ]),
    entry: `src/main.${dialect}`,
    keep: random.chance(0.6),
  };
}
