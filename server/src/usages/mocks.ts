import ts from 'typescript';
import type { MockFact } from './facts';
import { mayMockByObjects, objectMocks } from './mock-objects';
import { answerOf, innerOf, membersOf, spanOf } from './mock-values';
import { literalValue } from './nodes';
import { EQUALITY, UNEQUAL } from './operators';
import { nameText } from './property-names';
import { kindsWhere, treeOf } from './tree';
import { unwrap } from './unwrap';

/**
 * Where tests give flags a value: in what stands for a reader (`vi.mock`, `jest.spyOn(flags, 'isEnabled')`,
 * `when(isEnabled).calledWith('x')`), in `mockFlags` of `jest-launchdarkly-mock`, in OpenFeature's provider in memory, and in
 * objects of test files that are named for flags.
 * `isReader` knows the names of functions that read flags.
 */
export function mocksIn(
  source: ts.SourceFile,
  isReader: (name: string) => boolean,
): { readonly mocks?: readonly MockFact[] } {
  const found: MockFact[] = [];
  const withObjects = mayMockByObjects(source.fileName);
  for (const node of treeOf(source).of(MOCKS)) {
    if (ts.isNewExpression(node)) found.push(...ofProvider(node, source));
    if (withObjects && ts.isObjectLiteralExpression(node)) found.push(...objectMocks(node, source));
    if (!ts.isCallExpression(node)) continue;
    found.push(
      ...ofMockFlags(node, source),
      ...ofModuleMock(node, source, isReader),
      ...ofAnswer(node, source, isReader),
    );
  }
  return found.length > 0 ? { mocks: found } : {};
}

const MOCKS = kindsWhere(
  (node) => ts.isNewExpression(node) || ts.isObjectLiteralExpression(node) || ts.isCallExpression(node),
);

/** `mockFlags({ devTestFlag: true })`: keys as the SDK for React writes them. */
function ofMockFlags(node: ts.CallExpression, source: ts.SourceFile): MockFact[] {
  if (!ts.isIdentifier(node.expression) || node.expression.text !== 'mockFlags') return [];
  if (moduleOf('mockFlags', source) !== 'jest-launchdarkly-mock') return [];
  const [flags] = node.arguments;
  if (!flags) return [];
  return membersOf(flags, source).map(({ key, at, value }) => ({
    key,
    span: at,
    naming: 'camelCase',
    by: 'jest-launchdarkly-mock',
    ...answerOf(value, source),
  }));
}

/** `new InMemoryProvider({ 'new-ui': { variants: { on: true, off: false }, defaultVariant: 'on', disabled: false } })`. */
function ofProvider(node: ts.NewExpression, source: ts.SourceFile): MockFact[] {
  if (!ts.isIdentifier(node.expression) || !PROVIDERS.has(node.expression.text)) return [];
  if (!moduleOf(node.expression.text, source)?.startsWith('@openfeature/')) return [];
  const [flags] = node.arguments ?? [];
  if (!flags) return [];
  return membersOf(flags, source).map(({ key, at, value }) => {
    const members = new Map(membersOf(value, source).map((member) => [member.key, member.value]));
    const chosen = members.get('defaultVariant');
    const variants = members.get('variants');
    const base = { key, span: at, by: 'InMemoryProvider' } as const;
    if (!chosen || !variants || !ts.isStringLiteralLike(chosen)) return base;
    const values = membersOf(variants, source).map((member) => ({
      name: member.key,
      value: literalValue(member.value),
    }));
    const now = values.find(({ name }) => name === chosen.text)?.value;
    const other = values.find(({ value: one }) => typeof one === 'boolean' && one !== now);
    if (typeof now !== 'boolean') return base;
    const quote = source.text[chosen.getStart(source)]!;
    return {
      ...base,
      value: now,
      ...(other && { flip: { span: spanOf(chosen, source), text: `${quote}${other.name}${quote}` } }),
    };
  });
}

