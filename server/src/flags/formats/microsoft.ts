import type { DataNode } from '../../text/tree';
import { parseDay } from '../dates';
import type { Located, State, TargetingRule } from '../model';
import {
  dataOf,
  entriesOf,
  evidenceAt,
  isBlank,
  itemsAt,
  locatedText,
  member,
  numberAt,
  scalarAt,
  textAt,
} from './nodes';
import { perDocument } from './per-document';
import type { FlagParts, FlagPlace } from './service-format';
import { placeOfEntry, placeOfItem, serviceFormat } from './service-format';
import { ruleInWords, served, unknown } from './states';

/**
 * Microsoft's feature management (github.com/microsoft/FeatureManagement, `schema`): a list under
 * `feature_management.feature_flags`, and the older `FeatureManagement` of .NET, a map of booleans and filters.
 */
export const microsoft = serviceFormat({
  name: 'microsoft',
  find: findFlags,
  read: (place, document) => (isListed(document).has(place.node) ? readFlag(place.node) : readOldFlag(place)),
});

const isListed = perDocument(
  (document) => new Set(itemsAt(member(document, 'feature_management'), 'feature_flags')),
);

function findFlags(document: DataNode): FlagPlace[] | undefined {
  const list = member(member(document, 'feature_management'), 'feature_flags');
  const map = member(document, 'FeatureManagement');
  if (list?.kind !== 'list' && map?.kind !== 'map') return undefined;
  const items = itemsAt(member(document, 'feature_management'), 'feature_flags');
  return [
    ...items.flatMap((item) => placeOfItem(item, member(item, 'id')) ?? []),
    ...entriesOf(map).map(placeOfEntry),
  ];
}

function readFlag(node: DataNode): FlagParts {
  const description = locatedText(member(node, 'description'));
  const filters = itemsAt(member(node, 'conditions'), 'client_filters');
  return {
    ...enabledBy(node, filters),
    ...expiryOf(filters, 'parameters'),
    ...(description && { description }),
  };
}

function enabledBy(node: DataNode, filters: readonly DataNode[]): FlagParts {
  const evidence = evidenceAt(node, 'enabled');
  const enabled = member(node, 'enabled');
  if (enabled && typeof scalarAt(node, 'enabled') !== 'boolean')
    return { state: unknown('enabled is no boolean', evidence) };
  if (scalarAt(node, 'enabled') !== true) return { state: served(false, evidence) };
  const override = itemsAt(node, 'variants').find((variant) =>
    ['Enabled', 'Disabled'].includes(textAt(variant, 'status_override') ?? ''),
  );
  if (override) return { state: { kind: 'partial', evidence: evidenceAt(override, 'status_override') } };
  if (filters.length === 0) return { state: served(true, evidence) };
  return filtered(filters, { kind: 'partial', evidence: evidenceAt(node, 'conditions') }, 'parameters');
}

/** `K: true`, or the filters of which one must say yes; none of them leaves the flag off. */
function readOldFlag({ node, key, span }: FlagPlace): FlagParts {
  const evidence = { field: key, span };
  if (node.kind === 'scalar') {
    // The configuration of .NET is text, whatever the file has.
    const text = node.text.toLowerCase();
    if (text === 'true' || text === 'false') return { state: served(text === 'true', evidence) };
    return { state: unknown('its value is no boolean', evidence) };
  }
  const filters = itemsAt(node, 'EnabledFor');
  if (filters.length === 0) return { state: served(false, evidence) };
  const requires = textAt(node, 'RequirementType') ?? 'Any';
  const always = filters.filter((filter) => ALWAYS_ON.includes(filterName(filter)));
  const settled = requires === 'Any' ? always.length > 0 : always.length === filters.length;
  const found = evidenceAt(node, 'EnabledFor');
  if (settled) return { state: served(true, found) };
  return {
    ...filtered(filters, { kind: 'partial', evidence: found }, 'Parameters'),
    ...expiryOf(filters, 'Parameters'),
  };
}

const ALWAYS_ON = ['AlwaysOn', 'Microsoft.AlwaysOn'];

function filterName(filter: DataNode): string {
  return textAt(filter, 'name') ?? textAt(filter, 'Name') ?? '?';
}

function filtered(filters: readonly DataNode[], state: State, parameters: string): FlagParts {
  const [only, ...others] = filters;
  const isPercentage =
    others.length === 0 && ['Percentage', 'Microsoft.Percentage'].includes(filterName(only!));
  const percent = isPercentage ? numberAt(member(only, parameters), 'Value') : undefined;
  if (percent !== undefined) return { state, percentage: { value: percent, span: only!.span } };
  return { state, rules: filters.map((filter) => filterInWords(filter, member(filter, parameters))) };
}

function filterInWords(filter: DataNode, parameters: DataNode | undefined): TargetingRule {
  const details = isBlank(parameters) ? '' : ` with ${JSON.stringify(dataOf(parameters!))}`;
  return ruleInWords(filter, `the filter ${filterName(filter)} says so${details}`);
}

/** The end of a time window is the day by which the flag is over. */
function expiryOf(filters: readonly DataNode[], parameters: string): { readonly expires?: Located<number> } {
  for (const filter of filters) {
    if (!['TimeWindow', 'Microsoft.TimeWindow'].includes(filterName(filter))) continue;
    const end = locatedText(member(member(filter, parameters), 'End'));
    const day = end && dayOf(end.value);
    if (day !== undefined) return { expires: { value: day, span: end!.span } };
  }
  return {};
}

/** The documentation writes dates as HTTP does (`Wed, 01 May 2024 13:59:59 GMT`), and reads ISO, too. */
function dayOf(text: string): number | undefined {
  const iso = parseDay(text);
  if (iso !== undefined) return iso;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : Math.floor(time / 86_400_000);
}
