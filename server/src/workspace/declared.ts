import type { FlagFile, State } from '../flags/model';
import { folderOf } from '../usages/resolve';
import { packageFolder } from './package-folder';
import type { DeclaredFlag } from './snapshot';

type Declaration = DeclaredFlag['declarations'][number];

/** The declarations of each key, in the order of the files. */
export function declarationsOf(files: Iterable<FlagFile>): Map<string, Declaration[]> {
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

/** A flag as its declarations make it; where `from` is, the nearest speak for it. */
export function declaredFlag(
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
