import { ownTexts } from '../text/own-texts';
import { folderOf } from '../usages/resolve';

/** Which file imports which, told by their texts: some imports more than there are, and of those that can be told none less. */
export interface ImportGraph {
  /** Takes in the names of the modules that a file may import. */
  read(path: string, modules: Iterable<string>): void;
  /** For some files: whether a chain of imports may lead from a path to one of them. A file leads to itself. */
  leadsTo(files: readonly string[]): (path: string, file: string) => boolean;
  /** The files that a file imports; nothing where that is not known. */
  importsOf(path: string): readonly string[] | undefined;
  /** Modules may be other files than they were. */
  rename(): void;
  /** What some file imports is not known: from now on every file may lead to every other. */
  giveUp(): void;
  clear(): void;
}

export function createImportGraph(fileOf: (path: string, module: string) => string | undefined): ImportGraph {
  const files = numbered();
  const modules = numbered();
  /** For each file, by its number, the modules that it names, and the files that these are, once somebody has asked. */
  const named: (readonly number[])[] = [];
  const targets: (readonly number[])[] = [];
  let isResolved = true;
  let isGivenUp = false;

  /** Of one folder's files at once, for a name leads from all of them to the same. */
  const resolve = (): void => {
    if (isResolved) return;
    const waiting = Object.keys(named)
      .map(Number)
      .filter((id) => !targets[id]);
    for (const [, ids] of grouped(waiting, (id) => folderOf(files.names[id]!))) {
      const led = new Map<number, number | undefined>();
      const lead = (id: number, module: number): number | undefined => {
        if (!led.has(module)) {
          const file = fileOf(files.names[id]!, modules.names[module]!);
          led.set(module, file === undefined ? undefined : files.idOf(file));
        }
        return led.get(module);
      };
      for (const id of ids)
        targets[id] = [...new Set(named[id]!.flatMap((module) => lead(id, module) ?? []))];
    }
    isResolved = true;
  };

  const isKnown = (id: number | undefined): id is number =>
    !isGivenUp && id !== undefined && named[id] !== undefined;

  return {
    read: (path, list) => {
      const id = files.idOf(path);
      const next = [...new Set(list)].map(modules.idOf);
      if (named[id]?.length === next.length && next.every((module, at) => named[id]![at] === module)) return;
      named[id] = next;
      delete targets[id];
      isResolved = false;
    },
    leadsTo: (homes) => {
      resolve();
      const marks = new Map(homes.map((home, at) => [files.find(home), at]));
      const reached = isGivenUp ? undefined : reachedFrom(targets, files.names.length, (id) => marks.get(id));
      return (path, file) => {
        const id = files.find(path);
        const mark = marks.get(files.find(file));
        return !reached || !isKnown(id) || mark === undefined || reached(id).has(mark);
      };
    },
    importsOf: (path) => {
      const id = files.find(path);
      if (!isKnown(id)) return undefined;
      resolve();
      return targets[id]!.map((target) => files.names[target]!);
    },
    rename: () => {
      targets.length = 0;
      isResolved = false;
    },
    giveUp: () => {
      isGivenUp = true;
    },
    clear: () => {
      for (const table of [files, modules]) table.clear();
      for (const list of [named, targets]) list.length = 0;
      isResolved = true;
      isGivenUp = false;
    },
  };
}

/**
 * What marks each of the first `count` nodes reaches. Nodes that all lead to one another reach the same, as do those of which
 * one leads nowhere else.
 */
function reachedFrom(
  targets: readonly (readonly number[] | undefined)[],
  count: number,
  markOf: (node: number) => number | undefined,
): (node: number) => ReadonlySet<number> {
  const partOf = new Int32Array(count);
  const reached: ReadonlySet<number>[] = [];
  const kept = new Map<string, ReadonlySet<number>>();
  for (const part of stronglyConnected(targets, count)) {
    for (const node of part) partOf[node] = reached.length;
    const own = part.flatMap((node) => markOf(node) ?? []);
    const others = new Set<ReadonlySet<number>>();
    // What lies in the part itself is not there yet.
    for (const node of part) {
      for (const target of targets[node] ?? []) {
        const other = reached[partOf[target]!];
        if (other !== undefined && other.size > 0) others.add(other);
      }
    }
    const [first = NOTHING] = others;
    reached.push(own.length === 0 && others.size <= 1 ? first : union([own, ...others], kept));
  }
  return (node) => reached[partOf[node]!]!;
}

const NOTHING: ReadonlySet<number> = new Set();

/** Sets of the same numbers are one set. */
function union(
  sets: readonly Iterable<number>[],
  kept: Map<string, ReadonlySet<number>>,
): ReadonlySet<number> {
  const all = new Set<number>();
  for (const set of sets) for (const number of set) all.add(number);
  const name = [...all].sort((a, b) => a - b).join(' ');
  const known = kept.get(name) ?? all;
  kept.set(name, known);
  return known;
}

/**
 * The parts of a graph in each of which all nodes lead to all, after those that they lead to. By Tarjan's algorithm ("Depth-first
 * search and linear graph algorithms", 1972), without recursion.
 */
function* stronglyConnected(
  targets: readonly (readonly number[] | undefined)[],
  count: number,
): Iterable<readonly number[]> {
  const order = new Int32Array(count);
  const low = new Int32Array(count);
  const next = new Int32Array(count);
  const open: number[] = [];
  const isOpen = new Uint8Array(count);
  const path: number[] = [];
  let visited = 0;
  const enter = (node: number): void => {
    order[node] = low[node] = ++visited;
    isOpen[node] = 1;
    open.push(node);
    path.push(node);
  };
  for (let root = 0; root < count; root++) {
    if (order[root] === 0) enter(root);
    while (path.length > 0) {
      const node = path.at(-1)!;
      const target = targets[node]?.[next[node]!++];
      if (target !== undefined) {
        if (order[target] === 0) enter(target);
        else if (isOpen[target] === 1) low[node] = Math.min(low[node]!, order[target]!);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) low[above] = Math.min(low[above]!, low[node]!);
      if (low[node] !== order[node]) continue;
      const part = open.splice(open.lastIndexOf(node));
      for (const member of part) isOpen[member] = 0;
      yield part;
    }
  }
}

function grouped<T>(items: readonly T[], nameOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item));
    if (group) group.push(item);
    else groups.set(nameOf(item), [item]);
  }
  return groups;
}

/** Names by numbers, in the order in which they come. */
function numbered() {
  const names: string[] = [];
  const ids = new Map<string, number>();
  return {
    names: names as readonly string[],
    find: (name: string): number | undefined => ids.get(name),
    idOf: (name: string): number => {
      const known = ids.get(name);
      if (known !== undefined) return known;
      const own = ownTexts(name);
      ids.set(own, names.length);
      return names.push(own) - 1;
    },
    clear: (): void => {
      names.length = 0;
      ids.clear();
    },
  };
}
