/** What git tells of flags' past, from real repositories. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatDay } from '../../server/src/flags/dates';
import { gitHistory } from '../../server/src/node/history';
import { type FileHistory, readHistory } from '../../server/src/workspace/state-history';
import { folder, put } from './folder';
import { repository } from './repository';

const FILE = 'config/flags.yaml';

/** A commit of the flag file with these flags. */
const flags = (text: string, file = FILE) => ({ [file]: `flags:\n${text}` });

async function past(root: string, ...paths: string[]): Promise<Map<string, unknown>> {
  const files = (paths.length > 0 ? paths : [FILE]).map((path) => ({ path, options: {} }));
  return new Map(
    [...(await readHistory(gitHistory(root), files))].map(([path, told]) => [path, drawn(told)]),
  );
}

/** `{ dark: 'on since 2026-02-01' }`; a state that was never another is `on first seen 2026-01-01`. */
function drawn(history: FileHistory): unknown {
  if ('missing' in history) return history.missing;
  return Object.fromEntries(
    [...history.flags].map(([key, { state, since, hasChanged }]) => [
      key,
      `${state} ${hasChanged ? 'since' : 'first seen'} ${formatDay(since)}`,
    ]),
  );
}

describe('the state of a flag', () => {
  it('is as old as the commit that changed it; one that never changed, as old as its entry', async () => {
    const { root, commit } = repository();
    commit(flags('  dark: false\n'), { day: '2026-01-01' });
    commit(flags('  dark: true\n'), { day: '2026-02-01' });
    commit(flags('  dark: { enabled: true, owner: web }\n  menu: { enabled: true, percentage: 5 }\n'), {
      day: '2026-03-01',
    });
    commit(flags('  dark: { enabled: true, percentage: 100 }\n  menu: { enabled: true, percentage: 50 }\n'), {
      day: '2026-04-01',
    });
    commit(
      flags(
        '  # note\n  dark: { enabled: true, percentage: 100 }\n  menu: { enabled: true, percentage: 50 }\n',
      ),
      {
        day: '2026-05-01',
      },
    );
    commit({ 'other.txt': 'x' }, { day: '2026-06-01' });
    expect(await past(root)).toEqual(
      new Map([[FILE, { dark: 'on since 2026-02-01', menu: 'partial 50 since 2026-04-01' }]]),
    );
  });

  it('does not count while nobody could read the file, nor before the entry went and came back', async () => {
    const { root, commit } = repository();
    commit(flags('  dark: false\n'), { day: '2026-01-01' });
    commit(flags('  menu: true\n'), { day: '2026-02-01' });
    commit(flags('  dark: true\n  menu: true\n'), { day: '2026-03-01' });
    commit(flags('  dark: [true\n  menu: }\n'), { day: '2026-04-01' });
    commit(flags('  dark: true\n  menu: true\n'), { day: '2026-05-01' });
    expect(await past(root)).toEqual(
      new Map([[FILE, { dark: 'on first seen 2026-03-01', menu: 'on first seen 2026-02-01' }]]),
    );
  });

  it('is not told by lines that stood elsewhere or behind a mark of a comment', async () => {
    const { root, commit } = repository();
    commit(flags('  # dark: true\n  a:\n    menu: true\n    other: true\n  b:\n    menu: false\n'), {
      day: '2026-01-01',
    });
    commit(flags('  dark: true\n  a:\n    menu: false\n    other: true\n  b:\n    menu: true\n'), {
      day: '2026-02-01',
    });
    expect(await past(root)).toEqual(
      new Map([
        [
          FILE,
          {
            dark: 'on first seen 2026-02-01',
            'a.menu': 'off since 2026-02-01',
            'a.other': 'on first seen 2026-01-01',
            'b.menu': 'on since 2026-02-01',
          },
        ],
      ]),
    );
  });

  it('survives that the file is renamed, twice, with changes, and beside others', async () => {
    const { root, commit, git } = repository();
    const many = Array.from({ length: 12 }, (_, i) => `  flag_${i}: true\n`).join('');
    commit(
      { ...flags(`${many}  dark: false\n`, 'flags.yml'), ...flags('  menu: true\n', 'b/flags.yaml') },
      { day: '2026-01-01' },
    );
    commit(flags(`${many}  dark: true\n`, 'flags.yml'), { day: '2026-02-01' });
    git('mv', 'flags.yml', 'flags.yaml');
    commit({}, { day: '2026-03-01' });
    commit({ 'flags.yaml': null, ...flags(`${many}  dark: true\n  new: true\n`) }, { day: '2026-04-01' });
    const told = await past(root, FILE, 'b/flags.yaml');
    expect(told.get(FILE)).toMatchObject({
      dark: 'on since 2026-02-01',
      new: 'on first seen 2026-04-01',
      flag_3: 'on first seen 2026-01-01',
    });
    expect(told.get('b/flags.yaml')).toEqual({ menu: 'on first seen 2026-01-01' });
  });

  it('is that of the branch: what was merged counts from its merge', async () => {
    const { root, commit, git } = repository();
    commit(flags('  dark: false\n  menu: false\n'), { day: '2026-01-01' });
    git('checkout', '--quiet', '-b', 'topic');
    commit(flags('  dark: true\n  menu: false\n'), { day: '2026-02-01' });
    git('checkout', '--quiet', 'main');
    commit({ 'app.ts': 'x' }, { day: '2026-03-01' });
    git('merge', '--quiet', '--no-ff', '--message', 'merge', 'topic');
    expect(await past(root)).toEqual(
      new Map([[FILE, { dark: 'on since 2026-06-01', menu: 'off first seen 2026-01-01' }]]),
    );
  });
});

