/** Packages whose functions evaluate flags: what is imported from them needs no further sign. */
const SDK_PACKAGES = [
  '@launchdarkly/',
  'launchdarkly-',
  '@splitsoftware/',
  'flagsmith',
  '@flagsmith/',
  'unleash-',
  '@unleash/',
  '@openfeature/',
  '@growthbook/',
  'statsig-',
  '@statsig/',
  'posthog-',
  '@posthog/',
  'configcat-',
  '@configcat/',
  '@devcycle/',
  '@optimizely/',
  '@flipt-io/',
  'flipt-client',
  'flags/',
  '@microsoft/feature-management',
  '@harnessio/ff-',
  '@eppo/',
] as const;

/** Whether a module is a feature flag service's SDK. */
export function isFlagPackage(module: string): boolean {
  return SDK_PACKAGES.some(
    (name) =>
      module === name || (module.startsWith(name) && (/[-/]$/.test(name) || module[name.length] === '/')),
  );
}
