import { reservedMembers } from '../usages/candidates';
import { exportsUnnamed } from '../usages/module-texts';
import { MARK, type WordFilter, wordFilter, wordQuery } from '../usages/word-filter';

/** The words of a source, with a mark where it may export what it does not name, and one for each member that is called like a word of the language. */
export function sourceFilter(text: string): WordFilter {
  return wordFilter(text, [...reservedMembers(text), ...(exportsUnnamed(text) ? [UNNAMED] : [])]);
}

/** Whether the source of an `sourceFilter` may export a name, or the type of that name: false only where it does not. */
export function mayExport(filter: WordFilter, name: string): boolean {
  return wordQuery([UNNAMED, name.slice(name.lastIndexOf(' ') + 1)])(filter);
}

const UNNAMED = `${MARK}*`;
