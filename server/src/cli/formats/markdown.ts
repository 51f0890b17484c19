import { printable } from '../terminal';

/**
 * A text that Markdown shows as it is, in a table too, and that calls nobody: services look for names, issues and
 * addresses in the text once it is rendered, so that only a break in them helps.
 */
export function markdownText(text: string): string {
  return entities(
    printable(text).replace(
      /[@#!%$&~^](?=[\p{L}\p{N}"'])|:(?=\/\/)|\bwww(?=\.)|\bGH(?=-\d)/giu,
      (start) => `${start}\u200B`,
    ),
  );
}

/** Code as it is, in a table too: nothing in it can end it. */
export function markdownCode(text: string): string {
  return /^[\w./ -]*\w$/.test(text) && !/www/i.test(text)
    ? `\`${text}\``
    : `<code>${entities(printable(text))}</code>`;
}

function entities(text: string): string {
  return text.replace(
    /[\\`*{}[\]<>#|~!&@$]|:(?=\u200B?\/\/)|(?<=www)\.|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/giu,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}
