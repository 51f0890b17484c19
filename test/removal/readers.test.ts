import { describe, expect, it, test } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const remove = (source: string): Promise<string> =>
  removeWhole(
    `
    //- flags.yaml
    flags:
      new-ui: { enabled: true }${source}`,
    { flag: 'new-ui' },
  );

/** What becomes of a page that asks by a function of another file, and of nothing else. */
const askedBy = async (reader: string, call = "getFeatureFlag('new-ui')"): Promise<string> =>
  remove(`
    //- src/page.ts
    import { ${call.slice(0, call.indexOf('('))} } from './reader';
    export async function page(service) { return (${call.includes('async') ? 'await ' : ''}${call}) ? 'new' : 'old'; }
    //- src/reader.ts
    ${reader}`);

const NEW = "export async function page(service) { return 'new'; }";

describe('a reader that does no more than ask by its key', () => {
  it.each([
    ['gets its client from a hook', 'const client = useUnleashClient(); return client.isEnabled(key);'],
    [
      'gets all flags from elsewhere',
      'const { config } = useConfig(); return config?.flags?.[key] || false;',
    ],
    [
      'waits for the flags',
      'const { flagsReady } = useFlagsStatus(); const on = useFlag(key); return flagsReady ? on : false;',
    ],
    [
      'gives up where the service failed',
      'const { flagsError } = useFlagsStatus(); const on = useFlag(key); if (flagsError) return false; return on;',
    ],
    [
      'says so where what it gets is no flag',
      "const on = flags[key]; if (!isBoolean(on)) { console.error('Unknown', key); return false; } return on;",
    ],
    [
      'is asked in a try',
      'let on = false; try { on = client.isEnabled(key); } catch (error) { report(error); } return on;',
    ],
    ['answers in a try', 'try { const on = client.isEnabled(key); return on; } catch { return false; }'],
  ])('goes where it %s', async (_, body) => {
    const after = await askedBy(
      `
    import { isBoolean } from 'lodash';
    import { useFlag, useFlagsStatus, useUnleashClient } from '@unleash/proxy-client-react';
    export const useFeatureFlag = (key) => { ${body} };`.trim(),
      "useFeatureFlag('new-ui')",
    );
    expect(after).toContain(NEW);
  });

  it.each([
    ['somebody else decides as well', 'if (user.isAdmin) return true; return client.isEnabled(key);'],
    ['it is only for some', 'const on = client.isEnabled(key); return user.isAdmin ? on : false;'],
    ['it answers the contrary', 'if (client.isEnabled(key)) return false; return true;'],
    [
      'it may answer without asking',
      'let on = true; if (client.isEnabled(key)) on = client.isEnabled(key); return on;',
    ],
    ['it has an effect', 'track(key); const on = client.isEnabled(key); return on;'],
    ['it makes something of nothing', 'const seen = track(key); return client.isEnabled(key);'],
    [
      'it only tells a log of what it did',
      'const seen = audit(); logger.info(seen); return client.isEnabled(key);',
    ],
    [
      'it makes something of that for nothing',
      'const seen = audit(); const size = seen.size; console.log(size); return client.isEnabled(key);',
    ],
    [
      'it has one where it logs',
      'const on = client.isEnabled(key); if (!on) console.log(count++); return on;',
    ],
    ['it has one in what it gives', 'const on = client.isEnabled(key); return { on, seen: track(key) }.on;'],
    [
      'it has one in what is called for it',
      'return useMemo(() => { track(key); return client.isEnabled(key); }, [key]);',
    ],
    [
      'it has one where it takes things apart',
      'const { a = track(key) } = user; return client.isEnabled(key);',
    ],
    ['it has one where it looks', 'return flags.some((one) => one.isEnabled(key) && (one.seen = true));'],
    ['it gives what it did not ask for', 'let on = client.isEnabled(key); on = user.isAdmin; return on;'],
  ])('stays where %s', async (_, body) => {
    const after = await askedBy(`export const getFeatureFlag = (key) => { ${body} };`);
    expect(after).not.toContain(NEW);
  });

  it.each([
    ['key, user = load()'],
    ["key, other = (key = 'other')"],
    ['key, { user = load() } = {}'],
    ['key, { [load()]: user } = {}'],
  ])('stays where it does more to take what it is given: %s', async (parameters) => {
    const after = await askedBy(`export const getFeatureFlag = (${parameters}) => client.isEnabled(key);`);
    expect(after).not.toContain(NEW);
  });

  it.each([['key, user = null'], ['key, { user = 1 } = {}'], ['{ length }, key']])(
    'goes where it only takes what it is given: %s',
    async (parameters) => {
      const after = await askedBy(
        `export const getFeatureFlag = (${parameters}) => client.isEnabled(key);`,
        parameters.startsWith('{') ? "getFeatureFlag('', 'new-ui')" : undefined,
      );
      expect(after).toContain(NEW);
    },
  );

  it.each([
    [
      'may compare with what it is given besides',
      'let _equals = equals; const flags = activeFlags(getStore().getState()); if (_equals === undefined) { _equals = true; } ' +
        'if (flags.hasOwnProperty(key)) { return flags[key] === _equals; } return false;',
    ],
  ])('goes where it %s, and is given nothing besides', async (_, body) => {
    const reader = `export const isFlagEnabled = (key, equals) => { ${body} };`;
    expect(await askedBy(reader, "isFlagEnabled('new-ui')")).toContain(NEW);
    expect(await askedBy(reader, "isFlagEnabled('new-ui', 'blue')")).not.toContain(NEW);
    expect(await askedBy(reader, "isFlagEnabled('new-ui', ...more)")).not.toContain(NEW);
  });

  it.each([
    ['it is on for some without', 'if (equals === undefined) return true; return flags[key] === equals;'],
    ['it is given to another', 'const all = allFlags(equals()); return all[key];'],
    [
      'it has a default of its own',
      'let own = equals; if (own === undefined) own = user.isAdmin; return flags[key] === own;',
    ],
    ['it is on only for whom it is told of', 'return Boolean(flags[key] && equals?.isInternal);'],
    ['it fails without', 'return flags[key] && !equals.isOff;'],
    [
      'another one has that name further in',
      'if (flags[key]) { const equals = current(); return equals.isAdmin; } return false;',
    ],
    ['what it got is of no use', 'const seen = track(getStore()); return client.isEnabled(key);'],
  ])('stays where %s', async (_, body) => {
    const reader = `export const isFlagEnabled = (key, equals) => { ${body} };`;
    expect(await askedBy(reader, "isFlagEnabled('new-ui')")).not.toContain(NEW);
  });

  it.each([
    ['useFeatureFlag', true],
    ['flags/use-feature-flag/index', true],
    ['useAccount', false],
  ])('goes by the name of its file where it has none: %s', async (file, isGone) => {
    const after = await remove(`
    //- src/page.ts
    import useIt from './${file.replace('/index', '')}';
    export const usePage = () => (useIt('new-ui') ? 'new' : 'old');
    //- src/${file}.ts
    import { useFlag, useFlagsStatus } from '@unleash/proxy-client-react';
    export default (key) => { const { flagsReady } = useFlagsStatus(); const on = useFlag(key); return flagsReady ? on : false; };`);
    expect(after.includes("export const usePage = () => 'new';")).toBe(isGone);
  });

  it.each([
    ["import get from 'lodash/get';", 'get(DL.FEATURES, key)'],
    ["import { get } from 'lodash';", 'get(DL.FEATURES, key, false)'],
    ["import _ from 'lodash';", '_.get(DL.FEATURES, key)'],
    ["import * as lodash from 'lodash-es';", 'Boolean(lodash.get(DL.FEATURES, key))'],
    [
      "import get from 'lodash.get';",
      'const own = get(DL.DYNAMIC_FEATURES, key); const all = Boolean(get(DL.FEATURES, key)); return own ?? all;',
    ],
  ])('goes where lodash takes the flag out of a table: %s %s', async (imported, taken) => {
    const body = taken.startsWith('const') ? `{ ${taken} }` : taken;
    const after = await askedBy(
      `${imported}\n    import { DL } from './all';\n    export const isEnabledFeature = (key) => ${body};`,
      "isEnabledFeature('new-ui')",
    );
    expect(after).toContain(NEW);
  });

  it.each([
    ["import get from './get';", 'get(DL.FEATURES, key)'],
    ["import { get } from 'lodash';", 'get(DL.FEATURES, user, key)'],
    ["import { get } from 'lodash';", 'get(DL.users, key)'],
    ["import { get } from 'lodash';", 'get(DL.FEATURES, key, user.isAdmin) || user.isAdmin'],
  ])('stays where something else is taken: %s %s', async (imported, taken) => {
    const after = await askedBy(
      `${imported}\n    import { DL } from './all';\n    export const isEnabledFeature = (key, user) => ${taken};`,
      "isEnabledFeature('new-ui')",
    );
    expect(after).not.toContain(NEW);
  });

  it('goes where it is given an object', async () => {
    const reader =
      'export const useFeatureFlag = ({ flag, other }) => { const client = useUnleashClient(); return client.isEnabled(flag, other); };';
    const after = await askedBy(
      `import { useUnleashClient } from '@unleash/proxy-client-react';\n    ${reader}`,
      "useFeatureFlag({ flag: 'new-ui' })",
    );
    expect(after).toContain(NEW);
  });

  it('stays where its name may say the contrary', async () => {
    const reader = (name: string): string =>
      `export const ${name} = (key) => { const own = table[key]; if (own) return own; return client.isEnabled(key); };`;
    expect(await askedBy(reader('getFeatureFlag'))).toContain(NEW);
    expect(await askedBy(reader('isFlagOff'), "isFlagOff('new-ui')")).not.toContain(NEW);
  });
});

