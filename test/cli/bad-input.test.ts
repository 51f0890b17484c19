import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asOrdinaryUser, folder, put } from '../node/folder';
import { cli, cliIn, type Outcome } from './cli';

/** Something that works beside what does not: an unknown flag that has to be found whatever else is wrong. */
const HEALTHY = {
  'app/flags.yaml': 'flags:\n  good: { enabled: true, percentage: 10, owner: x, expires: 2026-12-31 }\n',
  'app/src/ok.ts': "if (isEnabled('good')) go();\n",
};

interface Diagnostic {
  readonly rule: string;
  readonly severity: string;
  readonly file: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
  readonly message: string;
}

function diagnostics({ stdout }: Outcome): Diagnostic[] {
  return JSON.parse(stdout).diagnostics;
}

/** What lint says of one file, each as `line:column rule: message`. */
function said(outcome: Outcome, file: string): string[] {
  return diagnostics(outcome)
    .filter((diagnostic) => diagnostic.file === file)
    .map(
      ({ rule, range: { start }, message }) => `${start.line + 1}:${start.character + 1} ${rule}: ${message}`,
    );
}

async function lint(root: string): Promise<Outcome> {
  return cli(root, ['lint', '--format', 'json']);
}

describe('a flag file', () => {
  it('that is broken has its finding at the place, and nothing is called unknown', async () => {
    const root = folder({
      ...HEALTHY,
      'feature_flags.yaml': 'flags:\n<<<<<<< HEAD\n  a: true\n=======\n  b: true\n',
      'src/a.ts': "isEnabled('might_be_lost');",
    });
    const outcome = await lint(root);
    expect(outcome.status).toBe(1);
    expect(said(outcome, 'feature_flags.yaml')).toContainEqual(
      expect.stringMatching(/^[23]:\d+ invalid-flag: /),
    );
    for (const { rule } of diagnostics(outcome)) {
      expect(rule).not.toBe('unknown-flag');
    }
    const list = await cli(root, ['list', '--format', 'json']);
    expect(list.status).toBe(0);
    expect(list.stderr).toBe(
      'flagwright: feature_flags.yaml is broken, so flags may be missing: see flagwright lint.\n',
    );
    expect(JSON.parse(list.stdout).flags).toContainEqual(expect.objectContaining({ key: 'good', reads: 1 }));
  });

  it.each([
    ['empty', ''],
    ['of blanks', '\n\n'],
    ['of a comment', '# nothing yet\n'],
    ['of no flags', 'flags:\n'],
    ['of an empty object', '{}'],
  ])('that is %s is no trouble', async (_name, text) => {
    const root = folder({ ...HEALTHY, 'feature_flags.yaml': text });
    const outcome = await lint(root);
    expect(said(outcome, 'feature_flags.yaml')).toEqual([]);
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
  });

  it('of 10 MB is read as JSON', async () => {
    const flag = { enabled: true, percentage: 10, owner: 'team', description: 'x'.repeat(2_000) };
    const flags = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`flag_${i}`, flag]));
    const root = folder({ ...HEALTHY, 'feature_flags.json': JSON.stringify({ flags }) });
    const { status, stdout, stderr } = await cli(root, ['evaluate', 'flag_4999', '--context', 'user_id=u']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^(on|off)\npercentage: /);
  });

  it('of 10 MB is too much as YAML, and says so', async () => {
    const root = folder({
      ...HEALTHY,
      'feature_flags.yaml': `flags:\n${'  # nothing\n'.repeat(900_000)}`,
      'flagwright.config.json': '{ "flagFiles": [{ "glob": "**/{feature_,}flags.yaml" }] }',
    });
    const outcome = await lint(root);
    expect(outcome.status).toBe(1);
    expect(said(outcome, 'feature_flags.yaml')).toEqual([
      expect.stringMatching(
        /^1:1 invalid-flag: This file has 10\.8 million characters, .* Split it, or write it as JSON/,
      ),
    ]);
  });

  it('of more than 20 MB is left out with a word', async () => {
    const root = folder({ ...HEALTHY, 'feature_flags.json': `{"flags":{}}${' '.repeat(20_000_000)}` });
    const outcome = await lint(root);
    expect(outcome.status).toBe(1);
    expect(said(outcome, 'feature_flags.json')).toEqual([
      '1:1 invalid-flag: The file is not read: it has 20 MB, more than the 20 MB that Flagwright takes on. Split it into several files.',
    ]);
  });

  it('that is not UTF-8 has its finding, and everything else goes on', async () => {
    const root = folder({
      ...HEALTHY,
      'flags.yaml': Buffer.from('flags:\n  gr\u00fc\u00df: true\n', 'latin1'),
      'src/a.ts': "isEnabled('typo')",
    });
    const outcome = await lint(root);
    expect(outcome.status).toBe(1);
    expect(said(outcome, 'flags.yaml')).toEqual([
      '1:1 invalid-flag: The file is not UTF-8: line 2 holds the byte 0xFC. Save it as UTF-8.',
    ]);
    expect((await cli(root, ['lint'])).stdout).toContain(
      'error[invalid-flag]: The file is not UTF-8: line 2 holds the byte 0xFC. Save it as UTF-8.\n --> flags.yaml:1:1\n',
    );
    expect(diagnostics(outcome)[0]).toHaveProperty('flag', null);
    const list = await cli(root, ['list']);
    expect(list.status).toBe(2);
    expect(list.stderr).toBe(
      'flagwright: flags.yaml: The file is not UTF-8: line 2 holds the byte 0xFC. Save it as UTF-8.\n',
    );
    expect(list.stdout).toContain('good');
  });

  it('that is a directory has its finding', async () => {
    const root = folder(HEALTHY);
    mkdirSync(join(root, 'flags.yaml'));
    const outcome = await lint(root);
    expect(outcome.status).toBe(1);
    expect(said(outcome, 'flags.yaml')).toEqual([
      '1:1 invalid-flag: This is a directory where a file is expected: rename it, or add it to "exclude".',
    ]);
    put(root, 'flagwright.config.json', '{ "exclude": ["flags.yaml"] }');
    expect(await lint(root)).toMatchObject({ status: 0 });
  });

  it.runIf(process.platform !== 'win32')('without permission has its finding', async () => {
    const root = folder({ ...HEALTHY, 'flags.yaml': 'a: true' });
    chmodSync(join(root, 'flags.yaml'), 0);
    const outcome = await asOrdinaryUser(() => lint(root));
    expect(outcome.status).toBe(1);
    expect(said(outcome, 'flags.yaml')).toEqual([
      '1:1 invalid-flag: The file cannot be read: permission denied. Allow reading it, or add it to "exclude".',
    ]);
  });

  it.each(['nothing.yaml', 'flags.yaml', '/etc/hostname'])(
    'that is a link to %s has its finding',
    async (target) => {
      const root = folder(HEALTHY);
      symlinkSync(target, join(root, 'flags.yaml'));
      const outcome = await lint(root);
      expect(outcome.status).toBe(1);
      expect(said(outcome, 'flags.yaml')).toEqual([
        expect.stringMatching(/^1:1 invalid-flag: The symbolic link /),
      ]);
    },
  );

  it('that is missing altogether is named, once', async () => {
    const outcome = await cliIn({ 'src/a.ts': "isEnabled('a')" }, 'lint');
    expect(outcome.stdout).toBe('no findings in 1 file; 0 flags\n');
    expect(outcome.status).toBe(0);
    expect(outcome.stderr).toBe(
      'flagwright: There is no flag file. Flagwright looks for **/{feature_flags,feature-flags,flags}{,.*}.{yaml,yml,json}; name others under "flagFiles" in flagwright.config.json.\n',
    );
    expect(await cliIn({}, 'list')).toMatchObject({ status: 0, stdout: '0 flags\n' });
    // Whoever has written one wants to know what is the matter with it.
    const other = await cliIn({ 'flags.yaml': 'flags:\n  new_ui:\n    colour: blue\n' }, 'lint');
    expect(other.stderr).toContain(
      'flags.yaml is none: nothing in it looks like a flag, as does `new_ui: { enabled: true }`.\n',
    );
    expect(await cliIn({}, 'stale')).toMatchObject({ status: 0 });
  });
});

