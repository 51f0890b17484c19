import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { folder, put } from '../node/folder';
import { cli } from './cli';

const script = async (shell: string) => (await cli('.', ['completion', shell])).stdout;

/** What bash offers behind the words. */
async function bash(...words: string[]): Promise<string[]> {
  const command = `${await script('bash')}
COMP_WORDS=(flagwright "$@"); COMP_CWORD=$#; _flagwright; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', command, 'bash', ...words], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);
}

/** What zsh shows for a line, typed into a shell of its own in a pseudo-terminal. */
async function zsh(line: string): Promise<string> {
  const root = folder();
  put(root, '.zshrc', `autoload -Uz compinit; compinit -u\n${await script('zsh')}\nPS1='> '\n`);
  const typed = `
zmodload zsh/zpty
zpty -b shell "TERM=dumb ZDOTDIR=${root} zsh -i"
zpty -r -m shell out '*> ' || exit 1
zpty -w -n shell "${line}"$'\\t'
zpty -r -m shell out '*github*text*' && print -r -- "$out"
`;
  return execFileSync('zsh', ['-f', '-c', typed], { encoding: 'utf8', timeout: 20_000 });
}

async function fish(line: string): Promise<string[]> {
  const root = folder({ 'flagwright.fish': await script('fish') });
  const command = `source ${root}/flagwright.fish; complete -C '${line}'`;
  return execFileSync('fish', ['--no-config', '-c', command], {
    encoding: 'utf8',
    env: { ...process.env, HOME: root },
  })
    .split('\n')
    .flatMap((offer) => offer.split('\t')[0] || []);
}

it('completes commands, options and values in bash', async () => {
  expect(await bash('l')).toEqual(['lint', 'list', 'lsp']);
  expect(await bash('lint', '--m')).toEqual(['--max-warnings']);
  expect(await bash('lint', 'src', '--format', 'g')).toEqual(['github', 'gitlab']);
  expect(await bash('--ver')).toEqual(['--version']);
  expect(await bash('completion', 'f')).toEqual(['fish']);
  // Paths and flags are left to the shell.
  expect(await bash('lint', 'sr')).toEqual([]);
});

it('completes in zsh', async () => {
  expect(await zsh('flagwright lint --format ')).toMatch(/github\s+gitlab\s+json\s+junit\s+sarif\s+text/);
});

it('completes in fish', async () => {
  expect(await fish('flagwright l')).toEqual(expect.arrayContaining(['lint', 'list', 'lsp']));
  expect(await fish('flagwright lint --format g')).toEqual(['github', 'gitlab']);
  expect(await fish('flagwright lint --max')).toEqual(['--max-warnings']);
});

it('knows three shells', async () => {
  expect(await cli('.', ['completion', 'tcsh'])).toEqual({
    status: 2,
    stdout: '',
    stderr: 'flagwright: Name one shell: bash, zsh, fish.\n',
  });
});
