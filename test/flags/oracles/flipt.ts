import { FliptClient } from '@flipt-io/flipt-client-js/node';
import { parseAllDocuments } from 'yaml';
import { askAll, CODE_DEFAULT, type Oracle } from './oracle';

/** The flags of each namespace as Flipt's server gives them to its clients: ranks for the order, segments in full. */
export const flipt: Oracle = async (text, keys, people) => {
  const [document] = parseAllDocuments(text).map((one) => one.toJS() as FliptFile);
  if (!document?.flags) return new Map();
  const client = await clientWith(document);
  const types = new Map(document.flags.map(({ key, type }) => [key, type]));
  return askAll(
    keys.filter((key) => types.has(key)),
    people,
    (flagKey, { id, attributes }) => {
      const known = Object.entries(attributes).map(([name, value]) => [name, String(value)]);
      const question = {
        flagKey,
        entityId: id ?? 'nobody',
        context: Object.fromEntries(known) as Record<string, string>,
      };
      if (types.get(flagKey) === 'BOOLEAN_FLAG_TYPE') return client.evaluateBoolean(question).enabled;
      const { variantKey, reason } = client.evaluateVariant(question);
      return variantKey === '' || reason === 'FLAG_DISABLED_EVALUATION_REASON' ? CODE_DEFAULT : variantKey;
    },
  );
};

interface FliptFile {
  readonly flags?: readonly FliptFlag[];
  readonly segments?: readonly FliptSegment[];
}

export interface FliptFlag {
  readonly key: string;
  readonly type?: string;
  readonly enabled?: boolean;
  readonly rollouts?: readonly {
    readonly threshold?: { readonly percentage?: number; readonly value?: boolean };
    readonly segment?: SegmentNames & { readonly value?: boolean };
  }[];
  readonly variants?: readonly { readonly key: string; readonly default?: boolean }[];
  readonly rules?: readonly {
    readonly segment?: string | SegmentNames;
    readonly segments?: readonly string[];
    readonly operator?: string;
    readonly distributions?: readonly { readonly variant: string; readonly rollout: number }[];
  }[];
}

interface SegmentNames {
  readonly key?: string;
  readonly keys?: readonly string[];
  readonly operator?: string;
  readonly segment_operator?: string;
}

interface FliptSegment {
  readonly key: string;
  readonly match_type?: string;
  readonly constraints?: readonly {
    readonly type: string;
    readonly property?: string;
    readonly operator?: string;
    readonly value?: string | readonly string[];
  }[];
}

function clientWith({ flags = [], segments = [] }: FliptFile): Promise<FliptClient> {
  const document = {
    namespace: { key: 'default', name: 'default' },
    flags: flags.map(({ key, type, enabled = false, rollouts = [], variants = [], rules = [] }) => {
      const fallback = variants.find((one) => one.default);
      return {
        key,
        name: key,
        type: type ?? 'VARIANT_FLAG_TYPE',
        enabled,
        rollouts: rollouts.map(({ threshold, segment }, i) => ({
          rank: i + 1,
          ...(threshold && {
            type: 'THRESHOLD_ROLLOUT_TYPE',
            threshold: { percentage: threshold.percentage ?? 0, value: threshold.value ?? false },
          }),
          ...(segment && {
            type: 'SEGMENT_ROLLOUT_TYPE',
            segment: { value: segment.value ?? false, ...inFull(segment, segments) },
          }),
        })),
        rules: rules.map(({ segment, segments: several, operator, distributions = [] }, i) => ({
          id: String(i),
          rank: i + 1,
          ...inFull(several ? { keys: several, ...(operator && { operator }) } : (segment ?? {}), segments),
          distributions: distributions.map(({ variant, rollout }) => ({
            ruleId: String(i),
            variantKey: variant,
            variantAttachment: '',
            rollout,
          })),
        })),
        ...(fallback && { defaultVariant: { id: '1', key: fallback.key, attachment: '' } }),
      };
    }),
  };
  return FliptClient.init({
    namespace: 'default',
    url: 'http://unused.invalid',
    updateInterval: 0,
    fetcher: async () => Response.json(document),
  });
}

function inFull(named: string | SegmentNames, all: readonly FliptSegment[]) {
  const names = typeof named === 'string' ? { key: named } : named;
  const keys = names.keys ?? (names.key === undefined ? [] : [names.key]);
  return {
    segmentOperator: names.segment_operator ?? names.operator ?? 'OR_SEGMENT_OPERATOR',
    segments: all
      .filter(({ key }) => keys.includes(key))
      .map(({ key, match_type, constraints = [] }) => ({
        key,
        matchType: (match_type ?? 'ALL_MATCH_TYPE').replace(/^(ALL|ANY)_MATCH/, '$1_SEGMENT_MATCH'),
        constraints: constraints.map(({ type, property = '', operator = '', value = '' }) => ({
          type: type.replace(/^([A-Z_]+?)_COMPARISON/, '$1_CONSTRAINT_COMPARISON'),
          property,
          operator,
          value: typeof value === 'string' ? value : JSON.stringify(value),
        })),
      })),
  };
}
