import type { DataNode, Entry, MapNode } from '../text/tree';
import type { FieldNames } from './field-names';
import type { FieldName } from './schema';

/** A field that we do not know, and that may make the flag another thing for some. */
export interface Doubt {
  readonly entry: Entry;
  /** `exception`: it holds another value of the switch. `narrowing`: by its name it says for whom the flag is on. */
  readonly kind: 'exception' | 'narrowing';
}

/**
 * The first field of an entry that keeps us from saying "for everyone": a project's own format may narrow a flag in ways
 * that nobody has told us. What says the same as the entry itself raises no doubt.
 */
export function doubtOf(map: MapNode, names: FieldNames, keyField?: string): Doubt | undefined {
  const unknown = map.entries.filter(
    ({ key }) => key !== '<<' && key !== keyField && names.meaningOf(key) === undefined,
  );
  const exception = unknown.find(({ value }) => holdsOther(value, map, names, 0));
  if (exception) return { entry: exception, kind: 'exception' };
  const narrowing = unknown.find(({ key, value }) => narrows(key, value));
  return narrowing && { entry: narrowing, kind: 'narrowing' };
}

/** Whether a switch of the entry stands somewhere inside with another value: `context: [{ …, enabled: true }]`. */
function holdsOther(node: DataNode, flag: MapNode, names: FieldNames, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (node.kind === 'list') return node.items.some(({ value }) => holdsOther(value, flag, names, depth + 1));
  if (node.kind !== 'map') return false;
  return node.entries.some(({ key, value }) => {
    const field = names.meaningOf(key)?.field;
    if (field === 'enabled' || field === 'percentage') return isOther(value, ownValue(flag, names, field));
    return holdsOther(value, flag, names, depth + 1);
  });
}

const MAX_DEPTH = 6;

function ownValue(flag: MapNode, names: FieldNames, field: FieldName): unknown {
  const entry = flag.entries.find(({ key }) => names.meaningOf(key)?.field === field);
  if (entry) return scalarOf(entry.value);
  return field === 'percentage' ? 100 : undefined;
}

function isOther(node: DataNode, own: unknown): boolean {
  return node.kind === 'scalar' && node.value !== null && own !== undefined && node.value !== own;
}

function narrows(name: string, node: DataNode): boolean {
  const words = wordsOf(name);
  if (node.kind !== 'scalar') {
    const isEmpty = node.kind === 'map' ? node.entries.length === 0 : node.items.length === 0;
    return !isEmpty && words.some((word) => AUDIENCES.has(word));
  }
  if (words.some((word) => SHARES.has(word))) {
    const share = typeof node.value === 'number' ? node.value : Number.parseFloat(node.text);
    return !Number.isNaN(share) && share !== 100;
  }
  return typeof node.value === 'string' && node.value !== '' && ENVIRONMENTS.has(name.toLowerCase());
}

/** `rolloutPercentage`, `rollout_percentage`: rollout, percentage. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
}

function scalarOf(node: DataNode): unknown {
  return node.kind === 'scalar' ? node.value : undefined;
}

const SHARES = new Set('percent percentage rollout traffic share ratio sample sampling'.split(' '));

const ENVIRONMENTS = new Set(['env', 'environment']);

/** Lists and maps of these names say for whom, or where, a flag is on. */
const AUDIENCES = new Set(
  `users user groups group roles role segments segment audience audiences target targets targeting cohort cohorts
  conditions condition constraints filters filter strategies strategy overrides override exceptions context contexts
  countries regions locales plans tiers tenants organizations orgs accounts customers teams domains emails ids
  environments environment envs env only except include exclude included excluded allow allowed deny denied
  allowlist denylist whitelist blacklist variants variations treatments
  requires required depends dependencies prerequisites parents`.split(/\s+/),
);
