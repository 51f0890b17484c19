import { contentHash } from '../text/content-hash';
import { asksForAny } from '../usages/asks';
import { nameFilter, namesOf } from '../usages/candidates';
import type { SourceFacts } from '../usages/facts';
import { modulesNamed } from '../usages/module-texts';
import { parseOpen } from '../usages/open-trees';
import { type BulkShape, type CallShape, shapeTable } from '../usages/shapes';
import { type WordFilter, wordQuery } from '../usages/word-filter';
import { type Config, DEFAULT_CONFIG } from './config';
import { each } from './each';
import { createExaminer, type Examined, type Examiner, survey } from './examine';
import type { Breathe, ExamineJob, Examiners, Unread } from './host';
import { type ChangedShapes, changedShapes, type InferredShapes, NOTHING_INFERRED } from './known-shapes';
import { createNeighbours, type Neighbours } from './neighbours';
import { arePackedAlike, keptOf, openKept, packFacts } from './packed-facts';
import type { SavedFile, SavedSource, Stamp } from './saved-index';
import { TouchedMap } from './steady-map';

/** The sources of a workspace, scanned with every shape that is known. */
export interface Sources {
  readonly facts: TouchedMap<SourceFacts>;
  /** What words each source holds, so that a name is looked for without reading them all again. */
  readonly words: TouchedMap<WordFilter>;
  /** What the code has revealed. */
  inferred(): InferredShapes;
  /** Reads files, and scans those that may hold a read, or all of them. */
  scan(paths: readonly string[], options?: ScanOptions): Promise<void>;
  /**
   * Takes the shapes that were inferred for those there are, and scans what that concerns; whether any was new, or gone. Of very
   * many files only those near to where the shapes are declared are scanned, for they reveal most of what is to be revealed.
   */
  learn(found: InferredShapes, signal?: AbortSignal): Promise<boolean>;
  /** Scans the others, each for all that was learned; whether there were any. */
  catchUp(signal?: AbortSignal): Promise<boolean>;
  forget(path: string): void;
  /** Modules may be other files than they were when files were read. */
  renameModules(): void;
  /** A defect has come up: nothing is known of the file. */
  drop(path: string): void;
  clear(config: Config, inferred?: InferredShapes): void;
  /** Takes over what was saved of a file; false where the file is another since. */
  restore(path: string, saved: SavedSource): Promise<boolean>;
  /** What is worth saving: all of which the text on disk is known. */
  saved(): Map<string, SavedSource>;
  /** A hash of the text that is known of a file. */
  hashOf(path: string): number | undefined;
  /** Counts the files that were scanned as they are on disk: what is typed is not saved. */
  scanned(): number;
}

export interface ScanOptions {
  readonly isWhole?: boolean;
  readonly onDone?: () => void;
  readonly signal?: AbortSignal | undefined;
}

export interface SourcesHost {
  readonly read: (path: string) => Promise<string | undefined>;
  /** Does work on a file so that a defect that it brings out hides no other file. */
  readonly careful: (path: string, work: () => Promise<void>) => Promise<void>;
  /** What the disk says of a file; nothing where its text is not the disk's, or where nothing is saved. */
  readonly stampOf: (path: string) => SavedFile | undefined;
  /** Told that a file was read anew. */
  readonly onRead: (path: string) => void;
  /** Other threads, where there are any; they see the disk alone. */
  readonly elsewhere: Examiners | undefined;
  readonly breathe?: Breathe | undefined;
  /** Whether an editor has the file open: its text is not the disk's. */
  readonly isOpen: (path: string) => boolean;
  /** Of an open file nothing but its reads is wanted: see `ScanHow`. */
  readonly readsAlone?: boolean;
  /** Told of a file that others have read, or could not read. */
  readonly onUnread: (path: string, content: Unread | undefined) => void;
  /** Told that scanning a file fails. */
  readonly fail: (path: string, defect: string) => void;
  /** The source that an import of `module` names. */
  readonly fileOf: (path: string, module: string) => string | undefined;
}

/** What a fork begins with. */
export interface KnownSources {
  readonly facts: ReadonlyMap<string, SourceFacts>;
  readonly words: ReadonlyMap<string, WordFilter>;
  readonly config: Config;
  readonly inferred: InferredShapes;
}

