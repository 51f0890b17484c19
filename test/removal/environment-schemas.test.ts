import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

/** Of a variable of the environment that a schema declares. */
const remove = (source: string, keep: boolean | string = true): Promise<string> =>
  removeWhole(source, { flag: 'NEW_UI', keep });

const ZOD = "import { z } from 'zod';\n";

/** A program whose `env` is made in this way, and what is left of it. */
const program = (env: string, page: string): string => `//- src/env.ts
${env}
//- src/page.ts
import { env } from './env';
${page}
export const port = env.PORT;`;

const page = 'export const page = () => (env.NEW_UI ? fresh() : old());';
const shown = (name: string): string => `export const page = () => ${name}();`;

const parsed = (row: string): string =>
  `${ZOD}export const env = z.object({ ${row}PORT: z.coerce.number() }).parse(process.env);`;

describe('a variable that a schema of the environment declares', () => {
  it.each([
    ['z.boolean()'],
    ['z.coerce.boolean().default(false)'],
    ["z.stringbool().default(true).describe('The new pages')"],
    ["z.string().transform((text) => text === 'true')"],
    ["z.string().optional().transform((text) => text !== undefined && text !== '0')"],
    ["z.enum(['0', '1']).default('0').transform((text) => ['1'].includes(text))"],
    ["z.preprocess((text) => text === '1', z.boolean())"],
    ['z.string().transform(Boolean)'],
    [
      "z.string().refine((text) => text === '0' || text === '1').transform((text) => text.toLowerCase() === '1')",
    ],
  ])('is true or false where it is checked for that, and goes: %s', async (validator) => {
    const source = program(parsed(`NEW_UI: ${validator}, `), page);
    expect(await remove(source)).toBe(program(parsed(''), shown('fresh')));
    expect(await remove(source, false)).toBe(program(parsed(''), shown('old')));
  });

  it('may be checked by a constant of the file, which goes as well', async () => {
    const bool = "const bool = z.string().transform((text) => text === '1');\n";
    const source = program(parsed('NEW_UI: bool, ').replace(ZOD, ZOD + bool), page);
    expect(await remove(source)).toContain(shown('fresh'));
    expect(await remove(source)).not.toContain('NEW_UI');
  });

  it.each([
    ['z.string().optional()', "env.NEW_UI === 'true'"],
    ["z.enum(['true', 'false'])", "env.NEW_UI !== 'false'"],
    ["z.string().default('false')", "env['NEW_UI'] === 'true'"],
  ])('is a text where it is checked for one: %s', async (validator, test) => {
    const source = program(
      parsed(`NEW_UI: ${validator}, `),
      `export const page = () => (${test} ? fresh() : old());`,
    );
    expect(await remove(source)).toBe(program(parsed(''), shown('fresh')));
    expect(await remove(source, false)).toBe(program(parsed(''), shown('old')));
  });

  it.each([
    [
      `${ZOD}const schema = z.object({\n  NEW_UI: z.boolean(),\n  PORT: z.string(),\n});\nexport type Env = z.infer<typeof schema>;\nconst parsed = schema.safeParse(process.env);\nif (!parsed.success) throw parsed.error;\nexport const env = parsed.data;`,
      `${ZOD}const schema = z.object({\n  PORT: z.string(),\n});\nexport type Env = z.infer<typeof schema>;\nconst parsed = schema.safeParse(process.env);\nif (!parsed.success) throw parsed.error;\nexport const env = parsed.data;`,
    ],
    [
      `${ZOD}export const env = z.object({ NEW_UI: z.boolean(), PORT: z.string() }).parse({ NEW_UI: import.meta.env.NEW_UI, PORT: import.meta.env.PORT });`,
      `${ZOD}export const env = z.object({ PORT: z.string() }).parse({ PORT: import.meta.env.PORT });`,
    ],
    [
      "import { bool, cleanEnv, port } from 'envalid';\nexport const env = cleanEnv(process.env, { NEW_UI: bool({ default: false }), PORT: port() });",
      "import { cleanEnv, port } from 'envalid';\nexport const env = cleanEnv(process.env, { PORT: port() });",
    ],
    [
      `import { createEnv } from '@t3-oss/env-nextjs';\n${ZOD}export const env = createEnv({\n  server: {\n    NEW_UI: z.stringbool(),\n    PORT: z.string(),\n  },\n  client: {},\n  runtimeEnv: {\n    NEW_UI: process.env.NEW_UI,\n    PORT: process.env.PORT,\n  },\n});`,
      `import { createEnv } from '@t3-oss/env-nextjs';\n${ZOD}export const env = createEnv({\n  server: {\n    PORT: z.string(),\n  },\n  client: {},\n  runtimeEnv: {\n    PORT: process.env.PORT,\n  },\n});`,
    ],
    [
      `${ZOD}export const env = z.object({ NEW_UI: z.boolean(), PORT: z.string() }).superRefine((value, context) => check(value.PORT, context)).parse(process.env);`,
      `${ZOD}export const env = z.object({ PORT: z.string() }).superRefine((value, context) => check(value.PORT, context)).parse(process.env);`,
    ],
  ])('goes with its row, however the schema is used: %s', async (before, after) => {
    expect(await remove(program(before, page))).toBe(program(after, shown('fresh')));
    expect(await remove(program(before, page), false)).toBe(program(after, shown('old')));
  });

  it('is followed where it is taken out, through other names, and out of files that hand it on', async () => {
    const source = `//- src/env.ts
${parsed('NEW_UI: z.boolean(), ')}
//- src/index.ts
export { env as settings } from './env';
//- src/page.ts
import { settings } from './index';
const own = settings;
const { NEW_UI, PORT } = own;
export const page = () => (NEW_UI && !settings.NEW_UI ? a(PORT) : b(PORT));
`;
    expect(await remove(source)).toBe(`//- src/env.ts
${parsed('')}
//- src/page.ts
import { settings } from './index';
const own = settings;
const { PORT } = own;
export const page = () => b(PORT);`);
  });

  it('leaves the files that set it, too', async () => {
    const source = `${program(parsed('NEW_UI: z.boolean(), '), page)}\n//- .env.example\nNEW_UI=true\nPORT=3\n`;
    expect(await remove(source)).toContain('//- .env.example\nPORT=3\n');
  });

  it.each([
    ['z.custom()', page, 'What the schema of the environment makes of the variable is not told.'],
    ['z.string().transform((text) => read(text))', page, 'What the schema of the environment'],
    ['z.string().transform((text) => (log(text), text === "1"))', page, 'What the schema of the environment'],
    ['z.number()', page, 'What the schema of the environment'],
    [
      'z.boolean()',
      `${page}\nsend(env);`,
      'Who is given all that the schema of the environment gives is not seen',
    ],
    ['z.boolean()', `${page}\nsend(env[name]);`, 'Who is given all'],
    ['z.boolean()', `${page}\nexport const all = { ...env };`, 'Who is given all'],
    ['z.boolean()', `${page}\nconst { PORT, ...rest } = env;`, 'Who is given all'],
    ['z.string()', page.replace('env.NEW_UI', 'send(env.NEW_UI)'), 'Which text the variable holds'],
  ])('stays where what becomes of it is not known: %s', async (validator, asking, reason) => {
    const result = await remove(program(parsed(`NEW_UI: ${validator}, `), asking));
    expect(result).toContain(`! ${reason}`);
    expect(result).not.toContain('//-');
  });

  it('stays, off, where nothing takes its place and more than its truth is asked', async () => {
    const source = (use: string): string =>
      program(parsed('NEW_UI: z.boolean().optional(), '), `export const page = () => ${use};`);
    expect(await remove(source('(env.NEW_UI ? fresh() : old())'), false)).toBe(
      program(parsed(''), shown('old')),
    );
    expect(await remove(source('send(env.NEW_UI)'), false)).toBe(
      'src/page.ts! Where the variable is not set, more than its truth is asked here.',
    );
    expect(await remove(source('send(env.NEW_UI)'), true)).toContain('send(true)');
  });

  it('keeps its row where others may use the schema', async () => {
    const env = (row: string): string =>
      `${ZOD}export const schema = z.object({ ${row}PORT: z.string() });\nexport const env = schema.parse(process.env);`;
    expect(await remove(program(env('NEW_UI: z.boolean(), '), page))).toBe(
      `//- src/page.ts\nimport { env } from './env';\n${shown('fresh')}\nexport const port = env.PORT;\nsrc/env.ts: Its row in the schema stays, for others may use that.`,
    );
  });

  it('keeps its row where a test asks for it, not where one only sets it', async () => {
    const source = (body: string): string =>
      `${program(parsed('NEW_UI: z.boolean(), '), page)}
//- src/env.test.ts
import { env } from './env';
it('is read', () => {
  ${body}
});
`;
    const asked = await remove(source('expect(env.NEW_UI).toBe(true);'));
    expect(asked).toContain(shown('fresh'));
    expect(asked).not.toContain('//- src/env.ts');
    expect(asked).toContain('src/env.ts: Its row in the schema stays, for src/env.test.ts asks for it.');
    const set = await remove(source("vi.mock('./env', () => ({ env: { NEW_UI: true } }));"));
    expect(set).toContain(`//- src/env.ts\n${parsed('')}`);
  });

  it.each([
    ['schema.parse(request.body)', "import { z } from 'zod';"],
    ['schema.parse(process.env)', "import { z } from './z';"],
  ])('is none where the schema is one of something else: %s', async (parse, imported) => {
    const env = `${imported}\nconst schema = z.object({ NEW_UI: z.boolean(), PORT: z.string() });\nexport const env = ${parse};`;
    expect(await remove(program(env, page))).toBe('');
  });

  it('is written nowhere else', async () => {
    const result = await remove(program(parsed('NEW_UI: z.boolean(), '), `env.NEW_UI = true;\n${page}`));
    expect(result).toContain('src/page.ts! The flag is written here.');
    expect(result).not.toContain('//-');
  });
});
