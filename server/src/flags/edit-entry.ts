import { applyEdits, type TextEdit } from '../text/edits';
import { parseJson } from '../text/json';
import { span } from '../text/span';
import type { DataNode, DataTree, MapNode } from '../text/tree';
import { parseYaml } from '../text/yaml';
import { insertAfter } from './insert-member';
import { type Layout, layoutOf } from './layout';
import { locateEntry, type Member, membersOf } from './locate-entry';
import type { Flag, FlagFile } from './model';
import type { FlagFileOptions } from './options';
import { readFlagFile } from './read';
import { difference, type Refusal, removeMember } from './remove-entry';
import { FLAG_FIELDS } from './schema';
import { type FieldValue, writeName, writeScalar } from './write-value';

/** One field that an edit sets, or, without a value, takes out. */
export interface Assignment {
  /** Names and indexes that lead to the field; none for an entry that is nothing but its value. */
  readonly path: readonly (string | number)[];
  readonly value?: FieldValue;
  /** Where the path begins: at the flag's entry, or at the document for what stands elsewhere. */
  readonly from?: 'entry' | 'document';
}

/** The text of a flag file, and how it is read. */
export interface FlagText {
  readonly path: string;
  readonly text: string;
  readonly options: FlagFileOptions & { readonly configured?: boolean };
  /** The section whose entry is meant, in a file that has one for each environment. */
  readonly environment?: string;
}

/** An edit of one entry, and the flag as the file declares it then. */
export interface EntryEdit {
  readonly edits: readonly TextEdit[];
  readonly after: Flag;
}

/**
 * Sets fields of one entry, in the file's own style. The edit is made only where the file then reads as before but for
 * these fields, and where `isMeant` agrees with what has become of the flag.
 */
export function editEntry(
  source: FlagText,
  key: string,
  assignments: readonly Assignment[],
  isMeant: (after: Flag) => boolean = () => true,
): EntryEdit | Refusal {
  const { path, text, options } = source;
  const before = readFlagFile(path, text, options);
  const isMeantOne = (flag: Flag): boolean =>
    flag.key === key && (source.environment === undefined || flag.environment === source.environment);
  const flags = before?.flags.filter(isMeantOne) ?? [];
  const [flag] = flags;
  if (!before || !flag) return { refusal: `${path} declares no flag '${key}'.` };
  if (flags.length > 1)
    return { refusal: `${path} declares '${key}' ${flags.length} times. Keep one first.` };
  const parse = before.syntax === 'json' ? parseJson : parseYaml;
  const tree = parse(text);
  if (tree.problems.length > 0) return { refusal: `${path} has syntax errors. Mend them first.` };
  const way = wayTo(tree, flag);
  if (!way) return { refusal: `The entry of '${key}' is brought in by an alias. Edit it by hand.` };

  let rest = text;
  for (const assignment of assignments) {
    const edits = assign(rest, parse(rest), way, assignment, options, before.syntax === 'json');
    if (!edits) return { refusal: `The entry of '${key}' is written in a way that is not understood.` };
    rest = applyEdits(rest, edits);
  }
  const again = readFlagFile(path, rest, options);
  const after = again?.flags.find(isMeantOne);
  const assigned = new Set(assignments.map((assignment) => assignment.path[0]));
  if (
    !again ||
    !after ||
    !isSameButFor(before, again, before.flags.indexOf(flag)) ||
    !keepsFields(flag, after, assigned)
  ) {
    return { refusal: `An edit of '${key}' would change more than this flag. Make it by hand.` };
  }
  if (!isMeant(after))
    return { refusal: `What decides about '${key}' is more than one field. Edit it by hand.` };
  return { edits: rest === text ? [] : [difference(text, rest)], after };
}

/** The entry of a flag in a parsed text, and the document that holds it; nothing for what an alias brings in. */
export function entryNode(tree: DataTree, flag: Flag): { entry: DataNode; document: DataNode } | undefined {
  const way = wayTo(tree, flag);
  return way && { entry: nodeAt(tree, way)!, document: tree.documents[way.document]! };
}

/** Which document, and which members of its maps and lists: edits inside of the entry do not change it. */
interface Way {
  readonly document: number;
  readonly members: readonly number[];
}

function wayTo(tree: DataTree, flag: Flag): Way | undefined {
  const path = locateEntry(tree, flag);
  const first = path[0]?.container;
  if (first) {
    return { document: tree.documents.indexOf(first), members: path.map(({ index }) => index) };
  }
  // A file of one flag: the entry is the document.
  const document = tree.documents.findIndex(
    ({ span: whole }) => whole.start === flag.span.start && whole.end === flag.span.end,
  );
  return document < 0 ? undefined : { document, members: [] };
}

