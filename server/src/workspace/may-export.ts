import { exportsUnnamed } from '../usages/module-texts';
import { mayBeMarked, type WordFilter, wordFilter, wordQuery } from '../usages/word-filter';

/** The words of a source, with a mark where it may export what it does not name. */
export function exportFilter(text: string): WordFilter {
  return wordFilter(text, exportsUnnamed(text) ? [UNNAMED] : []);
}

/** Whether the source of an `exportFilter` may export a name, or the type of that name: false only where it does not. */
export function mayExport(filter: WordFilter, name: string): boolean {
  return mayBeMarked(filter, UNNAMED) || wordQuery([name.slice(name.lastIndexOf(' ') + 1)])(filter);
}

const UNNAMED = '*';
