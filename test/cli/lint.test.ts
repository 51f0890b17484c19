import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { version } from '../../package.json';
import { RULE_IDS } from '../../server/src/workspace/rule-ids';
import { folder } from '../node/folder';
import { cli, cliIn } from './cli';

const SHOP = `
//- flags.yaml
flags:
  checkout: { enabled: true, percentage: 10, owner: pay, created: 2026-06-01, expires: 2026-12-31 }
//- src/app.ts
isEnabled('checkout');
//- src/typo.ts
	if (isEnabled('chekout')) pay();
`;

const CLEAN = `
//- flags.yaml
flags:
  checkout: { enabled: true, percentage: 10, owner: pay, created: 2026-06-01, expires: 2026-12-31 }
//- src/app.ts
isEnabled('checkout');
`;

const TYPO_RANGE = { start: { line: 0, character: 16 }, end: { line: 0, character: 23 } };

describe('text', () => {
  it('shows findings with the code they stand at', async () => {
    expect(await cliIn(SHOP, 'lint')).toEqual({
      status: 1,
      stderr: '',
      stdout: `warning[unknown-flag]: No flag file declares 'chekout'. Did you mean 'checkout'?
 --> src/typo.ts:1:17
  |
1 |   if (isEnabled('chekout')) pay();
  |                  ^^^^^^^

1 warning in 3 files; 1 flag
`,
    });
  });

  it('says that there is nothing', async () => {
    expect(await cliIn(CLEAN, 'lint')).toEqual({
      status: 0,
      stderr: '',
      stdout: 'no findings in 2 files; 1 flag\n',
    });
  });

  it('names the other places that explain a finding', async () => {
    const { stdout } = await cliIn(
      `
      //- flags.yaml
      flags:
        a: { enabled: true, percentage: 10, owner: x, expires: 2026-12-31 }
        b: { enabled: true, percentage: 10, owner: x, expires: 2026-12-31 }
      //- a.ts
      if (isEnabled('a')) {
        if (isEnabled('b')) go();
      }
      `,
      'lint',
    );
    expect(stdout).toContain("  = note: 'a' is asked here (a.ts:1:16)\n");
  });

  it('puts carets below wide characters and within long lines', async () => {
    const long = `${'x();'.repeat(60)}isEnabled('chekout');${'y();'.repeat(60)}`;
    const { stdout } = await cliIn(
      {
        'flags.yaml': 'checkout: true',
        'a.ts': `${long}\n`,
        'b.ts': "t('変更', isEnabled('chekout'))\n\nisEnabled('checkout')",
      },
      'lint',
    );
    const frames = stdout
      .split('\n')
      .flatMap((line, i, lines) => (/\^/.test(line) ? [[lines[i - 1]!, line]] : []));
    expect(frames).toHaveLength(2);
    const [[code, carets]] = frames as [[string, string]];
    expect(code.length).toBeLessThan(110);
    expect(code.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('chekout');
    // Two wide characters before: the carets stand two columns further right than the text's units.
    const [wideCode, wideCarets] = frames[1]!;
    expect(wideCarets!.indexOf('^')).toBe(wideCode!.indexOf('chekout') + 2);
  });

  it('leads to the files from the working directory', async () => {
    const root = folder({ 'web/flags.yaml': 'checkout: true', 'web/a.ts': "flags.isEnabled('chekout')" });
    const { stdout } = await cli(root, ['lint', '--root', 'web']);
    expect(stdout).toContain(' --> web/a.ts:1:18\n');
  });
});

describe('json', () => {
  it('has the fields of the contract', async () => {
    const { status, stdout, stderr } = await cliIn(SHOP, 'lint --format json');
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      files: 3,
      flags: 1,
      diagnostics: [
        {
          rule: 'unknown-flag',
          severity: 'warning',
          file: 'src/typo.ts',
          range: TYPO_RANGE,
          message: "No flag file declares 'chekout'. Did you mean 'checkout'?",
          flag: 'chekout',
        },
      ],
    });
  });

  it('keeps paths relative to the root, wherever it is run', async () => {
    const root = folder({ 'web/flags.yaml': 'checkout: true', 'web/src/a.ts': "flags.isEnabled('chekout')" });
    const { stdout } = await cli(root, ['lint', '--root', 'web', '--format', 'json']);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { rule: string; file: string }[] };
    expect(diagnostics.filter(({ rule }) => rule === 'unknown-flag')).toEqual([
      expect.objectContaining({ file: 'src/a.ts' }),
    ]);
  });
});

it('github: writes annotations whose text cannot end them', async () => {
  const { stdout, status } = await cliIn(
    { 'a,b/flags.yaml': 'checkout: true', 'a,b/x.ts': "flags.isEnabled('100%:out')\nisEnabled('checkout')" },
    'lint --format github',
  );
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /^::warning file=a%2Cb\/x\.ts,line=1,endLine=1,col=18,endColumn=25,title=unknown-flag::.*'100%25:out'.*\n1 finding in 2 files\n$/,
  );
});

