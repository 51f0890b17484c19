import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, it } from 'vitest';
import { type Session, startSession } from './session';

let session: Session | undefined;
afterEach(async () => {
  await session?.dispose();
  session = undefined;
});

function git(root: string, day: string, ...args: string[]): void {
  const date = `${day}T12:00:00Z`;
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false'];
  const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  execFileSync('git', [...who, ...args], { cwd: root, env, stdio: 'ignore' });
}

it('hears of another commit, though no file has changed', async () => {
  const files = { 'flags.yaml': 'flags:\n  old: { enabled: true }\n', 'app.ts': "flags.isEnabled('old');\n" };
  session = await startSession(files, {
    prepare: (root) => {
      git(root, '2024-01-01', 'init', '--quiet');
      git(root, '2024-01-01', 'add', '--all');
      git(root, '2024-01-01', 'commit', '--quiet', '--message', 'flags');
    },
  });
  await session.untilFindings('app.ts', (all) => all.some((finding) => finding.startsWith('stale-flag')));
  const today = new Date().toISOString().slice(0, 10);
  git(session.root, today, 'commit', '--quiet', '--amend', '--no-edit');
  await session.untilFindings('app.ts', (all) => all.length === 0);
  git(session.root, '2024-01-01', 'commit', '--quiet', '--amend', '--no-edit');
  await session.untilFindings('app.ts', (all) => all.some((finding) => finding.startsWith('stale-flag')));
});

it('sees what another commit has changed, though nobody tells of any file', async () => {
  const files = {
    'flags.yaml': 'flags:\n  old: { enabled: true }\n',
    'app.ts': "flags.isEnabled('old');\n",
  };
  session = await startSession(files, {
    prepare: (root) => {
      git(root, '2024-01-01', 'init', '--quiet');
      git(root, '2024-01-01', 'add', '--all');
      git(root, '2024-01-01', 'commit', '--quiet', '--message', 'flags');
      writeFileSync(join(root, 'app.ts'), "flags.isEnabled('old'), flags.isEnabled('newer');\n");
      writeFileSync(join(root, 'more.ts'), "flags.isEnabled('newest');\n");
      git(root, '2024-01-02', 'add', '--all');
      git(root, '2024-01-02', 'commit', '--quiet', '--message', 'newer');
    },
  });
  // What is known of the past is told once the repository is watched.
  const has = (rule: string, all: readonly string[]): boolean => all.some((one) => one.startsWith(rule));
  await session.untilFindings('app.ts', (all) => has('stale-flag', all) && has('unknown-flag', all));
  await session.untilFindings('more.ts', (all) => all.length === 1);
  git(session.root, '2024-01-02', 'checkout', '--quiet', 'HEAD~1');
  await session.untilFindings('app.ts', (all) => !has('unknown-flag', all));
  await session.untilFindings('more.ts', (all) => all.length === 0);
});