test('a function that only gave the answer goes where its own file alone asked for it', async () => {
  expect(
    await remove(`
    //- src/toggles.ts
    import { useUnleashClient } from '@unleash/proxy-client-react';
    const useIsOn = (key) => {
      const client = useUnleashClient();
      return client.isEnabled(key);
    };
    export const useNewUi = () => {
      return useIsOn('new-ui');
    };
    export const useAll = () => {
      const newUi = useNewUi();
      return { newUi, dark: useIsOn('dark') };
    };
    //- src/page.ts
    import { useAll } from './toggles';
    report(useAll());`),
  ).toBe(`//- src/toggles.ts
import { useUnleashClient } from '@unleash/proxy-client-react';
const useIsOn = (key) => {
  const client = useUnleashClient();
  return client.isEnabled(key);
};
export const useAll = () => {
  return { newUi: true, dark: useIsOn('dark') };
};`);
});

test('it stays where another file asks for it, and where nothing imports the file', async () => {
  const toggles = `
    //- src/toggles.ts
    export const isNewUi = () => client.isEnabled('new-ui') && client.isEnabled('dark');
    export const isBlue = () => client.isEnabled('new-ui');
    if (isBlue()) a();`;
  expect(await remove(toggles)).toContain('export const isBlue = () => true;');
});

