import ts from 'typescript';
import { spanBefore } from '../text/edits';
import type { Span } from '../text/span';
import type { Reference } from '../usages/facts';
import { nameText } from '../usages/property-names';
import type { Read } from '../usages/read';
import { resolveModule } from '../usages/resolve';
import { isTestFile } from '../usages/test-file';
import type { Snapshot } from '../workspace/snapshot';
import type { Workspace } from '../workspace/workspace';
import { type Edited, textAfter } from './declared-names';
import { importsOf } from './imports';
import { literalOf } from './literals';
import { createModuleGraph } from './module-graph';
import type { Note, RemovalPlan } from './plan';
import { namesWord } from './still-told';
import { parse } from './view';

/**
 * Tells of tests of what is changed that put something in the place of the reader for all flags at once, never say this one, and so ran
 * with the answer that is gone: `vi.mock('./use-flag', () => ({ useFlag: () => false }))`, `vi.mocked(useFlag).mockReturnValue(false)`.
 */
export async function notesOnMockedReaders(
  workspace: Workspace,
  { modules, facts }: Snapshot,
  plan: RemovalPlan,
  edited: ReadonlyMap<string, Edited>,
  reads: readonly Read[],
): Promise<Note[]> {
  const { flag, keep } = plan;
  const changed = new Set([...plan.files.map(({ file }) => file), ...plan.deleted]);
  if (typeof keep !== 'boolean') return [];
  const textOf = async (file: string): Promise<string | undefined> =>
    isTestFile(file) && !plan.deleted.includes(file) ? textAfter(file, workspace, edited) : undefined;
  const graph = createModuleGraph(workspace, modules, textOf);
  const readers = new Map<string, Reader>();
  const given = new Map<string, Reader>();
  for (const { file, site, shape, result } of reads) {
    if (!changed.has(file) || shape !== 'call' || isTestFile(file)) continue;
    const fact = facts(file)?.reads.find((one) => one.site.start === site.start && one.site.end === site.end);
    const callee = fact?.reader.callee;
    const gone = result.inverted ? keep : !keep;
    // `this.flags.isEnabled`: what asks is given what it asks.
    const method = callee && methodOf(callee);
    if (method !== undefined) given.set(`${file}#${method}`, { module: file, name: method, gone });
    const module = callee?.kind === 'import' ? resolveModule(file, callee.module, modules) : undefined;
    if (module === undefined || callee?.kind !== 'import') continue;
    const name = callee.name === '*' ? callee.path[0] : callee.name;
    if (name === undefined) continue;
    readers.set(`${module}#${name}`, { module, name, gone });
  }
  const notes = new Map<string, Note>();
  for (const reader of readers.values()) {
    for await (const { file } of graph.importersOf(reader.module)) {
      const text = await textOf(file);
      if (text === undefined || notes.has(file)) continue;
      const isReader = (module: string): boolean => resolveModule(file, module, modules) === reader.module;
      const mock = mockGiving(file, text, reader, isReader, flag);
      const isOfChanged = importsOf(file, text).some(({ module }) => {
        const target = resolveModule(file, module, modules);
        return target !== undefined && target !== reader.module && changed.has(target);
      });
      if (!mock || !isOfChanged) continue;
      notes.set(file, { file, span: spanBefore(mock, edited.get(file)?.edits ?? []), message: MOCKED });
    }
  }
  for (const asked of given.values()) {
    for await (const { file, text } of graph.importersOf(asked.module)) {
      const mock = notes.has(file) ? undefined : memberGiving(file, text, asked, flag);
      if (mock)
        notes.set(file, { file, span: spanBefore(mock, edited.get(file)?.edits ?? []), message: MOCKED });
    }
  }
  return [...notes.values()];
}

/** The method that is called of something which is not imported. */
function methodOf(callee: Reference): string | undefined {
  if (callee.kind === 'import') return undefined;
  return callee.kind === 'local' ? callee.path.at(-1) : callee.name.split('.')[1];
}

/** A function that was asked for the flag. */
interface Reader {
  readonly module: string;
  /** The name by which the module exports it. */
  readonly name: string;
  /** What it does not answer any more. */
  readonly gone: boolean;
}

const MOCKED =
  'This test answers for all flags at once, and what it tests was changed: it ran with the answer that is gone, so look at what it expects.';

/** Where a reader is mocked by something that has an answer in it, or is told to answer so. */
function mockGiving(
  file: string,
  text: string,
  { name: reader, gone }: Reader,
  isReader: (module: string) => boolean,
  flag: string,
): Span | undefined {
  const tree = parse(file, text);
  const gives = giving(gone);
  const names = namesFor(tree, reader, isReader);
  const visit = (node: ts.Node): ts.CallExpression | undefined => {
    // One that names the flag answers for it, and has been looked at.
    const isForAll = ts.isCallExpression(node) && !namesWord(node.getText(tree), flag);
    if (isForAll && ts.isPropertyAccessExpression(node.expression)) {
      const { name, expression: told } = node.expression;
      const [first, factory] = node.arguments;
      if (first && factory && MOCKING.has(name.text) && ts.isStringLiteralLike(first)) {
        if (isReader(first.text) && standInsFor(reader, factory).some(gives)) return node;
      } else if (first && TELLING.test(name.text) && mentions(told, names, reader) && gives(first))
        return node;
    }
    return ts.forEachChild(node, visit);
  };
  const mock = visit(tree);
  return mock && { start: mock.getStart(tree), end: mock.end };
}

