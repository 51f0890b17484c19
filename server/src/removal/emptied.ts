import ts from 'typescript';
import { nameText } from '../usages/property-names';
import { resolveModule } from '../usages/resolve';
import { isTooLarge } from '../usages/scan';
import { isTestFile } from '../usages/test-file';
import { treeOf } from '../usages/tree';
import { importOf } from './declared';
import type { Listed } from './extent';
import type { WholeRemoval } from './plan-whole';
import { reachability } from './reach';
import { bare } from './syntax';
import { parse } from './view';

/** What a test's call is given that holds nothing any more, `{ experimental: { flags: {} } }`: it could be left out, from the outermost on. */
export interface Emptied {
  readonly call: ts.CallExpression;
  readonly levels: readonly Level[];
}

/** A setting, or the whole argument, that holds nothing but what has gone. */
interface Level extends Listed {
  /** The names by which it lies in the argument; none for the argument itself. */
  readonly path: readonly string[];
}

/** What holds nothing once some members of an object have gone, of which this is one; nothing where that is no setting of a call. */
export function emptiedBy(member: ts.Node, gone: ReadonlySet<ts.Node>): Emptied | undefined {
  const found: (Listed & { readonly depth: number })[] = [];
  const names: string[] = [];
  let isEmpty = true;
  for (let at: ts.Node = member.parent; ; ) {
    if (!ts.isObjectLiteralExpression(at)) return undefined;
    const { parent, properties } = at;
    isEmpty &&= properties.every((one) => gone.has(one) || one === found.at(-1)?.node);
    if (ts.isCallExpression(parent)) {
      if (!parent.arguments.includes(at)) return undefined;
      // Without a name what is empty is the flags themselves.
      const isLast = parent.arguments.at(-1) === at;
      if (isEmpty && isLast && found.length > 0)
        found.push({ node: at, siblings: parent.arguments, depth: names.length });
      const path = [...names].reverse();
      const levels = found.map(({ depth, ...level }) => ({
        ...level,
        path: path.slice(0, path.length - depth),
      }));
      return levels.length > 0 ? { call: parent, levels: levels.reverse() } : undefined;
    }
    const name = ts.isPropertyAssignment(parent) ? nameText(parent.name) : undefined;
    if (!ts.isPropertyAssignment(parent) || name === undefined) return undefined;
    if (isEmpty) found.push({ node: parent, siblings: parent.parent.properties, depth: names.length });
    names.push(name);
    at = parent.parent;
  }
}

/** Whether the function itself, or another call of it in the source, shows that it can do without what is empty. */
export function isLeftOutHere({ call }: Emptied, level: Level, source: ts.SourceFile): boolean {
  const callee = call.expression.getText(source);
  const isOther = (one: ts.Node): one is ts.CallExpression =>
    ts.isCallExpression(one) && one !== call && one.expression.getText(source) === callee;
  return (
    (level.path.length === 0 && isOptional(call, source)) ||
    treeOf(source).nodes.some((one) => isOther(one) && doesWithout(one, call, level))
  );
}

/** Whether a function of the source itself says that its last argument may be left out. */
function isOptional(call: ts.CallExpression, source: ts.SourceFile): boolean {
  const { text } = call.expression as ts.Identifier;
  const index = call.arguments.length - 1;
  const named = source.statements.flatMap((statement): readonly ts.ParameterDeclaration[][] => {
    if (ts.isFunctionDeclaration(statement))
      return statement.name?.text === text ? [[...statement.parameters]] : [];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
      const value = initializer && bare(initializer);
      const isOwn = ts.isIdentifier(name) && name.text === text;
      return isOwn && value && ts.isFunctionLike(value) ? [[...value.parameters]] : [];
    });
  });
  const parameter = ts.isIdentifier(call.expression) && named.length === 1 ? named[0]![index] : undefined;
  return parameter !== undefined && (parameter.questionToken ?? parameter.initializer) !== undefined;
}