test('a test of the reader itself asks it for any key, and stays', async () => {
  const own = `import { getFeatureFlag } from './reader';
it('is off where nobody answers', () => {
  expect(getFeatureFlag('new-ui')).toBe(false);
});`;
  const after = await remove(`
    //- src/page.ts
    import { getFeatureFlag } from './reader';
    if (getFeatureFlag('new-ui')) a();
    if (getFeatureFlag('dark')) b();
    //- src/reader.ts
    export const getFeatureFlag = (key) => client.isEnabled(key);
    //- src/reader.test.ts
    ${own.replaceAll('\n', '\n    ')}`);
  expect(after).toBe(
    "//- src/page.ts\nimport { getFeatureFlag } from './reader';\na();\nif (getFeatureFlag('dark')) b();",
  );
});

test('who it asks for is looked up where that is written: what has an effect stays', async () => {
  const page = (somebody: string): Promise<string> =>
    remove(`
    //- src/page.ts
    import { useFlag } from './reader';
    export const page = () => (useFlag('new-ui') ? 'new' : 'old');
    //- src/reader.ts
    import { client } from './client';
    import { currentUser } from './session';
    export function useFlag(key: string): boolean { return client.isEnabled(key, currentUser()); }
    //- src/session.ts
    let user: string | undefined;
    let asked = 0;
    export function signIn(name: string) { user = name; }
    export function currentUser() { ${somebody} }
    //- src/client.ts
    export const client = { isEnabled: (key: string, user?: string): boolean => key !== user };`);
  expect(await page('return user;')).toContain("page = () => 'new';");
  expect(await page('asked++; return user;')).not.toContain("page = () => 'new';");
});

