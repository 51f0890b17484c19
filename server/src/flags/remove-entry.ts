import type { TextEdit } from '../text/edits';
import { applyEdits } from '../text/edits';
import { parseJson } from '../text/json';
import { indexLines } from '../text/lines';
import { contains, type Span, span } from '../text/span';
import { type DataNode, type DataTree, type ListNode, type MapNode, sameData } from '../text/tree';
import { parseYaml } from '../text/yaml';
import { type Layout, layoutOf } from './layout';
import { type EntryPlace, locateEntry, type Member, membersOf, sectionsOf } from './locate-entry';
import type { Flag, FlagFile } from './model';

/** Why an entry is left where it is, in a sentence. */
export interface Refusal {
  readonly refusal: string;
}

/**
 * The edits that delete a flag's entry, with the comments directly above it and the sections that it leaves empty, and
 * the flag's further parts. All other comments, the order, the layout and the line ends stay. Refused where another
 * entry needs it, and where the result would not read as the file without that flag.
 */
export function removeEntry(text: string, file: FlagFile, key: string): TextEdit[] | Refusal {
  const flags = file.flags.filter((flag) => flag.key === key);
  const [flag] = flags;
  if (!flag) return { refusal: `${file.path} declares no flag '${key}'.` };
  if (new Set(flags.map(({ environment }) => environment)).size < flags.length) {
    return { refusal: `${file.path} declares '${key}' ${flags.length} times. Delete the entries by hand.` };
  }
  // In a file with a section for each environment all of its entries go.
  const parts = [...flags.slice(1), ...(flag.parts ?? []).map((part) => ({ keySpan: part, span: part }))];
  if (parts.length === 0) return removeOne(text, file, flag, flag);

  // From the last to the first: what stands before an edit stays where it is.
  let rest = text;
  for (const place of [flag, ...parts].sort((a, b) => b.span.start - a.span.start)) {
    const edits = removeOne(rest, file, flag, place);
    if ('refusal' in edits) return edits;
    rest = applyEdits(rest, edits);
  }
  return [difference(text, rest)];
}

/** The edits that delete one of several entries with the same key; the others stay. */
export function removeDuplicate(text: string, file: FlagFile, flag: Flag): TextEdit[] | Refusal {
  return removeOne(text, file, flag, flag);
}

/** Removes the entry of a flag, or one of its further parts. */
function removeOne(text: string, file: FlagFile, flag: Flag, place: EntryPlace): TextEdit[] | Refusal {
  const { key } = flag;
  const parse = file.syntax === 'json' ? parseJson : parseYaml;
  const tree = parse(text);
  if (tree.problems.length > 0) return { refusal: `${file.path} has syntax errors. Mend them first.` };
  const path = locateEntry(tree, place);
  const sections = sectionsOf(path, key);
  const isFile = tree.documents.some(({ span: whole }) => isSame(whole, place.span));
  if (sections.length === 0 && isFile)
    return { refusal: `${file.path} holds flag '${key}' and nothing else. Delete the file.` };
  if (sections.length === 0)
    return { refusal: `The entry of '${key}' is brought in by an alias. Edit it by hand.` };

  const lines = indexLines(text);
  const victim = victimOf(sections);
  const needed = neededBy(file, tree, flag, victim.span);
  if (needed) return { refusal: `${needed(lines.positionAt)} Change that first.` };

  const edits = removeMember(text, tree, victim);
  if (!edits)
    return { refusal: `The entry of '${key}' shares its line with others in a way that is not understood.` };
  const after = parse(applyEdits(text, edits));
  if (after.problems.length > 0 || !isWithout(tree, after, victim)) {
    return { refusal: `Deleting the entry of '${key}' would change other entries. Delete it by hand.` };
  }
  return edits;
}

