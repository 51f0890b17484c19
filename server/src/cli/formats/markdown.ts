import { printable } from '../terminal';

/** A text that Markdown shows as it is, in a table too, and that calls nobody. */
export function markdownText(text: string): string {
  return printable(text)
    .replace(
      /[\\`*{}[\]<>#|~!&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu,
      (character) => `&#${character.charCodeAt(0)};`,
    )
    .replaceAll('@', '&#64;');
}

/** Code in backticks, as many as it takes. */
export function markdownCode(text: string): string {
  const plain = printable(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...(plain.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const room = plain.startsWith('`') || plain.endsWith('`') ? ' ' : '';
  return `${fence}${room}${plain}${room}${fence}`;
}
