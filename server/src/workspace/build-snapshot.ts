import type { FlagFile, State } from '../flags/model';
import type { SourceFacts } from '../usages/facts';
import { camelCase, kebabCase } from '../usages/naming';
import type { Read } from '../usages/read';
import { folderOf, type ModuleMap, resolveModule } from '../usages/resolve';
import type { CallShape } from '../usages/shapes';
import { type CallsAcross, callsAcross, type KnownUses, withCallers } from './callers';
import { createLinker } from './linker';
import { packageFolder } from './package-folder';
import { resolveFacts } from './resolution';
import type { DeclaredFlag, Place, Snapshot } from './snapshot';

export interface SnapshotInput
  extends Pick<
    Snapshot,
    | 'config'
    | 'configProblems'
    | 'today'
    | 'complete'
    | 'flagFiles'
    | 'unreadable'
    | 'isHistoryRead'
    | 'histories'
    | 'sourceCount'
    | 'isFlagFile'
    | 'isPackageFolder'
  > {
  readonly facts: ReadonlyMap<string, SourceFacts>;
  readonly modules: ModuleMap;
  readonly mentions: ReadonlyMap<string, readonly Place[]>;
  readonly uses: KnownUses;
  /** Keys that count as declared although no flag file has them. */
  readonly assumed: readonly string[];
}

/** A snapshot, and what the index has to look at next. */
export interface Built {
  readonly snapshot: Snapshot;
  readonly wrappers: readonly CallShape[];
  /** Sources whose exports are needed and that have not been scanned. */
  readonly missing: ReadonlySet<string>;
  /** Where functions of one file that read flags are called under reads in another. */
  calls(): CallsAcross;
}

/** Connects everything that was read into one snapshot. */
export function buildSnapshot(input: SnapshotInput): Built {
  const { facts, modules, flagFiles, mentions } = input;
  const declarations = declarationsOf(flagFiles.values());
  const keys = [...declarations.keys()];
  const assumed = new Set(input.assumed);
  const linker = createLinker(facts, modules);
  const isDeclared = (key: string): boolean => declarations.has(key) || assumed.has(key);
  const resolution = resolveFacts(facts, linker, isDeclared, keysByName([...keys, ...assumed]));

  const allReads = withCallers(resolution.reads, facts, input.uses, linker);
  const byKey = new Map<string, Read[]>();
  const dynamic: Read[] = [];
  for (const reads of allReads.values()) {
    for (const read of reads) {
      if (read.key === undefined) dynamic.push(read);
      else if (byKey.has(read.key)) byKey.get(read.key)!.push(read);
      else byKey.set(read.key, [read]);
    }
  }

  let importers: Map<string, string[]> | undefined;
  const findImporters = (): Map<string, string[]> => {
    const result = new Map<string, string[]>();
    for (const [file, fact] of facts) {
      for (const module of fact.modules) {
        const target = resolveModule(file, module, modules);
        if (target === undefined) continue;
        if (result.has(target)) result.get(target)!.push(file);
        else result.set(target, [file]);
      }
    }
    return result;
  };

  const snapshot: Snapshot = {
    config: input.config,
    configProblems: input.configProblems,
    today: input.today,
    complete: input.complete,
    flagFiles,
    unreadable: input.unreadable,
    isHistoryRead: input.isHistoryRead,
    histories: input.histories,
    sourceCount: input.sourceCount,
    keys: () => keys,
    flag: (key, from) => {
      const found = declarations.get(key);
      return found && declaredFlag(key, found, from, input.isPackageFolder);
    },
    facts: (path) => facts.get(path),
    readsIn: (path) => allReads.get(path) ?? [],
    readsOf: (key) => byKey.get(key) ?? [],
    dynamicReadsOf: (key) => dynamic.filter(({ prefix }) => key.startsWith(prefix ?? '')),
    writesOf: (key) => resolution.writes.get(key) ?? [],
    codeDeclarationsOf: (key) =>
      [...resolution.declarations.values()].flat().filter((declaration) => declaration.key === key),
    codeDeclarationsIn: (path) => resolution.declarations.get(path) ?? [],
    mentionsOf: (key) => mentions.get(key),
    isFlagFile: input.isFlagFile,
    isPackageFolder: input.isPackageFolder,
    modules,
    sources: () =>
      [...facts.keys()].filter((path) => resolution.reads.has(path) || facts.get(path)!.silencers.length > 0),
    importersOf: (path) => {
      importers ??= findImporters();
      return importers.get(path) ?? [];
    },
  };
  return {
    snapshot,
    wrappers: resolution.wrappers,
    missing: linker.missing,
    calls: () => callsAcross(facts, resolution.reads, linker),
  };
}

