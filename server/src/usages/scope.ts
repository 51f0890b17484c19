import ts from 'typescript';
import { kindsWhere, treeOf } from './tree';

/** What an identifier is bound to in its own file. */
export type Binding =
  | ts.VariableDeclaration
  | ts.BindingElement
  | ts.ParameterDeclaration
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ClassDeclaration
  | ts.ClassExpression
  | ts.EnumDeclaration
  | ts.ModuleDeclaration
  | ts.ImportClause
  | ts.NamespaceImport
  | ts.ImportSpecifier
  | ts.ImportEqualsDeclaration;

/** Lexical scopes of one source file, made as they are asked for. */
export interface Scopes {
  /** The binding of an identifier in a value position; nothing where it is global. */
  resolve(identifier: ts.Identifier): Binding | undefined;
  /** The same for one that names a type, which no parameter, variable or function of that name is: `(gate: gate) => …`. */
  resolveType(identifier: ts.Identifier): Binding | undefined;
  /** Whether a binding keeps its first value: a `const`, or a variable that the file never assigns again. */
  isConstant(binding: Binding): boolean;
  /** The values that are assigned to a variable after its declaration; nothing where not all of them are plain ones. */
  assignmentsTo(variable: ts.VariableDeclaration): readonly ts.Expression[] | undefined;
}

/**
 * Resolves identifiers without a type checker: the scan of 80,000 files cannot afford one, and values need no types.
 * The source must have been parsed with `setParentNodes`.
 */
export function createScopes(source: ts.SourceFile): Scopes {
  const locals = new Map<ts.Node, Map<string, Binding>>();
  let assigned: Map<string, Assignment[]> | undefined;

  const localsOf = (node: ts.Node): Map<string, Binding> | undefined => {
    if (!isScope(node)) return undefined;
    let names = locals.get(node);
    if (!names) {
      names = collect(node);
      locals.set(node, names);
    }
    return names;
  };

  const find = (identifier: ts.Identifier, isMeant: (binding: Binding) => boolean): Binding | undefined => {
    for (let node: ts.Node | undefined = identifier.parent; node; node = node.parent) {
      const binding = localsOf(node)?.get(identifier.text);
      if (binding && isMeant(binding)) return binding;
    }
    return undefined;
  };
  const resolve = (identifier: ts.Identifier): Binding | undefined => find(identifier, isAny);

  return {
    resolve,
    resolveType: (identifier) => find(identifier, (binding) => !isValueAlone(binding)),
    isConstant: (binding) => {
      const variable = variableOf(binding);
      if (!variable && isParameterElement(binding)) return false;
      if (variable ? isConst(variable) : !ts.isParameter(binding)) return true;
      assigned ??= assignmentsIn(source);
      const name =
        'name' in binding && binding.name && ts.isIdentifier(binding.name) ? binding.name.text : undefined;
      return name !== undefined && !assigned.has(name);
    },
    assignmentsTo: (variable) => {
      if (!ts.isIdentifier(variable.name)) return undefined;
      assigned ??= assignmentsIn(source);
      const own = (assigned.get(variable.name.text) ?? []).filter(
        ({ target }) => resolve(target) === variable,
      );
      return own.every(({ value }) => value) ? own.map(({ value }) => value!) : undefined;
    },
  };
}

const isAny = (): boolean => true;

function isValueAlone(binding: Binding): boolean {
  return (
    ts.isVariableDeclaration(binding) ||
    ts.isBindingElement(binding) ||
    ts.isParameter(binding) ||
    ts.isFunctionDeclaration(binding) ||
    ts.isFunctionExpression(binding)
  );
}

/** The variable declaration that a binding belongs to, through any destructuring. */
export function variableOf(binding: Binding): ts.VariableDeclaration | undefined {
  let node: ts.Node = binding;
  while (ts.isBindingElement(node)) node = node.parent.parent;
  return ts.isVariableDeclaration(node) ? node : undefined;
}

/** The parameter that a binding belongs to, through any destructuring. */
export function parameterOf(binding: Binding): ts.ParameterDeclaration | undefined {
  let node: ts.Node = binding;
  while (ts.isBindingElement(node)) node = node.parent.parent;
  return ts.isParameter(node) ? node : undefined;
}

