import ts from 'typescript';
import { importOf } from './declared';

/** Types that are given a value's type, and mean that value itself, or a promise of it. */
const PLAIN: ReadonlySet<string> = new Set([
  ...['Promise', 'PromiseLike', 'Awaited', 'Readonly', 'NonNullable'],
  ...['Maybe', 'Nullable', 'Optional', 'ReturnType', 'Extract', 'Exclude'],
]);

/** Whether a type is that of something which holds a value, and is not one: `Observable<boolean>`, `Signal<boolean>`. */
function isHolderType(type: ts.TypeNode | undefined): boolean {
  if (!type) return false;
  if (ts.isParenthesizedTypeNode(type)) return isHolderType(type.type);
  if (ts.isUnionTypeNode(type))
    return (
      type.types.some(isHolderType) && !type.types.some(({ kind }) => kind === ts.SyntaxKind.BooleanKeyword)
    );
  if (!ts.isTypeReferenceNode(type) || !type.typeArguments) return false;
  const name = ts.isQualifiedName(type.typeName) ? type.typeName.right : type.typeName;
  return !PLAIN.has(name.text);
}

/** Whether a function of a name is declared in a source that gives such a thing. */
export function declaresHolder(source: ts.SourceFile, name: string): boolean {
  const visit = (node: ts.Node): boolean => {
    const isNamed =
      (ts.isFunctionDeclaration(node) ||
        ts.isMethodDeclaration(node) ||
        ts.isMethodSignature(node) ||
        ts.isPropertyDeclaration(node) ||
        ts.isPropertySignature(node) ||
        ts.isPropertyAssignment(node) ||
        ts.isVariableDeclaration(node)) &&
      node.name !== undefined &&
      ts.isIdentifier(node.name) &&
      node.name.text === name;
    if (isNamed && givesHolder(node)) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(source);
}

function givesHolder(node: ts.Node): boolean {
  if (ts.isFunctionLike(node))
    return node.type ? isHolderType(node.type) : returnsStream('body' in node ? node.body : undefined);
  if (!ts.isVariableDeclaration(node) && !ts.isPropertyDeclaration(node)) {
    if (ts.isPropertyAssignment(node)) return isFunction(node.initializer) && givesHolder(node.initializer);
    return ts.isPropertySignature(node) && isHolderFunction(node.type);
  }
  const { initializer } = node;
  return (
    isHolderFunction(node.type) || Boolean(initializer && isFunction(initializer) && givesHolder(initializer))
  );
}

function isHolderFunction(type: ts.TypeNode | undefined): boolean {
  return type !== undefined && ts.isFunctionTypeNode(type) && isHolderType(type.type);
}

/** `return this.flags$.pipe(…)`: a stream where no type says so. */
function returnsStream(body: ts.Node | undefined): boolean {
  if (!body) return false;
  if (!ts.isBlock(body)) return isStreamMade(body);
  const visit = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
    if (ts.isReturnStatement(node)) return node.expression !== undefined && isStreamMade(node.expression);
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(body);
}

function isStreamMade(node: ts.Node): boolean {
  if (ts.isNewExpression(node))
    return ts.isIdentifier(node.expression) && node.expression.text === 'Observable';
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    ['pipe', 'asObservable'].includes(node.expression.name.text)
  );
}

/**
 * Whether what an expression gives is taken for a stream, or another thing that holds a value, where it stands: by the name of what holds
 * it, by its type, or by the function that is given it.
 */
export function isTakenAsHolder(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) || ts.isNonNullExpression(parent))
    return isTakenAsHolder(parent);
  if (ts.isConditionalExpression(parent)) return parent.condition !== node && isTakenAsHolder(parent);
  if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)) {
    if (parent.initializer !== node) return false;
    return isStreamName(parent.name) || isHolderType(parent.type) || isAskedForMore(parent);
  }
  if (ts.isPropertyAssignment(parent)) return isStreamName(parent.name) || isListed(parent.parent);
  if (ts.isBinaryExpression(parent))
    return (
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.right === node && isHeld(parent.left)
    );
  if (ts.isArrayLiteralExpression(parent)) return isListed(parent);
  if (ts.isCallExpression(parent)) return parent.expression !== node && takes(parent, TAKING);
  if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) return isGivenByHolder(parent);
  return false;
}