export function createSources(
  {
    read,
    careful,
    stampOf,
    onRead,
    elsewhere,
    isOpen,
    breathe,
    readsAlone = false,
    onUnread,
    fail,
    fileOf,
  }: SourcesHost,
  from?: KnownSources,
): Sources {
  const facts = new TouchedMap<SourceFacts>(from?.facts);
  const words = new TouchedMap<WordFilter>(from?.words);
  const stamps = new Map<string, Stamp>();
  const neighbours = createNeighbours(fileOf);
  if (from) neighbours.giveUp();
  let config = from?.config ?? DEFAULT_CONFIG;
  let inferred = from?.inferred ?? NOTHING_INFERRED;
  let scanned = 0;

  /** Made for the shapes that there are. */
  let examiner: Examiner | undefined;
  const examinerNow = (): Examiner => {
    examiner ??= createExaminer({ config, inferred }, (path) =>
      isOpen(path) ? { parse: parseOpen, readsAlone } : {},
    );
    return examiner;
  };

  const forget = (path: string): void => {
    for (const known of [facts, words, stamps]) known.delete(path);
  };

  /** Those of an open file are asked for again and again, and others soon: they are not worth packing. */
  const keep = (path: string, found: SourceFacts): void => {
    const next = isOpen(path) ? found : packFacts(found);
    // What has been connected already stays so.
    if (!arePackedAlike(facts.get(path), next)) facts.set(path, next);
  };

  const take = (path: string, found: Examined | undefined): void => {
    onRead(path);
    if (!found) {
      forget(path);
      return;
    }
    if (owed.length > 0) paid.set(path, owed.length);
    words.set(path, found.words);
    const file = stampOf(path);
    stamps.set(path, { ...(file ?? NOT_ON_DISK), hash: found.hash });
    if (file) scanned++;
    neighbours.read(path, found.modules);
    if (found.defect !== undefined) fail(path, found.defect);
    else if (found.facts) keep(path, found.facts);
    else facts.delete(path);
  };

  const scanOne = async (path: string, isWhole: boolean): Promise<void> => {
    const text = await read(path);
    take(path, text === undefined ? undefined : examinerNow().examine(path, text, isWhole));
  };

  /**
   * Has files examined elsewhere, if so many are worth it; gives those that are left to be examined here. What ends or stops
   * the others is not tried here.
   */
  const examineElsewhere = async (
    paths: readonly string[],
    isWhole: boolean,
    onFound: (path: string, found: Examined | undefined) => void,
    signal: AbortSignal | undefined,
  ): Promise<readonly string[]> => {
    if (!elsewhere?.isWorth(paths.length)) return paths;
    const { calls, bulks, components } = config;
    const fatal = new Map<string, string>();
    const help = async ({ path }: ExamineJob): Promise<boolean> => {
      const text = await read(path);
      if (text !== undefined && text.length > MOST_HERE) return false;
      await careful(path, async () =>
        onFound(path, text === undefined ? undefined : examinerNow().examine(path, text, isWhole)),
      );
      return true;
    };
    const left = await elsewhere.examine(
      paths.filter((path) => !isOpen(path)).map((path) => ({ path, isWhole })),
      { config: { calls, bulks, components }, inferred },
      (path, outcome) => {
        if ('defect' in outcome) fatal.set(path, outcome.defect);
        else
          void careful(path, async () => {
            onUnread(path, 'unread' in outcome ? outcome.unread : undefined);
            onFound(path, 'unread' in outcome ? undefined : outcome.examined);
          });
      },
      { help, signal },
    );
    await each([...fatal], async ([path, defect]) => {
      const text = await read(path);
      onFound(path, text === undefined ? undefined : { ...survey(text), defect });
    });
    return [...paths.filter(isOpen), ...left.map(({ path }) => path)];
  };

  /**
   * Scans what the coming or going of shapes may concern: what has asked for one of their names, or holds one. Of very many
   * only those that `isNear` says.
   */
  const scanAgain = async (
    { wrappers, families, bulks }: ChangedShapes,
    { isOwed, isNear, signal }: Again,
  ): Promise<{ readonly scanned: readonly string[]; readonly isAll: boolean }> => {
    const isDefault = ({ name }: CallShape): boolean => name === 'default';
    const isNamedOne = (shape: CallShape): boolean => !isDefault(shape);
    const asks = asksForAny(families.filter(isNamedOne), wrappers.filter(isNamedOne));
    // What a scan asks for stands in the text: where it does not, what was asked for need not be looked up.
    const mayAsk = wordQuery(wrappers.flatMap(({ name }) => name || []));
    const defaults = wrappers.filter(isDefault);
    const asksForDefault = asksForAny(defaults);
    const isImported = nameFilter(shapeTable(defaults, bulks));
    const table = shapeTable(wrappers, bulks);
    const holds = wordQuery(namesOf(table));
    const isNamed = filterByNeighbours(wrappers, bulks, neighbours);
    const mayImport = wordQuery(namesOf(shapeTable(defaults, [])));
    const holdsBulk = wordQuery(namesOf(shapeTable([], bulks)));
    const worthReading = (path: string, filter: WordFilter): ((text: string) => boolean) | undefined => {
      const known = facts.get(path);
      if (!known) return holds(filter) ? isNamed(path) : undefined;
      if (mayAsk(filter) && asks(known)) return ALWAYS;
      const isAsked = mayImport(filter) && asksForDefault(known);
      return isAsked || holdsBulk(filter) ? isImported : undefined;
    };
    const worth = new Map<string, (text: string) => boolean>();
    for (const [path, filter] of words) {
      const isWorth = isOwed?.(path) === false ? undefined : worthReading(path, filter);
      if (isWorth) worth.set(path, isWorth);
      const pause = breathe?.();
      if (pause) await pause;
    }
    const isAll = !isNear || [...worth.keys()].filter((path) => facts.has(path)).length <= MANY;
    for (const [path, test] of isAll ? [] : worth) {
      const known = facts.get(path);
      if (!known) worth.set(path, (text) => test(text) && isNear!(path, modulesNamed(text)));
      else if (!isNear!(path, known.modules)) worth.delete(path);
    }
    const again: string[] = [];
    const keepAgain = (path: string, found: SourceFacts): void => {
      keep(path, found);
      again.push(path);
    };
    const isWorth = async (path: string): Promise<string | undefined> => {
      const text = await read(path);
      return text !== undefined && worth.get(path)!(text) ? text : undefined;
    };
    let here = [...worth.keys()];
    if (elsewhere?.isWorth(here.length)) {
      const meant: string[] = [];
      const look = async (path: string): Promise<void> => {
        if (worth.get(path) === ALWAYS || (await isWorth(path)) !== undefined) meant.push(path);
      };
      await each(here, look, signal);
      const onFound = (path: string, found: Examined | undefined): void => {
        if (found?.defect !== undefined) fail(path, found.defect);
        else if (found?.facts) keepAgain(path, found.facts);
      };
      here = [...(await examineElsewhere(meant, true, onFound, signal))];
    }
    const scan = async (path: string): Promise<void> => {
      const text = await isWorth(path);
      if (text !== undefined) keepAgain(path, examinerNow().scan(path, text));
    };
    await each(here, (path) => careful(path, () => scan(path)), signal);
    return { scanned: again, isAll };
  };

  /** What has come or gone one after the other, and only files near to it have been scanned for. */
  let owed: ChangedShapes[] = [];
  /** How many of these a file has been scanned for. */
  const paid = new Map<string, number>();
  const settleUp = (): void => {
    owed = [];
    paid.clear();
  };

  return {
    facts,
    words,
    inferred: () => inferred,
    scan: async (paths, { isWhole = false, onDone, signal } = {}) => {
      const onFound = (path: string, found: Examined | undefined): void => {
        take(path, found);
        onDone?.();
      };
      const left = await examineElsewhere(paths, isWhole, onFound, signal);
      const work = async (path: string): Promise<void> => {
        await careful(path, () => scanOne(path, isWhole));
        onDone?.();
      };
      await each(left, work, signal);
    },
    learn: async (found, signal) => {
      if (found.wrappers === inferred.wrappers && found.bulks === inferred.bulks) return false;
      // What has vanished is looked for too: its calls may be something else now.
      const changed = changedShapes(found, inferred);
      // No more than that: it is saved, and sent to other threads.
      inferred = { wrappers: found.wrappers, bulks: found.bulks };
      if (changed.wrappers.length === 0 && changed.bulks.length === 0) return false;
      examiner = undefined;
      const { scanned: again, isAll } = await scanAgain(changed, {
        isNear: nearTo(changed, facts, fileOf),
        signal,
      });
      if (!isAll) owed.push(changed);
      if (owed.length > 0) for (const path of again) paid.set(path, owed.length);
      return true;
    },
    catchUp: async (signal) => {
      let isMore = false;
      for (const from of owed.keys()) {
        const since = owed.slice(from);
        const wrappers = since.flatMap((changed) => changed.wrappers);
        const families = since.flatMap((changed) => changed.families);
        const bulks = since.flatMap((changed) => changed.bulks);
        const isOwed = (path: string): boolean => (paid.get(path) ?? 0) === from;
        const { scanned: again } = await scanAgain({ wrappers, families, bulks }, { isOwed, signal });
        isMore ||= again.length > 0;
      }
      if (!signal?.aborted) settleUp();
      return isMore;
    },
    forget,
    drop: (path) => {
      facts.delete(path);
      stamps.delete(path);
    },
    clear: (next, known = NOTHING_INFERRED) => {
      for (const map of [facts, words, stamps, neighbours]) map.clear();
      settleUp();
      config = next;
      inferred = known;
      examiner = undefined;
    },
    renameModules: neighbours.giveUp,
    restore: async (path, { stamp: before, words: filter, facts: known }) => {
      const file = stampOf(path);
      if (!file || file.size !== before.size) return false;
      if (file.modified < 0 || file.modified !== before.modified) {
        const text = await read(path);
        if (text === undefined || contentHash(text) !== before.hash) return false;
      }
      words.set(path, filter);
      neighbours.giveUp();
      stamps.set(path, { ...file, hash: before.hash });
      if (known !== undefined) facts.set(path, openKept(path, known));
      return true;
    },
    saved: () => {
      const files = new Map<string, SavedSource>();
      for (const [path, own] of stamps) {
        if (own.size === NOT_ON_DISK.size) continue;
        const known = facts.get(path);
        files.set(path, { stamp: own, words: words.get(path)!, ...(known && { facts: keptOf(known) }) });
      }
      return files;
    },
    hashOf: (path) => stamps.get(path)?.hash,
    scanned: () => scanned,
  };
}

