import ts from 'typescript';
import type { Span } from '../text/span';
import { innermost } from './nodes';
import { parseSource } from './source';

/** A place for a test, and what it begins with. */
export interface TestSkeleton {
  readonly offset: number;
  readonly newText: string;
}

const TESTS = new Set(['it', 'test', 'fit', 'specify']);
const SUITES = new Set(['describe', 'suite', 'context']);

/**
 * A test for the other value of a flag that a test sets: the same setting up, with `flip` made, and nothing of what is
 * expected. It stands behind the test, or at the end of the suite that sets the flag for all of its tests.
 */
export function otherCase(
  path: string,
  text: string,
  place: Span,
  flip: { readonly span: Span; readonly text: string },
  words: { readonly title: string; readonly hint: string },
): TestSkeleton | undefined {
  const source = parseSource(path, text);
  const node = innermost(source, place, source);
  const call = ts.findAncestor(
    node,
    (one): one is ts.CallExpression => ts.isCallExpression(one) && isCallOf(one, TESTS),
  );
  const statement = call && ts.findAncestor(call, ts.isExpressionStatement);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const setting = ts.findAncestor(node, (one): one is ts.Statement => {
    const body = call?.arguments.at(-1);
    const list = body && ts.isFunctionLike(body) && 'body' in body ? body.body : undefined;
    return ts.isStatement(one) && (call ? one.parent === list : ts.isExpressionStatement(one));
  });
  if (!setting) return undefined;
  const step = /^(\t| {2,8})\S/m.exec(text)?.[1] ?? '  ';
  const flipped = (one: ts.Node): string => {
    const [start, end] = [one.getStart(source), one.end];
    if (flip.span.start < start || flip.span.end > end) return text.slice(start, end);
    return text.slice(start, flip.span.start) + flip.text + text.slice(flip.span.end, end);
  };
  if (call && statement) {
    const callback = call.arguments.at(-1)!;
    if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return undefined;
    if (!ts.isBlock(callback.body)) return undefined;
    const indent = indentAt(text, statement.getStart(source));
    const setUp = callback.body.statements.filter(({ end }) => end <= setting.end).map(flipped);
    const [first] = call.arguments;
    const title = first && ts.isStringLiteralLike(first) ? `${first.text}, ${words.title}` : words.title;
    const head = text.slice(callback.getStart(source), callback.body.getStart(source));
    const callee = call.expression.getText(source);
    return {
      offset: statement.end,
      newText: `${eol}${eol}${indent}${written(callee, title, head, setUp, indent)}`,
    };
  }
  // Set for all tests of a suite, or of the file: the new one sets it for itself.
  const hook = ts.findAncestor(
    setting,
    (one): one is ts.CallExpression => ts.isCallExpression(one) && isCallOf(one, HOOKS),
  );
  if (!hook) return undefined;
  const suite = ts.findAncestor(
    hook,
    (one): one is ts.CallExpression => ts.isCallExpression(one) && isCallOf(one, SUITES),
  );
  const body = suite?.arguments.at(-1);
  const block =
    body && ts.isFunctionLike(body) && 'body' in body && body.body && ts.isBlock(body.body)
      ? body.body
      : undefined;
  const last = (block ?? source).statements.at(-1)!;
  const indent = indentAt(text, last.getStart(source));
  const callee = /\btest\(/.test(text) && !/\bit\(/.test(text) ? 'test' : 'it';
  return {
    offset: last.end,
    newText: `${eol}${eol}${indent}${written(callee, words.title, '() => ', [flipped(setting)], indent)}`,
  };

  function written(
    name: string,
    title: string,
    head: string,
    setUp: readonly string[],
    indent: string,
  ): string {
    const lines = [...setUp, `// ${words.hint}`].map((line) => `${indent}${step}${line}`);
    return `${name}('${title.replace(/'/g, "\\'")}', ${head}{${eol}${lines.join(eol)}${eol}${indent}});`;
  }
}

const HOOKS = new Set(['beforeEach', 'beforeAll', 'before', 'setup']);

function isCallOf(node: ts.CallExpression, names: ReadonlySet<string>): boolean {
  let callee: ts.Expression = node.expression;
  while (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) callee = callee.expression;
  return ts.isIdentifier(callee) && names.has(callee.text);
}

function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))![0];
}
