import ts from 'typescript';
import { type Span, span } from '../text/span';
import { belongsToFile } from './layout';
import { isAssignment } from './syntax';

const SETUPS = new Set(['beforeEach', 'beforeAll', 'before']);
const TEARDOWNS = new Set(['afterEach', 'afterAll', 'after']);

/**
 * The test that a part of a test file belongs to, as the statement that declares it: `it(…)`, `test.each(…)(…)`, or for what is
 * set up before each of some, their `describe`; `all` where that is all that the file tests. A story is one as well. A call in the
 * open, as in `mockFlags({ … }); describe(…)`, sets up what it stands beside.
 */
export function testAround(node: ts.Node): ts.Statement | 'all' | undefined {
  const story = storyAround(node);
  if (story) return story;
  let isSetUp = false;
  let isOpen = true;
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isFunctionLike(at) && !isRun(at)) {
      isSetUp = false;
      isOpen = false;
    }
    if (!ts.isExpressionStatement(at)) continue;
    const name = runnerOf(at.expression);
    if (name === undefined) {
      if (isOpen && ts.isCallExpression(at.expression)) isSetUp = true;
    } else if (SETUPS.has(name)) isSetUp = true;
    else if (TEARDOWNS.has(name)) return undefined;
    else if (!GROUPS.has(name)) return at;
    else if (isSetUp) return isOneOfSeveral(at) ? at : 'all';
    else return undefined;
  }
  return isSetUp && hasTests(node.getSourceFile(), () => false) ? 'all' : undefined;
}

/** Whether a function is what a test, a group or a set-up runs. */
function isRun({ parent }: ts.SignatureDeclaration): boolean {
  return (
    ts.isCallExpression(parent) && ts.isExpressionStatement(parent.parent) && runnerOf(parent) !== undefined
  );
}

/** `export const Old: Story = { … };` of a file of stories, where nothing else asks for it and another one is left. */
function storyAround(node: ts.Node): ts.VariableStatement | undefined {
  const source = node.getSourceFile();
  if (!/\.stor(?:y|ies)\.[cm]?[jt]sx?$/.test(source.fileName)) return undefined;
  const isStory = (statement: ts.Statement): statement is ts.VariableStatement =>
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.length === 1 &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
  const stories = source.statements.filter(isStory);
  const story = stories.find(({ pos, end }) => pos <= node.pos && node.end <= end);
  const name = story?.declarationList.declarations[0]?.name;
  if (!story || !name || !ts.isIdentifier(name) || stories.length === 1) return undefined;
  let uses = 0;
  const visit = (other: ts.Node): void => {
    if (ts.isIdentifier(other) && other.text === name.text) uses++;
    ts.forEachChild(other, visit);
  };
  visit(source);
  return uses === 1 ? story : undefined;
}

function isOneOfSeveral(group: ts.ExpressionStatement): boolean {
  const isOwn = (node: ts.Node): boolean => node === group;
  return group
    .getSourceFile()
    .statements.some((statement) => !isOwn(statement) && (isTest(statement) || hasTests(statement, isOwn)));
}

/** A test that goes, or where it is the last one of its `describe` that is left, that: a group without tests fails. */
export function withEmptied(test: ts.Statement, gone: ReadonlySet<ts.Node>): ts.Statement {
  let whole = test;
  for (let at = test.parent; at; at = at.parent) {
    if (!ts.isExpressionStatement(at)) continue;
    const name = runnerOf(at.expression);
    if (name === undefined || !GROUPS.has(name)) continue;
    if (hasTests(at, (node) => node === whole || gone.has(node))) break;
    whole = at;
  }
  return whole;
}

/** Whether a part of a test file only runs when a test is over. */
export function isInTeardown(node: ts.Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    const name = ts.isExpressionStatement(at) ? runnerOf(at.expression) : undefined;
    if (name !== undefined) return TEARDOWNS.has(name);
  }
  return false;
}

/**
 * Whether a statement closes a test by putting something back: nothing is done after it but that, and something was before. Of what the
 * test is about it says nothing.
 */
export function isPuttingBack(statement: ts.Node): boolean {
  const block = statement.parent;
  if (!ts.isBlock(block) || !ts.isFunctionLike(block.parent) || !isRun(block.parent)) return false;
  const run = block.parent.parent.parent;
  if (!isTest(run)) return false;
  const index = block.statements.indexOf(statement as ts.Statement);
  const isDone = (one: ts.Statement): boolean => !setsSomething(one);
  return !block.statements.slice(index).some(isDone) && block.statements.slice(0, index).some(isDone);
}

/** `mocked.mockReturnValue(true);`, `vi.restoreAllMocks();`, `flags.newUi = true;` */
function setsSomething(statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement)) return false;
  const { expression } = statement;
  if (ts.isDeleteExpression(expression) || (ts.isBinaryExpression(expression) && isAssignment(expression)))
    return true;
  const callee = ts.isCallExpression(expression) ? expression.expression : undefined;
  return (
    callee !== undefined &&
    ts.isPropertyAccessExpression(callee) &&
    /^mock\p{Lu}|AllMocks$|^unstub/u.test(callee.name.text)
  );
}

const GROUPS = new Set(['describe', 'suite', 'context']);

