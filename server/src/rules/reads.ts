import * as l10n from '@vscode/l10n';
import type { Span } from '../text/span';
import type { Read } from '../usages/read';
import type { DeclaredFlag, Snapshot } from '../workspace/snapshot';

/** What is said at the place of another flag that a finding speaks of. */
export function askedHere(flag: string): string {
  return l10n.t("'{flag}' is asked here", { flag });
}

/** The reads of a source whose flag is declared, for rules that speak of the flag wherever it is read. */
export function readsToReport(snapshot: Snapshot, path: string): { read: Read; declared: DeclaredFlag }[] {
  return snapshot.readsIn(path).flatMap((read) => {
    const declared =
      read.key === undefined || read.certainty !== 'certain' ? undefined : snapshot.flag(read.key, path);
    return declared ? [{ read, declared }] : [];
  });
}

const readsByPlace = new WeakMap<readonly Read[], ReadonlyMap<string, readonly Read[]>>();

/** Of a source's reads those at a place; several where the key is one of several. Every read of a file may ask. */
export function readsAt({ start, end }: Span, reads: readonly Read[]): readonly Read[] {
  let places = readsByPlace.get(reads);
  if (!places) {
    const found = new Map<string, Read[]>();
    for (const read of reads) {
      const place = `${read.span.start} ${read.span.end}`;
      const list = found.get(place);
      if (list) list.push(read);
      else found.set(place, [read]);
    }
    places = found;
    readsByPlace.set(reads, places);
  }
  return places.get(`${start} ${end}`) ?? [];
}
