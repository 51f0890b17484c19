import ts from 'typescript';
import { destructuringPath } from './destructuring';
import { EQUAL, EQUALITY, LOGICAL, UNEQUAL } from './operators';
import type { Scopes } from './scope';
import { variableOf } from './scope';
import { unwrap } from './unwrap';

/** An outer read and the answer of its flag for which a place is reached. */
export interface GuardOf<R> {
  readonly read: R;
  /** Nothing where the answer is not plainly the one or the other. */
  readonly when: boolean | undefined;
  /** What of the flag's value decides: `beta` of `flags.x.beta`. */
  readonly part?: string;
  /** The reads, this one among them, of which one or another decides: `a || b`. */
  readonly either?: readonly R[];
}

/** What decides whether a node runs, and which reads a node tests. */
export interface Guards<R> {
  /** The reads that decide whether `node` runs, the nearest first. */
  of(node: ts.Node): GuardOf<R>[];
  /** The reads that a condition tests, each with its answer where the condition comes out as `outcome`. */
  tested(condition: ts.Expression, outcome: boolean): GuardOf<R>[];
  /** The read whose value an identifier holds: `const on = isEnabled('x')`. */
  readBehind(identifier: ts.Identifier): Test<R> | undefined;
}

/** A test of one read: what the flag's answer is when the test comes out true, and when false; nothing where that is not plain. */
export interface Test<R> {
  readonly read: R;
  readonly whenTrue: boolean | undefined;
  readonly whenFalse: boolean | undefined;
  readonly part?: string;
}

/**
 * Lexical nesting counts: branches of `if`, `?:`, `&&`, `||`, loops and `switch`, callbacks within them, and what
 * follows a guard that exits. `readAt` gives the read whose site a node is.
 */
