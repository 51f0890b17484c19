import ts from 'typescript';
import { namesBound } from './nodes';
import { isAssignmentTarget } from './operators';
import { isLast, nameText } from './property-names';
import { kindsWhere, treeOf } from './tree';

/** What a CommonJS module exports as a whole: the members of an object there are exported by their names. */
export const WHOLE_MODULE = 'module.exports';

/** The name under which `exports.isOn = …` and `module.exports.isOn = …` export a value; {@link WHOLE_MODULE} for `module.exports = …`. */
export function exportSet({ left, operatorToken }: ts.BinaryExpression): string | undefined {
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(left))
    return undefined;
  if (isWhole(left)) return WHOLE_MODULE;
  const { expression: owner } = left;
  const isExports = (ts.isIdentifier(owner) && owner.text === 'exports') || isWhole(owner);
  return isExports ? left.name.text : undefined;
}

function isWhole(node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'module' &&
    node.name.text === 'exports'
  );
}

/** The name that such an assignment exports a value under, where no other one of the file gives it another value. */
export function exportedFor(node: ts.BinaryExpression): string | undefined {
  const name = exportSet(node);
  return name !== undefined && isExportedOnce(node.getSourceFile(), name) ? name : undefined;
}

/** Whether a file exports a value under a name once, whatever happens. */
export function isExportedOnce(source: ts.SourceFile, name: string): boolean {
  return settingsIn(source).once.has(name);
}

/** The names that a file may export one value or another under; of one that lets others set any, those of all that it declares at its top. */
export function exportedInTurn(source: ts.SourceFile): readonly string[] {
  const { all, once, isOpen } = settingsIn(source);
  const names = isOpen ? [...all, ...declaredIn(source)] : all;
  return names.filter((name) => !once.has(name) && name !== WHOLE_MODULE);
}

interface Settings {
  readonly all: readonly string[];
  readonly once: ReadonlySet<string>;
  readonly isOpen: boolean;
}

const known = new WeakMap<ts.SourceFile, Settings>();

function settingsIn(source: ts.SourceFile): Settings {
  let settings = known.get(source);
  if (!settings) {
    const counts = new Map<string, number>();
    for (const node of treeOf(source).of(ASSIGNMENTS)) {
      const name = exportSet(node as ts.BinaryExpression);
      const { right } = node as ts.BinaryExpression;
      if (name === undefined || isNothing(right)) continue;
      const isSure = isAtTop(placeOf(lastOf(node as ts.BinaryExpression)));
      counts.set(name, (counts.get(name) ?? 0) + (isSure ? 1 : 2));
      const members = name === WHOLE_MODULE && ts.isObjectLiteralExpression(right) ? right.properties : [];
      for (const member of members) {
        const own = member.name && nameText(member.name);
        if (own !== undefined)
          counts.set(
            own,
            (counts.get(own) ?? 0) + (isSure && isLast(member, right as ts.ObjectLiteralExpression) ? 1 : 2),
          );
      }
    }
    const others = setBesides(source);
    for (const name of others ?? []) counts.set(name, 2);
    const once = [...counts].flatMap(([name, count]) => (count === 1 ? [name] : []));
    settings = {
      all: [...counts.keys()],
      once: new Set(others ? once : []),
      isOpen: others === undefined,
    };
    known.set(source, settings);
  }
  return settings;
}

/** What a compiler writes above the functions: `exports.isOn = exports.isOff = void 0;`. */
function isNothing(value: ts.Expression): boolean {
  return (
    ts.isVoidExpression(value) || (ts.isBinaryExpression(value) && isSet(value) && isNothing(value.right))
  );
}

function isSet({ operatorToken }: ts.BinaryExpression): boolean {
  return operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

/** Whether what is assigned is so by a statement that runs once, whatever happens. */
function isAtTop(place: ts.Node): boolean {
  const statement = ts.isVariableDeclaration(place) ? place.parent.parent : place;
  const isPlain = ts.isExpressionStatement(statement) || ts.isVariableStatement(statement);
  return isPlain && ts.isSourceFile(statement.parent);
}

/** All of `exports.a = exports.b = …`. */
function lastOf(node: ts.BinaryExpression): ts.BinaryExpression {
  const place = placeOf(node);
  const isFurther = ts.isBinaryExpression(place) && isSet(place) && place.left.end < node.pos;
  return isFurther ? lastOf(place) : node;
}

/** What a value stands in, around its parentheses. */
function placeOf({ parent }: ts.Node): ts.Node {
  return ts.isParenthesizedExpression(parent) ? placeOf(parent) : parent;
}

function declaredIn({ statements }: ts.SourceFile): string[] {
  return statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) => namesBound(name));
    const isNamed = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
    return isNamed && statement.name ? [statement.name.text] : [];
  });
}

