import { inOrder } from './each';
import type { Unread } from './host';

/** Files of which nothing is known, each with why. */
export interface FileProblems {
  /** Those that could not be read. */
  readonly unreadable: ReadonlyMap<string, string>;
  /** Those on which Flagwright itself has failed. */
  readonly defects: ReadonlyMap<string, string>;
  /** All of them, and `others`, in the order of the files. */
  with(others: Iterable<readonly [string, string]>): Map<string, string>;
  /** Remembers why a file could not be read, or that it could be. One that is gone is no problem, unless something lies in its place. */
  note(path: string, unread: Unread | undefined, isSpecial: boolean): void;
  fail(path: string, defect: string): void;
  /** What failed on the file is tried again. */
  retry(path: string): void;
  forget(path: string): void;
  clear(): void;
}

export function createFileProblems(from?: Pick<FileProblems, 'unreadable' | 'defects'>): FileProblems {
  const unreadable = new Map(from?.unreadable);
  const defects = new Map(from?.defects);
  return {
    unreadable,
    defects,
    with: (others) => inOrder(new Map([...unreadable, ...defects, ...others])),
    note: (path, unread, isSpecial) => {
      if (!unread || (unread.missing === true && !isSpecial)) unreadable.delete(path);
      else unreadable.set(path, unread.problem);
    },
    fail: (path, defect) => {
      defects.set(path, `Flagwright fails on this file, which is a defect of its own: ${defect}`);
    },
    retry: (path) => {
      defects.delete(path);
    },
    forget: (path) => {
      unreadable.delete(path);
      defects.delete(path);
    },
    clear: () => {
      unreadable.clear();
      defects.clear();
    },
  };
}
