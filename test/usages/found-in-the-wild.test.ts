import { describe, it } from 'vitest';
import { check, reads } from '../support/check';

/** Shapes that public repositories have and that were missed, or found wrongly, when they were measured. */

const FLAGS = `
//- feature_flags.yaml
flags:
  dark: { enabled: true, percentage: 50 }
  light: { enabled: true, percentage: 50 }
`;

describe('a bulk result handed on', () => {
  const HOOK = `
//- src/useFeatureFlags.ts
import { useFlags } from 'launchdarkly-react-client-sdk';
export function useFeatureFlags() {
  const flags = useFlags();
  return flags;
}
//- src/index.ts
export * from './useFeatureFlags';
//- feature_flags.yaml
flags:
  dark-mode: { enabled: true, percentage: 50 }
`;

  it.each(['useFlags', 'useFeatureFlags'])(
    'is one with the answers that the project gives itself, by %s',
    async (name) => {
      await reads(`
//- feature_flags.yaml
flags:
  dark-mode: { enabled: true, percentage: 50 }
//- src/hooks.ts
import { useFlags as useService } from 'launchdarkly-react-client-sdk';
import { useSelector } from 'react-redux';
export const ${name} = () => {
  const flags = useService() as Flags;
  const own = useSelector((state) => state.mocked);
  return { ...flags, ...own };
};
export const useApp = () => ({ ...useService(), isLoading: false });
//- src/app.ts
import { ${name}, useApp } from './hooks';
const flags = ${name}();
if (flags.darkMode) start();
//        ^^^^^^^^ dark-mode certain configured
if (useApp().isLoading) start();
`);
    },
  );

  it('is as certain as the service it comes from, and keeps its names', () =>
    reads(`${HOOK}
//- src/app.ts
import { useFeatureFlags } from '.';
const { darkMode, other } = useFeatureFlags();
//      ^^^^^^^^ dark-mode certain configured
//                ^^^^^ other certain configured
useFeatureFlags().darkMode;
//                ^^^^^^^^ dark-mode certain
const found = useFeatureFlags();
if (found.darkMode) start();
//        ^^^^^^^^ dark-mode certain
`));

  it('makes a function that returns one of its members that flag', () =>
    reads(`${HOOK}
//- src/useDarkMode.ts
import { useFeatureFlags } from './useFeatureFlags';
export function useDarkMode(): boolean {
  const { darkMode } = useFeatureFlags();
  //      ^^^^^^^^ dark-mode certain
  return Boolean(darkMode);
}
//- src/app.ts
import { useDarkMode } from './useDarkMode';
if (useDarkMode()) start();
//  ^^^^^^^^^^^ dark-mode certain
`));

  it('is a table by its name where no service is known', () =>
    reads(`${FLAGS}
//- src/app.ts
const { dark } = useFeatureFlags();
//      ^^^^ dark certain
if (getToggles(user).light) start();
//                   ^^^^^ light certain
countFlags().light;
filterFeatures(list).length;
`));

  it('comes out of a store or a context by the name of that', () =>
    reads(`${FLAGS}
//- src/app.ts
import { featureFlagsAtom, FlagsContext, userAtom } from './stores';
get(featureFlagsAtom).dark;
//                    ^^^^ dark certain
const { light } = useContext(FlagsContext);
//      ^^^^^ light certain
get(userAtom).dark;
`));

  it('may be taken under a computed name', () =>
    reads(`${FLAGS}
//- src/app.ts
const KEY = 'dark';
const { [KEY]: isDark } = featureFlags;
//       ^^^ dark certain
`));
});

describe('a function that returns the value of one flag', () => {
  it('may give it a default, compare it, or keep it in a constant first', () =>
    reads(`${FLAGS}
//- src/app.ts
const withDefault = () => flags.isEnabled('dark') ?? false;
//                                         ^^^^ dark certain
const compared = () => flags.isEnabled('dark') === true;
//                                      ^^^^ dark certain
function kept() {
  const on = flags.isEnabled('dark');
  //                          ^^^^ dark certain
  return !on;
}
function mixed() {
  const on = flags.isEnabled('dark');
  //                          ^^^^ dark certain
  return on && ready();
}
function other() {
  const on = flags.isEnabled('dark') || ready();
  //                          ^^^^ dark certain
  return on;
}
if (withDefault()) start();
//  ^^^^^^^^^^^ dark certain
if (compared()) start();
//  ^^^^^^^^ dark certain
if (kept()) start();
//  ^^^^ dark certain negated
mixed(), other();
`));
});