/** Whether another call of the function leaves out what is empty in one. */
function doesWithout(other: ts.CallExpression, call: ts.CallExpression, { node, path }: Level): boolean {
  const index = call.arguments.findIndex((one) => one.pos <= node.pos && node.end <= one.end);
  // What a server is made to answer is not the same thing at another address, nor with nothing in common.
  if (other.arguments.some(ts.isSpreadElement) || textsOf(other) !== textsOf(call)) return false;
  const given = other.arguments[index];
  if (!given) return true;
  let [own, theirs]: (ts.Node | undefined)[] = [call.arguments[index], given];
  for (const name of path.slice(0, -1)) {
    own = own && memberOf(own, name);
    theirs = theirs && memberOf(theirs, name);
  }
  if (path.length === 0 || !own || !theirs) return false;
  if (!ts.isObjectLiteralExpression(own) || !ts.isObjectLiteralExpression(theirs)) return false;
  const names = namesOf(theirs);
  if (names.includes(path.at(-1)) || names.includes(undefined)) return false;
  const beside = namesOf(own).filter((name) => name !== path.at(-1));
  return (
    names.some((name) => beside.includes(name)) ||
    (beside.length === 0 && textsOf(call) === '' && path.length > 0)
  );
}

function textsOf(call: ts.CallExpression): string {
  return call.arguments
    .filter(ts.isStringLiteralLike)
    .map(({ text }) => text)
    .join('\n');
}

function namesOf({ properties }: ts.ObjectLiteralExpression): (string | undefined)[] {
  return properties.map(({ name }) => name && nameText(name));
}

function memberOf(node: ts.Node, name: string): ts.Expression | undefined {
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const found = node.properties.find((one) => one.name && nameText(one.name) === name);
  return found && ts.isPropertyAssignment(found) ? found.initializer : undefined;
}

/**
 * What calls in other tests of the functions that a test imports show to be left out, by its start: of each that is empty the outermost.
 * The other tests come to code that asks for flags as well, so that it does without all of them.
 */
export async function leftOutElsewhere(
  file: string,
  emptied: readonly Emptied[],
  removal: Pick<WholeRemoval, 'workspace' | 'snapshot'> & { readonly request: { readonly flag: string } },
): Promise<ReadonlySet<number>> {
  const { workspace, snapshot, request } = removal;
  const asksForOthers = (source: string): boolean =>
    !isTestFile(source) && snapshot.readsIn(source).some(({ key }) => key !== request.flag);
  const asking = new Set(snapshot.sources().filter(asksForOthers));
  const reaches = reachability(removal);
  const found = new Set<number>();
  const moduleOf = (from: string, module: string): string =>
    resolveModule(from, module, snapshot.modules) ?? module;
  for (const { call, levels } of emptied) {
    const source = call.getSourceFile();
    const own = originOf(call);
    if (!own) continue;
    const module = moduleOf(file, own.module);
    // By which name a default export goes, each source decides.
    const word = own.name === 'default' ? call.expression.getText(source) : own.name;
    let best = levels.length;
    const texts = textsOf(call);
    for (const other of (await workspace.sourcesWith([word])).get(word) ?? []) {
      const text = other !== file && isTestFile(other) ? await workspace.text(other) : undefined;
      if (text === undefined || isTooLarge(text) || !texts.split('\n').every((one) => text.includes(one)))
        continue;
      const calls = treeOf(parse(other, text)).nodes.filter((node): node is ts.CallExpression => {
        const theirs = ts.isCallExpression(node) ? originOf(node) : undefined;
        return theirs?.name === own.name && moduleOf(other, theirs.module) === module;
      });
      if (calls.length === 0 || (asking.size > 0 && (await reaches(other, asking)) === undefined)) continue;
      for (const node of calls) {
        const level = levels.findIndex((one) => doesWithout(node, call, one));
        if (level >= 0 && level < best) best = level;
      }
      if (best === 0) break;
    }
    if (best < levels.length) found.add(levels[best]!.node.getStart(source));
  }
  return found;
}

/** The import that a call is of. */
function originOf({ expression }: ts.CallExpression): ReturnType<typeof importOf> {
  return ts.isIdentifier(expression) ? importOf(expression) : undefined;
}
