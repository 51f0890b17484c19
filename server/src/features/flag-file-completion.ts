import { type DataCursor, dataCursor, WORD } from '../flags/cursor';
import { formatDay } from '../flags/dates';
import { describeState } from '../flags/describe';
import { entryNode } from '../flags/edit-entry';
import { type FieldNames, fieldNames } from '../flags/field-names';
import { findRoot } from '../flags/formats/plain-shape';
import { FLAG_TYPES, type Flag, type FlagFile, OPERATORS } from '../flags/model';
import { readFlagFile } from '../flags/read';
import {
  canonicalName,
  type FieldSpec,
  OPERATOR_DESCRIPTIONS,
  RULE_FIELDS,
  SCHEDULE_FIELDS,
  TYPE_DESCRIPTIONS,
} from '../flags/schema';
import { writeName, writeScalar } from '../flags/write-value';
import { likelyOwners } from '../rules/owners';
import type { TextOf } from '../rules/rule';
import type { Span } from '../text/span';
import { flagFileOptions } from '../workspace/config';
import type { Snapshot } from '../workspace/snapshot';
import { namedAt } from './named-in-file';
import { newFlagSnippet } from './new-flag';
import { shorten } from './text';

export interface FieldCompletion {
  readonly span: Span;
  readonly items: readonly FieldItem[];
}

export interface FieldItem {
  readonly label: string;
  readonly kind: 'field' | 'value' | 'flag' | 'snippet';
  readonly insertText: string;
  /** True where `insertText` has places to fill in: `${1:name}`. */
  readonly isSnippet?: boolean;
  /** A few words for the item's own line. */
  readonly summary?: string;
  /** One sentence or two, and an example in YAML. */
  readonly description?: string;
  readonly example?: string;
  /** Whether the JSON Schema of flag files offers the same, so that an editor that knows it needs it from nobody else. */
  readonly inSchema: boolean;
}

/** What may stand at the cursor in a flag file, in text that is being typed too. */
export function completeFlagFile(
  snapshot: Snapshot,
  path: string,
  text: string,
  offset: number,
  textOf: TextOf,
): FieldCompletion | undefined {
  const known = snapshot.flagFiles.get(path);
  const options = flagFileOptions(snapshot.config, path);
  const syntax = known?.syntax ?? (path.endsWith('.json') ? 'json' : 'yaml');
  const cursor = dataCursor(syntax, text, offset);
  if (!cursor) return undefined;
  // A file of that name that holds something else is none of ours; one that is empty will be.
  const isNew =
    snapshot.isFlagFile(path) && text.trim() === text.slice(cursor.span.start, cursor.span.end).trim();
  if (!known && !isNew) return undefined;
  // The file as it would be with the word in it: its other flags are what they were.
  const format = known?.service ?? options.format;
  const file = readFlagFile(path, cursor.patched.text, {
    ...options,
    configured: true,
    ...(format !== undefined && { format }),
  });
  const flag = file?.flags.find(
    ({ span, keySpan }) =>
      span.start <= cursor.patched.offset &&
      cursor.patched.offset <= span.end &&
      cursor.patched.offset !== keySpan.start,
  );
  const place: Place = { snapshot, path, cursor, file, flag, names: fieldNames(options), textOf };
  const typed = text.slice(cursor.span.start, cursor.span.end);
  const all = file?.service === undefined ? plainItems(place, options.root) : serviceItems(place);
  // The file as it stands has the half-typed word for a value.
  const items = all.filter(({ kind, value }) => kind !== 'value' || value !== typed);
  return items.length > 0
    ? { span: cursor.span, items: items.map((item) => written(item, cursor, syntax)) }
    : undefined;
}

interface Place {
  readonly snapshot: Snapshot;
  readonly path: string;
  readonly cursor: DataCursor;
  readonly file: FlagFile | undefined;
  readonly flag: Flag | undefined;
  readonly names: FieldNames;
  readonly textOf: TextOf;
}

/** An item as it means, before it is written in the syntax of the file. */
interface Item extends Omit<FieldItem, 'insertText'> {
  /** A text, number or boolean for a value, or a name for a field. */
  readonly value?: string | number | boolean;
  readonly insertText?: string;
}

