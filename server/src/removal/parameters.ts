import ts from 'typescript';
import { makesNothing } from './constructors';
import { compatible, type DraftEdit, type Mark } from './draft';
import { extentOf } from './extent';
import { isPrimitive, plain, type Value } from './known';
import { lineStart } from './layout';
import { literalOf, literalValueOf } from './literals';
import { type UsePlace, whyNotCarried, writeUses } from './names';
import { removeElement } from './place';
import type { Binding } from './scope-model';
import {
  type Call,
  callAt,
  type Given,
  givenAt,
  hasArguments,
  memberSlots,
  nameOfFunction,
  type Slot,
  slotOf,
  statementTakingApart,
} from './slots';
import { replaceStatement } from './statements';
import { bare, isWithin } from './syntax';
import { plainMark, type SourceView, type View } from './view';

/** A parameter, or a property taken out of one, that is given the same value at every call from now on. */
interface Settled {
  readonly binding: Binding;
  /** Where the function asks for it. */
  readonly uses: readonly UsePlace[];
  readonly mark: Mark;
  readonly isFromOutside?: boolean;
  /** How it leaves its function and all calls. */
  readonly removal: readonly DraftEdit[];
}

/** Carries values that every call of a function of this file gives to where the function uses them. */
export function carryParameters(view: View): DraftEdit[] {
  return compatible(
    settledParameters(view).flatMap(({ binding, uses: all, mark, isFromOutside }) => {
      const reason = whyNotCarried(binding, mark, view, all);
      // A tag cannot be a value; it goes with the branch around it, or the parameter stays.
      const uses = all.filter(({ node }) => !isTag(node));
      if (reason === undefined) return uses.length > 0 ? [writeUses(uses, mark, view)] : [];
      if (isFromOutside) view.refuse(mark, reason);
      return [];
    }),
  );
}

function isTag({ parent }: ts.Node): boolean {
  return (
    ts.isJsxOpeningElement(parent) || ts.isJsxSelfClosingElement(parent) || ts.isJsxClosingElement(parent)
  );
}

/** Takes out parameters that only gave a settled value, with what each call gives for them. One a step: they share their lists. */
export function pruneParameters(view: View): DraftEdit[] {
  const idle = settledParameters(view).find(({ uses, removal }) => uses.length === 0 && removal.length > 0);
  return idle ? [...idle.removal] : [];
}

function settledParameters(view: View): Settled[] {
  if (view.marks.length + view.original.settled.length === 0 || view.scopes.isOpaque) return [];
  return view.scopes.bindings.flatMap((binding) => {
    const [declaration] = binding.declarations;
    if (
      !declaration ||
      binding.declarations.length !== 1 ||
      !['parameter', 'const'].includes(declaration.kind)
    )
      return [];
    const origin = view.originOf(declaration.name.getStart(view.file));
    if (origin === undefined || !view.original.used.has(origin)) return [];
    const slot = slotOf(declaration.node);
    const slots = [
      ...(slot ? [{ slot, uses: binding.uses }] : []),
      ...memberSlots(binding, namesAsked(origin, view)).map(({ slot, accesses }) => ({
        slot,
        uses: accesses.map((node): UsePlace => ({ ...binding.uses[0]!, node })),
      })),
    ];
    return slots.flatMap(({ slot, uses }): Settled[] => {
      const settled = givenFromOutside(origin, slot, view) ?? givenWithin(slot, view);
      return settled ? [{ binding, uses, ...settled }] : [];
    });
  });
}

/** The properties that a function asked its parameter for as members, in the original. */
function namesAsked(origin: number, { original }: View): string[] {
  const before = original.scopes.bindings.find(({ declarations }) =>
    declarations.some(({ node, name }) => ts.isParameter(node) && name.getStart(original.file) === origin),
  );
  return [...new Set((before?.uses ?? []).flatMap(({ node }) => memberName(node) ?? []))];
}

