import ts from 'typescript';
import { isWritten } from '../usages/nodes';
import { isPlainConstructor } from './constructors';
import { isPure } from './effects';
import type { Binding } from './scope-model';
import { bare } from './syntax';

/** What a function is given at one place of its list of parameters, or as one property of an object there. */
export interface Slot {
  readonly owner: Owner;
  readonly parameter: ts.ParameterDeclaration;
  readonly index: number;
  /** For a property of the parameter: its name, and the element that takes it out; none where it is asked for as a member. */
  readonly property?: {
    readonly name: string;
    readonly element?: ts.BindingElement;
    /** The function asks its parameter for no other member. */
    readonly isOnly?: boolean;
  };
}

export type OwnFunction = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration;
/** What takes something that it is given: a function, or a class when it is made. */
export type Owner = OwnFunction | ts.ConstructorDeclaration;
export type Call = CallWithArguments | ts.JsxSelfClosingElement | ts.JsxOpeningElement;
type CallWithArguments = ts.CallExpression | ts.NewExpression;

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
  const parameter = ts.isParameter(pattern.parent) ? pattern.parent : takenApart(pattern);
  const name = declaration.propertyName ?? declaration.name;
  if (!parameter || parameter.initializer || !ts.isIdentifier(name)) return undefined;
  if (!ts.isIdentifier(declaration.name) || pattern.elements.some((element) => element.dotDotDotToken))
    return undefined;
  if (declaration.initializer && !isPure(declaration.initializer)) return undefined;
  const owner = ownerOf(parameter);
  if (!owner || OF_REACT.has(name.text)) return undefined;
  const index = owner.parameters.indexOf(parameter);
  return { owner, parameter, index, property: { name: name.text, element: declaration } };
}

/** A property that is asked for as a member of its parameter, and where: `props.isNew`. */
export interface MemberSlot {
  readonly slot: Slot;
  readonly accesses: readonly ts.PropertyAccessExpression[];
}

/** The properties that a function asks its parameter for, where it uses it for nothing but its members; `more` names others. */
export function memberSlots({ declarations, uses }: Binding, more: readonly string[] = []): MemberSlot[] {
  const [declaration] = declarations;
  const parameter = declaration?.node;
  if (!parameter || declarations.length !== 1 || !ts.isParameter(parameter)) return [];
  const owner = ts.isIdentifier(parameter.name) ? ownerOf(parameter) : undefined;
  if (!owner) return [];
  const accesses = new Map<string, ts.PropertyAccessExpression[]>(more.map((name) => [name, []]));
  const apart = new Set<string>();
  for (const { node } of uses) {
    const { parent } = node;
    const pattern = ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name) && parent.name;
    if (pattern && statementTakingApart(pattern)) {
      if (pattern.elements.some(({ dotDotDotToken }) => dotDotDotToken)) return [];
      for (const { propertyName, name } of pattern.elements) apart.add((propertyName ?? name).getText());
      continue;
    }
    if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node || isWritten(parent)) return [];
    accesses.set(parent.name.text, [...(accesses.get(parent.name.text) ?? []), parent]);
  }
  const index = owner.parameters.indexOf(parameter);
  const isOnly = accesses.size === 1 && apart.size === 0;
  return [...accesses].flatMap(([name, list]) =>
    apart.has(name) || OF_REACT.has(name)
      ? []
      : [{ slot: { owner, parameter, index, property: { name, isOnly } }, accesses: list }],
  );
}

/** What a component is given in another way than by its own attributes. */
const OF_REACT = new Set(['children', 'key', 'ref']);

/** `props` of `function Row(props) { const { name } = props; … }`, where nothing but members of other names is asked of it besides. */
function takenApart(pattern: ts.ObjectBindingPattern): ts.ParameterDeclaration | undefined {
  const statement = statementTakingApart(pattern);
  const body = statement?.parent;
  const owner = body?.parent;
  const { initializer } = pattern.parent as ts.VariableDeclaration;
  if (!owner || !isOwnFunction(owner) || owner.body !== body || !initializer) return undefined;
  const { text } = initializer as ts.Identifier;
  const parameter = owner.parameters.find(({ name }) => ts.isIdentifier(name) && name.text === text);
  const names = pattern.elements.map(({ propertyName, name }) => (propertyName ?? name).getText());
  const isKnown = (node: ts.Identifier): boolean =>
    node === parameter?.name || node === initializer || isOtherMember(node, names);
  return parameter && everyIdentifier(owner, text, isKnown) ? parameter : undefined;
}

