import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import type { TextEdit } from '../text/edits';
import type { Span } from '../text/span';
import { carryAliases } from './aliases';
import { foldAssertion } from './assertions';
import { mergeAssignments } from './assignments';
import { foldStatement } from './branches';
import { foldChooser } from './chooser';
import { knowComputing } from './computing';
import { carryConstants, constantsExported } from './constants';
import {
  applyToDraft,
  compatible,
  type Draft,
  type DraftEdit,
  editsOf,
  marksOf,
  originsOf,
  placesIn,
  startDraft,
} from './draft';
import { carryEmptied, emptiedExported } from './emptied-components';
import { carryFields } from './fields';
import { foldExpression, foldSettledNot } from './fold';
import { type Handed, handedOn } from './handed';
import { carryHeld, heldBy } from './held';
import { importsInTheWay } from './held-up';
import { type Idle, idleIn } from './idle';
import { foldJsx } from './jsx';
import type { Value } from './known';
import { closeHoles } from './layout';
import { leftoverReason } from './leftover';
import { isUsed } from './liveness';
import { carryNames } from './names';
import { describeOriginal } from './original';
import { carryParameters } from './parameters';
import type { Note, Review } from './plan';
import { pruneDead } from './prune';
import { type KnownReturned, type Returned, returnedTo } from './returned';
import { type ReadSite, startSite } from './sites';
import type { OwnFunction } from './slots';
import { mergeStandIns } from './stand-ins';
import { carryState } from './state';
import { dropSemicolons } from './statements';
import { closeStretches } from './stretches';
import { statementOf } from './syntax';
import { findDamage } from './verify';
import {
  isInFlow,
  type Original,
  parse,
  type Remark,
  type Report,
  type SettledName,
  syntaxErrors,
  type View,
  viewDraft,
} from './view';

export interface SourceRemovalInput {
  /** The file's path; its ending tells the dialect. */
  readonly file: string;
  readonly text: string;
  /** The reads to remove, all of one flag. */
  readonly sites: readonly ReadSite[];
  /** The value that the program keeps as the flag's answer. */
  readonly keep: FlagValue;
  /** Exported names that no other file uses any more: they can go like names that are not exported. */
  readonly unshared?: ReadonlySet<string>;
  /** Members of exported tables that no other file asks for any more: they can go like those of tables that are not exported. */
  readonly unheld?: ReadonlySet<string>;
  /** Names of declarations that have waited for the flag to go, by their starts: they go where nothing uses them. */
  readonly tied?: ReadonlySet<number>;
  /** What goes besides the reads: the flag's name in a type, the test of a dead branch. What this makes dead goes as well. */
  readonly cuts?: readonly TextEdit[];
  /** Parameters of exported functions that every call, wherever it is, gives one value. */
  readonly settled?: readonly SettledName[];
  /** What imports, or members of what they return, are from now on, by the imports' names here. */
  readonly returned?: readonly KnownReturned[];
  /** Components and functions of other files, by the starts of the tags and calls that name them here. */
  readonly components?: ReadonlyMap<number, OwnFunction>;
  /** Imported functions that only compute, by their names here. */
  readonly computing?: ReadonlySet<string>;
  /** The texts and numbers that imports stand for, by how they are asked for here: `ON`, `Treatments.ON`. */
  readonly constants?: ReadonlyMap<string, Value>;
}

export interface SourceRemoval {
  /** In order, without overlaps; none where nothing could be done. */
  readonly edits: readonly TextEdit[];
  /** The reads that are left as they are. */
  readonly review: readonly Review[];
  readonly notes: readonly Note[];
  /** Values that calls hand on to functions which other files may call as well. */
  readonly handed?: readonly Handed[];
  /** Parameters that nothing asks for any more. */
  readonly idle?: readonly Idle[];
  /** What exports, or members of what they return, are from now on. */
  readonly returned?: readonly Returned[];
  /** Imported functions whose calls were kept for the effects that they may have. */
  readonly inTheWay?: readonly string[];
  /** Set where what stands here forbids removing the flag anywhere: the flag is written. */
  readonly forbidden?: string;
  /** Why nothing in the file is changed, where that is not for one read's sake. */
  readonly failed?: string;
}