/** `isNew` where a name is used as in `props.isNew`. */
export function memberName({ parent }: ts.Node): string | undefined {
  return ts.isPropertyAccessExpression(parent) ? parent.name.text : undefined;
}

/** What other files give as well has been looked at there; the calls of this file are among what was cut. */
function givenFromOutside(
  origin: number,
  slot: Slot,
  view: View,
): Omit<Settled, 'binding' | 'uses'> | undefined {
  const name = slot.property?.element ? undefined : slot.property?.name;
  const index = view.original.settled.findIndex(
    ({ start, property }) => start === origin && property === name,
  );
  const given = view.original.settled[index];
  if (!given || (given.isIdle && !isIdle(slot, view))) return undefined;
  const mark = { known: plain(given.value), sites: [view.original.reads.length + index] };
  return { mark, removal: removeParameter(slot, view), isFromOutside: true };
}

/** Whether nothing asks for a slot, as it was found before: what is given for it may be anything. */
function isIdle({ parameter, property }: Slot, view: View): boolean {
  const name = property?.element?.name ?? parameter.name;
  const binding = ts.isIdentifier(name) ? view.scopes.declaredBy(name) : undefined;
  if (!binding) return false;
  if (!property || property.element) return binding.uses.length === 0;
  return binding.uses.every(({ node }) => memberName(node) !== property.name);
}

function givenWithin(slot: Slot, view: View): Omit<Settled, 'binding' | 'uses'> | undefined {
  const name = nameOfFunction(slot.owner);
  const called = name && view.scopes.declaredBy(name);
  if (!called || called.isExported || called.declarations.length !== 1) return undefined;
  if (mayBeCalledByOther(called, view)) return undefined;
  const sites = new Set<number>();
  const given: { call: Call; part: Given }[] = [];
  let first: { readonly value: Value } | undefined;
  for (const { node, writes } of called.uses) {
    const call = writes || isWithin(node, slot.owner) ? undefined : callAt(node);
    if (call === 'closing' || makesNothing(node, slot.owner)) continue;
    const part = call && givenAt(call, slot.index, slot.property?.name);
    if (!call || !part) return undefined;
    const own = valueGiven(part, view);
    const value = own && own.value === undefined ? defaultOf(slot) : own;
    if (!value || !isPrimitive(value.value)) return undefined;
    if (first && !Object.is(first.value, value.value)) return undefined;
    first ??= value;
    if (part === 'none') continue;
    for (const site of plainMark(part.value, view)?.sites ?? []) sites.add(site);
    given.push({ call, part });
  }
  if (isBeforeOthers(slot) || (first?.value === undefined && hasDefault(slot))) return undefined;
  const types = typeEdits(slot, view, (binding) => !binding.isExported);
  if (!first || sites.size === 0 || !types) return undefined;
  const isLast = isWholeParameter(slot);
  const calls = given.map(({ call, part }) =>
    isLast ? withoutWhole(view, call, slot, part) : withoutPart(view, part),
  );
  if (calls.some((edits) => edits === undefined)) return undefined;
  return {
    mark: { known: plain(first.value), sites: [...sites] },
    removal: [...removeParameter(slot, view), ...types, ...calls.flatMap((edits) => edits!)],
  };
}

/** Where code is not strict, a function of a block takes the place of one around it that has its name. */
function mayBeCalledByOther(called: Binding, { file, scopes }: View): boolean {
  if (ts.isExternalModule(file)) return false;
  const isFunction = ({ declarations }: Binding): boolean =>
    declarations.some(({ kind }) => kind === 'function');
  return scopes.bindings.some(
    (other) => other !== called && other.name === called.name && (isFunction(other) || isFunction(called)),
  );
}

function valueGiven(part: Given | 'none', view: View): { readonly value: Value } | undefined {
  if (part === 'none') return { value: undefined };
  if (!part.value) return { value: true };
  return plainMark(part.value, view)?.known ?? plainLiteral(part.value, view);
}

