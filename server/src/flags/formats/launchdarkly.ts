import type { DataNode } from '../../text/tree';
import { describeValue } from '../describe';
import type { Located, State, TargetingRule } from '../model';
import { pulledFrom } from '../pulled';
import {
  dataOf,
  entriesOf,
  evidenceAt,
  innerSpan,
  isBlank,
  itemsAt,
  itemsOf,
  locatedText,
  mapAt,
  member,
  numberAt,
  scalarAt,
  textAt,
} from './nodes';
import { perDocument } from './per-document';
import { archivedIn, archivedParts, type RecordNames, recordOf } from './records';
import { type FlagParts, type FlagPlace, placeOfEntry, serviceFormat } from './service-format';
import {
  agreed,
  codeDefault,
  groupsInWords,
  type Outcome,
  partial,
  ruleInWords,
  served,
  shareOn,
  unknown,
} from './states';

/**
 * LaunchDarkly's file data source (launchdarkly.com/docs/sdk/features/flags-from-files): whole flags under `flags`,
 * and values for everyone under `flagValues`.
 */
export const launchdarkly = serviceFormat({
  name: 'launchdarkly',
  find: findFlags,
  read: (place, document) => {
    const { node, keySpan } = place;
    if (valuesIn(document).has(keySpan.start)) return readValue(place);
    const temporary = member(node, 'temporary');
    const record: Partial<FlagParts> = {
      ...recordOf(node, RECORD),
      ...(scalarAt(node, 'temporary') === false && { permanent: { value: true, span: temporary!.span } }),
    };
    if (archivedIn(document).has(node.span.start))
      return { ...record, ...archivedParts(node, 'archivedDate') };
    return { ...record, ...readFlag(node, segmentsIn(document)) };
  },
});

const RECORD: RecordNames = {
  owner: ['maintainer'],
  created: 'creationDate',
  lastEvaluated: 'lastRequested',
  description: 'description',
  stale: 'deprecated',
};

/** Where the keys of the values for everyone begin. */
const valuesIn = perDocument(
  (document) => new Set(entriesOf(member(document, 'flagValues')).map(({ keySpan }) => keySpan.start)),
);

/** The names of the segments that the file holds. */
const segmentsIn = perDocument(
  (document) => new Set(entriesOf(member(document, 'segments')).map(({ key }) => key)),
);

function findFlags(document: DataNode): FlagPlace[] | undefined {
  const flags = entriesOf(member(document, 'flags'));
  const isOurs =
    mapAt(document, 'flagValues') !== undefined ||
    flags.some(({ value }) => isFlag(value)) ||
    pulledFrom(document)?.service === 'launchdarkly';
  if (!isOurs) return undefined;
  const archived = entriesOf(member(document, 'archived'));
  return [...flags, ...archived, ...entriesOf(member(document, 'flagValues'))].map(placeOfEntry);
}

function isFlag(node: DataNode): boolean {
  return (
    member(node, 'variations')?.kind === 'list' &&
    ['on', 'fallthrough', 'offVariation'].some((name) => member(node, name) !== undefined)
  );
}

function readValue({ node, key, span }: FlagPlace): FlagParts {
  return { state: served(dataOf(node), { field: key, span }) };
}

function readFlag(node: DataNode, segments: ReadonlySet<string>): FlagParts {
  const variations = itemsAt(node, 'variations');
  if (scalarAt(node, 'on') !== true) {
    const index = numberAt(node, 'offVariation');
    if (index === undefined) return { state: codeDefault(evidenceAt(node, 'on')) };
    return { state: variationState(variations, index, node, 'offVariation') };
  }
  const prerequisites = prerequisitesOf(node);
  const rules = [
    ...itemsAt(node, 'rules').map((rule) => ruleOf(rule, variations, segments)),
    ...[...itemsAt(node, 'targets'), ...itemsAt(node, 'contextTargets')].map((target) =>
      targetOf(target, variations),
    ),
  ];
  const own = { dependsOn: prerequisites, rules };
  const everything = variations.map((value): Outcome => ({ value: dataOf(value) }));
  for (const name of ['prerequisites', 'rules', 'targets', 'contextTargets']) {
    if (!isBlank(member(node, name))) return { ...own, state: partial(everything, evidenceAt(node, name)) };
  }
  return { ...own, ...fallthroughOf(node, variations) };
}

