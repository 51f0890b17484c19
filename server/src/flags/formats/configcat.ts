import type { DataNode } from '../../text/tree';
import { describeValue } from '../describe';
import type { FlagValue, Located, TargetingRule } from '../model';
import {
  dataOf,
  evidenceAt,
  innerSpan,
  isBlank,
  itemsAt,
  locatedText,
  mapAt,
  member,
  numberAt,
  scalarAt,
  textAt,
} from './nodes';
import { type FlagParts, placeOfEntry, serviceFormat } from './service-format';
import { type Outcome, partial, ruleInWords, served, shareOn, unknown } from './states';

/**
 * ConfigCat's config JSON of version 6 (`ConfigJson` of @configcat/sdk describes it), whose names are single letters:
 * `f` the flags, `v` a value by its type, `r` targeting rules, `p` percentage options.
 */
export const configcat = serviceFormat({
  name: 'configcat',
  find: (document) => {
    const flags = mapAt(document, 'f');
    const looks = flags?.entries.some(
      ({ value }) => mapAt(value, 'v') && typeof scalarAt(value, 't') === 'number',
    );
    return looks ? flags!.entries.map(placeOfEntry) : undefined;
  },
  read: ({ node }, document) => readSetting(node, document),
});

function readSetting(node: DataNode, document: DataNode): FlagParts {
  const evidence = evidenceAt(node, 'v');
  const value = servedValue(node);
  if (value === undefined) return { state: unknown('it has no value', evidence) };
  const rules = itemsAt(node, 'r');
  const options = itemsAt(node, 'p');
  if (rules.length === 0 && options.length === 0) return { state: served(value, evidence) };
  if (rules.length === 0) return readOptions(node, options);
  const given = [...rules.flatMap((rule) => [member(rule, 's'), ...itemsAt(rule, 'p')]), ...options];
  return {
    state: partial([...given.flatMap(valueIn), { value }], evidenceAt(node, 'r')),
    rules: rules.map((rule) => ruleOf(rule, document)),
    dependsOn: prerequisitesOf(rules),
  };
}

/** Shares alone. Whoever is in none, for want of the attribute, gets the value. */
function readOptions(node: DataNode, options: readonly DataNode[]): FlagParts {
  const shares = options.flatMap(shareOf);
  const evidence = evidenceAt(node, 'p');
  const percent = shareOn(shares);
  return {
    state: partial(shares, evidence),
    ...(percent !== undefined && { percentage: { value: percent, span: evidence.span } }),
  };
}

/** The value under the letter of its type: boolean, string, integer or double. */
function servedValue(node: DataNode): FlagValue | undefined {
  const value = member(node, 'v');
  const typed = ['b', 's', 'i', 'd'].map((letter) => member(value, letter)).find((one) => !isBlankValue(one));
  return typed && dataOf(typed);
}

function isBlankValue(node: DataNode | undefined): boolean {
  return isBlank(node) && !(node?.kind === 'scalar' && node.value === '');
}

function valueIn(node: DataNode | undefined): Outcome[] {
  const value = node && servedValue(node);
  return value === undefined ? [] : [{ value }];
}

function shareOf(option: DataNode): Outcome[] {
  return valueIn(option).map((outcome) => ({ ...outcome, percent: numberAt(option, 'p') ?? 0 }));
}

function ruleOf(rule: DataNode, document: DataNode): TargetingRule {
  const conditions = itemsAt(rule, 'c').map((condition) => conditionInWords(condition, document));
  const served = member(rule, 's');
  const gives = served ? describeValue(servedValue(served) ?? '') : 'shares';
  return ruleInWords(
    rule,
    `${conditions.length > 0 ? conditions.join(' and ') : 'anyone asks'}, gives ${gives}`,
  );
}

function conditionInWords(condition: DataNode, document: DataNode): string {
  const flag = member(condition, 'p');
  if (flag) {
    const value = servedValue(flag);
    const verb = numberAt(flag, 'c') === 1 ? 'is not' : 'is';
    return `the flag ${textAt(flag, 'f') ?? '?'} ${verb} ${value === undefined ? '?' : describeValue(value)}`;
  }
  const segment = member(condition, 's');
  if (segment) return segmentInWords(segment, document);
  const user = member(condition, 'u');
  if (!user) return 'its condition holds';
  const comparator = COMPARATORS[numberAt(user, 'c') ?? -1] ?? 'is as wanted:';
  const list = itemsAt(user, 'l').map((item) => describeValue(dataOf(item)));
  const single = scalarAt(user, 's') ?? scalarAt(user, 'd') ?? '';
  const operand = list.length > 0 ? list.join(', ') : describeValue(single);
  return `${textAt(user, 'a') ?? '?'} ${comparator} ${operand}`;
}

/** A segment is named by its place in the file's list of them. */
function segmentInWords(condition: DataNode, document: DataNode): string {
  const segment = itemsAt(document, 's')[numberAt(condition, 's') ?? -1];
  const not = numberAt(condition, 'c') === 1 ? 'not ' : '';
  return `the segment is ${not}${textAt(segment, 'n') ?? '?'}`;
}

/** The SDKs' `UserComparator`, by its numbers. Of a hashed value nobody can tell what it was. */
const COMPARATORS: readonly string[] = [
  ...['is one of', 'is none of', 'contains one of', 'contains none of'],
  ...['is version', 'is not version', 'is a version before', 'is at most version'],
  ...['is a version after', 'is at least version'],
  ...['=', '!=', '<', '<=', '>', '>='],
  ...['is one of the hashed', 'is none of the hashed'],
  ...['is before', 'is after'],
  ...['is the hashed', 'is not the hashed'],
  ...['begins with one of the hashed', 'begins with none of the hashed'],
  ...['ends with one of the hashed', 'ends with none of the hashed'],
  ...['has one of the hashed', 'has none of the hashed'],
  ...['is', 'is not', 'begins with one of', 'begins with none of'],
  ...['ends with one of', 'ends with none of', 'has one of', 'has none of'],
];

/** Conditions on other flags. */
function prerequisitesOf(rules: readonly DataNode[]): Located<string>[] {
  return rules
    .flatMap((rule) => itemsAt(rule, 'c'))
    .flatMap((condition) => {
      const key = member(member(condition, 'p'), 'f');
      const name = locatedText(key);
      return key && name ? [{ value: name.value, span: innerSpan(key) }] : [];
    });
}
