import ts from 'typescript';
import { isChild, isShown, keepChildren, keepOnly, putNothing } from './component';
import type { DraftEdit } from './draft';
import { isPure } from './effects';
import { isMarkup, significant } from './jsx';
import { binary, unary, type Value } from './known';
import { literalValueOf } from './literals';
import { keepPart } from './place';
import { isOwnFunction, nameOfFunction, type OwnFunction } from './slots';
import { bare } from './syntax';
import { plainMark, type View } from './view';

/** Which of the things that it is given a component shows: one of its attributes, what stands inside of it, or nothing. */
type Chosen = ts.Expression | 'children' | 'nothing';

type Element = ts.JsxElement | ts.JsxSelfClosingElement;

/**
 * What a component shows where it is given a settled value and does nothing but choose among what it is given:
 * `<Show when={F} fallback={<Old />}><New /></Show>`. Nothing where it does more, or where the choice hangs on what is not known.
 */
function chosenBy(component: OwnFunction, element: Element, view: View): Chosen | undefined {
  const given = givenTo(element, view);
  const scope = given && scopeOf(component, given);
  const shown = scope && run(component.body!, scope);
  if (!shown) return undefined;
  if (shown.kind === 'given') return shown.shape === 'function' ? undefined : shown.part;
  if (shown.kind !== 'known') return undefined;
  if (shown.part && typeof shown.value === 'string' && shown.value !== '') return shown.part;
  const isNothing = shown.value === null || shown.value === undefined || typeof shown.value === 'boolean';
  return isNothing ? 'nothing' : undefined;
}

/** `<Show when={F}>…</Show>` of a component that only chooses → what it shows. */
export function foldChooser(node: ts.Node, view: View): DraftEdit[] | undefined {
  if (!ts.isJsxElement(node) && !ts.isJsxSelfClosingElement(node)) return undefined;
  const { tagName, attributes } = ts.isJsxElement(node) ? node.openingElement : node;
  if (!ts.isIdentifier(tagName)) return undefined;
  const sites = attributes.properties.flatMap((attribute) => {
    const value = ts.isJsxAttribute(attribute) ? attribute.initializer : undefined;
    return value && ts.isJsxExpression(value) ? (plainMark(value.expression, view)?.sites ?? []) : [];
  });
  const component = sites.length > 0 ? componentNamed(tagName, view) : undefined;
  const chosen = component && chosenBy(component, node, view);
  if (!chosen || !canDrop(node, chosen, view)) return undefined;
  // Markup is an object to whoever asks for its value; only where it is shown may nothing or a text take its place.
  const isMarkupToo = chosen === 'children' || (chosen !== 'nothing' && isMarkup(chosen));
  if (!isMarkupToo && !isShown(node)) return undefined;
  if (chosen === 'nothing') return putNothing(view.file, node, sites);
  if (chosen === 'children') {
    const edits = ts.isJsxElement(node) ? keepChildren(view.file, node, sites) : undefined;
    return typeof edits === 'object' ? [...edits] : undefined;
  }
  return isChild(node) ? keepOnly(view.file, node, chosen, chosen) : keepPart(view, node, chosen);
}

/** The function behind a tag or a call: of this file, or of another that has been looked at. */
export function componentNamed(name: ts.Identifier, view: View): OwnFunction | undefined {
  const origin = view.originOf(name.getStart(view.file));
  const known = origin === undefined ? undefined : view.original.components.get(origin);
  if (known) return known;
  const declarations = view.scopes.bindingOf(name)?.declarations ?? [];
  const declared = declarations.length === 1 ? declarations[0]!.node : undefined;
  const value = declared && ts.isVariableDeclaration(declared) ? declared.initializer : declared;
  return value && isOwnFunction(value) && nameOfFunction(value) ? value : undefined;
}

/** What is known of a value inside of the component. */
type Held =
  | { readonly kind: 'known'; readonly value: Value; readonly part?: ts.Expression }
  /** Something that was given: markup is an object and true, of other things only where they come from is known. */
  | {
      readonly kind: 'given';
      readonly shape: 'markup' | 'function' | 'other';
      readonly part: ts.Expression | 'children';
    }
  | { readonly kind: 'helper'; readonly node: OwnFunction; readonly names: Names }
  | { readonly kind: 'props'; readonly given: ReadonlyMap<string, Held> };

type Names = ReadonlyMap<string, Held>;

const UNDEFINED: Held = { kind: 'known', value: undefined };

