import { describe, expect, it, test } from 'vitest';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { applyEdits } from '../../server/src/text/edits';
import { openFixture } from '../support/workspace';

/** Removals on what the real scan of a workspace finds. */
async function remove(source: string, keep = true) {
  const flagFile = '//- config/flags.yaml\nflags:\n  dark_mode: { enabled: true }\n';
  const { fixture, workspace } = await openFixture(flagFile + source);
  const request = { flag: 'dark_mode', keep, scope: { kind: 'everywhere' } } as const;
  const plan = await planFromWorkspace(workspace, request);
  const after = Object.fromEntries(
    plan.files.map(({ file, edits }) => [file, applyEdits(fixture.files.get(file)!, edits)]),
  );
  return { after, reasons: plan.review.map(({ reason }) => reason) };
}

test('a flag taken out of its table by destructuring', async () => {
  const { after, reasons } = await remove(`//- src/a.tsx
import { useFlags } from 'launchdarkly-react-client-sdk';
export function A() {
  const { darkMode } = useFlags();
  return darkMode ? <X /> : <Y />;
}
`);
  expect(reasons).toEqual([]);
  expect(after['src/a.tsx']).toBe('export function A() {\n  return <X />;\n}\n');
});

test('a name that takes one of several flags out of their table stays', async () => {
  const { after, reasons } = await remove(`//- src/a.tsx
import { useFlags } from 'launchdarkly-react-client-sdk';
export function A({ late }) {
  const { [late ? 'darkMode' : 'lightMode']: on, other } = useFlags();
  return on ? <X other={other} /> : <Y />;
}
`);
  expect(after).toEqual({});
  expect(reasons).toEqual(['Its key is one of several.']);
});

test('a test that takes whichever flag a table names first is about none of them', async () => {
  const { after, reasons } = await remove(`//- src/defaults.ts
export const DEFAULTS = { dark_mode: false, light_mode: false };
export const KEYS = Object.keys(DEFAULTS);
//- src/resolve.test.ts
import { DEFAULTS, KEYS } from './defaults';
import { resolve } from './resolve';
const KEY = KEYS[0];
test('gives the defaults', async () => {
  const flags = await resolve();
  expect(flags[KEY]).toBe(DEFAULTS[KEY]);
});
//- src/page.ts
export const theme = flags.isEnabled('dark_mode') ? 'dark' : 'light';
`);
  expect(reasons).toEqual([]);
  expect(after['src/page.ts']).toBe("export const theme = 'dark';\n");
  expect(after['src/resolve.test.ts']).toBeUndefined();
});

test('of packages whose entries disagree, those are told that have said the other answer', async () => {
  const { workspace } = await openFixture(`//- apps/web/package.json
{ "name": "web" }
//- apps/web/flags.yaml
flags:
  dark_mode: { enabled: true }
//- apps/admin/package.json
{ "name": "admin" }
//- apps/admin/flags.yaml
flags:
  dark_mode: { enabled: false }
//- apps/admin/app.ts
export const theme = flags.isEnabled('dark_mode') ? 'dark' : 'light';
`);
  const said = async (keep: boolean) => {
    const scope = { kind: 'everywhere' } as const;
    const { notes } = await planFromWorkspace(workspace, { flag: 'dark_mode', keep, scope });
    return notes.map(({ file, message }) => `${file}: ${message}`);
  };
  const of = (file: string, was: string, is: string) =>
    `${file}: The flag is ${was} here, and the code that belongs to this file keeps it ${is} as well from now on.`;
  expect(await said(true)).toEqual([of('apps/admin/flags.yaml', 'off', 'on')]);
  expect(await said(false)).toEqual([of('apps/web/flags.yaml', 'on', 'off')]);
});

