import { type DataNode, type Entry, entryOf, type MapNode } from '../../text/tree';
import type { FieldNames } from '../field-names';
import type { FieldName } from '../schema';
import { suggest } from '../suggest';

/** Where one document has its flags. */
export interface Root {
  readonly node: DataNode;
  /** True under `flags:` or a configured root: what stands there is meant to be flags. */
  readonly named: boolean;
}

/** The map or list of flags: at the configured path, else under `flags`, else the whole document. */
export function findRoot(document: DataNode, path: string | undefined): Root | undefined {
  if (path !== undefined) {
    const node = atPath(document, path);
    return node && { node, named: true };
  }
  const flags = document.kind === 'map' ? entryOf(document, 'flags')?.value : undefined;
  if (flags && (flags.kind !== 'scalar' || flags.value === null)) return { node: flags, named: true };
  return { node: document, named: false };
}

function atPath(document: DataNode, path: string): DataNode | undefined {
  let node: DataNode | undefined = document;
  for (const name of path === '' ? [] : path.split('.')) {
    node = node?.kind === 'map' ? entryOf(node, name)?.value : undefined;
  }
  return node;
}

/** Whether a map is one flag: a field that we know stands in it, or one that was meant. */
export function isFlag(map: MapNode, names: FieldNames): boolean {
  if (environmentsBeside(map)) return true;
  return map.entries.some(({ key, value }) => {
    const meaning = names.meaningOf(key);
    // No field of ours holds a map: a flag in a section may be called `owner`.
    if (meaning) return meaning.mapped || value.kind !== 'map';
    return value.kind === 'scalar' && suggest(key, SWITCHES) !== undefined;
  });
}

const SWITCHES: readonly FieldName[] = ['enabled', 'percentage'];

/** Whether a map holds flags of its own rather than being one: nothing but maps and booleans, and no flag's field. */
export function isSection(map: MapNode, names: FieldNames): boolean {
  if (map.entries.length === 0 || isFlag(map, names)) return false;
  if (environmentsOf(map)) return false;
  return map.entries.every(
    ({ key, value }) =>
      !OTHER_SWITCHES.has(key) &&
      (value.kind === 'map' || (value.kind === 'scalar' && typeof value.value === 'boolean')),
  );
}

/**
 * What an entry says for each environment: `environments: { dev: …, production: … }`, or their names with booleans, alone or beside
 * texts that tell of the flag. Undefined for any other entry.
 */
export function environmentsOf(map: MapNode): readonly Entry[] | undefined {
  const named = entryOf(map, 'environments')?.value;
  if (named) return named.kind === 'map' && named.entries.length > 0 ? named.entries : undefined;
  const isAll =
    map.entries.length > 0 &&
    map.entries.every(({ key, value }) => ENVIRONMENTS.has(key) && value.kind === 'scalar');
  return isAll ? map.entries : environmentsBeside(map);
}

/** Several environments, production among them, beside a text: no flags of a section, and nothing else that is on here and off there. */
function environmentsBeside(map: MapNode): readonly Entry[] | undefined {
  const own = map.entries.filter(({ key, value }) => ENVIRONMENTS.has(key) && isSwitched(value));
  const tells = map.entries.some(({ value }) => value.kind === 'scalar' && typeof value.value === 'string');
  const isOfProduction = own.some(({ key }) => key === 'production' || key === 'prod');
  return own.length > 1 && isOfProduction && tells ? own : undefined;
}

function isSwitched(value: DataNode): boolean {
  return value.kind === 'scalar' && typeof value.value === 'boolean';
}

/** The sections of a file that has one for each environment: `environments: { production: { …flags } }`. */
export function environmentSections(root: MapNode): readonly Entry[] | undefined {
  const entry = entryOf(root, 'environments');
  if (entry?.value.kind !== 'map' || entry.value.entries.length === 0) return undefined;
  const others = root.entries.filter((other) => other !== entry && !isTemplate(other));
  const areSections = entry.value.entries.every(({ value }) => value.kind === 'map');
  return areSections && others.every(({ value }) => value.kind === 'scalar')
    ? entry.value.entries
    : undefined;
}

/** What other projects call `enabled`: a map with one of them is a flag, no section. */
const OTHER_SWITCHES = new Set(
  'default serve value on active state status defaultValue default_value'.split(' '),
);

/** A map of nothing but these is a flag with a state for each, no section of flags that happen to be called so. */
const ENVIRONMENTS = new Set(
  'development dev staging stage production prod test testing qa local preview'.split(' '),
);

/** Hidden entries and anchors' hosts are there to be merged into flags, and `$schema` is for editors. */
export function isTemplate(entry: Entry): boolean {
  if (entry.key.startsWith('$') || entry.key.startsWith('.')) return true;
  return entry.key.startsWith('x-') && entry.value.anchored === true;
}

/** Fields that, but for flags, hardly a file has. */
const TELLING = new Set<FieldName>(['enabled', 'percentage', 'allowed_users', 'expires', 'schedule']);

/** Whether the content is about flags: hundreds of projects have a `flags.json` of countries. */
export function looksLikeFlags({ node, named }: Root, names: FieldNames): boolean {
  if (node.kind === 'scalar') return named;
  if (node.kind === 'list') {
    return node.items.some(
      ({ value }) => value.kind === 'map' && hasKey(value, names) && tells(value, names, named),
    );
  }
  if (node.entries.length === 0) return named;
  const environments = environmentSections(node);
  if (environments) {
    return environments.some(
      ({ value }) => value.kind === 'map' && (sectionTells(value, names, named, 0) || isAllBoolean(value, 0)),
    );
  }
  return sectionTells(node, names, named, 0) || isAllBoolean(node, 0);
}

function hasKey(map: MapNode, names: FieldNames): boolean {
  return names.keys.some((name) => entryOf(map, name)?.value.kind === 'scalar');
}

function tells(map: MapNode, names: FieldNames, named: boolean): boolean {
  if (environmentsBeside(map)) return true;
  return map.entries.some(({ key, value }) => {
    const meaning = names.meaningOf(key);
    if (!meaning || (value.kind === 'map' && !meaning.mapped)) return false;
    return TELLING.has(meaning.field) || (named && meaning.field !== 'description');
  });
}

function sectionTells(map: MapNode, names: FieldNames, named: boolean, depth: number): boolean {
  return map.entries.some(({ value }) => {
    if (value.kind === 'scalar') return named && typeof value.value === 'boolean';
    if (value.kind !== 'map') return false;
    if (tells(value, names, named)) return true;
    return depth < 4 && isSection(value, names) && sectionTells(value, names, named, depth + 1);
  });
}

function isAllBoolean(map: MapNode, depth: number): boolean {
  const entries = map.entries.filter((entry) => !isTemplate(entry));
  return (
    entries.length > 0 &&
    entries.every(({ value }) => {
      if (value.kind === 'map') return depth < 4 && isAllBoolean(value, depth + 1);
      return value.kind === 'scalar' && typeof value.value === 'boolean';
    })
  );
}
