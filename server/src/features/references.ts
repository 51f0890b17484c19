import type { Place, Snapshot } from '../workspace/snapshot';
import { keyOf, targetAt } from './target';

/** Every place that names the flag under the cursor, from a read as well as from an entry: declarations first. */
export function references(
  snapshot: Snapshot,
  file: string,
  offset: number,
  { includeDeclaration }: { readonly includeDeclaration: boolean },
): Place[] {
  const target = targetAt(snapshot, file, offset);
  const key = target && keyOf(target);
  if (!target || key === undefined) return [];
  return [...(includeDeclaration ? declarationsOf(snapshot, key, file) : []), ...usesOf(snapshot, key)];
}

/** The same within one file, for marking them all there. */
export function highlights(
  snapshot: Snapshot,
  file: string,
  offset: number,
): { place: Place; kind: 'read' | 'write' }[] {
  const target = targetAt(snapshot, file, offset);
  const key = target && keyOf(target);
  if (key === undefined) return [];
  const inFile = (place: Place): boolean => place.file === file;
  const writes = [...declarationsOf(snapshot, key, file), ...snapshot.writesOf(key)].filter(inFile);
  return [
    ...writes.map((place) => ({ place, kind: 'write' as const })),
    ...snapshot
      .readsOf(key)
      .filter(inFile)
      .map((place) => ({ place, kind: 'read' as const })),
  ];
}

function declarationsOf(snapshot: Snapshot, key: string, from: string): Place[] {
  const declarations = snapshot.flag(key, from)?.declarations ?? [];
  return [
    ...declarations.map(({ flag }) => ({ file: flag.file, span: flag.keySpan })),
    ...snapshot.codeDeclarationsOf(key).map(({ file, span }) => ({ file, span })),
  ];
}

/** Reads, assignments, and where they are known the places in files of other languages. */
function usesOf(snapshot: Snapshot, key: string): Place[] {
  const uses = [...snapshot.readsOf(key), ...snapshot.writesOf(key), ...(snapshot.mentionsOf(key) ?? [])];
  return uses.map(({ file, span }) => ({ file, span }));
}
