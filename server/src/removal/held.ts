import ts from 'typescript';
import { isAssignmentTarget } from '../usages/operators';
import { mayBeFunction } from '../usages/overrides';
import { nameText } from '../usages/property-names';
import { resultOf } from './constants';
import { compatible, type DraftEdit, type Mark } from './draft';
import { isPure } from './effects';
import { isExport } from './exports';
import { isPrimitive, plain, type Value } from './known';
import { frozen, isSaidConstant, saysOtherwise } from './literals';
import { isTooEarly, whyNotCarried, writeUses } from './names';
import { putMark, removeElement } from './place';
import type { Binding, Use } from './scope-model';
import { isOwnFunction } from './slots';
import { bare, isTransparent } from './syntax';
import { plainMark, type View } from './view';

/** A member of a table that holds one value, or a function that gives one: `newUi` of `const FEATURES = { newUi: true, … }`. */
export interface KnownHeld {
  readonly kind: 'held';
  /** The table's name. */
  readonly name: string;
  readonly path: readonly string[];
  readonly value: Value;
  /** It is a function, and the value what that gives. */
  readonly isCalled: boolean;
}

/** The same of a table that a source exports. */
export interface Held extends KnownHeld {
  /** Code may put another value there. */
  readonly isOpen: boolean;
  /** The functions that the table has are written in it, so that none puts another value there unseen. */
  readonly isQuiet: boolean;
  /** Its type is written out, and may name the member. */
  readonly isTyped: boolean;
}

interface Member extends Omit<Held, 'kind' | 'name' | 'value'> {
  readonly mark: Mark;
  readonly property: ts.ObjectLiteralElementLike;
}

/** Puts what tables hold that follows from the flag where members of them are asked for. */
export function carryHeld(view: View): DraftEdit[] {
  if (view.scopes.isOpaque) return [];
  return compatible(
    view.scopes.bindings.flatMap((binding): DraftEdit[][] =>
      knownOf(binding, view).flatMap(({ path, mark, isCalled }) =>
        binding.uses.flatMap((use) => {
          const taken = isCalled ? undefined : takenAs(use, path, view);
          if (taken && whyNotCarried(taken, mark, view) === undefined)
            return [writeUses(taken.uses, mark, view)];
          const at = askedAt(use, path, isCalled);
          const isEarly = binding.declarations.some(
            ({ kind, name }) => kind === 'const' && isTooEarly(use.node, name, view.scopes),
          );
          return at && !isEarly ? [putMark(view.file, at, mark)] : [];
        }),
      ),
    ),
  );
}

/** Takes members out of tables that only this file knows, and those that no other file asks for any more, once nothing here does. */
export function pruneHeld(view: View): DraftEdit[] {
  const { unheld } = view.original;
  if (view.marks.length === 0 || view.scopes.isOpaque) return [];
  const remove = ({ property }: Member): DraftEdit[] =>
    removeElement(view, property, (property.parent as ts.ObjectLiteralExpression).properties);
  for (const binding of view.scopes.bindings) {
    if (binding.uses.length === 0 && !isShared(binding)) continue;
    for (const member of membersOf(binding, view)) {
      const { path, isTyped } = member;
      const mayGo = isShared(binding) ? unheld.has(idOf(binding.name, path)) : !isTyped;
      if (mayGo && binding.uses.every((use) => leavesOut(use, path))) return remove(member);
    }
  }
  const own = givenWhole(view).find(({ path }) => unheld.has(idOf(DEFAULT, path)));
  return own ? remove(own) : [];
}

/** Whether a name is that of a member of a table at the top of a source. */
export function isNameOf(node: ts.Node, name: string, path: readonly string[]): boolean {
  let at: ts.Node = node.parent;
  for (const step of [...path].reverse()) {
    if (!ts.isObjectLiteralElementLike(at) || !at.name || nameText(at.name) !== step) return false;
    at = at.parent.parent;
    while (
      !ts.isObjectLiteralElementLike(at) &&
      !ts.isVariableDeclaration(at) &&
      !ts.isExportAssignment(at)
    ) {
      if (!ts.isExpression(at)) return false;
      at = at.parent;
    }
  }
  if (ts.isExportAssignment(at)) return name === DEFAULT;
  return ts.isVariableDeclaration(at) && ts.isIdentifier(at.name) && at.name.text === name;
}