/**
 * Removes reads of a flag from one source, and all that this makes dead. A read for which the result could not be shown
 * to behave the same stays, with its reason in `review`. Never throws.
 */
export function removeFromSource(input: SourceRemovalInput): SourceRemoval {
  try {
    return planSource(input);
  } catch {
    // A defect of this engine; the reads stay as they are, which is always right.
    return refuseAll(input, INTERNAL);
  }
}

export const INTERNAL = 'This code could not be worked out, so nothing in this file is changed.';

/**
 * Removes what can be removed, then tries what was left once more on the result: what stood in the way of one read may
 * have gone with another.
 */
function planSource(input: SourceRemovalInput): SourceRemoval {
  const first = planRound(input);
  if ('review' in first) return first;
  let done = withoutGone(first, input);
  while (done.withheld.size > 0 && editsOf(done.draft).length > 0) {
    const left = movedReads(done, input);
    const sites = left.map(({ read }) => read);
    const next = planRound({ ...input, text: done.draft.text, sites, cuts: [] });
    if ('review' in next || editsOf(next.draft).length === 0) break;
    done = withoutGone(followOn(done, next, left), input);
  }
  return finish(input, done);
}

/** What has been made of a text so far: which reads are left, by their number, and what is to be said, by its place. */
interface Round {
  readonly draft: Draft;
  readonly withheld: ReadonlyMap<number, string>;
  readonly notes: ReadonlyMap<number, Remark>;
  readonly handed: readonly Handed[];
  readonly idle: readonly Idle[];
  readonly returned: readonly Returned[];
  readonly inTheWay: readonly string[];
}

const WITH_ERRORS = 'This file has syntax errors, so nothing in it is changed.';
const IN_FLOW = 'This file is written in Flow, which is not understood, so nothing in it is changed.';

function planRound(input: SourceRemovalInput): Round | SourceRemoval {
  const file = parse(input.file, input.text);
  knowComputing(file, { pure: input.computing ?? new Set(), asked: new Set() });
  if (syntaxErrors(file) > 0) return refuseAll(input, isInFlow(file) ? IN_FLOW : WITH_ERRORS);
  const original = describeOriginal(file, input);
  const withheld = new Map<number, string>();
  for (let attempts = 0; attempts <= 2 * input.sites.length + 1; attempts++) {
    const attempt = attemptRemoval(input, file, original, withheld);
    if (attempt.forbidden !== undefined) {
      return { ...refuseAll(input, attempt.forbidden), forbidden: attempt.forbidden };
    }
    if (attempt.damage !== undefined) return refuseAll(input, attempt.damage);
    const { draft, notes, handed = [], idle = [], returned = [], inTheWay = [] } = attempt;
    if (attempt.refused.size === 0) return { draft, withheld, notes, handed, idle, returned, inTheWay };
    for (const [site, reason] of attempt.refused) {
      if (site >= input.sites.length) return refuseAll(input, reason);
      withheld.set(site, reason);
    }
  }
  return refuseAll(input, 'No order of changes was found that keeps the behaviour.');
}

/** A read that went with a dead branch is none that is left. */
function withoutGone(round: Round, { sites }: SourceRemovalInput): Round {
  const place = placesIn(round.draft);
  const left = [...round.withheld].filter(([index]) => place(sites[index]!.site.start) !== undefined);
  return { ...round, withheld: new Map(left) };
}

interface MovedRead {
  readonly index: number;
  readonly read: ReadSite;
}

/** The reads that a round has left, where they stand in the text that it has made. */
function movedReads({ draft, withheld }: Round, { sites }: SourceRemovalInput): MovedRead[] {
  const place = placesIn(draft);
  const move = ({ start, end }: Span): Span | undefined => {
    const [from, last] = [place(start), place(end - 1)];
    return from === undefined || last === undefined ? undefined : { start: from, end: last + 1 };
  };
  return [...withheld.keys()].flatMap((index) => {
    const read = sites[index]!;
    const [span, site] = [move(read.span), move(read.site)];
    return span && site ? [{ index, read: { ...read, span, site } }] : [];
  });
}