it('sarif: has what code scanning asks for', async () => {
  const root = folder({
    'web app/flags.yaml': 'checkout: true',
    'web app/a.ts': "\nflags.isEnabled('chekout')\nisEnabled('checkout')",
  });
  const { stdout, status } = await cli(root, ['lint', '--root', 'web app', '--format', 'sarif']);
  expect(status).toBe(1);
  const log = JSON.parse(stdout);
  expect(log).toMatchObject({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0' });
  expect(log.runs).toHaveLength(1);
  const [run] = log.runs;
  expect(run.tool.driver).toMatchObject({ name: 'Flagwright', version });
  expect(run.tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual(RULE_IDS);
  expect(run).toMatchObject({ columnKind: 'utf16CodeUnits', invocations: [{ executionSuccessful: true }] });
  expect(run.results).toEqual([
    {
      ruleId: 'unknown-flag',
      ruleIndex: 0,
      level: 'warning',
      message: { text: "No flag file declares 'chekout'. Did you mean 'checkout'?" },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'web%20app/a.ts' },
            region: { startLine: 2, startColumn: 18, endLine: 2, endColumn: 25 },
          },
        },
      ],
      partialFingerprints: { 'flagwright/v1': expect.any(String) },
      properties: { flag: 'chekout' },
    },
  ]);
});

describe('exit status', () => {
  it.each([
    ['lint', 1],
    ['lint --max-warnings 0', 1],
    ['lint --max-warnings 1', 0],
  ])('%s: %i', async (words, status) => {
    expect((await cliIn(SHOP, words)).status).toBe(status);
  });

  it('tolerates no errors', async () => {
    const files = {
      'flags.yaml': 'flags: { a: { enabled: true, percentage: 150, owner: x } }',
      'a.ts': "isEnabled('a')",
    };
    expect((await cliIn(files, 'lint --max-warnings 99')).status).toBe(1);
  });

  it('does not fail on advice', async () => {
    const files = {
      'flags.yaml': 'flags: { a: { enabled: true, percentage: 50 } }',
      'a.ts': "isEnabled('a')",
    };
    const { status, stdout } = await cliIn(files, 'lint');
    expect(status).toBe(0);
    expect(stdout).toContain('2 info in 2 files');
  });
});

describe('paths', () => {
  const files = {
    'flags.yaml': 'checkout: true',
    'src/a.ts': "flags.isEnabled('chekout')",
    'src/deep/b.ts': "flags.isEnabled('checkuot')",
    'src2/c.ts': "flags.isEnabled('checkou')",
    'use.ts': "isEnabled('checkout')",
  };
  const filesOf = async (root: string, argv: string[], cwd = root): Promise<string[]> => {
    const { stdout } = await cli(cwd, ['lint', '--format', 'json', ...argv]);
    return (JSON.parse(stdout) as { diagnostics: { file: string }[] }).diagnostics.map(({ file }) => file);
  };

  it('shows the findings of files and folders only', async () => {
    const root = folder(files);
    expect(await filesOf(root, [])).toEqual(['src/a.ts', 'src/deep/b.ts', 'src2/c.ts']);
    expect(await filesOf(root, ['src'])).toEqual(['src/a.ts', 'src/deep/b.ts']);
    expect(await filesOf(root, ['./src/deep/', 'src2/c.ts'])).toEqual(['src/deep/b.ts', 'src2/c.ts']);
    expect(await filesOf(root, ['use.ts'])).toEqual([]);
  });

  it('takes them from the working directory, else from the root', async () => {
    const root = folder(files);
    expect(await filesOf(root, ['--root', '..', 'a.ts'], `${root}/src`)).toEqual(['src/a.ts']);
    expect(await filesOf(root, ['--root', '..', 'src2'], `${root}/src`)).toEqual(['src2/c.ts']);
  });

  it('refuses what lies outside', async () => {
    const root = folder(files);
    expect(await cli(root, ['lint', '--root', 'src', 'use.ts'])).toMatchObject({
      status: 2,
      stderr: `flagwright: use.ts lies outside of the folder ${root}/src.\n`,
    });
  });
});

it('shows on a terminal how far it is, and wipes the line', async () => {
  const many = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`src/${i}.ts`, '']));
  const root = folder({ ...many, 'flags.yaml': 'a: true', 'use.ts': "isEnabled('a')" });
  const { stderr } = await cli(root, ['lint'], { isTTY: true });
  expect(stripVTControlCharacters(stderr)).toMatch(/^\rReading ━*─+ +\d+ % {2}\d+ of 601 files/);
  expect(stderr.endsWith('\r\u001B[K')).toBe(true);
  expect((await cli(root, ['lint'])).stderr).toBe('');
});
