import ts from 'typescript';
import type { Span } from '../text/span';
import type { Read } from '../usages/read';
import { resolveModule } from '../usages/resolve';
import { isTestFile } from '../usages/test-file';
import type { Snapshot } from '../workspace/snapshot';
import type { Workspace } from '../workspace/workspace';
import { importsOf } from './imports';
import { createModuleGraph } from './module-graph';
import type { Note, RemovalPlan } from './plan';
import { parse } from './view';

/**
 * Tells of tests of what is changed that put something in the place of the reader for all flags at once, never say this one, and so ran
 * with the answer that is gone: `vi.mock('./use-flag', () => ({ useFlag: () => false }))`, `vi.mocked(useFlag).mockReturnValue(false)`.
 */
export async function notesOnMockedReaders(
  workspace: Workspace,
  { modules, facts }: Snapshot,
  plan: RemovalPlan,
  reads: readonly Read[],
): Promise<Note[]> {
  const { flag, keep } = plan;
  const changed = new Set([...plan.files.map(({ file }) => file), ...plan.deleted]);
  if (typeof keep !== 'boolean') return [];
  const textOf = async (file: string): Promise<string | undefined> =>
    isTestFile(file) && !plan.deleted.includes(file) ? workspace.text(file) : undefined;
  const graph = createModuleGraph(workspace, modules, textOf);
  /** What they do not answer any more. */
  const readers = new Map<string, boolean>();
  for (const { file, site, shape, result } of reads) {
    if (!changed.has(file) || shape !== 'call' || isTestFile(file)) continue;
    const fact = facts(file)?.reads.find((one) => one.site.start === site.start && one.site.end === site.end);
    const callee = fact?.reader.callee;
    const reader = callee?.kind === 'import' ? resolveModule(file, callee.module, modules) : undefined;
    if (reader !== undefined) readers.set(reader, result.inverted ? keep : !keep);
  }
  const notes: Note[] = [];
  for (const [reader, gone] of readers) {
    for await (const { file } of graph.importersOf(reader)) {
      const text = await textOf(file);
      if (text === undefined || text.includes(flag) || changed.has(file)) continue;
      const isReader = (module: string): boolean => resolveModule(file, module, modules) === reader;
      const mock = mockGiving(file, text, gone, isReader);
      const isOfChanged = importsOf(file, text).some(({ module }) => {
        const target = resolveModule(file, module, modules);
        return target !== undefined && target !== reader && changed.has(target);
      });
      if (mock && isOfChanged) notes.push({ file, span: mock, message: MOCKED });
    }
  }
  return notes;
}

const MOCKED =
  'This test answers for all flags at once, and what it tests was changed: it ran with the answer that is gone, so look at what it expects.';

/** Where a module is mocked by a function that has an answer in it, or what is imported from it is told to answer so. */
function mockGiving(
  file: string,
  text: string,
  answer: boolean,
  isReader: (module: string) => boolean,
): Span | undefined {
  const tree = parse(file, text);
  const kind = answer ? ts.SyntaxKind.TrueKeyword : ts.SyntaxKind.FalseKeyword;
  const gives = (node: ts.Node): boolean =>
    node.kind === kind || (ts.forEachChild(node, (child) => gives(child) || undefined) ?? false);
  const names = namesFor(tree, isReader);
  const visit = (node: ts.Node): ts.CallExpression | undefined => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name, expression: told } = node.expression;
      const [first, factory] = node.arguments;
      if (first && factory && MOCKING.has(name.text) && ts.isStringLiteralLike(first)) {
        if (isReader(first.text) && gives(factory)) return node;
      } else if (first && TELLING.test(name.text) && mentions(told, names) && gives(first)) return node;
    }
    return ts.forEachChild(node, visit);
  };
  const mock = visit(tree);
  return mock && { start: mock.getStart(tree), end: mock.end };
}

const MOCKING: ReadonlySet<string> = new Set(['mock', 'doMock']);
const TELLING = /^mock(?:Return|Resolved)Value(?:Once)?$|^mockImplementation(?:Once)?$/;

/** Names of what is imported from the reader's module, and of variables that are made of it: `const asked = vi.mocked(useFlag)`. */
function namesFor(tree: ts.SourceFile, isReader: (module: string) => boolean): Set<string> {
  const names = new Set<string>();
  for (const statement of tree.statements) {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
      if (!isReader(statement.moduleSpecifier.text)) continue;
      const { name, namedBindings: bindings } = statement.importClause ?? {};
      if (name) names.add(name.text);
      if (bindings && ts.isNamespaceImport(bindings)) names.add(bindings.name.text);
      else for (const one of bindings?.elements ?? []) names.add(one.name.text);
    } else if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations)
        if (ts.isIdentifier(name) && initializer && mentions(initializer, names)) names.add(name.text);
    }
  }
  return names;
}

function mentions(node: ts.Node, names: ReadonlySet<string>): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isIdentifier(node)) return names.has(node.text);
  return ts.forEachChild(node, (child) => mentions(child, names) || undefined) ?? false;
}