/** Of a text that is not the disk's, or that nobody would save. */
const NOT_ON_DISK: SavedFile = { size: -1, modified: -1 };

/** In characters: what is longer would keep others waiting. */
const MOST_HERE = 20_000;

const ALWAYS = (): boolean => true;

interface Again {
  /** Files that need it. */
  readonly isOwed?: (path: string) => boolean;
  /** Whether a file is near by what it imports. */
  readonly isNear?: (path: string, modules: Iterable<string>) => boolean;
  readonly signal: AbortSignal | undefined;
}

/** Fewer files that have been scanned before are scanned again sooner than another round works out what follows. */
const MANY = 1500;

/** Whether a file declares one of some shapes, or imports a file that does, by way of one other file at most. */
function nearTo(
  { wrappers, bulks }: InferredShapes,
  facts: ReadonlyMap<string, SourceFacts>,
  fileOf: SourcesHost['fileOf'],
): NonNullable<Again['isNear']> {
  const ids = [...wrappers.map(({ wrapper }) => wrapper), ...bulks.map(({ holder }) => holder)];
  const homes = new Set(ids.flatMap((id) => id?.slice(0, id.indexOf('#')) ?? []));
  const imports = (path: string, modules: Iterable<string>, isMeant: (file: string) => boolean): boolean =>
    [...modules].some((module) => {
      const file = fileOf(path, module);
      return file !== undefined && isMeant(file);
    });
  const known = new Map<string, boolean>();
  const importsHome = (path: string): boolean => {
    const answer =
      known.get(path) ?? imports(path, facts.get(path)?.modules ?? [], (file) => homes.has(file));
    known.set(path, answer);
    return answer;
  };
  return (path, modules) =>
    homes.has(path) || imports(path, modules, (file) => homes.has(file) || importsHome(file));
}