describe('what is named for flags and asked for a declared key', () => {
  it('is likely, whatever it is called and wherever the key stands', () =>
    reads(`${FLAGS}
//- src/app.tsx
import { Keys } from './keys';
export default connectToFlags('dark', Keys.light)(Page);
//                             ^^^^ dark likely
//                                         ^^^^^ light likely
await getFlagUseCase.execute(GetFlagCommand.create({ user, key: Keys.light }));
//                                                                   ^^^^^ light likely
const command = { key: 'dark' };
//                      ^^^^ dark likely
await getFlagUseCase.execute(command);
const page = <IfFeatureOn id={Keys.light} mode="dark-blue">…</IfFeatureOn>;
//                                 ^^^^^ light likely
//- src/keys.ts
export enum Keys { light = 'light' }
`));

  it('is likely where only the table of the key, or what the function asks for, speaks of flags', () =>
    reads(`${FLAGS}
//- src/app.ts
import { FeatureKeys } from './keys';
gatekeeper.ask(FeatureKeys.light);
//                         ^^^^^ light likely
await evaluateAll(user, FeatureKeys.light);
//                                  ^^^^^ light likely
await isEnabledAsync('dark');
//                    ^^^^ dark likely
client.boolVariationAsync('dark', user, false);
//                         ^^^^ dark likely
track(FeatureKeys.light), setLocally(FeatureKeys.light, true), expect(ask).toHaveBeenCalledWith(FeatureKeys.light);
//- src/keys.ts
export const FeatureKeys = { light: 'light' } as const;
`));

  it('is none that sets, tracks or speaks of it, nor one asked for something else', () =>
    check(`${FLAGS}
//- src/app.ts
flags.isEnabled('dark'), flags.isEnabled('light');
setFeatureFlag('dark', true);
mockFeatureFlag('dark');
trackFeature('dark');
featureList.push('dark');
expect(featureFlag).toEqual('dark');
connectToFlags('nothing');
`));
});

describe('a key out of a table', () => {
  it('may be any of its values where the name is computed', () =>
    reads(`${FLAGS}
//- src/routes.ts
export const ROUTES = { [paths.home]: 'dark', [paths.shop]: 'light' };
//- src/app.ts
import { ROUTES } from './routes';
flags.isEnabled(ROUTES[route]);
//              ^^^^^^^^^^^^^ dark certain
//              ^^^^^^^^^^^^^ light certain
`));

  it('is dynamic where the table is an enum, or maps each name to itself', () =>
    reads(`${FLAGS}
//- src/app.ts
enum Flag { Dark = 'dark', Light = 'light' }
flags.isEnabled(Flag[name]);
//              ^^^^^^^^^^ dynamic
const KEYS = { dark: 'dark', light: 'light' };
flags.isEnabled(KEYS[name]);
//              ^^^^^^^^^^ dynamic
`));

  it('is an argument beside another constant', () =>
    reads(`${FLAGS}
//- src/app.ts
import { CHAINS } from './chains';
import { FEATURES } from './features';
hasFeature(CHAINS[0], FEATURES.dark);
//                             ^^^^ dark certain
//- src/chains.ts
export const CHAINS = load();
//- src/features.ts
export enum FEATURES { dark = 'dark' }
`));

  it('is found where the import names what the build makes', () =>
    reads(`${FLAGS}
//- packages/shared/package.json
{ "name": "shared" }
//- packages/shared/keys.js
module.exports = require('./dist/keys');
//- packages/shared/src/keys.ts
export const KEY = 'dark';
//- src/app.ts
import { KEY } from 'shared/keys';
flags.isEnabled(KEY);
//              ^^^ dark certain
`));
});