describe('a flag taken out of a pattern in a pattern', () => {
  const taken = async (pattern: string) => {
    const use = 'export const A = () => (on ? a() : b());';
    const { after, reasons } = await remove(
      `//- flagwright.config.json\n{ "wrappers": [{ "bulk": "useAll().flags" }] }\n//- src/a.ts\nconst ${pattern} = useAll();\n${use}\n`,
    );
    return reasons.length > 0 ? reasons : after['src/a.ts'];
  };
  const FOLDED = 'export const A = () => a();\n';

  it.each([
    ['{ flags: { dark_mode: on, other } }', 'const { flags: { other } } = useAll();\n'],
    ['{ flags: { other, dark_mode: on }, reset }', 'const { flags: { other }, reset } = useAll();\n'],
    ['{ flags: { dark_mode: on }, reset }', 'const { reset } = useAll();\n'],
    ['{ reset, flags: { dark_mode: on } = {} }', 'const { reset } = useAll();\n'],
    ['{ flags: { dark_mode: on } }', ''],
  ])('%s', async (pattern, left) => {
    expect(await taken(pattern)).toBe(left + FOLDED);
  });

  it.each([
    '{ flags: { dark_mode: on, ...others } }',
    '{ flags: { dark_mode: on }, ...others }',
    '{ flags: { dark_mode: on } = load(), reset, ...others }',
  ])('stays where the rest would have it: %s', async (pattern) => {
    expect(await taken(pattern)).toEqual(['The flag is taken out of a larger pattern.']);
  });
});

test('a reader that the configuration names is one whatever else it does', async () => {
  const files = (config: string) => `${config}//- src/a.tsx
import { useFeature } from './hooks';
export const A = () => (useFeature('dark_mode') ? <X /> : <Y />);
//- src/hooks.ts
import { store } from './store';
export const useFeature = (name) => {
  const [on, setOn] = useState(store.isEnabled(name));
  useEffect(() => store.watch(name, () => setOn(store.isEnabled(name))), [name]);
  return on;
};
`;
  const config = '//- flagwright.config.json\n{ "wrappers": [{ "call": "useFeature" }] }\n';
  const { after, reasons } = await remove(files(config));
  expect(reasons).toEqual([]);
  expect(after['src/a.tsx']).toBe('export const A = () => <X />;');
  expect((await remove(files(''))).after['src/a.tsx']).toBeUndefined();
});

test('wrappers of another file: by name, by namespace, with effects', async () => {
  const { after, reasons } = await remove(`//- src/a.ts
import { isDark, isDarkLoud, flag } from './w';
import * as w from './w';
if (isDark()) a();
if (isDarkLoud()) b();
if (flag('dark_mode')) c();
if (w.isDark()) d();
//- src/w.ts
import { client } from './client';
export const isDark = () => client.isEnabled('dark_mode');
export function isDarkLoud() { track(); return client.isEnabled('dark_mode'); }
export function flag(key: string) { track(key); return client.isEnabled(key); }
`);
  expect(reasons).toEqual(['The function called here does more than read the flag.']);
  expect(after).toEqual({
    'src/a.ts': `import { isDarkLoud, flag } from './w';
a();
if (isDarkLoud()) b();
if (flag('dark_mode')) c();
d();`,
    'src/w.ts': `import { client } from './client';
export function isDarkLoud() { track(); return true; }
export function flag(key: string) { track(key); return client.isEnabled(key); }
`,
  });
});

