import type { SourceFacts } from '../usages/facts';
import type { FileEntry } from './host';
import { MAX_MENTION_BYTES, mayMention } from './mentions';

const TOO_DEEP =
  'The source is nested too deeply to be parsed, so its flag reads are not seen. If it is generated, add it to "exclude".';

/** The sources of which nothing is known, each with why. */
export function tooDeep(facts: ReadonlyMap<string, SourceFacts>): (readonly [string, string])[] {
  return [...facts.values()].filter(({ isTooDeep }) => isTooDeep).map(({ path }) => [path, TOO_DEEP]);
}

/** The files that are searched for keys as words: those of other languages, and sources that cannot be parsed. */
export function searchedFiles(
  others: readonly string[],
  entries: ReadonlyMap<string, FileEntry>,
  facts: ReadonlyMap<string, SourceFacts>,
): string[] {
  const isSearched = (path: string): boolean =>
    mayMention(path) && (entries.get(path)?.size ?? 0) <= MAX_MENTION_BYTES;
  return [...others.filter(isSearched), ...tooDeep(facts).map(([path]) => path)];
}
