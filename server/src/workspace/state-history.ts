import type { Day, Flag, FlagFile } from '../flags/model';
import type { FlagFileOptions } from '../flags/options';
import { readFlagFile } from '../flags/read';
import type { History, HistoryGap } from './host';

/** What the history of a flag file tells of its flags, or why it tells nothing. */
export type FileHistory =
  | { readonly flags: ReadonlyMap<string, PastState> }
  | { readonly missing: HistoryGap };

/** The state that a flag had in the last commit, and since when. */
export interface PastState {
  /** Stands for the state: equal for equal ones. */
  readonly state: string;
  readonly since: Day;
  /** Whether it was another before; else `since` is when the flag was first seen, or as far back as was looked. */
  readonly hasChanged: boolean;
}

/** Walks each file's past until the state of every flag was once another, or the flag was not there. */
export async function readHistory(
  history: History,
  files: readonly { readonly path: string; readonly options: FlagFileOptions }[],
  signal?: AbortSignal,
): Promise<Map<string, FileHistory>> {
  const walks = new Map(files.map(({ path, options }) => [path, walkOf(options)]));
  const missing = new Map<string, HistoryGap>();
  const isWanted = (path: string): boolean => !missing.has(path) && !walks.get(path)!.isDone();
  for await (const version of history.versions([...walks.keys()], isWanted, signal)) {
    if ('missing' in version) missing.set(version.path, version.missing);
    else if (isWanted(version.path)) walks.get(version.path)!.take(version);
  }
  return new Map(
    [...walks].map(([path, walk]) => {
      const gap = missing.get(path) ?? (signal?.aborted ? 'failed' : undefined);
      return [path, gap ? { missing: gap } : { flags: walk.flags() }];
    }),
  );
}

/** Stands for what a flag is: for some, to whom it is given counts too. */
export function stateStamp({ state, percentage }: Flag): string {
  if (state.kind === 'partial') return `partial ${percentage?.value ?? ''}`;
  return state.kind === 'fixed' ? `fixed ${JSON.stringify(state.value)}` : state.kind;
}

interface Version {
  readonly name: string;
  readonly day: Day;
  readonly text?: string;
}

/** Where the flags of one file stand on the way back. */
interface Pending {
  readonly stamp: string;
  /** Its lines in the version seen last. */
  entry: string | undefined;
  since: Day;
}

function walkOf(options: FlagFileOptions) {
  const settled = new Map<string, PastState>();
  let pending: Map<string, Pending> | undefined;
  let versions = 0;
  let parsed = 0;

  const settle = (key: string, hasChanged: boolean): void => {
    const { stamp, since } = pending!.get(key)!;
    settled.set(key, { state: stamp, since, hasChanged });
    pending!.delete(key);
  };

  const take = ({ name, day, text }: Version): void => {
    const file = text === undefined ? undefined : readFlagFile(name, text, options);
    // A version that somebody broke tells nothing of what was meant.
    if (file?.broken) return;
    const flags = new Map(file?.flags.map((flag) => [flag.key, flag]));
    const entryOf = text === undefined || !file ? () => undefined : entriesOf(file, text);
    if (!pending) {
      pending = new Map(
        [...flags].map(([key, flag]) => [key, { stamp: stateStamp(flag), entry: entryOf(flag), since: day }]),
      );
      return;
    }
    for (const [key, state] of [...pending]) {
      const flag = flags.get(key);
      if (!flag) settle(key, false);
      else if (stateStamp(flag) !== state.stamp) settle(key, true);
      else {
        state.since = day;
        state.entry = entryOf(flag);
      }
    }
  };

  return {
    isDone: (): boolean => pending?.size === 0 || versions >= MOST_VERSIONS || parsed >= MOST_PARSED,
    take: (version: Version): void => {
      versions++;
      // Where every entry stands as it stood later, nothing needs to be parsed.
      if (pending && version.text !== undefined && hasAll(version.text, pending)) {
        for (const state of pending.values()) state.since = version.day;
      } else {
        parsed++;
        take(version);
      }
    },
    /** What has not changed as far as was looked is as old as that, at least. */
    flags: (): ReadonlyMap<string, PastState> => {
      for (const key of [...(pending?.keys() ?? [])]) settle(key, false);
      return settled;
    },
  };
}

/** Beyond it a state is old by any measure, or the file is written by a machine. */
const MOST_VERSIONS = 2000;
const MOST_PARSED = 100;

function hasAll(text: string, pending: ReadonlyMap<string, Pending>): boolean {
  for (const { entry } of pending.values()) if (entry === undefined || !text.includes(entry)) return false;
  return true;
}

/**
 * The whole lines of an entry, by which it is known in another version. Not where they could stand for something else:
 * with sections, aliases, or another entry's lines alike, only parsing tells.
 */
function entriesOf(file: FlagFile, text: string): (flag: Flag) => string | undefined {
  return ({ key, span }) => {
    if (file.service !== undefined || file.syntax !== 'yaml' || key.includes('.')) return undefined;
    const start = text.lastIndexOf('\n', span.start - 1);
    const newline = text.indexOf('\n', span.end);
    const entry = text.slice(start, newline < 0 ? text.length : newline + 1);
    const isOwn = start >= 0 && text.indexOf(entry, start + 1) < 0 && !/[*&]|<<|\n---/.test(entry);
    return isOwn ? entry : undefined;
  };
}