describe('a method that has several answers', () => {
  /** What a removal makes of a page that asks the method, and why it leaves it. */
  const askedOf = async (body: string, head = 'isEnabled(key: string)') => {
    const { after, reasons } = await remove(`//- src/a.ts
import type { Flags } from './flags';
export class Page {
  constructor(private flags: Flags) {}
  path() {
    return this.flags.isEnabled('dark_mode') ? '/dark' : '/';
  }
}
//- src/flags.ts
import { client } from './client';
export class Flags {
  ${head} {
    ${body}
  }
}
`);
    return after['src/a.ts']?.includes("return '/dark';") ? 'answers' : reasons.join();
  };
  const DOES_MORE = 'The function around it does more than return the flag.';

  test.each([
    ['const own = this.own[key]; if (own) return own; return client.isEnabled(key);'],
    [
      "const own = this.own[key]; if (own) { if (typeof own === 'boolean') return own; else return own.enabled; } return client.isEnabled(key, this.context);",
    ],
    ['if (key in this.own) return this.own[key]; return client.isEnabled(key);'],
    ['if (this.own.has(key)) return this.own.get(key) === true; return Boolean(client.isEnabled(key));'],
  ])('%s', async (body) => {
    expect(await askedOf(body)).toBe('answers');
  });

  test.each([
    // Who asks decides, not the key alone.
    ['if (this.isAdmin) return true; return client.isEnabled(key);'],
    ["if (key === 'old') return true; return client.isEnabled(key);"],
    // It has an effect.
    ['track(key); if (this.own[key]) return true; return client.isEnabled(key);'],
    ['if (this.seen.add(key)) return true; return client.isEnabled(key);'],
    ['if (track(this.own[key])) return true; return client.isEnabled(key);'],
    ['if (this.own[key]) return true; if (client.isEnabled(key)) return this.value = true; return false;'],
    // It may answer nothing, or throw.
    ['if (this.own[key]) return true; if (client.isEnabled(key)) return true;'],
    ["if (this.own[key]) return true; if (client.isEnabled(key)) return true; throw new Error('none');"],
    ['for (const own of this.own) if (own[key]) return true; return client.isEnabled(key);'],
    ['let own = this.own[key]; own = false; if (own) return true; return client.isEnabled(key);'],
  ])('%s: stays', async (body) => {
    expect(await askedOf(body)).toBe(DOES_MORE);
  });

  test('what it makes of nothing may have effects', async () => {
    const body = 'if (this.own[key]) return true; return client.isEnabled(key, user);';
    expect(await askedOf(body, 'isEnabled(key: string, user = visit())')).toBe(DOES_MORE);
  });

  test('one that another class answers otherwise stays', async () => {
    const body =
      'if (this.own[key]) return true; return client.isEnabled(key); } } export class Off extends Flags { isEnabled() { return false;';
    expect(await askedOf(body)).toBe('A class that extends the one it belongs to answers otherwise.');
  });
});

