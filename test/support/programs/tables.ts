import { createRandom, type Random } from '../random';
import type { Project } from './project';
import { indent } from './text';

/**
 * Writes a module with tables that hold the flag's answer, or functions that give it, among other things, and one that asks for their
 * members; now and then it does more with a table, or puts something else into it.
 */
export function generateTables(seed: number): Project {
  const random = createRandom(seed);
  const dialect = random.pick(['js', 'ts', 'tsx'] as const);
  const isTyped = dialect !== 'js';
  const tables = Array.from({ length: 1 + random.below(2) }, (_, index) => table(random, index, isTyped));
  const names = tables.map(({ name }) => name);
  const library = [
    // What a module does when it is loaded goes with the last name that is imported from it.
    'export const kept = n;',
    ...tables.flatMap(({ lines }) => lines),
    ...tables.flatMap((one) => (random.chance(0.4) ? [`log('own', ${random.pick(one.asked)});`] : [])),
    ...tables.flatMap((one) => (random.chance(0.12) ? changing(random, one.name, isTyped) : [])),
    ...(random.chance(0.2) ? [`export const derived = { it: ${random.pick(tables[0]!.asked)}, n: 1 };`] : []),
    '',
  ];
  const hasDerived = library.some((line) => line.startsWith('export const derived'));
  const handsOn = random.chance(0.35);
  const middle = random.pick([
    ["export * from './library';"],
    [`export { ${names.join(', ')} } from './library';`],
    [`import { ${names.join(', ')} } from './library';`, `export { ${names.join(', ')} };`],
  ]);
  const locals = names.map((name) => (random.chance(0.2) ? `own${name}` : name));
  const imports = names.map((name, index) => (name === locals[index] ? name : `${name} as ${locals[index]}`));
  const here = (text: string, index: number): string => text.replaceAll(names[index]!, locals[index]!);
  const statements = tables.flatMap(({ asked, plain }, index) => [
    ...Array.from({ length: 1 + random.below(3) }, (_, at) =>
      asking(random, here(random.pick(asked), index), `${index}${at}`),
    ).flat(),
    ...(random.chance(0.3) ? [`log('plain', ${here(random.pick(plain), index)});`] : []),
    ...(random.chance(0.25) ? takingApart(random, locals[index]!, index) : []),
    ...(random.chance(0.15) ? hiding(random, locals[index]!, isTyped) : []),
  ]);
  const main = [
    `import { ${imports.join(', ')} } from '${handsOn ? './middle' : './library'}';`,
    ...(hasDerived && random.chance(0.8) ? ["import { derived } from './library';"] : []),
    ...(random.chance(0.06) ? ["import * as all from './library';", "log('all', all);"] : []),
    "import { kept } from './library';",
    'export function main() {',
    ...indent([...statements, "return log('end', kept);"]),
    '}',
    '',
  ];
  if (main.some((line) => line.includes('{ derived }')))
    main.splice(main.length - 3, 0, "  log('derived', derived.it && a);");
  const files = [
    [`src/library.${dialect}`, library],
    ...(handsOn ? [[`src/middle.${dialect}`, [...middle, '']] as const] : []),
    [`src/main.${dialect}`, main],
  ] as const;
  return {
    files: new Map(files.map(([file, lines]) => [file, lines.join('\n')])),
    entry: `src/main.${dialect}`,
    keep: random.chance(0.5),
  };
}

interface Table {
  readonly name: string;
  /** Expressions that come to the flag's answer. */
  readonly asked: readonly string[];
  /** Expressions for its other members. */
  readonly plain: readonly string[];
  readonly lines: readonly string[];
}

const READS = ["isEnabled('x')", "!isOff('x')", "isEnabled('x') && true", "isEnabled('y')", 'b'];

