import type { FlagValue } from '../flags/model';
import type { FileEdits, TextEdit } from '../text/edits';
import type { Span } from '../text/span';
import { ONE_OF_SEVERAL, type Read } from '../usages/read';
import { isTestFile } from '../usages/test-file';
import type { Value } from './known';
import type { Note, RemovalPlan, Review } from './plan';
import { removeFromSource, type SourceRemoval, type SourceRemovalInput } from './source';
import { SAID } from './still-said';
import { GIVES_HOLDER } from './stream-readers';
import { parse } from './view';
import { callsOfOthers, callsToKeep, findWrappers, type RemovalSource } from './wrappers';

export interface RemovalRequest {
  readonly flag: string;
  /** The value that the program keeps as the flag's answer. */
  readonly keep: FlagValue;
  readonly scope: RemovalScope;
  /** Files that nobody imports any more are deleted, in place of being named. */
  readonly deleteOrphans?: boolean;
}

/** One read, by its span; all of a file; or the whole flag, which alone can take the entry along. */
export type RemovalScope =
  | { readonly kind: 'here'; readonly file: string; readonly span: Span }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'everywhere' };

/** What a removal has to know of the workspace. */
export interface RemovalHost {
  /** All reads of this flag, the likely ones too. */
  readonly reads: readonly Read[];
  /** Dynamic reads that may reach this flag. */
  readonly dynamicReads: readonly Read[];
  /** Where code says the flag's key to reads that compute theirs. */
  readonly said?: readonly { readonly file: string; readonly span: Span }[];
  /** Where the flag is assigned or deleted: `KILL_SWITCHES.x = false`. */
  readonly writes: readonly { readonly file: string; readonly span: Span }[];
  /** Where the key stands in files that the scanner does not parse. */
  readonly mentions: readonly { readonly file: string; readonly span: Span; readonly isOutside?: true }[];
  /** Where a name that stands for the flag in sources stands in such a file that holds code, as a component of Vue does. */
  readonly namings?: readonly { readonly file: string; readonly span: Span }[];
  /** A source's present text; `undefined` where it cannot be read. */
  text(file: string): string | undefined;
  /** The functions that a source imports and that are known to only compute. */
  computing?(file: string): ReadonlySet<string>;
  /** The texts and numbers that a source's imports stand for. */
  constants?(file: string): ReadonlyMap<string, Value>;
  /** How the flag's entry leaves its file, or why it cannot; absent where no file declares it. */
  entry?(): EntryRemoval;
}

export type EntryRemoval =
  | { readonly file: string; readonly edits: readonly TextEdit[] }
  | { readonly file: string; readonly span: Span; readonly refusal: string };

/** A plan, and what it was made of: each source's part, for what follows from it in other files. */
export interface Planned {
  readonly plan: RemovalPlan;
  readonly parts: readonly SourcePart[];
}

export interface SourcePart {
  readonly input: SourceRemovalInput;
  readonly removal: SourceRemoval;
}

/** Plans a flag's removal from the code, and from its file once nothing reads it any more. Never throws. */
export function planRemoval(request: RemovalRequest, host: RemovalHost): RemovalPlan {
  return planReads(request, host).plan;
}

export function planReads(request: RemovalRequest, host: RemovalHost): Planned {
  const { flag, keep, scope } = request;
  if (host.writes.length > 0) return { plan: refuseWritten(request, host), parts: [] };
  const reads = host.reads.filter((read) => isInScope(read, scope) && !isListedInTest(read, scope));
  const { parts, unreadable } = removeFromFiles(reads.filter(isCertain), keep, host);
  const removals = [...parts.map(({ input, removal }) => ({ file: input.file, removal })), ...unreadable];
  const review = [
    ...removals.flatMap(({ removal }) => removal.review),
    ...reads.filter((read) => !isCertain(read)).map(reviewLikely),
    ...(scope.kind === 'everywhere' ? reviewOutside(host) : []),
  ];
  const plan = { flag, keep, orphans: [], deleted: [], checks: { types: 'not-run' } } as const;
  if (removals.some(({ removal }) => removal.forbidden !== undefined)) {
    const told = onlyForbidden(removals, review);
    return { plan: { ...plan, files: [], review: told, notes: [], removesEntry: false }, parts: [] };
  }
  const files: FileEdits[] = removals.flatMap(({ file, removal }) =>
    removal.edits.length > 0 ? [{ file, edits: removal.edits }] : [],
  );
  // A test asks for the flag as the program does, and goes on as that does.
  const isOfProgram = ({ file }: { readonly file: string }): boolean => !isTestFile(file);
  if (files.length > 0 && !files.some(isOfProgram) && reads.some(isOfProgram)) {
    const isTold = ({ file, span }: Read): boolean =>
      review.some((one) => one.file === file && one.span.start === span.start);
    const kept = reads.filter((read) => isCertain(read) && !isOfProgram(read) && !isTold(read));
    const told = kept.map(({ file, span }) => ({ file, span, reason: PROGRAM_STAYS }));
    return {
      plan: { ...plan, files: [], review: [...review, ...told], notes: [], removesEntry: false },
      parts: [],
    };
  }
  const notes: Note[] = removals.flatMap(({ removal }) => removal.notes);
  const entry = scope.kind === 'everywhere' && review.length === 0 ? host.entry?.() : undefined;
  if (!entry) return { plan: { ...plan, files, review, notes, removesEntry: false }, parts };
  if ('refusal' in entry) {
    const refusal = { file: entry.file, span: entry.span, reason: entry.refusal };
    return { plan: { ...plan, files, review: [...review, refusal], notes, removesEntry: false }, parts };
  }
  return { plan: { ...plan, files: [...files, entry], review, notes, removesEntry: true }, parts };
}