type Declaration = DeclaredFlag['declarations'][number];

function declarationsOf(files: Iterable<FlagFile>): Map<string, Declaration[]> {
  const result = new Map<string, Declaration[]>();
  for (const file of files) {
    for (const flag of file.flags) {
      const environment = flag.environment ?? file.environment;
      const declaration = environment === undefined ? { flag } : { flag, environment };
      const list = result.get(flag.key);
      if (list) list.push(declaration);
      else result.set(flag.key, [declaration]);
    }
  }
  return result;
}

function declaredFlag(
  key: string,
  declarations: readonly Declaration[],
  from: string | undefined,
  isPackageFolder: (folder: string) => boolean,
): DeclaredFlag {
  const nearest = from === undefined ? declarations : nearestTo(from, declarations, isPackageFolder);
  return { key, flag: nearest[0]!.flag, declarations, state: stateOf(nearest) };
}

/**
 * Of declarations in different folders, those whose folder shares the longest way with the reader's, and with them
 * those of the package's other environments.
 */
function nearestTo(
  from: string,
  declarations: readonly Declaration[],
  isPackageFolder: (folder: string) => boolean,
): readonly Declaration[] {
  if (declarations.length === 1) return declarations;
  const shared = ({ flag }: Declaration): number => {
    const a = folderOf(flag.file).split('/');
    const b = folderOf(from).split('/');
    let i = 0;
    while (i < a.length && i < b.length && a[i] === b[i]) i++;
    return i;
  };
  const most = Math.max(...declarations.map(shared));
  const nearest = declarations.filter((declaration) => shared(declaration) === most);
  if (nearest.some(({ environment }) => environment === undefined)) return nearest;
  const packages = new Set(nearest.map(({ flag }) => packageFolder(flag.file, isPackageFolder)));
  return declarations.filter(
    (declaration) =>
      nearest.includes(declaration) ||
      (declaration.environment !== undefined &&
        packages.has(packageFolder(declaration.flag.file, isPackageFolder))),
  );
}

/** One state for all declarations: their own where they agree; `partial` where environments differ. */
function stateOf(declarations: readonly Declaration[]): State {
  const first = declarations[0]!;
  const state = first.flag.state;
  const same = declarations.every(
    ({ flag }) => flag.state.kind === state.kind && sameValue(flag.state, state),
  );
  if (same) return state;
  if (declarations.every(({ environment }) => environment !== undefined) && state.kind !== 'unknown') {
    const evidence = state.evidence;
    return { kind: 'partial', evidence };
  }
  return { kind: 'unknown', reason: `it is declared ${declarations.length} times with different states` };
}

function sameValue(a: State, b: State): boolean {
  return a.kind !== 'fixed' || b.kind !== 'fixed' || JSON.stringify(a.value) === JSON.stringify(b.value);
}

function keysByName(
  keys: readonly string[],
): (name: string, naming: 'camelCase' | 'kebabCase') => readonly string[] {
  const tables = new Map<string, Map<string, string[]>>();
  return (name, naming) => {
    let table = tables.get(naming);
    if (!table) {
      table = new Map();
      const rename = naming === 'camelCase' ? camelCase : kebabCase;
      for (const key of keys) table.set(rename(key), [...(table.get(rename(key)) ?? []), key]);
      tables.set(naming, table);
    }
    return table.get(name) ?? [];
  };
}
