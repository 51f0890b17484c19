import ts from 'typescript';
import { isPure } from './effects';
import { significant } from './jsx';
import { binary, isPrimitive, unary, type Value } from './known';
import { isOwnFunction, type OwnFunction } from './slots';
import { bare } from './syntax';

/** What a function's body gives; nothing where it does more than choose. */
export function run(body: ts.ConciseBody, names: Names, depth = 0): Held | undefined {
  if (!ts.isBlock(body)) return heldFor(body, names, depth);
  const result = runAll(body.statements, new Map(names), depth);
  return result === 'through' ? UNDEFINED : result;
}

/** What is known of a value inside of a function. */
export type Held =
  | { readonly kind: 'known'; readonly value: Value; readonly part?: ts.Expression }
  /** Something that was given: markup is an object and true, of other things only where they come from is known. */
  | {
      readonly kind: 'given';
      readonly shape: 'markup' | 'function' | 'other';
      readonly part: ts.Expression | 'children';
    }
  | { readonly kind: 'helper'; readonly node: OwnFunction; readonly names: Names }
  | { readonly kind: 'props'; readonly given: ReadonlyMap<string, Held> };

export type Names = ReadonlyMap<string, Held>;

export const UNDEFINED: Held = { kind: 'known', value: undefined };

function runAll(
  statements: readonly ts.Statement[],
  names: Map<string, Held>,
  depth: number,
): Held | 'through' | undefined {
  for (const statement of statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) {
      names.set(statement.name.text, { kind: 'helper', node: statement, names });
      continue;
    }
    const result = runOne(statement, names, depth);
    if (result !== 'through') return result;
  }
  return 'through';
}

function runOne(
  statement: ts.Statement,
  names: Map<string, Held>,
  depth: number,
): Held | 'through' | undefined {
  if (ts.isReturnStatement(statement))
    return statement.expression ? heldFor(statement.expression, names, depth) : UNDEFINED;
  if (ts.isBlock(statement)) return runAll(statement.statements, new Map(names), depth);
  if (ts.isIfStatement(statement)) {
    const condition = truthFor(statement.expression, names, depth);
    if (condition === undefined) return undefined;
    const branch = condition ? statement.thenStatement : statement.elseStatement;
    return branch ? runOne(branch, names, depth) : 'through';
  }
  if (!ts.isVariableStatement(statement)) return undefined;
  if ((statement.declarationList.flags & ts.NodeFlags.Const) === 0) return undefined;
  for (const { name, initializer } of statement.declarationList.declarations) {
    const held = initializer && heldFor(initializer, names, depth);
    if (!held || !ts.isIdentifier(name)) return undefined;
    names.set(name.text, held);
  }
  return 'through';
}

export function heldFor(node: ts.Expression, names: Names, depth = 0): Held | undefined {
  const inner = bare(node) as ts.Expression;
  if (ts.isIdentifier(inner))
    return names.get(inner.text) ?? (inner.text === 'undefined' ? UNDEFINED : undefined);
  if (isOwnFunction(inner)) return { kind: 'helper', node: inner, names };
  if (ts.isStringLiteralLike(inner)) return { kind: 'known', value: inner.text };
  if (inner.kind === ts.SyntaxKind.TrueKeyword) return { kind: 'known', value: true };
  if (inner.kind === ts.SyntaxKind.FalseKeyword) return { kind: 'known', value: false };
  if (inner.kind === ts.SyntaxKind.NullKeyword) return { kind: 'known', value: null };
  if (ts.isPropertyAccessExpression(inner)) {
    const owner = heldFor(inner.expression, names, depth);
    return owner?.kind === 'props' ? (owner.given.get(inner.name.text) ?? UNDEFINED) : undefined;
  }
  if (ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.ExclamationToken) {
    const truth = truthFor(inner.operand, names, depth);
    return truth === undefined ? undefined : { kind: 'known', value: !truth };
  }
  if (ts.isTypeOfExpression(inner)) return typeOf(heldFor(inner.expression, names, depth));
  if (ts.isConditionalExpression(inner)) {
    const truth = truthFor(inner.condition, names, depth);
    return truth === undefined ? undefined : heldFor(truth ? inner.whenTrue : inner.whenFalse, names, depth);
  }
  if (ts.isBinaryExpression(inner)) return ofBinary(inner, names, depth);
  if (ts.isJsxFragment(inner)) {
    // `<>{children}</>` shows what it holds.
    const [child, ...more] = significant(inner.children);
    return child && more.length === 0 && ts.isJsxExpression(child) && child.expression
      ? heldFor(child.expression, names, depth)
      : undefined;
  }
  return ts.isCallExpression(inner) ? ofCall(inner, names, depth) : undefined;
}

