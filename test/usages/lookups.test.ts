import { describe, expect, it } from 'vitest';
import { check, reads } from '../support/check';
import { workspaceOf } from '../support/memory-host';

const FLAGS = `
//- config/flags.yaml
flags:
  dark: true
  light: true
  new_checkout: true
`;

describe('a member of a flag table', () => {
  it('is certain where all members that the code reads are declared', () =>
    reads(`${FLAGS}
//- src/app.ts
declare const featureFlags: Flags;
if (featureFlags.dark) start();
//               ^^^^ dark certain
if (featureFlags['light']) start();
//                ^^^^^ light certain
if (featureFlags?.dark) start();
//                ^^^^ dark certain
`));

  it('is likely where one is not', () =>
    reads(`${FLAGS}
//- src/app.ts
if (this.context.features.length) start();
//                        ^^^^^^ length likely
if (this.context.features.dark) start();
//                        ^^^^ dark likely
`));

  it('is none where what it is asked of is one flag', () =>
    reads(`${FLAGS}
//- src/app.ts
if (featureFlags[flagName].dark) start();
//               ^^^^^^^^ dynamic
if (featureFlags[environment].dark) start();
//                            ^^^^ dark certain
`));

  it('may be named by an enum, a constant or a choice', () =>
    reads(`${FLAGS}
//- src/app.ts
enum Flag { Dark = 'dark' }
const LIGHT = 'light';
featureFlags[Flag.Dark];
//                ^^^^ dark certain
featureFlags[LIGHT];
//           ^^^^^ light certain
featureFlags[late ? 'dark' : 'light'];
//           ^^^^^^^^^^^^^^^^^^^^^^^ dark certain
//           ^^^^^^^^^^^^^^^^^^^^^^^ light certain
`));

  it('may be taken out by lodash', () =>
    reads(`${FLAGS}
//- src/app.ts
import get from 'lodash/get';
import _ from 'lodash';
import { get as load } from './load';
get(featureFlags, 'dark');
//                 ^^^^ dark certain
_.get(state.featureFlags, 'light', false);
//                         ^^^^^ light certain
get(featureFlags, 'dark.on');
get(users, 'dark');
load(featureFlags, 'dark');
`));

  it('may be looked for in a list by lodash', () =>
    reads(`${FLAGS}
//- src/app.ts
import includes from 'lodash/includes';
import _ from 'lodash';
import { includes as has } from './has';
includes(user.featureFlags, 'dark');
//                           ^^^^ dark certain
_.includes(enabledFlags, 'light');
//                        ^^^^^ light certain
includes(users, 'dark');
includes(user.featureFlags, 'dark', 2);
has(user.featureFlags, 'dark');
`));

  it('is dynamic where the key is, once the table is known', () =>
    reads(`${FLAGS}
//- src/app.ts
featureFlags.dark;
//           ^^^^ dark certain
featureFlags[name];
//           ^^^^ dynamic
featureFlags[\`new_\${what}\`];
//           ^^^^^^^^^^^^^ dynamic new_
`));

  it('is taken by destructuring, under another name or with a default', () =>
    reads(`${FLAGS}
//- src/app.ts
const { dark, light: isLight = false, 'new_checkout': checkout, ...rest } = featureFlags;
//      ^^^^ dark certain opaque
//            ^^^^^ light certain opaque
//                                     ^^^^^^^^^^^^ new_checkout certain opaque
const { dark: night } = await loadFlags().flags;
//      ^^^^ dark certain opaque
`));

  it('comes from the last table of a chain', () =>
    reads(`${FLAGS}
//- src/app.ts
config.features.flags.dark;
//                    ^^^^ dark certain
process.env.FEATURES?.light;
//                    ^^^^^ light certain
`));

  it('is no member that is called, numbered or written', () =>
    reads(`${FLAGS}
//- src/app.ts
featureFlags.refresh();
featureFlags[0];
KILL_SWITCHES.dark = false;
delete KILL_SWITCHES['light'];
`));

  it('is no key of a table of keys', () =>
    reads(`${FLAGS}
//- src/keys.ts
export const FLAGS = { DARK: 'dark' } as const;
//- src/app.ts
import { FLAGS } from './keys';
flags.isEnabled(FLAGS.DARK);
//                    ^^^^ dark certain
send(FLAGS.DARK);
`));

  it('is no member of something else', () =>
    reads(`${FLAGS}
//- src/app.ts
theme.dark;
styles['light'];
feature.dark;
country.flag.dark;
`));
});

