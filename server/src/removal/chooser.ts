import ts from 'typescript';
import { isChild, isShown, keepChildren, keepOnly, putNothing } from './component';
import type { DraftEdit } from './draft';
import { isPure } from './effects';
import { type Held, heldFor, type Names, run, UNDEFINED } from './interpret';
import { isMarkup, significant } from './jsx';
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