describe('a component of the project’s own', () => {
  /** What takes the place of one in a page, for on and for off. */
  async function settle(component: string) {
    const source = `//- src/a.tsx
import { Gate } from './gate';
export const A = () => <main><Gate name="dark_mode" off={<Old />}><New /></Gate></main>;
//- src/gate.tsx
import { useFlag } from '@unleash/proxy-client-react';
${component}
`;
    const [on, off] = await Promise.all([remove(source, true), remove(source, false)]);
    return [on, off].map(
      ({ after, reasons }) => /<main>(.*)<\/main>/.exec(after['src/a.tsx'] ?? '')?.[1] ?? reasons,
    );
  }

  it.each([
    ['({ name, children }) => (useFlag(name) ? children : null)', '<New />', ''],
    ['({ name, children, off }) => (useFlag(name) ? <>{children}</> : off)', '<New />', '<Old />'],
    [
      '({ name, children, off: old = null }) => useFlag(name) ? <>{children}</> : <>{old}</>',
      '<New />',
      '<Old />',
    ],
    ['(props) => useFlag(props.name) && props.children', '<New />', ''],
    ['({ name, off, children }) => (useFlag(name) ? off : children)', '<Old />', '<New />'],
    ['({ name, children }) => { if (!useFlag(name)) return null; return <>{children}</>; }', '<New />', ''],
    [
      '({ name, off, children }) => { const on = useFlag(name); const shown = on === true ? children : off; return shown; }',
      '<New />',
      '<Old />',
    ],
    [
      "({ name, off, children }) => { const on = useFlag(name); if (typeof on === 'boolean') return on ? <>{children}</> : <>{off}</>; return null; }",
      '<New />',
      '<Old />',
    ],
  ])('gives way to what it shows: %s', async (component, on, off) => {
    expect(await settle(`export const Gate = ${component};`)).toEqual([on, off]);
  });

  it('gives way where it looks its key up in all flags that a hook of the project gives', async () => {
    const { after } = await remove(`//- src/a.tsx
import { Gate } from './gate';
export const A = () => <main><Gate name="dark_mode"><New /></Gate></main>;
//- src/gate.tsx
import { useAllFlags } from './flags';
export function Gate({ name, children }) {
  const flags = useAllFlags();
  if (flags[name]) return <>{children}</>;
  return null;
}
//- src/flags.ts
import { useFlags } from 'launchdarkly-react-client-sdk';
export const useAllFlags = () => useFlags();
`);
    expect(after['src/a.tsx']).toContain('<main><New /></main>');
  });

  it.each([
    ['all && all[name]', '<New />'],
    ['all !== undefined && all[name]', '<New />'],
    ['!all || !all[name]', ''],
    ['more && all[name]', '<Gate name="dark_mode" all={flags}><New /></Gate>'],
    ['all.own && all[name]', '<Gate name="dark_mode" all={flags}><New /></Gate>'],
  ])(
    'that is given the table of flags shows what the flag says where there is one: %s',
    async (test, left) => {
      const { after } = await remove(`//- src/a.tsx
import { useFlags } from 'launchdarkly-react-client-sdk';
import { Gate } from './gate';
export const A = () => { const flags = useFlags(); return <main><Gate name="dark_mode" all={flags}><New /></Gate></main>; };
export const B = () => (useFlags().dark_mode ? <New /> : null);
//- src/gate.tsx
export function Gate({ name, all: featureFlags, children, more }) {
  if (${test.replaceAll('all', 'featureFlags')}) return children;
  return null;
}
`);
      expect(after['src/a.tsx']).toContain(`<main>${left}</main>`);
    },
  );

  it.each([
    '({ name, children }) => (useFlag(name) ? <div className="beta">{children}</div> : null)',
    '({ name, children }) => { const on = useFlag(name); track(name); return on ? children : null; }',
    '({ name, children }) => { const on = useFlag(name); const user = useUser(); return on ? children : null; }',
    '({ name, off, children }) => { const on = useFlag(name); return on && ready ? children : off; }',
    '({ name, off = <b />, children }) => (useFlag(name) ? children : off)',
    '({ name, children }) => children(useFlag(name))',
    '({ name, off, children }) => { let on = useFlag(name); on = !on; return on ? children : off; }',
  ])('is left where it does more, or something else decides as well: %s', async (component) => {
    const [on, off] = await settle(`export const Gate = ${component};`);
    const reason = 'What this component shows for which answer cannot be told, or it does more than show it.';
    expect([on, off]).toEqual([[reason], [reason]]);
  });

  it('that the configuration names shows its children; what else it shows is not known', async () => {
    const config = `//- flagwright.config.json
{ "wrappers": [{ "component": "Feature" }] }
//- src/a.tsx
import { Feature } from 'ours';
`;
    const of = async (markup: string, keep = true) => {
      const { after, reasons } = await remove(`${config}export const a = ${markup};\n`, keep);
      return after['src/a.tsx']?.trim() ?? reasons;
    };
    expect(await of('<Feature name="dark_mode" user={user}><New /></Feature>')).toBe(
      'export const a = <New />;',
    );
    expect(await of('<Feature name="dark_mode" fallback={<Old />}><New /></Feature>', false)).toBe(
      'export const a = <Old />;',
    );
    const refusal = (name: string) => [
      `The configuration does not say whether the component shows its '${name}'.`,
    ];
    expect(await of('<Feature name="dark_mode" on={<New />}><Old /></Feature>')).toEqual(refusal('on'));
    expect(await of('<Feature name="dark_mode" off={old}><New /></Feature>', false)).toEqual(refusal('off'));
    expect(await of('<Feature key="a" name="dark_mode"><New /></Feature>')).toEqual([
      'The component has a key, by which a list tells it from others.',
    ]);
  });
});

