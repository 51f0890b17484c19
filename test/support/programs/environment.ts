import { createRandom, type Random } from '../random';
import type { Project } from './project';
import { indent } from './text';

/**
 * Writes a module with a function that gives variables of the environment by their names, one with a table that holds what that gives for
 * `x` among other things, and one that asks for it; now and then the function does more, or the table goes where nobody can look.
 */
export function generateEnvironment(seed: number): Project {
  const random = createRandom(seed);
  const dialect = random.pick(['js', 'ts', 'tsx'] as const);
  const isTyped = dialect !== 'js';
  const fallback = random.pick(["'false'", 'false', 'undefined', "'true'", 'n']);
  const given = `get('x', ${fallback})`;
  const isText = random.chance(0.4);
  const held = isText ? given : random.pick([`${given} === 'true'`, `${given} !== 'true'`]);
  const isDefault = random.chance(0.5);
  const isDeep = random.chance(0.4);
  const members = ['port: 3,', isDeep ? `ui: { on: ${held}, n: 2 },` : `on: ${held},`, "z: get('z', s),"];
  const table = [
    "import { get } from './env';",
    ...(isDefault
      ? ['export default {', ...indent(members), '};']
      : [
          `export const config = {`,
          ...indent(members),
          `}${isTyped && random.chance(0.3) ? ' as const' : ''};`,
        ]),
    '',
  ];
  const path = isDeep ? 'config.ui.on' : 'config.on';
  const main = [
    `import ${isDefault ? 'config' : '{ config }'} from './config';`,
    ...(random.chance(0.4) ? ["import { get } from './env';"] : []),
    'export function main() {',
    ...indent([
      ...Array.from({ length: 1 + random.below(3) }, (_, at) => asking(random, path, isText, at)).flat(),
      ...(random.chance(0.3) ? [`const { port } = config;`, "log('port', port);"] : []),
      ...(random.chance(0.2) ? hiding(random, path, isTyped) : []),
      "return log('end', config.port);",
    ]),
    '}',
    '',
  ];
  if (main[1]!.includes('get'))
    main.splice(main.length - 3, 0, `  log('direct', get('x', 'false') === 'true' ? 1 : 2);`);
  const files = [
    [`src/env.${dialect}`, [...reader(random), '']],
    [`src/config.${dialect}`, table],
    [`src/main.${dialect}`, main],
  ] as const;
  // Where the variable is not set, no default may end the program, and a default of `true` is on.
  const mustBeSet = fallback === 'undefined' || fallback === "'true'";
  const off = mustBeSet || random.chance(0.5) ? 'false' : random.pick([undefined, '']);
  return {
    files: new Map(files.map(([file, lines]) => [file, lines.join('\n')])),
    entry: `src/main.${dialect}`,
    keep: random.chance(0.5),
    variable: { on: 'true', off },
  };
}

function reader(random: Random): readonly string[] {
  return random.pick([
    [
      'export function get(name, fallback, options = { must: false }) {',
      '  if (process.env[name]) return process.env[name];',
      '  if (fallback !== undefined && !options.must) return fallback;',
      "  throw new Error('Missing ' + name);",
      '}',
    ],
    [
      'export function get(name, fallback) {',
      '  const value = process.env[name];',
      "  if (value === undefined || value === '') {",
      "    log('missing', name);",
      '    return fallback;',
      '  }',
      '  return value;',
      '}',
    ],
    ['export const get = (name, fallback) => process.env[name] ?? fallback;'],
    ['export const get = (name, fallback) => process.env[name] || fallback;'],
    ['export const get = (name, fallback) => (name in process.env ? process.env[name] : fallback);'],
    // These do more, or give something else.
    ["export const get = (name, fallback) => (log('get', name), process.env[name] ?? fallback);"],
    ['export const get = (name, fallback) => fallback ?? process.env[name];'],
    ["export const get = (name, fallback) => process.env[name] === 'true' || fallback;"],
    ["export const get = (name, fallback) => (process.env[name] ?? fallback) + '';"],
    ['export const get = (name, fallback) => (n ? process.env[name] : fallback);'],
    ["export function get(name, fallback) { name = 'z'; return process.env[name] ?? fallback; }"],
  ]);
}

function asking(random: Random, path: string, isText: boolean, at: number): string[] {
  const asked = isText
    ? random.pick([`${path} === 'true'`, `${path} !== 'true'`])
    : random.pick([path, `!${path}`]);
  return random.pick([
    [`if (${asked}) log('a${at}', 1);`, `else log('b${at}', 2);`],
    [`log('c${at}', ${asked} ? n : s);`],
    [`const held${at} = ${asked};`, `log('d${at}', held${at} && n);`],
    [`log('e${at}', ${asked});`],
  ]);
}

/** Uses of the table that show it to others, or change it. */
function hiding(random: Random, path: string, isTyped: boolean): string[] {
  const loose = isTyped ? path.replace('config', '(config as any)') : path;
  return random.pick([
    [`${loose} = n;`, `log('changed', ${path});`],
    ["log('all', config);"],
    ["log('keys', Object.keys(config));"],
    ['const alias = config;', `log('alias', ${path.replace('config', 'alias')});`],
    [`log('raw', ${path});`],
  ]);
}