test('a key that is negated keeps its read, and the flag', async () => {
  const source = `//- flags.yaml
flags:
  new_ui: { enabled: true }
//- src/app.ts
show(flags.isEnabled('new_ui'), flags.isEnabled('!new_ui'));`;
  expect(await removeWhole(source, { flag: 'new_ui', keep: true })).toBe(`//- src/app.ts
show(true, flags.isEnabled('!new_ui'));
src/app.ts! Its key is negated.`);
});

test.each(['show(featureFlags.new_ui ?? 10);', "show(featureFlags.new_ui ?? 'old');"])(
  'a read stays that has a text or a number where there is no answer, when on or off is kept: %s',
  async (code) => {
    const source = `//- flags.yaml
flags:
  new_ui: { enabled: true }
//- flagwright.config.json
{ "wrappers": [{ "bulk": "featureFlags" }] }
//- src/app.ts
${code}`;
    expect(await removeWhole(source, { flag: 'new_ui', keep: true })).toContain(
      'src/app.ts! The code takes a text or a number here where the flag has no value',
    );
    expect(await removeWhole(source.replace(/10|'old'/, 'false'), { flag: 'new_ui', keep: true })).toContain(
      'show(true);',
    );
  },
);

test.each([
  'if (featureFlags.new_ui !== undefined) save();',
  'const given = featureFlags?.new_ui;\nif (undefined === given) save();',
])('a read stays that asks whether a table has the flag at all: %s', async (code) => {
  const source = `//- flags.yaml
flags:
  new_ui: { enabled: true }
//- flagwright.config.json
{ "wrappers": [{ "bulk": "featureFlags" }, { "call": "ask" }] }
//- src/app.ts
${code}`;
  const asked = 'src/app.ts! It is asked here whether the table has the flag at all';
  expect(await removeWhole(source, { flag: 'new_ui', keep: true })).toContain(asked);
  // A function gives its answer.
  const called = source.replace(/featureFlags\??\.new_ui/, "ask('new_ui')");
  expect(await removeWhole(called, { flag: 'new_ui', keep: true })).not.toContain(asked);
});