describe('a function that has a reader’s name, or reads for its callers', () => {
  /** What becomes of `if (isOn('dark_mode')) a(); else b();`. */
  async function asked(
    code: string,
    use = "import { isOn } from './w';\nif (isOn('dark_mode')) a(); else b();\n",
  ) {
    const { after, reasons } = await remove(`//- src/w.ts
import { client } from './client';
${code}
//- src/a.ts
${use}`);
    return after['src/a.ts'] ?? reasons;
  }
  const LIKELY = ['This is likely a read of the flag, but only its name says so.'];
  const MORE = ['The function around it does more than return the flag.'];

  it.each([
    ['export const isOn = (key) => client.isEnabled(key);', 'a();\n'],
    ['export const isOn = (key) => !client.isEnabled(key);', 'b();\n'],
    ['export const isOn = (key) => client.isEnabled(key) && user.isAdmin;', MORE],
    ['export function isOn(key) { if (offline) return false; return client.isEnabled(key); }', MORE],
    // While the flag has a value, nothing is caught.
    ['export function isOn(key) { try { return client.isEnabled(key); } catch { return false; } }', 'a();\n'],
    ['export function isOn(key) { try { return client.isEnabled(key); } finally { log(); } }', MORE],
    ['export function isOn(key) { if (a) return b; try { return client.isEnabled(key); } catch {} }', MORE],
    [
      'export const isOn = (key, not = false) => (not ? !client.isEnabled(key) : client.isEnabled(key));',
      MORE,
    ],
    ['export let isOn = (key) => client.isEnabled(key);\nif (offline) isOn = () => false;', MORE],
    [
      'const real = (key) => client.isEnabled(key);\nexport const isOn = offline ? () => false : real;',
      LIKELY,
    ],
    ['export const isOn = (key) => false;', LIKELY],
    ['export const isOn = () => offline;', LIKELY],
    ['export const isOn = (...all) => client.isEnabled(...all);', 'a();\n'],
  ])('%s', async (code, expected) => {
    expect(await asked(code)).toEqual(expected);
  });

  it('may be a method that another class replaces', async () => {
    const base = 'export class Flags { ask(key) { return client.isEnabled(key); } }\n';
    const use =
      "import { Flags } from './w';\nexport const f = (flags: Flags) => (flags.ask('dark_mode') ? a() : b());\n";
    const folded = "import { Flags } from './w';\nexport const f = (flags: Flags) => a();\n";
    expect(await asked(base, use)).toBe(folded);
    expect(await asked(`${base}class Same extends Flags { ask(key) { return super.ask(key); } }`, use)).toBe(
      folded,
    );
    expect(await asked(`${base}class Offline extends Flags { ask(key) { return false; } }`, use)).toEqual([
      'A class that extends the one it belongs to answers otherwise.',
    ]);
  });

  it('may look its key up: of a table with one member, too, it is not known that it is asked for', async () => {
    const code =
      "const KEYS = { night: 'dark_mode' };\nexport const ask = (name) => client.isEnabled(KEYS[name]);";
    const use = "import { ask } from './w';\nif (ask('night')) a(); else b();\nif (ask('day')) c();\n";
    expect(await asked(code, use)).toBe("import { ask } from './w';\na();\nif (ask('day')) c();\n");
  });
});

test('a key that code says where nobody can see who asks for it keeps the entry', async () => {
  const { after, reasons } = await remove(`//- src/a.ts
import { client } from './client';
export const look = client.isEnabled('dark_mode') ? track('dark_mode') : 2;
//- src/routes.ts
export const routes = [{ path: '/', flag: 'dark_mode' }];
//- src/routes.test.ts
expect(shown).toEqual([{ flag: 'dark_mode' }]);
`);
  const reason = "The flag's key stands here, and a read that computes its key may ask for it.";
  expect(reasons).toEqual([reason, reason]);
  expect(Object.keys(after)).toEqual(['src/a.ts']);
});