describe('a history', () => {
  const change = ({ commit }: ReturnType<typeof repository>) => {
    commit(flags('  dark: false\n'), { day: '2026-01-01' });
    commit(flags('  dark: true\n'), { day: '2026-02-01' });
  };
  const TOLD = new Map([[FILE, { dark: 'on since 2026-02-01' }]]);

  it('is read from a folder within the repository', async () => {
    const made = repository();
    change(made);
    expect(await past(join(made.root, 'config'), 'flags.yaml')).toEqual(
      new Map([['flags.yaml', { dark: 'on since 2026-02-01' }]]),
    );
  });

  it('is read in a further work tree', async () => {
    const made = repository();
    change(made);
    const tree = join(folder(), 'tree');
    made.git('worktree', 'add', '--quiet', tree, '-b', 'topic');
    expect(await past(tree)).toEqual(TOLD);
  });

  it('is read in a submodule, beside that of the repository around it', async () => {
    const inner = repository();
    change(inner);
    const outer = repository();
    outer.commit(flags('  menu: true\n', 'flags.yaml'), { day: '2026-03-01' });
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.root, 'inner');
    outer.commit({});
    expect(await past(outer.root, 'flags.yaml', `inner/${FILE}`)).toEqual(
      new Map<string, unknown>([
        ['flags.yaml', { menu: 'on first seen 2026-03-01' }],
        [`inner/${FILE}`, { dark: 'on since 2026-02-01' }],
      ]),
    );
  });

  it('is not read where it is shallow or partial', async () => {
    const made = repository();
    change(made);
    const clone = (...args: string[]): string => {
      const root = join(folder(), 'clone');
      execFileSync('git', ['clone', '--quiet', ...args, `file://${made.root}`, root]);
      return root;
    };
    expect(await past(clone('--depth=1'))).toEqual(new Map([[FILE, 'shallow']]));
    made.git('config', 'uploadpack.allowFilter', 'true');
    expect(await past(clone('--filter=blob:none'))).toEqual(new Map([[FILE, 'partial']]));
    expect(await past(clone())).toEqual(TOLD);
  });

  it('is none of a file that was never committed, outside of a repository, or before the first commit', async () => {
    const made = repository();
    put(made.root, FILE, 'flags: { dark: true }\n');
    expect(await past(made.root)).toEqual(new Map([[FILE, 'failed']]));
    made.commit({ 'a.txt': 'x' });
    put(made.root, 'flags.yaml', 'flags: { dark: true }\n');
    expect(await past(made.root, 'flags.yaml')).toEqual(new Map([['flags.yaml', 'untracked']]));
    expect(await past(folder(flags('  dark: true\n')))).toEqual(new Map([[FILE, 'none']]));
  });

  it('is none without git', async () => {
    const made = repository();
    change(made);
    const { PATH } = process.env;
    process.env.PATH = '/nonexistent';
    try {
      expect(await past(made.root)).toEqual(new Map([[FILE, 'failed']]));
    } finally {
      process.env.PATH = PATH;
    }
  });

  it('is read no further back than somebody wants to know', async () => {
    const made = repository();
    for (let month = 1; month <= 9; month++)
      made.commit(flags(`  dark: ${month > 7}\n  # x${month}\n`), { day: `2026-0${month}-01` });
    const days: string[] = [];
    const history = gitHistory(made.root);
    const files = [{ path: FILE, options: {} }];
    const spied = {
      async *versions(...args: Parameters<typeof history.versions>) {
        for await (const version of history.versions(...args)) {
          if ('day' in version) days.push(formatDay(version.day));
          yield version;
        }
      },
    };
    await readHistory(spied, files);
    expect(days).toEqual(['2026-09-01', '2026-08-01', '2026-07-01']);
  });

  it('knows files by any name', async () => {
    const made = repository();
    const name = 'dé pôt/[a] *#?/flags.yaml';
    made.commit(flags('  dark: false\n', name), { day: '2026-01-01' });
    made.commit(flags('  dark: true\n', name), { day: '2026-02-01' });
    expect(await past(made.root, name)).toEqual(new Map([[name, { dark: 'on since 2026-02-01' }]]));
  });

  it('runs nothing that the repository names', async () => {
    const made = repository();
    change(made);
    const mark = join(folder(), 'mark');
    put(made.root, 'evil.sh', `#!/bin/sh\ntouch ${mark}\ncat\n`);
    execFileSync('chmod', ['+x', join(made.root, 'evil.sh')]);
    for (const name of ['core.fsmonitor', 'gpg.program', 'core.pager', 'diff.external', 'core.sshCommand'])
      made.git('config', name, join(made.root, 'evil.sh'));
    made.git('config', 'log.showSignature', 'true');
    expect(await past(made.root)).toEqual(TOLD);
    expect(() => rmSync(mark)).toThrow();
  });
});