/** The name of the table at the top of a source that a property is written in, if it has one, and the names that lead to the property. */
export function placeInTable(
  property: ts.PropertyAssignment,
): { readonly table: ts.Identifier | undefined; readonly path: readonly string[] } | undefined {
  const path: string[] = [];
  for (let at = property; ; ) {
    const name = nameText(at.name);
    if (name === undefined) return undefined;
    path.unshift(name);
    let whole: ts.Node = at.parent;
    while (isTransparent(whole.parent)) whole = whole.parent;
    const { parent } = whole;
    if (ts.isExportAssignment(parent)) return parent.isExportEquals ? undefined : { table: undefined, path };
    if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return { table: parent.name, path };
    if (!ts.isPropertyAssignment(parent)) return undefined;
    at = parent;
  }
}

/** One text for a member of a table at the top of a source. */
export function idOf(name: string, path: readonly string[]): string {
  return [name, ...path].join('.');
}

/** What the tables that a source exports hold from now on. */
export function heldBy(view: View): Held[] {
  if (view.marks.length === 0 || view.scopes.isOpaque) return [];
  const named = (name: string, members: readonly Member[]): Held[] =>
    members.map(({ property: _, mark, ...member }) => ({
      ...member,
      kind: 'held',
      name,
      value: mark.known.value,
    }));
  return [
    ...view.scopes.bindings.filter(isShared).flatMap((one) => named(one.name, membersOf(one, view))),
    ...named(DEFAULT, givenWhole(view)),
  ];
}

/** What a table is called that has no name in its source: `export default { … }`. */
export const DEFAULT = 'default';

/** Where code puts another value under a path of a table, in a statement of its own: `newUi` of `config.newUi = false;`. */
export function writtenAt({ node }: Use, path: readonly string[]): ts.Node | undefined {
  const { steps, at } = stepsFrom(node);
  const { parent } = at;
  const isPut =
    steps.length === path.length &&
    steps.every((step, index) => step === path[index]) &&
    ts.isBinaryExpression(parent) &&
    parent.left === at &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isExpressionStatement(parent.parent);
  if (!isPut) return undefined;
  return ts.isPropertyAccessExpression(at) ? at.name : (at as ts.ElementAccessExpression).argumentExpression;
}

/** Whether code that uses a table in this way can put no other value under a path. */
export function keepsHeld(
  { node, writes }: Use,
  { path, isQuiet, isOpen }: Pick<Held, 'path' | 'isQuiet' | 'isOpen'>,
): boolean {
  if (writes) return false;
  if (isExport(node) || ts.isTypeQueryNode(node.parent)) return true;
  const { steps, at } = stepsFrom(node);
  // What is said to be constant is that as long as nobody says otherwise.
  if (!isOpen) return !saysOtherwise(at);
  const isOn = steps.every((step, index) => step === path[index]);
  if (!isOn) return isQuiet || !ts.isCallExpression(at.parent) || at.parent.expression !== at;
  if (isAssignmentTarget(at)) return false;
  if (steps.length >= path.length) return true;
  if (ts.isSpreadAssignment(at.parent)) return steps.length === path.length - 1;
  if (!isTakenApart(at)) return false;
  const isLast = steps.length === path.length - 1;
  return isLast || !takes(at.parent.name as ts.ObjectBindingPattern, path[steps.length]!);
}

/** Whether a use of a table asks for other members alone than the one under a path. */
export function leavesOut({ node }: { readonly node: ts.Node }, path: readonly string[]): boolean {
  if (isExport(node)) return true;
  const { steps, at } = stepsFrom(node);
  if (steps.some((step, index) => index < path.length && step !== path[index])) return true;
  const next = path[steps.length];
  return next !== undefined && isTakenApart(at) && !takes(at.parent.name as ts.ObjectBindingPattern, next);
}

