import ts from 'typescript';
import { declarationOf, isOfLanguage } from './declared';
import { isAssignment } from './syntax';

/** Whether evaluating an expression can be left out when its value is not needed. */
type IsPure = (node: ts.Node) => boolean;

/**
 * Whether a call does nothing but compute what it gives: a function of the language, a method of texts and lists whose name says
 * so, or a function written in the same file whose body does nothing else.
 */
export function onlyComputes(node: ts.CallExpression, isPure: IsPure): boolean {
  const callee = withoutParentheses(node.expression);
  if (node.arguments.some(ts.isSpreadElement)) return false;
  const haveNone = (): boolean => node.arguments.every((argument) => isArgument(argument, isPure));
  if (ts.isIdentifier(callee)) {
    if (isKnownImport(callee)) return node.arguments.every(isPure);
    if (isOfLanguage(callee, CONVERSIONS)) return haveNone();
  }
  const body = bodyOf(callee);
  if (body) return node.arguments.every(isPure) && computes(body, isPure);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const { expression: object, name } = callee;
  // A pattern that is written in place has not been asked before.
  if (ts.isRegularExpressionLiteral(object)) return name.text === 'test' && node.arguments.every(isPure);
  if (ts.isIdentifier(object) && OF_OBJECTS.get(object.text)?.has(name.text))
    return !declarationOf(object) && haveNone();
  const isMethod = WITH_FUNCTION.has(name.text)
    ? node.arguments.length > 0 && isFunction(node.arguments[0]!)
    : name.text === 'replace' || name.text === 'replaceAll'
      ? node.arguments.length === 2 && ts.isRegularExpressionLiteral(node.arguments[0]!)
      : WITHOUT_FUNCTION.has(name.text) && !node.arguments.some(isFunction);
  return isMethod && isPure(object) && haveNone();
}

/** Whether making an object does nothing but make it: of a class of the same file whose constructor does no more, or of one that is known to be such. */
export function onlyMakes(node: ts.NewExpression, isPure: IsPure): boolean {
  const callee = withoutParentheses(node.expression);
  const given = node.arguments ?? [];
  if (!ts.isIdentifier(callee) || given.some(ts.isSpreadElement) || !given.every(isPure)) return false;
  if (isKnownImport(callee)) return true;
  const declared = declarationOf(callee);
  return (
    declared !== undefined &&
    ts.isClassDeclaration(declared) &&
    !isReassigned(callee, declared) &&
    makes(declared, isPure)
  );
}

/** Whether making an object of a class does nothing but give values to its fields. */
export function makes(owner: ts.ClassDeclaration, isPure: IsPure): boolean {
  const { heritageClauses: heritage = [], members } = owner;
  const isDecorated = (node: ts.Node): boolean =>
    ts.canHaveDecorators(node) && (ts.getDecorators(node)?.length ?? 0) > 0;
  if (isDecorated(owner) || heritage.some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword))
    return false;
  const accessors = new Set(members.flatMap((one) => (ts.isAccessor(one) ? one.name.getText() : [])));
  const isField = (node: ts.Node): boolean =>
    ts.isPropertyAccessExpression(node) &&
    node.expression.kind === ts.SyntaxKind.ThisKeyword &&
    !accessors.has(node.name.text);
  const isSetting = (statement: ts.Statement): boolean => {
    const set = ts.isExpressionStatement(statement) ? statement.expression : statement;
    return (
      ts.isBinaryExpression(set) &&
      set.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      isField(set.left) &&
      isPure(set.right)
    );
  };
  return members.every((member) => {
    if (isDecorated(member)) return false;
    if (ts.isPropertyDeclaration(member)) return !member.initializer || isPure(member.initializer);
    return !ts.isConstructorDeclaration(member) || !member.body || computes(member, isPure, isSetting);
  });
}

/** What is known of the functions and classes that a source imports. */
interface KnownImports {
  /** The names of those that only compute. */
  readonly pure: ReadonlySet<string>;
  /** Takes in the names of those of which it was asked. */
  readonly asked: Set<string>;
}

const imports = new WeakMap<ts.SourceFile, KnownImports>();

/** Tells what is known of the functions that a source imports; unless it is told, a call of one of them may do anything. */
export function knowComputing(source: ts.SourceFile, known: KnownImports): void {
  imports.set(source, known);
}

function isKnownImport(callee: ts.Identifier): boolean {
  const known = imports.get(callee.getSourceFile());
  const declared = known && declarationOf(callee);
  if (!declared || !(ts.isImportSpecifier(declared) || ts.isImportClause(declared))) return false;
  known.asked.add(callee.text);
  return known.pure.has(callee.text);
}

/** An argument; a function among them is called, and must compute as well. */
function isArgument(node: ts.Expression, isPure: IsPure): boolean {
  return isFunction(node) ? computes(node, isPure) : isPure(node);
}

const CONVERSIONS = new Set([
  ...['String', 'Number', 'BigInt', 'parseInt', 'parseFloat', 'isNaN', 'isFinite'],
  ...['encodeURIComponent', 'encodeURI'],
]);

const OF_OBJECTS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    Object: new Set(['keys', 'values', 'entries', 'fromEntries', 'hasOwn', 'is']),
    Array: new Set(['isArray', 'of']),
    Number: new Set(['isInteger', 'isNaN', 'isFinite', 'parseInt', 'parseFloat']),
    Math: new Set(['abs', 'ceil', 'floor', 'max', 'min', 'pow', 'random', 'round', 'sign', 'sqrt', 'trunc']),
    Date: new Set(['now', 'parse', 'UTC']),
    JSON: new Set(['stringify']),
    localStorage: new Set(['getItem']),
    sessionStorage: new Set(['getItem']),
    // Of runners of tests: what stands in for a function does nothing before it is called, and `mocked` gives what it is given.
    jest: new Set(['fn', 'mocked']),
    vi: new Set(['fn', 'mocked']),
  }),
);

