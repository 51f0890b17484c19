import ts from 'typescript';
import { isWritten } from '../usages/nodes';
import { importOf } from './declared';
import { isOwnFunction, nameOfFunction, type OwnFunction } from './slots';

/**
 * Whether a statement is a call that control never comes back from: of a function of this file that throws or goes on for ever on
 * all its ways, of `process.exit`, or of a function of a package that is known to throw.
 */
export function neverReturns(node: ts.Statement, exits: (node: ts.Statement) => boolean): boolean {
  if (!ts.isExpressionStatement(node) || !ts.isCallExpression(node.expression)) return false;
  const { expression: callee, questionDotToken } = node.expression;
  if (questionDotToken) return false;
  if (ts.isPropertyAccessExpression(callee)) return isExitOfProcess(callee);
  if (!ts.isIdentifier(callee)) return false;
  const file = node.getSourceFile();
  const origin = declarationsIn(file).get(callee.text)?.length === 1 ? importOf(callee) : undefined;
  if (origin) return THROWING.get(origin.module)?.has(origin.name) ?? false;
  return functionsThatNeverReturn(file, exits).has(callee.text);
}

/** What throws for a framework to catch: what stands behind it never runs. */
const THROWING: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['next/navigation', new Set(['redirect', 'permanentRedirect', 'notFound', 'forbidden', 'unauthorized'])],
]);

/** `process.exit(1)`, where the file declares no other `process`. */
function isExitOfProcess({ expression, name, questionDotToken }: ts.PropertyAccessExpression): boolean {
  return (
    !questionDotToken &&
    name.text === 'exit' &&
    ts.isIdentifier(expression) &&
    expression.text === 'process' &&
    (declarationsIn(expression.getSourceFile()).get('process') ?? []).every(isProcess)
  );
}

function isProcess(name: ts.Identifier): boolean {
  return ['process', 'node:process'].includes(importOf(name)?.module ?? '');
}

const knownOf = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

/** The names of such functions. One that is declared twice may be either, so it is none. */
function functionsThatNeverReturn(
  file: ts.SourceFile,
  exits: (node: ts.Statement) => boolean,
): ReadonlySet<string> {
  let known = knownOf.get(file);
  if (known) return known;
  // A function that calls itself, or one that is asked about now, is not known to be one.
  knownOf.set(file, new Set());
  const found = new Set<string>();
  const declared = declarationsIn(file);
  // What is evaluated may write to any of them.
  for (const [name, [declaration, ...others]] of declared.has('eval') ? [] : declared) {
    const owner = others.length === 0 ? functionOf(declaration!) : undefined;
    if (owner && throwsAlways(owner, exits)) found.add(name);
  }
  known = found;
  knownOf.set(file, known);
  return known;
}

function functionOf({ parent }: ts.Identifier): OwnFunction | undefined {
  const owner = ts.isVariableDeclaration(parent) ? parent.initializer : parent;
  return owner && isOwnFunction(owner) && nameOfFunction(owner) ? owner : undefined;
}

/** A promise, or a generator, is given back before its function has begun or is done. */
function throwsAlways(owner: OwnFunction, exits: (node: ts.Statement) => boolean): boolean {
  const { body, asteriskToken, modifiers } = owner;
  if (!body || !ts.isBlock(body) || asteriskToken) return false;
  if (modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)) return false;
  return !hasReturn(body) && exits(body);
}

function hasReturn(node: ts.Node): boolean {
  if (ts.isReturnStatement(node)) return true;
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
  return ts.forEachChild(node, (child) => hasReturn(child) || undefined) ?? false;
}

const declaredIn = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly ts.Identifier[]>>();

/** All names that a file declares, at any place, and those that it writes to: a function may be put in the place of another. */
function declarationsIn(file: ts.SourceFile): ReadonlyMap<string, readonly ts.Identifier[]> {
  const known = declaredIn.get(file);
  if (known) return known;
  const found = new Map<string, ts.Identifier[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isDeclaredAt(node))
      found.set(node.text, [...(found.get(node.text) ?? []), node]);
    ts.forEachChild(node, visit);
  };
  visit(file);
  declaredIn.set(file, found);
  return found;
}

function isDeclaredAt(node: ts.Identifier): boolean {
  const { parent } = node;
  if (node.text === 'eval' || isWritten(node) || isInPattern(node)) return true;
  const isName =
    ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isFunctionExpression(parent) ||
    ts.isClassLike(parent) ||
    ts.isImportClause(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isNamespaceImport(parent);
  return isName && parent.name === node;
}

/** `[fail] = others`, `({ fail } = others)`, `for (fail of others)`: what may be written to, and is not told from what is read. */
function isInPattern({ parent }: ts.Identifier): boolean {
  return (
    ts.isArrayLiteralExpression(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isSpreadAssignment(parent) ||
    ts.isForInStatement(parent) ||
    ts.isForOfStatement(parent)
  );
}
