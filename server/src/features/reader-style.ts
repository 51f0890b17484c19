import type { TextOf } from '../rules/rule';
import type { TextEdit } from '../text/edits';
import type { Read } from '../usages/read';
import { folderOf, normalize } from '../usages/resolve';
import { importEdit, type ReadPattern, readPatterns, type Wrappable } from '../usages/wrapping';
import type { Snapshot } from '../workspace/snapshot';

/** How a flag is asked for at a place, as the project does elsewhere. */
export interface Reader {
  condition(key: string): string;
  /** What has to be imported for it. */
  readonly importEdit?: TextEdit;
  readonly isHook: boolean;
}

/** So many files are looked at for how they ask, the nearest first. */
const MOST_FILES = 40;

/**
 * The most frequent way to ask for a flag whose names are known at the place, or can be imported there; one of the same
 * file before all others.
 */
export function readerFor(
  snapshot: Snapshot,
  file: string,
  place: Wrappable,
  textOf: TextOf,
): Reader | undefined {
  const found = new Map<string, { reader: Reader; count: number; isOwn: boolean }>();
  const sources = [...snapshot.sources()].sort(
    (a, b) => distance(a, file) - distance(b, file) || (a < b ? -1 : 1),
  );
  for (const source of sources.slice(0, MOST_FILES)) {
    const reads = snapshot.readsIn(source).filter((read) => isPlain(read, place));
    const text = reads.length > 0 ? textOf(source) : undefined;
    if (text === undefined) continue;
    for (const pattern of readPatterns(source, text, reads)) {
      const read = reads.find(({ site }) => text.slice(site.start, site.end).startsWith(pattern.before));
      const reader = read && readerOf(snapshot, pattern, read, source, file, place, textOf);
      if (!reader) continue;
      const id = `${pattern.before} ${pattern.after} ${reader.importEdit?.newText ?? ''}`;
      const known = found.get(id);
      if (known) known.count++;
      else found.set(id, { reader, count: 1, isOwn: source === file });
    }
  }
  const ranked = [...found.values()].sort(
    (a, b) =>
      // Where a plain call will do, no hook is called.
      Number(a.reader.isHook) - Number(b.reader.isHook) ||
      Number(b.isOwn) - Number(a.isOwn) ||
      b.count - a.count,
  );
  return ranked[0]?.reader;
}

/** A call that names the flag and gives its plain answer. */
function isPlain(
  { key, keyAt, span, certainty, shape, result, opaque, isWrapper }: Read,
  { isAsync }: Wrappable,
): boolean {
  return (
    key !== undefined &&
    certainty === 'certain' &&
    shape === 'call' &&
    !isWrapper &&
    opaque === undefined &&
    keyAt?.span.start === span.start &&
    result.path.length === 0 &&
    !result.gives &&
    (!result.promise || isAsync)
  );
}

function readerOf(
  snapshot: Snapshot,
  pattern: ReadPattern,
  { result }: Read,
  source: string,
  file: string,
  place: Wrappable,
  textOf: TextOf,
): Reader | undefined {
  if (pattern.isHook && !place.isInHook) return undefined;
  const [name, ...others] = pattern.names;
  // A hook is called at the top.
  const isKnown = pattern.isHook ? place.isKnownAtStart : place.isKnown;
  if (name === undefined || !others.every(isKnown)) return undefined;
  const asked = (key: string): string => `${pattern.before}${key}${pattern.after}`;
  const prefix = `${result.inverted ? '!' : ''}${result.promise ? 'await ' : ''}`;
  const reader = { condition: (key: string) => `${prefix}${asked(key)}`, isHook: pattern.isHook };
  if (isKnown(name)) return reader;
  const from =
    pattern.from ??
    (snapshot.facts(source)?.exports.has(name)
      ? { module: `./${baseOf(source)}`, imported: name }
      : undefined);
  if (!from) return undefined;
  const module = rebase(from.module, source, file);
  if (module === undefined) return undefined;
  const text = textOf(file);
  const edit = text === undefined ? undefined : importEdit(file, text, name, { ...from, module });
  return edit && { ...reader, importEdit: edit };
}

/** A relative specifier of one file as another writes it; all others are the same everywhere. */
function rebase(module: string, from: string, to: string): string | undefined {
  if (!module.startsWith('.')) return module;
  const target = normalize(folderOf(from) === '' ? module : `${folderOf(from)}/${module}`);
  if (target === undefined) return undefined;
  const folder = folderOf(to).split('/').filter(Boolean);
  const parts = target.split('/');
  let same = 0;
  while (same < folder.length && same < parts.length - 1 && folder[same] === parts[same]) same++;
  const up = folder.length - same;
  return `${up === 0 ? './' : '../'.repeat(up)}${parts.slice(same).join('/')}`;
}

/** The file's name without what its language adds. */
function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[cm]?[jt]sx?$/, '');
}

/** Of several files the one whose folder shares most with that of another. */
export function nearestFile(from: string, paths: readonly string[]): string | undefined {
  return [...paths].sort((a, b) => distance(a, from) - distance(b, from))[0];
}

/** How many folders lie between two files. */
function distance(a: string, b: string): number {
  const [x, y] = [folderOf(a), folderOf(b)].map((folder) => folder.split('/').filter(Boolean));
  let same = 0;
  while (same < x!.length && same < y!.length && x![same] === y![same]) same++;
  return a === b ? -1 : x!.length + y!.length - 2 * same;
}
