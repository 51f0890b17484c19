import { createRandom, type Random } from '../random';
import type { Project } from './project';
import { indent } from './text';

/**
 * Writes a module with a schema that checks the variable `x` of the environment among others, and one that asks what comes out; now and
 * then that goes where nobody can look, or something else is put into it.
 */
export function generateSchemas(seed: number): Project {
  const random = createRandom(seed);
  const dialect = random.pick(['js', 'ts', 'tsx'] as const);
  const row = random.pick(ROWS);
  const local = random.pick(['env', 'settings']);
  const asked = row.isText
    ? random.pick(row.tests).map((test) => test.replaceAll('env', local))
    : [`${local}.x`, `${local}['x']`, `!${local}.x`];
  const isDefault = random.chance(0.2);
  const imported = isDefault ? local : local === 'env' ? '{ env }' : '{ env as settings }';
  const main = [
    `import ${imported} from './env';`,
    'export function main() {',
    ...indent([
      ...Array.from({ length: 1 + random.below(3) }, (_, at) =>
        asking(random, random.pick(asked), at),
      ).flat(),
      ...(random.chance(0.3) ? takingApart(random, local, row.isText) : []),
      ...(random.chance(0.15) ? hiding(random, local, dialect !== 'js') : []),
      `return log('end', ${local}.other);`,
    ]),
    '}',
    '',
  ];
  const files = [
    [`src/env.${dialect}`, [...made(random, row.validator, isDefault), '']],
    [`src/main.${dialect}`, main],
  ] as const;
  return {
    files: new Map(files.map(([file, lines]) => [file, lines.join('\n')])),
    entry: `src/main.${dialect}`,
    keep: random.chance(0.5),
    variable: { on: 'true', off: random.pick(row.off) },
  };
}

interface SchemaRow {
  readonly validator: string;
  readonly isText: boolean;
  /** Questions to a text that say on and off in one way. */
  readonly tests: readonly (readonly string[])[];
  /** What the variable is where the flag is off. */
  readonly off: readonly (string | undefined)[];
}

const IS_TRUE = ["env.x === 'true'", "env['x'] !== 'true'", "(env.x ?? 'false') === 'true'"];
const ANSWER = { isText: false, tests: [] } as const;

const ROWS: readonly SchemaRow[] = [
  {
    ...ANSWER,
    validator: "z.string().optional().transform((text) => text === 'true')",
    off: ['0', undefined],
  },
  {
    ...ANSWER,
    validator: "z.string().default('no').transform((text) => ['true'].includes(text))",
    off: ['0', undefined],
  },
  { ...ANSWER, validator: 'z.stringbool().default(false)', off: ['false', undefined] },
  { ...ANSWER, validator: 'z.stringbool().optional()', off: ['false', undefined] },
  { ...ANSWER, validator: 'own', off: ['0', undefined] },
  { validator: 'z.string().optional()', isText: true, tests: [IS_TRUE], off: ['0', undefined] },
  { validator: 'z.string().optional()', isText: true, tests: [['env.x', '!env.x']], off: [undefined] },
  { validator: "z.string().default('true')", isText: true, tests: [["env.x !== 'false'"]], off: ['false'] },
  {
    validator: 'z.string().transform((text) => log("row", text))',
    isText: true,
    tests: [IS_TRUE],
    off: ['0'],
  },
];

function made(random: Random, validator: string, isDefault: boolean): string[] {
  const own =
    validator === 'own' ? ["const own = z.string().optional().transform((text) => text === 'true');"] : [];
  const rows = [`x: ${validator},`, 'other: z.string().optional(),'];
  if (random.chance(0.5)) rows.reverse();
  const schema = `z.object({ ${rows.join(' ')} })${random.pick(['', '', '.refine((value) => value.other !== "bad")'])}`;
  const given = random.pick([
    'process.env',
    '{ x: process.env.x, other: process.env.other }',
    '{ ...process.env }',
  ]);
  const lead = isDefault ? 'const env' : 'export const env';
  const lines = random.pick([
    [`${lead} = ${schema}.parse(${given});`],
    [`const schema = ${schema};`, `${lead} = schema.parse(${given});`],
    [`export const schema = ${schema};`, `${lead} = schema.parse(${given});`],
    [
      `const schema = ${schema};`,
      `const parsed = schema.safeParse(${given});`,
      "if (!parsed.success) throw new Error('bad');",
      `${lead} = parsed.data;`,
    ],
    [`const schema = ${schema};`, `const { data } = schema.safeParse(${given});`, `${lead} = data;`],
  ]);
  return ["import { z } from 'zod';", ...own, ...lines, ...(isDefault ? ['export default env;'] : [])];
}

function asking(random: Random, asked: string, label: number): string[] {
  return random.pick([
    [`if (${asked}) log('${label}a', 1);`, `else log('${label}b', 2);`],
    [`log('${label}c', ${asked} ? n : s);`],
    [`log('${label}d', (${asked}) && a);`],
    [`const held${label} = ${asked};`, `log('${label}e', held${label} ? 1 : 2);`],
    [`log('${label}f', ${asked});`],
  ]);
}

function takingApart(random: Random, env: string, isText: boolean): string[] {
  const test = isText ? "x === 'true'" : 'x';
  return random.pick([
    [`const { x, other } = ${env};`, `log('apart', ${test} ? other : 2);`],
    [`const { x: on } = ${env};`, `log('apart', ${test.replace('x', 'on')} ? 1 : 2);`],
    [`const { x, ...rest } = ${env};`, `log('rest', ${test} ? 1 : rest.other);`],
    [`const alias = ${env};`, `log('alias', ${test.replace('x', 'alias.x')} ? 1 : 2);`],
  ]);
}

/** Uses of all variables together. */
function hiding(random: Random, env: string, isTyped: boolean): string[] {
  const loose = isTyped ? `(${env} as any)` : env;
  return random.pick([
    [`log('keys', Object.keys(${env}));`],
    [`log('spread', { ...${env} });`],
    [`log('computed', ${env}[s ? 'x' : 'other']);`],
    [`${loose}.x = n;`],
    [`Object.assign(${env}, { x: n });`],
    [`log('in', 'x' in ${env});`],
  ]);
}