function fallthroughOf(node: DataNode, variations: readonly DataNode[]): FlagParts {
  const fallthrough = member(node, 'fallthrough');
  const index = numberAt(fallthrough, 'variation');
  if (index !== undefined) return { state: variationState(variations, index, node, 'fallthrough') };
  const evidence = evidenceAt(node, 'fallthrough');
  const shares = sharesOf(member(fallthrough, 'rollout'), variations);
  if (!shares) return { state: unknown('its fallthrough names no variation', evidence) };
  const state = agreed(shares, evidence);
  const percent = state.kind === 'partial' ? shareOn(shares) : undefined;
  return { state, ...(percent !== undefined && { percentage: { value: percent, span: evidence.span } }) };
}

/** A rollout's weights are of 100,000. */
function sharesOf(rollout: DataNode | undefined, variations: readonly DataNode[]): Outcome[] | undefined {
  const weights = itemsAt(rollout, 'variations');
  const shares = weights.flatMap((weight): Outcome[] => {
    const value = variations[numberAt(weight, 'variation') ?? -1];
    return value ? [{ value: dataOf(value), percent: (numberAt(weight, 'weight') ?? 0) / 1000 }] : [];
  });
  return shares.length > 0 && shares.length === weights.length ? shares : undefined;
}

function variationState(
  variations: readonly DataNode[],
  index: number,
  node: DataNode,
  field: string,
): State {
  const value = variations[index];
  const evidence = evidenceAt(node, field);
  return value ? served(dataOf(value), evidence) : unknown(`it has no variation ${index}`, evidence);
}

function prerequisitesOf(node: DataNode): Located<string>[] {
  return itemsAt(node, 'prerequisites').flatMap((item) => {
    const key = member(item, 'key');
    const name = locatedText(key);
    return key && name ? [{ value: name.value, span: innerSpan(key) }] : [];
  });
}

function ruleOf(
  rule: DataNode,
  variations: readonly DataNode[],
  segments: ReadonlySet<string>,
): TargetingRule {
  const clauses = itemsAt(rule, 'clauses').map((clause) => clauseInWords(clause, segments));
  const where = clauses.length > 0 ? clauses.join(' and ') : 'anyone asks';
  return ruleInWords(rule, `${where}, gives ${givenBy(rule, variations)}`);
}

function targetOf(target: DataNode, variations: readonly DataNode[]): TargetingRule {
  const values = listed(member(target, 'values'));
  const kind = textAt(target, 'contextKind') ?? 'user';
  return ruleInWords(target, `the ${kind} is one of ${values}, gives ${givenBy(target, variations)}`);
}

function clauseInWords(clause: DataNode, segments: ReadonlySet<string>): string {
  const op = textAt(clause, 'op') ?? '?';
  const values = listed(member(clause, 'values'));
  const not = scalarAt(clause, 'negate') === true ? 'not ' : '';
  if (op === 'segmentMatch') {
    const names = itemsAt(clause, 'values').flatMap((name) => locatedText(name)?.value ?? []);
    return `the segment is ${not}${groupsInWords(names, segments)}`;
  }
  return `${textAt(clause, 'attribute') ?? '?'} ${not}${op} ${values}`;
}

function listed(values: DataNode | undefined): string {
  return itemsOf(values)
    .map((value) => describeValue(dataOf(value)))
    .join(', ');
}

function givenBy(node: DataNode, variations: readonly DataNode[]): string {
  const index = numberAt(node, 'variation');
  const value = index === undefined ? undefined : variations[index];
  return value ? describeValue(dataOf(value)) : 'shares';
}
