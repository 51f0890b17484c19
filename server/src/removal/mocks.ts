import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import type { TextEdit } from '../text/edits';
import { type Span, span } from '../text/span';
import { EQUAL } from '../usages/operators';
import { withoutCovered } from './declarations';
import { valueSet } from './flag-setters';
import type { IsKey } from './key-names';
import { namesOfMock } from './mock-names';
import { bare, isWithin } from './syntax';
import { isGroup, isPuttingBack, linesOf, testAround, withEmptied } from './test-files';
import { NOTHING_ASKED, OTHER_VALUE } from './test-helpers';
import { RAN_WITH_OTHER, type TestRemoval } from './test-removal';
import type { About } from './tests-about';
import { isStub, isToldBefore } from './told-before';
import { parse } from './view';

/**
 * Looks for statements of a test file that set up a reader for this flag: `(useFlag as jest.Mock).mockImplementation((flag) =>
 * flag === 'new_ui')`, `when(isEnabled).calledWith('new_ui').mockReturnValue(true)`, `setFlag('new_ui', true)`. One that speaks of this flag alone goes as a whole;
 * of one that speaks of others as well, what it says of this one. In a file that is not about the flag one that gives it the other value stays.
 * Where nothing else may be on without it, it still says that all other flags are off.
 */
export function removeMocks(
  file: string,
  text: string,
  keysIn: (tree: ts.SourceFile) => IsKey,
  keep: FlagValue,
  about: About,
  readers: ReadersByName,
  isToldElsewhere: (names: ReadonlySet<string>) => boolean = () => false,
): MockRemoval {
  const source = parse(file, text);
  const isKey = keysIn(source);
  const edits: TextEdit[] = [];
  const notes: { span: Span; message: string }[] = [];
  const gone = new Set<ts.Node>();
  const told: {
    statement: ts.ExpressionStatement;
    part: Span | undefined;
    all: Mocked['all'];
    isKept: boolean;
    isApart: boolean;
  }[] = [];
  const resets: { readonly of: string; readonly statement: ts.Statement }[] = [];
  const silenced: ReadonlySet<string>[] = [];
  const [settled, set] = [new Set<string>(), new Set<string>()];
  let kept: TestRemoval['kept'];
  const visit = (node: ts.Node): void => {
    const mocked = ts.isExpressionStatement(node) ? toldIn(node.expression, isKey, source) : undefined;
    const setting = ts.isExpressionStatement(node) ? toldTo(node.expression) : undefined;
    if (mocked === undefined) {
      if (setting && RESETS.has(setting.how))
        resets.push({ of: setting.mock, statement: node as ts.Statement });
      else if (setting) set.add(setting.mock);
      ts.forEachChild(node, visit);
      return;
    }
    if (setting) (mocked.part ? set : settled).add(setting.mock);
    const statement = node as ts.ExpressionStatement;
    const isInverted = standsFor(statement.expression, readers.inverted(), source);
    const value = mocked.value !== isInverted;
    // What is turned off while another flag is on is so that it does not matter.
    const isApart = !value && mocked.turnsOnOther === true;
    told.push({ statement, part: mocked.part, all: mocked.all, isKept: value === keep, isApart });
  };
  visit(source);
  const remove = (whole: ts.Statement): void => {
    if (gone.has(whole)) return;
    gone.add(whole);
    edits.push({ span: linesOf(whole, source), newText: '' });
  };
  const alone = new Set<ts.Node>(told.flatMap(({ statement, part }) => (part ? [] : statement)));
  const goesAlone = (node: ts.Node): boolean => alone.has(node);
  const saysOfOthers = (statement: ts.ExpressionStatement): boolean => {
    const mock = whatIsTold(statement.expression);
    const names = namesOfMock(mock, source);
    if (!readers.areAskedForOthers(names)) return false;
    if (isToldElsewhere(names) || isToldBefore(statement, mock, goesAlone)) return true;
    silenced.push(names);
    return false;
  };
  for (const { statement, part, all, isKept, isApart } of told) {
    const isHarmless = isKept || isPuttingBack(statement);
    const test = isHarmless ? undefined : testAround(statement);
    // Tests that set the kept answer too are about both, and those that ran with answers for several flags may be about another one.
    const isAboutMore =
      about === 'flag' &&
      test !== undefined &&
      test !== 'all' &&
      (isApart ||
        (part !== undefined && isGroup(test)) ||
        told.some(
          (other) => other.isKept && isWithin(other.statement, test) && !isPuttingBack(other.statement),
        ));
    if (isAboutMore) notes.push({ span: part ?? spanOf(statement, source), message: RAN_WITH_OTHER });
    if (isHarmless || isAboutMore) {
      if (part) edits.push({ span: part, newText: '' });
      // All other flags are off by it, and would not be without.
      else if (all && saysOfOthers(statement)) {
        edits.push({ span: spanOf(all.node, source), newText: all.left });
        const mock = toldTo(statement.expression)?.mock;
        if (mock !== undefined) set.add(mock);
      } else remove(statement);
    } else if (!test || test === 'all' || about !== 'flag') {
      const reason = about === 'flag' ? OTHER_VALUE : NOTHING_ASKED;
      kept = { span: spanOf(statement, source), reason };
    } else remove(withEmptied(test, gone));
  }
  // What nothing sets any more need not be reset.
  for (const { of, statement } of resets)
    if (settled.has(of) && !set.has(of)) edits.push({ span: linesOf(statement, source), newText: '' });
  return { edits: withoutCovered(edits), notes, silenced, ...(kept !== undefined && { kept }) };
}

