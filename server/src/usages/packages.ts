import type { BulkShape, CallShape, ComponentShape } from './shapes';

type KeyPlace = readonly [number, ...string[]];
type Options = Partial<Omit<CallShape, 'name' | 'keys' | 'packages'>>;

/** Why a call that gives an object of parameters cannot be replaced. */
const OBJECT = 'it gives a set of parameters, not one value';

/**
 * How each service's SDK evaluates a flag, by the package that the callee comes from. Read off the packages' published
 * type declarations in November 2026.
 */
export const PACKAGE_SHAPES: readonly CallShape[] = [
  // LaunchDarkly: the server's clients are asynchronous and take the context second; the browser's take the default second.
  ...of(
    [
      '@launchdarkly/node-server-sdk',
      'launchdarkly-node-server-sdk',
      '@launchdarkly/*-server-sdk',
      '@launchdarkly/js-server-sdk-common',
      '@launchdarkly/cloudflare-server-sdk',
      '@launchdarkly/vercel-server-sdk',
      '@launchdarkly/akamai-server-base-sdk',
    ],
    [
      ...calls(
        'variation boolVariation stringVariation numberVariation jsonVariation migrationVariation',
        [0],
        { promise: true, default: 2 },
      ),
      ...calls(
        'variationDetail boolVariationDetail stringVariationDetail numberVariationDetail jsonVariationDetail',
        [0],
        { promise: true, default: 2, path: ['value'] },
      ),
    ],
  ),
  ...of(
    [
      'launchdarkly-js-client-sdk',
      '@launchdarkly/js-client-sdk',
      '@launchdarkly/electron-client-sdk',
      'launchdarkly-electron-client-sdk',
      'launchdarkly-react-client-sdk',
      '@launchdarkly/react-sdk',
      '@launchdarkly/react-native-client-sdk',
      'launchdarkly-vue-client-sdk',
      '@launchdarkly/vue-client-sdk',
    ],
    [
      ...calls('variation boolVariation stringVariation numberVariation jsonVariation', [0], { default: 1 }),
      ...calls(
        'variationDetail boolVariationDetail stringVariationDetail numberVariationDetail jsonVariationDetail',
        [0],
        { default: 1, path: ['value'] },
      ),
      ...calls('useBoolVariation useStringVariation useNumberVariation useJsonVariation useVariation', [0], {
        default: 1,
      }),
      ...calls(
        'useBoolVariationDetail useStringVariationDetail useNumberVariationDetail useJsonVariationDetail',
        [0],
        { default: 1, path: ['value'] },
      ),
      ...calls('useLDFlag', [0], { default: 1, path: ['value'] }),
    ],
  ),
  // Split: the server's client takes the user first. The same package serves both; its browser client drops the user.
  ...of(
    ['@splitsoftware/splitio'],
    [
      ...calls('getTreatment', [1], { alternatives: [[0]] }),
      ...calls('getTreatmentWithConfig', [1], { alternatives: [[0]], path: ['treatment'] }),
    ],
  ),
  ...of(
    [
      '@splitsoftware/splitio-browserjs',
      '@splitsoftware/splitio-react',
      '@splitsoftware/splitio-redux',
      '@splitsoftware/splitio-react-native',
    ],
    [
      ...calls('getTreatment', [0]),
      ...calls('getTreatmentWithConfig', [0], { path: ['treatment'] }),
      ...calls('useTreatment', [0, 'name'], { path: ['treatment'] }),
    ],
  ),
  // Flagsmith
  ...of(
    [
      'flagsmith',
      'flagsmith-nodejs',
      'flagsmith/react',
      'flagsmith/isomorphic',
      'flagsmith-es',
      'react-native-flagsmith',
      '@flagsmith/flagsmith',
    ],
    [
      ...calls('hasFeature isFeatureEnabled', [0]),
      ...calls('getValue getFeatureValue', [0]),
      ...calls('getFlag', [0], { path: ['enabled'] }),
    ],
  ),
  // Unleash
  ...of(
    [
      'unleash-client',
      'unleash-proxy-client',
      '@unleash/nextjs',
      '@unleash/proxy-client-react',
      '@unleash/proxy-client-vue',
      '@unleash/unleash-react-sdk',
      '@unleash/proxy-client-svelte',
      '@unleash/unleash-client',
    ],
    [
      ...calls('isEnabled useFlag', [0], { default: 2 }),
      ...calls('getVariant forceGetVariant useVariant', [0], { path: ['enabled'] }),
    ],
  ),
  // OpenFeature, which also covers flagd and GO Feature Flag: promises on the server, values in the browser.
  ...of(
    ['@openfeature/server-sdk', '@openfeature/js-sdk', '@openfeature/nestjs-sdk'],
    [
      ...calls('getBooleanValue getStringValue getNumberValue getObjectValue', [0], {
        promise: true,
        default: 1,
      }),
      ...calls('getBooleanDetails getStringDetails getNumberDetails getObjectDetails', [0], {
        promise: true,
        default: 1,
        path: ['value'],
      }),
      ...calls('BooleanFeatureFlag StringFeatureFlag NumberFeatureFlag ObjectFeatureFlag', [0, 'flagKey'], {
        opaque: 'a decorator injects the value',
      }),
    ],
  ),
  ...of(
    ['@openfeature/web-sdk', '@openfeature/react-sdk', '@openfeature/angular-sdk'],
    [
      ...calls('getBooleanValue getStringValue getNumberValue getObjectValue', [0], { default: 1 }),
      ...calls('getBooleanDetails getStringDetails getNumberDetails getObjectDetails', [0], {
        default: 1,
        path: ['value'],
      }),
      ...calls('useFlag useSuspenseFlag', [0], { default: 1, path: ['value'] }),
      ...calls('useBooleanFlagValue useStringFlagValue useNumberFlagValue useObjectFlagValue', [0], {
        default: 1,
      }),
      ...calls('useBooleanFlagDetails useStringFlagDetails useNumberFlagDetails useObjectFlagDetails', [0], {
        default: 1,
        path: ['value'],
      }),
    ],
  ),
  // GrowthBook
  ...of(
    ['@growthbook/growthbook', '@growthbook/growthbook-react'],
    [
      ...calls('isOn useFeatureIsOn', [0]),
      ...calls('isOff', [0], { inverted: true }),
      ...calls('getFeatureValue useFeatureValue', [0], { default: 1 }),
      ...calls('evalFeature useFeature feature', [0], { path: ['value'] }),
    ],
  ),
  // Statsig: the server's functions take the user first.
  ...of(
    [
      '@statsig/js-client',
      '@statsig/react-bindings',
      '@statsig/react-native-bindings',
      '@statsig/expo-bindings',
      '@statsig/web-analytics',
      'statsig-js',
      'statsig-react',
      'statsig-react-native',
      '@statsig/js-on-device-eval-client',
    ],
    [
      ...calls('checkGate useGateValue', [0]),
      ...calls('getFeatureGate useFeatureGate useGate', [0], { path: ['value'] }),
      ...calls(
        'getExperiment getLayer getDynamicConfig useExperiment useLayer useDynamicConfig getConfig useConfig',
        [0],
        { opaque: OBJECT },
      ),
    ],
  ),
  ...of(
    ['statsig-node', 'statsig-node-lite', '@statsig/statsig-node-core'],
    [
      ...calls('checkGate', [1]),
      ...calls('getFeatureGate', [1], { path: ['value'] }),
      ...calls('getExperiment getLayer getDynamicConfig getConfig', [1], { opaque: OBJECT }),
    ],
  ),
  // PostHog
  ...of(
    ['posthog-js', 'posthog-js/react', '@posthog/react', 'posthog-react-native'],
    [
      ...calls(
        'isFeatureEnabled getFeatureFlag useFeatureFlagEnabled useFeatureFlagVariantKey useFeatureFlag',
        [0],
      ),
      ...calls('getFeatureFlagPayload useFeatureFlagPayload', [0], {
        opaque: 'it is the payload, not the value',
      }),
    ],
  ),
  ...of(
    ['posthog-node'],
    [
      ...calls('isFeatureEnabled getFeatureFlag', [0], { promise: true }),
      ...calls('getFeatureFlagPayload', [0], { promise: true, opaque: 'it is the payload, not the value' }),
    ],
  ),
  // ConfigCat
  ...of(
    [
      '@configcat/sdk',
      '@configcat/sdk/node',
      '@configcat/sdk/browser',
      'configcat-node',
      'configcat-js',
      'configcat-js-ssr',
      'configcat-react',
      'configcat-common',
    ],
    [
      ...calls('getValueAsync', [0], { promise: true, default: 1 }),
      ...calls('getValueDetailsAsync', [0], { promise: true, default: 1, path: ['value'] }),
      ...calls('getValue', [0], { default: 1 }),
      ...calls('getValueDetails', [0], { default: 1, path: ['value'] }),
      ...calls('useFeatureFlag', [0], { default: 1, path: ['value'] }),
    ],
  ),
  // DevCycle: the server's functions take the user first.
  ...of(
    ['@devcycle/nodejs-server-sdk', '@devcycle/js-cloud-server-sdk', '@devcycle/server-request'],
    [
      ...calls('variableValue', [1], { default: 2 }),
      ...calls('variable', [1], { default: 2, path: ['value'] }),
    ],
  ),
  ...of(
    [
      '@devcycle/js-client-sdk',
      '@devcycle/react-client-sdk',
      '@devcycle/react-native-client-sdk',
      '@devcycle/nextjs-sdk',
    ],
    [
      ...calls('variableValue useVariableValue getVariableValue', [0], { default: 1 }),
      ...calls('variable useVariable', [0], { default: 1, path: ['value'] }),
    ],
  ),
  // Optimizely
  ...of(
    ['@optimizely/optimizely-sdk', '@optimizely/react-sdk'],
    [
      ...calls('decide', [0], { path: ['enabled'] }),
      ...calls('useDecision', [0], { path: ['0', 'enabled'] }),
      ...calls('isFeatureEnabled', [0]),
    ],
  ),
  // Flipt
  ...of(
    [
      '@flipt-io/flipt',
      '@flipt-io/flipt-client',
      '@flipt-io/flipt-client-js',
      '@flipt-io/flipt-client-browser',
      'flipt-client-js',
    ],
    [
      ...calls('boolean evaluateBoolean', [0, 'flagKey'], { path: ['enabled'] }),
      ...calls('variant evaluateVariant', [0, 'flagKey'], { path: ['variantKey'] }),
    ],
  ),
  ...of(['@flipt-io/flipt-client-react'], calls('useFliptBoolean useFliptVariant', [0], { default: 1 })),
  // Microsoft
  ...of(
    ['@microsoft/feature-management'],
    [
      ...calls('isEnabled', [0], { promise: true }),
      ...calls('getVariant', [0], { promise: true, path: ['configuration'] }),
    ],
  ),
  // Harness: the same names at other places on the server and in the browser.
  ...of(
    ['@harnessio/ff-nodejs-server-sdk'],
    calls('boolVariation stringVariation numberVariation jsonVariation', [0], { promise: true, default: 2 }),
  ),
  ...of(
    [
      '@harnessio/ff-javascript-client-sdk',
      '@harnessio/ff-react-client-sdk',
      '@harnessio/ff-react-native-client-sdk',
    ],
    [
      ...calls('variation useFeatureFlag', [0], { default: 1 }),
      ...calls('ifFeatureFlag', [0], { opaque: 'it wraps a component' }),
    ],
  ),
  // Eppo
  ...of(
    ['@eppo/js-client-sdk', '@eppo/node-server-sdk', '@eppo/react-native-sdk', '@eppo/js-client-sdk-common'],
    calls(
      'getBooleanAssignment getStringAssignment getNumericAssignment getIntegerAssignment getJSONAssignment getBoolAssignment',
      [0],
      { default: 3 },
    ),
  ),
];