/** Whether what is asked is true: `a && F` is not where `F` is not, whatever `a` is, as long as asking for it does nothing. */
function truthFor(node: ts.Expression, names: Names, depth: number): boolean | undefined {
  const inner = bare(node) as ts.Expression;
  const truth = truthOf(heldFor(inner, names, depth));
  if (truth !== undefined || !ts.isBinaryExpression(inner)) return truth;
  const { kind } = inner.operatorToken;
  const isAnd = kind === ts.SyntaxKind.AmpersandAmpersandToken;
  if (!isAnd && kind !== ts.SyntaxKind.BarBarToken) return undefined;
  const [left, right] = [inner.left, inner.right].map((one) => truthFor(one, names, depth));
  if (left === !isAnd) return left;
  if (left === isAnd) return right;
  return right === !isAnd && isPure(inner.left) ? right : undefined;
}

function ofBinary(
  { left, right, operatorToken }: ts.BinaryExpression,
  names: Names,
  depth: number,
): Held | undefined {
  const first = heldFor(left, names, depth);
  const truth = truthOf(first);
  switch (operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return truth === undefined ? undefined : truth ? heldFor(right, names, depth) : first;
    case ts.SyntaxKind.BarBarToken:
      return truth === undefined ? undefined : truth ? first : heldFor(right, names, depth);
    case ts.SyntaxKind.QuestionQuestionToken: {
      if (first?.kind !== 'known')
        return first?.kind === 'given' && first.shape === 'other' ? undefined : first;
      return first.value === null || first.value === undefined ? heldFor(right, names, depth) : first;
    }
  }
  const second = heldFor(right, names, depth);
  if (first?.kind !== 'known' || second?.kind !== 'known') return undefined;
  const result = binary(operatorToken.getText(), first.value, second.value);
  return result && { kind: 'known', value: result.value };
}

/** `value?.trim().toLowerCase()`, `String(value)`, `['true', '1'].includes(value)` */
function ofText(
  callee: ts.Expression,
  given: readonly ts.Expression[],
  names: Names,
  depth: number,
): Held | undefined {
  const [first, ...others] = given;
  if (ts.isIdentifier(callee) && callee.text === 'String' && first && others.length === 0) {
    const held = heldFor(first, names, depth);
    return held?.kind === 'known' && isPrimitive(held.value)
      ? { kind: 'known', value: String(held.value) }
      : undefined;
  }
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const owner = bare(callee.expression) as ts.Expression;
  if (ts.isArrayLiteralExpression(owner)) {
    const wanted = first && others.length === 0 ? heldFor(first, names, depth) : undefined;
    const all = owner.elements.map((one) => (ts.isStringLiteralLike(one) ? one.text : undefined));
    return callee.name.text === 'includes' && wanted?.kind === 'known' && !all.includes(undefined)
      ? { kind: 'known', value: all.includes(wanted.value as string) }
      : undefined;
  }
  const change = first ? undefined : CHANGES.get(callee.name.text);
  const held = change && heldFor(owner, names, depth);
  if (held?.kind !== 'known') return undefined;
  if (typeof held.value === 'string') return { kind: 'known', value: change!(held.value) };
  // The rest of an optional chain is not asked.
  const isNothing = held.value === undefined || held.value === null;
  return isNothing && ts.isOptionalChain(callee) ? UNDEFINED : undefined;
}

const CHANGES: ReadonlyMap<string, (text: string) => string> = new Map([
  ['toLowerCase', (text) => text.toLowerCase()],
  ['toString', (text) => text],
  ['toUpperCase', (text) => text.toUpperCase()],
  ['trim', (text) => text.trim()],
]);

/** A call of one of the function's own functions, a few deep. */
function ofCall(
  { expression, arguments: given }: ts.CallExpression,
  names: Names,
  depth: number,
): Held | undefined {
  if (ts.isIdentifier(expression) && expression.text === 'Boolean' && given.length === 1) {
    const truth = truthOf(heldFor(given[0]!, names, depth));
    return truth === undefined ? undefined : { kind: 'known', value: truth };
  }
  const text = ofText(expression, given, names, depth);
  if (text) return text;
  const callee = heldFor(expression, names, depth);
  if (callee?.kind !== 'helper' || depth > MAX_DEPTH) return undefined;
  const { parameters, body } = callee.node;
  const inside = new Map(callee.names);
  for (const [index, { name, initializer, dotDotDotToken }] of parameters.entries()) {
    const argument = given[index];
    const held = argument ? heldFor(argument, names, depth) : UNDEFINED;
    if (!held || !ts.isIdentifier(name) || initializer || dotDotDotToken) return undefined;
    inside.set(name.text, held);
  }
  return body && run(body, inside, depth + 1);
}

const MAX_DEPTH = 4;

function truthOf(held: Held | undefined): boolean | undefined {
  if (!held) return undefined;
  if (held.kind === 'known') return Boolean(held.value);
  return held.kind === 'given' && held.shape === 'other' ? undefined : true;
}

function typeOf(held: Held | undefined): Held | undefined {
  if (!held || (held.kind === 'given' && held.shape === 'other')) return undefined;
  if (held.kind === 'known') {
    const result = unary('typeof', held.value);
    return result && { kind: 'known', value: result.value };
  }
  const isFunction = held.kind === 'helper' || (held.kind === 'given' && held.shape === 'function');
  return { kind: 'known', value: isFunction ? 'function' : 'object' };
}