it('a member of a list may be named by an enum', () =>
  reads(`${FLAGS}
//- src/app.ts
import { FEATURES } from './features';
if (chain.features.includes(FEATURES.dark)) start();
//                                   ^^^^ dark likely
//- src/features.ts
export enum FEATURES { dark = 'dark' }
`));

describe('what a reader asks in its turn', () => {
  const SETTINGS = `${FLAGS}
//- src/settings.ts
export default class Settings {
  static readonly LEVELS = ['device'];
  static getValue(name: string) { return Settings.handlers(name).read(); }
}
//- src/hooks.ts
import Settings from './settings';
export const useFeatureEnabled = (name: string) => {
  const [value] = useState(Settings.getValue(name));
  return value;
};
export const useSetting = (name: string) => useState(Settings.getValue(name));
`;

  it('is likely to read declared flags, among other things', () =>
    reads(`${SETTINGS}
//- src/app.ts
import Settings from './settings';
import { useSetting } from './hooks';
Settings.getValue('dark');
//                 ^^^^ dark likely
Settings.getValue('language');
useSetting('light');
//          ^^^^^ light likely
const isDark = () => Settings.getValue('dark');
//                                      ^^^^ dark likely
if (isDark()) start();
//  ^^^^^^ dark likely
const language = () => Settings.getValue('language');
language();
`));

  it('is told from others of its name', () =>
    check(`${SETTINGS}
//- src/app.ts
flags.isEnabled('dark'), flags.isEnabled('light');
other.getValue('dark');
localStorage.getValue('dark');
`));
});

it('a class is one, whether by its name or as the default export', () =>
  reads(`${FLAGS}
//- src/gate.ts
export default class Gate {
  static readonly KIND = 'gate';
  static ask(key: string) { return flags.isEnabled(key); }
}
//- src/app.ts
import Access from './gate';
Access.ask('dark');
//          ^^^^ dark certain
`));

describe('a key that says itself that it is a flag', () => {
  const OWN = `
//- feature_flags.yaml
flags:
  FeatureFlagDark: { enabled: true, percentage: 50 }
  feature_light: { enabled: true, percentage: 50 }
`;

  it('is likely to be read where something is asked for it', () =>
    reads(`${OWN}
//- src/app.ts
observeConfigValue(database, 'FeatureFlagDark');
//                            ^^^^^^^^^^^^^^^ FeatureFlagDark likely
settings.get('feature_light');
//            ^^^^^^^^^^^^^ feature_light likely
if (config?.FeatureFlagDark === 'true') start();
//          ^^^^^^^^^^^^^^^ FeatureFlagDark likely
`));

  it('but not where it is set, told or compared, or is a member of a table of keys', () =>
    check(`${OWN}
//- src/app.ts
flags.isEnabled('FeatureFlagDark'), flags.isEnabled('feature_light');
settings.set('feature_light', true);
log('feature_light');
if (name === 'feature_light') start();
config.FeatureFlagDark = 'false';
enum Keys { FeatureFlagDark = 'other' }
note(Keys.FeatureFlagDark);
`));
});

it('of a list, each declared key is read, whatever else stands there', () =>
  reads(`${FLAGS}
//- src/app.ts
['dark', 'other'].map((flag) => featureProvider.evaluate(flag));
//                                                       ^^^^ dark likely
`));

describe('a table of flags', () => {
  it('may be called data, values or a store of flags', () =>
    reads(`${FLAGS}
//- src/app.ts
import { Keys } from './keys';
if (props.featureFlagStoreData[Keys.dark]) start();
//                                  ^^^^ dark certain
const isLight = flagValues.light;
//                         ^^^^^ light certain
featureData.dark;
//- src/keys.ts
export class Keys { static readonly dark = 'dark'; }
`));

  it('may be a list that is searched for one of them', () =>
    reads(`${FLAGS}
//- src/use-dark.ts
import { Keys } from './keys';
export function useDark() {
  const { featureFlags } = useAppContext();
  return featureFlags?.find((flag) => flag.name === Keys.Dark)?.active || false;
  //                                                     ^^^^ dark likely
}
//- src/app.ts
import { useDark } from './use-dark';
const isDark = useDark();
//             ^^^^^^^ dark certain
const isLight = flags.some(({ key }) => key === 'light');
//                                               ^^^^^ light likely
shops.find((shop) => shop.name === 'light');
flags.find((flag) => flag.owner === 'light');
//- src/keys.ts
export enum Keys { Dark = 'dark' }
`));
});