/** A flag that the program sets is no constant: nothing is changed anywhere. */
function refuseWritten({ flag, keep, scope }: RemovalRequest, host: RemovalHost): RemovalPlan {
  const review = [
    ...host.writes.map(({ file, span }) => ({ file, span, reason: 'The flag is written here.' })),
    ...host.reads
      .filter((read) => isInScope(read, scope))
      .map(({ file, span }) => ({ file, span, reason: WRITTEN_ELSEWHERE })),
  ];
  return {
    flag,
    keep,
    files: [],
    review,
    notes: [],
    removesEntry: false,
    orphans: [],
    deleted: [],
    checks: { types: 'not-run' },
  };
}

const PROGRAM_STAYS = 'All that the program asks stays, so this stays as well.';

const WRITTEN_ELSEWHERE = 'The flag is written elsewhere, so its reads stay.';

interface FileRemoval {
  readonly file: string;
  readonly removal: SourceRemoval;
}

function removeFromFiles(
  reads: readonly Read[],
  keep: FlagValue,
  host: RemovalHost,
): { parts: readonly SourcePart[]; unreadable: readonly FileRemoval[] } {
  const sources: RemovalSource[] = [];
  const unreadable: FileRemoval[] = [];
  for (const [file, sites] of byFile(reads)) {
    const text = host.text(file);
    if (text !== undefined) sources.push({ file, text, tree: parse(file, text), reads: sites });
    else unreadable.push({ file, removal: refuseUnreadable(file, sites) });
  }
  const wrappers = findWrappers(sources);
  const kept = callsToKeep(sources, wrappers);
  const ofOthers = callsOfOthers(sources, host.reads);
  const parts = sources.map(({ file, text, reads: all }): SourcePart => {
    const sites = all.filter((read) => !kept.has(read) && !ofOthers.has(read));
    const computing = new Set(host.computing?.(file));
    const input = { file, text, sites, keep, computing, constants: host.constants?.(file) ?? new Map() };
    return { input, removal: removeFromSource(input) };
  });
  return { parts, unreadable };
}

function refuseUnreadable(file: string, sites: readonly Read[]): SourceRemoval {
  const review = sites.map(({ span }) => ({ file, span, reason: 'The file could not be read.' }));
  return { edits: [], review, notes: [] };
}

function isCertain(read: Read): boolean {
  return read.certainty === 'certain';
}

function isInScope({ file, span }: Read, scope: RemovalScope): boolean {
  if (scope.kind === 'everywhere') return true;
  if (file !== scope.file) return false;
  return scope.kind === 'file' || (span.start === scope.span.start && span.end === scope.span.end);
}

/** A test that asks for all flags of a table asks for those that are left in it. */
function isListedInTest({ file, opaque }: Read, scope: RemovalScope): boolean {
  return scope.kind === 'everywhere' && opaque === ONE_OF_SEVERAL && isTestFile(file);
}

function byFile(reads: readonly Read[]): Map<string, Read[]> {
  const files = new Map<string, Read[]>();
  for (const read of reads) files.set(read.file, [...(files.get(read.file) ?? []), read]);
  return files;
}

function reviewLikely({ file, span, opaque }: Read): Review {
  const reason =
    opaque === GIVES_HOLDER
      ? 'This is likely a read of the flag: it gives what holds the answer, such as a stream, and what is made of that stays.'
      : 'This is likely a read of the flag, but only its name says so.';
  return { file, span, reason };
}

function reviewOutside(host: RemovalHost): Review[] {
  return [
    ...host.dynamicReads.map(({ file, span }) => ({
      file,
      span,
      reason: 'This read computes its key and may reach the flag.',
    })),
    ...(host.said ?? []).map(({ file, span }) => ({
      file,
      span,
      reason: SAID,
    })),
    ...(host.namings ?? []).map(({ file, span }) => ({
      file,
      span,
      reason: 'This name may stand for the flag, in a file whose code is not analysed.',
    })),
    ...host.mentions.map((mention) => ({
      ...mention,
      reason: 'The key is mentioned here, in a file whose code is not analysed.',
    })),
  ];
}

/** A write is told first: it is why nothing else is done. */
function onlyForbidden(
  removals: readonly { readonly removal: SourceRemoval }[],
  review: readonly Review[],
): Review[] {
  const told = new Set(
    removals.flatMap(({ removal }) => (removal.forbidden === undefined ? [] : removal.review)),
  );
  const others = review.filter((entry) => !told.has(entry));
  return [...told, ...others.map((entry) => ({ ...entry, reason: WRITTEN_ELSEWHERE }))];
}