/** Whether all that is not shown any more can go: making it does nothing. */
function canDrop(element: Element, chosen: Chosen, view: View): boolean {
  const { properties } = (ts.isJsxElement(element) ? element.openingElement : element).attributes;
  const values = properties.flatMap((attribute): ts.Node[] => {
    const value = ts.isJsxAttribute(attribute) ? attribute.initializer : undefined;
    return value && ts.isJsxExpression(value) ? (value.expression ? [value.expression] : []) : [];
  });
  const children = ts.isJsxElement(element) && chosen !== 'children' ? significant(element.children) : [];
  return [...values.filter((value) => bare(value) !== chosen), ...children].every(
    (part) => isPure(part) || plainMark(part, view) !== undefined,
  );
}

/** The attributes of an element by name, where all of them can be seen. */
function givenTo(element: Element, view: View): ReadonlyMap<string, Held> | undefined {
  const { properties } = (ts.isJsxElement(element) ? element.openingElement : element).attributes;
  const given = new Map<string, Held>();
  for (const attribute of properties) {
    if (!ts.isJsxAttribute(attribute) || !ts.isIdentifier(attribute.name)) return undefined;
    const name = attribute.name.text;
    if (given.has(name) || ['key', 'ref', 'children'].includes(name)) return undefined;
    const { initializer } = attribute;
    const value = initializer && ts.isJsxExpression(initializer) ? initializer.expression : initializer;
    if (initializer && !value) return undefined;
    given.set(name, value ? heldBy(value, view) : { kind: 'known', value: true });
  }
  const children = ts.isJsxElement(element) ? significant(element.children) : [];
  const [only] = children;
  if (only) {
    const shape = children.length > 1 || isMarkup(only) ? 'markup' : 'other';
    given.set('children', { kind: 'given', shape, part: 'children' });
  }
  return given;
}

function heldBy(node: ts.Expression, view: View): Held {
  const inner = bare(node) as ts.Expression;
  const literal =
    ts.isIdentifier(inner) && inner.text !== 'undefined' ? undefined : literalValueOf(node, view);
  if (literal) return { kind: 'known', value: literal.value, part: inner };
  const shape = isMarkup(inner) ? 'markup' : isOwnFunction(inner) ? 'function' : 'other';
  return { kind: 'given', shape, part: inner };
}

/** The names that a component knows at its beginning. */
function scopeOf({ parameters, body }: OwnFunction, given: ReadonlyMap<string, Held>): Names | undefined {
  const [props, ...more] = parameters;
  if (!body || more.length > 0 || props?.initializer || props?.dotDotDotToken) return undefined;
  if (!props) return new Map();
  if (ts.isIdentifier(props.name)) return new Map([[props.name.text, { kind: 'props', given }]]);
  if (!ts.isObjectBindingPattern(props.name)) return undefined;
  const names = new Map<string, Held>();
  for (const { name, propertyName = name, initializer, dotDotDotToken } of props.name.elements) {
    if (dotDotDotToken || !ts.isIdentifier(name) || !ts.isIdentifier(propertyName)) return undefined;
    const held = given.get(propertyName.text) ?? UNDEFINED;
    const isLeftOut = held.kind === 'known' && held.value === undefined;
    const own = isLeftOut && initializer ? heldFor(initializer, new Map()) : held;
    if (!own) return undefined;
    names.set(name.text, own);
  }
  return names;
}

/** What a function's body gives; nothing where it does more than choose. */
function run(body: ts.ConciseBody, names: Names, depth = 0): Held | undefined {
  if (!ts.isBlock(body)) return heldFor(body, names, depth);
  const result = runAll(body.statements, new Map(names), depth);
  return result === 'through' ? UNDEFINED : result;
}

function runAll(
  statements: readonly ts.Statement[],
  names: Map<string, Held>,
  depth: number,
): Held | 'through' | undefined {
  for (const statement of statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) {
      names.set(statement.name.text, { kind: 'helper', node: statement, names });
      continue;
    }
    const result = runOne(statement, names, depth);
    if (result !== 'through') return result;
  }
  return 'through';
}

function runOne(
  statement: ts.Statement,
  names: Map<string, Held>,
  depth: number,
): Held | 'through' | undefined {
  if (ts.isReturnStatement(statement))
    return statement.expression ? heldFor(statement.expression, names, depth) : UNDEFINED;
  if (ts.isBlock(statement)) return runAll(statement.statements, new Map(names), depth);
  if (ts.isIfStatement(statement)) {
    const condition = truthOf(heldFor(statement.expression, names, depth));
    if (condition === undefined) return undefined;
    const branch = condition ? statement.thenStatement : statement.elseStatement;
    return branch ? runOne(branch, names, depth) : 'through';
  }
  if (!ts.isVariableStatement(statement)) return undefined;
  if ((statement.declarationList.flags & ts.NodeFlags.Const) === 0) return undefined;
  for (const { name, initializer } of statement.declarationList.declarations) {
    const held = initializer && heldFor(initializer, names, depth);
    if (!held || !ts.isIdentifier(name)) return undefined;
    names.set(name.text, held);
  }
  return 'through';
}

