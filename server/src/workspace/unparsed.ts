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

/** Why a source is not parsed, if it is not. */
export function whyUnparsed(file: SourceFacts): string | undefined {
  return holds(file, 'unparsed') ? WHY[file.unparsed!] : undefined;
}

/** The files that are searched for keys as words: those of other languages, and sources that are not parsed. */
export function searchedFiles(
  others: readonly string[],
  entries: ReadonlyMap<string, FileEntry>,
  unparsed: ReadonlyMap<string, string>,
): string[] {
  const isSearched = (path: string): boolean =>
    mayMention(path) && (entries.get(path)?.size ?? 0) <= MAX_MENTION_BYTES;
  return [...others.filter(isSearched), ...unparsed.keys()];
}

/** The files that hold code of which nothing is known: those that hold other things too, and sources that are not parsed. */
export function unparsedCode(others: readonly string[], unparsed: ReadonlyMap<string, string>): string[] {
  return [...others.filter(embedsCode), ...unparsed.keys()];
}