const PROVIDERS = new Set(['InMemoryProvider', 'TypedInMemoryProvider']);

/** `vi.mock('./flags', () => ({ isEnabled: (key) => key === 'new_ui' }))`. */
function ofModuleMock(
  node: ts.CallExpression,
  source: ts.SourceFile,
  isReader: (name: string) => boolean,
): MockFact[] {
  const callee = node.expression;
  if (!ts.isPropertyAccessExpression(callee) || !MODULE_MOCKS.has(callee.name.text)) return [];
  const factory = node.arguments[1];
  if (!factory) return [];
  const found: MockFact[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isPropertyAssignment(child) || ts.isMethodDeclaration(child)) {
      const name = nameText(child.name);
      const body = ts.isPropertyAssignment(child) ? unwrap(child.initializer) : child;
      if (name !== undefined && isReader(name)) {
        // `isEnabled: vi.fn((key) => …)` gives the function along.
        const given = ts.isCallExpression(body) ? body.arguments[0] : body;
        if (given) found.push(...ofFunction(given, name, source));
      }
    }
    ts.forEachChild(child, visit);
  };
  visit(factory);
  return found;
}

const MODULE_MOCKS = new Set(['mock', 'doMock', 'unstable_mockModule', 'module']);

const IMPLEMENTATIONS = new Set(['mockImplementation', 'mockImplementationOnce', 'callsFake']);
const ANSWERS = new Set([
  'mockReturnValue',
  'mockReturnValueOnce',
  'mockResolvedValue',
  'mockResolvedValueOnce',
  'thenReturn',
  'thenResolve',
  'returns',
  'resolves',
]);
const QUESTIONS = new Set(['calledWith', 'withArgs']);

/** What a spy, a stub or a mocked function answers. */
function ofAnswer(
  node: ts.CallExpression,
  source: ts.SourceFile,
  isReader: (name: string) => boolean,
): MockFact[] {
  const callee = node.expression;
  const [answer] = node.arguments;
  if (!ts.isPropertyAccessExpression(callee) || !answer) return [];
  if (IMPLEMENTATIONS.has(callee.name.text)) {
    const reader = mockedName(callee.expression);
    return reader !== undefined && isReader(reader) ? ofFunction(answer, reader, source) : [];
  }
  if (!ANSWERS.has(callee.name.text)) return [];
  const asked = callee.expression;
  if (!ts.isCallExpression(asked) || !ts.isPropertyAccessExpression(asked.expression)) return [];
  const [key] = asked.arguments;
  if (!QUESTIONS.has(asked.expression.name.text) || !key || !ts.isStringLiteralLike(key)) return [];
  const reader = mockedName(asked.expression.expression);
  if (reader === undefined || !isReader(reader)) return [];
  return [{ key: key.text, span: innerOf(key, source), by: reader, reader, ...answerOf(answer, source) }];
}

/** The function that a mock stands for: `isEnabled as jest.Mock`, `vi.mocked(isEnabled)`, `jest.spyOn(flags, 'isEnabled')`. */
function mockedName(expression: ts.Expression): string | undefined {
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (!ts.isCallExpression(node)) return undefined;
  const name = ts.isPropertyAccessExpression(node.expression)
    ? node.expression.name.text
    : ts.isIdentifier(node.expression)
      ? node.expression.text
      : '';
  if (name === 'spyOn' || name === 'stub') {
    const [, method] = node.arguments;
    return method && ts.isStringLiteralLike(method) ? method.text : undefined;
  }
  const [mocked] = node.arguments;
  return WRAPPERS.has(name) && mocked ? mockedName(mocked) : undefined;
}

/** What is called with a mocked function, and gives it back. */
const WRAPPERS = new Set(['mocked', 'when', 'mocked_', 'asMock']);

