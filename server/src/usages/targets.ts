import ts from 'typescript';
import { requiredModule } from './constants';
import { destructuringPath } from './destructuring';
import type { Reference } from './facts';
import { functionName, givesResult, ownerName } from './function-name';
import { nameText } from './property-names';
import { lastName } from './references';
import { type Binding, parameterOf, type Scopes, variableOf } from './scope';
import { unwrap } from './unwrap';

/**
 * Whom an expression stands for, when a call is held against the wrappers that it may call: `referenceOf` and more, the
 * instances of classes, what functions return and what contexts hold. Nothing where it cannot be told.
 */
export type Targets = (expression: ts.Expression) => Reference | undefined;

/** What calling a thing gives, and what a context gives: names of members that no code can write. */
export const RESULT = '()';
export const HELD = '<>';

/** Something that no file of the workspace declares: `new Map()`, a literal. */
const ELSEWHERE: Reference = { kind: 'local', file: '', name: '', path: [] };

const MAX_DEPTH = 12;

export function createTargets(file: string, scopes: Scopes): Targets {
  const local = (name: string): Reference => ({ kind: 'local', file, name, path: [] });

  const visit = (expression: ts.Expression, depth: number): Reference | undefined => {
    if (depth > MAX_DEPTH) return undefined;
    const node = unwrap(expression);
    const module = requiredModule(node);
    if (module !== undefined) return { kind: 'import', file, module, name: '*', path: [] };
    if (ts.isAwaitExpression(node)) return visit(node.expression, depth + 1);
    if (ts.isIdentifier(node)) {
      const binding = scopes.resolve(node);
      return binding ? ofBinding(binding, node.text, depth) : undefined;
    }
    if (ts.isPropertyAccessExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ThisKeyword) return ofThis(node, node.name.text, depth);
      if (node.expression.kind === ts.SyntaxKind.SuperKeyword) return ofSuper(node, node.name.text, depth);
      return memberOf(visit(node.expression, depth + 1), node.name.text);
    }
    if (ts.isNewExpression(node)) {
      const owner = unwrap(node.expression);
      const isGlobal = ts.isIdentifier(owner) && !scopes.resolve(owner);
      return isGlobal ? ELSEWHERE : visit(owner, depth + 1);
    }
    if (ts.isCallExpression(node)) return ofCall(node, depth);
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return namedFunction(node);
    if (ts.isObjectLiteralExpression(node)) {
      const name = ownerName(node);
      return name === undefined ? undefined : local(name);
    }
    const isPlain =
      ts.isLiteralExpression(node) || ts.isArrayLiteralExpression(node) || ts.isTemplateExpression(node);
    return isPlain ? ELSEWHERE : undefined;
  };

  const namedFunction = (node: ts.Node): Reference | undefined => {
    const name = functionName(node);
    return name === undefined ? undefined : local(name);
  };

  const ofCall = (node: ts.CallExpression, depth: number): Reference | undefined => {
    const name = lastName(node.expression);
    const [first] = node.arguments;
    if (first && (name === 'useContext' || (name === 'use' && lastName(first)?.endsWith('Context'))))
      return memberOf(visit(first, depth + 1), HELD);
    // `inject(Gate)` gives one of that class.
    if (first && name === 'inject') return visit(first, depth + 1);
    if (first && (ts.isArrowFunction(first) || ts.isFunctionExpression(first))) {
      // `useCallback(fn)` and its kin are the function, `useMemo(fn)` and `useSelector(fn)` are what it returns.
      if (!givesResult(name)) return namedFunction(first);
      const returned = returnedBy(first);
      return returned && visit(returned, depth + 1);
    }
    return memberOf(visit(node.expression, depth + 1), RESULT);
  };

  const ofBinding = (binding: Binding, text: string, depth: number): Reference | undefined => {
    const imported = (declaration: ts.ImportDeclaration | ts.JSDocImportTag, name: string): Reference => ({
      kind: 'import',
      file,
      module: ts.isStringLiteralLike(declaration.moduleSpecifier) ? declaration.moduleSpecifier.text : '',
      name,
      path: [],
    });
    if (ts.isImportSpecifier(binding))
      return imported(binding.parent.parent.parent, (binding.propertyName ?? binding.name).text);
    if (ts.isNamespaceImport(binding)) return imported(binding.parent.parent, '*');
    if (ts.isImportClause(binding)) return imported(binding.parent, 'default');
    if (ts.isImportEqualsDeclaration(binding)) return undefined;
    const parameter = parameterOf(binding);
    if (parameter) return taken(binding, parameter.type && ofType(parameter.type, depth + 1));
    const variable = variableOf(binding);
    if (!variable) return local(text);
    const typed = variable.type && ofType(variable.type, depth + 1);
    // What a module's variable holds, `holders.ts` says; the variable itself is what contexts go by.
    if (binding === variable && isOfModule(variable) && (!typed || typed === ELSEWHERE)) return local(text);
    const { initializer } = variable;
    // `let ask = isOn` that is given another value stands for either.
    const isOther = initializer && isAlias(initializer) && !scopes.isConstant(binding);
    const value = initializer && !isOther ? visit(initializer, depth + 1) : undefined;
    return taken(binding, (typed === ELSEWHERE ? undefined : typed) ?? value ?? typed);
  };

  const taken = (binding: Binding, value: Reference | undefined): Reference | undefined =>
    destructuringPath(binding)?.reduce(memberOf, value);

  const classAround = (node: ts.Node): ts.ClassLikeDeclaration | undefined => {
    for (let parent = node.parent; parent; parent = parent.parent) {
      if (ts.isClassLike(parent)) return parent;
      if (ts.isFunctionDeclaration(parent) || ts.isFunctionExpression(parent)) return undefined;
    }
    return undefined;
  };

  const ofThis = (node: ts.Node, name: string, depth: number): Reference | undefined => {
    const owner = classAround(node);
    if (!owner) return undefined;
    for (const member of owner.members) {
      if (ts.isPropertyDeclaration(member) && nameText(member.name) === name) {
        const value = member.initializer && visit(member.initializer, depth + 1);
        return (member.type && ofType(member.type, depth + 1)) ?? value;
      }
      if (!ts.isConstructorDeclaration(member)) continue;
      for (const parameter of member.parameters) {
        const isOwn =
          ts.isParameterPropertyDeclaration(parameter, member) && parameter.name.getText() === name;
        if (isOwn) return parameter.type && ofType(parameter.type, depth + 1);
      }
    }
    return memberOf(local(owner.name?.text ?? 'default'), name);
  };

  const ofSuper = (node: ts.Node, name: string, depth: number): Reference | undefined => {
    const owner = classAround(node);
    const [base] = (owner && heritageOf(owner, ts.SyntaxKind.ExtendsKeyword)) ?? [];
    return base && memberOf(visit(base, depth + 1), name);
  };

  /** What is of a type: `g: Gate`, `Readonly<Gate>`, `ReturnType<typeof useGates>`. */
  const ofType = (type: ts.TypeNode, depth: number): Reference | undefined => {
    if (depth > MAX_DEPTH) return undefined;
    if (ts.isParenthesizedTypeNode(type)) return ofType(type.type, depth + 1);
    if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) {
      const members = type.types.map((member) => ofType(member, depth + 1));
      return members.find((member) => member && member !== ELSEWHERE) ?? members[0];
    }
    if (ts.isTypeQueryNode(type)) return ofEntity(type.exprName, depth, scopes.resolve);
    if (!ts.isTypeReferenceNode(type)) {
      const isOpen = type.kind === ts.SyntaxKind.AnyKeyword || type.kind === ts.SyntaxKind.UnknownKeyword;
      return isOpen || ts.isTypeLiteralNode(type) || ts.isFunctionTypeNode(type) ? undefined : ELSEWHERE;
    }
    const [argument] = type.typeArguments ?? [];
    const name = ts.isIdentifier(type.typeName) ? type.typeName.text : type.typeName.right.text;
    if (argument && WRAPPING_TYPES.has(name)) return ofType(argument, depth + 1);
    if (argument && name === 'ReturnType') return memberOf(ofType(argument, depth + 1), RESULT);
    return ofEntity(type.typeName, depth, scopes.resolveType);
  };

  const ofEntity = (
    name: ts.EntityName,
    depth: number,
    resolve: Scopes['resolve'],
  ): Reference | undefined => {
    if (ts.isQualifiedName(name)) return memberOf(ofEntity(name.left, depth + 1, resolve), name.right.text);
    const binding = resolve(name);
    if (binding) return ofBinding(binding, name.text, depth + 1);
    return declaresType(name) ? local(name.text) : ELSEWHERE;
  };

  return (expression) => visit(expression, 0);
}

