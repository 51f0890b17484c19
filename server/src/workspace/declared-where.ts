import type { ReaderFact, SourceFacts } from '../usages/facts';
import type { BulkShape } from '../usages/shapes';
import type { Aliases } from './aliases';
import { globTest } from './globs';
import type { Linker } from './linker';

/** What gives all flags, and where it is declared, as `file#name`. */
export type HeldBulk = BulkShape & { readonly holder: string };

/** What functions of a file return and its contexts hold, where that is a bulk result that leaves no doubt. */
export function heldBulks(file: string, { bulkHolders = [] }: SourceFacts, linker: Linker): HeldBulk[] {
  return bulkHolders
    .filter(({ reader }) => isDeclaredWhere(file, reader, linker))
    .map(({ name, members, shape }) => ({
      ...shape,
      names: [name, ...members],
      holder: `${file}#${plainName(name)}`,
    }));
}

/** The same under other names: `export { useApp as useApplication } from './app'`. */
export function otherwiseExported(
  facts: ReadonlyMap<string, SourceFacts>,
  shapes: readonly HeldBulk[],
  linker: Linker,
  aliases: Aliases,
): HeldBulk[] {
  const byName = new Map<string, HeldBulk[]>();
  for (const shape of shapes) {
    const name = plainName(shape.names[0]!);
    byName.set(name, [...(byName.get(name) ?? []), shape]);
  }
  if (byName.size === 0) return [];
  return aliases.renamed(facts).flatMap(({ file, name: alias, original, isConstant }) => {
    const of = isConstant ? [] : (byName.get(original) ?? []);
    const id =
      of.length > 0 && linker.idOf({ kind: 'import', file, module: `/${file}`, name: alias, path: [] });
    return of
      .filter(({ holder }) => holder === id)
      .map((shape) => {
        const [first = '', ...members] = shape.names;
        return { ...shape, names: [first.replace(plainName(first), alias), ...members] };
      });
  });
}

function plainName(name: string): string {
  return name.replace(/(?:\(\)|<>)$/, '');
}

/** Whether a reader is declared where its shape says, if that says so. */
export function isDeclaredWhere(file: string, reader: ReaderFact, linker: Linker): boolean {
  const { module, holder, origin } = reader;
  if (module !== undefined && !comesFrom(module, file, reader, linker)) return false;
  if (holder === undefined || holder.startsWith(`${file}#`)) return true;
  return origin !== undefined && linker.idOf({ kind: 'import', file, ...origin, path: [] }) === holder;
}

/** Whether a callee's module, without what its file's name ends in, is one that the configuration means. */
function comesFrom(glob: string, file: string, { callee, origin }: ReaderFact, linker: Linker): boolean {
  const local = callee.kind === 'local' ? callee.file : undefined;
  const module = origin ? (linker.fileOf(file, origin.module) ?? origin.module) : local;
  if (module === undefined) return false;
  // A module that cannot be found goes by what the import says, less the way up to it.
  const name = module.replace(/\.[cm]?[jt]sx?$/, '').replace(/^(?:\.{1,2}\/)+/, '');
  const isMeant = globTest([glob]);
  return isMeant(name) || isMeant(name.replace(/\/index$/, ''));
}
