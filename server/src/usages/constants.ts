import ts from 'typescript';
import { span } from '../text/span';
import type { Constant } from './facts';
import { functionName, nameText } from './function-name';
import { type Binding, parameterOf, type Scopes, variableOf } from './scope';
import { finiteType } from './types';

/** Evaluates expressions to what can be known of them from their file alone. */
export interface Constants {
  evaluate(expression: ts.Expression): Constant;
}

const UNKNOWN: Constant = { kind: 'unknown', prefix: '' };

/** Chains longer than this are code that no person wrote, or a cycle. */
const MAX_DEPTH = 24;

/** More keys than this are no choice that a person wrote, but choices that multiply. */
const MAX_OPTIONS = 500;

export function createConstants(file: string, scopes: Scopes): Constants {
  const known = new Map<ts.Node, Constant>();

  /** Each expression once; one that needs its own value to begin with is not known. */
  const evaluate = (expression: ts.Expression, depth: number): Constant => {
    if (depth > MAX_DEPTH) return UNKNOWN;
    const node = unwrap(expression);
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
      const table = evaluate(node.expression, depth + 1);
      const key = evaluate(node.argumentExpression, depth + 1);
      if (key.kind === 'string') return memberOf(table, key.value);
      // A name that another file says is no choice among all members; it is not known here.
      if (key.kind === 'import') return UNKNOWN;
      return table.kind === 'table' || table.kind === 'import' ? memberOf(table, ANY_MEMBER) : UNKNOWN;
    }
    if (ts.isObjectLiteralExpression(node)) return objectTable(node, depth);
    if (ts.isArrayLiteralExpression(node)) {
      if (node.elements.some(ts.isSpreadElement)) return UNKNOWN;
      return table(node.elements.map((element, index) => [String(index), evaluate(element, depth + 1)]));
    }
    if (ts.isCallExpression(node)) return ofCall(node, depth);
    return UNKNOWN;
  };

  const binary = (node: ts.BinaryExpression, depth: number): Constant => {
    switch (node.operatorToken.kind) {
      case ts.SyntaxKind.PlusToken:
        return concatenate(evaluate(node.left, depth + 1), evaluate(node.right, depth + 1));
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.QuestionQuestionToken:
        return oneOf([evaluate(node.left, depth + 1), evaluate(node.right, depth + 1)]);
      default:
        return UNKNOWN;
    }
  };

  const objectTable = (node: ts.ObjectLiteralExpression, depth: number): Constant => {
    const members: [string, Constant][] = [];
    for (const property of node.properties) {
      if (ts.isSpreadAssignment(property)) {
        const spread = evaluate(property.expression, depth + 1);
        if (spread.kind !== 'table') return UNKNOWN;
        members.push(...spread.members);
        continue;
      }
      const name = property.name && memberName(property.name, members.length, depth);
      if (name === undefined) continue;
      if (ts.isPropertyAssignment(property)) members.push([name, evaluate(property.initializer, depth + 1)]);
      else if (ts.isShorthandPropertyAssignment(property))
        members.push([name, identifier(property.name, depth + 1)]);
      else members.push([name, UNKNOWN]);
    }
    return table(members);
  };

  /** A name that is computed elsewhere has a place of its own: its value is one of the table's, under no name we know. */
  const memberName = (name: ts.PropertyName, index: number, depth: number): string | undefined => {
    if (!ts.isComputedPropertyName(name)) return nameText(name);
    const computed = evaluate(name.expression, depth + 1);
    return computed.kind === 'string' ? computed.value : `[${index}]`;
  };

  /** `Object.freeze(TABLE)`, `require('./flags')`, and what else leaves a constant as it is. */
  const ofCall = (node: ts.CallExpression, depth: number): Constant => {
    const required = requiredModule(node);
    if (required !== undefined) return { kind: 'import', file, module: required, name: '*', path: [] };
    const callee = node.expression;
    if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return UNKNOWN;
    if (callee.expression.text !== 'Object' || node.arguments.length !== 1) return UNKNOWN;
    const argument = evaluate(node.arguments[0]!, depth + 1);
    switch (callee.name.text) {
      case 'freeze':
        return argument;
      case 'values':
        return argument.kind === 'table'
          ? table([...argument.members.values()].map((value, i) => [String(i), value]))
          : UNKNOWN;
      case 'keys':
        return argument.kind === 'table'
          ? table([...argument.members.keys()].map((value, i) => [String(i), { kind: 'string', value }]))
          : UNKNOWN;
      default:
        return UNKNOWN;
    }
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
    const constant = scopes.isConstant(binding);
    const loop = variable.parent.parent;
    if (constant && ts.isForOfStatement(loop) && binding === variable)
      return elementOf(evaluate(loop.expression, depth + 1));
    const initial = constant && variable.initializer ? fromInitializer(binding, variable, depth) : UNKNOWN;
    if (initial.kind !== 'unknown') return initial;
    const type =
      variable.type && binding === variable ? finiteType(variable.type, scopes, evaluate) : undefined;
    return type ? oneOf(type) : initial;
  };

  const fromInitializer = (binding: Binding, variable: ts.VariableDeclaration, depth: number): Constant =>
    binding === variable
      ? evaluate(variable.initializer!, depth + 1)
      : destructured(binding, variable.initializer!, depth);

  const destructured = (binding: Binding, initializer: ts.Expression, depth: number): Constant => {
    const path = destructuringPath(binding);
    if (!path) return UNKNOWN;
    return path.reduce<Constant>((value, name) => memberOf(value, name), evaluate(initializer, depth + 1));
  };

  const ofParameter = (binding: Binding, depth: number): Constant => {
    const parameter = parameterOf(binding)!;
    const owner = parameter.parent;
    const index = owner.parameters.indexOf(parameter);
    const path = destructuringPath(binding);
    const wrapper = functionName(owner);
    if (wrapper !== undefined && path && !parameter.dotDotDotToken)
      return { kind: 'parameter', wrapper, index, path };
    const element = callbackElement(owner, index);
    if (element && binding === parameter) {
      const value = elementOf(evaluate(element, depth + 1));
      if (value.kind !== 'unknown') return value;
    }
    const type =
      parameter.type && binding === parameter ? finiteType(parameter.type, scopes, evaluate) : undefined;
    return type ? oneOf(type) : UNKNOWN;
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
    return table(members);
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

  return { evaluate: (expression) => evaluate(expression, 0) };
}

