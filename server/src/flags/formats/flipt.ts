import type { DataNode } from '../../text/tree';
import type { TargetingRule } from '../model';
import { metadataOf } from './metadata';
import {
  evidenceAt,
  isBlank,
  itemsAt,
  itemsOf,
  locatedText,
  member,
  numberAt,
  scalarAt,
  textAt,
} from './nodes';
import { perDocument } from './per-document';
import { type FlagParts, type FlagPlace, placeOfItem, serviceFormat } from './service-format';
import {
  agreed,
  codeDefault,
  groupsInWords,
  type Outcome,
  partial,
  ruleInWords,
  served,
  unknown,
} from './states';

/**
 * Flipt's `features.yaml` (docs.flipt.io/configuration/storage): a list of flags beside `segments` and a `namespace`.
 * A boolean flag is its `enabled` where none of its `rollouts` matches; a variant flag serves a variant by its `rules`.
 */
export const flipt = serviceFormat({
  name: 'flipt',
  freeMetadata: true,
  find: findFlags,
  read: (place, document, source) => {
    const segments = segmentsIn(document);
    const description = locatedText(member(place.node, 'description'));
    const isBoolean = textAt(place.node, 'type') === 'BOOLEAN_FLAG_TYPE';
    return {
      ...(isBoolean ? readBooleanFlag(place.node, segments) : readVariantFlag(place.node, segments)),
      ...metadataOf(place, source),
      ...(description && { description }),
    };
  },
});

/** The keys of the segments that the file holds. */
const segmentsIn = perDocument(
  (document) => new Set(itemsAt(document, 'segments').flatMap((segment) => textAt(segment, 'key') ?? [])),
);

/** Our own plain list of flags looks much the same, so something must be there that only Flipt has. */
function findFlags(document: DataNode): FlagPlace[] | undefined {
  const items = itemsAt(document, 'flags');
  const isFlipt =
    items.some(isFliptFlag) ||
    (items.length > 0 && FILE_FIELDS.some((name) => !isBlank(member(document, name))));
  if (!isFlipt || !items.some((item) => member(item, 'key'))) return undefined;
  return items.flatMap((item) => placeOfItem(item, member(item, 'key')) ?? []);
}

const FILE_FIELDS = ['namespace', 'segments'];

function isFliptFlag(item: DataNode): boolean {
  if (textAt(item, 'type')?.endsWith('_FLAG_TYPE')) return true;
  if (itemsAt(item, 'rollouts').length > 0) return true;
  return itemsAt(item, 'rules').some((rule) => member(rule, 'distributions') ?? member(rule, 'segment'));
}

function readBooleanFlag(node: DataNode, segments: ReadonlySet<string>): FlagParts {
  const enabled = scalarAt(node, 'enabled') ?? false;
  const evidence = evidenceAt(node, 'enabled');
  if (typeof enabled !== 'boolean') return { state: unknown('enabled is no boolean', evidence) };
  const rollouts = itemsAt(node, 'rollouts');
  if (rollouts.length === 0) return { state: served(enabled, evidence) };
  const outcomes: Outcome[] = [];
  let last: boolean | undefined = enabled;
  // The first rollout that matches decides, so what stands behind one for all decides nothing.
  for (const rollout of rollouts) {
    const threshold = member(rollout, 'threshold');
    const value = scalarAt(threshold ?? member(rollout, 'segment'), 'value') === true;
    const percent = threshold && (numberAt(threshold, 'percentage') ?? 0);
    if (percent === 0) continue;
    outcomes.push({ value });
    if (percent === undefined || percent < 100) continue;
    last = undefined;
    break;
  }
  if (last !== undefined) outcomes.push({ value: last });
  const state = agreed(outcomes, evidenceAt(node, 'rollouts'));
  const only = rollouts.length === 1 ? member(rollouts[0], 'threshold') : undefined;
  const percent = numberAt(only, 'percentage');
  if (state.kind !== 'partial' || !only || percent === undefined) {
    return {
      state,
      rules: state.kind === 'partial' ? rollouts.map((rollout) => rolloutInWords(rollout, segments)) : [],
    };
  }
  const share = scalarAt(only, 'value') === true ? percent : 100 - percent;
  return { state, percentage: { value: share, span: only.span } };
}

function rolloutInWords(rollout: DataNode, segments: ReadonlySet<string>): TargetingRule {
  const threshold = member(rollout, 'threshold');
  const segment = member(rollout, 'segment');
  const gives = `gives ${scalarAt(threshold ?? segment, 'value') === true ? 'on' : 'off'}`;
  const who = threshold
    ? `${numberAt(threshold, 'percentage') ?? 0} % of all others`
    : segmentInWords(segment, segments);
  return ruleInWords(rollout, `${who}, ${gives}`);
}

function readVariantFlag(node: DataNode, segments: ReadonlySet<string>): FlagParts {
  if (scalarAt(node, 'enabled') !== true) return { state: codeDefault(evidenceAt(node, 'enabled')) };
  const variants = itemsAt(node, 'variants');
  const rules = itemsAt(node, 'rules');
  if (rules.length > 0) {
    const outcomes = variants.map((variant): Outcome => ({ value: textAt(variant, 'key') ?? '' }));
    return {
      state: partial(outcomes, evidenceAt(node, 'rules')),
      rules: rules.map((rule) => distributionInWords(rule, segments)),
    };
  }
  const fallback = variants.find((variant) => scalarAt(variant, 'default') === true);
  const key = fallback && textAt(fallback, 'key');
  if (!fallback || key === undefined) {
    return { state: unknown("it has no rules and no default variant, so the code's default applies") };
  }
  return { state: served(key, evidenceAt(fallback, 'default')) };
}

function distributionInWords(rule: DataNode, segments: ReadonlySet<string>): TargetingRule {
  const shares = itemsAt(rule, 'distributions').map(
    (share) => `${textAt(share, 'variant') ?? '?'} to ${numberAt(share, 'rollout') ?? 0} %`,
  );
  const gives = shares.length > 0 ? `gives ${shares.join(', ')}` : 'gives no variant';
  return ruleInWords(
    rule,
    `${segmentInWords(member(rule, 'segment') ?? member(rule, 'segments'), segments)}, ${gives}`,
  );
}

/** A segment is named by its key, or several by theirs. */
function segmentInWords(node: DataNode | undefined, segments: ReadonlySet<string>): string {
  const keys = [...itemsOf(node), ...itemsAt(node, 'keys')].flatMap((key) => locatedText(key)?.value ?? []);
  const names = keys.length > 0 ? keys : [textAt(node, 'key') ?? locatedText(node)?.value ?? 'unnamed'];
  return `the segment is ${groupsInWords(names, segments)}`;
}