function takes({ elements }: ts.ObjectBindingPattern, name: string): boolean {
  return elements.some(
    (one) => one.dotDotDotToken || nameText(one.propertyName ?? (one.name as ts.Identifier)) === name,
  );
}

/** `const { newUi } = FEATURES` */
function isTakenApart(at: ts.Node): at is ts.Node & { readonly parent: ts.VariableDeclaration } {
  const { parent } = at;
  return (
    ts.isVariableDeclaration(parent) &&
    parent.initializer === at &&
    ts.isObjectBindingPattern(parent.name) &&
    parent.name.elements.every(({ name, propertyName }) => {
      const asked = propertyName ?? name;
      return ts.isIdentifier(asked) || ts.isStringLiteral(asked);
    })
  );
}

/** The members that are asked for one after another, as far as they are written out, and the whole of that. */
export function stepsFrom(
  name: ts.Node,
  count = Number.POSITIVE_INFINITY,
): { readonly steps: readonly string[]; readonly at: ts.Node } {
  const steps: string[] = [];
  let at = name;
  for (;;) {
    if (steps.length === count) return { steps, at };
    const { parent } = at;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === at) steps.push(parent.name.text);
    else if (ts.isElementAccessExpression(parent) && parent.expression === at) {
      const asked = bare(parent.argumentExpression);
      if (!ts.isStringLiteralLike(asked)) return { steps, at };
      steps.push(asked.text);
    } else if (!ts.isNonNullExpression(parent) && !ts.isParenthesizedExpression(parent)) return { steps, at };
    at = parent;
  }
}

/** The name that a pattern gives to what a table holds under a path: `newUi` of `const { newUi } = FEATURES`. */
function takenAs({ node }: Use, path: readonly string[], view: View): Binding | undefined {
  const { steps, at } = stepsFrom(node);
  const isAbove = steps.length === path.length - 1 && steps.every((step, index) => step === path[index]);
  if (!isAbove || !isTakenApart(at)) return undefined;
  const { elements } = at.parent.name as ts.ObjectBindingPattern;
  if (elements.some(({ dotDotDotToken }) => dotDotDotToken)) return undefined;
  const element = elements.find(
    (one) => nameText(one.propertyName ?? (one.name as ts.Identifier)) === path.at(-1),
  );
  return element && ts.isIdentifier(element.name) && !element.initializer
    ? view.scopes.declaredBy(element.name)
    : undefined;
}

/** The expression that has the value which a table holds under a path; where it is a function, the call of it. */
function askedAt({ node }: Use, path: readonly string[], isCalled: boolean): ts.Node | undefined {
  let at: ts.Node = node;
  for (const step of path) {
    const { parent } = at;
    const isMember =
      (ts.isPropertyAccessExpression(parent) && parent.name.text === step) ||
      (ts.isElementAccessExpression(parent) &&
        ts.isStringLiteralLike(parent.argumentExpression) &&
        parent.argumentExpression.text === step);
    if (!isMember || parent.expression !== at) return undefined;
    at = parent;
  }
  const { parent } = at;
  const isCallee = ts.isCallExpression(parent) && parent.expression === at;
  if (!isCalled) return isCallee || isAssignmentTarget(at) ? undefined : at;
  return isCallee && !parent.questionDotToken && parent.arguments.every(isPure) ? parent : undefined;
}

type KnownMember = Pick<Member, 'path' | 'mark' | 'isCalled'>;

function knownOf(binding: Binding, view: View): readonly KnownMember[] {
  const { returned, reads, settled } = view.original;
  if (isShared(binding) || binding.declarations[0]?.kind === 'import') {
    if (binding.declarations.length > 1) return [];
    return returned.flatMap((one, index): KnownMember[] => {
      if (one.kind !== 'held' || one.name !== binding.name || binding.scope.node !== view.file) return [];
      const mark = { known: plain(one.value), sites: [reads.length + settled.length + index] };
      return [{ path: one.path, mark, isCalled: one.isCalled }];
    });
  }
  return membersOf(binding, view).filter((member) => binding.uses.every((use) => keepsHeld(use, member)));
}

