import ts from 'typescript';
import { functionName } from '../usages/function-name';
import { CALLS_MORE, type Read } from '../usages/read';
import { onlyReturns } from './readers';
import { analyzeScopes } from './scope';
import { nodeAt } from './sites';
import { bare, callWith, isFunctionWithBody, isFunctionWithName } from './syntax';

/** A source of a removal: what it says now, and the flag's reads in it. */
export interface RemovalSource {
  readonly file: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly reads: readonly Read[];
}

/** A function or constant of a file that answers with the flag for others. */
export interface Wrapper {
  readonly file: string;
  readonly name: string;
  /** The read that it answers with. */
  readonly read: Read;
  /** It does nothing but answer. */
  readonly onlyAnswers: boolean;
}

/** The functions around reads, and the constants that hold one, by which other files ask for the flag. */
export function findWrappers(sources: readonly RemovalSource[]): Wrapper[] {
  return sources.flatMap(({ file, tree, reads }) =>
    reads.flatMap((read) => {
      const node = nodeAt(tree, read.site);
      if (!node) return [];
      const isLoud = read.opaque === CALLS_MORE;
      return wrappersAround(node).map(({ name, onlyAnswers }) => ({
        file,
        name,
        read,
        onlyAnswers: onlyAnswers && !isLoud,
      }));
    }),
  );
}

/**
 * The reads that call a wrapper which does more than answer: such a call is no read any more once the wrapper itself
 * answers with the kept value, and folding it would lose what else it does. So does a wrapper that calls such a one.
 */
export function callsToKeep(
  sources: readonly RemovalSource[],
  wrappers: readonly Wrapper[],
): ReadonlySet<Read> {
  const kept = callsOf(sources, wrappers);
  const louder = wrappers.map((wrapper) =>
    wrapper.onlyAnswers && kept.has(wrapper.read) ? { ...wrapper, onlyAnswers: false } : wrapper,
  );
  const isSettled = louder.every((wrapper, index) => wrapper === wrappers[index]);
  return isSettled ? kept : callsToKeep(sources, louder);
}

/** The reads that call one of the wrappers that do more. */
function callsOf(sources: readonly RemovalSource[], wrappers: readonly Wrapper[]): ReadonlySet<Read> {
  const anyDoesMore = wrappers.some(({ onlyAnswers }) => !onlyAnswers);
  if (!anyDoesMore) return new Set();
  const isKept = (tree: ts.SourceFile, read: Read): boolean => {
    const callee = calleeOf(tree, read);
    const name = callee ? declaredName(tree, callee) : getterOf(tree, read);
    const exact = wrappers.filter((wrapper) => read.through === `${wrapper.file}#${wrapper.name}`);
    const named = exact.length > 0 ? exact : wrappers.filter((wrapper) => wrapper.name === name);
    if (callee && read.span.end > callee.end) return false;
    // Under another name it cannot be told which wrapper a call means.
    return named.length > 0 ? named.some(({ onlyAnswers }) => !onlyAnswers) : callee !== undefined;
  };
  return readsWhere(sources, isKept);
}

/** The reads that call a function of their file by name, where that name stands for one in which nothing asks for the flag. */
export function callsOfOthers(sources: readonly RemovalSource[], all: readonly Read[]): ReadonlySet<Read> {
  return readsWhere(sources, (tree, read) => {
    const callee = calleeOf(tree, read);
    if (!callee || read.span.end > callee.end || !ts.isIdentifier(callee)) return false;
    const [declaration, ...others] = analyzeScopes(tree).bindingOf(callee)?.declarations ?? [];
    if (!declaration || others.length > 0) return false;
    const { node } = declaration;
    const value = ts.isVariableDeclaration(node) && node.initializer ? bare(node.initializer) : node;
    if (!isFunctionWithBody(value)) return false;
    const isInside = ({ file, site }: Read): boolean =>
      file === read.file && value.getStart(tree) <= site.start && site.end <= value.end;
    return !all.some(isInside);
  });
}

function readsWhere(
  sources: readonly RemovalSource[],
  test: (tree: ts.SourceFile, read: Read) => boolean,
): ReadonlySet<Read> {
  return new Set(sources.flatMap(({ tree, reads }) => reads.filter((read) => test(tree, read))));
}

function wrappersAround(read: ts.Node): Pick<Wrapper, 'name' | 'onlyAnswers'>[] {
  const found: Pick<Wrapper, 'name' | 'onlyAnswers'>[] = [];
  for (let at = read; at.parent; at = at.parent) {
    // As callers know it, also where no name of its own says so: `export default () => …`, `exports.isOn = () => …`, `memo(() => …)`.
    const known = isFunctionWithBody(at) ? functionName(at)?.split('.').at(-1) : undefined;
    if (known !== undefined && isFunctionWithBody(at))
      found.push({ name: known, onlyAnswers: onlyReturns(at.body, read) });
    if (!isNamed(at) || !at.name || !isPlainName(at.name)) continue;
    const value = 'initializer' in at && at.initializer ? bare(at.initializer) : at;
    const onlyAnswers = !isFunctionWithBody(value) || onlyReturns(value.body, read);
    found.push({ name: at.name.text, onlyAnswers });
  }
  return found;
}

type Named =
  | ts.FunctionDeclaration
  | ts.MethodDeclaration
  | ts.GetAccessorDeclaration
  | ts.VariableDeclaration
  | ts.PropertyDeclaration
  | ts.PropertyAssignment;

function isNamed(node: ts.Node): node is Named {
  return (
    isFunctionWithName(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertyAssignment(node)
  );
}

function isPlainName(
  name: ts.PropertyName | ts.BindingName,
): name is ts.Identifier | ts.PrivateIdentifier | ts.StringLiteral {
  return ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteral(name);
}

/** What is called, where a read is a call. */
function calleeOf(tree: ts.SourceFile, read: Read): ts.Expression | undefined {
  const node = nodeAt(tree, read.site);
  const call = node && bare(node);
  return call && ts.isCallExpression(call) ? callWith(call, read.span).expression : undefined;
}

/** `seen`, where a read is `this.seen`. */
function getterOf(tree: ts.SourceFile, read: Read): string | undefined {
  const node = nodeAt(tree, read.site);
  const access = node && bare(node);
  return access && ts.isPropertyAccessExpression(access) ? access.name.text : undefined;
}

/** The name under which a called wrapper was declared. */
function declaredName(tree: ts.SourceFile, callee: ts.Expression): string | undefined {
  const inner = bare(callee);
  if (ts.isPropertyAccessExpression(inner)) return inner.name.text;
  return ts.isIdentifier(inner) ? (importOf(tree, inner.text)?.name ?? inner.text) : undefined;
}

function importOf(tree: ts.SourceFile, local: string): { module: string; name: string } | undefined {
  for (const statement of tree.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    const specifier = bindings.elements.find(({ name }) => name.text === local);
    if (specifier) {
      const { text } = specifier.propertyName ?? specifier.name;
      return { module: statement.moduleSpecifier.text, name: text };
    }
  }
  return undefined;
}
