import ts from 'typescript';
import { requiredModule } from './constants';
import { ANY_MEMBER, type OverrideFact, type Reference } from './facts';
import { isAssignmentTarget, LOGICAL } from './operators';
import { nameText } from './property-names';
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
  return [...ofClasses(path, source, scopes), ...ofVariables(path, source, scopes), ...assigned];
}

/**
 * `gate.isNew = () => true`, `Gate.prototype.isNew = …`, `gate['isNew'] = …`, `Object.assign(gate, { isNew: … })`, where what has the member
 * may be another file's: what may be a function, or any value.
 */
export function assignedIn(
  path: string,
  source: ts.SourceFile,
  scopes: Scopes,
  targets: Targets,
  what: 'functions' | 'values' = 'functions',
): OverrideFact[] {
  return treeOf(source)
    .of(ASSIGNING)
    .flatMap((node): OverrideFact[] => {
      const given = putBy(node, what);
      if (!given) return [];
      if (unwrap(given.owner).kind === ts.SyntaxKind.ThisKeyword) return ofOwn(path, node, given);
      if (isMade(given.owner)) return [];
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

/** The member of something that a node puts a value, or what may be a function, in the place of. */
export function putBy(node: ts.Node, what: 'functions' | 'values'): Assigned | undefined {
  return ts.isCallExpression(node) ? assignedByCall(node) : assigned(node as ts.Expression, what);
}

/** `this.isNew = …`, where the class has a method of that name, and it is not the same one that is bound: `this.isNew.bind(this)`. */
function ofOwn(path: string, node: ts.Node, { members }: Assigned): OverrideFact[] {
  let owner: ts.Node = node.parent;
  while (!ts.isClassLike(owner)) {
    if (ts.isSourceFile(owner) || ts.isFunctionDeclaration(owner) || ts.isFunctionExpression(owner))
      return [];
    owner = owner.parent;
  }
  const own = owner.members.flatMap((one) => (one.name && nameText(one.name)) || []);
  const isSame = ts.isPropertyAccessExpression(node) && handsItOn(node);
  const others = members.filter((member) => member === ANY_MEMBER || own.includes(member));
  if (isSame || others.length === 0) return [];
  const name = owner.name?.text ?? 'default';
  return [{ base: { kind: 'local', file: path, name, path: [] }, members: others }];
}

/** Whether what is assigned to a member is made of it: `this.isNew = this.isNew.bind(this)`, `this.load = debounce(this.load)`. */
function handsItOn(member: ts.PropertyAccessExpression): boolean {
  const { parent } = member;
  if (!ts.isBinaryExpression(parent) || !ts.isCallExpression(unwrap(parent.right))) return false;
  const says = (node: ts.Node): boolean =>
    (ts.isPropertyAccessExpression(node) && node.getText() === member.getText()) ||
    ts.forEachChild(node, (child) => says(child) || undefined) === true;
  return says(parent.right);
}

/** `let gate = { … }` that is given another value: any of its members may be another one. */
function ofVariables(path: string, { statements }: ts.SourceFile, scopes: Scopes): OverrideFact[] {
  return statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) =>
    declarationList.declarations.flatMap((variable): OverrideFact[] => {
      const { name, initializer } = variable;
      const isTable = initializer !== undefined && ts.isObjectLiteralExpression(unwrap(initializer));
      if (!isTable || !ts.isIdentifier(name) || scopes.isConstant(variable)) return [];
      if (scopes.assignmentsTo(variable)?.length === 0) return [];
      return [{ base: { kind: 'local', file: path, name: name.text, path: [] }, members: [ANY_MEMBER] }];
    }),
  );
}

/** What is put in the place of members, and of which object. */
export interface Assigned {
  readonly owner: ts.Expression;
  readonly members: readonly string[];
}

/** A member that is assigned to, by itself or in a pattern. */
function assigned(node: ts.Expression, what: 'functions' | 'values'): Assigned | undefined {
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return undefined;
  if (!isAssignmentTarget(node)) return undefined;
  if (what === 'functions' && !mayGetFunction(node.parent)) return undefined;
  const name = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
  const isWritten = ts.isPropertyAccessExpression(node) || ts.isStringLiteralLike(name);
  return { owner: node.expression, members: [isWritten ? (name as ts.StringLiteralLike).text : ANY_MEMBER] };
}

/** Whether what is assigned in one step may be a function, or hold one. */
function mayGetFunction(step: ts.Node): boolean {
  if (ts.isPrefixUnaryExpression(step) || ts.isPostfixUnaryExpression(step)) return false;
  if (!ts.isBinaryExpression(step)) return true;
  const { operatorToken, right } = step;
  if (operatorToken.kind === ts.SyntaxKind.EqualsToken)
    return ts.isObjectLiteralExpression(unwrap(right)) || mayBeFunction(unwrap(right));
  return LOGICAL_ASSIGNMENT.has(operatorToken.kind);
}

const LOGICAL_ASSIGNMENT: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);

/** `Object.assign(gate, { isNew: () => true })`, `Object.defineProperty(gate, 'isNew', …)`, `Reflect.set(gate, 'isNew', …)`, `sinon.stub(gate, 'isNew')` */
function assignedByCall({ expression: callee, arguments: given }: ts.CallExpression): Assigned | undefined {
  const [owner, ...others] = given;
  if (!ts.isPropertyAccessExpression(callee) || !owner) return undefined;
  const [member] = others;
  if (STUBBING.has(callee.name.text) && member && ts.isStringLiteralLike(member))
    return { owner, members: [member.text] };
  const isOfLanguage =
    ts.isIdentifier(callee.expression) &&
    (callee.expression.text === 'Object' || callee.expression.text === 'Reflect');
  if (!isOfLanguage) return undefined;
  switch (callee.name.text) {
    case 'set':
    case 'defineProperty':
    case 'deleteProperty': {
      const [name] = others;
      return { owner, members: [name && ts.isStringLiteralLike(name) ? name.text : ANY_MEMBER] };
    }
    case 'assign':
    case 'defineProperties':
      return others.length === 0 ? undefined : { owner, members: others.flatMap(membersOf) };
    case 'setPrototypeOf':
      return { owner, members: [ANY_MEMBER] };
    default:
      return undefined;
  }
}

/** What puts a function of its own in the place of an object's: `sinon.stub(gate, 'isNew')`. */
const STUBBING: ReadonlySet<string> = new Set(['stub', 'spyOn']);

/** The names of what an object has, as far as it is written out. */
function membersOf(given: ts.Expression): string[] {
  const object = unwrap(given);
  if (!ts.isObjectLiteralExpression(object)) return [ANY_MEMBER];
  return object.properties.flatMap((one) =>
    ts.isSpreadAssignment(one) ? membersOf(one.expression) : [nameText(one.name) ?? ANY_MEMBER],
  );
}

/** Whether members of something are made and not replaced: `exports.isNew = …`, `Object.assign(new Gate(), …)`. */
function isMade(object: ts.Expression): boolean {
  const owner = unwrap(withoutPrototype(object));
  let root = owner;
  while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  return (
    ts.isNewExpression(owner) ||
    ts.isObjectLiteralExpression(owner) ||
    (ts.isIdentifier(root) && (root.text === 'exports' || root.text === 'module'))
  );
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

/** What may put a member somewhere. */
export const ASSIGNING = kindsWhere(
  (node) =>
    ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isCallExpression(node),
);

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
