import ts from 'typescript';
import { span } from '../text/span';
import { fieldsOf } from './class-objects';
import { destructuringPath } from './destructuring';
import type { Constant } from './facts';
import { functionName, isLoose } from './function-name';
import { nameText } from './property-names';
import { type Binding, parameterOf, type Scopes, variableOf } from './scope';
import { kindsWhere } from './tree';
import { createTypes, type Types } from './types';
import { unwrap } from './unwrap';
import {
  concatenate,
  derive,
  elementAt,
  memberOf,
  objectOf,
  oneOf,
  parametersIn,
  prefixOf,
  table,
  UNKNOWN,
} from './values';

/** Evaluates expressions to what can be known of them from their file alone. */
export interface Constants {
  evaluate(expression: ts.Expression): Constant;
  readonly types: Types;
}

/** Chains longer than this are code that no person wrote, or a cycle. */
const MAX_DEPTH = 24;

export function createConstants(file: string, scopes: Scopes): Constants {
  const known = new Map<ts.Node, Constant>();

  /** Each expression once; one that needs its own value to begin with is not known. */
  const evaluate = (expression: ts.Expression, depth: number): Constant => {
    if (depth > MAX_DEPTH) return UNKNOWN;
    const node = unwrap(expression);
    if (LITERALS[node.kind] === 1) return compute(node, depth);
    const before = known.get(node);
    if (before) return before;
    known.set(node, UNKNOWN);
    const value = compute(node, depth);
    known.set(node, value);
    return value;
  };

  const compute = (node: ts.Expression, depth: number): Constant => {
    if (ts.isStringLiteralLike(node)) {
      return {
        kind: 'string',
        value: node.text,
        at: { file, span: span(node.getStart() + 1, node.end - 1) },
      };
    }
    if (ts.isNumericLiteral(node)) return { kind: 'string', value: node.text };
    if (ts.isTemplateExpression(node)) {
      const parts = node.templateSpans.map(
        (part) => [evaluate(part.expression, depth + 1), part.literal.text] as const,
      );
      return parts.reduce<Constant>(
        (text, [value, literal]) => concatenate(concatenate(text, value), { kind: 'string', value: literal }),
        { kind: 'string', value: node.head.text },
      );
    }
    if (ts.isBinaryExpression(node)) return binary(node, depth);
    if (ts.isConditionalExpression(node)) {
      return oneOf([evaluate(node.whenTrue, depth + 1), evaluate(node.whenFalse, depth + 1)]);
    }
    if (ts.isIdentifier(node)) return identifier(node, depth);
    if (ts.isPropertyAccessExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ThisKeyword) return ofThis(node, depth);
      const own = declaredMember(node, depth);
      return own ?? memberOf(evaluate(node.expression, depth + 1), node.name.text);
    }
    if (ts.isElementAccessExpression(node)) {
      return elementAt(evaluate(node.expression, depth + 1), evaluate(node.argumentExpression, depth + 1));
    }
    if (ts.isObjectLiteralExpression(node)) return objectTable(node, depth);
    if (ts.isArrayLiteralExpression(node)) return listTable(node, depth);
    if (ts.isCallExpression(node)) return ofCall(node, depth);
    if (ts.isNewExpression(node)) return ofObject(node, depth);
    if (ts.isAwaitExpression(node)) return evaluate(node.expression, depth + 1);
    return UNKNOWN;
  };

  const binary = (node: ts.BinaryExpression, depth: number): Constant => {
    switch (node.operatorToken.kind) {
      case ts.SyntaxKind.PlusToken:
        return concatenate(evaluate(node.left, depth + 1), evaluate(node.right, depth + 1));
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.QuestionQuestionToken:
        return oneOf([evaluate(node.left, depth + 1), evaluate(node.right, depth + 1)]);
      // `ready && 'x'`: what else it may be is no text.
      case ts.SyntaxKind.AmpersandAmpersandToken:
        return evaluate(node.right, depth + 1);
      default:
        return UNKNOWN;
    }
  };

  /** A list; of lists that it takes in, one of which a choice is made, with the elements of all. */
  const listTable = (node: ts.ArrayLiteralExpression, depth: number): Constant => {
    const members = new Map<string, Constant>();
    const add = (element: Constant): void => void members.set(String(members.size), element);
    for (const element of node.elements) {
      if (!ts.isSpreadElement(element)) {
        add(evaluate(element, depth + 1));
        continue;
      }
      const spread = evaluate(element.expression, depth + 1);
      for (const list of spread.kind === 'oneOf' ? spread.options : [spread]) {
        if (list.kind !== 'table') return UNKNOWN;
        list.members.forEach(add);
      }
    }
    return { kind: 'table', members };
  };

  const objectTable = (node: ts.ObjectLiteralExpression, depth: number): Constant => {
    const members: [string, Constant][] = [];
    const computed: [string, Constant][] = [];
    for (const property of node.properties) {
      if (ts.isSpreadAssignment(property)) {
        const spread = evaluate(property.expression, depth + 1);
        if (spread.kind !== 'table' || spread.computed) return UNKNOWN;
        members.push(...spread.members);
        continue;
      }
      const name = property.name && memberName(property.name, members.length, depth, computed);
      if (name === undefined) continue;
      if (ts.isPropertyAssignment(property)) members.push([name, evaluate(property.initializer, depth + 1)]);
      else if (ts.isShorthandPropertyAssignment(property))
        members.push([name, identifier(property.name, depth + 1)]);
      else members.push([name, UNKNOWN]);
    }
    return table(members, computed);
  };

  /** A name that is computed elsewhere has a place of its own, until somebody knows it. */
  const memberName = (
    name: ts.PropertyName,
    index: number,
    depth: number,
    computed: [string, Constant][],
  ): string | undefined => {
    if (!ts.isComputedPropertyName(name)) return nameText(name);
    const value = evaluate(name.expression, depth + 1);
    if (value.kind === 'string') return value.value;
    const place = `[${index}]`;
    if (value.kind === 'import' || value.kind === 'element') computed.push([place, value]);
    return place;
  };

  /** `Object.freeze(TABLE)`, `require('./flags')`, and what else leaves a constant as it is. */
  const ofCall = (node: ts.CallExpression, depth: number): Constant => {
    const required = requiredModule(node);
    if (required !== undefined) return { kind: 'import', file, module: required, name: '*', path: [] };
    const callee = node.expression;
    if (!ts.isPropertyAccessExpression(callee)) return UNKNOWN;
    // What is left of a list may be any of it.
    if (SELECTIONS.has(callee.name.text)) return evaluate(callee.expression, depth + 1);
    if (!ts.isIdentifier(callee.expression)) return UNKNOWN;
    if (callee.expression.text !== 'Object' || node.arguments.length !== 1) return UNKNOWN;
    const argument = evaluate(node.arguments[0]!, depth + 1);
    switch (callee.name.text) {
      case 'freeze':
        return argument;
      case 'keys':
      case 'values':
      case 'entries':
        return derive(callee.name.text, argument);
      default:
        return UNKNOWN;
    }
  };

  /** `new Feature('x')`: of a class that is given nothing like a key, nothing need be known. */
  const ofObject = ({ expression, arguments: list }: ts.NewExpression, depth: number): Constant => {
    if (!list || list.some(ts.isSpreadElement)) return UNKNOWN;
    const given = list.map((argument) => evaluate(argument, depth + 1));
    return given.some(({ kind }) => kind === 'string' || kind === 'table' || kind === 'import')
      ? objectOf(evaluate(expression, depth + 1), given)
      : UNKNOWN;
  };

  const identifier = (node: ts.Identifier, depth: number): Constant => {
    const binding = scopes.resolve(node);
    return binding ? ofBinding(binding, depth) : UNKNOWN;
  };

  const ofBinding = (binding: Binding, depth: number): Constant => {
    if (ts.isImportSpecifier(binding)) {
      const module = moduleOf(binding.parent.parent.parent);
      const name = (binding.propertyName ?? binding.name).text;
      return module === undefined ? UNKNOWN : { kind: 'import', file, module, name, path: [] };
    }
    if (ts.isNamespaceImport(binding)) {
      const module = moduleOf(binding.parent.parent);
      return module === undefined ? UNKNOWN : { kind: 'import', file, module, name: '*', path: [] };
    }
    if (ts.isImportClause(binding)) {
      const module = moduleOf(binding.parent);
      return module === undefined ? UNKNOWN : { kind: 'import', file, module, name: 'default', path: [] };
    }
    if (ts.isImportEqualsDeclaration(binding)) {
      const reference = binding.moduleReference;
      if (!ts.isExternalModuleReference(reference) || !ts.isStringLiteralLike(reference.expression))
        return UNKNOWN;
      return { kind: 'import', file, module: reference.expression.text, name: '*', path: [] };
    }
    if (ts.isEnumDeclaration(binding)) return enumTable(binding, depth);
    if (ts.isClassDeclaration(binding) || ts.isClassExpression(binding)) return staticTable(binding, depth);
    if (ts.isModuleDeclaration(binding)) return namespaceTable(binding, depth);
    if (parameterOf(binding)) return ofParameter(binding, depth);
    const variable = variableOf(binding);
    return variable ? ofVariable(binding, variable, depth) : UNKNOWN;
  };

  const ofVariable = (binding: Binding, variable: ts.VariableDeclaration, depth: number): Constant => {
    const value = ofDeclaration(binding, variable, depth);
    const type = value.kind === 'unknown' && binding === variable && variable.type;
    return (type && types.textOf(type)) || value;
  };

  const ofDeclaration = (binding: Binding, variable: ts.VariableDeclaration, depth: number): Constant => {
    const loop = variable.parent.parent;
    if (!scopes.isConstant(binding)) return binding === variable ? ofAssignments(variable, depth) : UNKNOWN;
    const list = ts.isForOfStatement(loop) || ts.isForInStatement(loop) ? loop : undefined;
    if (!list)
      return variable.initializer ? taken(binding, evaluate(variable.initializer, depth + 1)) : UNKNOWN;
    const over = evaluate(list.expression, depth + 1);
    return taken(binding, derive('each', ts.isForInStatement(list) ? derive('keys', over) : over));
  };

  /** `let key = 'a'; if (…) key = 'b';`: one of all that is ever assigned. */
  const ofAssignments = (variable: ts.VariableDeclaration, depth: number): Constant => {
    const values = scopes.assignmentsTo(variable);
    if (!values) return UNKNOWN;
    const initial = variable.initializer ? [variable.initializer] : [];
    return oneOf([...initial, ...values].map((value) => evaluate(value, depth + 1)));
  };

  /** What a binding takes out of a value: the value itself, or the member that its destructuring names. */
  const taken = (binding: Binding, value: Constant): Constant =>
    destructuringPath(binding)?.reduce<Constant>(memberOf, value) ?? UNKNOWN;

  const ofParameter = (binding: Binding, depth: number): Constant => {
    const parameter = parameterOf(binding)!;
    const owner = parameter.parent;
    const index = owner.parameters.indexOf(parameter);
    const path = destructuringPath(binding);
    const wrapper = functionName(owner);
    if (wrapper !== undefined && path && !parameter.dotDotDotToken)
      return { kind: 'parameter', wrapper, index, path, ...(isLoose(owner) && { isLoose: true }) };
    const element = callbackElement(owner, index);
    const value = element ? taken(binding, derive('each', evaluate(element, depth + 1))) : UNKNOWN;
    const type = value.kind === 'unknown' && binding === parameter && parameter.type;
    return (type && types.textOf(type)) || value;
  };

  /** `this.KEY`: a property of the enclosing class that nothing but its declaration sets. */
  const ofThis = (node: ts.PropertyAccessExpression, depth: number): Constant => {
    for (let parent: ts.Node = node.parent; parent; parent = parent.parent) {
      if (ts.isClassLike(parent)) {
        const property = parent.members.find(
          (member) => member.name && nameText(member.name) === node.name.text,
        );
        if (!property || !ts.isPropertyDeclaration(property) || !property.initializer) return UNKNOWN;
        return isReadonly(property) ? evaluate(property.initializer, depth + 1) : UNKNOWN;
      }
      if (ts.isFunctionDeclaration(parent) || ts.isFunctionExpression(parent) || ts.isSourceFile(parent))
        return UNKNOWN;
    }
    return UNKNOWN;
  };

  /** `Flag.New` of an enum or a class of the file: its members may name one another, so they are looked at one by one. */
  const declaredMember = (node: ts.PropertyAccessExpression, depth: number): Constant | undefined => {
    const owner = ts.isIdentifier(node.expression) && scopes.resolve(node.expression);
    if (!owner || !(ts.isEnumDeclaration(owner) || ts.isClassLike(owner))) return undefined;
    for (const member of owner.members) {
      if (!member.name || nameText(member.name) !== node.name.text) continue;
      if (ts.isEnumMember(member) || isStaticProperty(member))
        return member.initializer ? evaluate(member.initializer, depth + 1) : UNKNOWN;
    }
    return undefined;
  };

  const staticTable = (node: ts.ClassLikeDeclaration, depth: number): Constant => {
    const members: [string, Constant][] = [];
    for (const member of node.members) {
      const name = member.name && nameText(member.name);
      if (name !== undefined && isStaticProperty(member) && member.initializer)
        members.push([name, evaluate(member.initializer, depth + 1)]);
    }
    const instance = fieldsOf(node, scopes, (expression) => evaluate(expression, depth + 1));
    return { kind: 'table', members: new Map(members), ...(instance.size > 0 && { instance }) };
  };

  const namespaceTable = (node: ts.ModuleDeclaration, depth: number): Constant => {
    if (!node.body || !ts.isModuleBlock(node.body)) return UNKNOWN;
    const members: [string, Constant][] = [];
    for (const statement of node.body.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (ts.isIdentifier(name) && initializer) members.push([name.text, evaluate(initializer, depth + 1)]);
      }
    }
    return table(members);
  };

  const enumTable = (node: ts.EnumDeclaration, depth: number): Constant => {
    const members = node.members.flatMap((member): [string, Constant][] => {
      const name = nameText(member.name);
      if (name === undefined) return [];
      return [[name, member.initializer ? evaluate(member.initializer, depth + 1) : UNKNOWN]];
    });
    return { kind: 'table', members: new Map(members), isEnum: true };
  };

  const types = createTypes(file, scopes, evaluate);
  return {
    types,
    evaluate: (expression) => {
      const value = evaluate(expression, 0);
      // What hangs on two parameters, no single argument tells.
      return parametersIn(value).length > 1 ? { kind: 'unknown', prefix: prefixOf(value) } : value;
    },
  };
}

