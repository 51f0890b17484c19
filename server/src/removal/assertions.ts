import ts from 'typescript';
import { isNamedForFlagTable } from '../usages/names';
import { isTestFile } from '../usages/test-file';
import type { DraftEdit } from './draft';
import type { Value } from './known';
import { literalOf } from './literals';
import { replaceStatement } from './statements';
import { bare } from './syntax';
import { hasTestBesides, isTest, withEmptied } from './test-files';
import { plainMark, type View } from './view';

/**
 * What a test asserts of the flag alone: `expect(isEnabled('x')).toBe(true)` says nothing any more and goes; a test that asserts
 * the other answer is one of the branch that is gone, and goes whole.
 */
export function foldAssertion(node: ts.Node, view: View): DraftEdit[] | undefined {
  if (!ts.isExpressionStatement(node) || !isTestFile(view.file.fileName)) return undefined;
  const why = goneTests(view).get(node);
  if (why !== undefined) {
    view.note(node.getStart(view.file), why);
    return replaceStatement(view, node, undefined, []);
  }
  const holds = assertionOfFlag(node, view);
  if (holds === undefined || isCounted(node)) return undefined;
  if (!holds && !isOneOfSeveral(node, view)) return undefined;
  if (!holds) view.note(node.getStart(view.file), OF_SEVERAL);
  return replaceStatement(view, node, undefined, []);
}

/**
 * Whether a test asserts other members of what it asserts the flag of: `expect(flags.a).toBe(true); expect(flags.b).toBe(true);`, or of
 * what holds its flags among others: `expect(entry.flags.a).toBe(true); expect(entry.name).toBe('b');`.
 */
function isOneOfSeveral(statement: ts.ExpressionStatement, view: View): boolean {
  const { statements } = statement.parent as ts.Block;
  const origin = view.originOf(statement.getStart(view.file));
  const before =
    origin === undefined
      ? undefined
      : statementsIn(view.original.file).find((one) => one.getStart(view.original.file) === origin);
  const given = before && givenIn(before);
  const subject = given && subjectOf(given);
  if (subject === undefined) return false;
  const others = statements.flatMap((other) => (other === statement ? [] : (givenIn(other) ?? [])));
  return others.some((other) =>
    subject.holdsFlags ? rootOf(other) === subject.name : subjectOf(other)?.name === subject.name,
  );
}

function statementsIn(file: ts.SourceFile): ts.Statement[] {
  const all: ts.Statement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node)) all.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return all;
}

/** `flags.a` of `expect(flags.a).toBe(true);` */
function givenIn(statement: ts.Node): ts.Expression | undefined {
  let at: ts.Node = ts.isExpressionStatement(statement) ? statement.expression : statement;
  while (ts.isCallExpression(at) || ts.isPropertyAccessExpression(at)) {
    const isExpect =
      ts.isCallExpression(at) && ts.isIdentifier(at.expression) && at.expression.text === 'expect';
    if (isExpect) return (at as ts.CallExpression).arguments[0];
    at = at.expression;
  }
  return undefined;
}

/** `flags` of `flags.a`, and `entry` of `entry.flags.a`, which holds flags. */
function subjectOf(given: ts.Expression): { name: string; holdsFlags?: boolean } | undefined {
  if (!ts.isPropertyAccessExpression(given)) return undefined;
  const { expression: table } = given;
  if (ts.isIdentifier(table)) return { name: table.text };
  const name = rootOf(table);
  const isTable = ts.isPropertyAccessExpression(table) && isNamedForFlagTable(table.name.text);
  return isTable && name !== undefined ? { name, holdsFlags: true } : undefined;
}

/** `entry` of `entry.plans.map((plan) => plan.name)`. */
function rootOf(given: ts.Expression): string | undefined {
  let at = given;
  while (ts.isCallExpression(at) || ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at))
    at = at.expression;
  return ts.isIdentifier(at) ? at.text : undefined;
}

