import { today } from '../flags/dates';
import type { FlagFile } from '../flags/model';
import { readFlagFile } from '../flags/read';
import { resolveModule } from '../usages/resolve';
import { filesHolding } from '../usages/word-filter';
import { type Built, buildSnapshot, isAnnotated } from './build-snapshot';
import { changedFiles, isShaping, MAX_SAVED } from './changed-files';
import { createConclusions } from './conclusion';
import { type Config, type ConfigProblem, DEFAULT_CONFIG, flagFileOptions } from './config';
import { declarationsOf } from './declared';
import { each, inOrder, inSteadyOrder } from './each';
import { createEvidenceReader } from './evidence-reader';
import { countOf } from './file-kinds';
import { createFileProblems } from './file-problems';
import { filesWith } from './files-with';
import { findConfig } from './find-config';
import { createHistoryReader } from './history-reader';
import type { Breathe, Unread, WorkspaceHost } from './host';
import { turns } from './in-turn';
import { createListing, type FirstFiles } from './listing';
import { createMentionIndex } from './mention-index';
import { createModuleNames } from './module-names';
import { isModuleConfig } from './modules';
import { createPreviews, snapshotOfFlags } from './preview';
import type { Scanned } from './resolution';
import { restoreIndex } from './restore-index';
import { createSaver } from './saved-index';
import { settle } from './settle';
import type { Snapshot } from './snapshot';
import { createSources } from './sources';
import { Stage, stageOf } from './stages';
import { steadyOrder, steadyPart } from './steady-map';
import { searchedFiles, unparsedCode, whyUnparsed } from './unparsed';
import { createUses } from './uses';
import type { LoadOptions, WorkspaceOptions, WorkspaceState } from './workspace-state';

