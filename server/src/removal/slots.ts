import ts from 'typescript';
import { isPure } from './effects';
import { bare } from './syntax';

/** What a function is given at one place of its list of parameters, or as one property of an object there. */
export interface Slot {
  readonly owner: OwnFunction;
  readonly parameter: ts.ParameterDeclaration;
  readonly index: number;
  /** For a property that is taken out of the parameter: its name, and the element that takes it. */
  readonly property?: { readonly name: string; readonly element: ts.BindingElement };
}

export type OwnFunction = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration;
export type Call = ts.CallExpression | ts.JsxSelfClosingElement | ts.JsxOpeningElement;

/** What a call gives for a slot, and the element of a list that gives it. */
export interface Given {
  readonly element: ts.Expression | ts.JsxAttribute | ts.PropertyAssignment | ts.ShorthandPropertyAssignment;
  readonly list: ts.NodeArray<ts.Node>;
  /** Absent for an attribute without a value, which is true. */
  readonly value: ts.Expression | undefined;
  /** Whether nothing else is in the object that it is given in. */
  readonly isOnly: boolean;
}

/** The slot that a parameter's name stands for, where it takes what is given as it is. */
export function slotOf(declaration: ts.Node): Slot | undefined {
  if (ts.isParameter(declaration)) {
    const owner = ownerOf(declaration);
    if (!owner || !ts.isIdentifier(declaration.name)) return undefined;
    return { owner, parameter: declaration, index: owner.parameters.indexOf(declaration) };
  }
  if (!ts.isBindingElement(declaration) || !ts.isObjectBindingPattern(declaration.parent)) return undefined;
  const pattern = declaration.parent;
  const parameter = pattern.parent;
  const name = declaration.propertyName ?? declaration.name;
  if (!ts.isParameter(parameter) || parameter.initializer || !ts.isIdentifier(name)) return undefined;
  if (!ts.isIdentifier(declaration.name) || pattern.elements.some((element) => element.dotDotDotToken))
    return undefined;
  if (declaration.initializer && !isPure(declaration.initializer)) return undefined;
  const owner = ownerOf(parameter);
  if (!owner || name.text === 'children' || name.text === 'key' || name.text === 'ref') return undefined;
  const index = owner.parameters.indexOf(parameter);
  return { owner, parameter, index, property: { name: name.text, element: declaration } };
}

function ownerOf({ parent, dotDotDotToken, initializer }: ts.ParameterDeclaration): OwnFunction | undefined {
  if (dotDotDotToken || (initializer && !isPure(initializer)) || !isOwnFunction(parent)) return undefined;
  return parent.body && !mentionsArguments(parent.body) ? parent : undefined;
}

export function isOwnFunction(node: ts.Node): node is OwnFunction {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node);
}

function mentionsArguments(node: ts.Node): boolean {
  if (ts.isIdentifier(node) && node.text === 'arguments') return true;
  return ts.forEachChild(node, (child) => mentionsArguments(child) || undefined) ?? false;
}

/** The name under which a function is called: its own, or that of the constant that holds it. */
export function nameOfFunction(owner: OwnFunction): ts.Identifier | undefined {
  if (ts.isFunctionDeclaration(owner)) return owner.name;
  const variable = owner.parent;
  const isConstant =
    ts.isVariableDeclaration(variable) &&
    variable.initializer === owner &&
    (variable.parent.flags & ts.NodeFlags.Const) !== 0;
  return isConstant && ts.isIdentifier(variable.name) ? variable.name : undefined;
}

/** The call that a function's name is used for; nothing where it is used for anything else. */
export function callAt(name: ts.Node): Call | 'closing' | undefined {
  const { parent } = name;
  if (ts.isJsxClosingElement(parent)) return 'closing';
  if (ts.isCallExpression(parent)) return parent.expression === name ? parent : undefined;
  if (ts.isJsxSelfClosingElement(parent) || ts.isJsxOpeningElement(parent))
    return parent.tagName === name ? parent : undefined;
  return undefined;
}

/** What a call gives for a slot; `none` where it gives nothing, and nothing where that cannot be told. */
export function givenAt(call: Call, index: number, property: string | undefined): Given | 'none' | undefined {
  if (!ts.isCallExpression(call)) return property === undefined ? undefined : attributeOf(call, property);
  if (call.arguments.some(ts.isSpreadElement) || call.questionDotToken) return undefined;
  const argument = call.arguments[index];
  if (!argument) return 'none';
  if (property === undefined)
    return { element: argument, list: call.arguments, value: argument, isOnly: true };
  const object = bare(argument);
  if (!ts.isObjectLiteralExpression(object)) return undefined;
  const isPlain = object.properties.every(
    ({ name }) => name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) && name.text !== '__proto__',
  );
  if (!isPlain) return undefined;
  const named = object.properties.filter(
    ({ name }) => name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) && name.text === property,
  );
  const [element] = named;
  if (!element) return 'none';
  if (named.length > 1) return undefined;
  if (ts.isShorthandPropertyAssignment(element))
    return { element, list: object.properties, value: element.name, isOnly: object.properties.length === 1 };
  return ts.isPropertyAssignment(element)
    ? {
        element,
        list: object.properties,
        value: element.initializer,
        isOnly: object.properties.length === 1,
      }
    : undefined;
}

function attributeOf(
  { attributes }: ts.JsxSelfClosingElement | ts.JsxOpeningElement,
  name: string,
): Given | 'none' | undefined {
  const { properties } = attributes;
  if (properties.some(ts.isJsxSpreadAttribute)) return undefined;
  const named = properties.filter((attribute) => attribute.name?.getText() === name);
  const [element] = named;
  if (!element) return 'none';
  if (named.length > 1 || !ts.isJsxAttribute(element)) return undefined;
  const { initializer } = element;
  const value = initializer && ts.isJsxExpression(initializer) ? initializer.expression : initializer;
  if (initializer && !value) return undefined;
  return { element, list: properties, value, isOnly: properties.length === 1 };
}