/** Calls that give all flags at once, as an object. */
export const PACKAGE_BULKS: readonly BulkShape[] = [
  {
    names: ['useFlags'],
    isCall: true,
    keys: 'camelCase',
    packages: [
      'launchdarkly-react-client-sdk',
      '@launchdarkly/react-sdk',
      '@launchdarkly/react-native-client-sdk',
    ],
  },
  {
    names: ['allFlags'],
    isCall: true,
    keys: 'same',
    packages: ['launchdarkly-js-client-sdk', '@launchdarkly/js-client-sdk'],
  },
  { names: ['useFlags'], isCall: true, keys: 'same', packages: ['flagsmith/react'] },
];

/** Components that show their children when a flag is on. */
export const PACKAGE_COMPONENTS: readonly ComponentShape[] = [
  { name: 'FeatureFlag', attribute: 'flagKey', inverted: false, packages: ['@openfeature/react-sdk'] },
  {
    name: 'IfFeatureEnabled',
    attribute: 'feature',
    inverted: false,
    packages: ['@growthbook/growthbook-react'],
  },
  {
    name: 'FeatureString',
    attribute: 'feature',
    inverted: false,
    packages: ['@growthbook/growthbook-react'],
  },
  {
    name: 'PostHogFeature',
    attribute: 'flag',
    inverted: false,
    packages: ['posthog-js/react', '@posthog/react'],
  },
  {
    name: 'RenderIfEnabled',
    attribute: 'variableKey',
    inverted: false,
    packages: ['@devcycle/react-client-sdk'],
  },
  { name: 'OptimizelyFeature', attribute: 'feature', inverted: false, packages: ['@optimizely/react-sdk'] },
];

