import { applyEdits, spanBefore, type TextEdit } from '../text/edits';
import type { Read } from '../usages/read';
import type { Place } from '../workspace/snapshot';
import type { RemovalPlan, TypesChecked } from './plan';
import type { CheckedChange, NewDiagnostic, TypeCheckResult } from './type-check';

/** Type-checks a change, in a process of its own. */
export interface TypeGate {
  (changes: readonly CheckedChange[]): Promise<TypeCheckResult>;
  /** The texts that the types of expressions allow, on the files as they are; nothing for one that may be any text. */
  keysAt?(places: readonly Place[]): Promise<readonly (readonly string[] | undefined)[]>;
  /** Whether the values at places may be true or false, on the files as they are; they may where it is not known. */
  mayAnswerAt?(places: readonly Place[]): Promise<readonly boolean[]>;
}

/** Each round costs a type check; what has not settled by then is withheld file by file, and at last whole. */
const MAX_ROUNDS = 8;

/** In how many rounds only the nearest reads are to blame for what is wrong in a file. */
const MAX_NEAREST = 2;

/**
 * Plans again until the compiler has nothing new to say: each new diagnostic withholds the read nearest to it, if that does not help all
 * reads of its file, then all reads. `plan` plans with some reads withheld, each with its reason.
 */
export async function planThroughGate(
  gate: TypeGate | undefined,
  reads: readonly Read[],
  textOf: (file: string) => string | undefined,
  plan: (withheld: ReadonlyMap<Read, string>) => Promise<RemovalPlan>,
): Promise<RemovalPlan> {
  const withheld = new Map<Read, string>();
  const blamed = new Map<string, number>();
  for (let round = 0; ; round++) {
    const result = await plan(withheld);
    if (!gate || result.files.length === 0) return result;
    const checked = await gate(changesOf(result, textOf));
    if (checked.kind !== 'failed') return { ...result, checks: checksOf(checked) };
    const before = withheld.size;
    const edits = new Map(result.files.map((one) => [one.file, one.edits]));
    for (const diagnostic of checked.diagnostics) {
      const reason = `The edit would not compile: ${diagnostic.message.replace(/\.$/, '')}`;
      const left = reads.filter((read) => !withheld.has(read));
      const culprits = round >= MAX_ROUNDS ? left : culpritsOf(placedBefore(diagnostic, edits), left, blamed);
      for (const read of culprits) withheld.set(read, reason);
    }
    for (const file of new Set(checked.diagnostics.map((one) => one.file)))
      blamed.set(file, (blamed.get(file) ?? 0) + 1);
    // Nothing is left to withhold, and the change still does not compile: then it is not made.
    if (withheld.size === before) return { ...result, files: [], removesEntry: false };
  }
}

/** What a plan says of a check that has found nothing wrong. */
export function checksOf(result: Exclude<TypeCheckResult, { kind: 'failed' }>): TypesChecked {
  if (result.kind === 'not-run') return { types: 'not-run', reason: result.reason };
  return { types: 'passed', ...(result.unresolved.length > 0 && { unresolved: result.unresolved }) };
}

/** Where a diagnostic stands in the text as it was: that is where reads are. */
function placedBefore(
  { file, start }: NewDiagnostic,
  edits: ReadonlyMap<string, readonly TextEdit[]>,
): Pick<NewDiagnostic, 'file' | 'start'> {
  return { file, start: spanBefore({ start, end: start }, edits.get(file) ?? []).start };
}

function culpritsOf(
  { file, start }: Pick<NewDiagnostic, 'file' | 'start'>,
  reads: readonly Read[],
  blamed: ReadonlyMap<string, number>,
): readonly Read[] {
  const inFile = reads.filter((read) => read.file === file);
  // The error shows in a file that only imports what was changed.
  if (inFile.length === 0) return reads;
  if ((blamed.get(file) ?? 0) >= MAX_NEAREST) return inFile;
  const distance = (read: Read): number => Math.abs(read.site.start - start);
  return [inFile.reduce((nearest, read) => (distance(read) < distance(nearest) ? read : nearest))];
}

export function changesOf(plan: RemovalPlan, textOf: (file: string) => string | undefined): CheckedChange[] {
  const edited = plan.files.flatMap(({ file, edits }): CheckedChange[] => {
    const before = textOf(file);
    return before === undefined ? [] : [{ file, before, after: applyEdits(before, edits) }];
  });
  const deleted = plan.deleted.flatMap((file): CheckedChange[] => {
    const before = textOf(file);
    return before === undefined ? [] : [{ file, before, after: null }];
  });
  return [...edited, ...deleted];
}
