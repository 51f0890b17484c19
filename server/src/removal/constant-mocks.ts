import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import type { TextEdit } from '../text/edits';
import { type Span, span } from '../text/span';
import { withoutCovered } from './declarations';
import { importOf } from './declared';
import { literalOf } from './literals';
import { analyzeScopes } from './scope';
import type { Scopes } from './scope-model';
import { bare, isWithin } from './syntax';
import {
  hasTestBesides,
  isInTeardown,
  isPuttingBack,
  isTest,
  linesOf,
  testAround,
  withEmptied,
} from './test-files';
import { RAN_WITH_OTHER, type TestRemoval } from './test-removal';

/**
 * What goes of a test file that puts one answer in the place of a reader, whatever it is asked for, where nothing that is tested asks that
 * reader any more: the mock, what sets it, and the tests that set the other answer. Nothing where the mock is used for more. `answerOf` says
 * what a reader answers from now on, and `isModule` whether nothing that is tested takes anything of a module any more.
 */
export function removeConstantMocks(
  tree: ts.SourceFile,
  answerOf: (module: string, name: string) => FlagValue | undefined,
  isModule: (module: string) => boolean,
): TestRemoval | undefined {
  const scopes = analyzeScopes(tree);
  const mocks = mocksIn(tree, answerOf, isModule, scopes);
  if (!mocks || mocks.length === 0) return undefined;
  const edits: TextEdit[] = [];
  const settings: (Setting & { readonly isKept: boolean })[] = [];
  let isOtherFirst = false;
  for (const mock of mocks) {
    edits.push(...mock.edits);
    if (mock.first && mock.kept !== undefined) {
      const isKept = isAnswer(mock.first.value, mock.kept);
      if (isKept === undefined) return undefined;
      isOtherFirst ||= !isKept;
    }
    for (const handle of mock.handles) {
      const told = toldTo(handle);
      const isKept = told?.isReset || (told && isAnswer(told.value, mock.kept));
      if (told === undefined || isKept === undefined) return undefined;
      settings.push({ ...told, isKept });
    }
  }
  const tests = new Set<ts.Statement>();
  const notes: { span: Span; message: string }[] = [];
  // A test that sets the kept answer too is about both.
  const isOverridden = (test: ts.Node): boolean =>
    settings.some(
      ({ statement, isKept, isReset }) =>
        isKept && !isReset && isWithin(statement, test) && !isPuttingBack(statement),
    );
  for (const { statement, isKept } of settings) {
    edits.push({ span: linesOf(statement, tree), newText: '' });
    if (isKept || isInTeardown(statement) || isPuttingBack(statement)) continue;
    const test = isInTest(statement) ? (testAround(statement) as ts.Statement) : undefined;
    if (test && !isOverridden(test)) tests.add(test);
    else notes.push({ span: spanOf(statement, tree), message: RAN_WITH_OTHER });
  }
  const isTold = (test: ts.Node): boolean => settings.some(({ statement }) => isWithin(statement, test));
  const isSetUp = settings.some(({ statement, isReset }) => !isReset && !isInTest(statement));
  const isUntold = !isSetUp && testsIn(tree).some((test) => !isTold(test));
  if (isUntold && isOtherFirst && notes.length === 0)
    notes.push({ span: spanOf(mocks[0]!.statement, tree), message: RAN_WITH_OTHER });
  if (!hasTestBesides(tree, tests)) return undefined;
  for (const whole of new Set([...tests].map((test) => withEmptied(test, tests))))
    edits.push({ span: linesOf(whole, tree), newText: '' });
  return { edits: withoutCovered(edits), notes };
}

/** Whether what a stand-in is told is what its reader answers from now on; nothing where neither that nor the opposite is told. */
function isAnswer(value: unknown, kept: FlagValue | undefined): boolean | undefined {
  if (typeof kept !== 'boolean') return kept === undefined ? undefined : value === kept;
  const told = value ?? false;
  return typeof told === 'boolean' ? told === kept : undefined;
}

