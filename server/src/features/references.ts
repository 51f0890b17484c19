import type { Place, Snapshot } from '../workspace/snapshot';
import { keyOf, targetAt } from './target';

/** A place that names a flag, and what it is to it. */
export interface FlagReference extends Place {
  readonly kind: ReferenceKind;
}

/** `test` is a read in a test, `mention` an assignment, or the key in a file of another language. */
export type ReferenceKind = 'read' | 'declaration' | 'test' | 'mention';

/** Every place that names the flag under the cursor, from a read as well as from an entry: declarations first. */
export function references(
  snapshot: Snapshot,
  file: string,
  offset: number,
  { includeDeclaration }: { readonly includeDeclaration: boolean },
): FlagReference[] {
  const target = targetAt(snapshot, file, offset);
  const key = target && keyOf(target);
  if (!target || key === undefined) return [];
  const declarations = includeDeclaration ? declarationsOf(snapshot, key, file) : [];
  return [
    ...declarations.map((place) => ({ ...place, kind: 'declaration' as const })),
    ...usesOf(snapshot, key),
  ];
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
function usesOf(snapshot: Snapshot, key: string): FlagReference[] {
  const mentions = [...snapshot.writesOf(key), ...(snapshot.mentionsOf(key) ?? [])];
  return [
    ...snapshot.readsOf(key).map(({ file, span }) => ({ file, span, kind: kindOfRead(file) })),
    ...mentions.map(({ file, span }) => ({ file, span, kind: 'mention' as const })),
  ];
}

/** A read that only tests run is told from the program's own. */
export function kindOfRead(file: string): 'read' | 'test' {
  return TESTS.test(file) ? 'test' : 'read';
}

const TESTS =
  /(?:^|\/)(?:__tests__|__mocks__|tests?|specs?|e2e|cypress)\/|\.(?:test|tests|spec|specs|cy|e2e)\.[cm]?[jt]sx?$/i;