/** What lists do with a function that they are given. */
const WITH_FUNCTION = new Set([
  ...['map', 'filter', 'find', 'findIndex', 'findLast', 'findLastIndex', 'flatMap'],
  ...['some', 'every', 'reduce', 'reduceRight'],
]);

/** What texts, numbers, dates and lists give by themselves; none of these names is that of an effect elsewhere. */
const WITHOUT_FUNCTION = new Set([
  ...[
    'has',
    'includes',
    'indexOf',
    'lastIndexOf',
    'startsWith',
    'endsWith',
    'charAt',
    'charCodeAt',
    'codePointAt',
  ],
  ...['toLowerCase', 'toUpperCase', 'toLocaleLowerCase', 'toLocaleUpperCase', 'trim', 'trimStart', 'trimEnd'],
  ...['padStart', 'padEnd', 'substring', 'slice', 'split', 'concat', 'flat', 'at'],
  ...[
    'toFixed',
    'toPrecision',
    'toISOString',
    'toLocaleString',
    'toLocaleDateString',
    'toString',
    'localeCompare',
  ],
  ...['getTime', 'getDate', 'getDay', 'getFullYear', 'getHours', 'getMinutes', 'getMonth', 'getSeconds'],
]);

function isFunction(node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

type Computing =
  | ts.ArrowFunction
  | ts.FunctionExpression
  | ts.FunctionDeclaration
  | ts.ConstructorDeclaration;

/** The function that a callee is: `(() => …)()`, or one declared in the file under a name that nothing else is given. */
function bodyOf(callee: ts.Expression): Computing | undefined {
  if (isFunction(callee)) return callee;
  const declared = ts.isIdentifier(callee) ? declarationOf(callee) : undefined;
  if (!declared) return undefined;
  const own = ts.isFunctionDeclaration(declared) ? declared : constantFunction(declared);
  return own && !isReassigned(callee as ts.Identifier, own) ? own : undefined;
}

function constantFunction(node: ts.Node): Computing | undefined {
  if (!ts.isVariableDeclaration(node) || !node.initializer) return undefined;
  if ((ts.getCombinedNodeFlags(node) & ts.NodeFlags.Const) === 0) return undefined;
  const value = withoutParentheses(node.initializer);
  return isFunction(value) ? value : undefined;
}

/** Functions whose bodies are being looked at: one that calls itself may never end. */
const open = new Set<ts.Node>();

/** Whether calling a function does nothing but compute its answer, and what `isAlso` lets pass. */
export function computes(
  owner: Computing,
  isPure: IsPure,
  isAlso: (statement: ts.Statement) => boolean = () => false,
): boolean {
  const { body, modifiers, parameters } = owner;
  const asteriskToken = ts.isConstructorDeclaration(owner) ? undefined : owner.asteriskToken;
  const isAsync = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  if (!body || isAsync || asteriskToken || open.has(owner)) return false;
  const isPlain = (name: ts.BindingName): boolean =>
    ts.isIdentifier(name) ||
    (ts.isObjectBindingPattern(name) &&
      name.elements.every((one) => isPlain(one.name) && (!one.initializer || isPure(one.initializer))));
  if (!parameters.every((one) => isPlain(one.name) && (!one.initializer || isPure(one.initializer))))
    return false;
  open.add(owner);
  try {
    return ts.isBlock(body) ? body.statements.every(isComputing) : isPure(body);
  } finally {
    open.delete(owner);
  }

  function isComputing(statement: ts.Statement): boolean {
    if (isAlso(statement)) return true;
    if (ts.isReturnStatement(statement)) return !statement.expression || isPure(statement.expression);
    if (ts.isBlock(statement)) return statement.statements.every(isComputing);
    if (ts.isBreakStatement(statement) || ts.isEmptyStatement(statement)) return true;
    if (ts.isIfStatement(statement)) {
      const { expression, thenStatement, elseStatement } = statement;
      return (
        isPure(expression) && isComputing(thenStatement) && (!elseStatement || isComputing(elseStatement))
      );
    }
    if (ts.isSwitchStatement(statement)) {
      const { clauses } = statement.caseBlock;
      return (
        isPure(statement.expression) &&
        clauses.every((one) => ts.isDefaultClause(one) || isPure(one.expression)) &&
        clauses.every((one) => one.statements.every(isComputing))
      );
    }
    return (
      ts.isVariableStatement(statement) &&
      statement.declarationList.declarations.every(
        ({ name, initializer }) => isPlain(name) && (!initializer || isPure(initializer)),
      )
    );
  }
}

/** Whether a name is given anything after its declaration, or declared a second time, anywhere in the file. */
export function isReassigned(name: ts.Identifier, own: Computing | ts.ClassDeclaration): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isBinaryExpression(node) && isAssignment(node) && assigns(node.left)) return true;
    if (ts.isFunctionDeclaration(node) && node !== own && node.name?.text === name.text) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  };
  const assigns = (target: ts.Node): boolean =>
    ts.isIdentifier(target)
      ? target.text === name.text
      : ts.forEachChild(target, (child) => assigns(child) || undefined) === true;
  const isOpen = ts.isFunctionDeclaration(own) || ts.isClassDeclaration(own);
  return isOpen && visit(name.getSourceFile());
}

function withoutParentheses(node: ts.Expression): ts.Expression {
  let at = node;
  while (ts.isParenthesizedExpression(at) || ts.isAsExpression(at) || ts.isNonNullExpression(at))
    at = at.expression;
  return at;
}
