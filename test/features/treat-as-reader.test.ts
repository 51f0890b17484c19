import { describe, expect, it } from 'vitest';
import { codeActions } from '../../server/src/features/code-actions';
import { applyEdits } from '../../server/src/text/edits';
import { readerAt } from '../../server/src/usages/reader-at';
import { workspaceOf } from '../support/memory-host';
import { openFixture } from '../support/workspace';

/** The titles of what is offered at the cursor to make a reader known, and what the configuration says after it. */
async function offers(source: string) {
  const { snapshot, file, offset, fixture } = await openFixture(source);
  const actions = codeActions(snapshot, file, { start: offset, end: offset }, (path) =>
    fixture.files.get(path),
  ).filter(({ title }) => title.startsWith('Treat '));
  return actions.map(({ title, change, isQuickFix }) => {
    expect(isQuickFix).toBe(true);
    if (change.kind === 'refusal') return { title, refusal: change.reason };
    if (change.kind !== 'edits') throw new Error('edits are expected');
    const [{ file: config, edits, isNew = false }] = change.edits as [(typeof change.edits)[number]];
    return { title, config, isNew, text: applyEdits(fixture.files.get(config) ?? '', edits) };
  });
}

const FLAGS = `
//- flags.yaml
flags:
  dark-mode: true
  light: true
`;

/** The one entry that is written for a place of a source, as the configuration holds it. */
async function entryAt(code: string, file = 'src/app.tsx'): Promise<unknown> {
  const [offer, ...others] = await offers(`${FLAGS}//- ${file}\n${code}`);
  expect(others).toEqual([]);
  if (!offer || !('text' in offer)) return offer;
  const { wrappers } = JSON.parse(offer.text) as { wrappers: unknown[] };
  expect(wrappers).toHaveLength(1);
  return wrappers[0];
}

