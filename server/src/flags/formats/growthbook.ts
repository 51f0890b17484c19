import type { DataNode, Entry } from '../../text/tree';
import { describeValue } from '../describe';
import type { FlagValue, Located, State, TargetingRule } from '../model';
import {
  dataOf,
  entriesOf,
  evidenceAt,
  innerSpan,
  isBlank,
  itemsAt,
  locatedText,
  member,
  numberAt,
  scalarAt,
} from './nodes';
import { type FlagParts, type FlagPlace, placeOfEntry, serviceFormat } from './service-format';
import { agreed, codeDefault, type Outcome, partial, ruleInWords, served } from './states';

/**
 * GrowthBook's features (docs.growthbook.io/lib/build-your-own): a map under `features`, as its API answers, or at the
 * top; each with a `defaultValue` and `rules`, of which the first that applies decides.
 */
export const growthbook = serviceFormat({
  name: 'growthbook',
  find: findFlags,
  read: ({ node }) => ({ ...readFeature(node), dependsOn: prerequisitesOf(node) }),
});

function findFlags(document: DataNode): FlagPlace[] | undefined {
  const features = member(document, 'features');
  if (features?.kind === 'map' && features.entries.some(isFeature)) return features.entries.map(placeOfEntry);
  const entries = entriesOf(document);
  const isAll = entries.length > 0 && entries.every((entry) => isFeature(entry) && hasOnlyItsFields(entry));
  return isAll ? entries.map(placeOfEntry) : undefined;
}

function isFeature({ value }: Entry): boolean {
  return member(value, 'defaultValue') !== undefined || itemsAt(value, 'rules').some(isRule);
}

function hasOnlyItsFields({ value }: Entry): boolean {
  return entriesOf(value).every(
    ({ key }) => key === 'defaultValue' || key === 'rules' || key === 'description',
  );
}

function isRule(rule: DataNode): boolean {
  return ['force', 'variations', 'contextualVariations', 'hashAttribute', 'coverage'].some(
    (name) => member(rule, name) !== undefined,
  );
}

function readFeature(node: DataNode): FlagParts {
  const rules = itemsAt(node, 'rules');
  const fallback = member(node, 'defaultValue');
  const outcomes: Outcome[] = [];
  const said: TargetingRule[] = [];
  for (const rule of rules) {
    // Whoever does not meet a prerequisite that is a gate gets no value, whatever the rule would give.
    const gated = itemsAt(rule, 'parentConditions').some(isGate);
    if (gated) outcomes.push({ value: null });
    const values = valuesOf(rule);
    if (gated && values.length === 0) said.push(inWords(rule, values));
    if (values.length === 0 || numberAt(rule, 'coverage') === 0) continue;
    outcomes.push(...values.map((value) => ({ value })));
    // What stands behind a rule for everyone decides nothing.
    if (isForEveryone(rule)) return { state: decided(outcomes, node), rules: said };
    said.push(inWords(rule, values));
  }
  const rest = fallback ? dataOf(fallback) : null;
  const state = decided([...outcomes, { value: rest }], node);
  const percent = state.kind === 'partial' && rules.length === 1 ? coverageOf(rules[0]!, rest) : undefined;
  if (percent !== undefined) return { state, percentage: { value: percent, span: rules[0]!.span } };
  return { state, rules: state.kind === 'partial' ? said : [] };
}

/** No value at all leaves the code its default. */
function decided(outcomes: readonly Outcome[], node: DataNode): State {
  const name = itemsAt(node, 'rules').length > 0 ? 'rules' : 'defaultValue';
  const evidence = evidenceAt(node, name);
  if (outcomes.every(({ value }) => value === null)) return codeDefault(evidence);
  if (outcomes.length === 1) return served(outcomes[0]!.value, evidence);
  const state = agreed(outcomes, evidence);
  if (state.kind !== 'partial') return state;
  return partial(
    outcomes.filter(({ value }) => value !== null),
    evidence,
  );
}

function valuesOf(rule: DataNode): FlagValue[] {
  const force = member(rule, 'force');
  if (force) return [dataOf(force)];
  // What a contextual bandit chooses among has a name of its own, so that older SDKs leave it out.
  const name = member(rule, 'contextualVariations') ? 'contextualVariations' : 'variations';
  return itemsAt(rule, name).map(dataOf);
}

function isGate(parent: DataNode): boolean {
  return scalarAt(parent, 'gate') === true;
}

/** Whoever lacks the attribute that a share is counted by is in no share, be it of 100 %. */
function isForEveryone(rule: DataNode): boolean {
  return member(rule, 'force') !== undefined && NARROWING.every((name) => member(rule, name) === undefined);
}

const NARROWING = ['condition', 'parentConditions', 'coverage', 'range', 'filters', 'namespace'];

/** The share that is on, where one rule turns it on for a share of all. */
function coverageOf(rule: DataNode, rest: FlagValue): number | undefined {
  const force = member(rule, 'force');
  const coverage = numberAt(rule, 'coverage');
  const isAlone = NARROWING.every((name) => name === 'coverage' || member(rule, name) === undefined);
  if (!force || coverage === undefined || !isAlone || dataOf(force) !== true || rest !== false)
    return undefined;
  return Math.round(coverage * 100_000) / 1000;
}

function inWords(rule: DataNode, values: readonly FlagValue[]): TargetingRule {
  const condition = member(rule, 'condition');
  const coverage = numberAt(rule, 'coverage');
  const parents = itemsAt(rule, 'parentConditions');
  const otherwise = parents.some(isGate) ? " (else the code's default applies)" : '';
  const where = [
    isBlank(condition) ? '' : JSON.stringify(dataOf(condition!)),
    parents.length > 0 ? `the prerequisites hold${otherwise}` : '',
    coverage === undefined ? '' : `it is in ${Math.round(coverage * 100_000) / 1000} %`,
  ].filter((part) => part !== '');
  const gives = values.length > 0 ? values.map(describeValue).join(' or ') : 'what follows';
  return ruleInWords(rule, `${where.length > 0 ? where.join(' and ') : 'anyone asks'}, gives ${gives}`);
}

function prerequisitesOf(node: DataNode): Located<string>[] {
  return itemsAt(node, 'rules').flatMap((rule) =>
    itemsAt(rule, 'parentConditions').flatMap((parent) => {
      const id = member(parent, 'id');
      const name = locatedText(id);
      return id && name ? [{ value: name.value, span: innerSpan(id) }] : [];
    }),
  );
}
