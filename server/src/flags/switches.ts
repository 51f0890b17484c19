import type { DataNode } from '../text/tree';
import type { Assignment } from './edit-entry';
import { type FieldNames, nameOfField } from './field-names';
import { entriesOf, isBlank, itemsAt, itemsOf, member, numberAt, scalarAt, textAt } from './formats/nodes';

/** What a flag is to become: on or off, or on for a share of users. */
export type Wanted = 'on' | 'off' | number;

/** An entry in its file. */
export interface SwitchPlace {
  readonly key: string;
  readonly entry: DataNode;
  readonly document: DataNode;
  readonly environment: string | undefined;
  readonly names: FieldNames;
}

/** The assignments that may do it, the best first: whoever applies them looks at what comes of it. */
export type Switch = (place: SwitchPlace, wanted: Wanted) => readonly (readonly Assignment[])[];

/** How the flags of a format are switched, where one field decides; a format that is not here is left to its service. */
export function switchOf(service: string | undefined): Switch | undefined {
  return service === undefined ? plain : SWITCHES.get(service);
}

const plain: Switch = ({ entry, names }, wanted) => {
  if (entry.kind !== 'map') return typeof wanted === 'number' ? [] : [[{ path: [], value: wanted === 'on' }]];
  const present = entriesOf(entry).map(({ key }) => key);
  const enabled = nameOfField(names, 'enabled', present);
  const percentage = nameOfField(names, 'percentage', present);
  if (typeof wanted === 'number') return [[{ path: [percentage], value: wanted }]];
  const flip = { path: [enabled], value: wanted === 'on' };
  // Enabled at 0 % is off still.
  return wanted === 'on' ? [[flip], [flip, { path: [percentage], value: 100 }]] : [[flip]];
};

const flagd: Switch = ({ entry }, wanted) => {
  const fraction = itemsAt(member(entry, 'targeting'), 'fractional').map(itemsOf);
  if (typeof wanted === 'number') {
    const variants = fraction.map(([name]) =>
      name ? scalarAt(member(entry, 'variants'), text(name)) : undefined,
    );
    const weights = shares(variants, wanted);
    return weights ? [weights.map((value, i) => ({ path: ['targeting', 'fractional', i, 1], value }))] : [];
  }
  const state = { path: ['state'], value: wanted === 'on' ? 'ENABLED' : 'DISABLED' };
  const variant = nameOfValue(member(entry, 'variants'), wanted === 'on');
  const serve = variant === undefined ? [] : [{ path: ['defaultVariant'], value: variant }];
  const isTargeted = !isBlank(member(entry, 'targeting'));
  if (wanted === 'on') return scalarAt(entry, 'state') === 'ENABLED' ? [serve] : [[state], [state, ...serve]];
  // A variant that says no is surer than the code's default.
  return isTargeted || variant === undefined ? [[state]] : [serve];
};

const goFeatureFlag: Switch = ({ entry }, wanted) => {
  if (typeof wanted === 'number') {
    const percentage = entriesOf(member(member(entry, 'defaultRule'), 'percentage'));
    const values = percentage.map(({ key }) => scalarAt(member(entry, 'variations'), key));
    const weights = shares(values, wanted);
    if (!weights) return [[{ path: ['percentage'], value: wanted }]];
    return [
      percentage.map(({ key }, i) => ({ path: ['defaultRule', 'percentage', key], value: weights[i]! })),
    ];
  }
  const disable = { path: ['disable'], value: wanted === 'off' };
  const variation = nameOfValue(member(entry, 'variations'), wanted === 'on');
  const isStatic =
    isBlank(member(entry, 'targeting')) && textAt(member(entry, 'defaultRule'), 'variation') !== undefined;
  const serve =
    variation !== undefined && isStatic
      ? [{ path: ['defaultRule', 'variation'], value: variation }]
      : undefined;
  if (wanted === 'off') return serve ? [serve] : [[disable]];
  return scalarAt(entry, 'disable') === true
    ? [[disable], [disable, ...(serve ?? [])]]
    : serve
      ? [serve]
      : [];
};