describe('"treat as a flag reader" is offered', () => {
  it.each([
    ["ask('dark$0-mode');", { call: 'ask' }],
    ["this.client.ask('dark$0-mode');", { call: 'client.ask' }],
    ["getClient().ask('dark$0-mode');", { call: 'getClient.ask' }],
    [
      "getLaunchDarklyFlag(request, 'dark$0-mode', false);",
      { call: 'getLaunchDarklyFlag', key: 1, default: 2 },
    ],
    ["if (await ask('dark$0-mode')) start();", { call: 'ask', async: true }],
    ["ask({ nested: 'dark$0-mode' });", { call: 'ask', key: '0.nested' }],
    ["ask(user, { flag: { name: 'dark$0-mode' } });", { call: 'ask', key: '1.flag.name' }],
    ["ask('dark$0-mode').enabled;", { call: 'ask', result: 'enabled' }],
    ["ask('dark$0-mode').off;", { call: 'ask', negated: true, result: 'off' }],
    ['<Gate name="dark$0-mode"><b /></Gate>;', { component: 'Gate' }],
    ['<Gate flag="dark$0-mode"><b /></Gate>;', { component: 'Gate', key: 'flag' }],
    ["<Gate flag={'dark$0-mode'} />;", { component: 'Gate', key: 'flag' }],
  ])('where the key of a declared flag is handed to who knows whom: %s', async (code, entry) => {
    expect(await entryAt(code)).toEqual(entry);
  });

  it.each([
    ["client.isEnabled('some$0thing');", { call: 'client.isEnabled' }],
    ["const KEYS = { A: 'something' } as const;\nclient.isEnabled(KEYS.A$0);", { call: 'client.isEnabled' }],
    ['start(features.dark$0Mode, features.length);', { bulk: 'features', keys: 'camelCase' }],
    ["uiConfig.features['dark$0-mode'], uiConfig.features.size;", { bulk: 'uiConfig.features' }],
    [
      "const KEYS = { dark: 'dark-mode' } as const;\nuiConfig.features[KEYS.dar$0k], uiConfig.features.size;",
      { bulk: 'uiConfig.features' },
    ],
    ["if (betaFeatures.includes('dark$0-mode')) start();", { call: 'betaFeatures.includes' }],
    ['const { dark$0Mode, other } = await loadFeatures();', { bulk: 'loadFeatures()', keys: 'camelCase' }],
  ])('where only a name speaks for the read: %s', async (code, entry) => {
    expect(await entryAt(code)).toEqual(entry);
  });

  it('where the function does more than give the answer', async () => {
    const code = `import { client } from './client';
const useMode = (name) => useSession().isAdmin || client.isEnabled(name);
useMode('dark$0-mode');`;
    expect(await entryAt(code)).toEqual({ call: 'useMode' });
  });

  it('where it gives a promise that nobody waits for here', async () => {
    const code = `import { client } from './client';
const ask = async (name) => {
  if (!client) return false;
  return await client.isEnabled(name);
};
const [isDark, user] = await Promise.all([ask('dark$0-mode'), currentUser()]);`;
    expect(await entryAt(code)).toEqual({ call: 'ask', async: true });
  });

  it('where it waits for what it is named for', async () => {
    const code = (name: string): string => `import { client } from './client';
class Config {
  flag$(name) { return client.isEnabled(name).pipe(shared()); }
  async ${name}(name) { return await firstValueFrom(this.flag$(name)); }
}
if (await new Config().${name}('dark$0-mode')) start();`;
    expect(await entryAt(code('getFeatureFlag'))).toEqual({ call: 'getFeatureFlag', async: true });
    expect(await entryAt(code('load'))).toBeUndefined();
  });

  it('where a hook of a service is held back until its flags are there', async () => {
    const code = `import { useFlag, useFlagsStatus } from '@unleash/proxy-client-react';
const useFeature = (name) => {
  const { flagsReady } = useFlagsStatus();
  const isOn = useFlag(name);
  return flagsReady ? isOn : false;
};
useFeature('dark$0-mode');`;
    expect(await entryAt(code)).toEqual({ call: 'useFeature' });
  });

  it.each([
    ["const { value: isDark } = ask('dark$0-mode');", { call: 'ask', result: 'value' }],
    ["if (ask('dark$0-mode').value) start();", { call: 'ask', result: 'value' }],
    ["const { isReady } = ask('dark$0-mode');", undefined],
    ["const { more } = ask('dark$0-mode');", undefined],
    ["const answer = ask('dark$0-mode');", undefined],
  ])('where a member of what it gives is the answer: %s', async (use, entry) => {
    const code = `import { client } from './client';
const ask = (name) => {
  if (!session.user) return { isReady: [], value: false };
  return { isReady: [true], value: client.isEnabled(name) };
};
${use}`;
    expect(await entryAt(code)).toEqual(entry);
  });

  it('but not where an object may hold another one', async () => {
    const code = `import { client } from './client';
const ask = (name) => ({ value: client.isEnabled(name), ...session });
const { value } = ask('dark$0-mode');`;
    expect(await entryAt(code)).toBeUndefined();
  });

  it.each([
    'return (state) => state.isReady && client.isEnabled(name);',
    'function Page() { return client.isEnabled(name); } return Page;',
    'const Page = () => client.isEnabled(name); return Page;',
    'return client.isEnabled(name) && ready ? <New /> : <Old />;',
    'const isOn = client.isEnabled(name); return { data: isOn, ...more };',
    'log(); return states$.pipe(map(() => client.isEnabled(name)));',
  ])('but not where it gives something else: %s', async (body) => {
    const code = `import { client } from './client';
function ask(name) { ${body} }
ask('dark$0-mode');`;
    expect(await entryAt(code)).toBeUndefined();
  });

  it.each([
    "flags.isEnabled('dark$0-mode');",
    "ask('nothing$0');",
    "ask$0('dark-mode');",
    "const key = 'dark$0-mode';",
    "console.log('dark$0-mode');",
    "expect('dark$0-mode').toBe(1);",
    "if ('dark$0-mode' in features) start();",
    '<b title="dark$0-mode" />;',
    "class A { @Gated('dark$0-mode') page() {} }",
  ])('and nowhere else: %s', async (code) => {
    expect(await entryAt(code)).toBeUndefined();
  });

  it('and makes the read certain, and all others of its kind', async () => {
    const code = "ask('dark-mode');\n";
    const [offer] = await offers(`${FLAGS}//- a.ts\nask('dark$0-mode');\n`);
    const files: [string, string][] = [
      ['flags.yaml', 'flags:\n  dark-mode: true\n'],
      ['a.ts', code],
      ['b.ts', "ask('light');\n"],
      [offer!.config!, offer!.text!],
    ];
    const snapshot = (await workspaceOf(files)).snapshot();
    expect(snapshot.readsOf('dark-mode').map(({ certainty }) => certainty)).toEqual(['certain']);
    expect(snapshot.readsOf('light').map(({ certainty }) => certainty)).toEqual(['certain']);
  });
});