/** A workspace that is kept up to date: the files' facts, and a snapshot of what follows from them. */
export interface Workspace {
  /** Reads everything. What an ended reading has left is kept up to date all the same. */
  load(options?: LoadOptions): Promise<void>;
  /** An editor's unsaved text of a file, which wins over the disk; `undefined` when the file is closed. */
  setBuffer(path: string, text: string | undefined): Promise<void>;
  /** Files were created, changed or deleted on disk (directories too). */
  refresh(paths: readonly string[]): Promise<void>;
  /** What is known now: the same object until something changes. `assumed` are keys that count as declared. */
  snapshot(assumed?: readonly string[]): Snapshot;
  /** While everything is read for the first time: what is sure of an open file's text already. Else, and of a closed one, nothing. */
  preview(path: string, text: string | undefined): Promise<Snapshot | undefined>;
  /** What would be known if a flag file had another text. Nothing is kept of it. */
  snapshotIf(path: string, text: string): Snapshot;
  /** The text of a file as the workspace sees it: the buffer, else the disk. */
  text(path: string): Promise<string | undefined>;
  /** The sources that hold names anywhere, in comments too, by name; not those that hold one as a part of a longer word. */
  sourcesWith(names: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** The sources that may hold one of the names, by what was remembered of their words: more than do, and none is read. */
  sourcesNaming(names: readonly string[]): Promise<readonly string[]>;
  /** The files that hold code and are not parsed: those that hold other things too, and sources that are too much for the parser. */
  unparsedCode(): Promise<readonly string[]>;
  /** The files that bear a flag file's name, and hold nothing that looks like flags. */
  namesakes(): readonly string[];
  /** Another commit is checked out: takes in all that has changed, told of or not, and reads the past anew. The files that have. */
  headMoved(): Promise<readonly string[]>;
  /** Asks what is known of the flags in production, unless that was done a short while ago; settles with the answer. */
  askProduction(): Promise<void>;
  /** Settles when the history of the flag files has been read, as far as it is under way. It is read in the background. */
  historyRead(): Promise<void>;
  /** Connects what was taken over from the last start, so that the next change does not have to wait for that. */
  connect(): Promise<void>;
  /** Settles when the index has been saved, as far as it is under way. It is saved in the background. */
  saved(): Promise<void>;
  /** Searches the files that the scanner does not parse for keys; the snapshots to come know the answer. */
  findMentions(keys: readonly string[]): Promise<void>;
  /** The same workspace once more, to try changes on by `setBuffer`; neither sees what happens to the other. */
  fork(): Workspace;
}

export function createWorkspace(
  host: WorkspaceHost,
  { clock = Date.now, onHistory, watch = (load) => load({}), withCallers = true }: WorkspaceOptions = {},
  from?: WorkspaceState,
): Workspace {
  let config: Config = from?.config ?? DEFAULT_CONFIG;
  let configText = '';
  let configProblems: readonly ConfigProblem[] = from?.configProblems ?? [];
  let complete = from?.complete ?? false;
  /** Somebody has ended the reading: what is known is a part, and what changes is read all the same. */
  let isEnded = false;
  /** How far the first reading is. */
  let stage: Stage = Stage.Start;
  /** The snapshots of the present state by the keys they assume. */
  let built = new Map<string, Built>();
  const buffers = new Map<string, string>(from?.buffers);
  const isOpen = (path: string): boolean => buffers.has(path);
  const listing = createListing(host, buffers, clock, from);
  const sources = createSources(
    {
      read: (path) => read(path),
      careful: (path, work) => careful(path, work),
      stampOf: listing.stampOf,
      isOpen,
      breathe: host.breathe,
      onRead: (path) => uses.forget(path),
      elsewhere: host.examiners,
      onUnread: (path, content) => note(path, content),
      fail: (path, defect) => fail(path, defect),
      fileOf: (path, module) => resolveModule(path, module, names.modules()),
    },
    from?.sources,
  );
  const { facts, words } = sources;
  const others = (): string[] => listing.ofKind('other');
  const { breathe } = host;
  const uses = createUses({ words, text: (path) => read(path), isOpen, others, breathe });
  const flagFiles = new Map<string, FlagFile>(from?.flagFiles);
  const problems = createFileProblems(from);
  const names = createModuleNames(
    { read: (path) => readConfigText(path), isSource: listing.isSource, words },
    from?.moduleConfigs,
  );
  const mentions = createMentionIndex(
    {
      files: () => searchedFiles(others(), listing.entries, unparsed()),
      read: (path) => read(path),
      stampOf: listing.stampOf,
    },
    from?.mentions,
  );
  const touch = (): void => {
    built = new Map();
  };
  /** They may be other files now. */
  const renameModules = (): void => {
    names.renew();
    sources.renameModules();
  };
  const orderedFacts = steadyOrder(facts);
  const unparsed = steadyPart(orderedFacts, whyUnparsed);
  const annotated = steadyPart(orderedFacts, isAnnotated);
  const scanned = (): Scanned => ({ facts: orderedFacts(), wrappers: sources.inferred().wrappers });
  const orderedFlags = inSteadyOrder<FlagFile>();
  const told = (): void => {
    touch();
    onHistory?.();
  };
  const production = createEvidenceReader(host.evidence, host.evidenceStore, clock, told);
  const history = from?.history ?? createHistoryReader(host.history, told);
  const readHistories = (): void =>
    history.start([...flagFiles.keys()].map((path) => ({ path, options: flagFileOptions(config, path) })));

  const build = (assumed: readonly string[]): Built => {
    const name = assumed.join('\0');
    const known = built.get(name);
    if (known?.snapshot.today === today(clock)) return known;
    const value = assemble(assumed, flagFiles);
    built.set(name, value);
    return value;
  };

  const assemble = (assumed: readonly string[], files: ReadonlyMap<string, FlagFile>): Built =>
    buildSnapshot({
      ...surroundings(files),
      ...scanned(),
      annotated: annotated(),
      uses: uses.known(),
      resolver: names.resolver(),
      mentions: new Map(mentions.known),
      assumed,
    });

  /** All but what follows from sources. */
  const surroundings = (files: ReadonlyMap<string, FlagFile>) => ({
    config,
    configProblems,
    today: today(clock),
    complete,
    flagFiles: orderedFlags(files),
    unreadable: problems.with(unparsed()),
    isHistoryRead: history.isRead,
    histories: history.histories,
    evidence: production.evidence,
    sourceCount: countOf('source', listing.kinds),
    modules: names.modules(),
    isFlagFile: (path: string) => listing.kindByName(path) === 'flagFile',
    isPackageFolder: (folder: string) => names.configs.has(`${folder}/package.json`),
  });

  const read = async (path: string): Promise<string | undefined> => {
    const buffer = buffers.get(path);
    const content = buffer === undefined ? await host.read(path) : { text: buffer };
    note(path, 'text' in content ? undefined : content);
    return 'text' in content ? content.text : undefined;
  };

  const note = (path: string, unread: Unread | undefined): void =>
    problems.note(path, unread, listing.entries.get(path)?.isSpecial === true);

  const readConfiguration = async (): Promise<void> => {
    ({ config, problems: configProblems, text: configText } = await findConfig(read));
  };

  const list = (first?: FirstFiles): Promise<boolean> => listing.list(config, first).finally(renameModules);

  /** A defect that one file brings out must not hide the others: the file counts as one that cannot be read. */
  const careful = async (path: string, work: () => Promise<void>): Promise<void> => {
    problems.retry(path);
    await work().catch((error: unknown) => fail(path, String(error)));
  };
  const fail = (path: string, defect: string): void => {
    sources.drop(path);
    flagFiles.delete(path);
    problems.fail(path, defect);
  };

  const flagsIn = (path: string, text: string): FlagFile | undefined =>
    readFlagFile(path, text, flagFileOptions(config, path));
  const readFlags = (path: string): Promise<void> =>
    careful(path, async () => {
      const text = await read(path);
      const file = text === undefined ? undefined : flagsIn(path, text);
      if (file) flagFiles.set(path, file);
      else flagFiles.delete(path);
      // A file that only bears a flag file's name is like any other.
      listing.judge(path, text === undefined || file !== undefined);
    });

  const readConfigText = async (path: string): Promise<string | undefined> => {
    if (buffers.has(path) || listing.entries.has(path)) return read(path);
    const content = await host.read(path);
    return 'text' in content ? content.text : undefined;
  };

  const declaredKeys = (): string[] => [...declarationsOf(inOrder(flagFiles).values()).keys()];
  const connect = (breathe: Breathe) => names.resolver().prepare(scanned(), declaredKeys(), breathe);

  const settling = (breathe: Breathe | undefined, signal?: AbortSignal): Promise<void> => {
    const prepare = async (): Promise<void> => {
      touch();
      if (breathe) await connect(breathe);
    };
    return settle({ sources, uses: withCallers ? uses : undefined, prepare, build: () => build([]) }, signal);
  };

  const premises = { config: () => configText, keys: declaredKeys, names, listing, sources, withCallers };
  const conclusions = createConclusions(host, premises, { uses, scanned, buffers });

  const searchMentions = async (keys: readonly string[], signal?: AbortSignal): Promise<void> => {
    if (await mentions.search(keys, signal)) touch();
  };

  /** `unused-flag` speaks only of flags that no other language names: search for those without a read. */
  const searchUnread = async (signal?: AbortSignal): Promise<void> => {
    const { snapshot } = build([]);
    await searchMentions(
      snapshot.keys().filter((key) => snapshot.readCount(key) === 0),
      signal,
    );
  };

  const previews = createPreviews();
  const isSource = async (path: string): Promise<boolean> =>
    listing.isSource(path) || (listing.kindByName(path) === 'source' && (await listing.isNew(path)));
  const reach = (next: Stage): void => {
    stage = Math.max(stage, next);
  };

  /** What tells of single sources already: the flags, and how modules are named. */
  const begin = async (): Promise<void> => {
    reach(Stage.Flags);
    await each(listing.ofKind('flagFile'), readFlags);
    await names.read([...listing.kinds.keys()].filter(isModuleConfig));
    await previews.open({ ...surroundings(flagFiles), read, isSource, readFlags: flagsIn });
  };

  const load = async ({ onProgress, signal }: LoadOptions = {}): Promise<void> => {
    complete = false;
    isEnded = false;
    touch();
    // What an ended reading has found is taken over.
    await saver.settled();
    for (const known of [flagFiles, problems, names, listing, mentions, uses]) known.clear();
    reach(Stage.Configuration);
    await readConfiguration();
    const isWanted = (path: string): boolean => stageOf(path, listing.kindByName(path)) === Stage.Flags;
    if (!(await list({ isWanted, onNamed: begin }))) await begin();
    reach(Stage.Sources);
    sources.clear(config);
    readHistories();
    production.start(config, flagFiles.values());
    touch();
    const all = listing.ofKind('source');
    const restored = await restoreIndex(host.store, { config, configText }, all, { sources, mentions });
    let done = restored.size;
    await sources.scan(
      all.filter((path) => !restored.has(path)),
      { onDone: () => onProgress?.(++done, all.length), signal },
    );
    isEnded = signal?.aborted === true;
    if (isEnded) {
      touch();
      return save();
    }
    const isConcluded = await conclusions.takeOver(signal);
    if (!isConcluded || withCallers) await settling(isConcluded ? undefined : host.breathe, signal);
    if (!signal?.aborted) await searchUnread(signal);
    isEnded = signal?.aborted === true;
    complete = !isEnded;
    touch();
    // What follows from several files, half done, is not worth keeping.
    if (!complete) return;
    save();
    // A file that fails today may not fail again.
    if (!isConcluded && problems.defects.size === 0) conclusions.keep(build([]).resolution);
  };
  const saver = createSaver(host.store);
  const save = (): void =>
    saver.save(sources.scanned(), () => ({
      config: configText,
      inferred: sources.inferred(),
      sources: sources.saved(),
      others: mentions.saved(),
    }));

  /** Reads changed files again, whatever they are; a change of the configuration starts over. */
  const update = async (paths: readonly string[]): Promise<void> => {
    // A first reading that has failed is made again, and so is one whose results are lost.
    if ((!complete && !isEnded) || host.store?.isLost() || paths.some(isShaping)) return watch(load);
    const changed: string[] = [];
    for (const path of paths) {
      if (isModuleConfig(path) || names.configs.has(path)) {
        if (await names.read([path])) renameModules();
      }
      const before = listing.kinds.get(path);
      const wasUnparsed = facts.get(path)?.unparsed !== undefined;
      const kind = before && listing.kindByName(path);
      if (kind === 'flagFile') {
        await readFlags(path);
      } else if (kind === 'source') {
        changed.push(path);
      } else {
        flagFiles.delete(path);
        sources.forget(path);
        uses.forget(path);
        problems.forget(path);
        listing.forget(path);
      }
      // Cheaper to ask again than to know whether this file still, or now, mentions a key.
      const mayHold = [before, listing.kinds.get(path)].some((of) => of === 'other' || of === undefined);
      mentions.forget(path, mayHold || wasUnparsed);
    }
    await sources.scan(changed);
    for (const path of changed) if (facts.get(path)?.unparsed) mentions.forget(path, true);
    if (isEnded) return touch();
    await settling(changed.length > MAX_SAVED || !names.resolver().isConnected() ? host.breathe : undefined);
    // What `settle` has built last still holds, unless the search finds something: building is most of a keystroke's cost.
    await searchUnread();
    save();
  };

  const isStillThere = async (path: string): Promise<boolean> =>
    listing.entries.has(path) && 'text' in (await host.read(path));

  /** New and vanished files change what there is, which only a listing tells; saved ones do not. */
  const takeIn = async (paths: readonly string[]): Promise<void> => {
    if (paths.length <= MAX_SAVED && (await Promise.all(paths.map(isStillThere))).every(Boolean))
      return update(paths);
    await takeInAll(paths);
  };

  /** Of many changes at once watchers lose some. */
  const takeInAll = async (told: readonly string[]): Promise<readonly string[]> => {
    const { kinds, entries } = listing;
    await list();
    const changed = changedFiles({ kinds, entries }, listing, told);
    return update(changed).then(() => changed);
  };

  /** What is on disk may be another commit now. */
  const refresh = async (changed: readonly string[]): Promise<void> => {
    // Git's own files come and go with every command, and none of them is the workspace's.
    const paths = changed.filter((path) => !/(^|\/)\.git\//.test(path));
    if (paths.length === 0) return;
    await takeIn(paths);
    if (paths.some((path) => listing.kinds.get(path) === 'flagFile')) readHistories();
  };

  const inTurn = turns();

  return {
    load: (options) => inTurn(() => (options ? load(options) : watch(load)).finally(previews.close)),
    preview: (path, text) => {
      // It is read with all others then, and not after them.
      if (text !== undefined && stage < stageOf(path, listing.kindByName(path))) buffers.set(path, text);
      return previews.of(path, text);
    },
    setBuffer: (path, text) =>
      inTurn(async () => {
        if (buffers.get(path) === text && (complete || isEnded)) return;
        if (text === undefined) buffers.delete(path);
        else buffers.set(path, text);
        const isKnown = listing.kinds.has(path);
        if (text === undefined) listing.closed(path);
        else await listing.opened(path);
        const isThere = listing.kinds.has(path);
        if (isKnown !== isThere) renameModules();
        if (isKnown || isThere) await update([path]);
      }),
    refresh: (paths) => inTurn(() => refresh(paths)),
    // A key that is declared needs no assumption, and so no snapshot of its own.
    snapshot: (assumed = []) => {
      // What follows from the sources that have been read so far would be worked out for nothing.
      if (!complete && !isEnded) return snapshotOfFlags({ ...surroundings(flagFiles), assumed });
      const { snapshot } = build([]);
      const undeclared = assumed.filter((key) => !snapshot.flag(key));
      return undeclared.length === 0 ? snapshot : build(undeclared).snapshot;
    },
    snapshotIf: (path, text) => {
      const file = flagsIn(path, text);
      return assemble([], file ? new Map([...flagFiles, [path, file]]) : flagFiles).snapshot;
    },
    text: async (path) => previews.textOf(path) ?? read(path),
    sourcesWith: (names) => inTurn(() => filesWith(names, filesHolding(words, names), read)),
    sourcesNaming: (names) => inTurn(async () => [...filesHolding(words, names)].sort()),
    unparsedCode: () => inTurn(async () => unparsedCode(others(), unparsed())),
    namesakes: () => listing.named('flagFile').filter((path) => !flagFiles.has(path)),
    headMoved: () => inTurn(() => takeInAll([]).finally(readHistories)),
    askProduction: () =>
      inTurn(async () => production.start(config, flagFiles.values())).then(production.settled),
    historyRead: () => history.settled(),
    saved: () => Promise.all([saver.settled(), conclusions.settled()]).then(() => undefined),
    connect: () => inTurn(async () => host.breathe && connect(host.breathe)),
    findMentions: (keys) => inTurn(() => searchMentions(keys)),
    fork: () => {
      const { entries, kinds, misnamed } = listing;
      const read = { config, configProblems, entries, kinds, complete, mentions: mentions.known };
      const { store: _, conclusions: __, examiners: ___, ...unsaved } = host;
      const files = {
        buffers,
        sources: { config, inferred: sources.inferred(), facts, words },
        flagFiles,
        unreadable: problems.unreadable,
        defects: problems.defects,
        moduleConfigs: names.configs,
        misnamed,
      };
      const frozen = { ...history, start: () => undefined, settled: async () => undefined };
      return createWorkspace(unsaved, { clock, withCallers }, { ...read, ...files, history: frozen });
    },
  };
}