/** Two rounds as one. */
function followOn(first: Round, second: Round, tried: readonly MovedRead[]): Round {
  const withheld = new Map(first.withheld);
  for (const [at, { index }] of tried.entries()) {
    const reason = second.withheld.get(at);
    if (reason === undefined) withheld.delete(index);
    else withheld.set(index, reason);
  }
  const originOf = originsOf(first.draft);
  const notes = new Map(first.notes);
  for (const [offset, remark] of second.notes) {
    const origin = originOf(offset);
    if (origin !== undefined) notes.set(origin, remark);
  }
  const edits = editsOf(second.draft).map(({ span, newText }) => ({ ...span, text: newText }));
  const inTheWay = [...new Set([...first.inTheWay, ...second.inTheWay])];
  return {
    draft: applyToDraft(first.draft, edits),
    withheld,
    notes,
    handed: first.handed,
    idle: first.idle,
    returned: first.returned,
    inTheWay,
  };
}

interface Attempt {
  readonly draft: Draft;
  readonly refused: ReadonlyMap<number, string>;
  readonly notes: ReadonlyMap<number, Remark>;
  readonly forbidden?: string;
  /** What is wrong with the result where no read is to blame. */
  readonly damage?: string;
  readonly handed?: readonly Handed[];
  readonly idle?: readonly Idle[];
  readonly returned?: readonly Returned[];
  readonly inTheWay?: readonly string[];
}

function attemptRemoval(
  input: SourceRemovalInput,
  file: ts.SourceFile,
  original: Original,
  withheld: ReadonlyMap<number, string>,
): Attempt {
  const refused = new Map<number, string>();
  const notes = new Map<number, Remark>();
  const report: Report = {
    refuse: (mark, reason) => {
      for (const site of mark.sites) refused.set(site, reason);
    },
    note: (origin, remark) => notes.set(origin, remark),
  };
  const starts: DraftEdit[][] = (input.cuts ?? []).map(({ span, newText }) => [{ ...span, text: newText }]);
  for (const index of input.sites.keys()) {
    if (withheld.has(index)) continue;
    const start = startSite(file, original.scopes, input.sites, index, input.keep);
    if ('edits' in start) starts.push([...start.edits]);
    else if (start.forbidsAll)
      return { draft: startDraft(input.text), refused, notes, forbidden: start.reason };
    else refused.set(index, start.reason);
  }
  let draft = applyToDraft(startDraft(input.text), compatible(starts));
  if (refused.size > 0) return { draft, refused, notes };

  let view = viewDraft(draft, input.file, original, report);
  for (let step = 0; step < MAX_STEPS; step++) {
    // A tree that the parser has mended says nothing true of the code: no step may build on it.
    if (syntaxErrors(view.file) > 0) break;
    const edits = nextEdits(view);
    if (edits.length === 0) break;
    draft = applyToDraft(draft, edits);
    view = viewDraft(draft, input.file, original, report);
    // What stood in the way may go with a later step; only what still does in the last one counts.
    refused.clear();
  }
  if (syntaxErrors(view.file) > 0) {
    return blamed({ draft, refused, notes }, input, file, original, withheld, 'The result would not parse.');
  }
  if (refused.size > 0) return { draft, refused, notes };

  for (const mark of marksOf(draft)) {
    const reason = leftoverReason(mark, view);
    if (reason !== undefined) report.refuse(mark, reason);
  }
  if (refused.size > 0) return { draft, refused, notes };
  noteUnused(view);
  const damage = findDamage(view);
  if (damage === undefined)
    return {
      draft,
      refused,
      notes,
      handed: handedOn(view),
      idle: idleIn(view),
      returned: [...returnedTo(view), ...constantsExported(view), ...heldBy(view), ...emptiedExported(view)],
      inTheWay: importsInTheWay(view),
    };
  return blamed({ draft, refused, notes }, input, file, original, withheld, damage);
}

/** Tells of names that lost their last use and stay, since making their value may have effects. */
function noteUnused(view: View): void {
  for (const binding of view.scopes.bindings) {
    const [declaration] = binding.declarations;
    if (!declaration || binding.isExported || isUsed(binding)) continue;
    if (!['const', 'let', 'var'].includes(declaration.kind)) continue;
    const start = declaration.name.getStart(view.file);
    if (!view.original.used.has(view.originOf(start) ?? -1)) continue;
    view.noteStaying(
      start,
      `\`${binding.name}\` is no longer used; its value may have effects, so it stays.`,
    );
  }
}

const MAX_STEPS = 1000;