function testsIn(tree: ts.SourceFile): ts.Statement[] {
  const found: ts.Statement[] = [];
  const visit = (node: ts.Node): void => {
    if (isTest(node)) found.push(node);
    else ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function isInTest(statement: ts.Statement): boolean {
  const whole = testAround(statement);
  return whole !== undefined && whole !== 'all' && isTest(whole);
}

/** A reader's stand-in: what goes with it, and the names by which the test tells it what to answer. */
interface Mock {
  readonly statement: ts.Statement;
  readonly edits: readonly TextEdit[];
  readonly handles: readonly ts.Node[];
  /** What it answers unless it is told, where that is written. */
  readonly first?: { readonly value: unknown };
  /** What its reader answers from now on. */
  readonly kept?: FlagValue;
}

type StandIn = Pick<Mock, 'handles' | 'first'> & {
  /** Where it is made, if not in place. */
  readonly held?: ts.Statement;
};

/** The stand-ins of readers; nothing at all where one of them answers by its key, or in a way that cannot be told. */
function mocksIn(
  tree: ts.SourceFile,
  answerOf: (module: string, name: string) => FlagValue | undefined,
  isModule: (module: string) => boolean,
  scopes: Scopes,
): Mock[] | undefined {
  const found: Mock[] = [];
  const isReader = (module: string, name: string): boolean => answerOf(module, name) !== undefined;
  for (const statement of tree.statements) {
    const call = ts.isExpressionStatement(statement) ? bare(statement.expression) : undefined;
    if (!call || !ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) continue;
    const [module, factory] = call.arguments;
    if (!MOCKING.has(call.expression.name.text) || !module || !ts.isStringLiteralLike(module)) continue;
    const made = factory && returnedBy(bare(factory));
    if (!made) {
      // `jest.mock('./flags')`: every function of it gives nothing until it is told.
      if (importedFrom(tree, module.text).some((name) => isReader(module.text, name))) return undefined;
      continue;
    }
    const own = made.properties.filter(
      (property) =>
        property.name && ts.isIdentifier(property.name) && isReader(module.text, property.name.text),
    );
    if (own.length === 0) continue;
    if (isLoadedElsewhere(module, statement)) return undefined;
    const isEmpty = made.properties.every((property) => own.includes(property) || isActual(property));
    // What else is taken of the module was nothing as long as it was mocked, and may be something without.
    const isWhole = isEmpty && (made.properties.some(ts.isSpreadAssignment) || isModule(module.text));
    const within = span(made.getStart(tree) + 1, made.end - 1);
    if (isWhole) found.push(gone(statement, linesOf(statement, tree)));
    else if (isEmpty && own.length === made.properties.length) found.push(gone(statement, within));
    for (const property of own) {
      const mock = ts.isPropertyAssignment(property)
        ? standInOf(bare(property.initializer), scopes)
        : undefined;
      if (!mock) return undefined;
      const name = property.name as ts.Identifier;
      const handles = [...mock.handles, ...usesOfImport(module.text, name.text, scopes)];
      const cut = { span: withComma(property, made.properties, tree), newText: '' };
      const isCovered = isWhole || own.length === made.properties.length;
      const held = mock.held ? [{ span: linesOf(mock.held, tree), newText: '' }] : [];
      const kept = answerOf(module.text, name.text);
      const cuts = [...(isCovered ? [] : [cut]), ...held];
      found.push({ ...mock, statement, edits: cuts, handles, ...(kept !== undefined && { kept }) });
    }
  }
  return found;
}

/** `jest.requireMock('./flags')`: whether a test names a module otherwise than where it imports and mocks it. */
function isLoadedElsewhere({ text }: ts.StringLiteralLike, mock: ts.Statement): boolean {
  const visit = (node: ts.Node): boolean => {
    if (node === mock || ts.isImportDeclaration(node) || ts.isImportTypeNode(node)) return false;
    if (ts.isStringLiteralLike(node) && node.text === text) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(mock.getSourceFile());
}

function gone(statement: ts.Statement, span: Span): Mock {
  return { statement, edits: [{ span, newText: '' }], handles: [] };
}

const MOCKING: ReadonlySet<string> = new Set(['mock', 'doMock']);

function returnedBy(factory: ts.Node): ts.ObjectLiteralExpression | undefined {
  if (!ts.isArrowFunction(factory) && !ts.isFunctionExpression(factory)) return undefined;
  const { body } = factory;
  const [only, ...others] = ts.isBlock(body) ? body.statements : [];
  const given = !ts.isBlock(body)
    ? bare(body)
    : only && others.length === 0 && ts.isReturnStatement(only) && only.expression
      ? bare(only.expression)
      : undefined;
  return given && ts.isObjectLiteralExpression(given) ? given : undefined;
}

/** `...jest.requireActual('./flags')`, `__esModule: true`: nothing is put in the place of anything. */
function isActual(property: ts.ObjectLiteralElementLike): boolean {
  if (ts.isSpreadAssignment(property)) {
    const call = bare(property.expression);
    return (
      ts.isCallExpression(call) &&
      ts.isPropertyAccessExpression(call.expression) &&
      call.expression.name.text === 'requireActual'
    );
  }
  return property.name?.getText() === '__esModule';
}

/** What stands for a reader whatever it is asked for: `() => mocked()`, `jest.fn(() => true)`, `mocked`. */
function standInOf(node: ts.Node, scopes: Scopes): StandIn | undefined {
  if (ts.isIdentifier(node)) return ofName(node, scopes);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
    if (ts.isBlock(node.body)) return undefined;
    const given = bare(node.body);
    const call = ts.isAwaitExpression(given) ? bare(given.expression) : given;
    if (ts.isCallExpression(call) && ts.isIdentifier(call.expression)) {
      const isPassedOn = call.arguments.every((one) => isParameter(one, node));
      return isPassedOn ? ofName(call.expression, scopes) : undefined;
    }
    const literal = literalOf(given);
    return literal && { handles: [], first: literal };
  }
  const first = firstOf(node);
  return first && { handles: [], first };
}

function isParameter(node: ts.Expression, owner: ts.ArrowFunction | ts.FunctionExpression): boolean {
  const given = ts.isSpreadElement(node) ? node.expression : node;
  const name = ts.isIdentifier(given) ? given.text : undefined;
  return owner.parameters.some((one) => ts.isIdentifier(one.name) && one.name.text === name);
}

/** A constant that holds `jest.fn()`, with all that it is told. */
function ofName(name: ts.Identifier, scopes: Scopes): StandIn | undefined {
  const binding = scopes.bindingOf(name);
  const [declaration, ...others] = binding?.declarations ?? [];
  const node = declaration?.node;
  if (!binding || !node || others.length > 0 || !ts.isVariableDeclaration(node) || !node.initializer)
    return undefined;
  const first = firstOf(bare(node.initializer));
  if (!first || binding.uses.some(({ writes, exports }) => writes || exports)) return undefined;
  const handles = binding.uses.map(({ node: use }) => use).filter((use) => use !== name);
  const held = node.parent.parent;
  const isAlone = ts.isVariableStatement(held) && held.declarationList.declarations.length === 1;
  return { handles, first, ...(isAlone && { held }) };
}

/** `jest.fn()`, `vi.fn(() => true)`, `jest.fn().mockReturnValue(false)`: what it answers until it is told otherwise. */
function firstOf(node: ts.Node): { readonly value: unknown } | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { name, expression } = node.expression;
  const [given] = node.arguments;
  if (ANSWERS.has(name.text)) {
    const literal = given && literalOf(given);
    return literal && firstOf(bare(expression)) ? literal : undefined;
  }
  const isMade = name.text === 'fn' && ts.isIdentifier(expression) && RUNNERS.has(expression.text);
  if (!isMade) return undefined;
  if (!given) return { value: undefined };
  return ts.isArrowFunction(given) && !ts.isBlock(given.body) ? literalOf(bare(given.body)) : undefined;
}

const RUNNERS: ReadonlySet<string> = new Set(['jest', 'vi']);
const ANSWERS: ReadonlySet<string> = new Set([
  'mockReturnValue',
  'mockReturnValueOnce',
  'mockResolvedValue',
  'mockResolvedValueOnce',
]);
const RESETS: ReadonlySet<string> = new Set(['mockReset', 'mockClear', 'mockRestore']);

function importedFrom(tree: ts.SourceFile, module: string): string[] {
  return tree.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const bindings = statement.importClause?.namedBindings;
    if (statement.moduleSpecifier.text !== module || !bindings || !ts.isNamedImports(bindings)) return [];
    return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
  });
}

