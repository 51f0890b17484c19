import { createRandom, type Random } from '../random';
import type { Project } from './project';
import { indent } from './text';

/**
 * Writes a class whose objects stand for flags, a module with some of them, by themselves or in a table, one with a function that asks for
 * the flag of such an object, and one that calls it; now and then the class makes something else of the key that it is given, or other code
 * gives an object another one.
 */
export function generateObjects(seed: number): Project {
  const random = createRandom(seed);
  const dialect = random.pick(['js', 'ts', 'tsx'] as const);
  const isTyped = dialect !== 'js';
  const given = random.pick(GIVEN);
  const isStrange = random.chance(0.25);
  const isTable = random.chance(0.4);
  const [newUi, other] = isTable ? ['features.newUi', 'features.other'] : ['newUi', 'other'];
  const isShared = random.chance(0.6);
  const made = (key: string): string =>
    `new ${random.chance(0.06) ? 'Sub' : 'Toggle'}(${given.make(`'${key}'`, random.pick(['false', 'n', isTable ? 's' : "log('given', 1)"]))})`;
  const lead = random.chance(0.05) ? 'let' : 'const';
  const features = [
    // What a module does when it is loaded goes with the last name that is imported from it.
    'export const kept = n;',
    ...(isTable
      ? [
          `export const features = ${wrapped(random, `{ newUi: ${made('x')}, other: ${made('y')} }`, isTyped)};`,
        ]
      : [`export ${lead} newUi = ${made('x')};`, `export const other = ${made('y')};`]),
    ...(random.chance(0.1) ? changing(random, newUi, other, isTable, isTyped) : []),
    ...(random.chance(0.15) ? [`export const all = [${newUi}, ${other}];`] : []),
  ];
  const classes = writeClass(random, given, isStrange, isTyped)
    // In a table the object is how the flag is declared, whatever is done to make it.
    .flatMap((line) => (isTable && line.includes('log(') ? [] : [line]));
  const [own, imported] = isShared
    ? [["import { Toggle, Sub } from './feature';", ...features], true]
    : [[...classes.map((line) => line.replace(/^export /, '')), ...features], false];
  const hasAll = features.some((line) => line.startsWith('export const all'));
  const names = [...(isTable ? ['features'] : ['newUi', 'other']), ...(hasAll ? ['all'] : [])];
  const reader = READERS[random.chance(0.5) ? 0 : random.below(READERS.length)]!;
  const main = [
    random.chance(0.15)
      ? `import * as them from './features';\nconst { ${names.join(', ')} } = them;`
      : `import { ${names.join(', ')} } from './features';`,
    "import { isOn } from './use';",
    "import { kept } from './features';",
    'export function main() {',
    ...indent([
      ...(random.chance(0.12) ? changing(random, newUi, other, isTable, isTyped) : []),
      ...Array.from({ length: 1 + random.below(4) }, (_, at) =>
        asking(random, asked(random, newUi, other, reader.isWrapped === true, isTable), at),
      ).flat(),
      ...(random.chance(0.2) ? hiding(random, newUi, hasAll) : []),
      "return log('end', kept);",
    ]),
    '}',
    '',
  ];
  const files: [string, readonly string[]][] = [
    ...(imported ? [[`src/feature.${dialect}`, [...classes, '']] as [string, string[]]] : []),
    [`src/features.${dialect}`, [...own, '']],
    [`src/use.${dialect}`, [...reader.lines, '']],
    [`src/main.${dialect}`, main],
  ];
  return {
    files: new Map(files.map(([file, lines]) => [file, lines.join('\n')])),
    entry: `src/main.${dialect}`,
    keep: random.chance(0.5),
  };
}

/** How a class is given a key: the parameters of its constructor, what it is called there, and what a call gives. */
interface Given {
  readonly parameters: string;
  readonly id: string;
  readonly make: (key: string, more: string) => string;
}

const GIVEN: readonly Given[] = [
  { parameters: 'id, def', id: 'id', make: (key, more) => `${key}, ${more}` },
  { parameters: 'def, id', id: 'id', make: (key, more) => `${more}, ${key}` },
  { parameters: '{ id, def }', id: 'id', make: (key, more) => `{ id: ${key}, def: ${more} }` },
  { parameters: 'options', id: 'options.id', make: (key, more) => `{ id: ${key}, def: ${more} }` },
  { parameters: "id = 'y', def = 1", id: 'id', make: (key, more) => `${key}, ${more}` },
  { parameters: '...ids', id: 'ids[0]', make: (key, more) => `${key}, ${more}` },
];