it('a table of flags is asked for certain by what is named for flags, where that is declared, whatever else it holds', () =>
  reads(`${FLAGS}
//- src/names.ts
export enum ToggleName { DARK = 'dark', OTHER = 'other' }
export enum Side { LIGHT = 'light' }
//- src/app.ts
import { Side, ToggleName } from './names';
const { toggles } = useAppContext();
if (toggles[ToggleName.DARK]) start();
//                     ^^^^ dark certain
if (toggles[ToggleName.OTHER]) start();
//                     ^^^^^ other likely
if (toggles[Side.LIGHT]) start();
//               ^^^^^ light likely
`));

describe('`in` and `includes`', () => {
  it('are likely, where something else may have chosen the list', () =>
    reads(`${FLAGS}
//- src/app.ts
if ('dark' in featureFlags) start();
//   ^^^^ dark likely
if (betaFlags.includes('light')) start();
//                      ^^^^^ light likely
if (notEnabledFlags.includes('light')) start();
//                            ^^^^^ light likely
if (chain.features.includes('new_checkout')) start();
//                           ^^^^^^^^^^^^ new_checkout likely
`));

  it('are certain in a list of those that are on by its name, or by that of what gave it', () =>
    reads(`${FLAGS}
//- src/app.ts
if (enabledFlags.includes('light')) start();
//                         ^^^^^ light certain
if (props.enabledFeatureFlags?.includes('typo')) start();
//                                       ^^^^ typo certain
if (props.enabledFeatureFlags.includes('dark')) start();
//                                      ^^^^ dark certain
if (compiler.enabledFlags.includes('--fast')) start();
//                                  ^^^^^^ --fast likely
const flags = await getEnabledFlags(user);
if (flags.includes('dark')) start();
//                  ^^^^ dark certain
function has(key: string) { return enabledFlags.includes(key); }
has('dark');
//   ^^^^ dark certain
`));

  it('are certain in a list of flags all of whose names are declared', () =>
    reads(`${FLAGS}
//- src/app.ts
if (user.features?.includes('new_checkout')) start();
//                           ^^^^^^^^^^^^ new_checkout certain
//- src/plan.ts
if (features.includes('dark') || features.includes('wifi')) start();
//                     ^^^^ dark likely
//                                                  ^^^^ wifi likely
`));

  it('say nothing of a list that is gone through, where its names are said', () =>
    reads(`${FLAGS}
//- src/admin.ts
const names = ['dark', 'light'];
const known = names.map((name) => features.find((flag) => flag.name === name));
for (const name of names) if (name in featureFlags) start();
`));

  it('are certain where the configuration names the list', () =>
    reads(`${FLAGS}
//- flagwright.config.json
{ "wrappers": [{ "call": "enabledFlags.includes" }] }
//- src/app.ts
if (enabledFlags.includes('light')) start();
//                         ^^^^^ light certain
if (otherFlags.includes('light')) start();
//                       ^^^^^ light likely
if (props.enabledFlags.includes('dark')) start();
//                               ^^^^ dark certain
`));

  it('stay likely beside members that are certain', () =>
    reads(`${FLAGS}
//- src/app.ts
declare const featureFlags: Flags;
featureFlags.dark;
//           ^^^^ dark certain
if ('dark' in featureFlags) start();
//   ^^^^ dark likely
`));

  it('are nothing on other lists and objects', () =>
    reads(`${FLAGS}
//- src/app.ts
if ('dark' in themes) start();
if (names.includes('light')) start();
if (seen.has('dark')) start();
for (const key in featureFlags) start(key);
`));
});