it('an element of any name is asked for a flag by an attribute that says so', () =>
  reads(`${FLAGS}
//- src/app.tsx
const page = <Panel featureFlag="dark" title="light" />;
//                               ^^^^ dark likely
`));

describe("a service's name for reading", () => {
  it('is a reader of its own on what is named for flags', () =>
    reads(`${FLAGS}
//- src/app.ts
class Page {
  constructor(private readonly toggleService: FeatureToggleService) {}
  dark$ = this.toggleService.getValue('dark', false);
  //                                   ^^^^ dark likely
  light() { return this.ask('light'); }
  //                         ^^^^^ light likely
  private ask(key: string) { return this.toggleService.getValue(key); }
}
`));

  it('is certain where the type comes from one of its own files', () =>
    reads(`
//- feature_flags.yaml
flags:
  dark: { enabled: true, percentage: 50 }
//- src/client.ts
import type { IConfigCatClient } from 'configcat-common/lib/ConfigCatClient';
export class Client {
  constructor(private readonly client: IConfigCatClient) {}
  getValueAsync(name: string, fallback: boolean) { return this.client.getValueAsync(name, fallback); }
}
//- src/app.ts
import { getClient } from './factory';
const isDark = await getClient().getValueAsync('dark', false);
//                                              ^^^^ dark certain
`));
});

it('a method that returns a flag is asked on a member of that class', () =>
  reads(`${FLAGS}
//- src/flags.ts
export class Toggles {
  isDark(user: User, team: string): boolean { return flags.isEnabled('dark', { user, team }); }
  //                                                                  ^^^^ dark certain
}
//- src/app.ts
import { Toggles } from './flags';
import type { Switches } from './switches';
class Page {
  constructor(private readonly toggles: Toggles, private readonly other: Switches) {}
  show() { return this.toggles.isDark(user, team) && this.other.isDark(user, team); }
  //                           ^^^^^^ dark certain
  //                                                            ^^^^^^ dark likely
}
`));

it('what makes something else of a key reads no flag', () =>
  check(`${FLAGS}
//- src/app.ts
flags.isEnabled('dark'), flags.isEnabled('light');
featureToAttribute('dark');
`));

it('what has the name of a reader, but compares the key with data, is none for certain', () =>
  reads(`${FLAGS}
//- src/app.ts
function getFeatureFlagValue(entry: Entry, flagName: string) {
  for (const rule of entry.rules) if (rule.args[0] === flagName) return rule.args[1];
}
getFeatureFlagValue(entries[0], 'dark');
//                               ^^^^ dark likely
function isFeatureEnabled(name: string) {
  return name === 'light' && process.env.LIGHT === '1';
}
isFeatureEnabled('light');
//                ^^^^^ light certain
`));

it('a component of another with the name of a service’s is likely to read what it is given', () =>
  reads(`${FLAGS}
//- src/app.tsx
import { FeatureFlag } from '@ours/ui';
import { FeatureFlag as Service } from '@openfeature/react-sdk';
const a = <FeatureFlag flag="dark"><b /></FeatureFlag>;
//                           ^^^^ dark likely
const b = <Service flagKey="light"><b /></Service>;
//                          ^^^^^ light certain opaque
const c = <FeatureFlag flagKey="light"><b /></FeatureFlag>;
//                              ^^^^^ light likely opaque
`));

it('what looks for the key among flags is one', () =>
  reads(`${FLAGS}
//- src/app.ts
function isFlagActive(user: User, flagName: string) {
  for (const flag of user.WAFFLE_FLAGS) if (flag[0] === flagName && flag[1]) return true;
  return false;
}
isFlagActive(user, 'dark');
//                  ^^^^ dark certain
function isFeatureActive(user: User, name: string) {
  for (const { key, active } of user.features) if (key === name) return active;
  return false;
}
isFeatureActive(user, 'light');
//                     ^^^^^ light certain
`));

