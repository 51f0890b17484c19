import type { FlagValue } from '../../../server/src/flags/model';
import { createRandom, type Random } from '../random';
import type { Project } from './project';
import { indent } from './text';

/**
 * Writes a module of texts and numbers under names, as constants, enums and tables, some of which code changes, and one that compares
 * the flag's answer with them.
 */
export function generateTexts(seed: number): Project {
  const random = createRandom(seed);
  const dialect = random.pick(['js', 'ts', 'tsx'] as const);
  const kinds = Array.from({ length: 1 + random.below(3) }, (_, index) =>
    declared(random, index, dialect !== 'js'),
  );
  const names = kinds.map(({ name }) => name);
  const handsOn = random.chance(0.4);
  const isStar = random.chance(0.5);
  const middle = [
    isStar ? "export * from './library';" : `export { ${names.join(', ')} } from './library';`,
    '',
  ];
  const from = handsOn ? './middle' : './library';
  const locals = names.map((name) => (random.chance(0.2) ? `own${name}` : name));
  const imports = names.map((name, index) => (name === locals[index] ? name : `${name} as ${locals[index]}`));
  const asked = kinds.flatMap(({ members }, index) => members.map((member) => `${locals[index]}${member}`));
  // What is said to be constant, a compiler lets nobody change.
  const tables = kinds.flatMap(({ isTable, lines }, index) =>
    isTable && !lines.join().includes('as const') ? [locals[index]!] : [],
  );
  const main = [
    `import { ${imports.join(', ')} } from '${from}';`,
    ...(random.chance(0.15) ? ["import * as all from './library';", "log('all', all);"] : []),
    'export function main() {',
    ...indent([
      ...(tables.length > 0 && random.chance(0.15) ? hiding(random, random.pick(tables)) : []),
      ...Array.from({ length: 2 + random.below(3) }, (_, index) => comparing(random, asked, index)).flat(),
      "return log('end', 1);",
    ]),
    '}',
    '',
  ];
  const files = [
    [`src/library.${dialect}`, kinds.flatMap(({ lines }) => lines)],
    ...(handsOn ? [[`src/middle.${dialect}`, middle] as const] : []),
    [`src/main.${dialect}`, main],
  ] as const;
  const keep: FlagValue = random.pick(['blue', 'red', '', 3]);
  return {
    files: new Map(files.map(([file, lines]) => [file, lines.join('\n')])),
    entry: `src/main.${dialect}`,
    keep,
  };
}

interface Declared {
  readonly name: string;
  /** How what it holds is asked for, behind its name. */
  readonly members: readonly string[];
  readonly isTable: boolean;
  readonly lines: readonly string[];
}

const VALUES = ["'blue'", "'red'", "''", '3', '-1', '`blue`'];

function declared(random: Random, index: number, isTyped: boolean): Declared {
  const name = `T${index}`;
  const [a, b] = [random.pick(VALUES), random.pick([...VALUES, 'n', 's'])];
  switch (random.below(isTyped ? 5 : 3)) {
    case 0:
      return { name, members: [''], isTable: false, lines: [`export const ${name} = ${b};`] };
    case 1:
    case 2: {
      const [before, after] = random.pick([
        ['', ''],
        ['Object.freeze(', ')'],
        ...(isTyped ? ([['', ' as const']] as const) : []),
      ] as const);
      const more = random.pick(['', '', '', ', ...{ A: 4 }', ", ['A']: 4", ', get B() { return 5; }']);
      const changes = random.chance(0.2) && before + after === '' ? [`${name}.A = n;`] : [];
      const lines = [`export const ${name} = ${before}{ A: ${a}, B: ${b}${more} }${after};`, ...changes];
      // What a type says is constant is written once.
      const isOnce = after === '' || more === '';
      return isOnce
        ? { name, members: ['.A', '.B'], isTable: true, lines }
        : declared(random, index, isTyped);
    }
    default:
      return {
        name,
        members: ['.A', '.B'],
        isTable: false,
        lines: [
          `export enum ${name} {`,
          ...indent([`A = ${a.replaceAll('`', "'")},`, `B = ${random.pick(["'blue'", "'red'", '3'])},`]),
          '}',
          ...(random.chance(0.15) ? [`export enum ${name} {`, "  C = 'more',", '}'] : []),
        ],
      };
  }
}

function comparing(random: Random, asked: readonly string[], index: number): string[] {
  const flag = random.pick(["getVariant('x')", "getVariant('x')", 's']);
  const [one, two] = [random.pick(asked), random.pick(asked)];
  const operator = random.pick(['===', '!==', '==', '!=']);
  return random.pick([
    [`if (${flag} ${operator} ${one}) log('${index}a', 1);`, `else log('${index}b', 2);`],
    [`log('${index}c', ${one} ${operator} ${flag} ? ${one} : ${two});`],
    [
      `switch (${flag}) {`,
      ...indent([
        `case ${one}:`,
        `  log('${index}d', 1);`,
        ...random.pick([['  break;'], []]),
        `case ${two}:`,
        `  log('${index}e', 2);`,
        '  break;',
        'default:',
        `  log('${index}f', 3);`,
      ]),
      '}',
    ],
    [`const held${index} = ${flag};`, `log('${index}g', held${index} ${operator} ${one} && a);`],
    [
      '{',
      `  const ${one.split('.')[0]} = { A: s, B: n };`,
      `  log('${index}h', ${flag} ${operator} ${one});`,
      '}',
    ],
  ]);
}

/** Ways in which a table may come to be another. */
function hiding(random: Random, table: string): string[] {
  return random.pick([
    [`try { ${table}.A = 'other'; } catch { log('frozen', 1); }`.replace(`${table}.A`, `(${table}).A`)],
    [`try { Object.assign(${table}, { B: 'blue' }); } catch { log('frozen', 2); }`],
    [`log('table', ${table});`],
    [`const held = ${table};`, `log('held', held.A);`],
  ]);
}