/** Types whose values are used as those of what they wrap. */
const WRAPPING_TYPES = new Set([
  'Awaited',
  'InstanceType',
  'NonNullable',
  'Partial',
  'Promise',
  'Readonly',
  'Required',
]);

export function memberOf(base: Reference | undefined, name: string): Reference | undefined {
  if (!base || base.kind === 'unresolved' || base === ELSEWHERE) return base;
  if (base.kind === 'import' && base.name === '*' && name !== RESULT) return { ...base, name };
  return { ...base, path: [...base.path, name] };
}

/** Whether an expression names what something else is: another name of a function, or one that a module has. */
export function isAlias(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || requiredModule(node) !== undefined;
}

/** What a function returns, where that is one expression. */
export function returnedBy({
  body,
}: ts.ArrowFunction | ts.FunctionLikeDeclaration): ts.Expression | undefined {
  if (!body || !ts.isBlock(body)) return body;
  const last = body.statements.at(-1);
  return last && ts.isReturnStatement(last) ? last.expression : undefined;
}

export function heritageOf(
  owner: ts.ClassLikeDeclaration,
  kind: ts.SyntaxKind.ExtendsKeyword | ts.SyntaxKind.ImplementsKeyword,
): ts.Expression[] {
  return (owner.heritageClauses ?? [])
    .filter((clause) => clause.token === kind)
    .flatMap((clause) => clause.types.map(({ expression }) => expression));
}

function isOfModule(variable: ts.VariableDeclaration): boolean {
  return ts.isSourceFile(variable.parent.parent.parent);
}

function declaresType(name: ts.Identifier): boolean {
  return name
    .getSourceFile()
    .statements.some(
      (statement) =>
        (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) &&
        statement.name.text === name.text,
    );
}
