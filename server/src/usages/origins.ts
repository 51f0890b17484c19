import ts from 'typescript';
import { requiredModule } from './constants';
import type { Origin } from './facts';
import { isFlagPackage } from './package-names';
import { type Binding, type Scopes, variableOf } from './scope';
import { treeOf } from './tree';
import { unwrap } from './unwrap';

const MAX_DEPTH = 8;

/** Whether a call by a name goes back to the function of lodash that bears it: to the whole, or to a module of its own as `lodash/get`. */
export function isLodash(origin: Origin | undefined, name: string): boolean {
  if (!origin) return false;
  const { module, name: imported } = origin;
  if (module === 'lodash' || module === 'lodash-es') return [name, 'default', '*'].includes(imported);
  return [`lodash/${name}`, `lodash-es/${name}`, `lodash.${name}`].includes(module);
}

/**
 * The import that a value goes back to: `client` of `const client = init(…)` to the module of `init`, a parameter to
 * the module of its type, `this.client` to what its class says of it.
 */
export function originOf(expression: ts.Expression, scopes: Scopes, depth = 0): Origin | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) return ofIdentifier(node, scopes, depth);
  if (ts.isPropertyAccessExpression(node)) {
    if (node.expression.kind === ts.SyntaxKind.ThisKeyword) return ofMember(node, scopes, depth);
    const owner = originOf(node.expression, scopes, depth + 1);
    return owner?.name === '*' ? { ...owner, name: node.name.text } : owner;
  }
  if (ts.isElementAccessExpression(node)) return originOf(node.expression, scopes, depth + 1);
  if (ts.isAwaitExpression(node)) return originOf(node.expression, scopes, depth + 1);
  if (ts.isNewExpression(node)) return originOf(node.expression, scopes, depth + 1);
  if (ts.isCallExpression(node)) {
    const module = requiredModule(node);
    if (module !== undefined) return { module, name: '*' };
    const callee = unwrap(node.expression);
    // `inject(Client)` gives one of that class.
    const [token] = node.arguments;
    if (token && ts.isIdentifier(callee) && callee.text === 'inject')
      return originOf(token, scopes, depth + 1);
    const declared = ts.isIdentifier(callee) ? functionBehind(callee, scopes) : undefined;
    return declared ? originOfResult(declared, scopes, depth + 1) : originOf(callee, scopes, depth + 1);
  }
  if (ts.isConditionalExpression(node)) return originOfChoice(node, scopes, depth);
  return ts.isObjectLiteralExpression(node) ? originOfSpreads(node, scopes, depth) : undefined;
}

/** `domain ? api.getClient(domain) : api.getClient()`: what is the same whichever is chosen. */
function originOfChoice(
  { whenTrue, whenFalse }: ts.ConditionalExpression,
  scopes: Scopes,
  depth: number,
): Origin | undefined {
  const [one, other] = [whenTrue, whenFalse].map((part) => originOf(part, scopes, depth + 1));
  return one && other && one.module === other.module && one.name === other.name ? one : undefined;
}

/** `{ ...flags, ...overrides }`: a service's flags with the project's own answers to some of them. */
function originOfSpreads(
  { properties }: ts.ObjectLiteralExpression,
  scopes: Scopes,
  depth: number,
): Origin | undefined {
  const spread = properties.filter(ts.isSpreadAssignment);
  if (spread.length < properties.length) return undefined;
  const origins = spread.flatMap(({ expression }) => originOf(expression, scopes, depth + 1) ?? []);
  return origins.find(({ module }) => isFlagPackage(module));
}

/** The import that what a function returns goes back to: `useFlags` of `function useToggles() { return useFlags(); }`. */
export function originOfResult(
  { body }: ts.FunctionLikeDeclaration,
  scopes: Scopes,
  depth = 0,
): Origin | undefined {
  if (!body) return undefined;
  if (!ts.isBlock(body)) return originOf(body, scopes, depth + 1);
  const last = body.statements.at(-1);
  return last && ts.isReturnStatement(last) && last.expression
    ? originOf(last.expression, scopes, depth + 1)
    : undefined;
}

/** The function of this file that an identifier names. */
export function functionBehind(node: ts.Identifier, scopes: Scopes): ts.FunctionLikeDeclaration | undefined {
  const binding = scopes.resolve(node);
  if (!binding) return undefined;
  if (ts.isFunctionDeclaration(binding)) return binding;
  const value =
    variableOf(binding) === binding ? binding.initializer && unwrap(binding.initializer) : undefined;
  return value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) ? value : undefined;
}

function ofIdentifier(node: ts.Identifier, scopes: Scopes, depth: number): Origin | undefined {
  return ofBinding(scopes.resolve(node), scopes, depth);
}