/**
 * For each file that has not been scanned, whether its text names one of the shapes that it can mean. A function, and what
 * gives all flags, is meant only where imports lead to it; a method may be one of an object that comes from anywhere.
 */
function filterByNeighbours(
  wrappers: readonly CallShape[],
  bulks: readonly BulkShape[],
  neighbours: Neighbours,
): (path: string) => (text: string) => boolean {
  // What is held under a name that nobody declares goes by that name everywhere.
  const anywhere = new Set(wrappers.filter(({ name }) => name === '').map(({ wrapper }) => wrapper));
  const homeOf = ({ wrapper = '' }: CallShape): string | undefined => {
    const [file, name = '.'] = [
      wrapper.slice(0, wrapper.indexOf('#')),
      wrapper.slice(wrapper.indexOf('#') + 1),
    ];
    return anywhere.has(wrapper) || name.includes('.') ? undefined : file;
  };
  const homeOfBulk = ({ holder }: BulkShape): string | undefined => holder?.slice(0, holder.indexOf('#'));
  const homes = [...new Set([...wrappers.map(homeOf), ...bulks.map(homeOfBulk)])].filter(
    (home) => home !== undefined,
  );
  const filters = new Map<string, (text: string) => boolean>();
  return (path) => {
    const near = new Set(homes.filter((home) => neighbours.areConnected(path, home)));
    const key = [...near].join('\0');
    let filter = filters.get(key);
    if (!filter) {
      const isNear = (home: string | undefined): boolean => home === undefined || near.has(home);
      filter = nameFilter(
        shapeTable(
          wrappers.filter((shape) => isNear(homeOf(shape))),
          bulks.filter((shape) => isNear(homeOfBulk(shape))),
        ),
      );
      filters.set(key, filter);
    }
    return filter;
  };
}