describe('a source', () => {
  it('with syntax errors still has its reads', async () => {
    const root = folder({
      ...HEALTHY,
      'src/broken.ts': "if (isEnabled('goood') {\n  const = ;\n}}}\nisEnabled('good'",
    });
    const outcome = await lint(root);
    expect(outcome).toMatchObject({ status: 1, stderr: '' });
    expect(said(outcome, 'src/broken.ts')).toEqual([expect.stringMatching(/^1:16 unknown-flag: .*'goood'/)]);
    const { stdout } = await cli(root, ['usages', 'good', '--format', 'json']);
    expect(JSON.parse(stdout).usages).toContainEqual(
      expect.objectContaining({ file: 'src/broken.ts', kind: 'read' }),
    );
  });

  it('that is a bundle of 5 MB is searched for names, with a word', async () => {
    const root = folder({ ...HEALTHY, 'public/bundle.js': `isEnabled('good');${'x();'.repeat(1_250_000)}` });
    const outcome = await lint(root);
    expect(outcome.status).toBe(0);
    expect(outcome.stderr).toBe(
      'flagwright: public/bundle.js: The source has more than 2 MB, so it is not parsed, but searched for the names of flags. If it is generated, add it to "exclude".\n',
    );
  });

  it('that is a bundle of 25 MB is left out with a word', async () => {
    const root = folder({ ...HEALTHY, 'public/bundle.js': 'x();\n'.repeat(5_000_000) });
    const outcome = await lint(root);
    expect(outcome.status).toBe(0);
    expect(outcome.stderr).toBe(
      'flagwright: public/bundle.js: The file is not read: it has 25 MB, more than the 20 MB that Flagwright takes on. Its flag reads are not seen; if it is generated, add it to "exclude".\n',
    );
  });

  it('that is not UTF-8 is left out with a word', async () => {
    const root = folder({ ...HEALTHY, 'src/old.js': Buffer.from("// é\nisEnabled('good')", 'latin1') });
    const outcome = await lint(root);
    expect(outcome.status).toBe(0);
    expect(outcome.stderr).toBe(
      'flagwright: src/old.js: The file is not UTF-8: line 1 holds the byte 0xE9. Save it as UTF-8.\n',
    );
  });

  it('in a loop of symbolic links is met once', async () => {
    const root = folder({ ...HEALTHY, 'src/a.ts': "isEnabled('good')" });
    symlinkSync('..', join(root, 'src/up'));
    symlinkSync('.', join(root, 'src/self'));
    symlinkSync('round.ts', join(root, 'src/round.ts'));
    const { stdout } = await cli(root, ['usages', 'good', '--format', 'json']);
    expect(JSON.parse(stdout).usages.map(({ file }: { file: string }) => file)).toEqual([
      'app/flags.yaml',
      'app/src/ok.ts',
      'src/a.ts',
    ]);
  });
});