it('what the configuration names is one, whatever it does with the key', () =>
  reads(`${FLAGS}
//- flagwright.config.json
{ "wrappers": [{ "call": "isFlagActive", "key": 1 }] }
//- src/app.ts
function isFlagActive(entry: Entry, flagName: string) {
  return entry.rules.every((rule) => rule.name !== flagName);
}
isFlagActive(entries[0], 'dark');
//                        ^^^^ dark certain
`));

describe('a split test', () => {
  it('is a flag by two words', () =>
    reads(`${FLAGS}
//- src/app.mjs
if (isSplitTestEnabled('dark')) start();
//                      ^^^^ dark likely
const { variant } = await SplitTestHandler.promises.getAssignment(req, res, 'light');
//                                                                           ^^^^^ light likely
splitTestVariants['dark'] === 'enabled';
//                 ^^^^ dark certain
test('dark', () => isSplit('light'));
`));

  it('may be assigned from a list that is filtered first', () =>
    reads(`${FLAGS}
//- src/app.mjs
const keys = ['dark', 'light'].filter(Boolean);
keys.map((key) => SplitTestHandler.promises.getAssignment(req, res, key));
//                                                                  ^^^ dark likely
//                                                                  ^^^ light likely
`));
});

describe('what a function makes', () => {
  it('reads flags by its methods, whose argument may be an object', () =>
    reads(`${FLAGS}
//- src/service.ts
import type { LDClient } from '@launchdarkly/node-server-sdk';
export function createService(client: LDClient) {
  return {
    ask: async (args: Args) => await client.variation(args.flag, args.context, false),
  };
}
//- src/app.ts
export async function handle({ service }) {
  const isDark = await service.ask({ context, flag: 'dark' });
  //                                                 ^^^^ dark certain
}
`));

  it('asks for no flag where it is handed their values', () =>
    check(`${FLAGS}
//- src/app.ts
function makeFlags(overrides: Partial<Flags>) {
  const flags = defaults();
  for (const key in overrides) flags[key] = overrides[key];
  return { isEnabled: (key: string) => flags[key] };
}
const client = makeFlags({ dark: true, light: false });
client.isEnabled('dark'), client.isEnabled('light');
`));
});

describe('all flags of a configuration', () => {
  it('stand in a member called like one of them', () =>
    reads(`${FLAGS}
//- src/app.ts
if (SETTINGS.feature.dark) go();
//                   ^^^^ dark certain
const { light } = SETTINGS.feature;
//      ^^^^^ light certain
if (config.toggle?.['dark']) go();
//                   ^^^^ dark certain
if (GateSettings.feature.dark) go(geo.feature.dark, props.feature.light);
//                       ^^^^ dark certain
`));

  it('come from afar, by a hook and its keys', () =>
    reads(`${FLAGS}
//- src/app.ts
const { dark, slippage } = useRemoteConfig('dark', 'slippage');
//      ^^^^ dark likely
//            ^^^^^^^^ slippage likely
//                                          ^^^^ dark likely
if (experimentalConfig[LIGHT] || getRemoteConfigKey('light')) go();
//                     ^^^^^ light certain
//                                                   ^^^^^ light likely
const LIGHT = 'light';
`));

  it('are not what counts by default', () =>
    reads(`${FLAGS}
//- src/app.ts
const on = local ? defaultFlags.dark : flags.dark;
//                                           ^^^^ dark certain
`));
});

it('a switch may be asked for by its path', () =>
  reads(`
//- flags.yaml
flags: { paymentSwitches.card: true }
//- src/app.ts
export const useCard = () => isSwitchOn('paymentSwitches.card');
//                                       ^^^^^^^^^^^^^^^^^^^^ paymentSwitches.card certain
if (useCard()) go();
//  ^^^^^^^ paymentSwitches.card certain
if (isSwitchOn('lamp')) go();
//              ^^^^ lamp certain
`));

