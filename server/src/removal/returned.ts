import ts from 'typescript';
import type { DraftEdit, Mark } from './draft';
import { isExport } from './exports';
import type { Held, KnownHeld } from './held';
import { isPrimitive, plain, type Value } from './known';
import { literalValueOf } from './literals';
import { removeElement } from './place';
import type { Binding, Scopes } from './scope-model';
import { isOwnFunction, nameOfFunction, type OwnFunction } from './slots';
import { bare } from './syntax';
import { plainMark, type View } from './view';

/** What is known of an import from now on, by the name that a source has for it. */
export type KnownReturned = KnownMember | KnownWhole | KnownHeld;

/** A member of what a function returns that has one value: `isNew` of `return { isNew: true, title };`. */
interface KnownMember {
  readonly kind: 'member';
  readonly name: string;
  readonly member: string;
  readonly value: Value;
}

/** What a function gives when it is called, what a name stands for, or what a component shows where markup names it. */
export interface KnownWhole {
  readonly kind: 'call' | 'name' | 'tag';
  readonly name: string;
  readonly value: Value;
}

/** The same of an export, by the name that its file has for it. */
export type Returned = ReturnedMember | KnownWhole | Held;

export interface ReturnedMember extends KnownMember {
  /** Where the member's names stand in the original, one for each object that is returned. */
  readonly starts: readonly number[];
  /** Its type is written out, and names the member. */
  readonly isTyped: boolean;
}

/** What `isNew` of `const { isNew } = usePage()` is, where that function returns the same member whichever way it returns. */
export function markOfReturned(
  element: ts.BindingElement,
  member: string,
  initializer: ts.Expression,
  view: View,
): Mark | undefined {
  const call = bare(initializer);
  if (!ts.isCallExpression(call) || !ts.isIdentifier(call.expression) || call.questionDotToken)
    return undefined;
  if (hasRest(element.parent)) return undefined;
  const binding = view.scopes.bindingOf(call.expression);
  if (!binding) return undefined;
  const [declaration] = binding.declarations;
  if (declaration?.kind !== 'import') {
    const owner = ownFunctionOf(binding);
    return owner && membersOf(owner, view).get(member)?.mark;
  }
  const { returned } = view.original;
  const index = returned.findIndex(
    (one) => one.kind === 'member' && one.name === binding.name && one.member === member,
  );
  if (index < 0 || binding.declarations.length > 1) return undefined;
  const { reads, settled } = view.original;
  return { known: plain(returned[index]!.value), sites: [reads.length + settled.length + index] };
}

/** Takes members that hold the flag out of what a function of this file returns, once nothing asks for them. */
export function pruneReturned(view: View): DraftEdit[] {
  if (view.marks.length === 0 || view.scopes.isOpaque) return [];
  for (const binding of view.scopes.bindings) {
    const owner = binding.isExported || binding.uses.length === 0 ? undefined : ownFunctionOf(binding);
    if (!owner || isTyped(owner)) continue;
    for (const [member, { properties }] of membersOf(owner, view)) {
      if (!binding.uses.every(({ node }) => isAskedWithout(node, member))) continue;
      return properties.flatMap((property) => removeElement(view, property, property.parent.properties));
    }
  }
  return [];
}

/** What exported functions return from now on. */
export function returnedTo(view: View): ReturnedMember[] {
  if (view.marks.length === 0 || view.scopes.isOpaque) return [];
  return view.scopes.bindings.flatMap((binding) => {
    const isShared =
      binding.isExported || binding.uses.some(({ node }) => ts.isExportAssignment(node.parent));
    const owner = isShared ? ownFunctionOf(binding) : undefined;
    if (!owner) return [];
    return [...membersOf(owner, view)].flatMap(([member, { mark, properties }]): ReturnedMember[] => {
      const starts = properties.flatMap(({ name }) => view.originOf(name.getStart(view.file)) ?? []);
      const isWhole = starts.length === properties.length;
      const common = {
        kind: 'member',
        name: binding.name,
        member,
        value: mark.known.value,
        isTyped: isTyped(owner),
      } as const;
      return isWhole ? [{ ...common, starts }] : [];
    });
  });
}

/** Whether a use of a function's name calls it for other members of what it returns than one, or for nothing. */
export function isAskedWithout(name: ts.Node, member: string): boolean {
  const call = name.parent;
  if (!ts.isCallExpression(call) || call.expression !== name || call.questionDotToken) return false;
  let at: ts.Node = call;
  while (ts.isParenthesizedExpression(at.parent) || ts.isNonNullExpression(at.parent)) at = at.parent;
  const { parent } = at;
  if (ts.isExpressionStatement(parent)) return true;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === at && parent.name.text !== member;
  if (!ts.isVariableDeclaration(parent) || parent.initializer !== at) return false;
  return (
    ts.isObjectBindingPattern(parent.name) &&
    !hasRest(parent.name) &&
    !parent.type &&
    parent.name.elements.every(({ propertyName, name: own }) => {
      const asked = propertyName ?? own;
      return (ts.isIdentifier(asked) || ts.isStringLiteral(asked)) && asked.text !== member;
    })
  );
}

