import ts from 'typescript';
import type { Read } from '../usages/read';
import { nodeAt } from './sites';
import { bare } from './syntax';
import { parse } from './view';

/** A source of a removal: what it says now, and the flag's reads in it. */
export interface RemovalSource {
  readonly file: string;
  readonly text: string;
  readonly reads: readonly Read[];
}

/** A function or constant of a file that answers with the flag for others. */
export interface Wrapper {
  readonly file: string;
  readonly name: string;
  readonly isExported: boolean;
  /** It does nothing but answer. */
  readonly onlyAnswers: boolean;
}

/** The functions around reads, and the constants that hold one, by which other files ask for the flag. */
export function findWrappers(sources: readonly RemovalSource[]): Wrapper[] {
  return sources.flatMap(({ file, text, reads }) => {
    const tree = parse(file, text);
    return reads.flatMap((read) => {
      const node = nodeAt(tree, read.site);
      return node ? wrappersAround(node, file) : [];
    });
  });
}

/**
 * The reads that call a wrapper which does more than answer: such a call is no read any more once the wrapper itself
 * answers with the kept value, and folding it would lose what else it does.
 */
export function callsToKeep(
  sources: readonly RemovalSource[],
  wrappers: readonly Wrapper[],
): ReadonlySet<Read> {
  const kept = new Set<Read>();
  const anyDoesMore = wrappers.some(({ onlyAnswers }) => !onlyAnswers);
  if (!anyDoesMore) return kept;
  for (const { file, text, reads } of sources) {
    const tree = parse(file, text);
    for (const read of reads) {
      const name = wrapperName(tree, read);
      if (name === undefined) continue;
      const named = wrappers.filter((wrapper) => wrapper.name === name);
      // Under another name it cannot be told which wrapper it is.
      const doesMore = named.length > 0 ? named.some(({ onlyAnswers }) => !onlyAnswers) : anyDoesMore;
      if (doesMore) kept.add(read);
    }
  }
  return kept;
}

/** Whether a text names something anywhere: then it may still use it. */
export function mentions(file: string, text: string, name: string): boolean {
  const visit = (node: ts.Node): boolean =>
    ((ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && node.text === name) ||
    (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false);
  return visit(parse(file, text));
}

function wrappersAround(read: ts.Node, file: string): Wrapper[] {
  const found: Wrapper[] = [];
  for (let at = read; at.parent; at = at.parent) {
    if (ts.isFunctionDeclaration(at) && at.name) {
      found.push({
        file,
        name: at.name.text,
        isExported: isExported(at),
        onlyAnswers: isOnlyReturn(at.body),
      });
    }
    if (ts.isVariableDeclaration(at) && ts.isIdentifier(at.name) && at.initializer) {
      const value = bare(at.initializer);
      const isFunction = ts.isArrowFunction(value) || ts.isFunctionExpression(value);
      const onlyAnswers = !isFunction || isOnlyReturn(value.body);
      found.push({ file, name: at.name.text, isExported: isExported(at.parent.parent), onlyAnswers });
    }
  }
  return found;
}

/** The name under which the called wrapper was declared, where a read is the call of one. */
function wrapperName(tree: ts.SourceFile, read: Read): string | undefined {
  const node = nodeAt(tree, read.site);
  const call = node && bare(node);
  if (!call || !ts.isCallExpression(call) || read.span.end > call.expression.end) return undefined;
  const callee = bare(call.expression);
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  return ts.isIdentifier(callee) ? importedName(tree, callee.text) : undefined;
}

function importedName(tree: ts.SourceFile, local: string): string {
  for (const statement of tree.statements) {
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    const specifier = bindings.elements.find(({ name }) => name.text === local);
    if (specifier) return (specifier.propertyName ?? specifier.name).text;
  }
  return local;
}

function isOnlyReturn(body: ts.ConciseBody | undefined): boolean {
  if (!body || !ts.isBlock(body)) return true;
  return body.statements.length === 1 && ts.isReturnStatement(body.statements[0]!);
}

function isExported(node: ts.Node): boolean {
  if (!ts.canHaveModifiers(node)) return false;
  return ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}
