import ts from 'typescript';
import type { AskableShapes } from './asks';
import { keyNamed, mayComeFrom } from './bulks';
import type { Constants } from './constants';
import type { AddRead } from './lookups';
import { namedAttributes } from './named';
import { attributeValue, keySpan } from './nodes';
import { originOf } from './origins';
import { lastName, otherNames, referenceOf } from './references';
import { VALUE } from './results';
import type { Scopes } from './scope';
import { assumed, CHILDREN_OR_FALLBACK } from './settled';
import type { ComponentShape, KnownShape } from './shapes';
import type { createTargets } from './targets';
import { unwrap } from './unwrap';
import { keyMade } from './values';

interface Context {
  readonly path: string;
  readonly source: ts.SourceFile;
  readonly scopes: Scopes;
  readonly constants: Constants;
  readonly shapes: readonly ComponentShape[];
  readonly known: AskableShapes;
  readonly targets: ReturnType<typeof createTargets>;
  readonly add: AddRead;
  /** Takes in a read that is not known to decide about anything inside it. */
  readonly addUndeciding: AddRead;
  /** Takes in what only a name says to be a read. */
  readonly addNamed: (node: ts.Expression, callee: ts.Expression, at: ts.Expression) => void;
}

/** Finds the reads of an element: `<Feature name="x">…</Feature>`. */
export function createComponents({
  path,
  source,
  scopes,
  constants,
  shapes,
  known,
  targets,
  add,
  addUndeciding,
  addNamed,
}: Context): (node: ts.JsxElement | ts.JsxSelfClosingElement) => void {
  return (node) => {
    const opening = ts.isJsxElement(node) ? node.openingElement : node;
    const tag = opening.tagName as ts.Expression;
    const name = lastName(tag);
    const names = [
      ...(name === undefined ? [] : [name]),
      ...(ts.isIdentifier(tag) ? otherNames(tag, scopes) : []),
    ];
    const components = shapes.filter((shape) => names.includes(shape.name));
    const attributes = opening.attributes.properties.flatMap(({ name: own }) => own?.getText(source) ?? []);
    const wrappers = names.flatMap((each) => known.ofElement(each, attributes));
    for (const shape of wrappers) ofComponent(node, opening, shape);
    for (const shape of components) {
      const origin = originOf(tag, scopes);
      if (shape.packages && !mayComeFrom(origin, shape.packages)) continue;
      const attribute = attributeValue(opening, shape.attribute);
      const value = attribute && unwrap(attribute);
      if (!value) continue;
      const isList = ts.isArrayLiteralExpression(value);
      for (const key of isList ? value.elements : [value]) {
        add(node, {
          span: keySpan(key, source),
          shape: 'call',
          key: keyNamed(constants.evaluate(key), shape.naming),
          reader: {
            callee: referenceOf(path, tag, scopes),
            namedForFlags: false,
            known: shape.packages === undefined,
            ...(shape.packages && { packages: shape.packages }),
            ...(shape.module !== undefined && { module: shape.module }),
            ...(origin && { origin }),
          },
          result: { ...VALUE, inverted: shape.inverted, ...(shape.gives && { gives: shape.gives }) },
          ...(isList && { isPart: true }),
          opaque: 'a component decides what is shown',
          ...(!shape.gives && { settled: shape.packages ? CHILDREN_OR_FALLBACK : assumed(shape.inverted) }),
        });
      }
    }
    // A component of the project's own may bear the name of a service's.
    if (components.some((shape) => !shape.packages)) return;
    for (const value of namedAttributes(opening)) addNamed(node, tag, value);
  };

  /** `<Gate name="x">` of a component of the project's own that asks for the flag it is named. */
  function ofComponent(
    node: ts.JsxElement | ts.JsxSelfClosingElement,
    opening: ts.JsxOpeningLikeElement,
    { keys, family, via, shows, settled, declaredOnly }: KnownShape,
  ): void {
    const [index, attribute, ...more] = keys[0] ?? [];
    if (family === undefined || index !== 0 || attribute === undefined || more.length > 0) return;
    const value = attributeValue(opening, attribute);
    if (!value) return;
    const tag = opening.tagName as ts.Expression;
    const target = targets(tag);
    const entry = {
      span: keySpan(value, source),
      shape: 'call' as const,
      key: keyMade(via, constants.evaluate(value)),
      reader: {
        callee: referenceOf(path, tag, scopes),
        namedForFlags: false,
        known: false,
        family,
        ...(target && { target }),
        ...(declaredOnly && { weak: true, declaredOnly: true }),
      },
      result: { ...VALUE, inverted: shows === false },
      opaque: 'a component decides what is shown',
      ...(settled && { settled }),
    };
    // What is shown for which answer is known only where the component says so plainly.
    if (shows === undefined) addUndeciding(node, entry);
    else add(node, entry);
  }
}
