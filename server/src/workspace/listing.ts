import { UNSURE } from './changed-files';
import { type Config, DEFAULT_CONFIG } from './config';
import { classifier, type FileKind } from './file-kinds';
import { globTest } from './globs';
import type { FileEntry, FileNames, WorkspaceHost } from './host';
import type { SavedFile } from './saved-index';

/** What files there are in a workspace, and what each is to it. */
export interface Listing {
  /** What the disk says of each. */
  readonly entries: ReadonlyMap<string, FileEntry>;
  /** Open files that are not on disk yet are among them. */
  readonly kinds: ReadonlyMap<string, FileKind>;
  /** Files that bear a flag file's name, and are about something else. */
  readonly misnamed: ReadonlySet<string>;
  /** Lists the files; whether `onNamed` was called on the way. */
  list(config: Config, first?: FirstFiles): Promise<boolean>;
  /** What a path would be, be there such a file or not. */
  kindByName(path: string): FileKind;
  ofKind(kind: FileKind): string[];
  /** The files on disk that are of a kind by their names, whatever is in them. */
  named(kind: FileKind): string[];
  /** Whether a path is a source of the workspace, as far as it is listed. */
  isSource(path: string): boolean;
  /** Whether an open file is not on disk yet: it belongs to the workspace, as one that the listing left out does not. */
  isNew(path: string): Promise<boolean>;
  /** A file was opened that may be new, or closed that may be nowhere else. */
  opened(path: string): Promise<void>;
  closed(path: string): void;
  /** A file that bears a flag file's name was read. */
  judge(path: string, isFlagFile: boolean): void;
  /** What is gone is no flag file of the wrong name either. */
  forget(path: string): void;
  clear(): void;
  /** What the disk says of a file, for what is saved of it. */
  stampOf(path: string): SavedFile | undefined;
}

/** Files that are wanted as soon as all names are known: only they are listed when `onNamed` is called, which is waited for. */
export interface FirstFiles {
  readonly isWanted: (path: string) => boolean;
  /** Where the host does not tell names first, it is not called. */
  readonly onNamed: () => Promise<void>;
}

export function createListing(
  host: WorkspaceHost,
  buffers: ReadonlyMap<string, string>,
  clock: () => number,
  from?: Pick<Listing, 'entries' | 'kinds' | 'misnamed'> & { readonly config: Config },
): Listing {
  let config = from?.config ?? DEFAULT_CONFIG;
  let classify = classifier(config);
  let entries: ReadonlyMap<string, FileEntry> = new Map(from?.entries);
  let kinds = new Map(from?.kinds);
  const misnamed = new Set(from?.misnamed);
  /** While the files are listed: whether a name is among them. */
  let isNamed: ((path: string) => boolean) | undefined;
  /** When the files were listed: a file that was changed just before may be changed again without showing it. */
  let listedAt = 0;

  const kindOf = (path: string): FileKind => (misnamed.has(path) ? 'other' : classify(path));

  const take = async (found: readonly FileEntry[]): Promise<void> => {
    entries = new Map(found.map((entry) => [entry.path, entry]));
    kinds = new Map();
    for (const path of entries.keys()) kinds.set(path, kindOf(path));
    for (const path of buffers.keys()) if (await isNew(path)) kinds.set(path, classify(path));
  };

  const isNew = async (path: string): Promise<boolean> => {
    if (entries.has(path) || isNamed?.(path) || globTest(config.exclude)(path)) return false;
    const onDisk = await host.read(path);
    return 'missing' in onDisk && onDisk.missing === true;
  };

  return {
    get entries() {
      return entries;
    },
    get kinds() {
      return kinds;
    },
    misnamed,
    list: async (next, first) => {
      config = next;
      classify = classifier(config);
      listedAt = clock();
      let isToldFirst = false;
      const onNames = async (names: FileNames): Promise<void> => {
        isNamed = names.has;
        await take(names.those(first!.isWanted));
        await first!.onNamed();
        isToldFirst = true;
      };
      const found = await host.list(config.exclude, first && onNames).finally(() => {
        isNamed = undefined;
      });
      await take(found);
      return isToldFirst;
    },
    kindByName: (path) => classify(path),
    ofKind: (kind) => [...kinds].filter(([, of]) => of === kind).map(([path]) => path),
    named: (kind) => [...entries.keys()].filter((path) => classify(path) === kind),
    isSource: (path) =>
      kinds.get(path) === 'source' || (isNamed?.(path) === true && classify(path) === 'source'),
    isNew,
    opened: async (path) => {
      if (!kinds.has(path) && (await isNew(path))) kinds.set(path, classify(path));
    },
    closed: (path) => {
      if (!entries.has(path)) kinds.delete(path);
    },
    judge: (path, isFlagFile) => {
      kinds.set(path, isFlagFile ? 'flagFile' : 'other');
      if (isFlagFile) misnamed.delete(path);
      else misnamed.add(path);
    },
    forget: (path) => {
      misnamed.delete(path);
    },
    clear: () => misnamed.clear(),
    stampOf: (path) => {
      const entry = host.store && !buffers.has(path) ? entries.get(path) : undefined;
      if (entry?.modified === undefined) return undefined;
      return { size: entry.size, modified: entry.modified < listedAt - UNSURE ? entry.modified : -1 };
    },
  };
}
