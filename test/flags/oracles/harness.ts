import { Client } from '@harnessio/ff-nodejs-server-sdk';
import { parse } from 'yaml';
import { loopback } from '../../services/loopback';
import { type Answer, askAll, CODE_DEFAULT, type Oracle, silent } from './oracle';

/**
 * The flags of one environment, given to the SDK as Harness's server would give them. Who is in a target group stands
 * elsewhere: here it is nobody.
 */
export function harness(environment: string): Oracle {
  return async (text, keys, people) => {
    const configs = configsOf(parse(text) as HarnessFile, environment);
    // The SDK reads no more of its token than where it belongs.
    const claims = Buffer.from(JSON.stringify({ environment, clusterIdentifier: '1' }));
    const { url } = await loopback(({ path }) => {
      if (path.includes('auth')) return { body: { authToken: `x.${claims.toString('base64url')}.y` } };
      return { body: path.includes('feature-configs') ? configs : [] };
    });
    const client = new (Client as unknown as HarnessClient)('key', {
      baseUrl: url,
      eventsUrl: url,
      enableStream: false,
      enableAnalytics: false,
      pollInterval: 3_600_000,
      logger: silent,
      // All clients of a machine would share theirs.
      cache: new Map(),
      store: inMemory(),
    });
    try {
      await client.waitForInitialization();
      const known = new Map(configs.map((one) => [one.feature, one]));
      return await askAll(
        keys.filter((key) => known.has(key)),
        people,
        async (key, { id, attributes }): Promise<Answer> => {
          const target = { identifier: id ?? 'nobody', name: id ?? 'nobody', attributes };
          if (known.get(key)!.kind !== 'boolean') {
            const answer = await client.stringVariation(key, target, NOTHING);
            return answer === NOTHING ? CODE_DEFAULT : answer;
          }
          const [one, other] = [
            await client.boolVariation(key, target, true),
            await client.boolVariation(key, target, false),
          ];
          return one === other ? one : CODE_DEFAULT;
        },
      );
    } finally {
      await client.close();
    }
  };
}

function inMemory() {
  const map = new Map<string, unknown>();
  return {
    set: async (key: string, value: unknown) => map.set(key, value) && true,
    get: async (key: string) => map.get(key),
    del: async (key: string) => map.delete(key),
    keys: async () => map.keys(),
  };
}

const NOTHING = 'no value of a flag';

/** What its declarations say of it, which name another class than the package exports. */
type HarnessClient = new (
  key: string,
  options: object,
) => {
  waitForInitialization(): Promise<unknown>;
  boolVariation(flag: string, target: object, fallback: boolean): Promise<boolean>;
  stringVariation(flag: string, target: object, fallback: string): Promise<string>;
  close(): unknown;
};

interface HarnessFile {
  readonly featureFlags: { readonly flags: readonly { readonly flag: HarnessFlag }[] };
}

interface HarnessFlag {
  readonly identifier: string;
  readonly spec: {
    readonly type: string;
    readonly default?: Served;
    readonly variations: readonly object[];
    readonly environments?: readonly HarnessEnvironment[];
  };
  /** Older files have them here. */
  readonly environments?: readonly HarnessEnvironment[];
}

interface HarnessEnvironment {
  readonly identifier: string;
  readonly state: string;
  readonly default?: Served;
  readonly targetRules?: readonly {
    readonly targets?: readonly object[];
    readonly targetGroups?: readonly { readonly identifier: string }[];
    readonly variation: string;
  }[];
}

interface Served {
  readonly onVariation: string;
  readonly offVariation: string;
  readonly distribution?: object;
}

function configsOf({ featureFlags }: HarnessFile, wanted: string) {
  return featureFlags.flags.flatMap(({ flag: { identifier, spec, environments } }) => {
    const environment = (spec.environments ?? environments)?.find((one) => one.identifier === wanted);
    const served = environment?.default ?? spec.default;
    if (!environment || !served) return [];
    return {
      project: 'p',
      environment: wanted,
      feature: identifier,
      kind: spec.type,
      version: 1,
      state: environment.state,
      variations: spec.variations,
      offVariation: served.offVariation,
      defaultServe: served.distribution
        ? { distribution: served.distribution }
        : { variation: served.onVariation },
      rules: [],
      prerequisites: [],
      variationToTargetMap: (environment.targetRules ?? []).map(({ targets, targetGroups, variation }) => ({
        variation,
        targets: targets ?? [],
        targetSegments: (targetGroups ?? []).map((group) => group.identifier),
      })),
    };
  });
}
