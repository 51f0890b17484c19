import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder } from '../node/folder';
import { cli, cliIn } from './cli';

const FILES = {
  'config/flags.yaml': `flags:
  done: { enabled: true }
  other: { enabled: true, percentage: 10 }
`,
  'src/app.ts': `export function page() {
  if (isEnabled('done')) {
    return 'new';
  }
  return 'old';
}
`,
  'src/more.ts': "export const title = isEnabled('done') ? 'New' : 'Old';",
};

const text = (root: string, path: string): string => readFileSync(join(root, path), 'utf8');

describe('the patch', () => {
  it('is what git apply takes, and leads to what --write writes', async () => {
    const root = folder(FILES);
    const twin = folder(FILES);
    const { status, stdout, stderr } = await cli(root, ['remove', 'done', '--no-types']);
    expect(status).toBe(0);
    expect(stderr).toBe("'done' kept on: 3 files changed, its entry goes\n");
    expect(text(root, 'src/app.ts')).toBe(FILES['src/app.ts']);
    apply(root, stdout);

    const written = await cli(twin, ['remove', 'done', '--write', '--no-types']);
    expect(written).toEqual({
      status: 0,
      stderr: '',
      stdout: `changed config/flags.yaml
changed src/app.ts
changed src/more.ts
'done' kept on: 3 files changed, its entry goes
`,
    });
    for (const path of Object.keys(FILES)) expect(text(root, path)).toBe(text(twin, path));
    expect(text(root, 'src/more.ts')).toBe("export const title = 'New';");
    expect(text(root, 'config/flags.yaml')).not.toContain('done');
  });

  it.each([
    ['Windows line ends', (file: string) => file.replaceAll('\n', '\r\n')],
    ['no newline at the end', (file: string) => file.trimEnd()],
    ['a byte order mark', (file: string) => `\uFEFF${file}`],
    ['U+2028 within a line', (file: string) => `// a\u2028b\n${file}`],
  ])('applies to files with %s', async (_name, change) => {
    const files = Object.fromEntries(
      Object.entries(FILES).map(([path, content]) => [
        path,
        path.endsWith('.ts') ? change(content) : content,
      ]),
    );
    const root = folder(files);
    const twin = folder(files);
    const { stdout } = await cli(root, ['remove', 'done']);
    apply(root, stdout);
    await cli(twin, ['remove', 'done', '--write']);
    for (const path of Object.keys(files)) expect(text(root, path)).toBe(text(twin, path));
    expect(text(root, 'src/app.ts')).not.toContain('old');
  });

  it('applies to files with odd names', async () => {
    const root = folder({ ...FILES, 'src/a b/ü "q".ts': FILES['src/more.ts'] });
    const { stdout } = await cli(root, ['remove', 'done']);
    apply(root, stdout);
    expect(text(root, 'src/a b/ü "q".ts')).toBe("export const title = 'New';");
  });

  it.runIf(process.platform !== 'win32')('applies to files whose names git has to quote', async () => {
    const names = ['src/a\tb.ts', 'src/a b.ts', 'src/\u0001.ts', 'src/back\\slash.ts', 'src/日本 "語".ts'];
    const root = folder({
      ...FILES,
      ...Object.fromEntries(names.map((name) => [name, FILES['src/more.ts']])),
    });
    const { stdout } = await cli(root, ['remove', 'done']);
    apply(root, stdout);
    for (const name of names) expect(text(root, name)).toBe("export const title = 'New';");
  });

  it('applies from the top of a repository and from the folder that it is about', async () => {
    for (const from of ['', 'packages/app']) {
      const root = folder(
        Object.fromEntries(Object.entries(FILES).map(([path, content]) => [`packages/app/${path}`, content])),
      );
      execFileSync('git', ['init', '-q', root]);
      const { stdout } = await cli(join(root, 'packages/app'), ['remove', 'done']);
      expect(stdout).toContain('--- a/packages/app/src/app.ts\n');
      execFileSync('git', ['-C', join(root, from), 'apply', '-'], { input: stdout });
      expect(text(root, 'packages/app/src/more.ts')).toBe("export const title = 'New';");
    }
  });

  it.runIf(process.platform !== 'win32')('changes a file once that is met by two names', async () => {
    const files = { ...FILES, 'src/real.ts': FILES['src/more.ts'] };
    const [root, twin] = [folder(files), folder(files)];
    for (const each of [root, twin]) symlinkSync('real.ts', join(each, 'src/link.ts'));
    const { stdout } = await cli(root, ['remove', 'done']);
    apply(root, stdout);
    await cli(twin, ['remove', 'done', '--write']);
    for (const each of [root, twin]) {
      expect(text(each, 'src/real.ts')).toBe("export const title = 'New';");
      expect(lstatSync(join(each, 'src/link.ts')).isSymbolicLink()).toBe(true);
    }
  });

  it('has no colours in it', async () => {
    const root = folder(FILES);
    expect((await cli(root, ['remove', 'done'])).stdout).not.toContain('\u001B');
    expect((await cli(root, ['remove', 'done'], { isTTY: true })).stdout).toContain('\u001B[32m+');
  });
});