describe('what only a name says to ask for flags', () => {
  it('is no more certain by way of a component', () =>
    reads(`${FLAGS}
//- src/plan.ts
export const hasCommercialFeature = (feature: string) => plan.covers(feature);
//- src/gate.ts
import { hasCommercialFeature } from './plan';
export const useFeatureGate = (key: string) => flags.isEnabled(key) && hasCommercialFeature(key);
//- src/Premium.tsx
import { hasCommercialFeature } from './plan';
export function Premium({ commercialFeature }) {
  return hasCommercialFeature(commercialFeature) ? null : <Upgrade />;
}
//- src/app.tsx
import { Premium } from './Premium';
import { useFeatureGate } from './gate';
if (useFeatureGate('light')) go();
//                  ^^^^^ light certain
export const App = () => <Premium commercialFeature="dark" />;
//                                                   ^^^^ dark likely
`));

  it('is no question about each name of a table', () =>
    reads(`${FLAGS}
//- src/settings.ts
export const SETTINGS = { dark: { isFeature: true }, light: {} };
//- src/app.ts
import { SETTINGS } from './settings';
const names = Object.keys(SETTINGS).filter((name) => Store.isFeature(name));
if (Store.isFeature(ready ? 'dark' : 'other')) go();
//                  ^^^^^^^^^^^^^^^^^^^^^^^^ dark likely
`));
});

it('a key out of a table may be of another file, whatever its names are made of', () =>
  reads(`${FLAGS}
//- src/features.ts
export enum Feature { Dark = 'dark', Light = 'light' }
export const has = (chain: Chain, feature: Feature) => flags.isEnabled(feature, chain);
//- src/routes.ts
import { Routes } from './paths';
import { Feature, has } from './features';
const BY_ROUTE = { [Routes.apps]: Feature.Dark, [Routes.earn]: Feature.Light };
export const isRouteOpen = (route: string, chain: Chain) => {
  const feature = BY_ROUTE[route];
  return !feature || has(chain, feature);
//                              ^^^^^^^ dark certain
//                              ^^^^^^^ light certain
};
//- src/paths.ts
export const Routes = { apps: '/apps', earn: '/earn' };
//- src/app.ts
import { isRouteOpen } from './routes';
export const isShown = (item: Item) => isRouteOpen(item.href, chain);
`));

it('a client of a vague name is known by what gave it', () =>
  check(`${FLAGS}
//- src/client.ts
export interface Client { getValueAsync<T>(name: string, fallback: T): Promise<T> }
export function getExperimentsClient(): Client { return make(); }
//- src/app.ts
import { getExperimentsClient } from './client';
const client = getExperimentsClient();
const all = [client.getValueAsync('dark', false).then((on) => on), client.getValueAsync('light', false)];
`));

it('a list may hold some of its keys on a condition', () =>
  reads(`${FLAGS}
//- src/app.ts
const more = ['light'];
const tests = ['other', !anonymous && 'dark', ...(ready ? more : [])].filter(Boolean);
const ask = async (key) => await flags.isEnabled(key);
await Promise.all(tests.map(async (test) => { answers[test] = await ask(test); }));
//                                                                      ^^^^ other certain
//                                                                      ^^^^ dark certain
//                                                                      ^^^^ light certain
`));

describe('a member of a table that is an object', () => {
  it('names its flag where it holds the key, in its own file as in another', () =>
    reads(`${FLAGS}
//- src/gate.ts
const FLAGS = { dark: { key: 'dark', on: false }, light: { title: 'Light', owner: 'web' } };
isEnabled(FLAGS.dark.key);
//                   ^^^ dark certain
if (isEnabled(FLAGS.light)) start();
//- src/features.ts
export const FEATURES = { dark: { key: 'dark', on: false } };
//- src/app.ts
import { FEATURES } from './features';
isEnabled(FEATURES.dark.key);
//                      ^^^ dark certain
`));

  it('is likely the flag where it is made of values, and certainly with a configuration; who sets a part of it does not ask', () =>
    reads(`${FLAGS}
//- src/config.ts
export default { toggles: { dark: { users: list('DARK'), from: get('DARK_FROM') }, group: { light: on('LIGHT') } } };
//- src/app.ts
import config from './config';
export const darkEnabled = scheduled(config.toggles.dark);
//                                                  ^^^^ dark likely opaque
if (config.toggles.dark.users.includes(user)) start();
//                 ^^^^ dark likely opaque
show(config.toggles.group);
const switches = { light: { users: list('LIGHT') } };
start(switches.light);
//             ^^^^^ light likely opaque
//- src/app.test.ts
import config from './config';
config.toggles.dark.users = ['me'];
delete config.toggles.dark.users[0];
`));

  it('is certain where a configuration says whose members are flags', () =>
    reads(`${FLAGS}
//- flagwright.config.json
{ "wrappers": [{ "bulk": "config.toggles" }] }
//- src/config.ts
export default { toggles: { dark: { users: list('DARK') } } };
//- src/app.ts
import config from './config';
export const darkEnabled = scheduled(config.toggles.dark);
//                                                  ^^^^ dark certain configured opaque
`));
});