function heldFor(node: ts.Expression, names: Names, depth = 0): Held | undefined {
  const inner = bare(node) as ts.Expression;
  if (ts.isIdentifier(inner))
    return names.get(inner.text) ?? (inner.text === 'undefined' ? UNDEFINED : undefined);
  if (isOwnFunction(inner)) return { kind: 'helper', node: inner, names };
  if (ts.isStringLiteralLike(inner)) return { kind: 'known', value: inner.text };
  if (inner.kind === ts.SyntaxKind.TrueKeyword) return { kind: 'known', value: true };
  if (inner.kind === ts.SyntaxKind.FalseKeyword) return { kind: 'known', value: false };
  if (inner.kind === ts.SyntaxKind.NullKeyword) return { kind: 'known', value: null };
  if (ts.isPropertyAccessExpression(inner)) {
    const owner = heldFor(inner.expression, names, depth);
    return owner?.kind === 'props' ? (owner.given.get(inner.name.text) ?? UNDEFINED) : undefined;
  }
  if (ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.ExclamationToken) {
    const truth = truthOf(heldFor(inner.operand, names, depth));
    return truth === undefined ? undefined : { kind: 'known', value: !truth };
  }
  if (ts.isTypeOfExpression(inner)) return typeOf(heldFor(inner.expression, names, depth));
  if (ts.isConditionalExpression(inner)) {
    const truth = truthOf(heldFor(inner.condition, names, depth));
    return truth === undefined ? undefined : heldFor(truth ? inner.whenTrue : inner.whenFalse, names, depth);
  }
  if (ts.isBinaryExpression(inner)) return ofBinary(inner, names, depth);
  if (ts.isJsxFragment(inner)) {
    // `<>{children}</>` shows what it holds.
    const [child, ...more] = significant(inner.children);
    return child && more.length === 0 && ts.isJsxExpression(child) && child.expression
      ? heldFor(child.expression, names, depth)
      : undefined;
  }
  return ts.isCallExpression(inner) ? ofCall(inner, names, depth) : undefined;
}

function ofBinary(
  { left, right, operatorToken }: ts.BinaryExpression,
  names: Names,
  depth: number,
): Held | undefined {
  const first = heldFor(left, names, depth);
  const truth = truthOf(first);
  switch (operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return truth === undefined ? undefined : truth ? heldFor(right, names, depth) : first;
    case ts.SyntaxKind.BarBarToken:
      return truth === undefined ? undefined : truth ? first : heldFor(right, names, depth);
    case ts.SyntaxKind.QuestionQuestionToken: {
      if (first?.kind !== 'known')
        return first?.kind === 'given' && first.shape === 'other' ? undefined : first;
      return first.value === null || first.value === undefined ? heldFor(right, names, depth) : first;
    }
  }
  const second = heldFor(right, names, depth);
  if (first?.kind !== 'known' || second?.kind !== 'known') return undefined;
  const result = binary(operatorToken.getText(), first.value, second.value);
  return result && { kind: 'known', value: result.value };
}

/** A call of one of the component's own functions, a few deep. */
function ofCall(
  { expression, arguments: given }: ts.CallExpression,
  names: Names,
  depth: number,
): Held | undefined {
  if (ts.isIdentifier(expression) && expression.text === 'Boolean' && given.length === 1) {
    const truth = truthOf(heldFor(given[0]!, names, depth));
    return truth === undefined ? undefined : { kind: 'known', value: truth };
  }
  const callee = heldFor(expression, names, depth);
  if (callee?.kind !== 'helper' || depth > MAX_DEPTH) return undefined;
  const { parameters, body } = callee.node;
  const inside = new Map(callee.names);
  for (const [index, { name, initializer, dotDotDotToken }] of parameters.entries()) {
    const argument = given[index];
    const held = argument ? heldFor(argument, names, depth) : UNDEFINED;
    if (!held || !ts.isIdentifier(name) || initializer || dotDotDotToken) return undefined;
    inside.set(name.text, held);
  }
  return body && run(body, inside, depth + 1);
}

const MAX_DEPTH = 4;

function truthOf(held: Held | undefined): boolean | undefined {
  if (!held) return undefined;
  if (held.kind === 'known') return Boolean(held.value);
  return held.kind === 'given' && held.shape === 'other' ? undefined : true;
}

function typeOf(held: Held | undefined): Held | undefined {
  if (!held || (held.kind === 'given' && held.shape === 'other')) return undefined;
  if (held.kind === 'known') {
    const result = unary('typeof', held.value);
    return result && { kind: 'known', value: result.value };
  }
  const isFunction = held.kind === 'helper' || (held.kind === 'given' && held.shape === 'function');
  return { kind: 'known', value: isFunction ? 'function' : 'object' };
}
