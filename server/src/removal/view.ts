import ts from 'typescript';
import { knowComputing } from './computing';
import type { Draft, DraftEdit, Mark, PlacedMark } from './draft';
import { marksOf, originsOf } from './draft';
import { isPlain, type Value } from './known';
import type { KnownReturned } from './returned';
import { analyzeScopes } from './scope';
import type { Scopes } from './scope-model';
import type { ReadSite } from './sites';
import type { OwnFunction } from './slots';
import { isTransparent } from './syntax';

/** One reading of a draft: its tree, the values known in it, and what was true of the original. */
export interface View {
  readonly file: ts.SourceFile;
  readonly text: string;
  readonly eol: string;
  readonly marks: readonly PlacedMark[];
  readonly scopes: Scopes;
  readonly original: Original;
  /** Names that blocks opened in this step have brought to the scopes around them. */
  readonly claimed: Map<ts.Node, Set<string>>;
  /** What an expression is known to be, seen through parentheses and type assertions. */
  knownOf(node: ts.Node | undefined): Mark | undefined;
  /** Where a character of this text stood in the original; `undefined` for one that the removal wrote. */
  originOf(offset: number): number | undefined;
  /** Leaves reads as they were, with the reason: the whole plan is made again without them. */
  refuse(mark: Mark, reason: string): void;
  /** Tells the person who reads the plan something about the place. */
  note(offset: number, message: string): void;
  /** The same about something that stays: nothing is told of it where it goes after all. */
  noteStaying(offset: number, message: string): void;
}

/** What is remembered of the original text, by its offsets. */
export interface Original {
  readonly file: ts.SourceFile;
  readonly scopes: Scopes;
  /** The flag's reads, by their number. */
  readonly reads: readonly ReadSite[];
  /** Parameters that every call gives one value, by their names' starts. */
  readonly settled: readonly SettledName[];
  /** What imports, or members of what they return, are from now on. */
  readonly returned: readonly KnownReturned[];
  /** Components and functions of other files, by the starts of the tags and calls that name them. */
  readonly components: ReadonlyMap<number, OwnFunction>;
  /** Imported functions that only compute, by their names. */
  readonly computing: ReadonlySet<string>;
  /** What imports are, or members of what they stand for, by how they are asked for: `ON`, `Treatments.ON`. */
  readonly constants: ReadonlyMap<string, Value>;
  /** Exported names that no other file uses any more. */
  readonly unshared: ReadonlySet<string>;
  /** Members of exported tables that no other file asks for any more; see `idOf` in `held.ts`. */
  readonly unheld: ReadonlySet<string>;
  /** Names of declarations that something needed. */
  readonly live: ReadonlySet<number>;
  /** Names of all declarations that were used. */
  readonly used: ReadonlySet<number>;
  /** Names of declarations that only reads of the flag used. */
  readonly onlyForFlag: ReadonlySet<number>;
  /** Names of the private members that something read or called. */
  readonly usedMembers: ReadonlySet<number>;
  /** Starts of statements that could be reached. */
  readonly reachable: ReadonlySet<number>;
  /** Starts of blocks that had statements in them. */
  readonly filledBlocks: ReadonlySet<number>;
  /** Starts of assignments that stood further in than the declaration of what they assign. */
  readonly innerAssignments: ReadonlySet<number>;
  /** Starts of fragments that held more than one element, or something that is none. */
  readonly fragments: ReadonlySet<number>;
}

/** A parameter's name, and the value that it, or the property that is asked of it as a member, has from now on. */
export interface SettledName {
  readonly start: number;
  readonly property?: string;
  readonly value: Value;
  /** Nothing asks for it any more, so that it may have been given anything. */
  readonly isIdle?: boolean;
}

/** What of a view tells how texts meet. */
export type SourceView = Pick<View, 'file' | 'text'>;

/** A rule looks at one node and gives the edits that simplify it, or nothing. */
export type Rule = (node: ts.Node, view: View) => DraftEdit[] | undefined;

/** What a person is told of a place. */
export interface Remark {
  readonly message: string;
  readonly isOfWhatStays?: true;
}

export interface Report {
  refuse(mark: Mark, reason: string): void;
  note(origin: number, remark: Remark): void;
}

export function viewDraft(draft: Draft, fileName: string, original: Original, report: Report): View {
  const file = parse(fileName, draft.text);
  knowComputing(file, { pure: original.computing, asked: new Set() });
  const marks = marksOf(draft);
  const byStart = new Map(marks.map((mark) => [mark.span.start, mark]));
  const originOf = originsOf(draft);
  let scopes: Scopes | undefined;
  return {
    file,
    text: draft.text,
    eol: draft.original.includes('\r\n') ? '\r\n' : '\n',
    marks,
    original,
    originOf,
    claimed: new Map(),
    get scopes() {
      scopes ??= analyzeScopes(file, original.unshared);
      return scopes;
    },
    knownOf(node) {
      for (let at = node; at; at = isTransparent(at) ? at.expression : undefined) {
        const mark = byStart.get(at.getStart(file));
        if (mark && mark.span.end === at.end) return mark;
      }
      return undefined;
    },
    refuse: report.refuse,
    note(offset, message) {
      const origin = originOf(offset);
      if (origin !== undefined) report.note(origin, { message });
    },
    noteStaying(offset, message) {
      const origin = originOf(offset);
      if (origin !== undefined) report.note(origin, { message, isOfWhatStays: true });
    },
  };
}

export function parse(fileName: string, text: string): ts.SourceFile {
  const known = trees.get(text);
  if (known?.fileName === fileName) return known;
  const tree = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true, scriptKind(fileName));
  if (trees.size >= MOST_TREES) trees.delete(trees.keys().next().value!);
  trees.set(text, tree);
  return tree;
}

/** By their texts, the trees of what a removal has looked at: a dozen rules look at each file, and none changes a tree. */
const trees = new Map<string, ts.SourceFile>();
const MOST_TREES = 300;

/** Lets go of all trees: a removal is planned. */
export function forgetTrees(): void {
  trees.clear();
}

/** The number of syntax errors that the parser met. */
export function syntaxErrors(file: ts.SourceFile): number {
  return (file as ts.SourceFile & { parseDiagnostics?: readonly unknown[] }).parseDiagnostics?.length ?? 0;
}

/** Whether a source says in a comment at its beginning that it is written in Flow, `// @flow strict`. */
export function isInFlow({ text }: ts.SourceFile): boolean {
  const start = ts.getShebang(text)?.length ?? 0;
  const comments = ts.getLeadingCommentRanges(text, start) ?? [];
  return comments.some(({ pos, end }) => /@flow\b/.test(text.slice(pos, end)));
}

function scriptKind(fileName: string): ts.ScriptKind {
  if (fileName.endsWith('.tsx')) return ts.ScriptKind.TSX;
  if (/\.[cm]?ts$/.test(fileName)) return ts.ScriptKind.TS;
  return fileName.endsWith('.jsx') ? ts.ScriptKind.JSX : ts.ScriptKind.JS;
}

/** The mark of an expression whose value itself is known. */
export function plainMark(node: ts.Node | undefined, view: View): Mark | undefined {
  const mark = view.knownOf(node);
  return mark && isPlain(mark.known) ? mark : undefined;
}
