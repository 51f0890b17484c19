import { createRandom, type Random } from '../random';
import type { Project } from './project';
import { indent } from './text';

/**
 * Writes a module that gives the flag `x` to others under its name, as a member of a table, in a list of what is on or by a function that is
 * asked for it by its key; now and then what it gives is more than the flag, or its opposite. Another module asks for that.
 */
export function generateMixtures(seed: number): Project {
  const random = createRandom(seed);
  const dialect = random.pick(['js', 'ts', 'tsx'] as const);
  const sources = [random.pick(TABLES), random.pick([...LISTS, ...READERS, ...TABLES])].map((write, index) =>
    write(random, index),
  );
  const names = sources.map(({ name }) => name);
  const library = [
    // What a module does when it is loaded goes with the last name that is imported from it.
    'export const kept = n;',
    'const both = (one, other) => one && other;',
    `const canSee = () => ${value(random, 1)};`,
    `const own = ${value(random, 1)};`,
    `let late = ${random.pick(['false', 'b'])};`,
    random.pick([
      `if (${random.pick(['a', "isEnabled('x')"])}) late = ${value(random, 1)};`,
      `if (${value(random, 1)}) late = true;`,
    ]),
    ...sources.flatMap(({ lines }) => lines),
    '',
  ].map((line) => (dialect === 'js' ? line : line.replaceAll(/\((one, other|key)\)(?= =>| \{$)/g, typed)));
  const handsOn = random.chance(0.25);
  const statements = sources.flatMap(({ asked }, index) =>
    Array.from({ length: 1 + random.below(2) }, (_, at) =>
      asking(random, random.pick(asked), `${index}${at}`),
    ).flat(),
  );
  const main = [
    `import { kept, ${names.join(', ')} } from '${handsOn ? './middle' : './library'}';`,
    'export function main() {',
    ...indent([...statements, "return log('end', kept);"]),
    '}',
    '',
  ];
  return {
    files: new Map([
      [`src/library.${dialect}`, library.join('\n')],
      ...(handsOn ? ([[`src/middle.${dialect}`, "export * from './library';\n"]] as const) : []),
      [`src/main.${dialect}`, main.join('\n')],
    ]),
    entry: `src/main.${dialect}`,
    keep: random.chance(0.6),
    mayGoOn: true,
  };
}

function typed(parameters: string): string {
  return parameters.replaceAll(/\w+/g, (name) => `${name}: any`);
}

interface Source {
  readonly name: string;
  readonly lines: readonly string[];
  /** Expressions that ask for the flag by it, and some for the other one. */
  readonly asked: readonly string[];
}

/** What the flag is made of; a third of it is the flag alone. */
function value(random: Random, depth = 0): string {
  const f = "isEnabled('x')";
  if (random.chance(0.35)) return random.pick([f, f, `!!${f}`, `${f} === true`, `Boolean(${f})`]);
  return random.pick([
    `${f} && a`,
    `a && ${f}`,
    `!${f}`,
    `${f} || a`,
    `${f} ? a : b`,
    `a ? ${f} : false`,
    `${f} !== a`,
    `${f} && !b`,
    ...(depth > 0 ? [] : [`both(${f}, a)`, 'canSee()', 'own', 'late', 'own && canSee()', `late || ${f}`]),
  ]);
}

/** How names that are alike are told apart. */
const NTH = ['New', 'Old'];
const nth = ['new', 'old'];

type Write = (random: Random, index: number) => Source;

const TABLES: readonly Write[] = [
  (random, index) => ({
    name: `${nth[index]}Flags`,
    lines: [`export const ${nth[index]}Flags = { x: ${value(random)}, y: isEnabled('y') };`],
    asked: [
      `${nth[index]}Flags.x`,
      `${nth[index]}Flags['x']`,
      `${nth[index]}Flags.y`,
      `${nth[index]}Flags.x && ${nth[index]}Flags.y`,
    ],
  }),
  (random, index) => ({
    name: `use${NTH[index]}Flags`,
    lines: [
      `export function use${NTH[index]}Flags() {`,
      ...indent(
        random.pick([
          [`return { x: ${value(random)}, y: isEnabled('y') };`],
          [`const x = ${value(random)};`, "return { x, y: isEnabled('y') };"],
          ['let x = false;', `if (a) x = ${value(random)};`, "return { x, y: isEnabled('y') };"],
          [`if (${value(random)}) return { x: true, y: isEnabled('y') };`, 'return { x: false, y: false };'],
          [`return { y: isEnabled('y'), ...((${value(random)}) && { x: true }) };`],
          [`return { y: isEnabled('y'), ...((${value(random)}) ? { x: ${value(random)} } : {}) };`],
        ]),
      ),
      '}',
    ],
    asked: [`use${NTH[index]}Flags().x`, `use${NTH[index]}Flags().y`],
  }),
  (random, index) => ({
    name: `${nth[index]}Flags`,
    lines: [
      `class ${NTH[index]}Flags {`,
      `  get x() { return ${value(random)}; }`,
      "  get y() { return isEnabled('y'); }",
      '}',
      `export const ${nth[index]}Flags = new ${NTH[index]}Flags();`,
    ],
    asked: [`${nth[index]}Flags.x`, `${nth[index]}Flags.y`],
  }),
  (random, index) => ({
    name: `own${NTH[index]}Flags`,
    lines: [
      `const ${nth[index]}Flags = { x: ${value(random)}, y: isEnabled('y') };`,
      `export const own${NTH[index]}Flags = { x: ${random.pick([`${nth[index]}Flags.x`, `!${nth[index]}Flags.x`, `${nth[index]}Flags.x && a`])}, y: ${nth[index]}Flags.y };`,
    ],
    asked: [`own${NTH[index]}Flags.x`, `own${NTH[index]}Flags.y`],
  }),
];

const LISTS: readonly Write[] = [
  (random, index) => ({
    name: `${nth[index]}Features`,
    lines: [`export const ${nth[index]}Features = ${value(random)} ? ['x'] : [${random.pick(['', "'y'"])}];`],
    asked: [`${nth[index]}Features.includes('x')`, `!${nth[index]}Features.includes('x')`],
  }),
  (random, index) => ({
    name: `enabled${NTH[index]}Features`,
    lines: [
      `export const enabled${NTH[index]}Features = [];`,
      `if (${value(random)}) enabled${NTH[index]}Features.push('x');`,
      `if (isEnabled('y')) enabled${NTH[index]}Features.push('y');`,
    ],
    asked: [`enabled${NTH[index]}Features.includes('x')`, `enabled${NTH[index]}Features.includes('y')`],
  }),
];

const READERS: readonly Write[] = [
  ...[
    (v: string, index: number) => [
      `const FLAGS${index} = { x: ${v}, y: isEnabled('y') };`,
      `export const has${NTH[index]}Feature = (key) => FLAGS${index}[key];`,
    ],
    (v: string, index: number) => [
      `const FLAGS${index} = { x: () => ${v}, y: () => isEnabled('y') };`,
      `export const has${NTH[index]}Feature = (key) => FLAGS${index}[key]();`,
    ],
    (v: string, index: number) => [
      `const FLAGS${index} = new Map([['x', ${v}], ['y', isEnabled('y')]]);`,
      `export const has${NTH[index]}Feature = (key) => FLAGS${index}.get(key);`,
    ],
    (v: string, index: number) => [
      `export function has${NTH[index]}Feature(key) {`,
      '  switch (key) {',
      `    case 'x': return ${v};`,
      "    case 'y': return isEnabled('y');",
      '    default: return false;',
      '  }',
      '}',
    ],
    (v: string, index: number) => [
      `export function has${NTH[index]}Feature(key) {`,
      `  if (key === 'x') return ${v};`,
      '  return isEnabled(key);',
      '}',
    ],
    (v: string, index: number) => [
      `const ${nth[index]}Flags = () => ({ x: ${v}, y: isEnabled('y') });`,
      `export const has${NTH[index]}Feature = (key) => ${nth[index]}Flags()[key];`,
    ],
  ].map(
    (lines): Write =>
      (random, index) => ({
        name: `has${NTH[index]}Feature`,
        lines: lines(value(random), index),
        asked: [
          `has${NTH[index]}Feature('x')`,
          `!has${NTH[index]}Feature('x')`,
          `has${NTH[index]}Feature('y')`,
        ],
      }),
  ),
];

function asking(random: Random, asked: string, label: string): string[] {
  const [, table] = /^(\w+(?:\(\))?)\.x$/.exec(asked) ?? [];
  if (table !== undefined && random.chance(0.3)) {
    const at = `x${label}`;
    return [
      `const ${random.pick([`{ x: ${at} }`, `{ x: ${at}, ...rest${label} }`])} = ${table};`,
      `log('${label}t', ${at} ? 1 : 2);`,
    ];
  }
  return random.pick([
    [`if (${asked}) log('${label}a', 1);`, `else log('${label}b', 2);`],
    [`log('${label}c', ${asked} ? n : s);`],
    [`log('${label}d', !(${asked}) && a);`],
    [`const held${label} = ${asked};`, `log('${label}f', held${label} ? 1 : 2);`],
  ]);
}