/** In a service's file, the flags and other things that its own fields name; metadata that are free are as ours. */
function serviceItems(place: Place): Item[] {
  const { cursor, file, flag, snapshot, path } = place;
  const inEntry = pathInEntry(place);
  if (!file) return [];
  if (inEntry?.[0] === 'metadata') return fieldItems(place, inEntry.slice(1));
  const document = cursor.patched.tree.documents.find(
    ({ span }) => span.start <= cursor.patched.offset && cursor.patched.offset <= span.end,
  );
  if (!document || !cursor.isValue) return [];
  const entry = inEntry && cursor.path.slice(0, cursor.path.length - inEntry.length);
  const named = namedAt(file.service!, document, cursor.path, entry);
  if (named?.kind === 'names')
    return named.names.map((name) => ({ label: name, kind: 'value', value: name, inSchema: false }));
  if (!named) return [];
  return file.flags
    .filter(({ key }) => key !== flag?.key && key !== WORD)
    .map(({ key }): Item => {
      const declared = snapshot.flag(key, path);
      return {
        label: key,
        kind: 'flag',
        value: key,
        ...(declared && { summary: shorten(describeState(declared.flag), 60) }),
        inSchema: false,
      };
    });
}

function plainItems(place: Place, root: string | undefined): Item[] {
  const { cursor, flag } = place;
  if (flag) {
    const inEntry = pathInEntry(place);
    if (inEntry) return fieldItems(place, inEntry);
  }
  // Beside the flags, or as the first word of a new one.
  const rootPath = rootOf(place, root);
  const depth = cursor.path.length - rootPath.length;
  const isBelow = depth >= 0 && rootPath.every((step, i) => cursor.path[i] === step);
  if (!isBelow || cursor.siblings === undefined) return [];
  const items: Item[] = [];
  if (!cursor.hasColon) {
    const insertText = newFlagSnippet(place.snapshot, place.path, cursor);
    items.push({
      label: 'new flag',
      kind: 'snippet',
      insertText,
      isSnippet: true,
      summary: `created today, ${formatDay(place.snapshot.today)}`,
      inSchema: false,
    });
  }
  if (depth === 1 && cursor.siblings.length === 0) items.push(...fieldItems(place, []));
  return items;
}

/** Where in the flag's entry the cursor is; undefined where an alias brings the entry in. */
function pathInEntry({ cursor, flag }: Place): (string | number)[] | undefined {
  const node = flag && entryNode(cursor.patched.tree, flag);
  if (!node) return undefined;
  const at = cursor.patched.offset;
  // The path runs from the document's root: what leads to the entry is cut off by walking it.
  let rest = [...cursor.path];
  let here = node.document;
  while (here !== node.entry && rest.length > 0) {
    const step = rest[0]!;
    const next =
      here.kind === 'list'
        ? here.items[step as number]?.value
        : here.kind === 'map'
          ? here.entries.findLast(({ key, span }) => key === step && span.start <= at && at <= span.end)
              ?.value
          : undefined;
    if (!next) return undefined;
    here = next;
    rest = rest.slice(1);
  }
  return here === node.entry ? rest : undefined;
}

/** Fields and values at a path inside of an entry. */
function fieldItems(place: Place, path: readonly (string | number)[]): Item[] {
  const { cursor, names } = place;
  const [first, ...rest] = path;
  if (first === undefined) {
    const items = cursor.siblings ? keyItems(place, flagSpecs(names)) : [];
    return cursor.isValue && path.length === 0 && !cursor.siblings?.length
      ? [...items, ...booleans()]
      : items;
  }
  const meaning = names.meaningOf(String(first));
  switch (meaning?.spec.kind) {
    case 'rules':
      return nestedItems(place, rest, RULE_FIELDS);
    case 'schedule':
      return nestedItems(place, rest, SCHEDULE_FIELDS);
    case undefined:
      return [];
    default: {
      const isList = meaning?.spec.kind === 'users';
      const isHere = isList ? rest.length === 1 : rest.length === 0;
      return isHere && cursor.isValue && meaning ? valueItems(place, meaning.spec) : [];
    }
  }
}

/** In an item of a list of rules or steps: its fields, or the value of one. */
function nestedItems(
  place: Place,
  [index, name, ...rest]: readonly (string | number)[],
  specs: readonly FieldSpec[],
): Item[] {
  const { cursor } = place;
  if (typeof index !== 'number') return [];
  if (name === undefined) return cursor.siblings ? keyItems(place, specs) : [];
  const spec = specs.find((field) => field.name === name);
  const isHere = rest.length === 0 || (rest.length === 1 && spec?.kind === 'any');
  return spec && isHere && cursor.isValue ? valueItems(place, spec) : [];
}