/** The statement `const { name } = props;` that a pattern is all of. */
export function statementTakingApart({ parent }: ts.BindingPattern): ts.VariableStatement | undefined {
  const isPlain =
    ts.isVariableDeclaration(parent) &&
    parent.initializer !== undefined &&
    ts.isIdentifier(parent.initializer) &&
    ts.isVariableDeclarationList(parent.parent) &&
    (parent.parent.flags & ts.NodeFlags.Const) !== 0 &&
    parent.parent.declarations.length === 1;
  const statement = isPlain ? parent.parent.parent : undefined;
  return statement && ts.isVariableStatement(statement) ? statement : undefined;
}

/** `props` of `props.other`, or a member of that name of something else. */
function isOtherMember(node: ts.Identifier, names: readonly string[]): boolean {
  const { parent } = node;
  if (!ts.isPropertyAccessExpression(parent)) return false;
  return parent.name === node || !names.includes(parent.name.text);
}

function everyIdentifier(root: ts.Node, text: string, holds: (node: ts.Identifier) => boolean): boolean {
  if (ts.isIdentifier(root)) return root.text !== text || holds(root);
  return ts.forEachChild(root, (child) => !everyIdentifier(child, text, holds) || undefined) !== true;
}

/** The element that takes a property out of a parameter: in its place, or at the top of the function's body. */
export function elementTaking(
  owner: Owner,
  parameter: ts.ParameterDeclaration,
  property: string,
): ts.BindingElement | undefined {
  const { name } = parameter;
  const statements = owner.body && ts.isBlock(owner.body) ? owner.body.statements : [];
  const patterns = ts.isIdentifier(name)
    ? statements
        .flatMap((statement) =>
          ts.isVariableStatement(statement)
            ? statement.declarationList.declarations.filter(
                ({ initializer }) =>
                  initializer && ts.isIdentifier(initializer) && initializer.text === name.text,
              )
            : [],
        )
        .map((variable) => variable.name)
    : [name];
  const elements = patterns.flatMap((pattern) =>
    ts.isObjectBindingPattern(pattern) ? [...pattern.elements] : [],
  );
  return elements.find((one) => {
    const asked = one.propertyName ?? one.name;
    return ts.isIdentifier(asked) && asked.text === property;
  });
}

function ownerOf({
  parent,
  dotDotDotToken,
  initializer,
  modifiers,
}: ts.ParameterDeclaration): Owner | undefined {
  // What is declared as a field in passing is asked for as one.
  if (dotDotDotToken || modifiers || (initializer && !isPure(initializer))) return undefined;
  if (!isOwnFunction(parent) && !isPlainConstructor(parent)) return undefined;
  // A type of `this` stands among the parameters, and no call gives it.
  if (parent.parameters.some(({ name }) => name.getText() === 'this')) return undefined;
  return parent.body && !mentionsArguments(parent.body) ? parent : undefined;
}

export function isOwnFunction(node: ts.Node): node is OwnFunction {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node);
}

/** Whether a function's body asks for `arguments`, its own or those of a function within. */
export function mentionsArguments(node: ts.Node): boolean {
  if (ts.isIdentifier(node) && node.text === 'arguments') return true;
  return ts.forEachChild(node, (child) => mentionsArguments(child) || undefined) ?? false;
}

/** The name under which a function is called: its own, that of its class, or that of the constant that holds it. */
export function nameOfFunction(owner: Owner): ts.Identifier | undefined {
  if (ts.isFunctionDeclaration(owner)) return owner.name;
  if (ts.isConstructorDeclaration(owner)) return (owner.parent as ts.ClassDeclaration).name;
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
  if (hasArguments(parent)) return parent.expression === name ? parent : undefined;
  if (ts.isJsxSelfClosingElement(parent) || ts.isJsxOpeningElement(parent))
    return parent.tagName === name ? parent : undefined;
  return undefined;
}

export function hasArguments(node: ts.Node): node is CallWithArguments {
  return ts.isCallExpression(node) || ts.isNewExpression(node);
}

/** What a call gives for a slot; `none` where it gives nothing, and nothing where that cannot be told. */
export function givenAt(call: Call, index: number, property: string | undefined): Given | 'none' | undefined {
  if (!hasArguments(call)) return property === undefined ? undefined : attributeOf(call, property);
  const list = call.arguments;
  if (list?.some(ts.isSpreadElement) || (ts.isCallExpression(call) && call.questionDotToken))
    return undefined;
  const argument = list?.[index];
  if (!list || !argument) return 'none';
  if (property === undefined) return { element: argument, list, value: argument, isOnly: true };
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