export function createGuards<R>(
  readAt: (node: ts.Node) => { read: R; inverted: boolean } | undefined,
  scopes: Scopes,
): Guards<R> {
  const testAt = (node: ts.Node): Test<R> | undefined => {
    const found = readAt(node);
    return found && { read: found.read, whenTrue: !found.inverted, whenFalse: found.inverted };
  };

  const readBehind = (identifier: ts.Identifier, depth = 0): Test<R> | undefined => {
    const binding = scopes.resolve(identifier);
    if (!binding || depth > 8 || !scopes.isConstant(binding)) return undefined;
    // `isEnabled('x').then((on) => …)`
    const promise = ts.isParameter(binding) && promiseGiving(binding);
    if (promise) return readOf(promise, depth + 1);
    const variable = variableOf(binding);
    if (!variable?.initializer) return undefined;
    const direct = testAt(binding);
    if (direct) return direct;
    // A destructured member of a read's result counts as the read: `const { enabled } = useFlag('x')`.
    return ofPart(readOf(variable.initializer, depth + 1), destructuringPath(binding) ?? ['?']);
  };

  const readOf = (expression: ts.Expression, depth = 0): Test<R> | undefined => {
    const node = unwrap(expression);
    const direct = testAt(node);
    if (direct) return direct;
    if (ts.isAwaitExpression(node)) return readOf(node.expression, depth);
    if (ts.isIdentifier(node)) return readBehind(node, depth);
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
      return ofPart(readOf(node.expression, depth), [memberTaken(node)]);
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      return invert(readOf(node.operand, depth));
    }
    if (
      ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === 'Boolean' &&
      node.arguments[0]
    ) {
      return readOf(node.arguments[0], depth);
    }
    if (ts.isBinaryExpression(node)) return comparison(node, depth);
    return undefined;
  };

  /**
   * `x === true`, `x !== false`, `x === 'on'`: a test of one read against a literal. Two tests of one flag against texts
   * are two questions: of them only `on` and `off` are an answer, and only where they are met.
   */
  const comparison = (node: ts.BinaryExpression, depth: number): Test<R> | undefined => {
    const negative = UNEQUAL.has(node.operatorToken.kind);
    if (node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) return readOf(node.left, depth);
    if (!negative && !EQUAL.has(node.operatorToken.kind)) return undefined;
    const [literal, other] = isLiteral(unwrap(node.left)) ? [node.left, node.right] : [node.right, node.left];
    if (!isLiteral(unwrap(literal))) return undefined;
    const found = readOf(other, depth);
    if (!found) return undefined;
    const { whenTrue: _, whenFalse: __, ...read } = found;
    const equal = unwrap(literal);
    const test =
      equal.kind === ts.SyntaxKind.TrueKeyword
        ? found
        : equal.kind === ts.SyntaxKind.FalseKeyword
          ? invert(found)
          : { ...read, whenTrue: answerNamed(equal), whenFalse: undefined };
    return negative ? invert(test) : test;
  };

  const tested = (condition: ts.Expression, outcome: boolean): GuardOf<R>[] => {
    const node = unwrap(condition);
    const read = readOf(node);
    if (read)
      return [
        {
          read: read.read,
          when: outcome ? read.whenTrue : read.whenFalse,
          ...(read.part !== undefined && { part: read.part }),
        },
      ];
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      return tested(node.operand, !outcome);
    if (ts.isIdentifier(node)) {
      const binding = scopes.resolve(node);
      const variable = binding && variableOf(binding);
      if (binding && variable?.initializer && binding === variable && scopes.isConstant(binding))
        return tested(variable.initializer, outcome);
      return [];
    }
    if (!ts.isBinaryExpression(node)) return [];
    const operator = node.operatorToken.kind;
    const isAnd = operator === ts.SyntaxKind.AmpersandAmpersandToken;
    if (!isAnd && operator !== ts.SyntaxKind.BarBarToken) return [];
    const [left, right] = [tested(node.left, outcome), tested(node.right, outcome)];
    // `a && b` came out true: both are. Came out false: one of them, unknown which; it may be the one that asks for no flag.
    if (isAnd === outcome) return [...left, ...right];
    if (left.length === 0 || right.length === 0) return [];
    const either = [...left, ...right].map(({ read }) => read);
    return [...left, ...right].map((guard) => ({ ...guard, when: undefined, either }));
  };

  /** What decides whether a statement runs: asked for everything in it. */
  const ofStatements = new Map<ts.Node, readonly GuardOf<R>[]>();

  const of = (start: ts.Node): GuardOf<R>[] => {
    const guards: GuardOf<R>[] = [];
    /** Whether the walk is still in the condition that `start` itself is an operand of. */
    let sameCondition = true;
    for (let child = start, parent = start.parent; parent; child = parent, parent = parent.parent) {
      if (child !== start && ts.isStatement(child)) {
        let outer = ofStatements.get(child);
        if (!outer) {
          outer = of(child);
          ofStatements.set(child, outer);
        }
        guards.push(...outer);
        break;
      }
      if (ts.isIfStatement(parent)) {
        if (child !== parent.expression)
          guards.push(...tested(parent.expression, child === parent.thenStatement));
      } else if (ts.isConditionalExpression(parent)) {
        if (child !== parent.condition) guards.push(...tested(parent.condition, child === parent.whenTrue));
      } else if (ts.isBinaryExpression(parent) && child === parent.right && !sameCondition) {
        const operator = parent.operatorToken.kind;
        if (operator === ts.SyntaxKind.AmpersandAmpersandToken) guards.push(...tested(parent.left, true));
        if (operator === ts.SyntaxKind.BarBarToken) guards.push(...tested(parent.left, false));
      } else if (ts.isWhileStatement(parent)) {
        if (child === parent.statement) guards.push(...tested(parent.expression, true));
      } else if (ts.isForStatement(parent)) {
        if (parent.condition && child !== parent.condition && child !== parent.initializer)
          guards.push(...tested(parent.condition, true));
      } else if (ts.isJsxElement(parent)) {
        const read = child === parent.openingElement ? undefined : readAt(parent);
        if (read) guards.push({ read: read.read, when: !read.inverted });
      } else if (ts.isCaseBlock(parent)) {
        const read = readOf(parent.parent.expression);
        if (read) guards.push({ read: read.read, when: undefined });
      }
      if (!ts.isFunctionDeclaration(child)) guards.push(...exitsBefore(child, parent));
      sameCondition &&= isOperandOf(parent);
    }
    return guards;
  };

  /** Guards that leave before `statement` is reached: `if (!on) return;`. */
  const exitsBefore = (statement: ts.Node, parent: ts.Node): GuardOf<R>[] => {
    const statements =
      ts.isBlock(parent) ||
      ts.isSourceFile(parent) ||
      ts.isModuleBlock(parent) ||
      ts.isCaseOrDefaultClause(parent)
        ? parent.statements
        : undefined;
    const guards: GuardOf<R>[] = [];
    for (const { exit, when } of statements ? exitsAmong(statements) : []) {
      if (exit.pos >= statement.pos) break;
      guards.unshift(...tested(exit.expression, when));
    }
    return guards;
  };

  return { of, tested, readBehind: (identifier) => readBehind(identifier) };
}