/** Whether a slot has another value where it is given none. */
export function hasDefault({ parameter, property }: Slot): boolean {
  return (property?.element ?? parameter).initializer !== undefined;
}

/** The value that a slot has where it is given none; nothing where its default is no literal. */
export function defaultOf({ parameter, property }: Slot): { readonly value: Value } | undefined {
  const { initializer } = property?.element ?? parameter;
  return initializer ? literalOf(initializer) : { value: undefined };
}

function plainLiteral(node: ts.Expression, view: View): { readonly value: Value } | undefined {
  const { kind } = bare(node);
  const isLiteral =
    kind === ts.SyntaxKind.TrueKeyword ||
    kind === ts.SyntaxKind.FalseKeyword ||
    kind === ts.SyntaxKind.NullKeyword ||
    ts.isStringLiteralLike(bare(node)) ||
    ts.isNumericLiteral(bare(node)) ||
    (ts.isIdentifier(bare(node)) && bare(node).getText() === 'undefined');
  return isLiteral ? literalValueOf(node, view) : undefined;
}

/** Whether a component's properties stand before others that it is given, which would come in their place: `({ isNew }, ref) => …`. */
export function isBeforeOthers({ owner, parameter, property }: Slot): boolean {
  const isComponent = /^\p{Lu}/u.test(nameOfFunction(owner)?.text ?? '');
  return property !== undefined && isComponent && owner.parameters.at(-1) !== parameter;
}

/** Whether the parameter goes as a whole: it is a name, or the only name of its pattern. */
export function isWholeParameter({ parameter, property }: Slot): boolean {
  if (!property) return true;
  if (!property.element) return property.isOnly === true;
  if (property.element.parent.elements.length > 1) return false;
  return !ts.isIdentifier(parameter.name) || isAskedOnce(parameter.name, parameter.parent);
}

/** Whether a parameter is named in one place besides its own. */
function isAskedOnce({ text }: ts.Identifier, owner: ts.Node): boolean {
  let count = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === text) count++;
    else ts.forEachChild(node, visit);
  };
  visit(owner);
  return count === 2;
}

function removeParameter(slot: Slot, view: View): DraftEdit[] {
  const { owner, parameter, property } = slot;
  const isWhole = isWholeParameter(slot);
  const element = property?.element;
  const statement = element && statementTakingApart(element.parent);
  if (element && element.parent.elements.length > 1)
    return removeElement(view, element, element.parent.elements);
  const apart = statement ? replaceStatement(view, statement, undefined, []) : [];
  return isWhole ? [...apart, ...removeWhole({ owner, parameter }, view)] : apart;
}

function removeWhole({ owner, parameter }: Pick<Slot, 'owner' | 'parameter'>, view: View): DraftEdit[] {
  const start = parameter.getStart(view.file);
  const isBare =
    ts.isArrowFunction(owner) && !view.text.slice(owner.getStart(view.file), start).includes('(');
  if (isBare) return [{ start, end: parameter.end, text: '()' }];
  return removeElement(view, parameter, owner.parameters);
}

/** An element of a list, an attribute or a property; `left` are those of the list that are still there. */
export function withoutPart(
  view: SourceView,
  { element, list }: Pick<Given, 'element' | 'list'>,
  left?: readonly ts.Node[],
): DraftEdit[] {
  if (!ts.isJsxAttribute(element)) return removeElement(view, element, list, left);
  let start = element.getStart(view.file);
  while (start > 0 && view.text.charAt(start - 1).trim() === '') start--;
  return [{ start, end: element.end, text: '' }];
}

/** The whole argument, where nothing else is in it. */
function withoutWhole(view: SourceView, call: Call, { index }: Slot, part: Given): DraftEdit[] | undefined {
  if (!hasArguments(call)) return withoutPart(view, part);
  const list = call.arguments;
  return list && part.isOnly ? removeElement(view, list[index]!, list) : undefined;
}

