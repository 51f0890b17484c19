import { EventEmitter } from 'node:events';
import { Unleash, UnleashEvents } from 'unleash-client';
import { parse } from 'yaml';
import { askAll, type Oracle } from './oracle';

interface UnleashFile {
  readonly features: readonly { readonly name: string }[];
  readonly segments?: readonly { readonly id: number }[];
  /** An export has these in lists of their own. */
  readonly featureStrategies?: readonly { readonly featureName: string }[];
  readonly featureEnvironments?: readonly {
    readonly featureName: string;
    readonly environment: string;
    readonly enabled: boolean;
  }[];
}

/** The bootstrap, held as the client itself holds it. An export is made one, if it is of one environment. */
export const unleash: Oracle = async (text, keys, people) => {
  const repository = repositoryOf(bootstrapOf(parse(text) as UnleashFile));
  const client = new Unleash({
    appName: 'test',
    url: 'http://unused.invalid',
    disableMetrics: true,
    disableAutoStart: true,
    skipInstanceCountWarning: true,
    repository: repository as never,
  });
  repository.emit(UnleashEvents.Ready);
  client.on(UnleashEvents.Error, () => {});
  client.on(UnleashEvents.Warn, () => {});
  try {
    return await askAll(keys, people, (key, { id, attributes }) => {
      const known = Object.entries(attributes).map(([name, value]) => [name, String(value)]);
      const properties = Object.fromEntries(known) as Record<string, string>;
      return client.isEnabled(key, { ...properties, ...(id !== undefined && { userId: id }), properties });
    });
  } finally {
    client.destroy();
  }
};

function bootstrapOf(file: UnleashFile): UnleashFile {
  const { featureStrategies = [], featureEnvironments } = file;
  if (!featureEnvironments) return file;
  if (new Set(featureEnvironments.map(({ environment }) => environment)).size > 1)
    throw new Error('An export of several environments, which are no bootstrap');
  const features = file.features.map((feature) => ({
    ...feature,
    enabled: featureEnvironments.some(({ featureName, enabled }) => featureName === feature.name && enabled),
    strategies: featureStrategies.filter(({ featureName }) => featureName === feature.name),
  }));
  return { ...file, features };
}

/** In place of the one that asks a server. */
function repositoryOf({ features, segments = [] }: UnleashFile) {
  return Object.assign(new EventEmitter(), {
    getToggle: (name: string) => features.find((one) => one.name === name),
    getToggles: () => features,
    getTogglesWithSegmentData: () => features,
    getSegment: (id: number) => segments.find((segment) => segment.id === id),
    start: async () => {},
    stop: () => {},
  });
}
