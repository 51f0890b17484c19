import { expect, it } from 'vitest';
import { version } from '../../package.json';
import { folder } from '../node/folder';
import { cli, cliIn } from './cli';

const COMMANDS = [
  'lint',
  'list',
  'usages',
  'remove',
  'stale',
  'diff',
  'evaluate',
  'generate',
  'index',
  'lsp',
  'completion',
];

it('shows its version', async () => {
  expect(await cliIn({}, '--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
});

it('shows help of the whole and of each command, in 80 columns', async () => {
  for (const words of ['--help', '-h', ...COMMANDS.map((name) => `${name} --help`)]) {
    const { status, stdout, stderr } = await cliIn({}, words);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^(Flagwright|Usage: flagwright)/);
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  }
  const { stdout } = await cliIn({}, '--help');
  for (const name of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
});

it.each([
  [
    '',
    'Name a command: it is one of lint, list, usages, remove, stale, report, diff, evaluate, generate, history, pull, index, lsp, mcp, completion. See flagwright --help.',
  ],
  ['usage', "There is no command 'usage'. Did you mean usages?"],
  [
    'frobnicate',
    "There is no command 'frobnicate': it is one of lint, list, usages, remove, stale, report, diff, evaluate, generate, history, pull, index, lsp, mcp, completion. See flagwright --help.",
  ],
  ['lint --fromat json', 'There is no option --fromat. Did you mean --format? See flagwright lint --help.'],
  [
    'lint --format',
    'The option --format needs a value; one that begins with a dash is written --format=VALUE. See flagwright lint --help.',
  ],
  ['lint --format xml', "--format takes text, json, github, sarif, junit, gitlab, not 'xml'."],
  ['list --format github', "--format takes text, json, not 'github'."],
  ['lint --max-warnings few', "--max-warnings takes a number from 0 on, not 'few'."],
  ['lint --max-warnings=-1', "--max-warnings takes a number from 0 on, not '-1'."],
  ['lint src/nothing.ts', 'There is no file or folder src/nothing.ts.'],
  ['lint --root nowhere', 'There is no folder nowhere.'],
  ['lint --root a.ts', '--root takes a folder, and a.ts is none.'],
  ['list --root=a.ts', '--root takes a folder, and a.ts is none.'],
  ['usages', 'Name a flag: flagwright usages FLAG.'],
  ['usages a b', 'usages takes one flag, not 2.'],
  ['list x', 'list takes no operands, and x is one. See flagwright list --help.'],
  ['stale x', 'stale takes no operands, and x is one. See flagwright stale --help.'],
  ['remove', 'Name a flag: flagwright remove FLAG… [--keep on|off|JSON].'],
  [
    'remove x --keep blue',
    `--keep takes on, off or a value as JSON, not 'blue'. For that text write --keep '"blue"'.`,
  ],
  ['remove x --write=yes', 'The option --write takes no value. See flagwright remove --help.'],
  ['evaluate x --context user', "--context takes NAME=VALUE, such as user_id=user_123, not 'user'."],
  ['lsp', 'lsp needs --stdio: it talks over standard input and output.'],
])('refuses "%s" with one line', async (words, message) => {
  expect(await cliIn({ 'a.ts': '' }, words)).toEqual({
    status: 2,
    stdout: '',
    stderr: `flagwright: ${message}\n`,
  });
});

it('takes options before the command and after a flag', async () => {
  const root = folder({ 'app/flags.yaml': 'flags: { a: { enabled: true } }' });
  const before = await cli(root, ['--root', 'app', '--format', 'json', 'list']);
  const after = await cli(root, ['list', '--format=json', '--root=app']);
  expect(before).toEqual(after);
  expect(JSON.parse(before.stdout).flags).toHaveLength(1);
});

it('takes flags that begin with a dash behind --', async () => {
  const { status, stderr } = await cliIn({ 'flags.yaml': 'flags: { --odd: true }' }, 'evaluate -- --odd');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

it('colours on a terminal only, and never where NO_COLOR asks not to', async () => {
  const root = folder({ 'flags.yaml': 'flags: { a: { enabled: true } }' });
  const isColoured = async (options: Parameters<typeof cli>[2]): Promise<boolean> =>
    (await cli(root, ['list'], options)).stdout.includes('\u001B[');
  expect(await isColoured({ isTTY: true })).toBe(true);
  expect(await isColoured({ isTTY: false })).toBe(false);
  expect(await isColoured({ isTTY: true, env: { NO_COLOR: '1' } })).toBe(false);
  expect(await isColoured({ isTTY: true, env: { NO_COLOR: '' } })).toBe(true);
  expect(await isColoured({ isTTY: true, env: { TERM: 'dumb' } })).toBe(false);
});

it('hands no control character of a file on to the terminal', async () => {
  const files = { 'flags.yaml': 'flags: { "a\\u001B[2Jb": { enabled: true, owner: "x\\u0007y" } }' };
  for (const words of ['list', 'lint', 'stale']) {
    const { stdout } = await cliIn(files, words);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  }
});