function writeClass(
  random: Random,
  { parameters, id }: Given,
  isStrange: boolean,
  isTyped: boolean,
): string[] {
  const field = isTyped
    ? ['id: any;', 'def: any;']
    : random.pick([[], ['id;'], ["id = 'y';"], ['static id = 1;']]);
  const strange: readonly [inside: readonly string[], after: readonly string[]] = random.pick([
    [[], ['get other() { return 1; }']],
    [["log('made', 1);"], []],
    [["this['id'] = 'y';"], []],
    [['const self = this;', "self.id = 'y';"], []],
    [["Object.assign(this, { id: 'y' });"], []],
    [["Object.defineProperty(this, 'id', { get: () => 'y' });"], []],
    [["if (a) return { id: 'y' };"], []],
    [['return new Proxy(this, {});'], []],
    [["({ id: this.id } = { id: 'y' });"], []],
    [['delete this.id;'], []],
    [["this.id += 'z';"], []],
    [['set(this);'], []],
    [[], ["rename() { this.id = 'y'; }"]],
    [['this.rename = () => { this.id = s; };'], []],
    [[], ['toString() { return this.id; }']],
  ] as const);
  const early: readonly string[] = isStrange
    ? random.pick([
        [],
        [],
        ['if (b) return;'],
        [`${id} = 'y';`],
        [`[${id}] = ['y'];`],
        ["try { log('try', 1); } finally { log('finally', 1); }"],
      ])
    : [];
  const accessors =
    isStrange && field.length === 0 && random.chance(0.3)
      ? random.pick([
          ["get id() { return 'y'; }", 'set id(value) { this.own = value; }'],
          ['get id() { return this.own; }', 'set id(value) { this.own = value; }'],
        ])
      : [];
  const set = random.pick([
    `this.id = ${id};`,
    `this.id = ${id};`,
    `this.id = (${id});`,
    isStrange ? `if (n) this.id = ${id};` : `this.id = ${id};`,
  ]);
  const body = [
    ...field,
    `constructor(${isTyped && !parameters.startsWith('...') ? parameters.replace(/\}$/, '}: any') : parameters}) {`,
    ...indent([...early, set, ...(isStrange ? strange[0] : [])]),
    '}',
    ...(isStrange ? strange[1] : []),
    ...accessors,
  ];
  const head = random.pick([
    'export class Toggle',
    'export class Toggle',
    isStrange ? 'export class Toggle extends Base' : 'export class Toggle',
  ]);
  const isDerived = head.endsWith('Base');
  const inside = isDerived
    ? body
        .map((line) => line)
        .flatMap((line) => (line.startsWith('constructor') ? [line, '  super();'] : [line]))
    : body;
  return [
    ...(body.some((line) => line.includes('set(this)'))
      ? ["const set = (object) => { object.id = 'y'; };"]
      : []),
    ...(isDerived ? ["class Base { set id(value) { log('set', value); } get id() { return 'y'; } }"] : []),
    `${head} {`,
    ...indent(inside),
    '}',
    ...random.pick([
      ['export class Sub extends Toggle {}'],
      ['export class Sub extends Toggle { get more() { return 1; } }'],
      [`export class Sub extends Toggle { constructor(...all) { super(...all); this.id = 'y'; } }`],
    ]),
    ...(random.chance(0.03) ? ["Toggle.prototype.id = 'y';"] : []),
  ];
}

function wrapped(random: Random, table: string, isTyped: boolean): string {
  return random.pick([
    table,
    table,
    `Object.freeze(${table})`,
    `${table}${isTyped ? ' as const' : ''}`,
    `{ ...${table} }`,
    table.replace('{ ', '{ ...{ n }, '),
    table.replace(' }', ", get third() { return log('third', this.newUi.id); } }"),
  ]);
}

/** Gives an object another key, or its name another object. */
function changing(
  random: Random,
  newUi: string,
  other: string,
  isTable: boolean,
  isTyped: boolean,
): string[] {
  const loose = isTyped ? `(${newUi} as any)` : newUi;
  const change = random.pick([
    `${loose}.id = 'y';`,
    `Object.assign(${newUi}, { id: 'y' });`,
    `[${loose}.id] = ['y'];`,
    `delete ${loose}.id;`,
    ...(isTable
      ? [
          `${isTyped ? '(features as any)' : 'features'}.newUi = ${other};`,
          "for (const key in features) features[key] = { id: 'y' };",
          'delete features.newUi;'.replace('features', isTyped ? '(features as any)' : 'features'),
        ]
      : []),
  ]);
  return [`try { ${change} } catch { log('fails', 1); }`];
}

