import { describe, it } from 'vitest';
import { check, reads } from '../support/check';

/** What the configuration must be able to say of a project's own readers, each as real projects write it. */
const project = (...wrappers: string[]) => `
//- flagwright.config.json
{ "wrappers": [${wrappers.join(', ')}] }
//- flags.yaml
flags:
  dark-mode: true
  r4c-background-preload: true
  r4c-new: true
  off-line: false
`;

describe('a configured call', () => {
  it('takes the key and the default where it says', () =>
    reads(`${project('{ "call": "getLaunchDarklyFlag", "module": "**/launchDarkly", "key": 1, "default": 2, "async": true }')}
//- src/app.ts
import { getLaunchDarklyFlag } from '../lib/launchDarkly';
if (await getLaunchDarklyFlag(req, 'dark-mode', false)) start();
//                                  ^^^^^^^^^ dark-mode certain configured promise default=false
`));

  it('takes a member of what it is given, whether the caller takes it or hands over the whole', () =>
    reads(`${project('{ "call": "variation", "key": "0.flag", "default": 1 }')}
//- src/flags.ts
export const featureFlags = {
  dark: { flag: 'dark-mode', owner: 'web' },
  fresh: { flag: 'r4c-new', owner: 'web' },
};
//- src/app.ts
import { featureFlags } from './flags';
const own = { old: { flag: 'off-line' } };
variation(featureFlags.dark.flag, true);
//                          ^^^^ dark-mode certain configured default=true
variation(featureFlags.fresh, false);
//                     ^^^^^ r4c-new certain configured default=false
variation(own.old);
//            ^^^ off-line certain configured
variation({ flag: 'dark-mode' });
//                 ^^^^^^^^^ dark-mode certain configured
`));

  it('takes the key of an object', () =>
    reads(`${project('{ "call": "isFeatureEnabled", "key": "0.nested" }')}
//- src/app.ts
isFeatureEnabled({ nested: 'dark-mode' });
//                          ^^^^^^^^^ dark-mode certain configured
`));

  it('takes each key of a list', () =>
    reads(`${project('{ "call": "allOf", "key": "0.[*]" }')}
//- src/app.ts
allOf(['dark-mode', 'r4c-new']);
//      ^^^^^^^^^ dark-mode certain configured
//                   ^^^^^^^ r4c-new certain configured
`));

  it('takes names that a table in code maps to keys', () =>
    reads(`${project('{ "call": "isEnabled", "keys": { "table": "src/flags.ts#FLAGS" } }')}
//- src/flags.ts
export const FLAGS = { backgroundPreload: 'r4c-background-preload', dark: 'dark-mode' } as const;
//- src/names.ts
export const NAMES = { dark: 'dark' } as const;
//- src/app.ts
import { NAMES } from './names';
isEnabled('backgroundPreload');
//         ^^^^^^^^^^^^^^^^^ r4c-background-preload certain configured
isEnabled(NAMES.dark);
//              ^^^^ dark-mode certain configured
isEnabled(night ? 'dark' : 'backgroundPreload');
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dark-mode certain configured
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ r4c-background-preload certain configured
`));

  it('takes keys in another form, or without what they begin with', () =>
    reads(`${project('{ "call": "ask", "keys": "camelCase" }', '{ "call": "beta", "keys": { "prefix": "r4c-" } }', '{ "call": "kebab", "keys": "kebabCase" }')}
//- src/names.ts
export const DARK = 'darkMode';
export const NEW = 'new';
//- src/app.ts
import { DARK, NEW } from './names';
ask('darkMode');
//   ^^^^^^^^ dark-mode certain configured
ask(DARK);
//  ^^^^ dark-mode certain configured
beta('new');
//    ^^^ r4c-new certain configured
beta(NEW);
//   ^^^ r4c-new certain configured
beta(name);
//   ^^^^ dynamic r4c-
kebab('off-line');
//     ^^^^^^^^ off-line certain configured
`));

  it('hands its names on through a function around it', () =>
    reads(`${project('{ "call": "ask", "keys": "camelCase" }', '{ "call": "gate", "keys": { "table": "src/flags.ts#FLAGS" } }')}
//- src/flags.ts
export const FLAGS = { fresh: 'r4c-new' };
//- src/app.ts
const asks = (name: string) => ask(name);
const gates = (name: string) => gate(name);
asks('darkMode');
//    ^^^^^^^^ dark-mode certain
gates('fresh');
//     ^^^^^ r4c-new certain
`));

  it('has its value where the result says, or negated', () =>
    reads(`${project('{ "call": "useDecision", "result": "[0].enabled" }', '{ "call": "flagResolver.isOff", "negated": true }')}
//- src/app.ts
useDecision('dark-mode');
//           ^^^^^^^^^ dark-mode certain configured .0.enabled
this.flagResolver.isOff('dark-mode');
//                       ^^^^^^^^^ dark-mode certain configured negated
`));

  it('finds unknown flags by their keys, not by the names in code', () =>
    check(`${project('{ "call": "beta", "keys": { "prefix": "r4c-" } }', '{ "call": "ask", "keys": { "table": "src/flags.ts#FLAGS" } }')}
//- src/flags.ts
export const FLAGS = { dark: 'dark-mode', off: 'off-line', preload: 'r4c-background-preload' };
//- src/app.ts
beta('new');
beta('nwe');
//    ^^^ unknown-flag: No flag file declares 'r4c-nwe'. Did you mean 'r4c-new'?
ask('dark'), ask('off'), ask('preload');
`));
});