function nodeAt(tree: DataTree, { document, members }: Way): DataNode | undefined {
  let node = tree.documents[document];
  for (const index of members) {
    if (!node || node.kind === 'scalar') return undefined;
    node = membersOf(node)[index]?.value;
  }
  return node;
}

function assign(
  text: string,
  tree: DataTree,
  way: Way,
  { path, value, from }: Assignment,
  options: FlagFileOptions,
  json: boolean,
): TextEdit[] | undefined {
  let node = from === 'document' ? tree.documents[way.document] : nodeAt(tree, way);
  for (const step of path.slice(0, -1)) node = node && memberAt(node, step)?.value;
  const name = path.at(-1);
  if (!node) return undefined;
  if (name === undefined) return value === undefined ? undefined : replace(text, node, value, json);
  const member = memberAt(node, name);
  if (value === undefined) return member ? removeMember(text, tree, member) : [];
  if (member) return replace(text, member.value, value, json);
  if (node.kind !== 'map' || typeof name !== 'string') return undefined;
  return insertField(
    layoutOf(text, tree),
    node,
    name,
    `${writeName(name, json)}: ${writeScalar(value, json)}`,
    options,
  );
}

/** Of names that stand twice the last; what a merge key brings in stands elsewhere. */
function memberAt(node: DataNode, step: string | number): Member | undefined {
  if (node.kind === 'scalar') return undefined;
  const members = membersOf(node);
  return typeof step === 'number'
    ? members[step]
    : members.findLast(({ key }) => node.kind === 'map' && key === step);
}

/** The new value in the quotes of the old one, where it is text as that was. */
function replace(text: string, old: DataNode, value: FieldValue, json: boolean): TextEdit[] | undefined {
  let { end } = old.span;
  const { start } = old.span;
  while (end > start && text[end - 1]!.trim() === '') end--;
  if (old.kind !== 'scalar') return undefined;
  if (end === start)
    return [
      {
        span: span(start, start),
        newText: `${text[start - 1] === ':' ? ' ' : ''}${writeScalar(value, json)}`,
      },
    ];
  const quote = text[start];
  const isSingle = quote === "'" && typeof value === 'string' && !value.includes("'");
  const isDouble = quote === '"' && typeof value === 'string';
  const newText = isSingle ? `'${value}'` : isDouble ? JSON.stringify(value) : writeScalar(value, json);
  return [{ span: span(start, end), newText }];
}

function insertField(
  layout: Layout,
  map: MapNode,
  name: string,
  item: string,
  options: FlagFileOptions,
): TextEdit[] | undefined {
  const members = membersOf(map);
  const previous = neighbourOf(name, members, options);
  if (previous) return insertAfter(layout, previous, item);
  if (layout.text[map.span.start] !== '{' || layout.hasCommentIn(map.span)) return undefined;
  return [{ span: span(map.span.start + 1, map.span.end - 1), newText: ` ${item} ` }];
}

/** The field behind which people would write a new one: the last that comes before it in the table of fields. */
function neighbourOf(name: string, members: readonly Member[], options: FlagFileOptions): Member | undefined {
  const mapping = new Map(Object.entries(options.fields ?? {}));
  const order = FLAG_FIELDS.map((field) => mapping.get(field.name) ?? field.name);
  const rank = order.indexOf(name);
  const before = members.filter(({ key }) => order.includes(key) && order.indexOf(key) < rank);
  return before.length > 0 && rank >= 0
    ? before.reduce((best, one) => (order.indexOf(one.key) >= order.indexOf(best.key) ? one : best))
    : members.at(-1);
}

/** Whether all other flags are what they were, and nothing is wrong that was right. */
function isSameButFor(before: FlagFile, after: FlagFile, index: number): boolean {
  if (after.service !== before.service || (after.broken && !before.broken)) return false;
  if (after.flags.length !== before.flags.length) return false;
  const isSame = before.flags.every((flag, i) => {
    const other = after.flags[i]!;
    return flag.key === other.key && (i === index || withoutPlaces(flag) === withoutPlaces(other));
  });
  return isSame && problemCount(after) <= problemCount(before);
}

function problemCount({ problems }: FlagFile): number {
  return problems.length;
}

function withoutPlaces(flag: Flag): string {
  return JSON.stringify(flag, (name, value: unknown) =>
    /span$/i.test(name) || name === 'parts' ? undefined : value,
  );
}

function keepsFields(before: Flag, after: Flag, assigned: ReadonlySet<string | number | undefined>): boolean {
  const rest = (flag: Flag): string =>
    JSON.stringify(
      flag.fields.filter(({ name }) => !assigned.has(name)).map(({ name, value }) => [name, value]),
    );
  return rest(before) === rest(after);
}
