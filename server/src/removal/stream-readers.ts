import ts from 'typescript';
import type { Span } from '../text/span';
import { functionName } from '../usages/function-name';
import type { Read } from '../usages/read';
import type { Workspace } from '../workspace/workspace';
import { nodeAt } from './sites';
import { declaresHolder } from './streams';
import { bare, functionAround, isTransparent } from './syntax';
import { parse } from './view';

/** Why a read stays whose reader gives a stream of answers, a signal or the like. */
export const GIVES_HOLDER = 'the function called here gives what holds the answer, and not the answer itself';

/**
 * The reads as what they call gives its answer: none that calls a function which is declared to give a stream, the one that it calls, or
 * where that is not known any of the workspace that bears its name; and one that is waited for gives a promise. A package's function is known.
 */
export async function withoutStreams(reads: readonly Read[], workspace: Workspace): Promise<readonly Read[]> {
  const known = new Map<string, Promise<boolean>>();
  const givesStream = async (file: string, name: string): Promise<boolean> => {
    const text = await workspace.text(file);
    return text !== undefined && mayDeclare(text, name) && declaresHolder(parse(file, text), name);
  };
  const anyGives = async (name: string): Promise<boolean> => {
    for (const file of (await workspace.sourcesWith([name])).get(name) ?? [])
      if (await givesStream(file, name)) return true;
    return false;
  };
  const isOpaque = async ({ file, site, shape, sdk, through, result }: Read): Promise<boolean> => {
    if (shape !== 'call' || sdk !== undefined || result.promise || result.path.length > 0) return false;
    const [declared, path] = through?.split('#') ?? [];
    const name = path?.split('.').at(-1) ?? nameCalled(file, await workspace.text(file), site);
    if (name === undefined) return false;
    const id = `${declared ?? ''}#${name}`;
    let answer = known.get(id);
    if (!answer) {
      answer = declared === undefined ? anyGives(name) : givesStream(declared, name);
      known.set(id, answer);
    }
    return answer;
  };
  return Promise.all(
    reads.map(async (read) => {
      if (read.opaque !== undefined && read.certainty !== 'likely') return read;
      if (await isOpaque(read)) return { ...read, opaque: GIVES_HOLDER };
      const isPromise = await givesPromise(read, workspace);
      return isPromise ? { ...read, result: { ...read.result, promise: true } } : read;
    }),
  );
}

/**
 * Whether a read is what a function gives back that is said to give a promise, or, in JavaScript, where nothing else tells, whose answer
 * somebody waits for as for one.
 */
async function givesPromise(
  { file, site, shape, sdk, result }: Read,
  workspace: Workspace,
): Promise<boolean> {
  if (shape !== 'call' || sdk !== undefined || result.promise) return false;
  const text = await workspace.text(file);
  const node = text === undefined ? undefined : nodeAt(parse(file, text), site);
  const owner = node && giverOf(node);
  if (!owner) return false;
  if (owner.type) return isPromiseType(owner.type);
  const name = /\.[cm]?jsx?$/.test(file) ? nameOfGiver(owner) : undefined;
  if (name === undefined) return false;
  for (const other of (await workspace.sourcesWith([name])).get(name) ?? []) {
    const source = await workspace.text(other);
    if (source !== undefined && isWaitedFor(parse(other, source), name)) return true;
  }
  return false;
}

/** The function that gives back an expression as it is: `() => client.isEnabled('x')`. One that waits itself makes a promise of anything. */
function giverOf(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  let at = node;
  while (isTransparent(at.parent)) at = at.parent;
  const { parent } = at;
  const owner = ts.isReturnStatement(parent) ? functionAround(parent) : parent;
  if (owner === parent && !(ts.isArrowFunction(owner) && owner.body === at)) return undefined;
  const isAsync =
    ts.canHaveModifiers(owner) &&
    ts.getModifiers(owner)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  return isAsync || !ts.isFunctionLike(owner) ? undefined : (owner as ts.FunctionLikeDeclaration);
}

function isPromiseType(type: ts.TypeNode): boolean {
  return (
    ts.isTypeReferenceNode(type) &&
    ts.isIdentifier(type.typeName) &&
    ['Promise', 'PromiseLike'].includes(type.typeName.text)
  );
}

/** The name by which such a function is called: `exports.isNew = () => client.isEnabled('x')`. */
function nameOfGiver(owner: ts.FunctionLikeDeclaration): string | undefined {
  const set = owner.parent;
  if (ts.isBinaryExpression(set) && ts.isPropertyAccessExpression(set.left)) return set.left.name.text;
  return functionName(owner)?.split('.').at(-1);
}

/** `isNew().then(…)` */
function isWaitedFor(tree: ts.SourceFile, name: string): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isPropertyAccessExpression(node) && WAITING.has(node.name.text)) {
      const call = bare(node.expression);
      const callee = ts.isCallExpression(call) ? call.expression : undefined;
      const called = callee && ts.isPropertyAccessExpression(callee) ? callee.name : callee;
      if (called && ts.isIdentifier(called) && called.text === name) return true;
    }
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(tree);
}

const WAITING: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

/** Whether a name stands in a text otherwise than as a member that is asked for: only what declares it is worth a parse. */
function mayDeclare(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length))
    if (text.charAt(at - 1) !== '.') return true;
  return false;
}

/** The name of the function that a read calls: `isEnabled` of `this.flags.isEnabled('x')`. */
function nameCalled(file: string, text: string | undefined, site: Span): string | undefined {
  const node = text === undefined ? undefined : nodeAt(parse(file, text), site);
  const call = node && bare(node);
  if (!call || !ts.isCallExpression(call)) return undefined;
  const callee = ts.isPropertyAccessExpression(call.expression) ? call.expression.name : call.expression;
  return ts.isIdentifier(callee) ? callee.text : undefined;
}