/** Whether a statement declares tests, and not one alone. */
export function isGroup(statement: ts.Statement): boolean {
  const name = ts.isExpressionStatement(statement) ? runnerOf(statement.expression) : undefined;
  return name !== undefined && GROUPS.has(name);
}

/** Whether a file has a test besides those that go. */
export function hasTestBesides(source: ts.SourceFile, gone: ReadonlySet<ts.Node>): boolean {
  return hasTests(source, (node) => gone.has(node));
}

/** Whether a file has no test: what it holds only prepares for some. */
export function isWithoutTests(source: ts.SourceFile): boolean {
  return source.statements.every((statement) => {
    if (ts.isExpressionStatement(statement)) return prepares(statement.expression);
    if (ts.isImportDeclaration(statement) || ts.isEmptyStatement(statement)) return true;
    const isDeclaration =
      ts.isVariableStatement(statement) ||
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement);
    return isDeclaration && !ts.getModifiers(statement)?.some(isExport) && !hasTests(statement, () => false);
  });
}

const isExport = ({ kind }: ts.Node): boolean => kind === ts.SyntaxKind.ExportKeyword;

/** `jest.mock('./api');`, `beforeEach(…);` */
function prepares(expression: ts.Expression): boolean {
  const name = runnerOf(expression);
  if (name !== undefined) return SETUPS.has(name) || TEARDOWNS.has(name);
  let root: ts.Expression = expression;
  while (ts.isCallExpression(root) || ts.isPropertyAccessExpression(root)) root = root.expression;
  return root !== expression && ts.isIdentifier(root) && (root.text === 'jest' || root.text === 'vi');
}

/** Whether a group has a test besides those that go; what a loop or a function declares counts too. */
function hasTests(group: ts.Statement | ts.SourceFile, isGone: (node: ts.Node) => boolean): boolean {
  const visit = (node: ts.Node): boolean => {
    if (isGone(node)) return false;
    if (isTest(node)) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return ts.forEachChild(group, (child) => visit(child) || undefined) ?? false;
}

/** Whether a node is a statement that declares a test. */
export function isTest(node: ts.Node): node is ts.ExpressionStatement {
  const name = ts.isExpressionStatement(node) ? runnerOf(node.expression) : undefined;
  return name !== undefined && !SETUPS.has(name) && !TEARDOWNS.has(name) && !GROUPS.has(name);
}

/** Whether a test runs once for each row of a table: `it.each([…])('…', …)`. It is about what the rows tell apart. */
export function runsForRows(test: ts.Statement): boolean {
  const run =
    ts.isExpressionStatement(test) && ts.isCallExpression(test.expression) ? test.expression : undefined;
  const made = run?.expression;
  const each =
    made &&
    (ts.isCallExpression(made)
      ? made.expression
      : ts.isTaggedTemplateExpression(made)
        ? made.tag
        : undefined);
  return each !== undefined && ts.isPropertyAccessExpression(each) && each.name.text === 'each';
}

const RUNNERS = new Set(['it', 'test', 'specify', 'describe', 'suite', 'context', ...SETUPS, ...TEARDOWNS]);

/** `it` of `it('…', () => …)`, `it.only(…)` and `it.each([…])('…', …)`. */
function runnerOf(expression: ts.Expression): string | undefined {
  if (!ts.isCallExpression(expression)) return undefined;
  const hasBody = expression.arguments.some((one) => ts.isArrowFunction(one) || ts.isFunctionExpression(one));
  let callee: ts.Expression = expression.expression;
  while (!ts.isIdentifier(callee)) {
    if (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee)) callee = callee.expression;
    else if (ts.isTaggedTemplateExpression(callee)) callee = callee.tag;
    else return undefined;
  }
  return hasBody && RUNNERS.has(callee.text) ? callee.text : undefined;
}

/** A statement's lines, with the comment directly above it and one blank line beside it; of lines that hold more, itself alone. */
export function linesOf(node: ts.Node, source: ts.SourceFile): Span {
  const { text } = source;
  if (!isAlone(node, source)) return span(node.getStart(source), node.end);
  const comment = ts.getLeadingCommentRanges(text, node.getFullStart())?.at(-1);
  const own = node.getStart(source);
  const isClose =
    comment &&
    text.slice(comment.end, own).split('\n').length === 2 &&
    !belongsToFile(text.slice(comment.pos, comment.end));
  let start = text.lastIndexOf('\n', (isClose ? comment.pos : own) - 1) + 1;
  const newline = text.indexOf('\n', node.end);
  const end = newline < 0 ? text.length : newline + 1;
  const before = text.lastIndexOf('\n', start - 2) + 1;
  if (start > 0 && text.slice(before, start).trim() === '') start = before;
  return span(start, end);
}

/** Whether nothing but a comment stands beside a node on its lines. */
function isAlone(node: ts.Node, source: ts.SourceFile): boolean {
  const { text } = source;
  const start = node.getStart(source);
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const newline = text.indexOf('\n', node.end);
  const after = text.slice(node.end, newline < 0 ? text.length : newline);
  return before.trim() === '' && /^[;,]?\s*(?:\/\/.*|\/\*.*\*\/\s*)?$/.test(after);
}
