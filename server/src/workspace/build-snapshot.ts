import type { SourceFacts } from '../usages/facts';
import type { Read } from '../usages/read';
import { type ModuleMap, resolveModule } from '../usages/resolve';
import type { CallsAcross, KnownUses } from './callers';
import type { ConfigProblem, NamedTable } from './config';
import { declarationsOf, declaredFlag } from './declared';
import { familiesOf } from './known-shapes';
import type { Linker } from './linker';
import { holds } from './packed-facts';
import type { Resolution, Resolver, Scanned } from './resolution';
import type { Place, Snapshot } from './snapshot';

export interface SnapshotInput
  extends Scanned,
    Pick<
      Snapshot,
      | 'config'
      | 'configProblems'
      | 'today'
      | 'complete'
      | 'flagFiles'
      | 'unreadable'
      | 'isHistoryRead'
      | 'histories'
      | 'evidence'
      | 'sourceCount'
      | 'isFlagFile'
      | 'isPackageFolder'
    > {
  readonly modules: ModuleMap;
  /** What has connected the facts as they were before: the same as long as modules are named as they were. */
  readonly resolver: Resolver;
  readonly mentions: ReadonlyMap<string, readonly Place[]>;
  /** The sources that say something of findings or flags without a read. */
  readonly annotated: ReadonlyMap<string, true>;
  readonly uses: KnownUses;
  /** Keys that count as declared although no flag file has them. */
  readonly assumed: readonly string[];
}

/** A snapshot, and what the index has to look at next. */
export interface Built {
  readonly snapshot: Snapshot;
  readonly resolution: Resolution;
  /** Sources whose exports are needed and that have not been scanned. */
  readonly missing: ReadonlySet<string>;
  /** Where functions of one file that read flags are called under reads in another. */
  calls(): CallsAcross;
}

/** Connects everything that was read into one snapshot. */
export function buildSnapshot(input: SnapshotInput): Built {
  const { facts, modules, flagFiles, mentions } = input;
  const { declarations, keys } = declaredIn(flagFiles);
  const { linker, callers, resolve } = input.resolver;
  const resolution = resolve(input, keys, input.assumed);

  const allReads = callers.guarded(facts, resolution.reads, input.uses);
  let byKey: Map<string | undefined, Read[]> | undefined;
  /** The reads of a key; those of none are the dynamic ones. */
  const readsOf = (key: string | undefined): readonly Read[] => {
    if (!byKey) {
      byKey = new Map();
      for (const reads of allReads.values()) {
        for (const read of reads) {
          const list = byKey.get(read.key);
          if (list) list.push(read);
          else byKey.set(read.key, [read]);
        }
      }
    }
    return byKey.get(key) ?? [];
  };

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

  let families: ReadonlyMap<string, readonly string[]> | undefined;
  const snapshot: Snapshot = {
    config: input.config,
    configProblems: [...input.configProblems, ...problemsOfTables(input.config.tables, linker)],
    today: input.today,
    complete: input.complete,
    flagFiles,
    unreadable: input.unreadable,
    isHistoryRead: input.isHistoryRead,
    histories: input.histories,
    evidence: input.evidence,
    sourceCount: input.sourceCount,
    keys: () => keys,
    flag: (key, from) => {
      const found = declarations.get(key);
      return found && declaredFlag(key, found, from, input.isPackageFolder);
    },
    facts: (path) => facts.get(path),
    wrappersAlike: (family) => {
      families ??= familiesOf(input.wrappers);
      return families.get(family) ?? [];
    },
    readsIn: (path) => allReads.get(path) ?? [],
    readsOf,
    readCount: (key) => resolution.readCounts.get(key) ?? 0,
    dynamicReadsOf: (key) => readsOf(undefined).filter(({ prefix }) => key.startsWith(prefix ?? '')),
    writesOf: (key) => resolution.writes.get(key) ?? [],
    codeDeclarationsOf: (key) =>
      [...resolution.declarations.values()].flat().filter((declaration) => declaration.key === key),
    codeDeclarationsIn: (path) => resolution.declarations.get(path) ?? [],
    mentionsOf: (key) => mentions.get(key),
    isFlagFile: input.isFlagFile,
    isPackageFolder: input.isPackageFolder,
    modules,
    sources: () => [...new Set([...resolution.reads.keys(), ...input.annotated.keys()])].sort(),
    importersOf: (path) => {
      importers ??= findImporters();
      return importers.get(path) ?? [];
    },
  };
  return {
    snapshot,
    resolution,
    missing: linker.missing,
    calls: () => callers.across(facts, resolution.reads),
  };
}

/** Most snapshots are of sources that have changed: their flags are those of the one before. */
function declaredIn(flagFiles: Snapshot['flagFiles']): Declared {
  let declared = DECLARED.get(flagFiles);
  if (!declared) {
    const declarations = declarationsOf(flagFiles.values());
    declared = { declarations, keys: [...declarations.keys()] };
    DECLARED.set(flagFiles, declared);
  }
  return declared;
}

interface Declared {
  readonly declarations: ReturnType<typeof declarationsOf>;
  readonly keys: readonly string[];
}

const DECLARED = new WeakMap<Snapshot['flagFiles'], Declared>();

/** Tables that the configuration names and that are not there. */
function problemsOfTables(tables: readonly NamedTable[], linker: Linker): ConfigProblem[] {
  return tables.flatMap(({ file, name, span }) => {
    if (linker.fileOf('', `/${file}`) === undefined)
      return [{ message: `There is no source '${file}', which would hold the table '${name}'.`, span }];
    const value = linker.resolve({ kind: 'import', file: '', module: `/${file}`, name, path: [] });
    return value.kind === 'table'
      ? []
      : [{ message: `'${file}' exports no table '${name}' of names and keys.`, span }];
  });
}

/** Whether there is something to be said of a source that reads no flag. */
export function isAnnotated(facts: SourceFacts): true | undefined {
  return holds(facts, 'silencers') || holds(facts, 'mocks') || undefined;
}