/** What is known of functions that ask for flags, by names that may be theirs. */
export interface ReadersByName {
  /** Those that answer whether a flag is off. */
  inverted(): ReadonlySet<string>;
  /** Whether the program may ask one of some names for another flag. */
  areAskedForOthers(names: ReadonlySet<string>): boolean;
}

/** What of a test file goes, and which mocks, by their names, then no longer say that all other flags are off. */
export interface MockRemoval extends TestRemoval {
  readonly silenced: readonly ReadonlySet<string>[];
}

function spanOf(node: ts.Node, source: ts.SourceFile): Span {
  return span(node.getStart(source), node.end);
}

/** Whether a mock is that of one of some functions, by the names that it has in a test. */
function standsFor(mock: ts.Expression, readers: ReadonlySet<string>, source: ts.SourceFile): boolean {
  return readers.size > 0 && [...namesOfMock(whatIsTold(mock), source)].some((name) => readers.has(name));
}

/** What is told to answer: `useFlag as jest.Mock` of `(useFlag as jest.Mock).mockReturnValue(true)`. */
function whatIsTold(node: ts.Expression): ts.Expression {
  const isTold =
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    [ANSWERS, IMPLEMENTATIONS, QUESTIONS].some((names) =>
      names.has((node.expression as ts.PropertyAccessExpression).name.text),
    );
  return isTold ? whatIsTold((node.expression as ts.PropertyAccessExpression).expression) : node;
}

const ANSWERS = new Set([
  'mockReturnValue',
  'mockReturnValueOnce',
  'mockResolvedValue',
  'thenReturn',
  'returns',
  'resolves',
]);
const IMPLEMENTATIONS = new Set(['mockImplementation', 'mockImplementationOnce', 'callsFake']);
const QUESTIONS = new Set(['calledWith', 'withArgs']);

const RESETS = new Set(['mockReset', 'mockRestore', 'mockClear']);

/** What a mock under a name is told to do: `(useFlag as jest.Mock).mockReset()`. */
function toldTo(node: ts.Expression): { readonly mock: string; readonly how: string } | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { name, expression } = node.expression;
  const mock = bare(expression);
  return ts.isIdentifier(mock) && name.text.startsWith('mock')
    ? { mock: mock.text, how: name.text }
    : undefined;
}

/** What a mock answers for the flag. */
interface Mocked {
  readonly value: boolean;
  /** What says so, where the mock speaks of other flags too. */
  readonly part?: Span;
  /** It turns another flag on, by its name. */
  readonly turnsOnOther?: boolean;
  /** What answers for all flags, where every other one is off by it, and what of it still says so. */
  readonly all?: { readonly node: ts.Expression; readonly left: string };
}

function toldIn(node: ts.Expression, isKey: IsKey, source: ts.SourceFile): Mocked | undefined {
  const value = valueSet(node, isKey);
  return value === undefined ? mockedIn(node, isKey, source) : { value };
}

