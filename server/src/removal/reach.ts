import { modulesNamed } from '../usages/module-texts';
import { resolveModule } from '../usages/resolve';
import { isTestFile } from '../usages/test-file';
import type { Snapshot } from '../workspace/snapshot';
import type { WholeRemoval } from './plan-whole';

/**
 * Follows imports from a test to the first of some files; from one that comes to nothing of the program that way, as tests of a whole
 * system do, to any.
 */
export function reachability({
  workspace,
  snapshot,
}: Pick<WholeRemoval, 'workspace'> & { readonly snapshot: Pick<Snapshot, 'modules'> }): (
  from: string,
  wanted: ReadonlySet<string>,
) => Promise<string | undefined> {
  const imported = new Map<string, readonly string[]>();
  const importsOf = async (file: string): Promise<readonly string[]> => {
    const known = imported.get(file);
    if (known) return known;
    const text = await workspace.text(file);
    const found = [...modulesNamed(text ?? '')].flatMap(
      (module) => resolveModule(file, module, snapshot.modules) ?? [],
    );
    imported.set(file, found);
    return found;
  };
  return async (from, wanted) => {
    if (wanted.size === 0) return undefined;
    const seen = new Set([from]);
    for (const file of seen) {
      if (file !== from && wanted.has(file)) return file;
      for (const next of await importsOf(file)) seen.add(next);
    }
    return [...seen].every(isTestFile) ? [...wanted][0] : undefined;
  };
}
