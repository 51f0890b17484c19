/** What is taken out of TypeScript parses as all of it does. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const SYNTAX = path.join(root, 'dist/syntax.js');
let syntax: typeof ts;

beforeAll(() => {
  if (!existsSync(SYNTAX)) execFileSync(process.execPath, ['esbuild.mjs'], { cwd: root });
  syntax = createRequire(import.meta.url)(SYNTAX);
}, 120_000);

const files = ['server', 'client', 'page', 'examples', 'scripts', 'test'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:tsx?|m?js)$/.test(name) && !name.includes('node_modules'))
    .map((name) => path.join(folder, name)),
);

const parse = (of: typeof ts, file: string, text: string): ts.SourceFile =>
  of.createSourceFile(
    file,
    text,
    of.ScriptTarget.Latest,
    true,
    /\.ts$/.test(file) ? of.ScriptKind.TS : of.ScriptKind.TSX,
  );

/** All that is seen of a tree: each node's kind and place, the texts of names, and what is wrong with it. */
function seenOf(of: typeof ts, source: ts.SourceFile): string {
  const nodes: unknown[] = [];
  const visit = (node: ts.Node): void => {
    const { kind, flags, pos, end } = node;
    const text = of.isIdentifier(node) || of.isStringLiteralLike(node) ? node.text : undefined;
    nodes.push(kind, flags, pos, end, node.getStart(source), text);
    of.forEachChild(node, visit);
  };
  visit(source);
  const { parseDiagnostics } = source as unknown as { readonly parseDiagnostics: readonly ts.Diagnostic[] };
  return JSON.stringify([
    nodes,
    parseDiagnostics.map(({ code, start, messageText }) => [code, start, messageText]),
  ]);
}

describe('what parses of TypeScript', () => {
  test.each([
    ['whole sources', (text: string) => text],
    ['sources that end in the middle', (text: string) => text.slice(0, text.length / 2)],
    ['sources that begin in the middle', (text: string) => text.slice(text.length / 3)],
  ])('sees the same in %s', (_, cut) => {
    expect(files.length).toBeGreaterThan(300);
    for (const file of files) {
      const text = cut(readFileSync(path.join(root, file), 'utf8'));
      expect(seenOf(syntax, parse(syntax, file, text)), file).toBe(seenOf(ts, parse(ts, file, text)));
    }
  });

  test('sees the same when a text is changed', () => {
    for (const file of files) {
      const text = readFileSync(path.join(root, file), 'utf8');
      const at = text.indexOf('\n', text.length / 2) + 1;
      const next = `${text.slice(0, at)}x;\n${text.slice(at)}`;
      const update = (of: typeof ts): string =>
        seenOf(
          of,
          of.updateSourceFile(parse(of, file, text), next, { span: { start: at, length: 0 }, newLength: 3 }),
        );
      expect(update(syntax), file).toBe(update(ts));
    }
  });

  test('gives nodes their tokens, and places their lines', () => {
    for (const of of [syntax, ts]) {
      const source = parse(of, 'a.tsx', 'const a = <A b={1}>x</A>; // end\n');
      expect(source.statements[0]!.getChildren(source).map((node) => node.getText(source))).toEqual([
        'const a = <A b={1}>x</A>',
        ';',
      ]);
      expect(source.getLineAndCharacterOfPosition(33)).toEqual({ line: 1, character: 0 });
    }
  });
});
