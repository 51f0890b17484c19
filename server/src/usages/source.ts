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