function mockedIn(node: ts.Expression, isKey: IsKey, source: ts.SourceFile): Mocked | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const [answer] = node.arguments;
  if (!answer || node.arguments.length !== 1) return undefined;
  if (ANSWERS.has(node.expression.name.text)) {
    const asked = node.expression.expression;
    const isAsked =
      ts.isCallExpression(asked) &&
      ts.isPropertyAccessExpression(asked.expression) &&
      QUESTIONS.has(asked.expression.name.text) &&
      asked.arguments[0] !== undefined &&
      isKey(asked.arguments[0]);
    const value = isAsked ? literal(answer) : undefined;
    if (!isAsked || value === undefined) return undefined;
    const made = asked.expression.expression;
    return { value, ...(isStub(made) && { all: { node, left: made.getText(source) } }) };
  }
  if (!IMPLEMENTATIONS.has(node.expression.name.text)) return undefined;
  if (!ts.isArrowFunction(answer) && !ts.isFunctionExpression(answer)) return undefined;
  // Some readers are told first for whom they are asked.
  const parameters = answer.parameters.flatMap(({ name }) => (ts.isIdentifier(name) ? name.text : []));
  const only = ts.isBlock(answer.body) ? onlyReturned(answer.body) : answer.body;
  const found = parameters.flatMap((text): Mocked[] => {
    const isAskedFor = (one: ts.Expression): boolean => isComparison(one, text, isKey);
    const own = only
      ? (ofChoice(only, isAskedFor, node, source) ?? ofAlternatives(only, isAskedFor, source))
      : ofBranches(answer.body, text, isKey, source);
    return own ? [own] : [];
  });
  if (found.length !== 1) return undefined;
  if (node.expression.name.text.endsWith('Once')) return found[0];
  const isAsync = answer.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  return { ...found[0]!, all: { node: answer, left: `${isAsync ? 'async ' : ''}() => false` } };
}

/** `flag === 'new_ui' || flag === 'other'`: a mock that is on for some flags. */
function ofAlternatives(
  answer: ts.Expression,
  isAskedFor: (node: ts.Expression) => boolean,
  source: ts.SourceFile,
): Mocked | undefined {
  const alternatives = alternativesOf(answer);
  const own = alternatives.filter(isAskedFor);
  if (own.length !== 1) return undefined;
  return alternatives.length === 1
    ? { value: true }
    : { value: true, part: withOperator(alternatives, own[0]!, source) };
}

/** `flag === 'new_ui' ? true : rest(flag)`: a mock that answers for a flag, and something else for all others. */
function ofChoice(
  answer: ts.Expression,
  isAskedFor: (node: ts.Expression) => boolean,
  mock: ts.CallExpression,
  source: ts.SourceFile,
): Mocked | undefined {
  const choices: ts.ConditionalExpression[] = [];
  let rest = bare(answer);
  for (; ts.isConditionalExpression(rest); rest = bare(rest.whenFalse)) choices.push(rest);
  const [own, ...more] = choices.filter(({ condition }) => alternativesOf(condition).some(isAskedFor));
  const value = own && literal(bare(own.whenTrue) as ts.Expression);
  if (!own || value === undefined || more.length > 0) return undefined;
  const alternatives = alternativesOf(own.condition);
  if (alternatives.length > 1) {
    const asked = alternatives.filter(isAskedFor);
    return asked.length === 1 ? { value, part: withOperator(alternatives, asked[0]!, source) } : undefined;
  }
  const isOff = literal(rest as ts.Expression) === false || isAskedAgain(rest, mock);
  if (choices.length === 1 && isOff && (value || isAskedAgain(rest, mock))) return { value };
  const isOn = (one: ts.Node): boolean => literal(bare(one) as ts.Expression) === true;
  return {
    value,
    part: span(own.condition.getStart(source), own.whenFalse.getStart(source)),
    turnsOnOther: isOn(rest) || choices.some((one) => one !== own && isOn(one.whenTrue)),
  };
}

/** `isEnabled(flag)` in what stands for `isEnabled`: it says nothing of other flags, and would never end. */
function isAskedAgain(rest: ts.Node, { expression: told }: ts.CallExpression): boolean {
  const mocked = bare((told as ts.PropertyAccessExpression).expression);
  return (
    ts.isCallExpression(rest) &&
    ts.isIdentifier(rest.expression) &&
    ts.isIdentifier(mocked) &&
    rest.expression.text === mocked.text
  );
}