/** Where a test makes a member of a reader's name that gives the answer: `new Page({ isEnabled: () => false })`, `flags.isEnabled.mockReturnValue(false)`. */
function memberGiving(
  file: string,
  text: string,
  { name: method, gone }: Reader,
  flag: string,
): Span | undefined {
  const tree = parse(file, text);
  const gives = giving(gone);
  const visit = (node: ts.Node): ts.Node | undefined => {
    const isForAll = !namesWord(node.getText(tree), flag);
    const isMember =
      ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node) || ts.isVariableDeclaration(node);
    if (
      isMember &&
      isForAll &&
      !ts.isObjectBindingPattern(node.name) &&
      !ts.isArrayBindingPattern(node.name) &&
      nameText(node.name) === method &&
      !isTable(node) &&
      gives(node)
    )
      return node;
    if (isForAll && ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name, expression: told } = node.expression;
      const [first] = node.arguments;
      if (first && TELLING.test(name.text) && namesMember(told, method) && gives(first)) return node;
    }
    return ts.forEachChild(node, visit);
  };
  const mock = visit(tree);
  return mock && { start: mock.getStart(tree), end: mock.end };
}

/** `{ isEnabled: false }`, `{ isEnabled: { … } }`: no function. */
function isTable(node: ts.PropertyAssignment | ts.MethodDeclaration | ts.VariableDeclaration): boolean {
  const value = ts.isMethodDeclaration(node) ? undefined : node.initializer;
  return value !== undefined && (literalOf(value) !== undefined || ts.isObjectLiteralExpression(value));
}

/** `flags.isEnabled`, `vi.mocked(flags.isEnabled)`, `jest.spyOn(flags, 'isEnabled')` */
function namesMember(node: ts.Node, method: string): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isPropertyAccessExpression(node) && node.name.text === method) return true;
  if (ts.isCallExpression(node)) {
    const [, member] = node.arguments;
    if (member && ts.isStringLiteralLike(member)) return member.text === method;
  }
  return ts.forEachChild(node, (child) => namesMember(child, method) || undefined) ?? false;
}

/** Whether an answer stands in something. */
function giving(answer: boolean): (node: ts.Node) => boolean {
  const kind = answer ? ts.SyntaxKind.TrueKeyword : ts.SyntaxKind.FalseKeyword;
  const gives = (node: ts.Node): boolean =>
    node.kind === kind || (ts.forEachChild(node, (child) => gives(child) || undefined) ?? false);
  return gives;
}

const MOCKING: ReadonlySet<string> = new Set(['mock', 'doMock']);
const TELLING = /^mock(?:Return|Resolved)Value(?:Once)?$|^mockImplementation(?:Once)?$/;

/** What a factory puts in a reader's place; all of it where that is a module's default. */
function standInsFor(reader: string, factory: ts.Node): ts.Node[] {
  if (reader === 'default') return [factory];
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralElement(node) && node.name && nameText(node.name) === reader) found.push(node);
    else ts.forEachChild(node, visit);
  };
  visit(factory);
  return found;
}

/** How a test names a reader. */
interface Names {
  /** Its own names, and those of variables that are made of it: `const asked = vi.mocked(useFlag)`. */
  readonly own: Set<string>;
  /** Those of its whole module. */
  readonly modules: Set<string>;
}

function namesFor(tree: ts.SourceFile, reader: string, isReader: (module: string) => boolean): Names {
  const names: Names = { own: new Set(), modules: new Set() };
  for (const statement of tree.statements) {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
      if (!isReader(statement.moduleSpecifier.text)) continue;
      const { name, namedBindings: bindings } = statement.importClause ?? {};
      if (name && reader === 'default') names.own.add(name.text);
      if (bindings && ts.isNamespaceImport(bindings)) names.modules.add(bindings.name.text);
      else
        for (const one of bindings?.elements ?? [])
          if ((one.propertyName ?? one.name).text === reader) names.own.add(one.name.text);
    }
  }
  // Also what a set-up puts in a variable: `asked = vi.spyOn(flags, 'useFlag')`.
  const visit = (node: ts.Node): void => {
    const [name, value] = ts.isVariableDeclaration(node)
      ? [node.name, node.initializer]
      : ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken
        ? [node.left, node.right]
        : [];
    if (name && value && ts.isIdentifier(name) && mentions(value, names, reader)) names.own.add(name.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return names;
}

/** `useFlag`, `flags.useFlag`, `spyOn(flags, 'useFlag')` */
function mentions(node: ts.Node, names: Names, reader: string): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isIdentifier(node)) return names.own.has(node.text);
  const isModule = (one: ts.Node | undefined): boolean =>
    one !== undefined && ts.isIdentifier(one) && names.modules.has(one.text);
  if (ts.isPropertyAccessExpression(node) && isModule(node.expression)) return node.name.text === reader;
  if (ts.isCallExpression(node) && isModule(node.arguments[0])) {
    const [, asked] = node.arguments;
    return asked !== undefined && ts.isStringLiteralLike(asked) && asked.text === reader;
  }
  return ts.forEachChild(node, (child) => mentions(child, names, reader) || undefined) ?? false;
}