function isSame(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

/** The one edit that makes one text the other. */
export function difference(before: string, after: string): TextEdit {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { span: span(start, before.length - end), newText: after.slice(start, after.length - end) };
}

/** The outermost member that nothing but the flag keeps; what holds all flags stays, empty. */
function victimOf(sections: readonly Member[]): Member {
  let index = sections.length - 1;
  while (index > 0 && isAlone(sections[index]!)) index--;
  return sections[index]!;
}

/** Whether nothing is left of the container without the member. */
function isAlone({ container }: Member): boolean {
  return membersOf(container).length === 1 && !(container.kind === 'map' && container.merges);
}

type WithPosition = (positionAt: (offset: number) => { readonly line: number }) => string;

function neededBy(file: FlagFile, tree: DataTree, flag: Flag, removed: Span): WithPosition | undefined {
  const dependent = file.flags.find(
    (other) => other !== flag && other.dependsOn.some((dependency) => dependency.value === flag.key),
  );
  if (dependent) return () => `Flag '${dependent.key}' depends on '${flag.key}'.`;
  const shared = file.flags.find((other) => other !== flag && other.keySpan.start === flag.keySpan.start);
  if (shared) return () => `The entry of '${flag.key}' stands for '${shared.key}' too.`;
  const alias = tree.aliases.find((use) => contains(removed, use.target) && !contains(removed, use.span));
  return alias && ((at) => `The alias on line ${at(alias.span.start).line + 1} refers to '${flag.key}'.`);
}

/** The edits that take one member out of its map or list; undefined where it shares its lines with others. */
export function removeMember(text: string, tree: DataTree, victim: Member): TextEdit[] | undefined {
  const layout = layoutOf(text, tree);
  const { container } = victim;
  const isLast = isAlone(victim);
  if (container.flow || text[container.span.start] === '{' || text[container.span.start] === '[') {
    return removeFromFlow(layout, victim, isLast);
  }
  const lines = layout.ownLines(victim.span);
  if (!lines) return undefined;
  if (!isLast) return [{ span: layout.withBlankLines(lines, victim.index === 0), newText: '' }];
  return emptied(layout, container, lines);
}

/** The last entry of a block leaves `{}` or `[]` behind: on the line of the key above it, or in the entry's place. */
function emptied(layout: Layout, container: MapNode | ListNode, lines: Span): TextEdit[] {
  const empty = container.kind === 'map' ? '{}' : '[]';
  const above = layout.endOfCodeAbove(lines.start);
  if (above === undefined) return [{ span: lines, newText: `${empty}${layout.lineBreakOf(lines)}` }];
  return [
    { span: span(above, above), newText: ` ${empty}` },
    { span: lines, newText: '' },
  ];
}

function removeFromFlow(layout: Layout, victim: Member, isLast: boolean): TextEdit[] | undefined {
  const { text } = layout;
  const { container } = victim;
  const members = membersOf(container);
  const comma = layout.commaAfter(victim.span.end);
  const end = comma ?? victim.span.end;
  if (isLast && !layout.hasCommentIn(container.span)) {
    return [{ span: span(container.span.start + 1, container.span.end - 1), newText: '' }];
  }
  // A comma before the closing bracket goes where the removed entry had none behind it.
  const previous = members[victim.index - 1];
  const danglingAt = comma === undefined && previous ? layout.commaAfter(previous.span.end) : undefined;
  const dangling = danglingAt === undefined ? [] : [{ span: span(danglingAt - 1, danglingAt), newText: '' }];
  const lines = layout.ownLines(span(victim.span.start, end));
  if (lines) return [...dangling, { span: layout.withBlankLines(lines, victim.index === 0), newText: '' }];

  const lineEnds = layout.isBlankUntilLineEnd(end);
  let start = victim.span.start;
  if (comma === undefined || lineEnds) while (' \t'.includes(text[start - 1]!)) start--;
  const stop = comma === undefined || lineEnds ? end : layout.skipSpaces(end);
  return [...dangling, { span: span(start, stop), newText: '' }];
}

/** Whether the documents are the same but for the removed member. */
function isWithout(before: DataTree, after: DataTree, victim: Member): boolean {
  return (
    before.documents.length === after.documents.length &&
    before.documents.every((document, i) => sameData(pruned(document, victim), after.documents[i]!))
  );
}

function pruned(node: DataNode, victim: Member): DataNode {
  if (node.kind === 'scalar' || !contains(node.span, victim.span)) return node;
  if (node.kind === 'list') {
    const items = node.items.filter((_, i) => node !== victim.container || i !== victim.index);
    return { ...node, items: items.map((item) => ({ ...item, value: pruned(item.value, victim) })) };
  }
  const own = node.entries.filter((entry) => !entry.inherited);
  const dropped = node === victim.container ? own[victim.index] : undefined;
  const entries = node.entries.filter((entry) => entry !== dropped);
  return { ...node, entries: entries.map((entry) => ({ ...entry, value: pruned(entry.value, victim) })) };
}