test('a name for the key is no place that hands it on', async () => {
  const { after, reasons } = await remove(`//- src/keys.ts
export const DARK = 'dark_mode' as const;
//- src/a.ts
import { client } from './client';
import { DARK } from './keys';
export const look = client.isEnabled(DARK) ? 1 : 2;
//- src/a.test.ts
import { DARK } from './keys';
set({ [DARK]: true });
`);
  expect(reasons).toEqual([]);
  expect(Object.keys(after)).toContain('config/flags.yaml');
});

test('a key that only the dead branch says keeps nothing', async () => {
  const { after, reasons } = await remove(`//- src/a.ts
import { client } from './client';
export const look = client.isEnabled('dark_mode') ? 1 : track('dark_mode');
`);
  expect(reasons).toEqual([]);
  expect(Object.keys(after)).toEqual(['src/a.ts', 'config/flags.yaml']);
});

test('what a wrapper does besides is not lost with its calls: in its arguments, as a method, behind another wrapper', async () => {
  const { after, reasons } = await remove(`//- src/w.ts
import { client, log } from './client';
export const isLoud = () => client.isEnabled('dark_mode', log());
export const isCalm = (user) => client.isEnabled('dark_mode', user.id);
export const isNotLoud = () => !isLoud();
export const ask = (key) => client.isEnabled(key, log());
//- src/a.ts
import { client, log } from './client';
import { ask, isCalm, isLoud, isNotLoud } from './w';
export class Page {
  private get isSeen() { log(); return client.isEnabled('dark_mode'); }
  private isAsked() { log(); return client.isEnabled('dark_mode'); }
  show() {
    return [isLoud(), isCalm(this), isNotLoud(), ask('dark_mode'), this.isSeen, this.isAsked()];
  }
}
`);
  expect(reasons).toEqual(['The function called here does more than read the flag.']);
  expect(after).toEqual({
    'src/a.ts': `import { log } from './client';
import { ask, isLoud, isNotLoud } from './w';
export class Page {
  private get isSeen() { log(); return true; }
  private isAsked() { log(); return true; }
  show() {
    return [isLoud(), true, isNotLoud(), ask('dark_mode'), this.isSeen, this.isAsked()];
  }
}
`,
    'src/w.ts': `import { client, log } from './client';
export const isLoud = () => (log(), true);
export const isNotLoud = () => !isLoud();
export const ask = (key) => client.isEnabled(key, log());`,
  });
});

test('a function of the same name in another block is another function', async () => {
  const { after, reasons } = await remove(`//- src/a.ts
import { client } from './client';
export function show(a, b) {
  if (a) {
    const isOn = () => !b;
    if (isOn()) one();
  } else {
    const isOn = () => client.isEnabled('dark_mode');
    if (isOn()) two();
  }
}
`);
  expect(reasons).toEqual([]);
  expect(after['src/a.ts']).toBe(`export function show(a, b) {
  if (a) {
    const isOn = () => !b;
    if (isOn()) one();
  } else {
    two();
  }
}
`);
});

