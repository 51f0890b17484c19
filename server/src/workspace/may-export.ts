import { exportsUnnamed, handsOn } from '../usages/module-texts';
import { mayBeMarked, type WordFilter, wordFilter, wordQuery } from '../usages/word-filter';

/** The words of a source, with marks where it may export what it does not name, or what another module does. */
export function exportFilter(text: string): WordFilter {
  return wordFilter(text, [...(exportsUnnamed(text) ? [UNNAMED] : []), ...(handsOn(text) ? [HANDS_ON] : [])]);
}

/** Whether the source of an `exportFilter` may export a name, or the type of that name: false only where it does not. */
export function mayExport(filter: WordFilter, name: string): boolean {
  return mayBeMarked(filter, UNNAMED) || wordQuery([name.slice(name.lastIndexOf(' ') + 1)])(filter);
}

/** Whether the source of an `exportFilter` may export what another module does. */
export function mayHandOn(filter: WordFilter): boolean {
  return mayBeMarked(filter, UNNAMED) || mayBeMarked(filter, HANDS_ON);
}

const UNNAMED = '*';
const HANDS_ON = '* from';
