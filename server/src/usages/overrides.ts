import ts from 'typescript';
import { requiredModule } from './constants';
import type { OverrideFact, Reference } from './facts';
import { nameText } from './function-name';
import { LOGICAL } from './operators';
import { referenceOf } from './references';
import type { Scopes } from './scope';
import { heritageOf, type Targets } from './targets';
import { isTestFile } from './test-file';
import { kindsWhere, treeOf } from './tree';
import { unwrap } from './unwrap';

/**
 * What the classes of a file do in another way than those they extend, and the functions that it puts in the place of others. What a test
 * puts there holds for the test.
 */
export function overridesIn(
  path: string,
  source: ts.SourceFile,
  scopes: Scopes,
  targets: Targets,
): OverrideFact[] {
  const assigned = isTestFile(path) ? [] : assignedIn(path, source, scopes, targets);
  return [...ofClasses(path, source, scopes), ...assigned];
}

/**
 * `gate.isNew = () => true`, `Gate.prototype.isNew = …`, `gate['isNew'] = …`, `Object.assign(gate, { isNew: … })`, where what has the member
 * may be another file's.
 */
function assignedIn(path: string, source: ts.SourceFile, scopes: Scopes, targets: Targets): OverrideFact[] {
  return treeOf(source)
    .of(ASSIGNMENTS)
    .flatMap((node): OverrideFact[] => {
      const given = ts.isCallExpression(node) ? assignedByCall(node) : assigned(node as ts.BinaryExpression);
      if (!given) return [];
      const owner = withoutPrototype(given.owner);
      const required = requiredModule(unwrap(owner));
      const base = targets(owner);
      // What `require` gives has the functions of a module for members.
      const module: Reference =
        required === undefined
          ? referenceOf(path, owner, scopes)
          : { kind: 'import', file: path, module: required, name: '*', path: [] };
      const bases = [base, module.kind === 'import' && module !== base ? module : undefined];
      return bases.flatMap((one) =>
        one && one.kind !== 'unresolved' ? [{ base: one, members: given.members }] : [],
      );
    });
}

interface Assigned {
  readonly owner: ts.Expression;
  readonly members: readonly string[];
}

function assigned({ left, operatorToken, right }: ts.BinaryExpression): Assigned | undefined {
  const member = operatorToken.kind === ts.SyntaxKind.EqualsToken ? memberName(left) : undefined;
  if (member === undefined || !mayBeFunction(unwrap(right))) return undefined;
  return { owner: (left as ts.PropertyAccessExpression).expression, members: [member] };
}

/** `Object.assign(gate, { isNew: () => true })`, `Object.defineProperty(gate, 'isNew', …)` */
function assignedByCall({ expression: callee, arguments: given }: ts.CallExpression): Assigned | undefined {
  const [owner, ...others] = given;
  const isOfObject =
    ts.isPropertyAccessExpression(callee) &&
    ts.isIdentifier(callee.expression) &&
    callee.expression.text === 'Object';
  if (!isOfObject || !owner) return undefined;
  const [first] = others;
  if (callee.name.text === 'defineProperty')
    return first && ts.isStringLiteralLike(first) ? { owner, members: [first.text] } : undefined;
  if (callee.name.text !== 'assign') return undefined;
  const members = others.flatMap((other) => {
    const object = unwrap(other);
    return ts.isObjectLiteralExpression(object)
      ? object.properties.flatMap((one) => (one.name && nameText(one.name)) || [])
      : [];
  });
  return members.length > 0 ? { owner, members } : undefined;
}

/** The member that is assigned to, of what a name stands for: `this.isNew = …` and `exports.isNew = …` make one. */
function memberName(left: ts.Expression): string | undefined {
  const node = unwrap(left);
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return undefined;
  const name = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
  const owner = unwrap(withoutPrototype(node.expression));
  let root = owner;
  while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  const isMade =
    owner.kind === ts.SyntaxKind.ThisKeyword ||
    (ts.isIdentifier(root) && (root.text === 'exports' || root.text === 'module'));
  if (isMade) return undefined;
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}

function withoutPrototype(node: ts.Expression): ts.Expression {
  const isPrototype = ts.isPropertyAccessExpression(node) && node.name.text === 'prototype';
  return isPrototype ? node.expression : node;
}

/** Whether an expression is a function, or what only another place tells. */
export function mayBeFunction(value: ts.Node): boolean {
  if (ts.isBinaryExpression(value))
    return (
      LOGICAL.has(value.operatorToken.kind) &&
      [value.left, value.right].some((part) => mayBeFunction(unwrap(part)))
    );
  return (
    ts.isArrowFunction(value) ||
    ts.isFunctionExpression(value) ||
    ts.isIdentifier(value) ||
    ts.isPropertyAccessExpression(value) ||
    ts.isElementAccessExpression(value) ||
    ts.isCallExpression(value) ||
    ts.isAwaitExpression(value) ||
    ts.isConditionalExpression(value)
  );
}

const ASSIGNMENTS = kindsWhere((node) => ts.isBinaryExpression(node) || ts.isCallExpression(node));

function ofClasses(path: string, source: ts.SourceFile, scopes: Scopes): OverrideFact[] {
  return treeOf(source)
    .of(CLASSES)
    .filter(ts.isClassLike)
    .flatMap((node) => {
      const [base] = heritageOf(node, ts.SyntaxKind.ExtendsKeyword);
      const members = node.members.flatMap((member) => {
        const isOwn = ts.isMethodDeclaration(member)
          ? member.body
          : ts.isPropertyDeclaration(member) && member.initializer;
        return (isOwn && member.name && nameText(member.name)) || [];
      });
      if (!base || members.length === 0) return [];
      return [{ base: referenceOf(path, base, scopes), owner: node.name?.text ?? 'default', members }];
    });
}

const CLASSES = kindsWhere(ts.isClassLike);
