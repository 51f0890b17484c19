import { createRandom, type Random } from '../random';
import type { Project } from './project';
import { indent } from './text';

/**
 * Writes a module with a list of feature flags that comes from outside, which no flag file declares, and one that looks for `x` in it, by
 * itself or by a function that is given the name; now and then it looks for more, or for something else.
 */
export function generateSearches(seed: number): Project {
  const random = createRandom(seed);
  const dialect = random.pick(['js', 'ts', 'tsx'] as const);
  const isTyped = dialect !== 'js';
  const isMember = random.chance(0.25);
  const list = isMember ? 'app.featureFlags' : 'featureFlags';
  const [name, state] = [random.pick(['name', 'key']), random.pick(['enabled', 'active', 'isEnabled'])];
  const ways = searches(list, name, state, isTyped);
  const search = ways[random.chance(0.6) ? random.below(6) : random.below(ways.length)]!;
  // A function of the project's own that is called so gives the flag's answer, and does nothing that anybody relies on.
  const plain = ways[random.below(10)]!;
  const library = [
    'export const kept = n;',
    isMember
      ? 'export const app = { featureFlags: allFlags(), n };'
      : 'export const featureFlags = allFlags();',
    "export const KEYS = { NEW: 'x', OLD: 'y' };",
    `export const isOn = (key) => ${plain('key', state)} ?? false;`,
    `export function stateOf(key) { return ${plain('key', state)}; }`,
    '',
  ];
  const asked = (): string =>
    random.pick([
      search("'x'", state),
      search("'x'", state),
      `(${search("'x'", state)} ?? false)`,
      `!${search("'x'", state)}`,
      `(${search("'x'", state)} === true)`,
      search('KEYS.NEW', state),
      "isOn('x')",
      "stateOf('x')",
      search("'y'", state),
      search("(s || 'x')", state),
      "isOn(log('key', 'x'))",
      "isOn(s ? 'x' : 'y')",
      "stateOf('x', log('beside', 1))",
      search("'x'", 'limit'),
    ]);
  const main = [
    `import { ${isMember ? 'app' : 'featureFlags'}, KEYS, isOn, kept, stateOf } from './library';`,
    'export function main() {',
    ...indent([
      ...Array.from({ length: 1 + random.below(3) }, (_, at) => asking(random, asked(), at)).flat(),
      ...(random.chance(0.25) ? others(random, list, name, state, isTyped) : []),
      "return log('end', kept);",
    ]),
    '}',
    '',
  ];
  return {
    files: new Map([
      [`src/library.${dialect}`, library.join('\n')],
      [`src/main.${dialect}`, main.join('\n')],
    ]),
    entry: `src/main.${dialect}`,
    keep: random.chance(0.5),
    variable: { on: undefined, off: undefined },
  };
}

type Search = (key: string, member: string) => string;

/** Ways to look for a flag: ten that give its state, and others that do more or look for something else. */
function searches(list: string, name: string, state: string, isTyped: boolean): readonly Search[] {
  return [
    (key, member) => `${list}.find((flag) => flag.${name} === ${key})?.${member}`,
    (key, member) => `${list}.find(({ ${name} }) => ${name} === ${key})?.${member}`,
    (key, member) => `${list}.find(({ ${name}: own }) => own === ${key})?.${member}`,
    (key, member) => `${list}.find(function (flag) { return ${key} === flag.${name}; })?.${member}`,
    (key, member) => `${list}?.find((flag) => flag.${name} == ${key})?.['${member}']`,
    (key, member) => `${list}.find((flag) => flag.${name} === ${key})${isTyped ? '!' : '?'}.${member}`,
    (key, member) => `${list}.findLast((flag) => flag.${name} === ${key})?.${member}`,
    (key, member) => `${list}.filter((flag) => flag.${name} === ${key})[0]?.${member}`,
    (key) => `${list}.some((flag) => flag.${name} === ${key} && flag.${state})`,
    (key, member) => `${list}.find((flag) => flag.${name} === ${key} && flag.${state})?.${member}`,
    (key, member) => `${list}.find((flag) => flag.${name} === ${key} || a)?.${member}`,
    (key, member) => `${list}.find((flag) => log('seen', flag.${name}) === ${key})?.${member}`,
    (key, member) => `${list}.find((flag, at) => flag.${name} === ${key} && at > n)?.${member}`,
    (key, member) => `${list}.find((flag) => flag.${name} !== ${key})?.${member}`,
    (key, member) => `${list}.find((flag) => flag.owner === ${key})?.${member}`,
    (key, member) => `${list}.find((flag) => (flag = { ${name}: 'x' }).${name} === ${key})?.${member}`,
    (key, member) => `${list}.find((flag = log('none', {})) => flag.${name} === ${key})?.${member}`,
    (key, member) =>
      `${list}.find((flag) => { log('asked', 1); return flag.${name} === ${key}; })?.${member}`,
    (key, member) => `${list}.slice(n).find((flag) => flag.${name} === ${key})?.${member}`,
    (key, member) => `${list}.find(async (flag) => flag.${name} === ${key})?.${member}`,
  ];
}

function asking(random: Random, on: string, at: number): string[] {
  return random.pick([
    [`if (${on}) log('a${at}', 1);`, `else log('b${at}', 2);`],
    [`log('c${at}', ${on} ? n : s);`],
    [`log('d${at}', !(${on}) && a);`],
    [`log('e${at}', ${on});`],
    [`const held${at} = ${on};`, `log('f${at}', held${at} ? 1 : 2);`],
    [`const get${at} = () => ${on};`, `if (get${at}()) log('g${at}', 1);`],
    [`while (${on}) {`, `  log('h${at}', 1);`, '  break;', '}'],
    [`switch (${on}) {`, `  case true:`, `    log('i${at}', 1);`, '  default:', `    log('j${at}', 2);`, '}'],
  ]);
}

/** Other uses of the list, and other lists of its name. */
function others(random: Random, list: string, name: string, state: string, isTyped: boolean): string[] {
  return random.pick([
    [`log('all', ${list}.map((flag) => flag.${name}));`],
    [`log('count', ${list}.filter((flag) => flag.${state}).length);`],
    [`const found = ${list}.find((flag) => flag.${name} === 'x');`, `log('found', found && found.${state});`],
    [`const { ${state}: held } = ${list}.find((flag) => flag.${name} === 'x') ?? {};`, "log('held', held);"],
    [`log('has', ${list}.some((flag) => flag.${name} === 'x'));`],
    [`log('at', ${list}.findIndex((flag) => flag.${name} === 'x'));`],
    [`log('none', ${list}.every((flag) => flag.${name} !== 'x'));`],
    [
      `log('inner', ((featureFlags${isTyped ? ': any' : ''}) => featureFlags.length)([]));`,
      `log('limit', ${list}.find((flag) => flag.${name} === 'y')?.limit);`,
    ],
  ]);
}
