/** What may stand between a keyword and the text that it takes. */
const GAP = String.raw`(?:\s|/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*\n)*`;

const MODULE = new RegExp(
  String.raw`\b(?:from|import|require)\b${GAP}(?:\(${GAP})?(['"\`])((?:\\.|[^'"\`\n\\])*)\1`,
  'g',
);

/** `export * from …`, `export = …`, `module.exports = …`: what has no names of its own. */
const WITHOUT_NAMES = new RegExp(String.raw`\bexport\b${GAP}[*=]|\bexports\b`);

const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|u\{([\da-fA-F]{1,6})\}|(.))/g;

/**
 * The names of all modules that a source may import, told by its text alone: some more than it does, and none less, but
 * for those that are put together when it runs.
 */
export function modulesNamed(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [, , name = ''] of text.matchAll(MODULE))
    found.add(name.includes('\\') ? unescaped(name) : name);
  return found;
}

function unescaped(name: string): string {
  return name.replace(ESCAPE, (_, x?: string, u?: string, point?: string, other?: string) => {
    const code = Number.parseInt(x ?? u ?? point ?? '', 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : (other ?? '');
  });
}

/** Whether a source may export what it does not name, told by its text alone: all that another module exports, or a value as a whole. */
export function exportsUnnamed(text: string): boolean {
  return WITHOUT_NAMES.test(text);
}