describe('a configured component', () => {
  it('takes names as a call does', () =>
    reads(`${project('{ "component": "Feature", "key": "flag", "keys": { "prefix": "r4c-" } }', '{ "component": "Without", "negated": true, "keys": { "table": "src/flags.ts#FLAGS" } }', '{ "component": "On", "keys": "camelCase" }')}
//- src/flags.ts
export const FLAGS = { dark: 'dark-mode' };
//- src/app.tsx
export const a = <Feature flag="new"><b /></Feature>;
//                              ^^^ r4c-new certain configured
export const b = <Without name="dark"><b /></Without>;
//                              ^^^^ dark-mode certain configured negated
export const c = <On name={'darkMode'} />;
//                          ^^^^^^^^ dark-mode certain configured
`));
});

describe('a configured table', () => {
  it("is a project's own hook, or what an object holds", () =>
    reads(`${project('{ "bulk": "useFeatureFlags()", "keys": "camelCase" }', '{ "bulk": "uiConfig.flags" }')}
//- src/hooks.ts
import { useFlags } from 'launchdarkly-react-client-sdk';
export const useFeatureFlags = () => useFlags();
//- src/app.ts
import { useFeatureFlags } from './hooks';
const { darkMode } = useFeatureFlags();
//      ^^^^^^^^ dark-mode certain configured
uiConfig.flags['dark-mode'];
//              ^^^^^^^^^ dark-mode certain configured
`));

  it('holds entries whose value lies under a member', () =>
    reads(`${project('{ "bulk": "useToggles()", "result": "enabled" }')}
//- src/app.ts
useToggles()['dark-mode'].enabled;
//            ^^^^^^^^^ dark-mode certain configured .enabled
`));

  it('takes names that are constants of other files, and those asked for with `in`', () =>
    reads(`${project('{ "bulk": "toggles", "keys": { "prefix": "r4c-" } }')}
//- src/names.ts
export const NEW = 'new';
//- src/app.ts
import { NEW } from './names';
toggles[NEW];
//      ^^^ r4c-new certain configured
if ('new' in toggles) start();
//   ^^^ r4c-new likely
`));
});

describe('a module', () => {
  it('tells tables and components from others of their names', () =>
    reads(`${project('{ "bulk": "settings.flags", "module": "**/settings" }', '{ "bulk": "useUi()", "module": "src/ui" }', '{ "component": "Gate", "key": "name", "module": "src/Gate" }')}
//- src/settings.ts
export const settings = { flags: load() };
settings.flags['dark-mode'];
//              ^^^^^^^^^ dark-mode certain configured
//- src/ui.ts
export function useUi() { return load(); }
//- src/Gate.tsx
export function Gate() { return null; }
//- src/app.tsx
import { settings } from './settings';
import { Gate } from './Gate';
import { useUi } from './ui';
settings.flags['dark-mode'];
//              ^^^^^^^^^ dark-mode certain configured
const { 'off-line': offline } = useUi();
//       ^^^^^^^^ off-line certain configured
<Gate name="dark-mode" />;
//          ^^^^^^^^^ dark-mode certain configured
//- src/other.tsx
import { settings, useUi } from './elsewhere';
import { Gate } from 'package';
settings.things['dark-mode'];
const { 'off-line': offline } = useUi();
<Gate name="dark-mode" />;
`));
});

