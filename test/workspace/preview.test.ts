import { describe, expect, it } from 'vitest';
import { checkEarly, checkFile } from '../../server/src/rules/check';
import type { Finding } from '../../server/src/rules/rule';
import { createWorkspace } from '../../server/src/workspace/workspace';
import { createMemoryHost, type MemoryHost, TODAY } from '../support/memory-host';

const FLAGS = ['flags.yaml', 'flags: { dark: true }'] as const;
const UNLEASH = "import { useFlag } from '@unleash/proxy-client-react';\n";

const toldBy = (findings: readonly Finding[]): string[] =>
  findings.map(({ rule, flag }) => `${rule} ${flag}`);

/** What is said of an open file before the others are read, and in the end. */
async function saidOf(
  text: string,
  files: readonly (readonly [string, string])[] = [],
): Promise<{ early: string[] | undefined; late: string[] }> {
  const host = createMemoryHost([FLAGS, ['app.tsx', ''], ...files]);
  const workspace = createWorkspace(host, { clock: () => TODAY });
  const asked = workspace.preview('app.tsx', text);
  const loading = workspace.load();
  await workspace.setBuffer('app.tsx', text);
  const early = await asked;
  await loading;
  return {
    early: early && toldBy(checkEarly(early, 'app.tsx')),
    late: toldBy(checkFile(workspace.snapshot(), 'app.tsx')),
  };
}

it('names the unknown flags that a package is asked for', async () => {
  const { early, late } = await saidOf(`${UNLEASH}useFlag('drak'), useFlag('dark');`);
  expect(early).toEqual(['unknown-flag drak']);
  expect(late).toEqual(early);
});

it('follows keys into the files that are imported', async () => {
  const { early, late } = await saidOf(`${UNLEASH}import { KEY } from './keys';\nuseFlag(KEY);`, [
    ['keys.ts', "export * from './more';"],
    ['more.ts', "export const KEY = 'drak';"],
  ]);
  expect(early).toEqual(['unknown-flag drak']);
  expect(late).toEqual(early);
});

it('says nothing of what only the whole workspace tells', async () => {
  const files = [['gate.ts', "export const isOn = (key) => client.isEnabled('app.' + key);"]] as const;
  const { early } = await saidOf("import { isOn } from './gate';\nisOn('x'), flags.isEnabled('y');", files);
  expect(early).toEqual([]);
});

it('finds a wrapper of the same name as a package has to be no reader of that package', async () => {
  const files = [
    ['hooks.ts', "export const useFlag = (key: string) => client.isEnabled('app.' + key);"],
    ['flags.yml', 'flags: { app.x: true }'],
  ] as const;
  const { early, late } = await saidOf("import { useFlag } from './hooks';\nuseFlag('x');", files);
  expect([early, late]).toEqual([[], []]);
});

it('says of no file that what it silences is idle', async () => {
  const { early } = await saidOf(`${UNLEASH}useFlag('drak'); // flagwright-ignore unknown-flag: soon\n`);
  expect(early).toEqual([]);
});

it('says of a file that is left out only what the flags are, and nothing once all is read', async () => {
  const host: MemoryHost = createMemoryHost([
    FLAGS,
    ['app.tsx', ''],
    ['made/a.ts', ''],
    ['flagwright.config.json', '{ "exclude": ["made/**"] }'],
  ]);
  const workspace = createWorkspace(host, { clock: () => TODAY });
  const text = `${UNLEASH}useFlag('drak');`;
  const others = ['readme.md', 'made/a.ts'].map((path) => workspace.preview(path, text));
  await workspace.load();
  for (const other of await Promise.all(others))
    expect([other!.keys(), other!.sources()]).toEqual([['dark'], []]);
  expect(await workspace.preview('app.tsx', text)).toBeUndefined();
});

it('is given for no file that was closed', async () => {
  const workspace = createWorkspace(createMemoryHost([FLAGS, ['app.tsx', '']]), { clock: () => TODAY });
  const opened = workspace.preview('app.tsx', `${UNLEASH}useFlag('drak');`);
  expect(await workspace.preview('app.tsx', undefined)).toBeUndefined();
  await workspace.load();
  expect(await opened).toBeUndefined();
});

