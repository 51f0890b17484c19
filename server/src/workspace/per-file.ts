import type { SourceFacts } from '../usages/facts';
import type { Breathe } from './host';
import type { Results } from './tracker';

/**
 * What each file of the workspace gives, kept from one time to the next: only those files are looked at again whose facts are
 * others than before, or whose result was forgotten.
 */
export interface PerFile<T, F = SourceFacts> {
  /** What they give, by file, in no order; what gives nothing is not there. */
  readonly kept: ReadonlyMap<string, T>;
  /** The facts of these files are others, have come or have gone. */
  changed(files: Iterable<string>): void;
  /** Looks at what has to be looked at again, one file a step; whether something is another then. */
  update(facts: ReadonlyMap<string, F>): Generator<undefined, boolean>;
}

/**
 * `give` is asked for a file's result, and has `results` keep it, if there are any; `tell` is told of each result that is another
 * than before.
 */
export function perFile<T, F = SourceFacts>(
  results: Pick<Results<unknown>, 'forgotten'> | undefined,
  give: (file: string, facts: F) => T | undefined,
  tell: (file: string, before: T | undefined, after: T | undefined) => void = () => undefined,
): PerFile<T, F> {
  const kept = new Map<string, T>();
  const open = new Set<string>();
  return {
    kept,
    changed: (files) => {
      for (const file of files) open.add(file);
    },
    *update(facts) {
      let isAnother = false;
      for (const file of results?.forgotten() ?? []) open.add(file);
      for (const file of open) {
        const fact = facts.get(file);
        const before = kept.get(file);
        const after = fact && give(file, fact);
        if (after === undefined) kept.delete(file);
        else kept.set(file, after);
        open.delete(file);
        if (before !== after) {
          tell(file, before, after);
          isAnother = true;
        }
        yield;
      }
      return isAnother;
    },
  };
}

/** What all files give, in the order of the files. */
export function inFileOrder<T>({ kept }: Pick<PerFile<T>, 'kept'>): (readonly [string, T])[] {
  return [...kept].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Does all steps at once. */
export function finish<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Does one step after the other, and lets others work in between where that is due. */
export async function slowly<T>(steps: Generator<undefined, T>, breathe: Breathe | undefined): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    // To wait for nothing costs more than most steps do.
    const pause = breathe?.();
    if (pause) await pause;
  }
}