/** Lays a damaged result to the reads that it is due to: each that does damage alone, or all where only their union does. */
function blamed(
  attempt: Attempt,
  input: SourceRemovalInput,
  file: ts.SourceFile,
  original: Original,
  withheld: ReadonlyMap<number, string>,
  damage: string,
): Attempt {
  const active = input.sites.map((_, index) => index).filter((index) => !withheld.has(index));
  if (active.length === 0) return { ...attempt, damage };
  const guilty = new Map<number, string>();
  if (active.length > 1) {
    for (const index of active) {
      const others = new Map(input.sites.map((_, other) => [other, ''] as const));
      others.delete(index);
      if (attemptRemoval(input, file, original, others).refused.size > 0) guilty.set(index, damage);
    }
  }
  return { ...attempt, refused: guilty.size > 0 ? guilty : new Map(active.map((index) => [index, damage])) };
}

/** What carries values on; each waits until the ones before it have nothing more to carry. */
const CARRYING = [
  carryNames,
  carryParameters,
  carryFields,
  carryState,
  mergeAssignments,
  carryAliases,
  carryConstants,
  carryHeld,
  carryEmptied,
];

/** The next simplifications, all that can be made at once. */
function nextEdits(view: View): DraftEdit[] {
  const folds = compatible(foldAll(view));
  if (folds.length > 0) return folds;
  for (const carry of CARRYING) {
    const edits = carry(view);
    if (edits.length > 0) return edits;
  }
  const dead = pruneDead(view);
  if (dead.length > 0) return dead;
  const merged = mergeStandIns(view);
  if (merged.length > 0) return merged;
  const emptied = closeStretches(view);
  if (emptied.length > 0) return emptied;
  const holes = closeHoles(view);
  return holes.length > 0 ? holes : dropSemicolons(view);
}

/**
 * Of two statements side by side only one changes at its ends in a step, so that each sees its neighbours as they are.
 */
function foldAll(view: View): DraftEdit[][] {
  if (view.marks.length === 0) return [];
  const changes: DraftEdit[][] = [];
  let last: { readonly statement: ts.Node; readonly atEnds: boolean } | undefined;
  const visit = (node: ts.Node): void => {
    if (!view.marks.some(({ span }) => node.pos <= span.start && span.end <= node.end)) return;
    const edits = foldNode(node, view);
    if (!edits || edits.length === 0) {
      ts.forEachChild(node, visit);
      return;
    }
    const statement = statementOf(node);
    const start = statement.getStart(view.file);
    const atEnds = edits.some((edit) => edit.start <= start || edit.end >= statement.end - 1);
    if (last && (atEnds || last.atEnds) && areNeighbours(last.statement, statement, view)) return;
    last = { statement, atEnds };
    changes.push(edits);
  };
  visit(view.file);
  return changes;
}

function foldNode(node: ts.Node, view: View): DraftEdit[] | undefined {
  return (
    foldAssertion(node, view) ??
    foldStatement(node, view) ??
    foldJsx(node, view) ??
    foldChooser(node, view) ??
    foldSettledNot(node, view) ??
    foldExpression(node, view)
  );
}

function areNeighbours(first: ts.Node, second: ts.Node, view: View): boolean {
  if (first.parent !== second.parent || first === second) return false;
  return view.text.slice(first.end, second.getStart(view.file)).trim() === '';
}

function finish(
  input: SourceRemovalInput,
  { draft, withheld, notes: found, handed, idle, returned, inTheWay }: Round,
): SourceRemoval {
  const review = [...withheld].map(([index, reason]) => ({
    file: input.file,
    span: input.sites[index]!.span,
    reason,
  }));
  const placeOf = placesIn(draft);
  const notes = [...found]
    .filter(([origin, { isOfWhatStays }]) => !isOfWhatStays || placeOf(origin) !== undefined)
    .sort(([a], [b]) => a - b)
    .map(([origin, { message }]) => ({
      file: input.file,
      span: { start: origin, end: origin },
      message,
    }));
  return { edits: editsOf(draft), review, notes, handed, idle, returned, inTheWay };
}

function refuseAll(input: SourceRemovalInput, reason: string): SourceRemoval {
  const review = input.sites.map(({ span }) => ({ file: input.file, span, reason }));
  return { edits: [], review, notes: [], failed: reason };
}
