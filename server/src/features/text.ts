/**
 * Text as a reader sees it, free of any notation: features write it once, and the two functions below turn it into
 * what a client can show.
 */
export type Rich = readonly Part[];

export type Part =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  | { readonly link: string; readonly href: string };

/**
 * A translated sentence with parts in it: `{name}` stands for what `parts` has by that name. Whoever translates moves the
 * parts about.
 */
export function rich(sentence: string, parts: Readonly<Record<string, Rich | Part>>): Rich {
  return sentence.split(/(\{\w+\})/).flatMap((piece): Rich => {
    const name = /^\{(\w+)\}$/.exec(piece)?.[1];
    const part = name === undefined ? undefined : parts[name];
    if (part === undefined) return piece === '' ? [] : [piece];
    return Array.isArray(part) ? part : [part as Part];
  });
}

/** Markdown in which words from files can neither format, link, nor run anything. */
export function toMarkdown(text: Rich): string {
  return text
    .map((part) => {
      if (typeof part === 'string') return escapeMarkdown(part);
      if ('code' in part) return codeSpan(part.code);
      if ('strong' in part) return part.strong === '' ? '' : `**${escapeMarkdown(part.strong)}**`;
      return `[${escapeMarkdown(part.link)}](${part.href})`;
    })
    .join('');
}

/** The same without notation, for clients that show plain text. */
export function toPlainText(text: Rich): string {
  return text
    .map((part) => {
      if (typeof part === 'string') return oneLine(part);
      if ('code' in part) return oneLine(part.code);
      if ('strong' in part) return oneLine(part.strong);
      return /^https?:/.test(part.href) && part.href !== part.link
        ? `${oneLine(part.link)} (${part.href})`
        : oneLine(part.link);
    })
    .join('');
}

/**
 * A message that holds words from files. VS Code makes links of `[…](…)` in its notifications, and one of them may run
 * any command of the editor; other clients show the text as it is.
 */
export function withoutLinks(message: string): string {
  return message.replaceAll('](', '] (');
}

/** Lines of code in a fence that nothing in them ends. */
export function codeBlock(language: string, code: string): string {
  const fence = fenceFor(code, 3);
  return `${fence}${language}\n${code}\n${fence}`;
}

/** A web address that is safe as a link's target; nothing for anything else, such as `command:`. */
export function webAddress(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  return linkTarget(new URL(text).href);
}

/** A target that no character in it can end early. */
export function linkTarget(uri: string): string {
  return uri.replace(/[\s()<>[\]\\`|"]/g, (unit) => `%${unit.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Keeps a line readable, whatever a file holds. */
export function shorten(text: string, limit = 200): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

/** Escapes what CommonMark could take for notation; an underscore within a word is none. */
function escapeMarkdown(text: string): string {
  return (
    oneLine(text)
      .replace(/[\\`*[\]{}<>~|$]/g, '\\$&')
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
      .replace(/&(?=#?\w+;)/g, '\\&')
      // Addresses become links by themselves, and a mail address at its @.
      .replace(/:(?=\/\/)|@|(?<=\bwww)\./gi, '\\$&')
      .replace(/^(\s*)(#|\+|-|=|>)/, '$1\\$2')
      .replace(/^(\s*\d+)([.)])/, '$1\\$2')
  );
}

/** Code in backticks, more of them than stand together in it. */
function codeSpan(text: string): string {
  const code = oneLine(text);
  if (code === '') return '';
  const fence = fenceFor(code, 1);
  const space = code.startsWith('`') || code.endsWith('`') ? ' ' : '';
  return `${fence}${space}${code}${space}${fence}`;
}

/** Backticks, more of them than stand together in the code. */
function fenceFor(code: string, least: number): string {
  const longest = Math.max(0, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(Math.max(least, longest + 1));
}

/** Line breaks become spaces; control characters and marks that turn the direction of text go. */
export function oneLine(text: string): string {
  return (
    text
      .replace(/[\r\n\t\u2028\u2029]+/g, ' ')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
      .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
  );
}