function isShared({ isExported, uses }: Binding): boolean {
  return isExported || uses.some(({ node }) => isExport(node));
}

/** The members of a table that hold what follows from the flag, whatever its other members are. */
function membersOf({ declarations, uses }: Binding, view: View): Member[] {
  const [declaration, ...others] = declarations;
  const node = declaration?.node;
  if (declaration?.kind !== 'const' || others.length > 0 || uses.some(({ writes }) => writes)) return [];
  if (!node || !ts.isVariableDeclaration(node) || node.name !== declaration.name || !node.initializer)
    return [];
  return membersOfTable(node.initializer, node.type !== undefined, view);
}

/** The same of a table that its source exports without a name. */
function givenWhole(view: View): Member[] {
  const given = view.file.statements.find(ts.isExportAssignment);
  return given && !given.isExportEquals ? membersOfTable(given.expression, false, view) : [];
}

function membersOfTable(initializer: ts.Expression, hasType: boolean, view: View): Member[] {
  const whole = bare(initializer);
  const table = frozen(whole) ?? whole;
  // Its own functions may ask for it, or change it, by another name.
  if (!ts.isObjectLiteralExpression(table) || hasThis(table)) return [];
  const isConstant = isSaidConstant(initializer);
  const isTyped = hasType || isSatisfying(initializer);
  const isQuiet = table.properties.every(isWritten);
  return membersIn(table, [], view).map((member) => {
    const isFrozen = table !== whole && member.path.length === 1;
    return { ...member, isOpen: !isConstant && !isFrozen, isQuiet, isTyped };
  });
}

/** Whether a member of a table is no function of elsewhere. */
function isWritten(property: ts.ObjectLiteralElementLike): boolean {
  if (ts.isSpreadAssignment(property) || ts.isShorthandPropertyAssignment(property)) return false;
  if (!ts.isPropertyAssignment(property)) return true;
  const value = bare(property.initializer);
  if (ts.isObjectLiteralExpression(value)) return value.properties.every(isWritten);
  return isOwnFunction(value) || !mayBeFunction(value);
}

function isSatisfying(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isSatisfying(node.expression);
  if (ts.isSatisfiesExpression(node)) return true;
  return ts.isAsExpression(node) && (!ts.isConstTypeReference(node.type) || isSatisfying(node.expression));
}

function hasThis(node: ts.Node): boolean {
  return (
    node.kind === ts.SyntaxKind.ThisKeyword ||
    (ts.forEachChild(node, (child) => hasThis(child) || undefined) ?? false)
  );
}

function membersIn(
  { properties }: ts.ObjectLiteralExpression,
  path: readonly string[],
  view: View,
): Omit<Member, 'isOpen' | 'isQuiet' | 'isTyped'>[] {
  const names = properties.map(({ name }) => name && nameText(name));
  return properties.flatMap((property, index) => {
    const name = names[index];
    // What is spread behind it, or has a name that is made, may stand in its place.
    const isPlain =
      name !== undefined &&
      name !== '__proto__' &&
      names.indexOf(name) === names.lastIndexOf(name) &&
      names.every(
        (other, at) => other !== undefined || (at < index && ts.isSpreadAssignment(properties[at]!)),
      );
    if (!isPlain) return [];
    const own = [...path, name];
    if (ts.isGetAccessorDeclaration(property) || ts.isMethodDeclaration(property)) {
      const mark = resultOf(property, view);
      return mark ? [{ path: own, mark, isCalled: ts.isMethodDeclaration(property), property }] : [];
    }
    if (!ts.isPropertyAssignment(property)) return [];
    const value = bare(property.initializer);
    if (ts.isObjectLiteralExpression(value)) return membersIn(value, own, view);
    const held = plainMark(property.initializer, view);
    const mark = isOwnFunction(value) ? resultOf(value, view) : held;
    return mark && isPrimitive(mark.known.value)
      ? [{ path: own, mark, isCalled: mark !== held, property }]
      : [];
  });
}