it('flags are taken apart from within what holds them', () =>
  reads(`${FLAGS}
//- src/app.ts
const { flags: { dark } } = uiConfig;
//               ^^^^ dark certain
const { uiConfig: { flags: { light } } } = useUiConfig();
//                           ^^^^^ light certain
const { settings: { feature: { dark: isDark } } } = app;
//                             ^^^^ dark certain
const { options: { dark: option }, flags: all } = app;
//- src/row.tsx
export const Row = ({ flags: { light } }) => <i>{light}</i>;
//                             ^^^^^ light certain
//- src/command.ts
const { toggles: { dark, verbose } } = parse(argv);
//                 ^^^^ dark likely
//                       ^^^^^^^ verbose likely
`));

it('a function that gives what a function named for flags answers asks for that flag', () =>
  reads(`${FLAGS}
//- src/features.ts
export const observeDark = (database: Database) => observeFlagSince(database, 'dark', VERSION);
//                                                                             ^^^^ dark likely
export const logShown = (key: string) => log(getFlagEventName(key));
//- src/app.ts
import { logShown, observeDark } from './features';
show(observeDark(database));
//   ^^^^^^^^^^^ dark likely
logShown('light');
`));

it('a table whose members are named by an enum of another file is asked by that enum, and by the names themselves', () =>
  reads(`${FLAGS}
//- src/names.ts
export enum Names { Dark = 'dark', Light = 'light' }
//- src/configs.ts
import { Names } from './names';
export const CONFIGS = { [Names.Dark]: { configName: Names.Dark, on: true }, [Names.Light]: { configName: Names.Light } };
export const REPLACED = { [Names.Dark]: 'light', [unknown()]: 'dark' };
//- src/gate.ts
import { Statsig } from 'statsig-react-native';
export function getParams({ configName }: { configName: string }) {
  return Statsig.checkGate(configName);
}
//- src/app.ts
import { CONFIGS, REPLACED } from './configs';
import { getParams } from './gate';
import { Names } from './names';
getParams(CONFIGS[Names.Dark]);
//        ^^^^^^^^^^^^^^^^^^^ dark certain
getParams(CONFIGS.light);
//                ^^^^^ light certain
isEnabled(REPLACED[Names.Dark]);
//        ^^^^^^^^^^^^^^^^^^^^ light certain
`));

it('flags that come as a reference are those of its value', () =>
  reads(`${FLAGS}
//- src/app.ts
const flags = useFeatureFlags();
if (flags.value.dark) start();
//              ^^^^ dark certain
if (useFeatureFlags().value.light) start();
//                          ^^^^^ light certain
cookie.value = flags.value;
`));

describe('a parameter or a variable that is called like its type', () => {
  it('is of that type, and has nothing looked up without end', async () => {
    await reads(`${FLAGS}
//- src/gate.ts
import { Unleash } from 'unleash-client';
export class gate {
  constructor(private Unleash: Unleash) {}
  allows(key: string): boolean { return this.Unleash.isEnabled(key); }
}
//- src/app.ts
import type { gate } from './gate';
import type { Unleash } from 'unleash-client';
export const show = (gate: gate) => gate.allows('dark');
//                                               ^^^^ dark certain
export function ask(Unleash: Unleash) {
  return Unleash.isEnabled('light');
//                          ^^^^^ light certain configured
}
export function own(given: unknown) {
  const gate: gate = given as gate;
  return gate.allows('dark');
//                    ^^^^ dark certain
}
export const other = (LLMd: LLMd) => LLMd.get('dark', { metadata: LLMd.metadata });
`);
  });
});