const found = new WeakMap<View, ReadonlyMap<ts.Statement, string>>();

/**
 * The tests whose own assertions say that the flag has another answer, and those that assert its answer and do nothing else, with the
 * groups that are left without any; and why they go.
 */
function goneTests(view: View): ReadonlyMap<ts.Statement, string> {
  let tests = found.get(view);
  if (!tests) {
    tests = findGoneTests(view);
    found.set(view, tests);
  }
  return tests;
}

function findGoneTests(view: View): ReadonlyMap<ts.Statement, string> {
  const gone = new Map<ts.Statement, string>();
  const visit = (node: ts.Node): void => {
    if (isTest(node)) {
      const holds = (bodyOf(node) ?? []).map((statement) => assertionOfFlag(statement, view));
      const body = bodyOf(node) ?? [];
      const isOfSeveral = (index: number): boolean =>
        isOneOfSeveral(body[index] as ts.ExpressionStatement, view);
      if (holds.some((one, index) => one === false && !isOfSeveral(index))) gone.set(node, OF_OTHER);
      else if (holds.length > 0 && holds.every((one) => one === true)) gone.set(node, OF_ANSWER);
    } else ts.forEachChild(node, visit);
  };
  visit(view.file);
  const all = new Set(gone.keys());
  // A file without tests fails as well.
  return hasTestBesides(view.file, all)
    ? new Map([...gone].map(([test, why]) => [withEmptied(test, all), why]))
    : new Map();
}

const OF_OTHER = 'What asserts that the flag has another answer goes as a whole.';
const OF_SEVERAL =
  'The test asserts more than this flag, so only what it says of this one goes: it ran with the other answer.';
const OF_ANSWER = 'What asserts nothing but the answer of the flag goes as a whole.';

function bodyOf(test: ts.ExpressionStatement): readonly ts.Statement[] | undefined {
  const call = test.expression as ts.CallExpression;
  const body = call.arguments.find((one) => ts.isArrowFunction(one) || ts.isFunctionExpression(one))?.body;
  return body && ts.isBlock(body) ? body.statements : undefined;
}

/** The test says how many assertions it makes. */
function isCounted(statement: ts.Statement): boolean {
  let at: ts.Node = statement;
  while (at.parent && !isTest(at)) at = at.parent;
  const visit = (node: ts.Node): boolean =>
    (ts.isPropertyAccessExpression(node) && COUNTS.has(node.name.text)) ||
    (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false);
  return visit(at);
}

const COUNTS = new Set(['assertions', 'hasAssertions', 'plan', 'expect']);

/** Whether what a statement asserts of the flag's value holds; nothing where it asserts something else, or more. */
function assertionOfFlag(statement: ts.Statement, view: View): boolean | undefined {
  if (!ts.isExpressionStatement(statement)) return undefined;
  const expression = ts.isAwaitExpression(statement.expression)
    ? statement.expression.expression
    : statement.expression;
  const valueIn = (given: readonly ts.Expression[]) => flagValue(given, view);
  return holdsFor(expression, valueIn) ?? asserted(expression, view);
}

/** Whether `expect(x).not.toBe(true)`, `expect(x).to.be.true` holds for a value of what is given; nothing where it says something else. */
export function holdsFor(
  expression: ts.Expression,
  valueIn: (given: readonly ts.Expression[]) => { readonly value: Value } | undefined,
): boolean | undefined {
  let at = expression;
  let operand: readonly ts.Expression[] = [];
  if (ts.isCallExpression(at)) {
    operand = at.arguments;
    at = at.expression;
  }
  const words: string[] = [];
  while (ts.isPropertyAccessExpression(at)) {
    words.unshift(at.name.text);
    at = at.expression;
  }
  if (!ts.isCallExpression(at) || !ts.isIdentifier(at.expression) || at.expression.text !== 'expect')
    return undefined;
  const value = valueIn(at.arguments);
  const matcher = words.pop();
  if (!value || matcher === undefined || words.some((word) => !LINKS.has(word))) return undefined;
  const holds = matches(MATCHERS.get(matcher), value.value, operand);
  return holds === undefined ? undefined : holds !== words.includes('not');
}

