import { DECLARES, GIVES_PARAMETERS, GIVES_SET } from './read';
import { calls, kin, of } from './shape-notation';
import { type CallShape, EACH } from './shapes';

/** Why a call of one of these cannot be replaced. */
const PAYLOAD = 'it gives what comes with the flag, not its answer';
const VARIANT = 'it gives a variant of the flag, and neither on nor off says which';
const INJECTED = 'a decorator injects the value';
const GUARDED = 'a decorator guards what it stands at';
const COMPONENT = 'it wraps a component';
const OBSERVED = 'it gives a stream of answers';

const VARIATIONS = 'stringVariation numberVariation jsonVariation';
const DETAILS = 'stringVariationDetail numberVariationDetail jsonVariationDetail';

/**
 * How each service's SDK evaluates a flag, by the package that the callee comes from. Read off the packages' published
 * type declarations in November 2026.
 */
export const PACKAGE_SHAPES: readonly CallShape[] = [
  // LaunchDarkly: the server's clients are asynchronous and take the context second; the browser's take the default second.
  ...of(
    [
      '@launchdarkly/*-server-sdk',
      'launchdarkly-node-server-sdk',
      'ldclient-node',
      '@launchdarkly/js-server-sdk-common',
      '@launchdarkly/js-server-sdk-common-edge',
      '@launchdarkly/akamai-server-base-sdk',
      '@launchdarkly/akamai-server-edgekv-sdk',
    ],
    [
      ...kin('variation boolVariation', VARIATIONS, [0], { promise: true, default: 2 }),
      ...kin('variationDetail boolVariationDetail', DETAILS, [0], {
        promise: true,
        default: 2,
        path: ['value'],
      }),
      ...calls('migrationVariation', [0], { promise: true, path: ['value'], gives: 'variant' }),
      ...calls('getFlagValue', [0]),
      ...calls('getFlagReason', [0], { opaque: PAYLOAD }),
    ],
  ),
  // The session of a server-rendered page knows its context already.
  ...of(
    ['@launchdarkly/react-sdk/server'],
    [
      ...kin('boolVariation', VARIATIONS, [0], { promise: true, default: 1 }),
      ...kin('boolVariationDetail', DETAILS, [0], { promise: true, default: 1, path: ['value'] }),
    ],
  ),
  ...of(
    [
      'launchdarkly-js-client-sdk',
      'ldclient-js',
      '@launchdarkly/js-client-sdk',
      '@launchdarkly/electron-client-sdk',
      'launchdarkly-electron-client-sdk',
      'launchdarkly-react-client-sdk',
      '@launchdarkly/react-sdk',
      '@launchdarkly/react-native-client-sdk',
      'launchdarkly-react-native-client-sdk',
      'launchdarkly-vue-client-sdk',
    ],
    [
      ...kin('variation boolVariation', VARIATIONS, [0], { default: 1 }),
      ...kin('variationDetail boolVariationDetail', DETAILS, [0], { default: 1, path: ['value'] }),
      ...kin(
        'useBoolVariation useTypedVariation useVariation',
        'useStringVariation useNumberVariation useJsonVariation',
        [0],
        { default: 1 },
      ),
      ...kin(
        'useBoolVariationDetail useTypedVariationDetail useVariationDetail',
        'useStringVariationDetail useNumberVariationDetail useJsonVariationDetail',
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
      ...calls('getTreatment', [1], { alternatives: [[0]], gives: 'treatment' }),
      ...calls('getTreatmentWithConfig', [1], {
        alternatives: [[0]],
        path: ['treatment'],
        gives: 'treatment',
      }),
      ...calls('getTreatments getTreatmentsWithConfig', [1, EACH], {
        alternatives: [[0, EACH]],
        opaque: GIVES_SET,
      }),
    ],
  ),
  ...of(
    [
      '@splitsoftware/splitio/client',
      '@splitsoftware/splitio-browserjs',
      '@splitsoftware/splitio-react',
      '@splitsoftware/splitio-react-native',
      '@splitsoftware/splitio-redux',
    ],
    [
      ...calls('getTreatment', [0], { gives: 'treatment' }),
      ...calls('getTreatmentWithConfig', [0], { path: ['treatment'], gives: 'treatment' }),
      ...calls('getTreatments getTreatmentsWithConfig', [0, EACH], { opaque: GIVES_SET }),
      ...calls('useTreatment', [0, 'name'], { path: ['treatment'], gives: 'treatment' }),
      ...calls('useTreatmentWithConfig', [0, 'name'], {
        path: ['treatment', 'treatment'],
        gives: 'treatment',
      }),
      ...calls('useTreatments useTreatmentsWithConfig useSplitTreatments', [0, 'names', EACH], {
        opaque: GIVES_SET,
      }),
      ...calls('withSplitTreatments', [0, EACH], { opaque: COMPONENT }),
    ],
  ),
  // Flagsmith
  ...of(
    [
      'flagsmith',
      'flagsmith-nodejs',
      'flagsmith-es',
      'react-native-flagsmith',
      '@flagsmith/flagsmith',
      'bullet-train-client',
    ],
    [
      ...calls('hasFeature isFeatureEnabled', [0]),
      ...calls('getValue getFeatureValue', [0], { gives: 'variant' }),
      ...calls('getFlag', [0], { path: ['enabled'] }),
      ...calls('useFlags', [0, EACH], { opaque: GIVES_SET }),
    ],
  ),
  // Unleash; its Vue hooks give a Ref.
  ...of(
    [
      'unleash-client',
      'unleash-proxy-client',
      '@unleash/nextjs',
      '@unleash/proxy-client-react',
      '@unleash/proxy-client-svelte',
    ],
    [
      ...calls('isEnabled', [0], { default: 2 }),
      ...calls('useFlag', [0]),
      ...calls('getVariant forceGetVariant useVariant', [0], { opaque: VARIANT }),
      ...calls('getFeatureToggleDefinition', [0], { opaque: PAYLOAD }),
    ],
  ),
  ...of(['@unleash/nextjs'], calls('flag', [0], { promise: true, path: ['enabled'] })),
  ...of(
    ['@unleash/proxy-client-vue'],
    [
      ...calls('isEnabled', [0]),
      ...calls('useFlag', [0], { path: ['value'] }),
      ...calls('getVariant useVariant', [0], { opaque: VARIANT }),
    ],
  ),
  // OpenFeature, which also covers flagd and GO Feature Flag: promises on the server, values in the browser.
  ...of(
    ['@openfeature/server-sdk', '@openfeature/js-sdk', '@openfeature/nodejs-sdk', '@openfeature/nestjs-sdk'],
    [
      ...kin('getBooleanValue', 'getStringValue getNumberValue getObjectValue', [0], {
        promise: true,
        default: 1,
      }),
      ...kin('getBooleanDetails', 'getStringDetails getNumberDetails getObjectDetails', [0], {
        promise: true,
        default: 1,
        path: ['value'],
      }),
      ...calls('BooleanFeatureFlag StringFeatureFlag NumberFeatureFlag ObjectFeatureFlag', [0, 'flagKey'], {
        opaque: INJECTED,
      }),
      ...calls('RequireFlagsEnabled', [0, 'flags', EACH, 'flagKey'], { opaque: GUARDED }),
    ],
  ),
  ...of(
    ['@openfeature/web-sdk', '@openfeature/react-sdk'],
    [
      ...kin(
        'getBooleanValue useBooleanFlagValue',
        'getStringValue getNumberValue getObjectValue useStringFlagValue useNumberFlagValue useObjectFlagValue',
        [0],
        { default: 1 },
      ),
      ...kin(
        'getBooleanDetails useBooleanFlagDetails useFlag useSuspenseFlag',
        'getStringDetails getNumberDetails getObjectDetails useStringFlagDetails useNumberFlagDetails useObjectFlagDetails',
        [0],
        { default: 1, path: ['value'] },
      ),
    ],
  ),
  // What Angular's templates read by `*booleanFeatureFlag`, `angular-templates.ts` finds.
  ...of(
    ['@openfeature/angular-sdk'],
    [
      ...kin('getBooleanValue', 'getStringValue getNumberValue getObjectValue', [0], { default: 1 }),
      ...calls('getBooleanDetails getStringDetails getNumberDetails getObjectDetails', [0], {
        default: 1,
        opaque: OBSERVED,
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
      ...calls('evalFeature useFeature feature', [0], { members: true }),
    ],
  ),
  // Statsig: the server's functions take the user first.
  ...of(
    [
      '@statsig/js-client',
      '@statsig/js-local-overrides',
      '@statsig/react-bindings',
      '@statsig/react-native-bindings',
      '@statsig/expo-bindings',
      '@statsig/next',
      '@statsig/js-on-device-eval-client',
      '@statsig/react-bindings-on-device-eval',
      'statsig-js',
      'statsig-js-lite',
      'statsig-react',
      'statsig-react-native',
      'statsig-react-native-expo',
    ],
    [
      ...calls('checkGate checkGateWithExposureLoggingDisabled useGateValue', [0]),
      ...calls('getFeatureGate useFeatureGate useGate useGateWithExposureLoggingDisabled', [0], {
        path: ['value'],
      }),
      ...calls(
        'getExperiment getLayer getDynamicConfig getConfig useExperiment useLayer useDynamicConfig useConfig getParameterStore useParameterStore',
        [0],
        { opaque: GIVES_PARAMETERS },
      ),
    ],
  ),
  ...of(
    ['statsig-node', 'statsig-node-lite', '@statsig/statsig-node-core'],
    [
      ...calls('checkGate checkGateSync checkGateWithExposureLoggingDisabled', [1]),
      ...calls('getFeatureGate getFeatureGateSync getFeatureGateWithExposureLoggingDisabled', [1], {
        path: ['value'],
      }),
      ...calls(
        'getExperiment getExperimentSync getLayer getLayerSync getDynamicConfig getConfig getConfigSync',
        [1],
        { opaque: GIVES_PARAMETERS },
      ),
    ],
  ),
  // PostHog
  ...of(
    ['posthog-js', '@posthog/react', 'posthog-react-native'],
    [
      ...calls('isFeatureEnabled getFeatureFlag useFeatureFlagEnabled useFeatureFlagVariantKey', [0]),
      ...calls('useFeatureFlag', [0]),
      ...calls(
        'getFeatureFlagPayload getFeatureFlagResult useFeatureFlagPayload useFeatureFlagResult useFeatureFlagWithPayload',
        [0],
        { opaque: PAYLOAD },
      ),
    ],
  ),
  ...of(
    ['posthog-node'],
    [
      ...calls('isFeatureEnabled getFeatureFlag', [0], { promise: true }),
      ...calls('getFeatureFlagPayload getFeatureFlagResult', [0], { promise: true, opaque: PAYLOAD }),
      // Of what `evaluateFlags` gives.
      ...calls('isEnabled getFlag', [0]),
      ...calls('getFlagPayload', [0], { opaque: PAYLOAD }),
    ],
  ),
  // ConfigCat
  ...of(
    [
      '@configcat/sdk',
      'configcat-node',
      'configcat-js',
      'configcat-js-ssr',
      'configcat-js-chromium-extension',
      'configcat-react',
      'configcat-common',
    ],
    [
      ...calls('getValueAsync', [0], { promise: true, default: 1 }),
      ...calls('getValueDetailsAsync', [0], { promise: true, default: 1, path: ['value'] }),
      ...calls('getValue', [0], { default: 1 }),
      ...calls('getValueDetails useFeatureFlag', [0], { default: 1, path: ['value'] }),
    ],
  ),
  // DevCycle: the server's functions take the user first; where buckets are made in the cloud, they are asynchronous.
  ...of(
    ['@devcycle/nodejs-server-sdk'],
    [
      ...calls('variableValue', [1], { default: 2 }),
      ...calls('variable', [1], { default: 2, path: ['value'] }),
    ],
  ),
  ...of(
    ['@devcycle/js-cloud-server-sdk'],
    [
      ...calls('variableValue', [1], { promise: true, default: 2 }),
      ...calls('variable', [1], { promise: true, default: 2, path: ['value'] }),
    ],
  ),
  ...of(
    [
      '@devcycle/js-client-sdk',
      '@devcycle/react-client-sdk',
      '@devcycle/react-native-client-sdk',
      '@devcycle/react-native-expo-client-sdk',
      '@devcycle/nextjs-sdk',
    ],
    [
      ...calls('variableValue useVariableValue', [0], { default: 1 }),
      ...calls('variable useVariable', [0], { default: 1, path: ['value'] }),
      ...calls('SwapComponents', [2], { opaque: COMPONENT }),
    ],
  ),
  ...of(['@devcycle/nextjs-sdk'], calls('getVariableValue', [0], { promise: true, default: 1 })),
  ...of(
    ['@devcycle/nestjs-server-sdk'],
    [
      ...calls('variableValue', [0], { default: 1 }),
      ...calls('VariableValue', [0, 'key'], { opaque: INJECTED }),
    ],
  ),
  // Optimizely
  ...of(
    ['@optimizely/optimizely-sdk', '@optimizely/react-sdk'],
    [
      ...calls('decide', [0], { path: ['enabled'] }),
      ...calls('decideAsync', [0], { promise: true, path: ['enabled'] }),
      ...calls('decideForKeys decideForKeysAsync', [0, EACH], { opaque: GIVES_SET }),
      ...calls('useDecision', [0], { path: ['0', 'enabled'] }),
      ...calls('useFeature', [0], { path: ['0'] }),
      ...calls('useExperiment', [0], { path: ['0'], gives: 'variant' }),
      ...calls('isFeatureEnabled', [0]),
      ...calls(
        'getFeatureVariable getFeatureVariableBoolean getFeatureVariableDouble getFeatureVariableInteger getFeatureVariableString getFeatureVariableJSON getAllFeatureVariables',
        [0],
        { opaque: PAYLOAD },
      ),
      ...calls('activate getVariation', [0], { gives: 'variant' }),
    ],
  ),
  // Flipt: the server's client asks over the network, the others know the rules themselves.
  ...of(
    ['@flipt-io/flipt'],
    [
      ...calls('boolean', [0, 'flagKey'], { promise: true, path: ['enabled'] }),
      ...calls('variant', [0, 'flagKey'], { promise: true, path: ['variantKey'], gives: 'variant' }),
      ...calls('batch', [0, 'requests', EACH, 'flagKey'], { opaque: GIVES_SET }),
    ],
  ),
  ...of(
    [
      '@flipt-io/flipt-client-js',
      '@flipt-io/flipt-client',
      '@flipt-io/flipt-client-browser',
      '@flipt-io/flipt-client-react',
      'flipt-client-js',
    ],
    [
      ...calls('evaluateBoolean', [0, 'flagKey'], { path: ['enabled'] }),
      ...calls('evaluateVariant', [0, 'flagKey'], { path: ['variantKey'], gives: 'variant' }),
      ...calls('evaluateBatch', [0, EACH, 'flagKey'], { opaque: GIVES_SET }),
      ...calls('useFliptBoolean', [0], { default: 1 }),
      ...calls('useFliptVariant', [0], { default: 1, gives: 'variant' }),
    ],
  ),
  // Vercel: what `flag` gives is the flag, and reads itself when it is called.
  ...of(
    ['flags/next', 'flags/sveltekit', '@vercel/flags/next', '@vercel/flags/sveltekit'],
    calls('flag', [0, 'key'], { promise: true, symbol: true, opaque: DECLARES }),
  ),
  // Microsoft
  ...of(
    ['@microsoft/feature-management'],
    [
      ...calls('isEnabled', [0], { promise: true }),
      ...calls('getVariant', [0], { promise: true, path: ['configuration'], gives: 'variant' }),
    ],
  ),
  // Harness: the same names at other places on the server and in the browser.
  ...of(
    ['@harnessio/ff-nodejs-server-sdk'],
    kin('boolVariation', VARIATIONS, [0], { promise: true, default: 2 }),
  ),
  ...of(
    [
      '@harnessio/ff-javascript-client-sdk',
      '@harnessio/ff-react-client-sdk',
      '@harnessio/ff-react-native-client-sdk',
    ],
    [
      ...calls('variation useFeatureFlag', [0], { default: 1 }),
      ...calls('useFeatureFlags', [0, EACH], { opaque: GIVES_SET }),
      ...calls('ifFeatureFlag', [0], { opaque: COMPONENT }),
    ],
  ),
  // Reflag, which was called Bucket
  ...of(
    ['@reflag/react-sdk', '@reflag/react-native-sdk', '@bucketco/react-sdk'],
    calls('useFlag useFeature', [0], { path: ['isEnabled'], beside: { isLoading: false } }),
  ),
  ...of(
    ['@reflag/browser-sdk', '@reflag/node-sdk', '@bucketco/browser-sdk', '@bucketco/node-sdk'],
    calls('getFlag getFeature', [0], { alternatives: [[1]], path: ['isEnabled'] }),
  ),
  ...of(
    ['@reflag/vue-sdk', '@bucketco/vue-sdk'],
    calls('useFlag useFeature', [0], { path: ['isEnabled', 'value'] }),
  ),
  // Eppo
  ...of(
    ['@eppo/js-client-sdk', '@eppo/node-server-sdk', '@eppo/react-native-sdk', '@eppo/js-client-sdk-common'],
    [
      ...kin(
        'getBooleanAssignment getBoolAssignment',
        'getStringAssignment getNumericAssignment getIntegerAssignment getJSONAssignment',
        [0],
        { default: 3 },
      ),
      ...kin(
        'getBooleanAssignmentDetails',
        'getStringAssignmentDetails getNumericAssignmentDetails getIntegerAssignmentDetails getJSONAssignmentDetails',
        [0],
        { default: 3, path: ['variation'] },
      ),
      ...calls('getBanditAction getBanditActionDetails getBestAction', [0], { opaque: VARIANT }),
    ],
  ),
];
