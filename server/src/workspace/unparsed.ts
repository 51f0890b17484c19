import { embedsCode } from '../usages/embedded';
import type { SourceFacts } from '../usages/facts';
import type { FileEntry } from './host';
import { MAX_MENTION_BYTES, mayMention } from './mentions';
import { holds } from './packed-facts';

const INSTEAD = 'not parsed, but searched for the names of flags. If it is generated, add it to "exclude".';
const WHY = {
  large: `The source has more than 2 MB, so it is ${INSTEAD}`,
  deep: `The source is nested too deeply, so it is ${INSTEAD}`,
};

/** The sources that are not parsed, each with why. */
export function unparsedSources(facts: ReadonlyMap<string, SourceFacts>): (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  for (const file of facts.values())
    if (holds(file, 'unparsed')) found.push([file.path, WHY[file.unparsed!]]);
  return found;
}

/** The files that are searched for keys as words: those of other languages, and sources that are not parsed. */
export function searchedFiles(
  others: readonly string[],
  entries: ReadonlyMap<string, FileEntry>,
  facts: ReadonlyMap<string, SourceFacts>,
): string[] {
  const isSearched = (path: string): boolean =>
    mayMention(path) && (entries.get(path)?.size ?? 0) <= MAX_MENTION_BYTES;
  return [...others.filter(isSearched), ...unparsedSources(facts).map(([path]) => path)];
}

/** The files that hold code of which nothing is known: those that hold other things too, and sources that are not parsed. */
export function unparsedCode(others: readonly string[], facts: ReadonlyMap<string, SourceFacts>): string[] {
  return [...others.filter(embedsCode), ...unparsedSources(facts).map(([path]) => path)];
}
