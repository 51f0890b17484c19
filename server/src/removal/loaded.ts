import ts from 'typescript';
import { folderOf, type ModuleMap, normalize } from '../usages/resolve';
import { isTestFile } from '../usages/test-file';
import { treeOf } from '../usages/tree';
import { globProblem, globTest } from '../workspace/globs';
import { mentionSearcher } from '../workspace/mentions';
import type { Workspace } from '../workspace/workspace';
import { analyzeScopes } from './scope';
import { parse } from './view';

/**
 * Why a file is not of no use though nothing imports it: something names its path, `new Worker(new URL('./worker.ts', …))`, a script in
 * `package.json`, the command of a container; or loads whatever lies in its folder, `import.meta.glob('./pages/*.ts')`.
 */
export async function whyLoaded(
  file: string,
  workspace: Pick<Workspace, 'findMentions' | 'snapshot' | 'sourcesNaming' | 'text'>,
  modules: ModuleMap,
  textOf: (file: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  const names = namesOf(file);
  await workspace.findMentions(names);
  const snapshot = workspace.snapshot([]);
  const [mention] = names.flatMap((name) => snapshot.mentionsOf(name) ?? []);
  if (mention) return `${mention.file} names it.`;
  const isNamed = mentionSearcher(names);
  for (const { folder } of modules.packageAt.values()) {
    const manifest = folder === '' ? 'package.json' : `${folder}/package.json`;
    const text = await workspace.text(manifest);
    if (text !== undefined && isNamed(manifest, text).size > 0) return `${manifest} names it.`;
  }
  const folder = folderOf(file);
  const words = [stemOf(file), folder.slice(folder.lastIndexOf('/') + 1), 'glob', 'context'];
  for (const other of await workspace.sourcesNaming(words.filter((word) => word !== ''))) {
    const text = other === file || isTestFile(other) ? undefined : await textOf(other);
    if (text !== undefined && loads(other, text, file)) return `${other} may load it.`;
  }
  return undefined;
}

function stemOf(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return name.slice(0, name.indexOf('.') < 1 ? undefined : name.lastIndexOf('.'));
}

/** The ends of paths that may be the file's, also as a compiler writes it; an `index` says nothing without its folder. */
function namesOf(file: string): string[] {
  const stem = stemOf(file);
  const folder = folderOf(file);
  const above = folder.slice(folder.lastIndexOf('/') + 1);
  const name = file.slice(file.lastIndexOf('/') + 1);
  const own = stem === 'index' ? [] : [name, ...['js', 'mjs', 'cjs'].map((end) => `${stem}.${end}`)];
  const inFolder = above === '' ? [] : [`${above}/${stem}`];
  const withEnds = inFolder.flatMap((one) => [
    one,
    ...['ts', 'tsx', 'js', 'jsx', 'mjs', 'cjs'].map((end) => `${one}.${end}`),
  ]);
  return [...new Set([...own, ...withEnds])];
}

/** Whether a source names another one's path in another way than by importing it, or loads what lies in its folder. */
function loads(other: string, text: string, file: string): boolean {
  const folder = folderOf(other);
  return treeOf(parse(other, text)).nodes.some((node) => {
    if (ts.isTemplateExpression(node))
      return isOfLoading(node.parent, ['import']) && file.startsWith(pathFrom(folder, node.head.text));
    if (!ts.isStringLiteralLike(node) || isSpecifier(node)) return false;
    const call = ts.isArrayLiteralExpression(node.parent) ? node.parent.parent : node.parent;
    if (isOfLoading(call, ['glob', 'globEager'])) return isMeant(file, folder, node.text);
    if (isOfLoading(call, ['context'])) return file.startsWith(pathFrom(folder, node.text));
    if (!node.text.includes('.') && !node.text.includes('/')) return false;
    const path = pathFrom(folder, node.text);
    return [file, withoutEnd(file)].some((one) => one === path || one === node.text.replace(/^[./]+/, ''));
  });
}

/** Whether a glob that a source in a folder loads files by means a file; what it starts from may be the folder, or that of the program. */
function isMeant(file: string, folder: string, glob: string): boolean {
  if (glob.startsWith('!')) return false;
  const own = glob.startsWith('.') ? normalize(folder === '' ? glob : `${folder}/${glob}`) : undefined;
  const meant = own === undefined ? [`**/${glob.replace(/^\//, '')}`] : [own];
  return globProblem(meant[0]!) === undefined ? globTest(meant)(file) : true;
}

function withoutEnd(file: string): string {
  return file.slice(0, file.lastIndexOf('.'));
}

function isSpecifier({ parent }: ts.Node): boolean {
  return (
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    ts.isExternalModuleReference(parent) ||
    ts.isLiteralTypeNode(parent) ||
    isOfLoading(parent, ['import', 'require', 'mock'])
  );
}

/** Whether a node is a call of a function by its last name. */
function isOfLoading(node: ts.Node, names: readonly string[]): boolean {
  if (!ts.isCallExpression(node)) return false;
  const { expression: callee } = node;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  return names.includes(name.getText());
}

/** A path relative to a folder, from the root of the workspace. */
function pathFrom(folder: string, path: string): string {
  return normalize(path.startsWith('/') || folder === '' ? path : `${folder}/${path}`) ?? path;
}

/** Whether a module does something to others when it is loaded: `registry.add(page)`, `window.app = …`, `import './polyfill'`. */
export function actsWhenLoaded(file: string, text: string): boolean {
  const source = parse(file, text);
  const scopes = analyzeScopes(source);
  return source.statements.some((statement) => {
    if (ts.isImportDeclaration(statement))
      return !statement.importClause && !/\.(?:css|scss|sass|less|styl)$/.test(specifierOf(statement));
    if (!ts.isExpressionStatement(statement) || ts.isStringLiteral(statement.expression)) return false;
    let root: ts.Node = statement.expression;
    while (!ts.isIdentifier(root)) {
      if (ts.isBinaryExpression(root)) root = root.left;
      else if (
        ts.isCallExpression(root) ||
        ts.isPropertyAccessExpression(root) ||
        ts.isElementAccessExpression(root)
      )
        root = root.expression;
      else return true;
    }
    // What the module makes of its own things nobody else sees.
    const kind = scopes.bindingOf(root)?.declarations[0]?.kind;
    return kind === undefined || kind === 'import';
  });
}

function specifierOf({ moduleSpecifier }: ts.ImportDeclaration): string {
  return ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '';
}
