import ts from 'typescript';
import { contains, type Span } from '../text/span';
import { resolveModule } from '../usages/resolve';
import { isTestFile } from '../usages/test-file';
import { isCompanion } from './companions';
import { importsOf } from './imports';
import { createModuleGraph, type ModuleGraph } from './module-graph';
import { declaringReads } from './own-tables';
import type { WholeRemoval } from './plan-whole';
import { reachability } from './reach';
import { onlyReturns } from './readers';
import { analyzeScopes } from './scope';
import { nodeAt } from './sites';
import { bare } from './syntax';
import { parse } from './view';

/** What of a removal tells whether tests are about its flag. */
type Asked = Pick<WholeRemoval, 'workspace' | 'snapshot'> & { readonly request: { readonly flag: string } };

/**
 * What the tests of a file have to do with a flag: they may be about it, for they ask for it themselves or come to code of the program that
 * does; they are `apart` from what does; or it is `idle`, for nothing in the program asks for it, or does any longer.
 */
export type About = 'flag' | 'apart' | 'idle';

/** Tells what the tests of a file have to do with the flag. */
export function testsAbout(asked: Asked): (file: string) => Promise<About> {
  const { snapshot, workspace, request } = asked;
  const reaches = reachability(asked);
  let askers: Promise<Askers> | undefined;
  return async (file) => {
    if (snapshot.readsOf(request.flag).some((read) => read.file === file && read.shape === 'call'))
      return 'flag';
    askers ??= askersOf(asked);
    const { files, idle, declaring } = await askers;
    if ((await reaches(file, files)) !== undefined) return 'flag';
    // The tests of a table are about what is in it; others take it for something else as well.
    if ([...declaring].some((table) => isCompanion(file, table))) return 'flag';
    const text = idle.size === 0 ? undefined : await workspace.text(file);
    const isAsking = importsOf(file, text ?? '').some(({ module, names }) => {
      const own = idle.get(resolveModule(file, module, snapshot.modules) ?? '');
      return own !== undefined && names !== 'all' && [...own].some((name) => names.has(name));
    });
    return isAsking ? 'flag' : files.size > 0 ? 'apart' : 'idle';
  };
}

/** Who asks for a flag in the program. */
interface Askers {
  /** Files that ask for it. */
  readonly files: ReadonlySet<string>;
  /** Functions that do, and that nothing in the program uses, by the files that export them. */
  readonly idle: ReadonlyMap<string, ReadonlySet<string>>;
  /** Files that do no more than to declare it, in a table that others take it out of. */
  readonly declaring: ReadonlySet<string>;
}

async function askersOf({ snapshot, workspace, request }: Asked): Promise<Askers> {
  const program = createModuleGraph(workspace, snapshot.modules, async (file) =>
    isTestFile(file) ? undefined : workspace.text(file),
  );
  const files = new Set<string>();
  const idle = new Map<string, Set<string>>();
  const reads = snapshot.readsOf(request.flag);
  const inTables = await declaringReads(reads, snapshot, (file) => workspace.text(file));
  for (const read of reads) {
    const { file, site } = read;
    if (isTestFile(file) || files.has(file) || inTables.has(read)) continue;
    const text = await workspace.text(file);
    const name = text === undefined ? undefined : unusedAround(parse(file, text), site);
    if (name === undefined || (await isTaken(file, name, program))) files.add(file);
    else idle.set(file, (idle.get(file) ?? new Set()).add(name));
  }
  return { files, idle, declaring: new Set([...inTables].map(({ file }) => file)) };
}

/** Whether the program takes a name out of a source, or others than this workspace may. */
async function isTaken(file: string, name: string, program: ModuleGraph): Promise<boolean> {
  if (program.isPublic(file)) return true;
  for await (const { imports } of program.importersOf(file))
    if (imports.some(({ names }) => names === 'all' || names.has(name))) return true;
  return false;
}

/**
 * The name of the function at the top of a source that a read lies in, where that does nothing but answer by it and the source itself does
 * not use it. What is shown or done may be asked for by a framework that nobody sees asking.
 */
function unusedAround(tree: ts.SourceFile, site: Span): string | undefined {
  const read = nodeAt(tree, site);
  const statement = tree.statements.find(({ pos, end }) => contains({ start: pos, end }, site));
  const found = statement && functionIn(statement);
  if (!read || !found || !onlyReturns(found.body, read) || actsBeside(found.body, read)) return undefined;
  const isOwn = (node: ts.Node): boolean => statement.pos <= node.pos && node.end <= statement.end;
  const uses = analyzeScopes(tree).declaredBy(found.name)?.uses;
  return uses?.every(({ node }) => isOwn(node)) ? found.name.text : undefined;
}

interface Found {
  readonly name: ts.Identifier;
  readonly body: ts.ConciseBody;
}

function functionIn(statement: ts.Statement): Found | undefined {
  if (ts.isFunctionDeclaration(statement)) {
    const { name, body, modifiers } = statement;
    const isDefault = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
    return name && body && !isDefault ? { name, body } : undefined;
  }
  const [only, ...others] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
  if (!only?.initializer || others.length > 0 || !ts.isIdentifier(only.name)) return undefined;
  const value = bare(only.initializer);
  return ts.isArrowFunction(value) || ts.isFunctionExpression(value)
    ? { name: only.name, body: value.body }
    : undefined;
}

/** Whether something is called or shown besides a read. */
function actsBeside(node: ts.Node, read: ts.Node): boolean {
  if (node === read) return false;
  if (ts.isCallOrNewExpression(node) || ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node))
    return true;
  return ts.forEachChild(node, (child) => actsBeside(child, read) || undefined) ?? false;
}
