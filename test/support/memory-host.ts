import picomatch from 'picomatch';
import { plainValue } from '../../server/src/text/tree';
import { parseYaml } from '../../server/src/text/yaml';
import type { Evidence } from '../../server/src/workspace/evidence';
import type { FileContent, WorkspaceHost } from '../../server/src/workspace/host';
import { createWorkspace, type Workspace } from '../../server/src/workspace/workspace';

/** A workspace's files in memory: what the disk is to the real one. */
export interface MemoryHost extends WorkspaceHost {
  write(path: string, text: string): void;
  /** Removes a file, or everything below a folder. */
  delete(path: string): void;
  /** Makes a file unreadable: `problem` is why. */
  block(path: string, problem: string): void;
  readonly paths: readonly string[];
  /** How often `read` was asked for each path. */
  readonly reads: ReadonlyMap<string, number>;
}

export function createMemoryHost(files: Iterable<readonly [string, string]> = []): MemoryHost {
  const contents = new Map<string, FileContent>();
  /** When each file was written, on a clock that ticks with each writing. */
  const times = new Map<string, number>();
  let time = 0;
  const reads = new Map<string, number>();
  const host: MemoryHost = {
    list: async (exclude, onNames) => {
      const isExcluded = exclude.length > 0 ? picomatch([...exclude], { dot: true }) : () => false;
      const entries = [...contents]
        .filter(([path]) => !isExcluded(path))
        .map(([path, content]) => ({
          path,
          size: 'text' in content ? content.text.length : 0,
          modified: times.get(path)!,
          ...('problem' in content && { isSpecial: true }),
        }));
      await onNames?.({
        has: (path) => entries.some((entry) => entry.path === path),
        those: (isWanted) => entries.filter(({ path }) => isWanted(path)),
      });
      return entries;
    },
    breathe: () => undefined,
    read: async (path) => {
      reads.set(path, (reads.get(path) ?? 0) + 1);
      return contents.get(path) ?? { problem: `${path} is gone.`, missing: true };
    },
    write: (path, text) => {
      contents.set(path, { text });
      times.set(path, ++time);
    },
    delete: (path) => {
      for (const other of [...contents.keys()]) {
        if (other === path || other.startsWith(`${path}/`)) contents.delete(other);
      }
    },
    block: (path, problem) => {
      contents.set(path, { problem });
      times.set(path, ++time);
    },
    get paths() {
      return [...contents.keys()];
    },
    reads,
    evidence: { read: async () => evidenceIn(contents.get(PRODUCTION)) },
  };
  for (const [path, text] of files) host.write(path, text);
  return host;
}

/** What a Prometheus would tell, in a file that no real workspace has: `days: 30` and `flags: { menu: { on: 1204 } }`. */
const PRODUCTION = 'production.yaml';

function evidenceIn(content: FileContent | undefined): Evidence {
  if (!content || !('text' in content)) throw new Error('it cannot be reached');
  const { days, flags } = plainValue(parseYaml(content.text).documents[0]!) as {
    days: number;
    flags: Record<string, { readonly days?: number; readonly measures?: Measures } & Record<string, number>>;
  };
  const evaluations = Object.entries(flags).map(([key, { days: own = days, measures = {}, ...results }]) => {
    const list = Object.entries(results).map(([name, count]) => ({ name, count }));
    const measured = Object.entries(measures).map(([name, value]) => ({
      name,
      values:
        typeof value === 'number'
          ? [{ value }]
          : Object.entries(value).map(([result, one]) => ({ result, value: one })),
    }));
    return [key, { days: own, results: list, measures: measured }] as const;
  });
  return { days, flags: new Map(evaluations) };
}

/** `error rate: { on: 0.1, off: 0.2 }`, or one value of the whole flag. */
type Measures = Readonly<Record<string, number | Readonly<Record<string, number>>>>;

/** The day on which every test's workspace lives. */
export const TODAY = Date.UTC(2026, 10, 23);

/** A loaded workspace over files in memory. */
export async function loadWorkspace(host: WorkspaceHost): Promise<Workspace> {
  const workspace = createWorkspace(host, { clock: () => TODAY });
  await workspace.load();
  await workspace.askProduction();
  return workspace;
}

export async function workspaceOf(files: Iterable<readonly [string, string]>): Promise<Workspace> {
  return loadWorkspace(createMemoryHost(files));
}
