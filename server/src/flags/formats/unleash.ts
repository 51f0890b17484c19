import type { DataNode } from '../../text/tree';
import type { FlagType, Located, State, TargetingRule } from '../model';
import { acrossEnvironments } from './environments';
import {
  dataOf,
  evidenceAt,
  innerSpan,
  isBlank,
  itemsAt,
  itemsOf,
  locatedText,
  member,
  scalarAt,
  textAt,
} from './nodes';
import { grouped, perDocument } from './per-document';
import { archivedIn, archivedParts, type RecordNames, recordOf } from './records';
import { type FlagParts, type FlagPlace, placeOfItem, serviceFormat } from './service-format';
import { ruleInWords, served } from './states';

/**
 * Unleash: the file that its SDKs start from (`version` and `features`, docs.getunleash.io/sdks/node), and an export
 * of its server, where the strategies and each environment's switch stand in lists of their own.
 */
export const unleash = serviceFormat({
  name: 'unleash',
  find: findFlags,
  read: (place, document, { options }) => {
    const { node, key } = place;
    const type = typeOf(node);
    const record = { ...recordOf(node, RECORD), ...(isExport(document) && exportedTags(document, key)) };
    const facts = {
      ...record,
      ...ownerByTag(record.tags),
      ...(type && { type }),
      ...lifetimeOf(node, record.created),
    };
    if (archivedIn(document).has(node.span.start)) return { ...facts, ...archivedParts(node, 'archivedAt') };
    const own = isExport(document)
      ? acrossEnvironments(exported(document, key), options.environment)
      : decide(node, itemsAt(node, 'strategies'), evidenceAt(node, 'strategies'), segmentsIn(document));
    return { ...withParents(place, document, own), ...facts };
  },
});

const RECORD: RecordNames = {
  owner: ['createdBy'],
  created: 'createdAt',
  lastEvaluated: 'lastSeenAt',
  description: 'description',
  stale: 'stale',
  archived: 'archived',
};

function findFlags(document: DataNode): FlagPlace[] | undefined {
  const features = member(document, 'features');
  if (features?.kind !== 'list') return undefined;
  const items = itemsOf(features);
  const looks =
    isExport(document) ||
    items.some((item) => member(item, 'strategies')?.kind === 'list' && member(item, 'name') !== undefined);
  const isEmpty = items.length === 0 && typeof scalarAt(document, 'version') === 'number';
  if (!looks && !isEmpty) return undefined;
  return [...items, ...itemsAt(document, 'archived')].flatMap(
    (item) => placeOfItem(item, member(item, 'name')) ?? [],
  );
}

function isExport(document: DataNode): boolean {
  return (
    member(document, 'featureStrategies') !== undefined ||
    member(document, 'featureEnvironments') !== undefined
  );
}

/** Who made a flag need not be who answers for it; a tag of this kind says so. */
function ownerByTag(tags: FlagParts['tags']): Pick<FlagParts, 'owner'> {
  for (const { value, span } of tags ?? []) {
    const [, owner] = /^(?:owner|team):(.+)$/i.exec(value) ?? [];
    if (owner !== undefined) return { owner: { value: owner, span } };
  }
  return {};
}

/** The tags of an export stand in a list of their own. */
function exportedTags(document: DataNode, key: string): Pick<FlagParts, 'tags'> {
  const tags = (itemsOfFlags(document).get(key) ?? []).flatMap(({ list, node }) => {
    const value = list === 'featureTags' ? locatedText(member(node, 'tagValue')) : undefined;
    return value
      ? [{ value: `${textAt(node, 'tagType') ?? 'simple'}:${value.value}`, span: value.span }]
      : [];
  });
  return tags.length > 0 ? { tags } : {};
}

/** What each environment of an export says. */
function exported(document: DataNode, key: string) {
  const of = (list: string): DataNode[] =>
    itemsOfFlags(document)
      .get(key)
      ?.flatMap((item) => (item.list === list ? [item.node] : [])) ?? [];
  const environments = of('featureEnvironments');
  const strategies = of('featureStrategies');
  return environments.map((environment) => {
    const name = textAt(environment, 'environment') ?? '';
    // An export is of one environment, and its strategies need not name it.
    const own = strategies.filter((strategy) => (textAt(strategy, 'environment') ?? name) === name);
    const evidence = evidenceAt(environment, 'enabled');
    return { name, parts: decide(environment, own, evidence, segmentsIn(document)) };
  });
}