/** The fields under the names that the project gives them. */
function flagSpecs(names: FieldNames): FieldSpec[] {
  return names.known.map((name) => ({ ...names.meaningOf(name)!.spec, name }));
}

function keyItems({ cursor, names }: Place, specs: readonly FieldSpec[]): Item[] {
  const present = new Set(cursor.siblings);
  const fields = new Set([...present].map((name) => names.meaningOf(name)?.field));
  return specs
    .filter(
      ({ name }) =>
        !present.has(name) &&
        !(specs !== RULE_FIELDS && specs !== SCHEDULE_FIELDS && fields.has(names.meaningOf(name)?.field)),
    )
    .map((spec) => ({
      label: spec.name,
      kind: 'field' as const,
      value: spec.name,
      description: spec.description,
      example: spec.example,
      inSchema: true,
    }));
}

function valueItems(place: Place, spec: FieldSpec): Item[] {
  const { snapshot, path, textOf, flag } = place;
  const plain = (value: string | number, summary?: string, inSchema = false): Item => ({
    label: String(value),
    kind: 'value',
    value,
    ...(summary !== undefined && { summary }),
    inSchema,
  });
  switch (spec.kind) {
    case 'boolean':
      return booleans();
    case 'type':
      return FLAG_TYPES.map((type) => ({
        ...plain(type, undefined, true),
        description: TYPE_DESCRIPTIONS[type],
      }));
    case 'operator':
      return OPERATORS.map((operator) => ({
        ...plain(operator, undefined, true),
        description: OPERATOR_DESCRIPTIONS[operator],
      }));
    case 'percentage':
      return [0, 1, 5, 10, 25, 50, 100].map((share) => plain(share, `${share} % of users`));
    case 'date':
      return [0, 30, 90].map((days) =>
        plain(formatDay(snapshot.today + days), days === 0 ? 'today' : `in ${days} days`),
      );
    case 'users':
      return distinct(
        flagsAround(place).flatMap(({ allowedUsers }) => allowedUsers.map(({ value }) => value)),
      ).map((user) => plain(user));
    case 'text':
      if (spec.name === 'attribute')
        return distinct(['user_id', ...rulesAround(place).map(({ attribute }) => attribute)]).map((name) =>
          plain(name),
        );
      if (canonicalName(spec) === 'owner')
        return likelyOwners(snapshot, path, textOf).map((owner) => plain(owner));
      return [];
    case 'any': {
      const offset = place.cursor.patched.offset;
      const own = flag?.rules.find(({ span }) => span.start <= offset && offset <= span.end);
      const same = rulesAround(place).filter((rule) => !own || rule.attribute === own.attribute);
      const values = same.flatMap(({ value }) => (Array.isArray(value) ? value : [value]));
      return distinct(values.filter((value) => typeof value === 'string' || typeof value === 'number')).map(
        (value) => plain(value),
      );
    }
    default:
      return [];
  }
}

function booleans(): Item[] {
  return [true, false].map((value) => ({
    label: String(value),
    kind: 'value' as const,
    value,
    inSchema: true,
  }));
}

/** The flags of all files, without what is just being typed. */
function flagsAround({ snapshot, path }: Place): Flag[] {
  const own = snapshot.flagFiles.get(path)?.flags ?? [];
  const others = [...snapshot.flagFiles].flatMap(([file, { flags }]) => (file === path ? [] : flags));
  return [...own, ...others];
}

function rulesAround(place: Place) {
  return flagsAround(place)
    .flatMap(({ rules }) => rules)
    .filter(({ operator, attribute }) => operator !== 'opaque' && attribute !== '');
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function rootOf({ cursor }: Place, root: string | undefined): (string | number)[] {
  if (root !== undefined) return root === '' ? [] : root.split('.');
  const document = cursor.patched.tree.documents[0];
  const found = document && findRoot(document, undefined);
  return found?.named ? ['flags'] : [];
}

/** The item as it is inserted: a key with its colon, a value with the quotes that it needs. */
function written({ value, ...item }: Item, cursor: DataCursor, syntax: 'yaml' | 'json'): FieldItem {
  if (item.insertText !== undefined) return { ...item, insertText: item.insertText };
  const json = syntax === 'json';
  if (item.kind === 'field') {
    const name = cursor.inQuotes ? item.label : writeName(item.label, json);
    // Behind closing quotes nothing can be inserted.
    return { ...item, insertText: cursor.hasColon || cursor.inQuotes ? name : `${name}: ` };
  }
  return { ...item, insertText: cursor.inQuotes ? String(value) : writeScalar(value!, json) };
}
