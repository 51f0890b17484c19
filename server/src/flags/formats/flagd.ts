import type { DataNode } from '../../text/tree';
import type { State, TargetingRule } from '../model';
import { logicInWords } from './json-logic-words';
import { metadataOf } from './metadata';
import {
  dataOf,
  entriesOf,
  evidenceAt,
  isBlank,
  itemsAt,
  itemsOf,
  mapAt,
  member,
  scalarAt,
  textAt,
} from './nodes';
import { type FlagPlace, placeOfEntry, placeOfItem, serviceFormat } from './service-format';
import { codeDefault, type Outcome, partial, ruleInWords, served, shareOn, unknown } from './states';

/**
 * flagd's flag definitions (flagd.dev/reference/flag-definitions) in JSON or YAML: `flags`, each with `variants`, a
 * `state`, a `defaultVariant` and `targeting`, which is JSON Logic with `fractional` and other operators of its own.
 */
export const flagd = serviceFormat({
  name: 'flagd',
  freeMetadata: true,
  find: findFlags,
  read: (place, _, source) => ({ ...readFlag(place), ...metadataOf(place, source) }),
});

function findFlags(document: DataNode): FlagPlace[] | undefined {
  const flags = member(document, 'flags');
  const hasSchema = textAt(document, '$schema')?.includes('flagd.dev') === true;
  if (flags?.kind === 'list') {
    const places = flags.items.map(({ value }) => placeOfItem(value, member(value, 'key')));
    const looks = hasSchema || flags.items.some(({ value }) => looksLikeFlagd(value));
    return looks ? places.filter((place) => place !== undefined) : undefined;
  }
  if (flags?.kind !== 'map') return undefined;
  const looks = hasSchema || flags.entries.some(({ value }) => looksLikeFlagd(value));
  return looks ? flags.entries.map(placeOfEntry) : undefined;
}

function looksLikeFlagd(node: DataNode): boolean {
  if (!mapAt(node, 'variants')) return false;
  const state = scalarAt(node, 'state');
  return state === 'ENABLED' || state === 'DISABLED' || member(node, 'defaultVariant') !== undefined;
}

function readFlag({ node }: FlagPlace) {
  const targeting = member(node, 'targeting');
  if (scalarAt(node, 'state') !== 'ENABLED' || isBlank(targeting)) return { state: stateOf(node) };
  const evidence = evidenceAt(node, 'targeting');
  const shares = fractionsOf(targeting!, node);
  if (shares) {
    const percent = shareOn(shares);
    return {
      // Whoever has no targeting key is in no share, and gets the default variant.
      state: partial(shares, evidence),
      ...(percent !== undefined && { percentage: { value: percent, span: targeting!.span } }),
    };
  }
  const values = entriesOf(member(node, 'variants')).map(({ value }) => ({ value: dataOf(value) }));
  return { state: partial(values, evidence), rules: [targetingRule(targeting!)] };
}

/** Without targeting: the default variant, or nothing, for everyone. */
function stateOf(node: DataNode): State {
  const state = scalarAt(node, 'state');
  if (state === 'DISABLED') return codeDefault(evidenceAt(node, 'state'));
  if (state !== 'ENABLED')
    return unknown('its state is neither ENABLED nor DISABLED', evidenceAt(node, 'state'));
  const name = textAt(node, 'defaultVariant');
  if (name === undefined) return unknown("it has no defaultVariant, so the code's default applies");
  const value = member(member(node, 'variants'), name);
  const evidence = evidenceAt(node, 'defaultVariant');
  return value ? served(dataOf(value), evidence) : unknown(`it has no variant '${name}'`, evidence);
}

/** The shares of a `fractional` that is all there is; undefined where the targeting says more. */
function fractionsOf(targeting: DataNode, flag: DataNode): Outcome[] | undefined {
  const [only, ...others] = entriesOf(targeting);
  if (only?.key !== 'fractional' || others.length > 0) return undefined;
  const buckets = itemsAt(targeting, 'fractional').filter((item) => item.kind === 'list');
  const weights = buckets.map((bucket) => {
    const [name, weight] = itemsOf(bucket);
    const variant = name?.kind === 'scalar' ? member(member(flag, 'variants'), name.text) : undefined;
    const number = weight === undefined ? 1 : weight.kind === 'scalar' ? Number(weight.value) : Number.NaN;
    return { value: variant && dataOf(variant), weight: number };
  });
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  if (!(total > 0)) return undefined;
  const shares = weights.flatMap(({ value, weight }): Outcome[] =>
    value === undefined ? [] : [{ value, percent: Math.round((weight / total) * 100_000) / 1000 }],
  );
  return shares.length === weights.length ? shares : undefined;
}

function targetingRule(targeting: DataNode): TargetingRule {
  return ruleInWords(targeting, logicInWords(targeting));
}