it('says what makes likely reads certain', async () => {
  const likely = `export const look = betaFlags.includes('done') ? 'new' : 'old';
await withFlag('done', true, look);
`;
  const { status, stderr } = await cliIn({ ...FILES, 'src/likely.ts': likely }, 'remove done --no-types');
  expect(status).toBe(1);
  expect(stderr).toContain(
    'To remove these reads too, name their readers in flagwright.config.json, if what they answer is the flag\'s value: "wrappers": [{"call":"betaFlags.includes"}]',
  );
});

it('says nothing of the kind of those that give a stream', async () => {
  const streams = `export const look$ = flagService.selectFlag$('done').pipe(show);
`;
  const service = 'export const selectFlag$ = (key: string): Observable<boolean> => select(key);\n';
  const files = { ...FILES, 'src/streams.ts': streams, 'src/service.ts': service };
  const { stderr } = await cliIn(files, 'remove done --no-types');
  expect(stderr).toContain('it gives what holds the answer, such as a stream');
  expect(stderr).not.toContain('To remove these reads too');
});

it.each([['process.env'], ['import.meta.env']])(
  'says so of a declared flag whose name a variable bears in %s',
  async (table) => {
    const source = `export const look = ${table}.NEW_LOOK === '1' ? 'new' : 'old';\n`;
    const files = { 'flags.yml': 'flags:\n  NEW_LOOK: { enabled: true }\n', 'src/look.ts': source };
    const { stderr } = await cliIn(files, 'remove NEW_LOOK --keep on --no-types');
    expect(stderr).toContain(`"wrappers": [{"bulk":"${table}"}]`);
  },
);

it('says what lets reads go by a function that does more', async () => {
  const more = `import { client } from './client';
export function useDone(name: string) {
  const session = useSession();
  return session.isAdmin || client.isEnabled(name);
}
export const look = useDone('done') ? 'new' : 'old';
`;
  const { stderr } = await cliIn({ ...FILES, 'src/more.ts': more }, 'remove done --no-types');
  expect(stderr).toContain('"wrappers": [{"call":"useDone"}]');
});