/** On where it is enabled and any of its strategies says so for everyone; none at all say so, too. */
function decide(
  flag: DataNode,
  strategies: readonly DataNode[],
  narrowing: ReturnType<typeof evidenceAt>,
  segments: ReadonlyMap<string, string>,
): FlagParts {
  const evidence = evidenceAt(flag, 'enabled');
  if (scalarAt(flag, 'enabled') !== true) return { state: served(false, evidence) };
  const active = strategies.filter((strategy) => scalarAt(strategy, 'disabled') !== true);
  if (strategies.length === 0) return { state: served(true, evidence) };
  const whole = active.find(isForEveryone);
  if (whole) return { state: served(true, { field: 'strategies', span: whole.span }) };
  const state: State = { kind: 'partial', evidence: narrowing };
  const [only, ...others] = active;
  const percent = only && others.length === 0 && isUnconstrained(only) ? rolloutOf(only) : undefined;
  if (percent !== undefined) {
    const field = stickyField(only!);
    const words = field === undefined ? {} : { words: `on for ${percent} % by ${field}, off without one` };
    return { state: { ...state, ...words }, percentage: { value: percent, span: only!.span } };
  }
  return { state, rules: active.map((strategy) => strategyInWords(strategy, segments)) };
}

/** `flexibleRollout` with a stickiness to a field says no to whoever lacks the field. */
function isForEveryone(strategy: DataNode): boolean {
  if (!isUnconstrained(strategy)) return false;
  if (textAt(strategy, 'name') === 'default') return true;
  return rolloutOf(strategy) === 100 && !stickyField(strategy);
}

/** The field of the context that a share is counted by, where it is one that may be missing. */
function stickyField(strategy: DataNode): string | undefined {
  const stickiness = textAt(member(strategy, 'parameters'), 'stickiness') ?? 'default';
  return stickiness === 'default' || stickiness === 'random' ? undefined : stickiness;
}

function isUnconstrained(strategy: DataNode): boolean {
  return isBlank(member(strategy, 'constraints')) && isBlank(member(strategy, 'segments'));
}

/** The SDK writes the number as text, and reads either. */
function rolloutOf(strategy: DataNode): number | undefined {
  if (textAt(strategy, 'name') !== 'flexibleRollout') return undefined;
  const text = textAt(member(strategy, 'parameters'), 'rollout');
  const number = text === undefined ? Number.NaN : Number(text);
  return number >= 0 && number <= 100 ? number : undefined;
}

function strategyInWords(strategy: DataNode, known: ReadonlyMap<string, string>): TargetingRule {
  const parameters = member(strategy, 'parameters');
  const rollout = rolloutOf(strategy);
  const segments = itemsAt(strategy, 'segments').map((segment) => {
    const id = locatedText(segment)?.value ?? '?';
    return known.get(id) ?? `${id} (not in this file)`;
  });
  const parts = [
    rollout === undefined
      ? `the strategy ${textAt(strategy, 'name') ?? '?'} says so`
      : `it is in ${rollout} % ${stickyField(strategy) ? `by ${stickyField(strategy)}` : 'of users'}`,
    ...itemsAt(strategy, 'constraints').map(constraintInWords),
    ...(segments.length > 0 ? [`the segment is ${segments.join(' and ')}`] : []),
    ...(rollout === undefined && !isBlank(parameters) ? [JSON.stringify(dataOf(parameters!))] : []),
  ];
  return ruleInWords(strategy, parts.join(', '));
}

