/**
 * A fixture: one string that holds several files, in the manner of rust-analyzer and gopls.
 *
 * ```
 * //- config/flags.yaml
 * flags:
 *   dark_mode: { enabled: true }
 * //- src/app.ts
 * isEnabled('dark_mod$0');
 * //         ^^^^^^^^ unknown-flag: No flag file declares 'dark_mod'
 * ```
 * `$0` is the cursor and `$<`…`$>` a selection; both are taken out of the text. A comment line with carets expects
 * something at the carets' columns of the nearest line above that holds no carets; it stays in the text.
 */
export interface Fixture {
  readonly files: ReadonlyMap<string, string>;
  readonly cursor?: { readonly file: string; readonly offset: number };
  readonly selection?: { readonly file: string; readonly start: number; readonly end: number };
  readonly expectations: readonly Expectation[];
}

/** What a caret comment expects: UTF-16 offsets of the text under the carets, and the words after them. */
export interface Expectation {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const FILE_HEADER = /^\/\/- (\S+)$/;
const CARETS = /^\s*(?:\/\/|#|\{\/\*|\/\*)\s*?(\s*\^+)\s*(.*?)(?:\s*\*\/\}?)?$/;

export function parseFixture(source: string): Fixture {
  const files = new Map<string, string>();
  const expectations: Expectation[] = [];
  let cursor: Fixture['cursor'];
  let selection: Fixture['selection'];

  for (const { name, lines } of splitFiles(source)) {
    let text = lines.join('\n');
    const start = text.indexOf('$<');
    if (start >= 0) {
      const end = text.indexOf('$>', start);
      if (end < 0) throw new Error(`${name}: $< without $>`);
      selection = { file: name, start, end: end - 2 };
      text = text.slice(0, start) + text.slice(start + 2, end) + text.slice(end + 2);
    }
    const at = text.indexOf('$0');
    if (at >= 0) {
      if (cursor) throw new Error('a fixture has one cursor');
      cursor = { file: name, offset: at };
      text = text.slice(0, at) + text.slice(at + 2);
    }
    if (files.has(name)) throw new Error(`the fixture names ${name} twice`);
    files.set(name, text);
    expectations.push(...readCarets(name, text));
  }
  return { files, expectations, ...(cursor && { cursor }), ...(selection && { selection }) };
}

function splitFiles(source: string): { name: string; lines: string[] }[] {
  const lines = source.split('\n');
  if (lines[0]?.trim() === '') lines.shift();
  const indent = /^\s*/.exec(lines[0] ?? '')![0].length;
  const result: { name: string; lines: string[] }[] = [];
  for (const line of lines) {
    const dedented = line.slice(0, indent).trim() === '' ? line.slice(indent) : line;
    const header = FILE_HEADER.exec(dedented);
    if (header) result.push({ name: header[1]!, lines: [] });
    else if (result.length > 0) result.at(-1)!.lines.push(dedented);
    else throw new Error('a fixture begins with a line "//- path"');
  }
  return result;
}

function readCarets(file: string, text: string): Expectation[] {
  const result: Expectation[] = [];
  let lineStart = 0;
  let target: { start: number; length: number } | undefined;
  for (const line of text.split('\n')) {
    const match = CARETS.exec(line);
    const column = line.indexOf('^');
    if (match && target) {
      const width = /\^+/.exec(line)![0].length;
      if (column + width > target.length) throw new Error(`${file}: carets beyond the line's end: ${line}`);
      result.push({
        file,
        start: target.start + column,
        end: target.start + column + width,
        text: match[2]!,
      });
    } else {
      target = { start: lineStart, length: line.length };
    }
    lineStart += line.length + 1;
  }
  return result;
}