describe('what gives a table', () => {
  it('is one, too: a function that returns it, a context that holds it, under whatever member', () =>
    reads(`${project('{ "bulk": "ui.flags" }')}
//- src/hooks.tsx
import { createContext } from 'react';
import { useFlags } from 'launchdarkly-react-client-sdk';
export const useUi = () => ui.flags;
export function useApp() { return { user: 1, on: useUi() }; }
export const AppContext = createContext(undefined);
export const App = () => {
  const launched = useFlags();
  return <AppContext.Provider value={{ launched, user: 1 }}><Page /></AppContext.Provider>;
};
//- src/barrel.ts
export { useApp as useApplication, AppContext } from './hooks';
//- src/app.ts
import { useContext } from 'react';
import { AppContext, useApplication } from './barrel';
import { useUi } from './hooks';
if (useUi()['dark-mode']) go();
//           ^^^^^^^^^ dark-mode certain configured
const { on } = useApplication();
if (on['r4c-new']) go();
//      ^^^^^^^ r4c-new certain configured
const { launched } = useContext(AppContext);
if (launched.offLine) go();
//           ^^^^^^^ off-line certain configured
//- src/other.ts
import { useUi, useApp } from './others';
useUi()['dark-mode'];
useApp().on['dark-mode'];
`));
});

describe('a table that is named and is not there', () => {
  it('is a problem at its place', async () => {
    await check(`
//- flagwright.config.json
{ "wrappers": [
  { "call": "a", "keys": { "table": "src/gone.ts#FLAGS" } },
//                                  ^^^^^^^^^^^^^^^^^^^ config: There is no source 'src/gone.ts', which would hold the table 'FLAGS'.
  { "bulk": "b", "keys": { "table": "src/flags.ts#NOPE" } },
//                                  ^^^^^^^^^^^^^^^^^^^ config: 'src/flags.ts' exports no table 'NOPE' of names and keys.
  { "bulk": "c", "keys": { "table": "src/flags.ts#FLAGS" } }
] }
//- src/flags.ts
export const FLAGS = { dark: 'dark-mode' };
`);
  });
});

describe('what services do, a project may do itself', () => {
  it('answers with a treatment or a variant, by functions of one flag each, or as a list', () =>
    reads(`${project('{ "call": "treat", "key": 1, "gives": "treatment" }', '{ "call": "pick", "gives": "variant" }', '{ "call": "defineFlag", "key": "0.key", "symbol": true, "async": true }', '{ "bulk": "useAll()", "list": "name" }', '{ "bulk": "withToggles()(_).toggles", "gives": "variant" }', '{ "component": "Variant", "key": "of", "gives": "variant" }')}
//- src/flags.ts
export const offLine = defineFlag({ key: 'off-line' });
//                                        ^^^^^^^^ off-line certain promise opaque configured
//- src/app.tsx
import { offLine } from './flags';
if (treat(user, 'dark-mode') === 'on') go();
//               ^^^^^^^^^ dark-mode certain treatment configured
paint(pick('r4c-new'));
//          ^^^^^^^ r4c-new certain variant configured
if (await offLine()) go();
//        ^^^^^^^ off-line certain promise
if (useAll().find((flag) => flag.name === 'dark-mode')?.on) go();
//                                         ^^^^^^^^^ dark-mode certain opaque configured
export default withToggles()(({ toggles }) => <b>{toggles['r4c-new']}</b>);
//                                                         ^^^^^^^ r4c-new certain variant configured
export const c = <Variant of="r4c-new" />;
//                            ^^^^^^^ r4c-new certain variant opaque configured
`));
});
