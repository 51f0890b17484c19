import { contains, type Span } from '../text/span';
import type { DataNode, DataTree, Entry, ListNode, MapNode } from '../text/tree';
import type { Flag } from './model';

/** One step on the way to a flag's entry: a member of a map or list. */
export interface Member {
  readonly container: MapNode | ListNode;
  readonly index: number;
  /** From the key or the dash to the end of the value. */
  readonly span: Span;
  /** The member's key in a map; empty in a list. */
  readonly key: string;
  readonly value: DataNode;
}

/** The way from a document's root to the entry with that key and span; empty where it is not there. */
export function locateEntry(tree: DataTree, flag: EntryPlace): Member[] {
  for (const document of tree.documents) {
    const path: Member[] = [];
    if (descend(document, flag, path)) return path;
  }
  return [];
}

/** What tells an entry from all others: a flag, or one of its further parts. */
export type EntryPlace = Pick<Flag, 'keySpan' | 'span'>;

/** The members of the way that are flags or sections of flags: the first stands in the map or list of all flags. */
export function sectionsOf(path: readonly Member[], key: string): Member[] {
  const own = path.at(-1);
  if (!own) return [];
  const sections = [own];
  if (own.container.kind === 'list') return sections;
  let rest = key.slice(0, key.length - own.key.length);
  for (let i = path.length - 2; i >= 0 && rest.endsWith(`${path[i]!.key}.`); i--) {
    sections.unshift(path[i]!);
    rest = rest.slice(0, rest.length - path[i]!.key.length - 1);
  }
  return sections;
}

export function membersOf(container: MapNode | ListNode): Member[] {
  if (container.kind === 'list') {
    return container.items.map((item, index) => ({
      container,
      index,
      span: item.span,
      key: '',
      value: item.value,
    }));
  }
  return ownEntries(container).map((entry, index) => ({
    container,
    index,
    span: entry.span,
    key: entry.key,
    value: entry.value,
  }));
}

function ownEntries(map: MapNode): Entry[] {
  return map.entries.filter((entry) => !entry.inherited);
}

function descend(node: DataNode, flag: EntryPlace, path: Member[]): boolean {
  if (node.kind === 'scalar') return false;
  // What an alias stands for is elsewhere in the text.
  const member = membersOf(node).find(({ span }) => contains(span, flag.keySpan));
  if (!member || !contains(node.span, member.span)) return false;
  path.push(member);
  // A list's flag is its item's value; a map's is the entry, which begins with its key.
  const start = node.kind === 'list' ? member.value.span.start : member.span.start;
  if (start === flag.span.start && member.span.end === flag.span.end) return true;
  return descend(member.value, flag, path);
}
