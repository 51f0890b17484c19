import type { DataNode } from '../../text/tree';
import { describeValue } from '../describe';
import type { Located, TargetingRule } from '../model';
import { pulledFrom } from '../pulled';
import {
  dataOf,
  evidenceAt,
  innerSpan,
  itemsAt,
  itemsOf,
  locatedText,
  member,
  numberAt,
  scalarAt,
  textAt,
} from './nodes';
import { type RecordNames, recordOf } from './records';
import { type FlagParts, type FlagPlace, placeOfItem, serviceFormat } from './service-format';
import { agreed, groupsInWords, type Outcome, partial, ruleInWords, served, unknown } from './states';

/**
 * Split's definitions as its Admin API lists them (docs.split.io/reference/feature-flag-definition): treatments with the
 * people who get them by name, rules, and the shares of all others.
 */
export const splitDefinitions = serviceFormat({
  name: 'split',
  find: (document) => {
    const objects = member(document, 'objects');
    const items = itemsOf(objects);
    const looks = objects?.kind === 'list' && (isPulled(document) || items.some(isDefinition));
    return looks ? items.flatMap((item) => placeOfItem(item, member(item, 'name')) ?? []) : undefined;
  },
  read: ({ node }: FlagPlace): FlagParts => {
    const record = recordOf(node, RECORD);
    const status = locatedText(member(node, 'rolloutStatus'));
    return {
      ...record,
      ...(status?.value === 'Permanent' && { permanent: { value: true, span: status.span } }),
      ...(status?.value === 'Removed from Code' && { mark: { value: 'stale', span: status.span } }),
      ...readDefinition(node),
    };
  },
});

const RECORD: RecordNames = {
  owner: ['owners'],
  created: 'creationTime',
  lastEvaluated: 'lastTrafficReceivedAt',
  description: 'description',
};

function isPulled(document: DataNode): boolean {
  return pulledFrom(document)?.service === 'split';
}

function isDefinition(node: DataNode): boolean {
  return (
    member(node, 'treatments')?.kind === 'list' &&
    (member(node, 'defaultTreatment') !== undefined || member(node, 'defaultRule') !== undefined)
  );
}

function readDefinition(node: DataNode): FlagParts {
  // Without a definition in the environment the SDKs answer so.
  if (!isDefinition(node))
    return { state: served('control', { ...evidenceAt(node, 'treatments'), isDefault: true }) };
  const fallback = textAt(node, 'defaultTreatment');
  const dependsOn = itemsAt(node, 'rules').flatMap(parentsOf);
  if (scalarAt(node, 'killed') === true) {
    if (fallback === undefined)
      return {
        dependsOn,
        state: unknown('it is killed, and has no default treatment', evidenceAt(node, 'killed')),
      };
    return { dependsOn, state: served(fallback, evidenceAt(node, 'killed')) };
  }
  const shares = outcomesOf(member(node, 'defaultRule'));
  if (shares.length === 0)
    return { dependsOn, state: unknown('its default rule serves nothing', evidenceAt(node, 'defaultRule')) };
  const allocated = numberAt(node, 'trafficAllocation') ?? 100;
  const named = itemsAt(node, 'treatments').filter((one) => people(one).length > 0);
  const rules = itemsAt(node, 'rules');
  const words = [...named.map(namedInWords), ...rules.map(ruleOf)];
  if (allocated < 100) words.push(...leftOut(node, allocated, fallback));
  if (named.length === 0 && rules.length === 0 && (allocated === 100 || fallback === undefined)) {
    return { dependsOn, rules: [], state: agreed(shares, evidenceAt(node, 'defaultRule')) };
  }
  const others: Outcome[] = [
    ...named.map((one) => ({ value: textAt(one, 'name') ?? '' })),
    ...rules.flatMap((rule) => outcomesOf(member(rule, 'buckets')).map(({ value }) => ({ value }))),
    ...(allocated < 100 && fallback !== undefined ? [{ value: fallback }] : []),
  ];
  const field = named.length > 0 ? 'treatments' : rules.length > 0 ? 'rules' : 'trafficAllocation';
  const evidence = evidenceAt(node, field);
  const everything = [
    ...shares.filter(({ percent }) => percent !== 0).map(({ value }) => ({ value })),
    ...others,
  ];
  const state = agreed(everything, evidence);
  return state.kind === 'fixed'
    ? { dependsOn, rules: [], state }
    : { dependsOn, rules: words, state: partial(everything, evidence) };
}

/** Treatments by their shares, of which those that nobody gets count for nothing. */
function outcomesOf(buckets: DataNode | undefined): Outcome[] {
  return itemsOf(buckets).flatMap((bucket): Outcome[] => {
    const treatment = textAt(bucket, 'treatment');
    return treatment === undefined ? [] : [{ value: treatment, percent: numberAt(bucket, 'size') ?? 0 }];
  });
}

function people(treatment: DataNode): string[] {
  return ['keys', 'segments', 'largeSegments', 'ruleBasedSegments'].flatMap((list) => {
    const all = itemsAt(treatment, list).flatMap((one) => locatedText(one)?.value ?? []);
    if (all.length === 0) return [];
    return list === 'keys'
      ? [`the key is one of ${all.join(', ')}`]
      : [`the segment is ${groupsInWords(all, new Set())}`];
  });
}

function namedInWords(treatment: DataNode): TargetingRule {
  return ruleInWords(
    treatment,
    `${people(treatment).join(' or ')}, gives ${textAt(treatment, 'name') ?? '?'}`,
  );
}

function ruleOf(rule: DataNode): TargetingRule {
  const matchers = itemsAt(member(rule, 'condition'), 'matchers').map(matcherInWords);
  const shares = outcomesOf(member(rule, 'buckets'))
    .filter(({ percent }) => percent !== 0)
    .map(({ value, percent }) => `${String(value)}${percent === 100 ? '' : ` to ${percent} %`}`);
  return ruleInWords(rule, `${matchers.join(' and ') || 'anyone asks'}, gives ${shares.join(', ')}`);
}

function matcherInWords(matcher: DataNode): string {
  const not = scalarAt(matcher, 'negate') === true ? 'not ' : '';
  const kind = (textAt(matcher, 'type') ?? '?').toLowerCase().replaceAll('_', ' ');
  const who = textAt(matcher, 'attribute') ?? 'the key';
  // Who is in a segment is no part of a definition.
  const elsewhere = kind.includes('segment') ? ' (not in this file)' : '';
  const operand = ['strings', 'string', 'number', 'bool', 'date', 'between', 'depends']
    .map((name) => member(matcher, name))
    .find((found) => found !== undefined);
  const words = operand === undefined ? '' : ` ${describeValue(dataOf(operand)).replace(/^\[|\]$/g, '')}`;
  return `${who} is ${not}${kind}${words}${elsewhere}`;
}

function leftOut(node: DataNode, allocated: number, fallback: string | undefined): TargetingRule[] {
  const percent = Math.round((100 - allocated) * 1000) / 1000;
  return fallback === undefined
    ? []
    : [ruleInWords(node, `it is among the ${percent} % outside of the traffic, gives ${fallback}`)];
}

/** Flags that a rule asks about. */
function parentsOf(rule: DataNode): Located<string>[] {
  return itemsAt(member(rule, 'condition'), 'matchers').flatMap((matcher) => {
    const depends = member(matcher, 'depends');
    const name = member(depends, 'splitName') ?? member(depends, 'featureFlagName');
    const text = locatedText(name);
    return name && text ? [{ value: text.value, span: innerSpan(name) }] : [];
  });
}