describe('a hook that gives the answer among other things', () => {
  const reader = `//- src/hooks.ts
import { useDispatch, useSelector } from 'react-redux';
import { toggle, selectIsOn } from './slice';
`;
  const slice = `//- src/slice.ts
export const toggle = (key) => ({ type: 'toggle', key });
export const selectIsOn = (state, key: string) => state.featureFlags[key];
`;

  it('in a list', async () => {
    const { after, reasons } = await remove(`//- src/a.tsx
import { useFeature } from './hooks';
export function A() {
  const [isDark] = useFeature('dark_mode');
  return isDark ? <X /> : <Y />;
}
${reader}export function useFeature(key: string) {
  const dispatch = useDispatch();
  const isOn = useSelector((state) => selectIsOn(state, key));
  const change = () => dispatch(toggle(key));
  return [isOn, change] as const;
}
${slice}`);
    expect(reasons).toEqual([]);
    expect(after['src/a.tsx']).toBe('export function A() {\n  return <X />;\n}');
  });

  it.each([
    'return { isOn, change };',
    'return { isOn: isOn, change };',
    'return { change, ...rest, isOn };',
  ])('in an object: %s', async (last) => {
    const { after, reasons } = await remove(`//- src/a.tsx
import { useFeature } from './hooks';
export function A() {
  const { isOn: isDark } = useFeature('dark_mode');
  return isDark ? <X /> : <Y />;
}
${reader}export function useFeature(key: string) {
  const isOn = useSelector((state) => selectIsOn(state, key));
  ${last}
}
${slice}`);
    expect(reasons).toEqual([]);
    expect(after['src/a.tsx']).toBe('export function A() {\n  return <X />;\n}');
  });

  it.each([
    ['const [isDark, change] = useFeature("dark_mode"); return isDark ? <X on={change} /> : <Y />;'],
    ['const all = useFeature("dark_mode"); return all[0] ? <X on={all[1]} /> : <Y />;'],
    ['return useFeature("dark_mode") ? <X /> : <Y />;'],
  ])('stays where more is taken than the answer: %s', async (body) => {
    const { after } = await remove(`//- src/a.tsx
import { useFeature } from './hooks';
export function A() { ${body} }
${reader}export function useFeature(key: string) {
  const isOn = useSelector((state) => selectIsOn(state, key));
  return [isOn, change];
}
${slice}`);
    expect(after['src/a.tsx'] ?? 'useFeature').toContain('useFeature');
  });

  it.each([
    'return [other(), ...more, isOn];',
    'return { isOn, ...more };',
    'return { isOn: [isOn, 1] };',
    'return wrap([isOn]);',
  ])('stays where it cannot be told which it is: %s', async (last) => {
    const { after } = await remove(`//- src/a.tsx
import { useFeature } from './hooks';
export function A() {
  const { isOn } = useFeature('dark_mode');
  return isOn ? <X /> : <Y />;
}
${reader}export function useFeature(key: string) {
  const isOn = useSelector((state) => selectIsOn(state, key));
  ${last}
}
${slice}`);
    expect(after['src/a.tsx']).toBeUndefined();
  });

  it('of one flag alone: whoever calls it may want the other things', async () => {
    const { after, reasons } = await remove(`//- src/a.tsx
import { useLooks } from './hooks';
export function A() {
  const { size } = useLooks();
  return size;
}
//- src/hooks.ts
import { client } from './client';
export function useLooks() {
  const isDark = client.isEnabled('dark_mode');
  return { isDark, size: 1 };
}
`);
    expect(reasons).toEqual([]);
    expect(after['src/a.tsx']).toBeUndefined();
    expect(after['src/hooks.ts']).toBe('export function useLooks() {\n  return { size: 1 };\n}\n');
  });

  it('with a default that a table has', async () => {
    const { after, reasons } = await remove(`//- src/a.tsx
import { useFeature } from './hooks';
export const A = () => (useFeature('dark_mode') ? <X /> : <Y />);
//- src/hooks.ts
import { useFlags } from 'launchdarkly-react-client-sdk';
import { defaults } from './defaults';
export function useFeature(key: string) {
  const own = defaults[key] ?? {};
  const flags = useFlags() ?? {};
  return flags[key] ?? own.value;
}
`);
    expect(reasons).toEqual([]);
    expect(after['src/a.tsx']).toBe('export const A = () => <X />;');
  });
});

describe('a function that gives a function which answers', () => {
  const select = `//- src/select.ts
export const selectFlag = (key: string) => (state) => state.featureFlags[key];
`;

  it.each([
    'useSelector(selectFlag("dark_mode"))',
    'useAppSelector(selectFlag("dark_mode"))',
    'selectFlag("dark_mode")(state)',
  ])('is read through where that is asked at once: %s', async (read) => {
    const { after, reasons } = await remove(`//- src/a.tsx
import { selectFlag } from './select';
export function A({ state }) {
  const isDark = ${read};
  return isDark ? <X /> : <Y />;
}
${select}`);
    expect(reasons).toEqual([]);
    expect(after['src/a.tsx']).toContain('return <X />;');
    expect(after['src/a.tsx']).not.toContain('selectFlag');
  });

  it.each([
    'route("/dark", selectFlag("dark_mode"));',
    'const isDark = selectFlag("dark_mode");',
    'useMaker(selectFlag("dark_mode"));',
  ])('stays where it is handed on: %s', async (code) => {
    const { after, reasons } = await remove(`//- src/a.tsx
import { selectFlag } from './select';
${code}
${select}`);
    expect(after).toEqual({});
    expect(reasons).toEqual(['What it gives is a function that asks for the flag.']);
  });

  it('stays where it does more before', async () => {
    const { after } = await remove(`//- src/a.tsx
import { guard } from './select';
export const A = () => (useSelector(guard("dark_mode")) ? <X /> : <Y />);
//- src/select.ts
export function guard(key: string) {
  track(key);
  return (state) => state.featureFlags[key];
}
`);
    expect(after['src/a.tsx']).toBeUndefined();
  });
});