describe('--name-readers', () => {
  const LIKELY = {
    ...FILES,
    'src/likely.ts': "export const look = namesOf(user).has('done') ? 'new' : 'old';\n",
    'src/with.ts': "export const title = withFlag('done') ? 'new' : 'old';\n",
    'src/flag.ts': 'export const withFlag = (name: string) => user.flags.has(name);\n',
  };

  it('names in the configuration what reads are left for, and removes them too', async () => {
    const root = folder(LIKELY);
    const twin = folder(LIKELY);
    const { stdout } = await cli(root, ['remove', 'done', '--no-types', '--name-readers']);
    apply(root, stdout);
    const written = await cli(twin, ['remove', 'done', '--no-types', '--name-readers', '--write']);
    expect(written.stdout).toContain('changed flagwright.config.json\n');
    for (const path of [...Object.keys(LIKELY), 'flagwright.config.json'])
      expect(text(root, path)).toBe(text(twin, path));
    expect(text(root, 'src/with.ts')).toBe("export const title = 'new';\n");
    expect(JSON.parse(text(root, 'flagwright.config.json'))).toEqual({ wrappers: [{ call: 'withFlag' }] });
    // What no name speaks for is no flag, and stays.
    expect(text(root, 'src/likely.ts')).toBe(LIKELY['src/likely.ts']);
  });

  it('adds them to the configuration that there is', async () => {
    const config = '# ours\nwrappers:\n  - call: ask\n';
    const root = folder({ ...LIKELY, 'flagwright.config.yaml': config });
    await cli(root, ['remove', 'done', '--no-types', '--name-readers', '--write']);
    expect(text(root, 'flagwright.config.yaml')).toBe(`${config}  - call: withFlag\n`);
    expect(text(root, 'src/with.ts')).toBe("export const title = 'new';\n");
  });

  it('changes no configuration where nothing is left for its reader', async () => {
    const root = folder(FILES);
    const { stdout } = await cli(root, ['remove', 'done', '--no-types', '--name-readers', '--write']);
    expect(stdout).not.toContain('flagwright.config');
    expect(existsSync(join(root, 'flagwright.config.json'))).toBe(false);
  });

  it('keeps nothing of what was found by a configuration that was not written', async () => {
    const filler = Array.from({ length: 201 }, (_, i) => [`src/x${i}.ts`, `export const x = ${i};\n`]);
    const root = folder({ ...LIKELY, ...Object.fromEntries(filler) });
    const env = { XDG_CACHE_HOME: folder({}) };
    await cli(root, ['remove', 'done', '--no-types', '--name-readers'], { env });
    const { stdout, stderr } = await cli(root, ['remove', 'done', '--no-types'], { env });
    expect(stdout).not.toContain('src/with.ts');
    expect(stderr).toContain('{"call":"withFlag"}');
  });
});

describe('json', () => {
  it('has the fields of the contract', async () => {
    const { status, stdout } = await cliIn(
      { ...FILES, 'src/likely.ts': "unrelated.get('done');", 'run.py': 'flag("done")' },
      'remove done --format json',
    );
    expect(status).toBe(1);
    const plan = JSON.parse(stdout);
    expect(Object.keys(plan)).toEqual(['flag', 'keep', 'files', 'review', 'notes', 'checks']);
    expect(plan).toMatchObject({ flag: 'done', keep: true, notes: [] });
    expect(['passed', 'not-run']).toContain(plan.checks.types);
    expect(plan.files).toContainEqual({
      file: 'src/more.ts',
      before: FILES['src/more.ts'],
      after: "export const title = 'New';",
    });
    expect(plan.review[0]).toEqual({
      file: 'run.py',
      range: { start: { line: 0, character: 6 }, end: { line: 0, character: 10 } },
      reason: expect.any(String),
    });
  });

  it('names several flags as removals, and shows places as they are on disk', async () => {
    const { status, stdout } = await cliIn(
      {
        'flags.yaml': 'flags:\n  a: { enabled: true }\n  b: { enabled: true }\n',
        'src/app.ts': `if (isEnabled('a')) {
  first();
}
if (isEnabled('b')) second();
let b = isEnabled('b');
b = maybe();
`,
      },
      'remove a b a --format json',
    );
    expect(status).toBe(1);
    const plan = JSON.parse(stdout);
    expect(Object.keys(plan)).toEqual(['removals', 'files', 'review', 'notes', 'checks']);
    expect(plan.removals).toEqual([
      { flag: 'a', keep: true },
      { flag: 'b', keep: true },
    ]);
    // One file, one change: the second removal was made on the result of the first.
    const [source] = plan.files.filter(({ file }: { file: string }) => file === 'src/app.ts');
    expect(source.after).toContain('first();\nsecond();\n');
    expect(plan.review).toMatchObject([
      { file: 'src/app.ts', range: { start: { line: 4, character: 19 }, end: { line: 4, character: 20 } } },
    ]);
  });
});