/** The segments of a file in words, by their ids, which is all that strategies say of them. */
const segmentsIn = perDocument(
  (document) =>
    new Map(
      itemsAt(document, 'segments').flatMap((segment): [string, string][] => {
        const id = textAt(segment, 'id');
        if (id === undefined) return [];
        const name = textAt(segment, 'name') ?? id;
        // An export has the names alone.
        if (!member(segment, 'constraints')) return [[id, `${name} (not in this file)`]];
        const constraints = itemsAt(segment, 'constraints').map(constraintInWords);
        return [[id, constraints.length > 0 ? `${name} (${constraints.join(' and ')})` : name]];
      }),
    ),
);

function constraintInWords(constraint: DataNode): string {
  const values = itemsAt(constraint, 'values').map((value) => locatedText(value)?.value ?? '');
  const operand = values.length > 0 ? values.join(', ') : (textAt(constraint, 'value') ?? '');
  const operator = (textAt(constraint, 'operator') ?? '?').toLowerCase().replaceAll('_', ' ');
  const not = scalarAt(constraint, 'inverted') === true ? 'not ' : '';
  return `${textAt(constraint, 'contextName') ?? '?'} ${not}${operator} ${operand}`;
}

/** A flag is off where its parents are not as it wants them; in an export the parents stand in a list of their own. */
function withParents({ node, key }: FlagPlace, document: DataNode, own: FlagParts): FlagParts {
  const items = itemsOfFlags(document).get(key) ?? [];
  const listed = items.flatMap((item) => itemsAt(item.node, 'dependencies'));
  const all = [...itemsAt(node, 'dependencies'), ...listed];
  const names = all.flatMap((parent) => nameIn(parent, 'feature') ?? []);
  const evidence = names[0] && { field: 'dependencies', span: names[0].span };
  const gated = (parts: FlagParts): FlagParts =>
    evidence && parts.state.kind === 'on' ? { ...parts, state: { kind: 'partial', evidence } } : parts;
  return {
    ...gated(own),
    dependsOn: [...names, ...items.flatMap((item) => namesIn(item.node, key))],
    ...(items.length > 0 && { parts: items.map((item) => item.node.span) }),
    ...(own.environments && {
      environments: own.environments.map(({ name, parts }) => ({ name, parts: gated(parts) })),
    }),
  };
}

/** The items of an export's other lists, by the flag that they are about. */
const itemsOfFlags = perDocument((document) => {
  const items = OTHER_LISTS.flatMap((list) => itemsAt(document, list).map((node) => ({ list, node })));
  return grouped(items, ({ node }) => textAt(node, 'featureName') ?? textAt(node, 'feature'));
});

const OTHER_LISTS = ['featureStrategies', 'featureEnvironments', 'featureTags', 'dependencies', 'links'];

/** Where the items name their flag. */
function namesIn(item: DataNode, key: string): Located<string>[] {
  return NAME_FIELDS.flatMap((field) => nameIn(item, field) ?? []).filter(({ value }) => value === key);
}

/** A strategy's `name` is its kind, an environment's that of the flag. */
const NAME_FIELDS = ['featureName', 'feature', 'name'];

function nameIn(node: DataNode, field: string): Located<string> | undefined {
  const found = member(node, field);
  return found && locatedText(found)
    ? { value: locatedText(found)!.value, span: innerSpan(found) }
    : undefined;
}

const TYPES: Readonly<Record<string, FlagType>> = {
  release: 'release',
  experiment: 'experiment',
  operational: 'operational',
  'kill-switch': 'kill_switch',
  permission: 'permission',
};

/** Days after which Unleash calls a flag potentially stale; the other types live for good. */
const LIFETIMES: Readonly<Record<string, number>> = { release: 40, experiment: 40, operational: 7 };

function typeOf(node: DataNode): Located<FlagType> | undefined {
  const type = locatedText(member(node, 'type'));
  const value = type && Object.hasOwn(TYPES, type.value) ? TYPES[type.value] : undefined;
  return value && { value, span: type!.span };
}

function lifetimeOf(node: DataNode, created: Located<number> | undefined): Pick<FlagParts, 'expires'> {
  const type = locatedText(member(node, 'type'));
  const days = type && Object.hasOwn(LIFETIMES, type.value) ? LIFETIMES[type.value] : undefined;
  return created && days !== undefined ? { expires: { value: created.value + days, span: type!.span } } : {};
}
