import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** A person's machine for one editor: a copy of the shop in git, `flagwright` as a command, and an empty home. */
export interface Machine {
  readonly shop: string;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  /** Runs an editor to its end, and gives what it has written to `result` in its home as JSON. */
  run(program: string, args: readonly string[]): Promise<unknown>;
  remove(): void;
}

/** A name that no flag has, and a text before the cursor. */
export const TYPO = `import { isEnabled } from './flags';

export const wrapped = (): boolean => isEnabled('gift_rap');
`;

export function machine(): Machine {
  const folder = mkdtempSync(path.join(tmpdir(), 'flagwright-editor-'));
  const [home, bin, shop] = ['home', 'bin', 'shop'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const made of [home, bin]) mkdirSync(made);
  cpSync(path.join(ROOT, 'examples/shop'), shop, { recursive: true });
  writeFileSync(path.join(shop, 'src/typo.ts'), TYPO);
  execFileSync('git', ['init', '--quiet'], { cwd: shop });
  const command = path.join(bin, 'flagwright');
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${ROOT}/dist/cli.js" "$@"\n`);
  chmodSync(command, 0o755);
  const env = {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local'),
    XDG_STATE_HOME: path.join(home, '.state'),
    PATH: `${bin}${path.delimiter}${process.env.PATH}`,
  };
  return {
    shop,
    home,
    env,
    async run(program, args) {
      await ended(program, args, { cwd: shop, env });
      return JSON.parse(readFileSync(path.join(home, 'result'), 'utf8'));
    },
    remove: () => removeWhole(folder),
  };
}

/** The code under a heading of a page in `docs/editors`, or the first of the page: what people are told to copy is what is tried. */
export function setUpOf(page: string, heading?: string): string {
  const text = readFileSync(path.join(ROOT, 'docs/editors', page), 'utf8');
  const from = heading === undefined ? 0 : text.indexOf(`\n## ${heading}\n`);
  const code = from < 0 ? undefined : /```\w+\n([\s\S]*?)```/.exec(text.slice(from))?.[1];
  if (code === undefined) throw new Error(`${page} has no code under '${heading}'`);
  return code;
}

function ended(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolve();
      else reject(new Error(`${program} ended with ${status}:\n${said}`));
    });
  });
}

/** A server that outlives its editor for a moment still writes there: what has come since is removed in the next try. */
function removeWhole(folder: string): void {
  for (let left = 50; ; left--) {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 1 });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY' || left === 0) throw error;
    }
  }
}