describe('the configuration', () => {
  const at = (config: string, text: string) =>
    offers(`${FLAGS}//- src/app.ts\nask(user, 'dark$0-mode');\n//- ${config}\n${text}`);

  it('is made where there is none', async () => {
    expect(await offers(`${FLAGS}//- src/app.ts\nask('dark$0-mode');`)).toEqual([
      {
        title: "Treat 'ask' as a flag reader, in flagwright.config.json",
        config: 'flagwright.config.json',
        isNew: true,
        text: '{\n  "wrappers": [\n    { "call": "ask" }\n  ]\n}\n',
      },
    ]);
  });

  it.each([
    ['empty', '{}\n', '{\n  "wrappers": [\n    { "call": "ask", "key": 1 }\n  ]\n}\n'],
    [
      'with other settings',
      '{\n  "rules": {} // ours\n}\n',
      '{\n  "rules": {}, // ours\n  "wrappers": [\n    { "call": "ask", "key": 1 }\n  ]\n}\n',
    ],
    [
      'with an empty list',
      '{\n    "wrappers": [],\n    "rules": {}\n}\n',
      '{\n    "wrappers": [\n        { "call": "ask", "key": 1 }\n    ],\n    "rules": {}\n}\n',
    ],
    [
      'with wrappers',
      '{\n  "wrappers": [\n    // The old one.\n    { "call": "old" } // goes soon\n  ]\n}\n',
      '{\n  "wrappers": [\n    // The old one.\n    { "call": "old" }, // goes soon\n    { "call": "ask", "key": 1 }\n  ]\n}\n',
    ],
    [
      'in one line',
      '{ "wrappers": [{ "call": "old" }], "rules": {} }\n',
      '{ "wrappers": [{ "call": "old" }, { "call": "ask", "key": 1 }], "rules": {} }\n',
    ],
    [
      'with a comma at the end',
      '{\n\t"wrappers": [\n\t\t{ "call": "old" },\n\t],\n}\n',
      '{\n\t"wrappers": [\n\t\t{ "call": "old" },\n\t\t{ "call": "ask", "key": 1 },\n\t],\n}\n',
    ],
  ])('in JSON keeps its comments and its layout: %s', async (_, before, after) => {
    const [offer] = await at('flagwright.config.json', before);
    expect(offer).toMatchObject({ config: 'flagwright.config.json', isNew: false, text: after });
  });

  it.each([
    ['empty', '# ours\n', '# ours\nwrappers:\n  - call: ask\n    key: 1\n'],
    [
      'with other settings',
      'rules:\n    nested-flag: off # for now\n',
      'rules:\n    nested-flag: off # for now\nwrappers:\n    - call: ask\n      key: 1\n',
    ],
    [
      'with wrappers',
      'wrappers:\n  # The old one.\n  - call: old\n    key: 2\nrules: {}\n',
      'wrappers:\n  # The old one.\n  - call: old\n    key: 2\n  - call: ask\n    key: 1\nrules: {}\n',
    ],
    [
      'without indentation',
      'wrappers:\n- { call: old }\n',
      'wrappers:\n- { call: old }\n- { call: ask, key: 1 }\n',
    ],
    [
      'in brackets',
      'wrappers: [{ call: old }] # both\n',
      'wrappers: [{ call: old }, { call: ask, key: 1 }] # both\n',
    ],
    ['with nothing below', 'wrappers:\nrules: {}\n', 'wrappers:\n  - call: ask\n    key: 1\nrules: {}\n'],
  ])('in YAML keeps its comments and its layout: %s', async (_, before, after) => {
    const [offer] = await at('flagwright.config.yaml', before);
    expect(offer).toMatchObject({ config: 'flagwright.config.yaml', isNew: false, text: after });
  });

  it.each([
    ['flagwright.config.json', '{ "rules": { '],
    ['flagwright.config.json', '{ "wrappers": {} }'],
    ['flagwright.config.yaml', 'wrappers: [{ call: old\nrules: {}'],
  ])('stays as it is where it is broken: %s %s', async (config, text) => {
    expect(await at(config, text)).toEqual([
      {
        title: `Treat 'ask' as a flag reader, in ${config}`,
        refusal: `${config} has mistakes that hide where this belongs. Mend them first.`,
      },
    ]);
  });
});

it('is not offered where a newer text has no code any more', () => {
  for (const shape of ['call', 'lookup'] as const) {
    for (const text of ['', '   \n', 'x();\n\n   \n'])
      expect(readerAt('src/a.ts', text, text.length, shape)).toBeUndefined();
  }
});