describe('a configuration', () => {
  it('with a wrong setting is told of at its place, and everything else goes on', async () => {
    const root = folder({
      ...HEALTHY,
      'src/a.ts': "isEnabled('goood')",
      'flagwright.config.json': '{\n  "rules": { "unknown-flag": "loud" },\n  "staleAfterDays": -1\n}',
    });
    const outcome = await lint(root);
    expect(outcome.status).toBe(2);
    expect(outcome.stderr).toMatch(
      /^flagwright: flagwright\.config\.json:2:30: The severity of 'unknown-flag' is one of .* \(and 1 more in this file\)\n$/,
    );
    expect(said(outcome, 'src/a.ts')).toEqual([expect.stringMatching(/unknown-flag/)]);
    const github = await cli(root, ['lint', '--format', 'github']);
    expect(github.stdout).toMatch(/^::error title=flagwright::flagwright\.config\.json: The severity/);
    const sarif = JSON.parse((await cli(root, ['lint', '--format', 'sarif'])).stdout);
    expect(sarif.runs[0].invocations[0]).toMatchObject({ executionSuccessful: false });
    expect(await cli(root, ['list'])).toMatchObject({ status: 2, stdout: expect.stringContaining('good') });
  });

  it.each([
    ['that does not parse', '{ "rules": ', /^flagwright: flagwright\.config\.json:1:\d+: /],
    [
      'of another kind',
      '[1, 2]',
      /^flagwright: flagwright\.config\.json:1:1: The configuration must be an object/,
    ],
  ])('%s is told of in one line', async (_name, text, message) => {
    const { status, stderr } = await cliIn({ ...HEALTHY, 'flagwright.config.json': text }, 'list');
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.split('\n')).toHaveLength(2);
  });

  it('that is not UTF-8 is told of in one line', async () => {
    const files = { ...HEALTHY, 'flagwright.config.json': Buffer.from('{ "x": "é" }', 'latin1') };
    const { status, stderr } = await cliIn(files, 'lint');
    expect(status).toBe(2);
    expect(stderr).toBe(
      'flagwright: flagwright.config.json: The file is not UTF-8: line 1 holds the byte 0xE9. Save it as UTF-8.\n',
    );
  });

  it('that is a directory is told of in one line', async () => {
    const root = folder(HEALTHY);
    mkdirSync(join(root, 'flagwright.config.json'));
    expect(await cli(root, ['lint'])).toMatchObject({
      status: 2,
      stderr:
        'flagwright: flagwright.config.json: This is a directory where a file is expected: rename it, or add it to "exclude".\n',
    });
  });
});

it.runIf(process.platform !== 'win32')('a folder without permission is left out with a word', async () => {
  const root = folder({ ...HEALTHY, 'locked/a.ts': '' });
  chmodSync(join(root, 'locked'), 0);
  const outcome = await asOrdinaryUser(() => lint(root));
  expect(outcome.status).toBe(0);
  expect(outcome.stderr).toBe(
    'flagwright: The folder locked cannot be read (permission denied): the files in it are left out.\n',
  );
});