export function isConst(variable: ts.VariableDeclaration): boolean {
  return (
    ts.isVariableDeclarationList(variable.parent) &&
    (variable.parent.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const
  );
}

function isParameterElement(binding: Binding): boolean {
  return ts.isBindingElement(binding) && parameterOf(binding) !== undefined;
}

/** Asked of every ancestor of every name, so one look must do. */
function isScope(node: ts.Node): boolean {
  return SCOPES[node.kind] === 1;
}

const SCOPES = kindsWhere(
  (node) =>
    ts.isSourceFile(node) ||
    ts.isBlock(node) ||
    ts.isCaseBlock(node) ||
    ts.isModuleBlock(node) ||
    ts.isForStatement(node) ||
    ts.isForInStatement(node) ||
    ts.isForOfStatement(node) ||
    ts.isCatchClause(node) ||
    ts.isClassExpression(node) ||
    ts.isClassStaticBlockDeclaration(node) ||
    ts.isFunctionLike(node),
);

function collect(scope: ts.Node): Map<string, Binding> {
  const names = new Map<string, Binding>();
  const add = (name: ts.BindingName | undefined, binding: Binding): void => {
    if (!name) return;
    if (ts.isIdentifier(name)) names.set(name.text, binding);
    else for (const element of name.elements) if (ts.isBindingElement(element)) add(element.name, element);
  };
  const addList = (list: ts.VariableDeclarationList): void => {
    for (const declaration of list.declarations) add(declaration.name, declaration);
  };

  if (ts.isFunctionLike(scope)) {
    if (ts.isFunctionExpression(scope) && scope.name) names.set(scope.name.text, scope);
    for (const parameter of scope.parameters) add(parameter.name, parameter);
  } else if (ts.isClassExpression(scope)) {
    if (scope.name) names.set(scope.name.text, scope);
  } else if (ts.isForStatement(scope) || ts.isForInStatement(scope) || ts.isForOfStatement(scope)) {
    if (scope.initializer && ts.isVariableDeclarationList(scope.initializer)) addList(scope.initializer);
  } else if (ts.isCatchClause(scope)) {
    if (scope.variableDeclaration) add(scope.variableDeclaration.name, scope.variableDeclaration);
  }

  const hoistsVariables =
    ts.isSourceFile(scope) ||
    ts.isModuleBlock(scope) ||
    ts.isClassStaticBlockDeclaration(scope) ||
    ts.isFunctionLike(scope.parent ?? scope);
  if (hoistsVariables && !ts.isFunctionLike(scope)) collectVars(scope, addList);

  for (const statement of statementsOf(scope)) {
    if (ts.isVariableStatement(statement)) addList(statement.declarationList);
    else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
      add(statement.name, statement);
    else if (ts.isEnumDeclaration(statement)) add(statement.name, statement);
    else if (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name)) {
      if (!names.has(statement.name.text)) names.set(statement.name.text, statement);
    } else if (ts.isImportEqualsDeclaration(statement)) names.set(statement.name.text, statement);
    else if (ts.isImportDeclaration(statement) && statement.importClause)
      addImports(statement.importClause, names);
  }
  return names;
}

function addImports(clause: ts.ImportClause, names: Map<string, Binding>): void {
  if (clause.name) names.set(clause.name.text, clause);
  const bindings = clause.namedBindings;
  if (!bindings) return;
  if (ts.isNamespaceImport(bindings)) names.set(bindings.name.text, bindings);
  else for (const specifier of bindings.elements) names.set(specifier.name.text, specifier);
}

function statementsOf(scope: ts.Node): readonly ts.Statement[] {
  if (ts.isSourceFile(scope) || ts.isBlock(scope) || ts.isModuleBlock(scope)) return scope.statements;
  if (ts.isCaseBlock(scope)) return scope.clauses.flatMap((clause) => [...clause.statements]);
  return [];
}

/** `var`s belong to the whole function, from whatever depth of blocks. */
function collectVars(scope: ts.Node, addList: (list: ts.VariableDeclarationList) => void): void {
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0) addList(node);
    if (HOLDS_STATEMENTS[node.kind] === 1) ts.forEachChild(node, visit);
  };
  ts.forEachChild(scope, visit);
}

/** Where lists of variables may lie within, other than in a function or a class of its own. */
const HOLDS_STATEMENTS = kindsWhere(
  (node) =>
    ts.isVariableStatement(node) ||
    ts.isBlock(node) ||
    ts.isIfStatement(node) ||
    ts.isIterationStatement(node, false) ||
    ts.isWithStatement(node) ||
    ts.isSwitchStatement(node) ||
    ts.isCaseBlock(node) ||
    ts.isCaseOrDefaultClause(node) ||
    ts.isLabeledStatement(node) ||
    ts.isTryStatement(node) ||
    ts.isCatchClause(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isModuleBlock(node),
);

/** A name that is assigned to; with the value where it is `name = value`. */
interface Assignment {
  readonly target: ts.Identifier;
  readonly value?: ts.Expression;
}

/** What the file assigns anywhere after its declaration, by name. */
function assignmentsIn(source: ts.SourceFile): Map<string, Assignment[]> {
  const found = new Map<string, Assignment[]>();
  const target = (node: ts.Node, value?: ts.Expression): void => {
    if (ts.isIdentifier(node))
      found.set(node.text, [...(found.get(node.text) ?? []), { target: node, ...(value && { value }) }]);
    else if (ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node))
      ts.forEachChild(node, (child) => target(child));
    else if (ts.isPropertyAssignment(node)) target(node.initializer);
    else if (ts.isShorthandPropertyAssignment(node)) target(node.name);
    else if (ts.isSpreadElement(node) || ts.isSpreadAssignment(node)) target(node.expression);
    else if (ts.isParenthesizedExpression(node)) target(node.expression, value);
    else if (ts.isBinaryExpression(node)) target(node.left);
  };
  for (const node of treeOf(source).of(ASSIGNMENTS)) {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind))
      target(node.left, node.operatorToken.kind === ts.SyntaxKind.EqualsToken ? node.right : undefined);
    else if (
      (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
      isUpdate(node.operator)
    )
      target(node.operand);
    else if (
      (ts.isForInStatement(node) || ts.isForOfStatement(node)) &&
      !ts.isVariableDeclarationList(node.initializer)
    )
      target(node.initializer);
  }
  return found;
}

const ASSIGNMENTS = kindsWhere(
  (node) =>
    ts.isBinaryExpression(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    ts.isForInStatement(node) ||
    ts.isForOfStatement(node),
);

function isUpdate(operator: ts.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}