/** Where a test itself names the reader that it mocks: `(useFlag as jest.Mock).mockReturnValue(true)`, `flags.useFlag`. */
function usesOfImport(module: string, wanted: string, scopes: Scopes): ts.Node[] {
  return scopes.bindings.flatMap((binding) => {
    const [declaration] = binding.declarations;
    if (declaration?.kind !== 'import' || !ts.isIdentifier(declaration.name)) return [];
    const origin = importOf(declaration.name);
    if (origin?.module !== module || (origin.name !== wanted && origin.name !== '*')) return [];
    return binding.uses.flatMap(({ node }): ts.Node[] => {
      const named = origin.name === '*' ? memberAsked(node, wanted) : node;
      if (!named) return [];
      // `const mocked = useFlag as jest.Mock;`
      const variable = castOf(named).parent;
      const isName = ts.isVariableDeclaration(variable) && ts.isIdentifier(variable.name);
      const alias = isName ? scopes.declaredBy(variable.name) : undefined;
      return alias ? alias.uses.map((use) => use.node) : [named];
    });
  });
}

/** The reader that is asked of its whole module; the module itself where it is used in another way, and nothing where another member is asked. */
function memberAsked(module: ts.Node, name: string): ts.Node | undefined {
  const { parent } = module;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== module)
    return isInType(parent) ? undefined : module;
  return parent.name.text === name ? parent : undefined;
}

