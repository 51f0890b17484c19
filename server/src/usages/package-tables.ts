import type { BulkShape, ComponentShape } from './shapes';

const LAUNCHDARKLY_REACT = ['launchdarkly-react-client-sdk', '@launchdarkly/react-sdk'];
const SPLIT_REACT = ['@splitsoftware/splitio-react'];
const SPLIT = [
  '@splitsoftware/splitio',
  '@splitsoftware/splitio-browserjs',
  '@splitsoftware/splitio-react-native',
  ...SPLIT_REACT,
];
const OPTIMIZELY = ['@optimizely/optimizely-sdk', '@optimizely/react-sdk'];
const HARNESS_REACT = ['@harnessio/ff-react-client-sdk', '@harnessio/ff-react-native-client-sdk'];
const UNLEASH_REACT = ['@unleash/proxy-client-react', '@unleash/nextjs'];

/** Objects of a service's package whose members are flags; the first of a package says how it names them. */
export const PACKAGE_BULKS: readonly BulkShape[] = [
  { names: ['useFlags()'], keys: 'camelCase', isHandedOn: true, packages: LAUNCHDARKLY_REACT },
  { names: ['withLDConsumer()(_)', 'flags'], keys: 'camelCase', packages: LAUNCHDARKLY_REACT },
  {
    names: ['allFlags()'],
    keys: 'same',
    isHandedOn: true,
    packages: [
      'launchdarkly-js-client-sdk',
      'ldclient-js',
      '@launchdarkly/js-client-sdk',
      '@launchdarkly/react-native-client-sdk',
      'launchdarkly-vue-client-sdk',
      ...LAUNCHDARKLY_REACT,
    ],
  },
  {
    names: ['allValues()'],
    keys: 'same',
    packages: ['@launchdarkly/*-server-sdk', 'launchdarkly-node-server-sdk', 'ldclient-node'],
  },
  { names: ['getTreatments()'], keys: 'same', gives: 'treatment', packages: SPLIT },
  {
    names: ['getTreatmentsWithConfig()'],
    keys: 'same',
    path: ['treatment'],
    gives: 'treatment',
    packages: SPLIT,
  },
  { names: ['useTreatments()', 'treatments'], keys: 'same', gives: 'treatment', packages: SPLIT_REACT },
  ...[
    'useSplitTreatments()',
    'useTreatmentsWithConfig()',
    '<SplitTreatments>',
    'withSplitTreatments()(_)',
  ].map(
    (from): BulkShape => ({
      names: [from, 'treatments'],
      keys: 'same',
      path: ['treatment'],
      gives: 'treatment',
      packages: SPLIT_REACT,
    }),
  ),
  {
    names: ['useFlags()'],
    keys: 'same',
    isHandedOn: true,
    path: ['enabled'],
    packages: [
      'flagsmith/react',
      'flagsmith-es/react',
      'react-native-flagsmith/react',
      '@flagsmith/flagsmith/react',
    ],
  },
  {
    names: ['getAllFlags()'],
    keys: 'same',
    path: ['enabled'],
    packages: ['flagsmith', 'flagsmith-es', 'react-native-flagsmith', '@flagsmith/flagsmith'],
  },
  { names: ['allFlags()'], keys: 'same', list: 'featureName', packages: ['flagsmith-nodejs'] },
  { names: ['useFlags()'], keys: 'same', list: 'name', packages: UNLEASH_REACT },
  {
    names: ['getAllToggles()'],
    keys: 'same',
    list: 'name',
    packages: ['unleash-proxy-client', ...UNLEASH_REACT],
  },
  { names: ['getAllFlags()'], keys: 'same', packages: ['posthog-node'] },
  { names: ['useFeatureFlags()'], keys: 'same', packages: ['posthog-react-native'] },
  ...['decideForKeys()', 'decideForKeysAsync()', 'decideAll()', 'decideAllAsync()'].map(
    (from): BulkShape => ({ names: [from], keys: 'same', path: ['enabled'], packages: OPTIMIZELY }),
  ),
  { names: ['useFeatureFlags()'], keys: 'same', packages: HARNESS_REACT },
  { names: ['withFeatureFlags(_)', 'flags'], keys: 'same', packages: HARNESS_REACT },
  {
    names: ['allVariables()'],
    keys: 'same',
    path: ['value'],
    packages: ['@devcycle/nodejs-server-sdk', '@devcycle/js-cloud-server-sdk', '@devcycle/js-client-sdk'],
  },
];

/** Components that show their children when a flag is on. */
export const PACKAGE_COMPONENTS: readonly ComponentShape[] = [
  component('FeatureFlag', 'flagKey', ['@openfeature/react-sdk']),
  component('IfFeatureEnabled', 'feature', ['@growthbook/growthbook-react']),
  component('FeatureString', 'feature', ['@growthbook/growthbook-react'], 'variant'),
  component('PostHogFeature', 'flag', ['posthog-js/react', '@posthog/react', 'posthog-react-native']),
  component('RenderIfEnabled', 'variableKey', ['@devcycle/react-client-sdk', '@devcycle/nextjs-sdk']),
  component('OptimizelyFeature', 'feature', ['@optimizely/react-sdk']),
  component('OptimizelyExperiment', 'experiment', ['@optimizely/react-sdk'], 'variant'),
  component('SplitTreatments', 'names', SPLIT_REACT, 'variant'),
];

function component(
  name: string,
  attribute: string,
  packages: readonly string[],
  gives?: ComponentShape['gives'],
): ComponentShape {
  return { name, attribute, inverted: false, packages, ...(gives && { gives }) };
}