test('what gave a list of flags goes where nothing else was asked of it', async () => {
  const { after, reasons } = await remove(`//- src/page.ts
export async function page(user) {
  const enabledFlags = await getEnabledFlags({ email: user.email });
  const asked = await getEnabledFlags(next());
  const others = await getEnabledFlags(user);
  const isDark = enabledFlags.includes('dark_mode') && asked.includes('dark_mode');
  return [isDark, others.includes('dark_mode'), others.length];
}
`);
  expect(reasons).toEqual([]);
  expect(after['src/page.ts']).toBe(`export async function page(user) {
  await getEnabledFlags(next());
  const others = await getEnabledFlags(user);
  return [true, true, others.length];
}
`);
});

test.each([
  ['class A extends Base {', ''],
  ['class A {', ' constructor() { this.on = other; }'],
  ['class A { all = this.list();', ' list() { return [this.on]; }'],
])(
  'a field that may be read before it has its value, or gets another, is itself alone: %s',
  async (head, more) => {
    const source = (on: string) => `import { isEnabled } from './flags';
${head}
  readonly on = ${on};${more}
  show() { return this.on ? 1 : 2; }
}
`;
    const { after } = await remove(
      `//- src/flags.ts
export const isEnabled = (key: string) => read(key);
//- src/a.ts
${source("isEnabled('dark_mode')")}`,
    );
    expect(after['src/a.ts'] ?? '').toContain('return this.on ? 1 : 2;');
  },
);

describe('a call that gives what flags are a part of', () => {
  const REFUSED = 'What is called or given here may have effects, and they cannot be kept.';
  const app = `//- src/app.ts
export const signIn = async (user) => load(user);
export const startApp = () => make();
export const getSession = async () => load();
`;

  it.each([
    ['const { dark_mode } = (await signIn(user)).flags;\nif (dark_mode) a();'],
    ['const { flags: { dark_mode } } = await signIn(user);\nif (dark_mode) a();'],
    ['if (startApp().flags.dark_mode) a();'],
    ["if ((await signIn(user)).flags['dark_mode']) a();"],
  ])('stays with what asks it, where its name is that of a deed: %s', async (code) => {
    const { after, reasons } = await remove(
      `${app}//- src/a.ts\nimport { signIn, startApp } from './app';\n${code}\n`,
    );
    expect(after['src/a.ts']).toBeUndefined();
    expect(reasons).toEqual([REFUSED]);
  });

  it.each([
    ['const { dark_mode } = (await getSession()).flags;\nif (dark_mode) a();', 'a();\n'],
    ['if (store.getState().flags.dark_mode) a();', 'a();\n'],
    ['if (settings().flags.dark_mode) a();', 'a();\n'],
    ['const { flags } = await signIn(user);\nif (flags.dark_mode) a();', 'await signIn(user);\na();\n'],
  ])('goes, or stays by itself, where that is a question, or can be done: %s', async (code, left) => {
    const { after, reasons } = await remove(
      `${app}//- src/a.ts\nimport { getSession, signIn } from './app';\n${code}\n`,
    );
    expect(reasons).toEqual([]);
    expect(after['src/a.ts']?.replace(/^import.*\n/, '')).toBe(left);
  });
});