/** Takes away what does not change a value: parentheses, `as`, `satisfies`, `!`. */
export function unwrap(expression: ts.Expression): ts.Expression {
  let node = expression;
  while (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node)
  ) {
    node = node.expression;
  }
  return node;
}

/** Stands for a member whose name is known only at run time. */
const ANY_MEMBER = '[*]';

/** One of a table's values; of an enum, or where each name is its own value, a name made at run time makes the key. */
function anyMember({ members, isEnum }: Constant & { readonly kind: 'table' }): Constant {
  const isList =
    isEnum || [...members].every(([name, value]) => value.kind === 'string' && value.value === name);
  return isList ? UNKNOWN : oneOf([...members.values()]);
}

/** A member of a constant; what an import's members are is asked later. */
export function memberOf(value: Constant, name: string): Constant {
  switch (value.kind) {
    case 'table':
      return name === ANY_MEMBER ? anyMember(value) : (value.members.get(name) ?? UNKNOWN);
    case 'import':
      return value.name === '*' ? { ...value, name } : { ...value, path: [...value.path, name] };
    case 'parameter':
      return { ...value, path: [...value.path, name] };
    case 'oneOf':
      return oneOf(value.options.map((option) => memberOf(option, name)));
    default:
      return UNKNOWN;
  }
}

/** The members that a destructuring takes: `{ a: { b } }` gives `['a', 'b']` for `b`; nothing for a rest or a computed name. */
export function destructuringPath(binding: ts.Node): string[] | undefined {
  const path: string[] = [];
  for (let node = binding; ts.isBindingElement(node); node = node.parent.parent) {
    if (node.dotDotDotToken) return undefined;
    if (ts.isArrayBindingPattern(node.parent)) {
      path.unshift(String(node.parent.elements.indexOf(node)));
    } else {
      const name = node.propertyName
        ? nameText(node.propertyName)
        : ts.isIdentifier(node.name)
          ? node.name.text
          : undefined;
      if (name === undefined) return undefined;
      path.unshift(name);
    }
  }
  return path;
}

/** The module of `require('…')`. */
export function requiredModule(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'require')
    return undefined;
  const argument = node.arguments[0];
  return argument && ts.isStringLiteralLike(argument) ? argument.text : undefined;
}

/** The array whose elements a callback's parameter runs over: `xs.map((x) => …)`. */
function callbackElement(owner: ts.Node, index: number): ts.Expression | undefined {
  const call = owner.parent;
  if (index !== 0 || !ts.isCallExpression(call) || call.arguments[0] !== owner) return undefined;
  const callee = call.expression;
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

function table(members: readonly (readonly [string, Constant])[]): Constant {
  return { kind: 'table', members: new Map(members) };
}

function elementOf(value: Constant): Constant {
  return value.kind === 'table' ? oneOf([...value.members.values()]) : UNKNOWN;
}

function oneOf(options: readonly Constant[]): Constant {
  const flat = options.flatMap((option) => (option.kind === 'oneOf' ? option.options : [option]));
  if (flat.length === 1) return flat[0]!;
  if (
    flat.length === 0 ||
    flat.length > MAX_OPTIONS ||
    flat.some((option) => option.kind === 'unknown' || option.kind === 'parameter')
  )
    return UNKNOWN;
  return { kind: 'oneOf', options: flat };
}

function concatenate(left: Constant, right: Constant): Constant {
  if (left.kind === 'unknown') return left;
  if (left.kind === 'oneOf') return oneOf(left.options.map((option) => concatenate(option, right)));
  if (left.kind !== 'string') return UNKNOWN;
  if (right.kind === 'string') return { kind: 'string', value: left.value + right.value };
  if (right.kind === 'oneOf') return oneOf(right.options.map((option) => concatenate(left, option)));
  return { kind: 'unknown', prefix: left.value + (right.kind === 'unknown' ? right.prefix : '') };
}
