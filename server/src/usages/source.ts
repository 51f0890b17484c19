import ts from 'typescript';

/** A source's tree, with errors or without. */
export function parseSource(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(
    path,
    text,
    { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    true,
    scriptKindOf(path),
  );
}

function scriptKindOf(path: string): ts.ScriptKind {
  if (path.endsWith('.tsx')) return ts.ScriptKind.TSX;
  // Plain JavaScript may hold JSX whatever its file is called.
  if (/\.[cm]?jsx?$/.test(path)) return ts.ScriptKind.JSX;
  return ts.ScriptKind.TS;
}

/** Code that nests more deeply than a parser, or whoever walks its tree, can follow. No hand-written source comes near. */
export class TooDeep extends Error {
  constructor(what: string) {
    super(`${what} is nested too deeply to be worked on: if it is generated, add it to "exclude"`);
  }
}

/** Whether an error says that the call stack is full. */
export function isTooDeep(error: unknown): boolean {
  return error instanceof TooDeep || (error instanceof RangeError && /call stack/i.test(error.message));
}

/** What is worked out from code, or nothing where it is nested too deeply. */
export function unlessTooDeep<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (isTooDeep(error)) return undefined;
    throw error;
  }
}