function hasRest(pattern: ts.BindingPattern): boolean {
  return pattern.elements.some((one) => ts.isBindingElement(one) && one.dotDotDotToken !== undefined);
}

function isTyped(owner: OwnFunction): boolean {
  return (
    owner.type !== undefined || (ts.isVariableDeclaration(owner.parent) && owner.parent.type !== undefined)
  );
}

/** The function that a name stands for, now and for ever. */
export function ownFunctionOf({ declarations, uses }: Binding): OwnFunction | undefined {
  const [declaration] = declarations;
  if (!declaration || declarations.length > 1 || uses.some(({ writes }) => writes)) return undefined;
  const { node } = declaration;
  const value = ts.isVariableDeclaration(node) ? node.initializer : node;
  return value && isOwnFunction(value) && nameOfFunction(value) === declaration.name ? value : undefined;
}

interface Member {
  readonly mark: Mark;
  readonly properties: readonly Property[];
}

type Property = (ts.PropertyAssignment | ts.ShorthandPropertyAssignment) & {
  readonly parent: ts.ObjectLiteralExpression;
};

const known = new WeakMap<ts.Node, ReadonlyMap<string, Member>>();

/** The members of all objects that a function returns which follow from the flag, or are the same as those that do. */
function membersOf(owner: OwnFunction, view: View): ReadonlyMap<string, Member> {
  let members = known.get(owner);
  if (!members) {
    members = findMembers(owner, view);
    known.set(owner, members);
  }
  return members;
}

function findMembers(owner: OwnFunction, view: View): ReadonlyMap<string, Member> {
  const found = new Map<string, Member>();
  const objects = objectsReturned(owner);
  const [first] = objects;
  for (const property of first?.properties ?? []) {
    const name = property.name && ts.isIdentifier(property.name) ? property.name.text : undefined;
    if (name === undefined) continue;
    const properties = objects.map((object) => propertyOf(object, name));
    if (!properties.every((one) => one !== undefined)) continue;
    const values = properties.map((one) => valueIn(one, view));
    const value = values[0]?.value;
    if (!isPrimitive(value) || values.some((one) => !one || !Object.is(one.value, value))) continue;
    const sites = new Set(values.flatMap((one) => one!.sites));
    if (sites.size > 0) found.set(name, { mark: { known: plain(value), sites: [...sites] }, properties });
  }
  return found;
}

function valueIn(
  property: Property,
  view: View,
): { readonly value: Value; readonly sites: readonly number[] } | undefined {
  if (!ts.isPropertyAssignment(property)) return undefined;
  const mark = plainMark(property.initializer, view);
  if (mark) return { value: mark.known.value, sites: mark.sites };
  const literal = literalValueOf(property.initializer, view);
  return literal && { value: literal.value, sites: [] };
}

/** The objects that a function may return; none where it may return something else. */
function objectsReturned({
  body,
  asteriskToken,
  modifiers,
}: OwnFunction): readonly ts.ObjectLiteralExpression[] {
  const isAsync = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  if (!body || asteriskToken || isAsync) return [];
  if (!ts.isBlock(body)) {
    const value = bare(body);
    return ts.isObjectLiteralExpression(value) ? [value] : [];
  }
  const last = body.statements.at(-1);
  if (!last || !ts.isReturnStatement(last)) return [];
  const returns: ts.ReturnStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node)) returns.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  const values = returns.map(({ expression }) => expression && bare(expression));
  return values.every((value) => value !== undefined && ts.isObjectLiteralExpression(value)) ? values : [];
}

/** A member that an object has under a name, whatever else is put into it. */
function propertyOf({ properties }: ts.ObjectLiteralExpression, name: string): Property | undefined {
  const named = properties.filter((one) => one.name && ts.isIdentifier(one.name) && one.name.text === name);
  const [only] = named;
  const isPlain = properties.every(
    (one) =>
      one.name &&
      (ts.isIdentifier(one.name) || ts.isStringLiteral(one.name)) &&
      one.name.text !== '__proto__',
  );
  const isTwice = properties.some(
    (one) => one.name && ts.isStringLiteral(one.name) && one.name.text === name,
  );
  if (!only || named.length > 1 || !isPlain || isTwice) return undefined;
  return ts.isPropertyAssignment(only) || ts.isShorthandPropertyAssignment(only)
    ? (only as Property)
    : undefined;
}

/** Whether all uses of a name leave out a member of what its function returns. */
export function isNowhereAsked(
  name: string,
  member: string,
  scopes: Scopes,
  tree: ts.SourceFile,
  isOwn: boolean,
): boolean {
  const binding = scopes.bindings.find((one) => one.scope.node === tree && one.name === name);
  if (!binding || scopes.isOpaque) return false;
  return binding.uses.every(({ node, writes }) => {
    // An import that is exported again is asked for by whom nobody sees.
    return !writes && ((isExport(node) && isOwn) || isAskedWithout(node, member));
  });
}