describe('the configured tables', () => {
  const config = (bulk: string) => `
//- flagwright.config.json
{ "wrappers": [${bulk}] }
//- config/flags.yaml
flags:
  dark-mode: true
  r4c-new: true
  enable-2fa: true
`;

  it('are certain, also where a member is not declared', () =>
    reads(`${config('{ "bulk": "uiConfig.flags" }')}
//- src/app.ts
const { uiConfig } = useUiConfig();
uiConfig.flags['dark-mode'];
//              ^^^^^^^^^ dark-mode certain configured
this.uiConfig.flags.other;
//                  ^^^^^ other certain configured
other.flags.other;
//          ^^^^^ other likely
`));

  it('name their members in camel case', () =>
    reads(`${config('{ "bulk": "useFeatureFlags()", "keys": "camelCase" }')}
//- src/app.ts
const { darkMode, enable2Fa } = useFeatureFlags();
//      ^^^^^^^^ dark-mode certain opaque configured
//                ^^^^^^^^^ enable-2fa certain opaque configured
useFeatureFlags().darkMode;
//                ^^^^^^^^ dark-mode certain configured
`));

  it('name their members with a prefix, or by a table', () =>
    reads(`${config('{ "bulk": "toggles", "keys": { "prefix": "r4c-" } }, { "bulk": "gates", "keys": { "table": "src/gates.ts#GATES" } }')}
//- src/gates.ts
export const GATES = { night: 'dark-mode' };
//- src/app.ts
toggles.new;
//      ^^^ r4c-new certain configured
gates.night;
//    ^^^^^ dark-mode certain configured
`));
});

it('a variable of the environment that bears a declared key is likely that flag', () =>
  reads(`
//- flags.yaml
flags:
  NEW_UI: { enabled: true }
//- src/app.ts
if (process.env.NEW_UI === '1') start();
//              ^^^^^^ NEW_UI likely
if (import.meta.env.NEW_UI === '1') start();
//                  ^^^^^^ NEW_UI likely
const { NEW_UI, PORT, ...others } = process.env;
//      ^^^^^^ NEW_UI likely
const { NEW_UI: isNew } = import.meta.env;
//      ^^^^^^ NEW_UI likely
if (process.env.NODE_ENV || my.env.NEW_UI) start();
process.env.NEW_UI = '1';
//- flagwright.config.json
{}
`));

it('named by the configuration it is that flag for certain', () =>
  reads(`
//- flags.yaml
flags:
  NEW_UI: { enabled: true }
//- src/app.ts
if (process.env.NEW_UI === '1') start();
//              ^^^^^^ NEW_UI certain configured
if (import.meta.env.NEW_UI === '1') start();
//                  ^^^^^^ NEW_UI certain configured
//- flagwright.config.json
{ "wrappers": [{ "bulk": "process.env" }, { "bulk": "import.meta.env" }] }
`));

it('a write to a flag is known, and is no read', async () => {
  const snapshot = (
    await workspaceOf([
      ['flags.yaml', 'flags:\n  payments: true\n  orders: true\n'],
      [
        'src/app.ts',
        "KILL_SWITCHES.payments = false;\ndelete KILL_SWITCHES['orders'];\nKILL_SWITCHES.payments ||= true;\n",
      ],
    ])
  ).snapshot();
  expect(snapshot.writesOf('payments')).toHaveLength(2);
  expect(snapshot.writesOf('orders')).toEqual([{ file: 'src/app.ts', span: { start: 54, end: 60 } }]);
  expect(snapshot.readsOf('payments')).toEqual([]);
});

it('a table that only looks like one raises no alarm', () =>
  check(`${FLAGS}
//- src/app.ts
flags.isEnabled('dark'), flags.isEnabled('light'), flags.isEnabled('new_checkout');
if (countryFlags.de) start();
if (product.features.length > 0) start();
if (compilerFlags['--strict']) start();
`));