it('knows an open flag file as it is typed', async () => {
  const workspace = createWorkspace(createMemoryHost([FLAGS]), { clock: () => TODAY });
  const first = workspace.preview('flags.yaml', 'flags: { da');
  const second = workspace.preview('flags.yaml', 'flags: { bright: true }');
  await workspace.load();
  expect([await first, (await second)!.keys()]).toEqual([undefined, ['bright']]);
});

it('is given for the last text only', async () => {
  const workspace = createWorkspace(createMemoryHost([FLAGS, ['app.tsx', '']]), { clock: () => TODAY });
  const first = workspace.preview('app.tsx', `${UNLEASH}useFlag('d');`);
  const second = workspace.preview('app.tsx', `${UNLEASH}useFlag('drak');`);
  await workspace.load();
  expect(await first).toBeUndefined();
  expect(toldBy(checkEarly((await second)!, 'app.tsx'))).toEqual(['unknown-flag drak']);
});

it('an open file is read with all others, be it on disk or not', async () => {
  const workspace = createWorkspace(createMemoryHost([FLAGS, ['app.tsx', '']]), { clock: () => TODAY });
  const loading = workspace.load();
  void workspace.preview('app.tsx', `${UNLEASH}useFlag('dark');`);
  void workspace.preview('new.tsx', `${UNLEASH}useFlag('dark');`);
  await loading;
  expect(['app.tsx', 'new.tsx'].map((path) => workspace.snapshot().readsIn(path).length)).toEqual([1, 1]);
});

describe('before the files have been looked at', () => {
  /** A workspace in which something happens between the names and the rest of the list. */
  const meanwhile = (files: readonly (readonly [string, string])[], happens: () => Promise<void>) => {
    const host = createMemoryHost([FLAGS, ['app.tsx', ''], ...files]);
    return createWorkspace(
      {
        ...host,
        list: (exclude, onNames) =>
          host.list(exclude, async (names) => {
            await onNames?.(names);
            await happens();
          }),
      },
      { clock: () => TODAY },
    );
  };

  it('the names tell what is sure', async () => {
    let early: string[] | undefined;
    const workspace = meanwhile([['keys.ts', "export const KEY = 'drak';"]], async () => {
      early = toldBy(checkEarly((await asked)!, 'app.tsx'));
    });
    const asked = workspace.preview('app.tsx', `${UNLEASH}import { KEY } from './keys';\nuseFlag(KEY);`);
    await workspace.load();
    expect(early).toEqual(['unknown-flag drak']);
  });

  it('nothing is read that the list leaves out', async () => {
    const { early, late } = await saidOf(`${UNLEASH}import { KEY } from './made/keys';\nuseFlag(KEY);`, [
      ['made/keys.ts', "export const KEY = 'drak';"],
      ['flagwright.config.json', '{ "exclude": ["made/**"] }'],
    ]);
    expect([early, late]).toEqual([[], ['dynamic-flag undefined']]);
  });

  it('a flag file that is opened counts with its text, as one that is opened later does', async () => {
    const text = 'flags: { dark: true, drak: true }';
    const workspace = meanwhile([], async () => {
      void workspace.preview('flags.yaml', text);
      changed = workspace.setBuffer('flags.yaml', text);
    });
    let changed: Promise<void> | undefined;
    await workspace.load();
    await changed;
    expect(workspace.snapshot().keys()).toEqual(['dark', 'drak']);
  });

  it('so does the configuration', async () => {
    const text = '{ "flagFiles": [{ "glob": "more.yaml" }] }';
    const workspace = meanwhile([['more.yaml', 'flags: { bright: true }']], async () => {
      void workspace.preview('flagwright.config.json', text);
      changed = workspace.setBuffer('flagwright.config.json', text);
    });
    let changed: Promise<void> | undefined;
    await workspace.load();
    await changed;
    expect(workspace.snapshot().keys()).toEqual(['bright']);
  });
});