/** Whether a list or an object is given to what takes several streams: `combineLatest([on, other])`. */
function isListed(list: ts.Node): boolean {
  return ts.isCallExpression(list.parent) && takes(list.parent, TAKING);
}

/** `on$`, as who writes streams calls them. */
function isStreamName(name: ts.Node): boolean {
  const text = ts.isIdentifier(name) || ts.isPrivateIdentifier(name) ? name.text : '';
  return text.length > 1 && text.endsWith('$');
}

/** Whether what is assigned to holds a stream. */
function isHeld(target: ts.Expression): boolean {
  if (ts.isIdentifier(target)) return isStreamName(target);
  if (!ts.isPropertyAccessExpression(target)) return false;
  if (isStreamName(target.name)) return true;
  if (target.expression.kind !== ts.SyntaxKind.ThisKeyword) return false;
  const owner = classAround(target);
  return (
    owner !== undefined &&
    (asksMoreOf(owner, target.name.text) ||
      owner.members.some(
        (member) =>
          ts.isPropertyDeclaration(member) &&
          ts.isIdentifier(member.name) &&
          member.name.text === target.name.text &&
          isHolderType(member.type),
      ))
  );
}

function isAskedForMore(field: ts.VariableDeclaration | ts.PropertyDeclaration): boolean {
  const { name, parent } = field;
  return ts.isClassLike(parent) && ts.isIdentifier(name) && asksMoreOf(parent, name.text);
}

function classAround(node: ts.Node): ts.ClassLikeDeclaration | undefined {
  let at: ts.Node | undefined = node;
  while (at && !ts.isClassLike(at)) at = at.parent;
  return at;
}

/** `this.on.subscribe(…)`, `this.on()`: whether a class asks for more of a field than a yes or a no. */
function asksMoreOf(owner: ts.ClassLikeDeclaration, field: string): boolean {
  const visit = (node: ts.Node): boolean => {
    const { parent } = node;
    const isField =
      ts.isPropertyAccessExpression(node) &&
      node.expression.kind === ts.SyntaxKind.ThisKeyword &&
      node.name.text === field;
    const isAsked =
      (ts.isPropertyAccessExpression(parent) && !['toString', 'valueOf'].includes(parent.name.text)) ||
      ts.isCallExpression(parent);
    if (isField && isAsked && parent.expression === node) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(owner);
}

/** Whether a function gives a stream by its type or name, or is given to one of those that ask it for one. */
function isGivenByHolder(from: ts.Node): boolean {
  let owner: ts.Node = from;
  while (owner.parent && !ts.isFunctionLike(owner)) owner = owner.parent;
  if (!ts.isFunctionLike(owner) || ('asteriskToken' in owner && owner.asteriskToken)) return false;
  if (isHolderType(owner.type) || (owner.name && isStreamName(owner.name))) return true;
  const { parent } = owner;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent))
    return isHolderFunction(parent.type);
  return ts.isCallExpression(parent) && takes(parent, ASKING);
}

/** What of rxjs and Angular is given streams. */
const TAKING: ReadonlySet<string> = new Set([
  ...['combineLatest', 'forkJoin', 'merge', 'concat', 'zip', 'race', 'withLatestFrom', 'combineLatestWith'],
  ...['takeUntil', 'skipUntil', 'firstValueFrom', 'lastValueFrom', 'toSignal'],
]);
/** What of rxjs asks a function for one. */
const ASKING: ReadonlySet<string> = new Set([
  'switchMap',
  'mergeMap',
  'concatMap',
  'exhaustMap',
  'flatMap',
  'defer',
]);

function takes({ expression }: ts.CallExpression, names: ReadonlySet<string>): boolean {
  const origin = ts.isIdentifier(expression) ? importOf(expression) : undefined;
  return (
    origin !== undefined && names.has(origin.name) && /^(?:rxjs|@angular\/core)(?:\/|$)/.test(origin.module)
  );
}

function isFunction(node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}
