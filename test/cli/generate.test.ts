import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { folder, put } from '../node/folder';
import { cli } from './cli';

const FLAGS = { 'flags.yaml': `flags:\n  checkout: true\n  "it's \\"b\\"\\\\\\u2028": true\n` };
const generate = (root: string, ...argv: string[]) => cli(root, ['generate', 'types', ...argv]);

/** What the compiler says of each line, behind a reader made with the generated file. */
function compile(root: string, lines: readonly string[]): string[][] {
  for (const [i, line] of lines.entries()) {
    put(
      root,
      `use${i}.ts`,
      `import { type FlagKey, typedReader } from './flag-keys';
const isEnabled = typedReader((key: string, user?: number) => key.length > (user ?? 0));
export { isEnabled, type FlagKey };
${line}`,
    );
  }
  const files = lines.map((_line, i) => `${root}/use${i}.ts`);
  const program = ts.createProgram(files, { strict: true, noEmit: true, types: [], lib: ['lib.es5.d.ts'] });
  return files.map((file) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n').split('\n')[0]!),
  );
}

it('writes types with which the compiler refuses unknown flags', async () => {
  const root = folder(FLAGS);
  expect(await generate(root, '--out', 'flag-keys.ts')).toEqual({
    status: 0,
    stdout: '',
    stderr: 'flagwright: flag-keys.ts names 2 flags\n',
  });
  expect(
    compile(root, [
      "export const on: boolean = isEnabled('checkout', 1);",
      `isEnabled("it's \\"b\\"\\\\\\u2028");`,
      "export const key: FlagKey = 'checkout';",
      "isEnabled('chekout');",
      "isEnabled('checkout', 'x');",
    ]),
  ).toEqual([
    [],
    [],
    [],
    [`Argument of type '"chekout"' is not assignable to parameter of type 'FlagKey'.`],
    ["Argument of type 'string' is not assignable to parameter of type 'number'."],
  ]);
});

it('is read as a declaration of the flags', async () => {
  const root = folder(FLAGS);
  await generate(root, '--out', 'src/../flag-keys.ts');
  const { stdout } = await cli(root, ['usages', 'checkout', '--format', 'json']);
  expect(JSON.parse(stdout).usages).toEqual([
    expect.objectContaining({ file: 'flag-keys.ts', kind: 'declaration' }),
    expect.objectContaining({ file: 'flags.yaml', kind: 'declaration' }),
  ]);
});

it('its reader is seen through: the calls of what it makes are reads, and nothing is read by a key nobody knows', async () => {
  const root = folder({
    ...FLAGS,
    'src/flags.ts': `import { typedReader } from '../flag-keys';
import { client } from 'some-client';
export const isEnabled = typedReader((key, user: string) => client.isEnabled(key, { user }));
`,
    'src/app.ts': "import { isEnabled } from './flags';\nexport const on = isEnabled('checkout', 'ana');\n",
  });
  await generate(root, '--out', 'flag-keys.ts');
  const { stdout } = await cli(root, ['usages', 'checkout', '--format', 'json']);
  const usages = JSON.parse(stdout).usages as { file: string; kind: string; certainty: string }[];
  expect(usages.filter(({ kind }) => kind !== 'declaration')).toEqual([
    expect.objectContaining({ file: 'src/app.ts', kind: 'read', certainty: 'certain' }),
  ]);
});

it('checks for CI whether a file is up to date', async () => {
  const root = folder(FLAGS);
  const check = () => generate(root, '--out', 'flag-keys.ts', '--check');
  expect(await check()).toEqual({
    status: 1,
    stdout: '',
    stderr: 'flagwright: flag-keys.ts is not up to date: run flagwright generate types --out flag-keys.ts\n',
  });
  await generate(root, '--out', 'flag-keys.ts');
  expect(await check()).toEqual({ status: 0, stdout: '', stderr: '' });
  const { stdout } = await generate(root);
  expect(stdout).toBe(readFileSync(`${root}/flag-keys.ts`, 'utf8'));
});

it('writes nothing while a flag file is broken', async () => {
  const root = folder({ 'flags.yaml': 'flags:\n  a: true\n  b: {{{ [\n' });
  expect(await generate(root, '--out', 'flag-keys.ts')).toMatchObject({
    status: 2,
    stderr: 'flagwright: flags.yaml is broken, so flags may be missing: see flagwright lint.\n',
  });
  expect(() => readFileSync(`${root}/flag-keys.ts`)).toThrow();
});

it.each([
  [['generate'], 'There is one thing to generate: flagwright generate types.'],
  [['generate', 'types', '--check'], '--check looks at a file: name it with --out FILE.'],
])('%s', async (argv, message) => {
  expect(await cli(folder(FLAGS), argv)).toEqual({
    status: 2,
    stdout: '',
    stderr: `flagwright: ${message}\n`,
  });
});