/** The promise whose value a parameter is. */
export function promiseGiving({ parent: owner, name }: ts.ParameterDeclaration): ts.Expression | undefined {
  const call = owner.parent;
  if (!ts.isIdentifier(name) || owner.parameters[0]?.name !== name || !ts.isCallExpression(call))
    return undefined;
  const { expression } = call;
  const isThen = ts.isPropertyAccessExpression(expression) && expression.name.text === 'then';
  return isThen && call.arguments[0] === (owner as ts.Node) ? expression.expression : undefined;
}

function invert<R>(test: Test<R> | undefined): Test<R> | undefined {
  return test && { ...test, whenTrue: test.whenFalse, whenFalse: test.whenTrue };
}

function ofPart<R>(test: Test<R> | undefined, members: readonly string[]): Test<R> | undefined {
  if (!test || members.length === 0) return test;
  return { ...test, part: [...(test.part === undefined ? [] : [test.part]), ...members].join('.') };
}

/** What is asked of an expression in turn: `beta` of `flags.x` in `flags.x?.beta`. */
export function partAsked(node: ts.Expression): string | undefined {
  const members: string[] = [];
  for (let at = node; ; at = at.parent as ts.Expression) {
    const { parent } = at;
    if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
      if (parent.expression !== at) break;
      members.push(memberTaken(parent));
    } else if (unwrap(parent as ts.Expression) === parent) break;
  }
  return members.length > 0 ? members.join('.') : undefined;
}

function memberTaken(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): string {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isStringLiteralLike(node.argumentExpression) || ts.isNumericLiteral(node.argumentExpression)
    ? node.argumentExpression.text
    : node.argumentExpression.getText();
}

/** The answer that a treatment's name gives. */
function answerNamed(literal: ts.Expression): boolean | undefined {
  if (!ts.isStringLiteralLike(literal)) return undefined;
  return literal.text === 'on' ? true : literal.text === 'off' ? false : undefined;
}

/** Whether an operand keeps being part of the same condition in this parent. */
function isOperandOf(parent: ts.Node): boolean {
  if (ts.isBinaryExpression(parent)) {
    const operator = parent.operatorToken.kind;
    return LOGICAL.has(operator) || EQUALITY.has(operator);
  }
  return (
    ts.isParenthesizedExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isAwaitExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isPropertyAccessExpression(parent)
  );
}

/** An `if` one of whose branches leaves: what comes after it runs where its condition came out as `when`. */
interface Exit {
  readonly exit: ts.IfStatement;
  readonly when: boolean;
}

const exitsByStatements = new WeakMap<ts.NodeArray<ts.Statement>, readonly Exit[]>();

/** The exits among statements, in their order; found once, for every read behind them asks. */
function exitsAmong(statements: ts.NodeArray<ts.Statement>): readonly Exit[] {
  const known = exitsByStatements.get(statements);
  if (known) return known;
  const exits: Exit[] = [];
  for (const exit of statements) {
    if (!ts.isIfStatement(exit)) continue;
    const thenExits = alwaysExits(exit.thenStatement);
    const elseExits = exit.elseStatement !== undefined && alwaysExits(exit.elseStatement);
    if (thenExits !== elseExits) exits.push({ exit, when: elseExits });
  }
  exitsByStatements.set(statements, exits);
  return exits;
}

/** Whether control never comes out at a statement's end. */
export function alwaysExits(statement: ts.Statement): boolean {
  if (ts.isReturnStatement(statement) || ts.isThrowStatement(statement)) return true;
  if (ts.isBreakOrContinueStatement(statement)) return true;
  if (ts.isBlock(statement)) return statement.statements.some(alwaysExits);
  if (ts.isIfStatement(statement)) {
    return (
      statement.elseStatement !== undefined &&
      alwaysExits(statement.thenStatement) &&
      alwaysExits(statement.elseStatement)
    );
  }
  return false;
}

function isLiteral(node: ts.Expression): boolean {
  return (
    ts.isLiteralExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(node) && node.text === 'undefined')
  );
}