/**
 * How a slot leaves the types that declare it; nothing where that cannot be told, for then the calls would no longer
 * compile. `isOwn` says whether a type has no other users.
 */
export function typeEdits(
  slot: Slot,
  view: Pick<View, 'file' | 'scopes'>,
  isOwn: (type: Binding) => boolean,
  isWhole = isWholeParameter(slot),
): DraftEdit[] | undefined {
  const { owner, parameter, property } = slot;
  const variable = ts.isVariableDeclaration(owner.parent) ? owner.parent : undefined;
  if (!property) return variable?.type ? undefined : [];
  if (variable?.type) {
    const props = parameter.type ? undefined : propsOf(variable.type);
    if (props && isWhole) return withoutProps(props);
    return props && memberEdits(props, property.name, view, isOwn);
  }
  if (!parameter.type || isWhole) return [];
  return memberEdits(parameter.type, property.name, view, isOwn);
}

/** `FC<{ isNew: boolean }>` → `FC`, where nothing else is in it. */
function withoutProps(props: ts.TypeNode): DraftEdit[] | undefined {
  const { typeName, end } = props.parent as ts.TypeReferenceNode;
  const isAll = ts.isTypeLiteralNode(props) && props.members.length === 1;
  return isAll ? [{ start: typeName.end, end, text: '' }] : undefined;
}

/** `Props` of `FC<Props>` and `React.FC<Props>`. */
function propsOf(type: ts.TypeNode): ts.TypeNode | undefined {
  if (!ts.isTypeReferenceNode(type) || type.typeArguments?.length !== 1) return undefined;
  const name = ts.isIdentifier(type.typeName) ? type.typeName : type.typeName.right;
  return ['FC', 'VFC', 'FunctionComponent'].includes(name.text) ? type.typeArguments[0] : undefined;
}

function memberEdits(
  type: ts.TypeNode,
  name: string,
  view: Pick<View, 'file' | 'scopes'>,
  isOwn: (type: Binding) => boolean,
): DraftEdit[] | undefined {
  const members = membersOf(type, view, isOwn);
  const member = members?.find(
    (one) => ts.isPropertySignature(one) && ts.isIdentifier(one.name) && one.name.text === name,
  );
  if (!members || !member) return undefined;
  const previous = members[members.indexOf(member) - 1];
  const isLast = member === members.at(-1);
  const isOnItsLine =
    previous && lineStart(view.file.text, previous.end) === lineStart(view.file.text, member.end);
  if (isLast && isOnItsLine) {
    // A member's end is behind its separator, which goes with what followed it.
    const end = previous.end - (/[;,]$/.test(previous.getText(view.file)) ? 1 : 0);
    return [{ start: end, end: member.end, text: '' }];
  }
  const { start, end } = extentOf({ node: member, siblings: members }, view.file);
  return [{ start, end, text: '' }];
}

/** The members of a type that is written in place, or of one of this file that nothing else is made of. */
function membersOf(
  type: ts.TypeNode,
  view: Pick<View, 'scopes'>,
  isOwn: (type: Binding) => boolean,
): ts.NodeArray<ts.TypeElement> | undefined {
  if (ts.isTypeLiteralNode(type)) return type.members;
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName) || type.typeArguments)
    return undefined;
  const binding = view.scopes.bindingOf(type.typeName);
  const [declaration] = binding?.declarations ?? [];
  if (!binding || !declaration || binding.declarations.length !== 1 || binding.uses.length !== 1)
    return undefined;
  if (!isOwn(binding)) return undefined;
  const { node } = declaration;
  if (ts.isInterfaceDeclaration(node)) return node.heritageClauses ? undefined : node.members;
  return ts.isTypeAliasDeclaration(node) && ts.isTypeLiteralNode(node.type) ? node.type.members : undefined;
}