function ofBinding(binding: Binding | undefined, scopes: Scopes, depth: number): Origin | undefined {
  if (!binding || depth > MAX_DEPTH) return undefined;
  if (ts.isImportSpecifier(binding)) {
    return ofImport(binding.parent.parent.parent, (binding.propertyName ?? binding.name).text);
  }
  if (ts.isNamespaceImport(binding)) return ofImport(binding.parent.parent, '*');
  if (ts.isImportClause(binding)) return ofImport(binding.parent, 'default');
  if (ts.isImportEqualsDeclaration(binding)) {
    const reference = binding.moduleReference;
    if (!ts.isExternalModuleReference(reference) || !ts.isStringLiteralLike(reference.expression))
      return undefined;
    return { module: reference.expression.text, name: '*' };
  }
  if (ts.isParameter(binding)) return binding.type && ofType(binding.type, scopes, depth);
  const variable = variableOf(binding);
  if (!variable) return undefined;
  const typed = variable.type && ofType(variable.type, scopes, depth);
  return (
    typed ??
    (variable.initializer && originOf(variable.initializer, scopes, depth + 1)) ??
    ofAssignment(variable, scopes, depth)
  );
}

/** `let client; … client = init(…)`: the one place that gives a variable its value. */
function ofAssignment(variable: ts.VariableDeclaration, scopes: Scopes, depth: number): Origin | undefined {
  if (variable.initializer || !ts.isIdentifier(variable.name)) return undefined;
  for (const target of treeOf(variable.getSourceFile()).named(variable.name.text)) {
    const { parent } = target;
    if (!ts.isBinaryExpression(parent) || parent.left !== target) continue;
    if (parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken || scopes.resolve(target) !== variable)
      continue;
    const origin = originOf(parent.right, scopes, depth + 1);
    if (origin) return origin;
  }
  return undefined;
}

/** A property of `this`: its type, its initialiser, a constructor's parameter of that name, or an assignment to it. */
function ofMember(node: ts.PropertyAccessExpression, scopes: Scopes, depth: number): Origin | undefined {
  let owner: ts.Node = node.parent;
  while (owner && !ts.isClassLike(owner)) owner = owner.parent;
  if (!owner) return undefined;
  const name = node.name.text;
  for (const member of owner.members) {
    if (ts.isPropertyDeclaration(member) && member.name.getText() === name) {
      const typed = member.type && ofType(member.type, scopes, depth);
      return (
        typed ??
        (member.initializer && originOf(member.initializer, scopes, depth + 1)) ??
        assignedTo(owner, name, scopes, depth)
      );
    }
    if (!ts.isConstructorDeclaration(member)) continue;
    const parameter = member.parameters.find(
      (candidate) =>
        ts.isParameterPropertyDeclaration(candidate, member) && candidate.name.getText() === name,
    );
    if (parameter) return parameter.type && ofType(parameter.type, scopes, depth);
  }
  return undefined;
}

function assignedTo(
  owner: ts.ClassLikeDeclaration,
  name: string,
  scopes: Scopes,
  depth: number,
): Origin | undefined {
  const find = (node: ts.Node): Origin | undefined => {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isPropertyAccessExpression(node.left) &&
      node.left.expression.kind === ts.SyntaxKind.ThisKeyword &&
      node.left.name.text === name
    ) {
      return originOf(node.right, scopes, depth + 1);
    }
    return ts.forEachChild(node, find);
  };
  return find(owner);
}

function ofType(type: ts.TypeNode, scopes: Scopes, depth: number): Origin | undefined {
  if (ts.isUnionTypeNode(type)) {
    for (const member of type.types) {
      const origin = ofType(member, scopes, depth + 1);
      if (origin) return origin;
    }
    return undefined;
  }
  if (ts.isTypeQueryNode(type) && ts.isIdentifier(type.exprName))
    return ofIdentifier(type.exprName, scopes, depth + 1);
  if (ts.isImportTypeNode(type)) {
    const { argument } = type;
    return ts.isLiteralTypeNode(argument) && ts.isStringLiteralLike(argument.literal)
      ? { module: argument.literal.text, name: '*' }
      : undefined;
  }
  if (!ts.isTypeReferenceNode(type)) return undefined;
  const name = ts.isQualifiedName(type.typeName) ? leftmost(type.typeName) : type.typeName;
  return ofBinding(scopes.resolveType(name), scopes, depth + 1);
}

function leftmost(name: ts.QualifiedName): ts.Identifier {
  return ts.isIdentifier(name.left) ? name.left : leftmost(name.left);
}

function ofImport(declaration: ts.ImportDeclaration | ts.JSDocImportTag, name: string): Origin | undefined {
  return ts.isStringLiteralLike(declaration.moduleSpecifier)
    ? { module: declaration.moduleSpecifier.text, name }
    : undefined;
}