/** To evaluate them takes less than to remember that it was done. */
const LITERALS = kindsWhere((node) => ts.isStringLiteralLike(node) || ts.isNumericLiteral(node));

/** Methods of a list that give some of it, or all of it in another order. */
const SELECTIONS = new Set(['filter', 'slice', 'sort', 'toSorted', 'reverse', 'toReversed']);

/** The module of `require('…')` and of `import('…')`, awaited or not. */
export function requiredModule(expression: ts.Node): string | undefined {
  const node = ts.isAwaitExpression(expression) ? expression.expression : expression;
  if (!ts.isCallExpression(node)) return undefined;
  const { expression: callee } = node;
  const isRequire = ts.isIdentifier(callee) && callee.text === 'require';
  const argument = node.arguments[0];
  if (!isRequire && callee.kind !== ts.SyntaxKind.ImportKeyword) return undefined;
  return argument && ts.isStringLiteralLike(argument) ? argument.text : undefined;
}

/** The array whose elements a callback's parameter runs over: `xs.map((x) => …)`. */
function callbackElement(owner: ts.Node, index: number): ts.Expression | undefined {
  const call = owner.parent;
  if (index !== 0 || !ts.isCallExpression(call) || call.arguments[0] !== owner) return undefined;
  return iteratedList(call);
}

/** The list that a call runs over: `xs` of `xs.map(…)`. */
export function iteratedList({ expression: callee }: ts.CallExpression): ts.Expression | undefined {
  return ts.isPropertyAccessExpression(callee) && ITERATIONS.has(callee.name.text)
    ? callee.expression
    : undefined;
}

const ITERATIONS = new Set(['map', 'forEach', 'some', 'every', 'filter', 'find', 'findIndex', 'flatMap']);

function isStaticProperty(member: ts.Node): member is ts.PropertyDeclaration {
  return (
    ts.isPropertyDeclaration(member) &&
    (ts.getModifiers(member)?.some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword) ?? false)
  );
}

function isReadonly(property: ts.PropertyDeclaration): boolean {
  return (
    ts.getModifiers(property)?.some((modifier) => modifier.kind === ts.SyntaxKind.ReadonlyKeyword) ?? false
  );
}

function moduleOf(declaration: ts.ImportDeclaration | ts.JSDocImportTag): string | undefined {
  return ts.isStringLiteralLike(declaration.moduleSpecifier) ? declaration.moduleSpecifier.text : undefined;
}