/** A function in a reader's place: the keys that a parameter is compared with. */
function ofFunction(node: ts.Node, reader: string, source: ts.SourceFile): MockFact[] {
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node) && !ts.isMethodDeclaration(node)) return [];
  // Some readers are told first for whom they are asked.
  const names = new Set(node.parameters.flatMap(({ name }) => (ts.isIdentifier(name) ? name.text : [])));
  if (names.size === 0 || !node.body) return [];
  const isKey = (one: ts.Expression): boolean => ts.isIdentifier(one) && names.has(one.text);
  const found: MockFact[] = [];
  const answers = alternativesOf(node.body);
  const add = (literal: ts.Expression, more: Partial<MockFact> = {}): void => {
    if (ts.isStringLiteralLike(literal))
      found.push({ key: literal.text, span: innerOf(literal, source), by: reader, reader, ...more });
  };
  const visit = (child: ts.Node): void => {
    if (ts.isBinaryExpression(child) && EQUALITY.has(child.operatorToken.kind)) {
      const isSame = !UNEQUAL.has(child.operatorToken.kind);
      const decides = answers.includes(child) && (isSame || answers.length === 1);
      // Of a function that knows this flag alone the other answer is "off for all".
      const flip =
        child === node.body
          ? { span: spanOf(node, source), text: '() => false' }
          : { span: spanOf(child, source), text: 'false' };
      const more = decides ? { value: isSame, ...(isSame && { flip }) } : {};
      if (isKey(child.left)) add(child.right, more);
      else if (isKey(child.right)) add(child.left, more);
    }
    if (ts.isCallExpression(child) && ts.isPropertyAccessExpression(child.expression)) {
      const [asked] = child.arguments;
      const list = unwrap(child.expression.expression);
      if (
        child.expression.name.text === 'includes' &&
        asked &&
        isKey(asked) &&
        ts.isArrayLiteralExpression(list)
      )
        for (const element of list.elements) add(element, { value: true });
    }
    if (ts.isElementAccessExpression(child) && isKey(child.argumentExpression)) {
      for (const { key, at, value } of membersOf(unwrap(child.expression), source))
        found.push({ key, span: at, by: reader, reader, ...answerOf(value, source) });
    }
    if (
      ts.isCaseClause(child) &&
      ts.isSwitchStatement(child.parent.parent) &&
      isKey(child.parent.parent.expression)
    )
      add(child.expression);
    ts.forEachChild(child, visit);
  };
  visit(node.body);
  return found;
}

/** What a function answers where it does nothing else: of `a || b` both, each of which turns on what it asks for. */
function alternativesOf(body: ts.ConciseBody): ts.Expression[] {
  const [only, ...more] = ts.isBlock(body) ? body.statements : [];
  if (ts.isBlock(body) && (more.length > 0 || !only || !ts.isReturnStatement(only) || !only.expression))
    return [];
  const alternatives = (expression: ts.Expression): ts.Expression[] => {
    const node = unwrap(expression);
    return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.BarBarToken
      ? [...alternatives(node.left), ...alternatives(node.right)]
      : [node];
  };
  return alternatives(ts.isBlock(body) ? (only as ts.ReturnStatement).expression! : body);
}

/** The module that a name is imported from, or required. */
function moduleOf(name: string, source: ts.SourceFile): string | undefined {
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
      const bindings = statement.importClause?.namedBindings;
      if (bindings && ts.isNamedImports(bindings) && bindings.elements.some((one) => one.name.text === name))
        return statement.moduleSpecifier.text;
    }
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name: bound, initializer } of statement.declarationList.declarations) {
      if (!ts.isObjectBindingPattern(bound) || !initializer || !ts.isCallExpression(initializer)) continue;
      const [module] = initializer.arguments;
      const isRequired = ts.isIdentifier(initializer.expression) && initializer.expression.text === 'require';
      if (
        isRequired &&
        module &&
        ts.isStringLiteral(module) &&
        bound.elements.some((one) => ts.isIdentifier(one.name) && one.name.text === name)
      )
        return module.text;
    }
  }
  return undefined;
}