const launchdarkly: Switch = ({ entry }, wanted) => {
  if (entry.kind === 'scalar')
    return typeof wanted === 'number' ? [] : [[{ path: [], value: wanted === 'on' }]];
  if (typeof wanted !== 'number') return [[{ path: ['on'], value: wanted === 'on' }]];
  const variations = itemsAt(entry, 'variations');
  const rollout = itemsAt(member(member(entry, 'fallthrough'), 'rollout'), 'variations');
  const values = rollout.map((weight) => scalar(variations[numberAt(weight, 'variation') ?? -1]));
  const weights = shares(values, wanted)?.map((share) => share * 1000);
  if (!weights) return [];
  return [
    weights.map((value, i) => ({ path: ['fallthrough', 'rollout', 'variations', i, 'weight'], value })),
  ];
};

const flipt: Switch = ({ entry }, wanted) => {
  if (typeof wanted !== 'number') return [[{ path: ['enabled'], value: wanted === 'on' }]];
  const [only, ...others] = itemsAt(entry, 'rollouts');
  const threshold = member(only, 'threshold');
  if (!threshold || others.length > 0) return [];
  const value = scalarAt(threshold, 'value') === true ? wanted : 100 - wanted;
  return [[{ path: ['rollouts', 0, 'threshold', 'percentage'], value }]];
};

const unleash: Switch = ({ key, entry, document, environment }, wanted) => {
  if (typeof wanted !== 'number') {
    const all = itemsAt(document, 'featureEnvironments');
    if (all.length === 0) return [[{ path: ['enabled'], value: wanted === 'on' }]];
    const own = all.flatMap((item, i) => {
      const isOurs = (textAt(item, 'featureName') ?? textAt(item, 'name')) === key;
      return isOurs && (environment === undefined || textAt(item, 'environment') === environment) ? [i] : [];
    });
    if (own.length !== 1) return [];
    return [
      [{ from: 'document', path: ['featureEnvironments', own[0]!, 'enabled'], value: wanted === 'on' }],
    ];
  }
  const strategies = itemsAt(entry, 'strategies');
  const active = strategies.filter((strategy) => scalarAt(strategy, 'disabled') !== true);
  const rollout = scalarAt(member(active[0], 'parameters'), 'rollout');
  if (active.length !== 1 || rollout === undefined) return [];
  // Its SDKs write the number as text.
  const value = typeof rollout === 'string' ? String(wanted) : wanted;
  return [[{ path: ['strategies', strategies.indexOf(active[0]!), 'parameters', 'rollout'], value }]];
};

const microsoft: Switch = ({ entry }, wanted) => {
  if (entry.kind === 'scalar')
    return typeof wanted === 'number' ? [] : [[{ path: [], value: wanted === 'on' }]];
  if (typeof wanted !== 'number') return [[{ path: ['enabled'], value: wanted === 'on' }]];
  return [
    [{ path: ['conditions', 'client_filters', 0, 'parameters', 'Value'], value: wanted }],
    [{ path: ['EnabledFor', 0, 'Parameters', 'Value'], value: wanted }],
  ];
};

const boolean =
  (...path: string[]): Switch =>
  (_, wanted) =>
    typeof wanted === 'number' ? [] : [[{ path, value: wanted === 'on' }]];

const SWITCHES: ReadonlyMap<string, Switch> = new Map([
  ['flagd', flagd],
  ['go-feature-flag', goFeatureFlag],
  ['launchdarkly', launchdarkly],
  ['flipt', flipt],
  ['unleash', unleash],
  ['microsoft', microsoft],
  ['growthbook', boolean('defaultValue')],
  ['configcat', boolean('v', 'b')],
  ['flagsmith', boolean('enabled')],
]);

/** The shares of two outcomes, of which one is on. */
function shares(values: readonly unknown[], on: number): number[] | undefined {
  const isPair = values.length === 2 && values.includes(true) && values.includes(false);
  return isPair ? values.map((value) => (value === true ? on : 100 - on)) : undefined;
}

/** The only name that a boolean goes by among a flag's variants. */
function nameOfValue(variants: DataNode | undefined, value: boolean): string | undefined {
  const names = entriesOf(variants).filter((entry) => scalar(entry.value) === value);
  return names.length === 1 ? names[0]!.key : undefined;
}

function scalar(node: DataNode | undefined): unknown {
  return node?.kind === 'scalar' ? node.value : undefined;
}

function text(node: DataNode): string {
  return node.kind === 'scalar' ? node.text : '';
}