/**
 * Whether a package's client asks its service over the network at every read. The others hold the flags in memory, or
 * may: that is a matter of their configuration.
 */
export function asksAtEachRead(sdk: string): boolean {
  return isOneOf(sdk, ['@flipt-io/flipt', '@devcycle/js-cloud-server-sdk']);
}

/** Whether a module specifier names one of the packages; `*` stands for anything. */
export function isOneOf(module: string, packages: readonly string[]): boolean {
  return packages.some((name) => {
    const star = name.indexOf('*');
    if (star < 0) return module === name;
    return module.startsWith(name.slice(0, star)) && module.endsWith(name.slice(star + 1));
  });
}

const SDK_PACKAGES: readonly string[] = [...PACKAGE_SHAPES, ...PACKAGE_BULKS, ...PACKAGE_COMPONENTS].flatMap(
  ({ packages }) => packages ?? [],
);

/** Whether a module is a feature flag service's SDK. */
export function isFlagPackage(module: string): boolean {
  return isOneOf(module, SDK_PACKAGES);
}

/** How a bulk result of a service's package names its members; nothing for a package that has none. */
export function bulkNaming(module: string): 'same' | 'camelCase' | undefined {
  const keys = PACKAGE_BULKS.find(({ packages }) => packages && isOneOf(module, packages))?.keys;
  return keys === 'same' || keys === 'camelCase' ? keys : undefined;
}

function of(packages: readonly string[], shapes: readonly Omit<CallShape, 'packages'>[]): CallShape[] {
  return shapes.map((shape) => ({ ...shape, packages }));
}

function calls(
  names: string,
  key: KeyPlace,
  { alternatives = [], ...options }: Options & { alternatives?: readonly KeyPlace[] } = {},
): CallShape[] {
  return names.split(' ').map((name) => ({ name, keys: [key, ...alternatives], ...options }));
}