/** The names that a file may export another value under in other ways; nothing where it lets others do so, under any name. */
function setBesides(source: ts.SourceFile): readonly string[] | undefined {
  const names: string[] = [];
  const tree = treeOf(source);
  const wholes = tree.named('exports').flatMap((name): ts.Node[] => {
    const { parent } = name;
    if (ts.isPropertyAccessExpression(parent) && parent.name === name) return isWhole(parent) ? [parent] : [];
    return isValue(name) ? [name] : [];
  });
  // At the top of a CommonJS module `this` is what it exports.
  for (const whole of [...wholes, ...tree.of(THIS).filter(isOfModule)]) {
    const set = setThrough(whole);
    if (set === undefined) return undefined;
    names.push(...set);
  }
  const isHandedOn = (name: ts.Identifier): boolean => {
    const { parent } = name;
    if (!isValue(name) || ts.isTypeOfExpression(parent) || isComparison(parent)) return false;
    return !ts.isPropertyAccessExpression(parent);
  };
  return tree.named('module').some(isHandedOn) ? undefined : names;
}

/** Whether `this` is not that of a function or a class. */
function isOfModule(node: ts.Node): boolean {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent)
    if ((ts.isFunctionLike(at) && !ts.isArrowFunction(at)) || ts.isClassLike(at)) return false;
  return true;
}

/** Whether a name is asked for its value: it names no member, and is not declared there. */
function isValue(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === name;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  return (
    !('name' in parent && parent.name === name) && !('propertyName' in parent && parent.propertyName === name)
  );
}

function isComparison(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && COMPARISONS.has(node.operatorToken.kind);
}

const COMPARISONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.InKeyword,
]);

/** The names that are set through one mention of all that a module exports, but for the plain way; nothing where any may be. */
function setThrough(whole: ts.Node): readonly string[] | undefined {
  let at = whole;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  const { parent } = at;
  if (ts.isPropertyAccessExpression(parent)) {
    const isCounted = isPlainTarget(parent) && exportSet(parent.parent as ts.BinaryExpression) !== undefined;
    return isAssignmentTarget(parent) && !isCounted ? [parent.name.text] : [];
  }
  if (ts.isElementAccessExpression(parent) && parent.expression === at) {
    const { argumentExpression: name } = parent;
    if (!isAssignmentTarget(parent)) return [];
    return ts.isStringLiteralLike(name) ? [name.text] : undefined;
  }
  if (isPlainTarget(at)) {
    const { right } = parent as ts.BinaryExpression;
    const last = placeOf(lastOf(parent as ts.BinaryExpression));
    // `const self = module.exports = …`
    const isNamed = ts.isVariableDeclaration(last) && isWhole(whole);
    if (isNamed && !ts.isIdentifier(last.name)) return undefined;
    if (isNamed) {
      const { text } = last.name as ts.Identifier;
      const sets = treeOf(at.getSourceFile())
        .named(text)
        .filter((name) => isValue(name))
        .map((name) => setThrough(name));
      return sets.includes(undefined) ? undefined : sets.flatMap((set) => set ?? []);
    }
    // `exports = module.exports = …` goes on naming the same thing.
    return isWhole(whole) || isWhole(right) || (ts.isBinaryExpression(right) && isWhole(right.left))
      ? []
      : undefined;
  }
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    return ts.isIdentifier(parent.left) && parent.left.text === 'exports' ? [] : undefined;
  if (ts.isCallExpression(parent)) return setByCall(parent, at);
  const isAsked =
    isComparison(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isSpreadAssignment(parent) ||
    ts.isExpressionStatement(parent) ||
    // What a compiler writes: `(this && this.__importDefault) || …`.
    (whole.kind === ts.SyntaxKind.ThisKeyword &&
      ts.isBinaryExpression(parent) &&
      parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken &&
      parent.left === at);
  return isAsked ? [] : undefined;
}

function isPlainTarget(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

/** `Object.defineProperty(exports, '__esModule', …)`, `Object.freeze(module.exports)` */
function setByCall(
  { expression: callee, arguments: given }: ts.CallExpression,
  at: ts.Node,
): readonly string[] | undefined {
  const isOfObject =
    ts.isPropertyAccessExpression(callee) &&
    ts.isIdentifier(callee.expression) &&
    callee.expression.text === 'Object' &&
    given[0] === at;
  if (!isOfObject) return undefined;
  const [, name] = given;
  if (callee.name.text === 'defineProperty')
    return name && ts.isStringLiteralLike(name) ? [name.text] : undefined;
  return given.length === 1 ? [] : undefined;
}

const ASSIGNMENTS = kindsWhere(ts.isBinaryExpression);
const THIS = kindsWhere(({ kind }) => kind === ts.SyntaxKind.ThisKeyword);