function isInType(node: ts.Node): boolean {
  return ts.isTypeQueryNode(node) || ts.isQualifiedName(node);
}

/** `useFlag as jest.Mock`, `vi.mocked(useFlag)` around a name. */
function castOf(name: ts.Node): ts.Node {
  let at = name;
  for (;;) {
    const { parent } = at;
    const isCast =
      ts.isParenthesizedExpression(parent) ||
      ts.isAsExpression(parent) ||
      (ts.isCallExpression(parent) &&
        parent.arguments[0] === at &&
        ts.isPropertyAccessExpression(parent.expression) &&
        parent.expression.name.text === 'mocked');
    if (!isCast) return at;
    at = parent;
  }
}

/** What a test tells a stand-in: a statement of its own, and the answer. */
interface Setting {
  readonly statement: ts.Statement;
  readonly value: unknown;
  readonly isReset?: boolean;
}

function toldTo(handle: ts.Node): Setting | undefined {
  const whole = castOf(handle);
  const access = whole.parent;
  if (!ts.isPropertyAccessExpression(access) || access.expression !== whole) return undefined;
  const call = access.parent;
  if (!ts.isCallExpression(call) || !ts.isExpressionStatement(call.parent)) return undefined;
  const statement = call.parent;
  const [given] = call.arguments;
  if (RESETS.has(access.name.text)) return { statement, value: undefined, isReset: true };
  if (ANSWERS.has(access.name.text)) {
    const literal = given && literalOf(given);
    return literal && { statement, value: literal.value };
  }
  if (access.name.text !== 'mockImplementation' || !given || !ts.isArrowFunction(given)) return undefined;
  const literal = ts.isBlock(given.body) ? undefined : literalOf(bare(given.body));
  return literal && { statement, value: literal.value };
}

/** An entry of an object with the comma that parts it from its neighbour. */
function withComma(entry: ts.Node, list: ts.NodeArray<ts.Node>, tree: ts.SourceFile): Span {
  const index = list.indexOf(entry);
  const next = list[index + 1];
  if (next) return span(entry.getStart(tree), next.getStart(tree));
  const previous = list[index - 1];
  return previous ? span(previous.end, entry.end) : spanOf(entry, tree);
}

function spanOf(node: ts.Node, tree: ts.SourceFile): Span {
  return span(node.getStart(tree), node.end);
}