describe('the value that is kept', () => {
  const KEEP = '. Name the value that the code keeps: --keep on or --keep off.';
  it.each([
    ['enabled: true, percentage: 10', `'f' is on for 10 % of users: neither fully on nor fully off${KEEP}`],
    ['enabled: true, type: kill_switch', `'f' is a kill switch, which is meant to stay${KEEP}`],
    ['enabled: true, type: permission', `'f' is a permission flag, which is meant to stay${KEEP}`],
    ['enabled: true, permanent: true', `'f' is a permanent flag, which is meant to stay${KEEP}`],
  ])('is not taken from { %s }', async (fields, message) => {
    const files = { 'flags.yaml': `flags: { f: { ${fields} } }`, 'a.ts': "if (isEnabled('f')) go();" };
    expect(await cliIn(files, 'remove f')).toEqual({
      status: 2,
      stdout: '',
      stderr: `flagwright: ${message}\n`,
    });
    const { status, stdout } = await cliIn(files, 'remove f --keep on');
    expect(status).toBe(0);
    expect(stdout).toContain('+go();');
  });

  it.each(['enabled: "true"', 'percentage: 100', 'enabled: true, percentage: 150'])(
    'is not taken from the unknown state of { %s }',
    async (fields) => {
      const outcome = await cliIn({ 'flags.yaml': `flags: { f: { ${fields} } }` }, 'remove f');
      expect(outcome).toMatchObject({ status: 2, stdout: '' });
      expect(outcome.stderr).toMatch(/^flagwright: 'f' has an unknown state: .*--keep on or --keep off\.\n$/);
    },
  );

  it('is off for a flag that is off', async () => {
    const files = { 'flags.yaml': 'flags: { f: { enabled: false } }', 'a.ts': "go(isEnabled('f') ? 1 : 2);" };
    const { stdout } = await cliIn(files, 'remove f --format json');
    expect(JSON.parse(stdout)).toMatchObject({ keep: false, files: [{ after: 'go(2);' }, {}] });
  });

  it('has to be named for a flag that no file declares', async () => {
    const files = { 'flags.yaml': 'x: true', 'a.ts': "go(isEnabled('f') ? 1 : 2);" };
    expect(await cliIn(files, 'remove f')).toEqual({
      status: 2,
      stdout: '',
      stderr: `flagwright: No flag file declares 'f'${KEEP}\n`,
    });
    const { status, stdout } = await cliIn(files, 'remove f --keep off --format json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout).files).toEqual([{ file: 'a.ts', before: files['a.ts'], after: 'go(2);' }]);
  });

  it('may be a value of another type', async () => {
    const files = {
      'flags.yaml': 'flags: { f: { enabled: true } }',
      'a.ts': "import { client } from './c';\nexport const colour = flags.getFlag('f') === 'blue' ? 1 : 2;",
    };
    const { stdout } = await cliIn(files, 'remove f --keep "blue" --format json');
    expect(JSON.parse(stdout)).toMatchObject({ keep: 'blue' });
  });
});

it('leaves for review what it cannot prove, says so, and exits with 1', async () => {
  const root = folder({
    'flags.yaml': 'flags:\n  done: { enabled: true }\n',
    'src/app.ts': "if (isEnabled('done')) go();\nlet on = isEnabled('done');\non = maybe();\n",
  });
  const { status, stdout, stderr } = await cli(root, ['remove', 'done']);
  expect(status).toBe(1);
  expect(stdout).toContain('-if (isEnabled(');
  expect(stderr).toMatch(
    /^src\/app\.ts:2:21: review: .+\n'done' kept on: 1 file changed, 1 place left for review\nThe types were not checked\. .+\n$/,
  );
  expect(stdout).not.toContain('flags.yaml');
});

it('names the places that it has left by the lines on which they stand now', async () => {
  const files = {
    'flags.yaml': 'flags:\n  done: { enabled: true }\n  too: { enabled: true }\n',
    'src/app.ts': `if (isEnabled('done')) {
  go();
} else {
  stay();
}
let on = isEnabled('done');
on = maybe();
if (isEnabled('too')) {
  more();
}
`,
  };
  const lines = (output: string): string[] => output.match(/^src\/app\.ts:\d+/gm) ?? [];
  expect(lines((await cliIn(files, 'remove done too')).stderr)).toEqual(['src/app.ts:6']);
  expect(lines((await cliIn(files, 'remove done too --write')).stdout)).toEqual(['src/app.ts:2']);
});

it('refuses where the program sets the flag', async () => {
  const files = {
    'flags.yaml': 'flags: { payments: { enabled: true } }',
    'a.ts': 'if (KILL_SWITCHES.payments) pay();\nKILL_SWITCHES.payments = false;',
  };
  const { status, stdout, stderr } = await cliIn(files, 'remove payments');
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain('a.ts:2:15: review: ');
});

it('has nothing to do for a flag that is gone', async () => {
  expect(await cliIn(FILES, 'remove nothing --keep on')).toEqual({
    status: 0,
    stdout: '',
    stderr: "'nothing' is read nowhere and has no entry: nothing is left to remove.\n",
  });
});

it('deletes the entry of a flag that nothing reads', async () => {
  const root = folder({ 'flags.yaml': 'flags:\n  a: { enabled: true }\n  b: { enabled: true }\n' });
  expect((await cli(root, ['remove', 'a', '--write'])).status).toBe(0);
  expect(text(root, 'flags.yaml')).toBe('flags:\n  b: { enabled: true }\n');
});

it.runIf(process.platform !== 'win32')('keeps the mode of the files it writes', async () => {
  const root = folder(FILES);
  chmodSync(join(root, 'src/app.ts'), 0o755);
  await cli(root, ['remove', 'done', '--write']);
  expect(statSync(join(root, 'src/app.ts')).mode & 0o777).toBe(0o755);
});

it('keeps the entry while a source cannot be read', async () => {
  const root = folder({ ...FILES, 'src/old.ts': Buffer.from("// é\nisEnabled('done')", 'latin1') });
  const { status, stderr, stdout } = await cli(root, ['remove', 'done']);
  expect(status).toBe(1);
  expect(stdout).not.toContain('flags.yaml');
  expect(stderr).toContain(
    'config/flags.yaml:2:3: review: The entry stays, for src/old.ts may read the flag. The file is not UTF-8: line 1 holds the byte 0xE9. Save it as UTF-8.\n',
  );
});

it.each([
  [
    'a wrong configuration',
    { 'flagwright.config.json': '{ "wrapers": [] }' },
    /^flagwright: flagwright\.config\.json:1:4: /,
  ],
  [
    'a flag file that cannot be read',
    { 'flags.yaml': Buffer.from('é: 1', 'latin1') },
    /^flagwright: flags\.yaml: The file is not UTF-8/,
  ],
])('plans nothing on %s', async (_name, files, message) => {
  const outcome = await cliIn({ ...FILES, ...files }, 'remove done --write');
  expect(outcome).toMatchObject({ status: 2, stdout: '' });
  expect(outcome.stderr).toMatch(message);
  expect(outcome.stderr.split('\n')).toHaveLength(2);
});

function apply(root: string, patch: string): void {
  // A fixture may lie below a repository: this one is its own.
  execFileSync('git', ['init', '-q', root]);
  execFileSync('git', ['-C', root, 'apply', '--check', '-'], { input: patch });
  execFileSync('git', ['-C', root, 'apply', '--whitespace=nowarn', '-'], {
    input: patch,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
}
