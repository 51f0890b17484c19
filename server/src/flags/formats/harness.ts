import type { DataNode } from '../../text/tree';
import { describeValue } from '../describe';
import type { FlagValue, TargetingRule } from '../model';
import { acrossEnvironments, type EnvironmentReading } from './environments';
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
import { type FlagParts, placeOfItem, serviceFormat } from './service-format';
import {
  agreed,
  groupsInWords,
  type Outcome,
  partial,
  ruleInWords,
  served,
  shareOn,
  unknown,
} from './states';

/**
 * Harness's flags under Git (developer.harness.io, "Manage flags using Git Experience"): each flag with its variations,
 * whose values are all text, and for each environment a `state` and what it serves when on or off.
 */
export const harness = serviceFormat({
  name: 'harness',
  find: (document) => {
    const items = itemsAt(member(document, 'featureFlags'), 'flags');
    if (!items.some((item) => member(flagIn(item), 'identifier'))) return undefined;
    return items.flatMap((item) => placeOfItem(item, member(flagIn(item), 'identifier')) ?? []);
  },
  read: ({ node }, _, { options }) => readFlag(flagIn(node), options.environment),
});

function flagIn(item: DataNode): DataNode {
  return member(item, 'flag') ?? item;
}

function readFlag(flag: DataNode, environment: string | undefined): FlagParts {
  const description = locatedText(member(flag, 'description'));
  const permanent = member(flag, 'permanent');
  const value = scalarAt(flag, 'permanent');
  return {
    ...acrossEnvironments(environmentsOf(flag), environment),
    ...(permanent && typeof value === 'boolean' && { permanent: { value, span: permanent.span } }),
    ...(description && { description }),
  };
}

function environmentsOf(flag: DataNode): EnvironmentReading[] {
  const spec = member(flag, 'spec') ?? flag;
  const listed = member(spec, 'environments') ?? member(flag, 'environments');
  const values = valuesOf(spec);
  return itemsOf(listed).map((environment) => ({
    name: textAt(environment, 'identifier') ?? '',
    parts: readEnvironment(environment, member(spec, 'default'), values),
  }));
}

/** The variations' values by their names. Those of a boolean flag are `true` and `false`, written as text. */
function valuesOf(spec: DataNode): Map<string, FlagValue> {
  const isBoolean = textAt(spec, 'type') === 'boolean';
  const values = itemsAt(spec, 'variations').map((variation): [string, FlagValue] => {
    const text = textAt(variation, 'value') ?? '';
    return [textAt(variation, 'identifier') ?? '', isBoolean ? text === 'true' : text];
  });
  return new Map(values);
}

function readEnvironment(
  environment: DataNode,
  fallback: DataNode | undefined,
  values: ReadonlyMap<string, FlagValue>,
): FlagParts {
  const state = switchOf(environment);
  const evidence = evidenceAt(environment, 'state');
  if (state === undefined) return { state: unknown('its state is neither on nor off', evidence) };
  const field = state ? 'onVariation' : 'offVariation';
  const name = textAt(member(environment, 'default'), field) ?? textAt(fallback, field);
  const value = name === undefined ? undefined : values.get(name);
  if (value === undefined) return { state: unknown(`its ${field} is none of its variations`, evidence) };
  const rules = itemsAt(environment, 'targetRules');
  if (!state) return { state: served(value, evidence) };
  const shares = sharesOf(member(environment, 'default'), values);
  if (rules.length === 0 && shares) {
    const percent = shareOn(shares);
    return {
      state: agreed(shares, evidenceAt(environment, 'default')),
      ...(percent !== undefined && {
        percentage: { value: percent, span: evidenceAt(environment, 'default').span },
      }),
    };
  }
  if (rules.length === 0) return { state: served(value, evidence) };
  const outcomes = [...values.values()].map((one): Outcome => ({ value: one }));
  return { state: partial(outcomes, evidenceAt(environment, 'targetRules')), rules: rules.map(ruleOf) };
}

/** A file written by hand may leave the quotes away; older parsers make a boolean of `on`. */
function switchOf(environment: DataNode): boolean | undefined {
  const state = scalarAt(environment, 'state');
  if (typeof state === 'boolean') return state;
  return state === 'on' ? true : state === 'off' ? false : undefined;
}

function sharesOf(
  served: DataNode | undefined,
  values: ReadonlyMap<string, FlagValue>,
): Outcome[] | undefined {
  const shares = itemsAt(member(served, 'distribution'), 'variations').map((share) => ({
    value: values.get(textAt(share, 'variation') ?? ''),
    percent: numberAt(share, 'weight') ?? 0,
  }));
  const known = shares.flatMap(({ value, percent }): Outcome[] =>
    value === undefined ? [] : [{ value, percent }],
  );
  return known.length > 0 && known.length === shares.length ? known : undefined;
}

function ruleOf(rule: DataNode): TargetingRule {
  const targets = itemsAt(rule, 'targets').map((target) => textAt(target, 'identifier') ?? '?');
  const groups = itemsAt(rule, 'targetGroups').map((group) => textAt(group, 'identifier') ?? '?');
  const who =
    targets.length > 0
      ? `the target is one of ${targets.map(describeValue).join(', ')}`
      : isBlank(member(rule, 'targetGroups'))
        ? 'its condition holds'
        : `the target group is ${groupsInWords(groups, new Set())}`;
  return ruleInWords(rule, `${who}, gives ${textAt(rule, 'variation') ?? 'shares'}`);
}