function table(random: Random, index: number, isTyped: boolean): Table {
  const name = `T${index}`;
  const read = (): string => random.pick(READS);
  const lines = [
    `on: ${read()},`,
    random.pick([
      `fn: () => ${read()},`,
      `fn() { return ${read()}; },`,
      `fn: (z = 1) => ${read()},`,
      `fn() { return this.on; },`,
      `fn: function () { log('fn', 1); return ${read()}; },`,
    ]),
    `deep: { on: ${read()}, n: 2 },`,
    'other: 3,',
    random.pick(['list: [1],', "say: () => log('say', 1),", "'quoted-name': 4,", 'say() { return this; },']),
  ];
  if (random.chance(0.3)) lines.push(`get got() { return ${read()}; },`);
  else lines.push(`got: ${read()},`);
  if (random.chance(0.2))
    lines.splice(
      random.below(lines.length + 1),
      0,
      random.pick(['...{ on: a },', "['o' + 'n']: n,", '...{ z: 1 },']),
    );
  const [before, after] = random.pick([
    ['', ''],
    ['', ''],
    ['', ''],
    ['Object.freeze(', ')'],
    ...(isTyped
      ? ([
          ['', ' as const'],
          ['', ' satisfies Record<string, any>'],
        ] as const)
      : []),
  ] as const);
  const type = isTyped && random.chance(0.1) ? ': Record<string, any>' : '';
  const lead = random.chance(0.8) ? 'export const' : 'const';
  return {
    name,
    asked: [
      `${name}.on`,
      `${name}.fn()`,
      `${name}.deep.on`,
      `${name}.got`,
      `${name}['on']`,
      `${name}.deep['on']`,
    ],
    plain: [`${name}.other`, `${name}.deep.n`],
    lines: [
      `${lead} ${name}${type} = ${before}{`,
      ...indent(lines),
      `}${after};`,
      ...(lead === 'const' ? [`export { ${name} };`] : []),
    ],
  };
}

function asking(random: Random, asked: string, label: string): string[] {
  return random.pick([
    [`if (${asked}) log('${label}a', 1);`, `else log('${label}b', 2);`],
    [`log('${label}c', ${asked} ? n : s);`],
    [`log('${label}d', !${asked} && a);`],
    [`log('${label}e', ${asked});`],
    [`const held${label} = ${asked};`, `log('${label}f', held${label} ? 1 : 2);`],
    [`log('${label}g', [1, 2].filter(() => ${asked}).length);`],
  ]);
}

function takingApart(random: Random, name: string, index: number): string[] {
  return random.pick([
    [
      `const { on: on${index}, other: other${index} } = ${name};`,
      `log('apart', on${index} ? other${index} : 2);`,
    ],
    [`const { on: on${index} } = ${name}.deep;`, `log('apart', on${index} ? 1 : 2);`],
    [
      `const { on: on${index}, ...rest${index} } = ${name};`,
      `log('rest', on${index} ? 1 : rest${index}.other);`,
    ],
    [`const { fn: fn${index} } = ${name};`, `log('fn', typeof fn${index});`],
    [`const { deep: { on: on${index} } } = ${name};`, `log('deep', on${index} ? 1 : 2);`],
    [`const { on: on${index} = 5 } = ${name};`, `log('default', on${index});`],
  ]);
}

/** Uses of a table as a whole. */
function hiding(random: Random, name: string, isTyped: boolean): string[] {
  return random.pick([
    [`log('keys', Object.keys(${name}));`],
    [`log('spread', { ...${name} });`],
    [`log('deep', { ...${name}.deep });`],
    [`log('computed', ${name}[s ? 'on' : 'other']);`],
    [`const alias = ${name};`, "log('alias', alias.on);"],
    [`const part = ${name}.deep;`, "log('part', part.on);"],
    [`log('in', 'on' in ${name});`],
    [`log('maybe', ${name}?.on, ${name}.fn?.());`.replace(', T', ' || T')],
    [`log('call', [1].some(${name}.fn));`],
    changing(random, name, isTyped),
  ]);
}

function changing(random: Random, name: string, isTyped: boolean): string[] {
  const loose = isTyped ? `(${name} as any)` : name;
  const change = random.pick([
    `${loose}.on = n;`,
    `${loose}.deep.on = s;`,
    `${loose}['got'] = a;`,
    `Object.assign(${name}, { on: n });`,
    `delete ${loose}.on;`,
    `[${loose}.on] = [n];`,
  ]);
  return [`try { ${change} } catch { log('fails', 1); }`];
}
