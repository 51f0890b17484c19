import { expect, it } from 'vitest';
import { put } from '../node/folder';
import { repository } from '../node/repository';
import { cli } from './cli';

const flagFile = (entries: Record<string, string>) =>
  `flags:\n${Object.entries(entries)
    .map(([key, fields]) => `  ${key}: { ${fields} }\n`)
    .join('')}`;

const BEFORE = {
  'flags.yaml': flagFile({
    checkout: 'enabled: true, percentage: 10, owner: pay',
    old_menu: 'enabled: true',
    banner: 'enabled: false, owner: "@web"',
  }),
  'src/app.ts': `if (flags.isEnabled('checkout')) pay();
if (flags.isEnabled('old_menu')) menu();
if (flags.isEnabled('banner')) banner();
`,
};

/** A branch on which everything happens to flags that can. */
function branch() {
  const { root, git, commit } = repository(BEFORE);
  git('switch', '--quiet', '--create', 'feature');
  commit({
    'flags.yaml': flagFile({
      checkout: 'enabled: true, percentage: 50, owner: pay',
      banner: 'enabled: false, owner: "@web"',
      wallet: 'enabled: false, owner: pay',
    }),
    'src/app.ts': `if (flags.isEnabled('checkout')) {
  if (flags.isEnabled('wallet')) wallet();
}
if (flags.isEnabled('old_menu')) menu();
`,
  });
  return { root, git, commit };
}

it('says in a comment what a branch does to flags', async () => {
  const { root } = branch();
  const { status, stdout, stderr } = await cli(root, ['diff', 'main..HEAD']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toBe(`<!-- flagwright diff -->
## Feature flags

1 added, 1 removed, 1 changed, 2 new reads, 1 no longer read, 1 newly nested.

### Added

| flag | is | owner |
| --- | --- | --- |
| \`wallet\` (flags.yaml:4) | off for everyone | pay |

### Removed

| flag | was | reads left |
| --- | --- | --- |
| \`old_menu\` (flags.yaml:3) | on for everyone | **1** |

### Changed

| flag | was | is | reads |
| --- | --- | --- | --- |
| \`checkout\` (flags.yaml:2) | on for 10 % of users | on for 50 % of users | 1 |

### New reads

- \`checkout\`: src/app.ts:1
- \`wallet\`: src/app.ts:2

### No longer read: the entry can go

| flag | is | owner |
| --- | --- | --- |
| \`banner\` (flags.yaml:3) | off for everyone | &#64;\u200bweb |

### Newly nested

- Flag 'wallet' is nested in flag 'checkout'. Ask both in one condition, or settle 'checkout' first. (src/app.ts:2)
`);
});

it('has the same as data', async () => {
  const { root, git } = branch();
  const { stdout } = await cli(root, ['diff', '--format', 'json', 'main...feature']);
  const diff = JSON.parse(stdout);
  expect(diff).toMatchObject({
    from: git('rev-parse', 'main'),
    to: git('rev-parse', 'feature'),
    added: [{ key: 'wallet', before: null, after: { state: 'off' }, owner: 'pay', reads: 1 }],
    removed: [{ key: 'old_menu', before: { state: 'on' }, after: null, reads: 1 }],
    changed: [{ key: 'checkout', before: { percentage: 10 }, after: { percentage: 50 } }],
    newReads: [
      { flag: 'checkout', file: 'src/app.ts', declared: true },
      { flag: 'wallet', range: { start: { line: 1, character: 23 } } },
    ],
    unread: [{ key: 'banner', file: 'flags.yaml', line: 2 }],
    nested: [{ flag: 'wallet', file: 'src/app.ts' }],
  });
});

it('takes what is on disk where no second revision is named', async () => {
  const { root } = repository(BEFORE);
  put(root, 'src/new.ts', "flags.isEnabled('nowhere');\n");
  expect((await cli(root, ['diff'])).stdout).toContain(
    '- `nowhere` **(no flag file declares it)**: src/new.ts:1\n',
  );
});

it('says so where nothing changes, though code moves', async () => {
  const { root, commit } = repository(BEFORE);
  commit({ 'src/app.ts': null, 'src/main.ts': `\n\n${BEFORE['src/app.ts']}` });
  expect((await cli(root, ['diff', 'HEAD~1..HEAD'])).stdout).toContain('Nothing changes for any flag.\n');
});

it('leads to the lines where the service says which repository it is', async () => {
  const { root } = branch();
  const GITHUB = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'o/r', GITHUB_SHA: 'abc' };
  const { stdout } = await cli(root, ['diff', 'main'], { env: GITHUB });
  expect(stdout).toContain('[src/app.ts:2](https://github.com/o/r/blob/abc/src/app.ts#L2)');
  const GITLAB = { CI_PROJECT_URL: 'https://gitlab.com/o/r', CI_COMMIT_SHA: 'abc' };
  expect((await cli(root, ['diff', 'main'], { env: GITLAB })).stdout).toContain(
    '[src/app.ts:2](https://gitlab.com/o/r/-/blob/abc/src/app.ts#L2)',
  );
});

it('does not let a file write into the comment', async () => {
  const { root, commit } = repository(BEFORE);
  commit({
    'flags.yaml': `${BEFORE['flags.yaml']}  "a|\`b\`": { enabled: true, owner: "<img src=x> | **@all** [x](y)" }\n`,
  });
  const { stdout } = await cli(root, ['diff', 'HEAD~1..HEAD']);
  expect(stdout).toContain('| <code>a&#124;&#96;b&#96;</code> (flags.yaml:5)');
  expect(stdout).not.toMatch(/<img|@all|\*\*|\]\(/);
});