describe('a function of the project’s own that asks by its name, of a flag that no flag file declares', () => {
  const told = (reader: string, asked = "isFeaturePreviewEnabled('newUi')"): Promise<string> =>
    removeWhole(
      `
    //- src/preview.ts
    ${reader}
    //- src/page.ts
    import { isFeaturePreviewEnabled } from './preview';
    export const page = (user, plan) => (${asked} ? fresh() : old());
    export const other = () => isFeaturePreviewEnabled('other');`,
      { flag: 'newUi' },
    );
  const LEFT = `//- src/page.ts
import { isFeaturePreviewEnabled } from './preview';
export const page = (user, plan) => fresh();
export const other = () => isFeaturePreviewEnabled('other');`;

  it.each([
    [
      'const nameOf = (id) => PREFIX + id;\n    export const isFeaturePreviewEnabled = (id) => !!stored(nameOf(id));',
    ],
    ['export const isFeaturePreviewEnabled = (id) => Boolean(stored(PREFIX + id));'],
    ["export function isFeaturePreviewEnabled(id) { return localStorage.getItem(id) === 'true'; }"],
    ['export const isFeaturePreviewEnabled = (id) => preferences.of(id) ?? false;'],
  ])('answers where it says what it is told by the key: %s', async (reader) => {
    expect(await told(reader)).toBe(LEFT);
  });

  it('answers for the one who asks as well', async () => {
    const reader = 'export const isFeaturePreviewEnabled = (user, id) => user.has(id);';
    expect(await told(reader, "isFeaturePreviewEnabled(user, 'newUi')")).toBe(LEFT);
  });

  it.each([
    ['export function isFeaturePreviewEnabled(id) { track(id); return !!stored(id); }'],
    ['export const isFeaturePreviewEnabled = (id, plan) => stored(id) && plan.isPaid;'],
    ['export const isFeaturePreviewEnabled = (id) => !!stored(id) || user.isAdmin;'],
    ['export const isFeaturePreviewEnabled = (id) => !stored(id);'],
    ["export const isFeaturePreviewEnabled = (id) => stored(id) !== 'true';"],
    ['export const isFeaturePreviewEnabled = async (id) => !!(await stored(id));'],
    ['export const isFeaturePreviewEnabled = async (id) => stored(id);'],
    ['export const isFeaturePreviewEnabled = (id) => !!stored(count++);'],
    ['export const isFeaturePreviewEnabled = (id) => !!stored(id, track());'],
    ['export const isFeaturePreviewEnabled = () => false;'],
    ['export let isFeaturePreviewEnabled = (id) => !!stored(id);\n    isFeaturePreviewEnabled = other;'],
    ['export { isFeaturePreviewEnabled } from "./client";'],
  ])('stays where its code does not show that: %s', async (reader) => {
    expect(await told(reader)).toBe(
      'src/page.ts! This is likely a read of the flag, but only its name says so.',
    );
  });

  it('stays where its name may say the contrary', async () => {
    const text = await removeWhole(
      `
    //- src/preview.ts
    export const isFeaturePreviewHidden = (id) => !!stored(id);
    //- src/page.ts
    import { isFeaturePreviewHidden } from './preview';
    export const page = () => (isFeaturePreviewHidden('newUi') ? old() : fresh());`,
      { flag: 'newUi' },
    );
    expect(text).toBe('src/page.ts! This is likely a read of the flag, but only its name says so.');
  });
});

describe('a function that does more than answer is called on, however its file gives it to others', () => {
  const page = (flags: string, asking: string): Promise<string> =>
    removeWhole(
      `//- flags.yaml
flags:
  new_ui: { enabled: true }
//- src/flags.js
${flags}
//- src/page.js
${asking}
exports.page = () => (isNew() ? fresh() : old());`,
      { flag: 'new_ui', hidden: ['src/flags.js'] },
    );

  it.each([
    ['export default function () {…}', "import isNew from './flags';"],
    ['export default () => {…};', "import isNew from './flags';"],
    ['export default function asks() {…}', "import isNew from './flags';"],
    ['export const isNew = memo(() => {…});', "import { isNew } from './flags';"],
    ['exports.isNew = () => {…};', "const { isNew } = require('./flags');"],
    ['module.exports = { isNew: () => {…} };', "const { isNew } = require('./flags');"],
    ['module.exports = function () {…};', "const isNew = require('./flags');"],
  ])('%s', async (shape, asking) => {
    const loud = shape.replace('{…}', "{ track(); return client.isEnabled('new_ui'); }");
    expect(await page(loud, asking)).not.toContain('fresh();');
    const silent = shape.replace('{…}', "{ return client.isEnabled('new_ui'); }");
    expect(await page(silent, asking)).toContain('exports.page = () => fresh();');
  });
});
