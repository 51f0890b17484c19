import type { DataNode, Entry } from '../../text/tree';
import { parseDay } from '../dates';
import type { Evidence, FlagValue, State, TargetingRule } from '../model';
import { metadataOf } from './metadata';
import {
  dataOf,
  entriesOf,
  evidenceAt,
  isBlank,
  itemsAt,
  mapAt,
  member,
  numberAt,
  scalarAt,
  textAt,
} from './nodes';
import { type FlagParts, type FlagPlace, placeOfEntry, serviceFormat } from './service-format';
import { agreed, codeDefault, type Outcome, partial, ruleInWords, served, shareOn, unknown } from './states';

/**
 * GO Feature Flag's file (gofeatureflag.org/docs/configure_flag/flag_format): flags at the top, each with `variations`,
 * a `defaultRule` and `targeting`; and its old form with `true`, `false`, `default` and `percentage`.
 */
export const goFeatureFlag = serviceFormat({
  name: 'go-feature-flag',
  freeMetadata: true,
  find: findFlags,
  read: (place, _, source) => ({
    ...(isOld(place.node) ? readOldFlag(place) : readFlag(place)),
    ...expiryOf(place.node),
    ...metadataOf(place, source),
  }),
});

/** What the relay proxy answers has the same flags under `flags`. Beside them may stand what is none. */
function findFlags(document: DataNode): FlagPlace[] | undefined {
  const root = mapAt(document, 'flags') ?? document;
  const flags = entriesOf(root).filter(isFlag);
  return flags.length > 0 ? flags.map(placeOfEntry) : undefined;
}

function isFlag({ value }: Entry): boolean {
  if (isOld(value)) return true;
  return mapAt(value, 'variations') !== undefined && RULES.some((name) => member(value, name) !== undefined);
}

const RULES = ['defaultRule', 'targeting', 'disable', 'metadata', 'version'];

function isOld(node: DataNode): boolean {
  return ['true', 'false', 'default'].every((name) => member(node, name) !== undefined);
}

function readFlag({ node }: FlagPlace): FlagParts {
  if (scalarAt(node, 'disable') === true) return { state: codeDefault(evidenceAt(node, 'disable')) };
  const values = entriesOf(member(node, 'variations')).map(({ value }) => ({ value: dataOf(value) }));
  // Outside of its window the code's default applies, and a schedule changes the flag by itself. Someone without the
  // bucketing key gets the code's default, too.
  for (const name of ['experimentation', 'scheduledRollout', 'bucketingKey']) {
    if (!isBlank(member(node, name))) return { state: partial(values, evidenceAt(node, name)) };
  }
  const fallback = ruleOutcomes(node, member(node, 'defaultRule'));
  if (typeof fallback === 'string') return { state: unknown(fallback, evidenceAt(node, 'defaultRule')) };
  const rules = itemsAt(node, 'targeting').filter((rule) => scalarAt(rule, 'disable') !== true);
  const targeted = rules.map((rule) => ruleOutcomes(node, rule));
  const evidence = evidenceAt(node, rules.length > 0 ? 'targeting' : 'defaultRule');
  if (!fallback || !targeted.every((outcomes) => Array.isArray(outcomes))) {
    return { state: partial(values, evidence), rules: rules.map((rule) => ruleOf(node, rule)) };
  }
  if (rules.length > 0) {
    const state = agreed([...fallback, ...targeted.flat()].map(withoutShare), evidence);
    const words = rules.map((rule) => ruleOf(node, rule));
    return { state: state.kind === 'partial' ? partial(values, evidence) : state, rules: words };
  }
  return shared(fallback, evidence);
}

function shared(outcomes: readonly Outcome[], evidence: Evidence): FlagParts {
  const state = agreed(outcomes, evidence);
  const percent = state.kind === 'partial' ? shareOn(outcomes) : undefined;
  return { state, ...(percent !== undefined && { percentage: { value: percent, span: evidence.span } }) };
}

/** A share of nobody is no outcome; that the rest agrees is what counts. */
function withoutShare({ value, percent }: Outcome): Outcome {
  return percent === 0 ? { value, percent } : { value };
}

/** What a rule gives; undefined where that changes with time, a text where it names no variation. */
function ruleOutcomes(flag: DataNode, rule: DataNode | undefined): Outcome[] | string | undefined {
  if (!isBlank(member(rule, 'progressiveRollout'))) return undefined;
  const variations = member(flag, 'variations');
  const percentage = entriesOf(member(rule, 'percentage'));
  const names = percentage.length > 0 ? percentage.map(({ key }) => key) : [textAt(rule, 'variation')];
  const outcomes: Outcome[] = [];
  for (const [i, name] of names.entries()) {
    if (name === undefined) return 'its default rule names no variation';
    const value = member(variations, name);
    if (!value) return `it has no variation '${name}'`;
    const share = percentage[i]?.value;
    const percent = share?.kind === 'scalar' && typeof share.value === 'number' ? share.value : 0;
    outcomes.push({ value: dataOf(value), ...(share && { percent }) });
  }
  const total = outcomes.reduce((sum, { percent }) => sum + (percent ?? 0), 0);
  // Shares that do not add up to a whole are weights.
  if (percentage.length === 0 || total <= 0) return outcomes;
  return outcomes.map(({ value, percent }) => ({ value, percent: ((percent ?? 0) / total) * 100 }));
}

function ruleOf(flag: DataNode, rule: DataNode): TargetingRule {
  const name = textAt(rule, 'variation');
  const value = name === undefined ? undefined : member(member(flag, 'variations'), name);
  const gives = value ? `, gives ${JSON.stringify(dataOf(value))}` : ', gives shares';
  return ruleInWords(rule, `${textAt(rule, 'query') ?? 'its query holds'}${gives}`);
}

/** The old form: `rule` picks the users, `percentage` of them get `true`, the others `false`; all else `default`. */
function readOldFlag({ node }: FlagPlace): FlagParts {
  if (scalarAt(node, 'disable') === true) return { state: codeDefault(evidenceAt(node, 'disable')) };
  const [on, off, fallback] = ['true', 'false', 'default'].map((name) => dataOf(member(node, name)!)) as [
    FlagValue,
    FlagValue,
    FlagValue,
  ];
  const percent = Math.min(100, Math.max(0, numberAt(node, 'percentage') ?? 0));
  const shares: Outcome[] = [
    { value: on, percent },
    { value: off, percent: 100 - percent },
  ];
  const everything = [...shares, { value: fallback }].map(withoutShare);
  if (!isBlank(member(node, 'rollout'))) return { state: partial(everything, evidenceAt(node, 'rollout')) };
  const rule = member(node, 'rule');
  if (!isBlank(rule)) {
    const words = `${textAt(node, 'rule')}, gives ${JSON.stringify(on)} to ${percent} %`;
    return { state: agreed(everything, evidenceAt(node, 'rule')), rules: [ruleInWords(rule!, words)] };
  }
  if (percent === 100) return { state: settledBy(node, on) };
  return percent === 0 ? { state: settledBy(node, off) } : shared(shares, evidenceAt(node, 'percentage'));
}

function settledBy(node: DataNode, value: FlagValue): State {
  return served(value, evidenceAt(node, 'percentage'));
}

/** The day an experiment ends is the day by which the flag should go. */
function expiryOf(node: DataNode): Pick<FlagParts, 'expires'> {
  const window = member(node, 'experimentation') ?? member(member(node, 'rollout'), 'experimentation');
  const end = member(window, 'end');
  const day = end?.kind === 'scalar' ? parseDay(end.text) : undefined;
  return day === undefined ? {} : { expires: { value: day, span: end!.span } };
}