interface Reader {
  readonly lines: readonly string[];
  readonly isWrapped?: true;
}

const READERS: readonly Reader[] = [
  { lines: ['export const isOn = (feature) => isEnabled(feature.id);'] },
  { lines: ['export const isOn = (feature) => isEnabled(feature.id);'] },
  { lines: ['export function isOn({ id }) {', '  return isEnabled(id);', '}'] },
  { lines: ['export const isOn = (feature) => isEnabled(feature?.id);'] },
  { lines: ["export const isOn = (feature) => isEnabled(feature['id']);"] },
  { lines: ['export const isOn = ({ feature }) => isEnabled(feature.id);'], isWrapped: true },
  { lines: ['export const isOn = ({ feature: { id } }) => !isEnabled(id);'], isWrapped: true },
  { lines: ['export function isOn(feature) {', '  const { id } = feature;', '  return isEnabled(id);', '}'] },
  {
    lines: [
      'export function isOn(feature) {',
      "  log('asked', feature.id);",
      '  return isEnabled(feature.id);',
      '}',
    ],
  },
  { lines: ['export const isOn = (feature) => isEnabled(feature.id) || feature.def;'] },
  { lines: ["export const isOn = (feature) => isEnabled(n ? feature.id : 'y');"] },
  { lines: ['export const isOn = (feature, id = feature.id) => isEnabled(id);'] },
  {
    lines: [
      'export function isOn(feature) {',
      "  feature = { id: 'y' };",
      '  return isEnabled(feature.id);',
      '}',
    ],
  },
  { lines: ['export function isOn() {', '  return isEnabled(arguments[0].id);', '}'] },
];

function asked(random: Random, newUi: string, other: string, isWrapped: boolean, isTable: boolean): string {
  const give = (feature: string): string => (isWrapped ? `{ feature: ${feature} }` : feature);
  return random.pick([
    `isOn(${give(newUi)})`,
    `isOn(${give(newUi)})`,
    `isOn(${give(newUi)})`,
    `isEnabled(${newUi}.id)`,
    `isEnabled(${newUi}['id'])`,
    `isOn(${give(other)})`,
    `isOn(${give(`a ? ${newUi} : ${other}`)})`,
    `isOn(${give(`log('which', ${newUi})`)})`,
    `isOn(${give(newUi)}, log('beside', n))`,
    `isOn(...[${give(newUi)}])`,
    `isOn?.(${give(newUi)})`,
    `isOn.call(null, ${give(newUi)})`,
    `(log('comma', 1), isOn)(${give(newUi)})`,
    `[${newUi}, ${other}].some((one) => isOn(${give('one')}))`,
    `[${newUi}].every((one) => isEnabled(one.id))`,
    `isOn(${give(`{ ...${newUi} }`)})`,
    `isOn(${give(`{ id: ${newUi}.id }`)})`,
    ...(isTable
      ? [
          `isOn(${give("features['newUi']")})`,
          `isOn(${give("features[s ? 'newUi' : 'other']")})`,
          `isOn(${give('features?.newUi')})`,
        ]
      : []),
  ]);
}

function asking(random: Random, on: string, at: number): string[] {
  return random.pick([
    [`if (${on}) log('a${at}', 1);`, `else log('b${at}', 2);`],
    [`log('c${at}', ${on} ? n : s);`],
    [`log('d${at}', !${on} && a);`],
    [`log('e${at}', ${on});`],
    [`const held${at} = ${on};`, `log('f${at}', held${at} ? 1 : 2);`],
    [`const get${at} = () => ${on};`, `log('g${at}', get${at}() || get${at}());`],
    [
      `outer${at}: for (const one of [1, 2]) {`,
      `  if (${on}) continue outer${at};`,
      `  log('h${at}', one);`,
      '}',
    ],
  ]);
}

/** Other uses of an object that stands for a flag. */
function hiding(random: Random, newUi: string, hasAll: boolean): string[] {
  return random.pick([
    [`log('def', ${newUi}.def);`],
    [`log('id', ${newUi}.id);`],
    [`log('whole', ${newUi});`],
    [`log('in', 'id' in ${newUi});`],
    [`const { id, ...rest } = ${newUi};`, "log('rest', rest);"],
    ...(hasAll
      ? [
          ["log('all', all.length);"],
          ["log('all', all.map((one) => one.id));"],
          ["log('some', all.some(({ id }) => isEnabled(id)));"],
        ]
      : []),
  ]);
}
