export function wrapAwait(text: string): string {
  return text.startsWith('await') ? `(${text})` : text;
}

export function group(text: string): string {
  return /^[\w.]+(\(('\w+')?\))?$/.test(text) ? text : `(${text})`;
}

export function parenthesizeObject(text: string): string {
  return text.startsWith('{') ? `(${text})` : text;
}

export function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? line : `  ${line.replaceAll('\n', '\n  ')}`));
}

/** Joins a head with the first line of what follows. */
export function attach(head: string, [first, ...rest]: readonly string[]): string[] {
  return [`${head}${first}`, ...rest];
}
