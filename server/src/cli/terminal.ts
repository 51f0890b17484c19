/** What a command line talks to; a test brings its own. */
export interface Terminal {
  readonly cwd: string;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970; the real clock where absent. */
  readonly clock?: () => number;
}

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Marks words for the eye; without colours they stay as they are. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  blue(text: string): string;
}

/** Colours only where a terminal shows them and nobody said no: see https://no-color.org. */
export function styleFor(output: Output, env: Terminal['env']): Style {
  const isColoured = output.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  const code =
    (open: number, close: number) =>
    (text: string): string =>
      isColoured && text !== '' ? `\u001B[${open}m${text}\u001B[${close}m` : text;
  return {
    bold: code(1, 22),
    dim: code(2, 22),
    red: code(31, 39),
    green: code(32, 39),
    yellow: code(33, 39),
    blue: code(34, 39),
  };
}

/**
 * The same terminal, which obeys nothing but the marks that this program sets: a text of a file may hold others. What
 * goes into a pipe stays as it is, for it may be a patch.
 */
export function guarded(terminal: Terminal): Terminal {
  const guard = (output: Output): Output =>
    output.isTTY !== true
      ? output
      : {
          isTTY: true,
          ...(output.columns !== undefined && { columns: output.columns }),
          write: (text) => output.write(text.replace(NOT_OURS, '\uFFFD')),
        };
  return { ...terminal, stdout: guard(terminal.stdout), stderr: guard(terminal.stderr) };
}

const NOT_OURS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  /(?<!^)\r(?!\n)|\u001B(?!\[(?:1|2|22|3[1-4]|39)m|\[K)|[\u0000-\u0008\u000B\u000C\u000E-\u001A\u001C-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/**
 * A text from a file, on one line, without characters that a terminal would obey, and without what GitHub's runners
 * take for a command in a log: `::name::` where a line begins, and `##[name]` anywhere.
 */
export function printable(text: string): string {
  return (
    text
      .replace(/[\t\r\n\u2028\u2029]+/g, ' ')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
      .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD')
      .replace(/^(\s*):(?=:)/, '$1: ')
      .replaceAll('##[', '# #[')
  );
}

/** The columns that a text takes: wide characters of East Asian scripts and emoji take two, combining marks none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/^(?:\p{Mn}|\p{Me}|\p{Cf})$/u.test(character)) continue;
    width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;
