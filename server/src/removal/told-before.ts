import ts from 'typescript';
import { resolveModule } from '../usages/resolve';
import { isTooLarge } from '../usages/scan';
import { isTestFile } from '../usages/test-file';
import type { Snapshot } from '../workspace/snapshot';
import type { Workspace } from '../workspace/workspace';
import { importsOf } from './imports';
import { namesOfMock } from './mock-names';
import { bare } from './syntax';
import { hasTestBesides, isTest } from './test-files';
import { parse } from './view';

/**
 * Whether a mock that a statement tells something may have been told before that other flags are on: by a default, a set-up, or a
 * statement of the same test, `useFlag.mockReturnValue(true); … useFlag.mockImplementation((flag) => flag === 'new_ui');`. `told` is the
 * mock; what goes tells nothing any more.
 */
export function isToldBefore(
  statement: ts.Statement,
  told: ts.Expression,
  goes: (one: ts.Node) => boolean,
): boolean {
  const source = statement.getSourceFile();
  // Without what it is told a spy hands on to what it watches.
  if (isSpying(told)) return true;
  const names = namesOfMock(told, source);
  const own = testOf(statement);
  let isReset = false;
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (node === statement || goes(node)) return;
    if (ts.isCallExpression(node)) {
      if (RESETS.has(nameOfCalled(node))) isReset = true;
      if (turnsOn(node, names)) found.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.some((one) => {
    const other = testOf(one);
    const mayBeBefore = one.pos < statement.pos || (other === undefined && isInFunction(one));
    return mayBeBefore && (other === undefined || other === own || !isReset);
  });
}

/**
 * Which of some mocks of a test other files may tell that flags are on: what stands in for a module, `__mocks__/flags.ts`, what the runner
 * starts with, and what the test imports. A file with tests of its own speaks for these alone.
 */
export async function toldElsewhere(
  file: string,
  text: string,
  mocks: readonly ReadonlySet<string>[],
  workspace: Workspace,
  { modules }: Snapshot,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const named = await workspace.sourcesWith([...new Set(mocks.flatMap((names) => [...names]))]);
  const imported = importsOf(file, text).flatMap(({ module }) => resolveModule(file, module, modules) ?? []);
  for (const other of new Set([...named.values(), imported].flat())) {
    const theirs = other === file ? undefined : await workspace.text(other);
    if (theirs === undefined || isTooLarge(theirs) || !MOCKING.test(theirs)) continue;
    const source = parse(other, theirs);
    if (isTestFile(other) && hasTestBesides(source, new Set())) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node))
        for (const names of mocks) if (turnsOn(node, names)) for (const name of names) found.add(name);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

const MOCKING = /\bfn\b|\bmock|\breturns\b|\bresolves\b|\bcallsFake\b|\bspyOn\b/;

/** Whether a call tells a mock of one of some names an answer by which flags may be on, or lets it hand on to what it stands for. */
function turnsOn(call: ts.CallExpression, names: ReadonlySet<string>): boolean {
  const how = nameOfCalled(call);
  const isNamed = (): boolean => namesOf(call).some((name) => names.has(name));
  if (SPYING.has(how)) return !isTold(call) && isNamed();
  if (how === 'mock' || how === 'doMock') return call.arguments.slice(1).some(spies);
  const tells = TELLING.test(how) || how === 'fn';
  return tells && call.arguments.some((one) => !isOff(one)) && (isNamed() || isOfParameter(call));
}

function nameOfCalled({ expression }: ts.CallExpression): string {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
}

/** `vi.mock('./flags', { spy: true })` */
function spies(given: ts.Expression): boolean {
  const isSpy = (one: ts.ObjectLiteralElementLike): boolean => one.name?.getText() === 'spy';
  return ts.isObjectLiteralExpression(given) && given.properties.some(isSpy);
}

/** `jest.spyOn(flags, 'isEnabled')`, `sinon.spy(…)` */
function isSpying(told: ts.Expression): boolean {
  const node = bare(told);
  return (ts.isCallExpression(node) && SPYING.has(nameOfCalled(node))) || isStub(node);
}

/** `sinon.stub(flags, 'isEnabled')`: made here, and nothing stands there without it. */
export function isStub(node: ts.Node): boolean {
  return ts.isCallExpression(node) && nameOfCalled(node) === 'stub' && node.arguments.length === 2;
}

/** Whether what a call gives is told something at once: `jest.spyOn(flags, 'isEnabled').mockReturnValue(false)`. */
function isTold(call: ts.CallExpression): boolean {
  const { parent } = call;
  return ts.isPropertyAccessExpression(parent) && TELLING.test(parent.name.text);
}

/** `function answer(mock) { mock.mockReturnValue(true); }`: of whichever mock it is called with. */
function isOfParameter(call: ts.CallExpression): boolean {
  const told = bare((call.expression as ts.PropertyAccessExpression).expression);
  if (!ts.isIdentifier(told)) return false;
  const takesIt = (node: ts.Node): boolean =>
    ts.isFunctionLike(node) && node.parameters.some(({ name }) => name.getText() === told.text);
  return ts.findAncestor(call, takesIt) !== undefined;
}

/** Whether something stands in a function with a name, which what stands above it may call. */
function isInFunction(node: ts.Node): boolean {
  return ts.findAncestor(node, ts.isFunctionDeclaration) !== undefined;
}

const TELLING =
  /^mock(?:Return|Resolved)Value(?:Once)?$|^mockImplementation(?:Once)?$|^returns$|^resolves$|^callsFake$/;

const SPYING: ReadonlySet<string> = new Set(['spyOn', 'spy']);

const RESETS: ReadonlySet<string> = new Set(['resetAllMocks', 'restoreAllMocks', 'mockReset', 'mockRestore']);

/** The names by which what is told may be known: its own, and that of the property or the variable that holds it. */
function namesOf(call: ts.CallExpression): string[] {
  let whole: ts.Node = call;
  while (!ts.isStatement(whole.parent) && !holds(whole.parent)) whole = whole.parent;
  const { parent } = whole;
  const told = (call.expression as ts.PropertyAccessExpression).expression;
  const own = SPYING.has(nameOfCalled(call)) ? call : told;
  return [...namesOfMock(own, call.getSourceFile()), ...(holds(parent) ? [parent.name.getText()] : [])];
}

function holds(node: ts.Node): node is ts.PropertyAssignment | ts.VariableDeclaration {
  return ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node);
}

/** `false`, `undefined`, `() => false`: an answer by which no flag is on. */
function isOff(answer: ts.Expression): boolean {
  const node = bare(answer) as ts.Expression;
  if (ts.isArrowFunction(node)) return !ts.isBlock(node.body) && isOff(node.body);
  if (ts.isIdentifier(node)) return node.text === 'undefined';
  return node.kind === ts.SyntaxKind.FalseKeyword || node.kind === ts.SyntaxKind.NullKeyword;
}

function testOf(node: ts.Node): ts.Node | undefined {
  for (let at = node.parent; at; at = at.parent) if (isTest(at)) return at;
  return undefined;
}