/** `assert(x)`, `assert.equal(x, true)`, `t.false(x)`. */
function asserted(expression: ts.Expression, view: View): boolean | undefined {
  if (!ts.isCallExpression(expression)) return undefined;
  const {
    expression: callee,
    arguments: [, ...others],
  } = expression;
  const [object, name] = ts.isPropertyAccessExpression(callee)
    ? [callee.expression, callee.name.text]
    : [callee, 'ok'];
  if (!ts.isIdentifier(object) || !ASSERTING.has(object.text)) return undefined;
  const value = flagValue(expression.arguments.slice(0, 1), view);
  // What follows is a message.
  const matcher = ASSERTIONS.get(name);
  const operands = matcher === 'equal' || matcher === 'differ' ? others.slice(0, 1) : [];
  const rest = others.slice(operands.length);
  if (!value || rest.length > 1 || rest.some((one) => !ts.isStringLiteralLike(bare(one)))) return undefined;
  return matches(matcher, value.value, operands);
}

const LINKS = new Set(['not', 'to', 'be', 'is', 'have', 'deep', 'and', 'that', 'a', 'an']);

type Matcher = 'truthy' | 'falsy' | 'true' | 'false' | 'equal' | 'differ';

const MATCHERS: ReadonlyMap<string, Matcher> = new Map([
  ...(['toBe', 'toEqual', 'toStrictEqual', 'equal', 'equals', 'eq', 'eql', 'eqls', 'be'] as const).map(
    (name) => [name, 'equal'] as const,
  ),
  ['toBeTruthy', 'truthy' as const],
  ['ok', 'truthy'],
  ['toBeFalsy', 'falsy'],
  ['toBeTrue', 'true'],
  ['true', 'true'],
  ['toBeFalse', 'false'],
  ['false', 'false'],
]);

const ASSERTING = new Set(['assert', 't']);
const ASSERTIONS: ReadonlyMap<string, Matcher> = new Map([
  ...(['equal', 'equals', 'strictEqual', 'deepEqual', 'deepStrictEqual', 'is', 'same'] as const).map(
    (name) => [name, 'equal'] as const,
  ),
  ...(['notEqual', 'notStrictEqual', 'notDeepEqual', 'not'] as const).map(
    (name) => [name, 'differ'] as const,
  ),
  ['ok', 'truthy' as const],
  ['isOk', 'truthy'],
  ['truthy', 'truthy'],
  ['notOk', 'falsy'],
  ['isNotOk', 'falsy'],
  ['falsy', 'falsy'],
  ['true', 'true'],
  ['isTrue', 'true'],
  ['false', 'false'],
  ['isFalse', 'false'],
]);

function matches(
  matcher: Matcher | undefined,
  value: Value,
  operands: readonly ts.Expression[],
): boolean | undefined {
  if (matcher === 'equal' || matcher === 'differ') {
    const other = operands.length === 1 ? literalOf(operands[0]!) : undefined;
    return other && (value === other.value) === (matcher === 'equal');
  }
  if (matcher === undefined || operands.length > 0) return undefined;
  if (matcher === 'truthy' || matcher === 'falsy') return Boolean(value) === (matcher === 'truthy');
  return value === (matcher === 'true');
}

/** The flag's value, where it is simple and all that is given. */
function flagValue([given, ...others]: readonly ts.Expression[], view: View): { value: Value } | undefined {
  const mark = others.length === 0 ? plainMark(given, view) : undefined;
  return mark && (mark.known.value === null || typeof mark.known.value !== 'object') ? mark.known : undefined;
}
