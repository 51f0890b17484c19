import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** A call of git: the program, what it is told, and the variables it sees. */
export interface GitCall {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/**
 * A call in which nothing that a repository's own settings name is run, and nothing goes over a network: the repository
 * may have come with a folder that nobody trusts. It changes nothing either, not even the index.
 *
 * `extra` are further settings, as `name=value`.
 */
export function gitCall(args: readonly string[], extra: readonly string[] = []): GitCall {
  const settings = [...SAFE_SETTINGS, ...extra];
  return {
    program: gitProgram(process.env.PATH ?? ''),
    args: [...settings.flatMap((setting) => ['-c', setting]), ...args],
    env: {
      ...process.env,
      LC_ALL: 'C',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_TERMINAL_PROMPT: '0',
      // What is missing of a partial clone would be fetched, by programs that its settings may name.
      GIT_NO_LAZY_FETCH: '1',
      GIT_ALLOW_PROTOCOL: 'none',
    },
  };
}

/** https://git-scm.com/docs/git-config; each of them can name a program, or lead to one that does. */
const SAFE_SETTINGS = [
  'core.fsmonitor=false',
  `core.hooksPath=${process.platform === 'win32' ? 'NUL' : '/dev/null'}`,
  'core.quotepath=false',
  'diff.external=',
  // A submodule is asked in a process that does not hear of these settings.
  'diff.ignoreSubmodules=all',
  'log.showSignature=false',
  'protocol.allow=never',
  'safe.bareRepository=explicit',
];

/**
 * Settings that turn off the filters which the repository itself defines: git runs them to compare a file on disk with
 * a commit. Those of the person (Git LFS above all) stay, where git is new enough to tell them apart (2.26).
 * @throws {Error} for a filter that cannot be turned off.
 */
export function withoutOwnFilters(root: string): string[] {
  const found =
    filterNames(root, ['--show-scope'])?.flatMap((word, i, all) =>
      i % 2 === 1 && OWN_SCOPES.has(all[i - 1]!) ? [word] : [],
    ) ?? filterNames(root, []);
  const drivers = new Set(found?.flatMap((name) => /^filter\.([\s\S]*)\.[^.]*$/.exec(name)?.[1] ?? []));
  return [...drivers].flatMap((driver) => {
    // Git takes the name of a setting to end at the first of these.
    if (/[=\n]/.test(driver))
      throw new Error(`The repository's settings define the filter '${driver}', which cannot be turned off.`);
    return ['clean=', 'smudge=', 'process=', 'required=false'].map((rest) => `filter.${driver}.${rest}`);
  });
}

const OWN_SCOPES = new Set(['local', 'worktree']);

/** The words of what git says of filters in its settings; nothing where it does not understand the question. */
function filterNames(root: string, options: readonly string[]): string[] | undefined {
  const { program, args, env } = gitCall([
    'config',
    '-z',
    ...options,
    '--name-only',
    '--get-regexp',
    '^filter\\.',
  ]);
  const { status, stdout, error } = spawnSync(program, args, { cwd: root, env, encoding: 'utf8' });
  if (error) throw error;
  // 1 is an answer: there are none.
  if (status === 1) return [];
  return status === 0 ? stdout.split('\0').slice(0, -1) : undefined;
}

const NOWHERE = process.platform === 'win32' ? 'NUL' : '/dev/null';

/**
 * Git by its full path. A bare name would be looked for in the folder first on Windows, and in relative entries of the
 * path everywhere. The bare name where there is none, so that whoever runs it says so.
 */
export function gitProgram(searchPath: string): string {
  const known = PROGRAMS.get(searchPath);
  if (known !== undefined) return known;
  const names = process.platform === 'win32' ? ['git.exe'] : ['git'];
  const found = searchPath
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isProgram);
  const program = found ?? join(NOWHERE, 'git');
  PROGRAMS.set(searchPath, program);
  return program;
}

const PROGRAMS = new Map<string, string>();

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
