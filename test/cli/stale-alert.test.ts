import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { folder, put } from '../node/folder';
import { repository, type TestRepository } from '../node/repository';
import { cli } from './cli';

const FLAGS = `flags:
  checkout: { enabled: true, owner: pay-team, created: 2026-01-01 }
  menu: { enabled: true, created: 2025-12-01 } # nobody's
  banner: { enabled: false, created: 2026-01-01, owner: "<!channel>" }
  young: { enabled: true, created: 2026-06-01, owner: pay-team }
`;
const FILES = {
  'flags.yaml': FLAGS,
  'src/pay.ts': "if (flags.isEnabled('checkout')) pay();\nelse refuse();\n",
  'src/menu.ts':
    "export const menu = () => (flags.isEnabled('menu') ? 'new' : 'old');\nflags.isEnabled('young');\n",
  'src/banner.ts': "if (flags.isEnabled('banner')) banner();\n",
  '.github/CODEOWNERS': '* @all\n/src/ @web # the rest\n/src/pay.ts @pay @money\n',
};
const lines = (text: string) => text.trimEnd().split('\n');

describe('alert', () => {
  it('has one line a flag with owner, age, why and what to do', async () => {
    const { status, stdout, stderr } = await cli(folder(FILES), ['stale', '--alert']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(lines(stdout)).toEqual([
      'menu: @all · 196 days old · It is fully on and has been for 196 days, since 2025-12-01: more than the 90 days allowed. · flagwright remove menu --write',
      expect.stringMatching(/^banner: <!channel> · 165 days old · .* · flagwright remove banner --write$/),
      expect.stringMatching(/^checkout: pay-team · 165 days old · .* · flagwright remove checkout --write$/),
    ]);
  });

  it('is quiet where nothing is due', async () => {
    const root = folder({ 'flags.yaml': 'flags: { a: { enabled: true, created: 2026-06-01 } }' });
    expect(await cli(root, ['stale', '--alert'])).toEqual({
      status: 0,
      stdout: 'No flag is due for removal; 1 flag\n',
      stderr: '',
    });
  });

  it('asks for the value where the file does not settle it', async () => {
    const root = folder({
      'flags.yaml': "flags: { 'a b': { enabled: true, percentage: 5, expires: 2026-01-01 } }",
    });
    expect((await cli(root, ['stale', '--alert'])).stdout).toContain(
      "flagwright remove 'a b' --keep on --write\n",
    );
  });

  it('is a message for Slack that calls nobody', async () => {
    const { stdout } = await cli(folder(FILES), ['stale', '--format', 'slack']);
    const { text, blocks } = JSON.parse(stdout);
    expect(text).toBe('3 of 4 flags due for removal');
    expect(blocks).toHaveLength(4);
    for (const block of blocks) {
      expect(block).toEqual({
        type: 'section',
        text: { verbatim: true, type: 'mrkdwn', text: expect.any(String) },
      });
    }
    expect(blocks[2].text.text).toMatch(/^\*banner\* · &lt;!channel&gt; · 165 days old\n/);
  });

  it('never exceeds what Slack takes', async () => {
    const many = Array.from({ length: 80 }, (_, i) => `  f${i}: { enabled: true, created: 2026-01-01 }\n`);
    const { stdout } = await cli(folder({ 'flags.yaml': `flags:\n${many.join('')}` }), [
      'stale',
      '--format',
      'slack',
    ]);
    const { blocks } = JSON.parse(stdout);
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(blocks.at(-1).text.text).toBe('… and 35 more flags: see `flagwright stale`.');
  });

  it('is Markdown for an issue', async () => {
    const { stdout } = await cli(folder(FILES), ['stale', '--format', 'markdown']);
    expect(lines(stdout)).toEqual([
      '## 3 of 4 flags due for removal',
      '',
      expect.stringMatching(
        /^- \*\*menu\*\* \(&#64;\u200ball, 196 days old\): .* `flagwright remove menu --write`$/,
      ),
      expect.stringMatching(/^- \*\*banner\*\* \(&#60;&#33;\u200bchannel&#62;, /),
      expect.stringMatching(/^- \*\*checkout\*\* \(pay-team, /),
    ]);
  });
});

describe('open-branch', () => {
  const stale = (root: string, ...argv: string[]) => cli(root, ['stale', '--open-branch', ...argv]);
  const withRemote = (files = FILES): TestRepository & { remote: string } => {
    const own = repository(files);
    const remote = folder();
    execFileSync('git', ['init', '--quiet', '--bare', remote]);
    own.git('remote', 'add', 'origin', remote);
    own.git('config', 'user.name', 'Ada');
    own.git('config', 'user.email', 'ada@example.com');
    return { ...own, remote };
  };

  it('removes each flag on a branch of its own, for its reviewers, and pushes it', async () => {
    const { root, git, remote } = withRemote();
    const { status, stdout } = await stale(root, '--push', 'origin');
    expect(status).toBe(1);
    expect(lines(stdout)).toEqual([
      expect.stringMatching(
        /^menu: .* · Branch flagwright\/remove-menu \(pushed to origin\), for @all @web$/,
      ),
      expect.stringMatching(
        /^banner: .* · No branch: it is not on for everyone, so a person decides what stays$/,
      ),
      expect.stringMatching(
        /^checkout: .* · Branch flagwright\/remove-checkout \(pushed to origin\), for @all @money @pay$/,
      ),
    ]);
    // What is checked out is as it was.
    expect(git('status', '--porcelain')).toBe('');
    expect(git('rev-parse', '--abbrev-ref', 'HEAD')).toBe('main');

    const branches = execFileSync('git', ['-C', remote, 'branch', '--format=%(refname:short)'], {
      encoding: 'utf8',
    });
    expect(lines(branches)).toEqual(['flagwright/remove-checkout', 'flagwright/remove-menu']);
    const branch = 'flagwright/remove-checkout';
    expect(git('rev-parse', `${branch}~1`)).toBe(git('rev-parse', 'main'));
    expect(git('diff', '--name-only', `main..${branch}`)).toBe('flags.yaml\nsrc/pay.ts');
    expect(git('show', `${branch}:src/pay.ts`)).toBe('pay();');
    expect(git('show', `${branch}:flags.yaml`)).not.toContain('checkout');
    expect(git('log', '-1', '--format=%B', branch)).toBe(`Remove the flag checkout

It is fully on and has been for 165 days, since 2026-01-01: more than
the 90 days allowed.

The code keeps what it does while the flag is on. Checked: every changed
file parses, every name means what it meant, every jump goes where it
went. The types were not checked. The type check ended before it was
done.

Flag-owner: pay-team
Reviewers: @all @money @pay`);
  });

  it('leaves a flag that has its branch', async () => {
    const { root } = withRemote();
    await stale(root);
    expect((await stale(root)).stdout).toMatch(
      /^menu: .* · No branch: the branch flagwright\/remove-menu is there already$/m,
    );
  });

  it('leaves a removal that needs a person, and says where', async () => {
    const { root } = withRemote({
      ...FILES,
      'src/menu.ts': "let on = flags.isEnabled('menu');\nif (late()) on = false;\nuse(on);\n",
    });
    expect((await stale(root)).stdout).toMatch(
      /^menu: .* · No branch: 1 place left for a person, the first at src\/menu\.ts:1: .+$/m,
    );
  });

  it('wants a clean tree, and takes no file along that is in no commit', async () => {
    const { root, git } = withRemote();
    put(root, 'src/new.ts', "if (flags.isEnabled('menu')) more();\n");
    expect((await stale(root)).stdout).toMatch(
      /^menu: .* · No branch: src\/new\.ts reads it and is in no commit$/m,
    );
    put(root, 'src/menu.ts', '');
    expect(await stale(root)).toMatchObject({
      status: 2,
      stderr: 'flagwright: src/menu.ts differs from the last commit: commit or stash your changes first.\n',
    });
    expect(git('branch', '--format=%(refname:short)')).toBe('flagwright/remove-checkout\nmain');
  });

  it('keeps modes, line ends and marks of the files', async () => {
    const { root, git } = withRemote({
      ...FILES,
      'src/pay.ts': "\uFEFFif (flags.isEnabled('checkout')) pay();\r\nelse refuse();\r\nlast();\r\n",
    });
    git('update-index', '--chmod=+x', 'src/pay.ts');
    git('-c', 'user.name=A', '-c', 'user.email=a@b', 'commit', '--quiet', '-m', 'x');
    git('checkout', '--quiet', '--', '.');
    await stale(root);
    const shown = execFileSync('git', ['-C', root, 'show', 'flagwright/remove-checkout:src/pay.ts'], {
      encoding: 'utf8',
    });
    expect(shown).toBe('\uFEFFpay();\r\nlast();\r\n');
    expect(git('ls-tree', 'flagwright/remove-checkout', 'src/pay.ts')).toMatch(/^100755/);
  });

  it('says why it could not push', async () => {
    const { root } = withRemote();
    expect((await stale(root, '--push', 'nowhere')).stdout).toMatch(
      /^menu: .* · No branch: the branch flagwright\/remove-menu is made, but not pushed: git push failed: .+$/m,
    );
    expect(await cli(root, ['stale', '--push', 'origin'])).toMatchObject({
      status: 2,
      stderr: 'flagwright: --push pushes what --open-branch makes: give both.\n',
    });
  });
});
