import ts from 'typescript';
import { spanBefore } from '../text/edits';
import { nameText } from '../usages/property-names';
import { isTestFile } from '../usages/test-file';
import { kindsWhere, treeOf } from '../usages/tree';
import type { Snapshot } from '../workspace/snapshot';
import type { Workspace } from '../workspace/workspace';
import { holdsFor } from './assertions';
import { type Edited, textAfter } from './declared-names';
import type { Value } from './known';
import { literalOf } from './literals';
import { createModuleGraph } from './module-graph';
import type { Note, RemovalPlan } from './plan';
import { bare } from './syntax';
import { parse } from './view';

/**
 * Tells of what tests assert of a name that a removal has made a constant of, where that says otherwise: `expect(flags.NEW_UI).toBe(false)`
 * of what `import()` or `require` gave. Such a test fails from now on, and nothing else shows it.
 */
export async function notesOnAsserted(
  workspace: Workspace,
  { modules }: Snapshot,
  plan: RemovalPlan,
  edited: ReadonlyMap<string, Edited>,
): Promise<Note[]> {
  const textOf = async (file: string): Promise<string | undefined> =>
    plan.deleted.includes(file) ? undefined : textAfter(file, workspace, edited);
  const graph = createModuleGraph(workspace, modules, textOf);
  const notes = new Map<string, Note>();
  for (const [file, { text }] of edited) {
    const after = isTestFile(file) || plan.deleted.includes(file) ? undefined : await textOf(file);
    const made = after === undefined ? undefined : constantsMade(file, text, after);
    if (!made || made.size === 0) continue;
    const reached = new Set([file]);
    for (const module of reached) {
      for await (const importer of graph.importersOf(module)) {
        if (importer.imports.some(({ handsOn }) => handsOn !== undefined)) reached.add(importer.file);
        if (!isTestFile(importer.file)) continue;
        for (const span of assertedOtherwise(importer.file, importer.text, made)) {
          const at = spanBefore(span, edited.get(importer.file)?.edits ?? []);
          notes.set(`${importer.file}:${at.start}`, { file: importer.file, span: at, message: ASSERTED });
        }
      }
    }
  }
  return [...notes.values()];
}

const ASSERTED = 'This test asserts the answer that is gone, so it fails from now on.';

/** The names of variables, members and functions of a source that are one value after a removal, and were not before. */
function constantsMade(file: string, before: string, after: string): ReadonlyMap<string, Value> {
  const known = constantsIn(file, before);
  return new Map([...constantsIn(file, after)].filter(([name, value]) => known.get(name) !== value));
}

function constantsIn(file: string, text: string): Map<string, Value> {
  const found = new Map<string, Value>();
  const several = new Set<string>();
  for (const node of treeOf(parse(file, text)).of(DECLARING)) {
    const { name } = node as ts.NamedDeclaration;
    const named = name && (ts.isIdentifier(name) ? name.text : nameText(name as ts.PropertyName));
    const value = constantOf(node);
    if (named === undefined || !value) continue;
    if (found.has(named) && found.get(named) !== value.value) several.add(named);
    found.set(named, value.value);
  }
  for (const name of several) found.delete(name);
  return found;
}

const DECLARING = kindsWhere(
  (node) =>
    ts.isVariableDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node),
);

/** What a declaration gives its name, or a function that calls it. */
function constantOf(node: ts.Node): { readonly value: Value } | undefined {
  const given =
    ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)
      ? node.initializer && bare(node.initializer)
      : node;
  if (!given) return undefined;
  if (!ts.isFunctionLike(given)) return literalOf(given);
  const body = 'body' in given ? given.body : undefined;
  if (!body || !ts.isBlock(body)) return body && literalOf(body);
  const [only, ...others] = body.statements;
  return only && ts.isReturnStatement(only) && only.expression && others.length === 0
    ? literalOf(only.expression)
    : undefined;
}

/** Where a test asserts something else of what has one of the names. */
function assertedOtherwise(
  file: string,
  text: string,
  made: ReadonlyMap<string, Value>,
): readonly { readonly start: number; readonly end: number }[] {
  const source = parse(file, text);
  const valueOfGiven = ([given, ...others]: readonly ts.Expression[]) => {
    const name = given && others.length === 0 ? lastName(given) : undefined;
    return name !== undefined && made.has(name) ? { value: made.get(name)! } : undefined;
  };
  return treeOf(source)
    .of(ASSERTIONS)
    .filter((node) => holdsFor(node as ts.Expression, valueOfGiven) === false)
    .map((node) => ({ start: node.getStart(source), end: node.end }));
}

const ASSERTIONS = kindsWhere((node) => ts.isCallExpression(node) || ts.isPropertyAccessExpression(node));

/** `NEW_UI` of `(await import('./flags')).NEW_UI`, `isNew` of `flags.isNew()`. */
function lastName(given: ts.Expression): string | undefined {
  const node = bare(given);
  if (ts.isAwaitExpression(node) || ts.isCallExpression(node)) return lastName(node.expression);
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isIdentifier(node) ? node.text : undefined;
}