function alternativesOf(expression: ts.Expression): ts.Expression[] {
  const node = bare(expression) as ts.Expression;
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.BarBarToken
    ? [...alternativesOf(node.left), ...alternativesOf(node.right)]
    : [node];
}

/** One of several alternatives with the operator beside it. */
function withOperator(all: readonly ts.Expression[], one: ts.Expression, source: ts.SourceFile): Span {
  const index = all.indexOf(one);
  return index === 0
    ? span(one.getStart(source), all[1]!.getStart(source))
    : span(all[index - 1]!.end, one.end);
}

/** `if (flag === 'new_ui') return true;`, `case 'new_ui': return true;`: a mock that answers flag by flag. */
function ofBranches(
  body: ts.ConciseBody,
  parameter: string,
  isKey: IsKey,
  source: ts.SourceFile,
): Mocked | undefined {
  if (!ts.isBlock(body)) return undefined;
  const found = body.statements.flatMap((statement): Mocked[] => {
    if (ts.isIfStatement(statement) && !statement.elseStatement) {
      const value = literalReturned(statement.thenStatement);
      const alternatives = alternativesOf(statement.expression);
      const own = alternatives.filter((one) => isComparison(one, parameter, isKey));
      if (value === undefined || own.length !== 1) return [];
      const part =
        alternatives.length === 1 ? linesOf(statement, source) : withOperator(alternatives, own[0]!, source);
      return [{ value, part }];
    }
    if (!ts.isSwitchStatement(statement) || bare(statement.expression).getText(source) !== parameter)
      return [];
    const { clauses } = statement.caseBlock;
    return clauses.flatMap((clause, index): Mocked[] => {
      const [only, ...others] = clause.statements;
      const value = only && others.length === 0 ? literalReturned(only) : undefined;
      const isOwn = ts.isCaseClause(clause) && isKey(clause.expression);
      // What comes before must not fall into it.
      const before = clauses[index - 1]?.statements.at(-1);
      const isApart = index === 0 || (before !== undefined && ts.isReturnStatement(before));
      return isOwn && isApart && value !== undefined ? [{ value, part: linesOf(clause, source) }] : [];
    });
  });
  const [only, ...others] = found;
  if (!only || others.length > 0) return undefined;
  return { ...only, turnsOnOther: body.statements.some((one) => turnsOnOther(one, isKey)) };
}

/** `if (flag === 'other') return true;` */
function turnsOnOther(statement: ts.Statement, isKey: IsKey): boolean {
  if (ts.isSwitchStatement(statement))
    return statement.caseBlock.clauses.some(
      (clause) =>
        ts.isCaseClause(clause) &&
        !isKey(clause.expression) &&
        clause.statements[0] !== undefined &&
        literalReturned(clause.statements[0]) === true,
    );
  if (!ts.isIfStatement(statement) || literalReturned(statement.thenStatement) !== true) return false;
  return alternativesOf(statement.expression).some(
    (one) => ts.isBinaryExpression(one) && EQUAL.has(one.operatorToken.kind) && !isKey(one.right),
  );
}

function onlyReturned({ statements }: ts.Block): ts.Expression | undefined {
  const [only, ...others] = statements;
  return only && others.length === 0 && ts.isReturnStatement(only) ? only.expression : undefined;
}

function literalReturned(statement: ts.Statement): boolean | undefined {
  const returned = ts.isBlock(statement)
    ? onlyReturned(statement)
    : ts.isReturnStatement(statement)
      ? statement.expression
      : undefined;
  return returned && literal(returned);
}

/** `flag === 'new_ui'`; what `!==` says of all other flags would be lost. */
function isComparison(node: ts.Expression, parameter: string, isKey: IsKey): boolean {
  if (!ts.isBinaryExpression(node) || !ts.isIdentifier(node.left) || node.left.text !== parameter)
    return false;
  return EQUAL.has(node.operatorToken.kind) && isKey(node.right);
}

function literal({ kind }: ts.Expression): boolean | undefined {
  if (kind === ts.SyntaxKind.TrueKeyword) return true;
  return kind === ts.SyntaxKind.FalseKeyword ? false : undefined;
}
