/** The small projects of the services: they compile, and go on doing so when a flag has been removed from each. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli } from '../cli/cli';

const ROOT = path.resolve(import.meta.dirname, '../..');
const EXAMPLES = [
  {
    name: 'launchdarkly-react',
    flag: 'one-page-checkout',
    other: 'gift-wrapping',
    file: 'src/Checkout.tsx',
    after: '<OnePage total={total} />',
    gone: ['Steps', 'onePageCheckout', 'one-page-checkout'],
  },
  {
    name: 'split-node',
    flag: 'flat_rate',
    other: 'express',
    file: 'src/shipping.ts',
    after: 'return 590;',
    gone: ['byWeight', 'flat_rate'],
  },
  {
    name: 'flagsmith-node',
    flag: 'fast_search',
    other: 'spelling',
    file: 'src/search.ts',
    after: 'lookUp(wanted)',
    gone: ['scan', 'fast_search'],
  },
  {
    name: 'unleash-openfeature',
    flag: 'free-returns',
    other: 'pick-up',
    file: 'src/returns.ts',
    after: 'return 0;',
    gone: ['labelCosts', 'free-returns'],
  },
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'flagwright-examples-'));
  for (const { name } of EXAMPLES)
    cpSync(path.join(ROOT, 'examples', name), path.join(folder, name), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(EXAMPLES)('$name', ({ name, flag, other, file, after, gone }) => {
  const root = () => path.join(folder, name);
  const read = (at: string) => readFileSync(path.join(root(), at), 'utf8');

  test('compiles against the real packages, and every flag in it is known', async () => {
    expect(problemsOf(root())).toEqual([]);
    const { stdout } = await cli(root(), ['lint', '--format', 'json']);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { rule: string; severity: string }[] };
    const wrong = diagnostics.filter(({ rule }) => rule !== 'stale-flag' && rule !== 'expired-flag');
    expect(wrong.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
    const list = JSON.parse((await cli(root(), ['list', '--format', 'json'])).stdout) as {
      flags: { reads: number }[];
    };
    expect(list.flags.map(({ reads }) => reads > 0)).toEqual([true, true]);
  });

  test.each([
    [flag, 'off'],
    [other, 'on'],
    [other, 'off'],
  ])('would compile without %s, kept %s, too', async (key, keep) => {
    const { stdout } = await cli(root(), ['remove', key, '--keep', keep, '--format', 'json']);
    const plan = JSON.parse(stdout) as { files: { file: string; after: string }[]; review: object[] };
    expect(plan.review).toEqual([]);
    const changed = new Map(plan.files.map((one) => [path.join(root(), one.file), one.after]));
    expect([...changed.keys()]).toContain(path.join(root(), file));
    expect(problemsOf(root(), changed)).toEqual([]);
  });

  test('loses its flag, and compiles', async () => {
    const { status, stderr } = await cli(root(), ['remove', flag, '--keep', 'on', '--write']);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(read(file)).toContain(after);
    for (const name of gone) expect(read(file)).not.toContain(name);
    expect(problemsOf(root())).toEqual([]);
    const left = await cli(root(), ['usages', flag, '--format', 'json']);
    expect(JSON.parse(left.stdout)).toMatchObject({ usages: [] });
  });
});

test('their tests still pass', () => {
  const vitest = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--root', folder, '--reporter=json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: folder });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  expect(JSON.parse(stdout)).toMatchObject({ numPassedTests: 8, numFailedTests: 0 });
}, 120_000);

/** What the compiler says of a project, with other texts for some of its files. */
function problemsOf(root: string, changed: ReadonlyMap<string, string> = new Map()): string[] {
  const host: ts.ParseConfigFileHost = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (problem) => {
      throw new Error(text(problem));
    },
  };
  const project = ts.getParsedCommandLineOfConfigFile(path.join(root, 'tsconfig.json'), undefined, host)!;
  const compiler = ts.createCompilerHost(project.options);
  const { readFile } = compiler;
  compiler.readFile = (file) => changed.get(path.normalize(file)) ?? readFile(file);
  const program = ts.createProgram(project.fileNames, project.options, compiler);
  return [...project.errors, ...ts.getPreEmitDiagnostics(program)].map(text);
}

function text(problem: ts.Diagnostic): string {
  const message = ts.flattenDiagnosticMessageText(problem.messageText, '\n');
  return problem.file ? `${path.basename(problem.file.fileName)}:${problem.start}: ${message}` : message;
}
