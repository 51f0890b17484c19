import { indexLines } from './lines';
import type { Span } from './span';

/**
 * What a YAML or JSON text holds, whatever its syntax: maps, lists and scalars, each with its place. Readers of flag
 * files work on this tree, so that none of them knows a parser.
 */
export interface DataTree {
  readonly documents: readonly DataNode[];
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
  /** True where parts of the text may be missing from the documents. */
  readonly broken: boolean;
  /** Every use of an anchor by an alias; none in JSON. */
  readonly aliases: readonly AliasUse[];
}

export type DataNode = ScalarNode | MapNode | ListNode;

export type Scalar = string | number | boolean | null;

interface Placed {
  /** The value's text with its quotes or brackets; for an alias the `*name`. */
  readonly span: Span;
  /** True where the value carries an anchor that aliases can name. */
  readonly anchored?: boolean;
}

export interface ScalarNode extends Placed {
  readonly kind: 'scalar';
  readonly value: Scalar;
  /** A quoted scalar's or block's text; a plain one's characters as they stand (`1.10` stays `1.10`). */
  readonly text: string;
  readonly quoted: boolean;
}

export interface MapNode extends Placed {
  readonly kind: 'map';
  /** `{…}` in place of one entry a line. */
  readonly flow: boolean;
  /** In the order of the text, duplicates too; what merge keys (`<<`) bring in stands last. */
  readonly entries: readonly Entry[];
  /** True where a merge key stands among the entries; it is none of them. */
  readonly merges?: boolean;
}

export interface Entry {
  readonly key: string;
  /** The key's text without its quotes. */
  readonly keySpan: Span;
  /** From the key, with its quotes, to the end of the value. */
  readonly span: Span;
  readonly value: DataNode;
  /** True where a merge key brought the entry in: it stands elsewhere in the text. */
  readonly inherited?: boolean;
}

export interface ListNode extends Placed {
  readonly kind: 'list';
  readonly flow: boolean;
  readonly items: readonly Item[];
}

export interface Item {
  readonly value: DataNode;
  /** From the dash, where there is one, to the end of the value. */
  readonly span: Span;
}

/** A comment with its marker (`#`, `//`). */
export interface Comment {
  readonly span: Span;
  readonly text: string;
}

export interface SyntaxProblem {
  readonly message: string;
  readonly span: Span;
}

export interface AliasUse {
  /** The `*name`. */
  readonly span: Span;
  /** The anchored value. */
  readonly target: Span;
}

/** Deeper nesting than this is no data that people write; it is reported, not read. */
export const MAX_DEPTH = 200;

/** One mistake often gives several problems; the first on a line is the one to mend. */
export function onePerLine(text: string, problems: readonly SyntaxProblem[]): SyntaxProblem[] {
  if (problems.length < 2) return [...problems];
  const lines = indexLines(text);
  const seen = new Set<number>();
  return problems.filter((problem) => {
    const { line } = lines.positionAt(problem.span.start);
    return !seen.has(line) && seen.add(line);
  });
}

/** The last entry of that name: it is the one that programs see where a name stands twice. */
export function entryOf(map: MapNode, key: string): Entry | undefined {
  let found: Entry | undefined;
  for (const entry of map.entries) {
    if (entry.key === key && !(found && entry.inherited)) found = entry;
  }
  return found;
}

/** The JSON value of a node; of names that stand twice the last counts. */
export function plainValue(node: DataNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map((item) => plainValue(item.value));
    case 'map':
      // fromEntries defines own properties, so that a key `__proto__` is data like any other.
      return Object.fromEntries(node.entries.map((entry) => [entry.key, plainValue(entry.value)]));
  }
}

/** Whether two nodes hold the same data; the order of a map's entries does not count. */
export function sameData(a: DataNode, b: DataNode): boolean {
  if (a.kind === 'scalar') return b.kind === 'scalar' && a.value === b.value;
  if (a.kind === 'list') {
    return (
      b.kind === 'list' &&
      a.items.length === b.items.length &&
      a.items.every((item, i) => sameData(item.value, b.items[i]!.value))
    );
  }
  if (b.kind !== 'map') return false;
  const left = new Map(a.entries.map((entry) => [entry.key, entry.value]));
  const right = new Map(b.entries.map((entry) => [entry.key, entry.value]));
  return (
    left.size === right.size &&
    [...left].every(([key, value]) => {
      const other = right.get(key);
      return other !== undefined && sameData(value, other);
    })
  );
}
