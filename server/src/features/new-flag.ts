import type { DataCursor } from '../flags/cursor';
import { formatDay } from '../flags/dates';
import { FLAG_TYPES } from '../flags/model';
import type { Snapshot } from '../workspace/snapshot';

/** A new flag to fill in, off and with today's date, as the others of the file are written. */
export function newFlagSnippet(
  snapshot: Snapshot,
  path: string,
  { path: at, patched, inQuotes }: DataCursor,
): string {
  const flags = snapshot.flagFiles.get(path)?.flags ?? [];
  const json = snapshot.flagFiles.get(path)?.syntax === 'json' || path.endsWith('.json');
  const isPlain = flags.length > 0 && flags.every(({ canHave }) => !canHave.owner);
  const isItem = typeof at.at(-1) === 'number';
  const quote = json ? '"' : '';
  const name = (field: string): string => `${quote}${field}${quote}`;
  const text = (value: string): string => `${quote}${value}${quote}`;
  const key = `${inQuotes ? '' : quote}${hole(1, 'new_flag')}${quote}`;
  if (isPlain && !isItem) return `${key}: false`;
  const fields = [
    `${name('enabled')}: false`,
    `${name('description')}: ${text(hole(2, 'What it is for'))}`,
    `${name('owner')}: ${text(hole(3, 'team'))}`,
    `${name('created')}: ${text(formatDay(snapshot.today))}`,
    `${name('type')}: ${text(hole(4, ...FLAG_TYPES))}`,
  ];
  if (isItem && !json) return [`${keyOf(snapshot, path)}: ${hole(1, 'new_flag')}`, ...fields].join('\n');
  if (json) return `${key}: {\n\t${fields.join(',\n\t')}\n}`;
  const indent = indentOf(patched.text);
  return `${key}:\n${fields.map((field) => `${indent}${field}`).join('\n')}`;
}

/** The field that holds the key of a list's flags. */
function keyOf(snapshot: Snapshot, path: string): string {
  const fields = snapshot.flagFiles.get(path)?.flags[0]?.fields ?? [];
  return fields.some(({ name }) => name === 'name') ? 'name' : 'key';
}

/** One step of indentation: the smallest that the text has. */
function indentOf(text: string): string {
  const widths = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length)
    .filter((width) => width > 0);
  return ' '.repeat(widths.length > 0 ? Math.min(...widths) : 2);
}

/** A place of a snippet to fill in, with a proposal or a choice of several. */
function hole(number: number, ...proposals: readonly string[]): string {
  const content = proposals.length === 1 ? `:${proposals[0]}` : `|${proposals.join(',')}|`;
  return `\${${number}${content}}`;
}
