import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import type { ReadFact } from '../usages/facts';
import { isOneOf } from '../usages/package-names';
import { nameText } from '../usages/property-names';
import { DOES_MORE, GIVES_READER, type Read } from '../usages/read';
import { resolveModule } from '../usages/resolve';
import { isTestFile } from '../usages/test-file';
import type { Snapshot } from '../workspace/snapshot';
import { importOf } from './declared';
import { isPure } from './effects';
import { extentOf } from './extent';
import { passingOf } from './passing';
import { analyzeScopes } from './scope';
import { nodeAt } from './sites';
import { bare } from './syntax';
import { linesOf } from './test-files';
import { parse } from './view';

/**
 * The reads, those that call a guard with what it guards as what is left of them: `withFeature(Page, 'new_ui')` is `Page` where the flag is
 * on. `isMore` says whether a function of the workspace does more than to answer.
 */
export async function withGuards(
  reads: readonly Read[],
  keep: FlagValue,
  snapshot: Snapshot,
  textOf: (file: string) => Promise<string | undefined>,
  isMore: (id: string) => Promise<boolean>,
): Promise<readonly Read[]> {
  const found: Read[] = [];
  for (const read of reads) {
    const passed = isGuarding(read) ? await passedBy(read, keep, snapshot, textOf, isMore) : undefined;
    if (!passed) found.push(read);
    else {
      const { opaque: _, ...rest } = read;
      found.push({ ...rest, passed });
    }
  }
  return found;
}

function isGuarding({ opaque, through, certainty, shape, file, isConfigured }: Read): boolean {
  const isCall = through !== undefined && !through.split('#')[1]!.includes('.') && shape === 'call';
  const isGuard = opaque === DOES_MORE || opaque === GIVES_READER;
  return isGuard && isCall && certainty === 'certain' && !isConfigured && !isTestFile(file);
}

/** What takes the place of a guard's call: the expression that it passes on, by its span, or nothing in a list of handlers. */
async function passedBy(
  read: Read,
  keep: FlagValue,
  snapshot: Snapshot,
  textOf: (file: string) => Promise<string | undefined>,
  isMore: (id: string) => Promise<boolean>,
): Promise<Read['passed']> {
  const [file, name] = read.through!.split('#') as [string, string];
  const [text, own] = [await textOf(file), await textOf(read.file)];
  if (text === undefined || own === undefined) return undefined;
  const tree = parse(read.file, own);
  const call = nodeAt(tree, read.site);
  if (!call || !ts.isCallExpression(call) || call.arguments.some(ts.isSpreadElement)) return undefined;
  const index = call.arguments.findIndex((one) => one.pos <= read.span.start && read.span.end <= one.end);
  const inner = readsBy(file, name, index, snapshot);
  if (inner.length === 0) return undefined;
  for (const { wrapper } of inner) if (wrapper !== undefined && (await isMore(wrapper))) return undefined;
  const passing = passingOf({ file, text, name, reads: inner.map(({ fact }) => fact) }, call, keep);
  if (!passing) return undefined;
  if (passing.kind === 'next' || passing.kind === 'idle') {
    const handler = passing.kind === 'next' ? handlerAt(call, tree) : undefined;
    return handler ?? hookAt(call, tree) ?? listedAt(call, HOOKS, tree);
  }
  if (passing.kind === 'admits') return guardAt(call, tree) ?? listedAt(call, ASKED, tree);
  const whole = passing.kind === 'given' ? call : calledWith(call);
  const given = whole?.arguments[passing.index];
  if (!whole || !given || !isPlain(given)) return undefined;
  const others = [...call.arguments, ...whole.arguments].filter((one) => one !== given);
  if (!others.every((one) => isPure(one)) || (await hasStatics(given, read.file, snapshot, textOf)))
    return undefined;
  return { whole: spanOf(whole, tree), rest: spanOf(given, tree) };
}

/** The reads of a function by the key that it is given in one place, each once, with the wrappers that they call. */
function readsBy(
  file: string,
  name: string,
  index: number,
  { facts, modules, wrappersAlike }: Snapshot,
): { readonly fact: ReadFact; readonly wrapper: string | undefined }[] {
  const found = new Map<number, { readonly fact: ReadFact; readonly wrapper: string | undefined }>();
  for (const fact of facts(file)?.reads ?? []) {
    const { key, reader } = fact;
    if (key.kind !== 'parameter' || key.wrapper !== name || key.index !== index || key.path.length > 0)
      continue;
    const { callee, family, packages, origin } = reader;
    const isPlain = callee.kind !== 'unresolved' && callee.path.length === 0;
    const called = isPlain ? `${fileOf(callee, file)}#${callee.name}` : undefined;
    const wrapper = wrappersAlike(family ?? '').find((id) => id === called);
    const isOf =
      family !== undefined
        ? wrapper !== undefined
        : !packages || (origin !== undefined && isOneOf(origin.module, packages));
    if (isOf && !reader.weak && !found.has(fact.site.start)) found.set(fact.site.start, { fact, wrapper });
  }
  return [...found.values()];

  function fileOf(callee: Exclude<ReadFact['reader']['callee'], { kind: 'unresolved' }>, from: string) {
    return callee.kind === 'local' ? callee.file : resolveModule(from, callee.module, modules);
  }
}

/** The call of what a call gives: `withFeature('x')(Page)`. */
function calledWith(call: ts.CallExpression): ts.CallExpression | undefined {
  const { parent } = call;
  return ts.isCallExpression(parent) && bare(parent.expression) === call ? parent : undefined;
}

/** A component by its name, or what another guard makes of one: what can stand wherever the call does. */
function isPlain(given: ts.Expression): boolean {
  if (ts.isIdentifier(given)) return true;
  if (ts.isPropertyAccessExpression(given)) return isPlain(given.expression);
  return ts.isCallExpression(given) && ts.isIdentifier(given.expression);
}

/**
 * Whether a component has members of its own that others look at, `Page.getLayout = …`, which the guard did not hand on: with its name,
 * or any in what another guard makes of it.
 */
async function hasStatics(
  given: ts.Expression,
  file: string,
  { modules }: Snapshot,
  textOf: (file: string) => Promise<string | undefined>,
): Promise<boolean> {
  const names: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.push(node);
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(given);
  for (const name of names) {
    const origin = importOf(name);
    if (!origin) {
      if (setsMembers(given.getSourceFile(), name.text)) return true;
      continue;
    }
    const from = resolveModule(file, origin.module, modules);
    // What a package gives hands its members on itself.
    if (from === undefined) continue;
    const text = await textOf(from);
    if (text === undefined || setsMembers(parse(from, text), undefined)) return true;
  }
  return false;
}

/** Whether a source gives a name, or any, members that are not React's own. */
function setsMembers(tree: ts.SourceFile, name: string | undefined): boolean {
  const isOther = (member: string): boolean => !OF_REACT.has(member);
  const visit = (node: ts.Node): boolean => {
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      const { left } = node;
      const isMember =
        ts.isPropertyAccessExpression(left) &&
        ts.isIdentifier(left.expression) &&
        (name === undefined ? /^\p{Lu}/u.test(left.expression.text) : left.expression.text === name);
      if (isMember && isOther(left.name.text)) return true;
    }
    if (ts.isClassLike(node) && (name === undefined || node.name?.text === name)) {
      const isStatic = (member: ts.ClassElement): boolean =>
        (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0 &&
        isOther(member.name?.getText(tree) ?? '');
      if (node.members.some(isStatic)) return true;
    }
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(tree);
}

const OF_REACT: ReadonlySet<string> = new Set([
  'displayName',
  'propTypes',
  'defaultProps',
  'contextType',
  'getDerivedStateFromProps',
  'getDerivedStateFromError',
]);

/** A guard among the handlers of a route: it goes from their list, or with the statement that names it alone. */
function handlerAt(call: ts.CallExpression, tree: ts.SourceFile): Read['passed'] {
  const route = call.parent;
  if (!ts.isCallExpression(route) || !ts.isPropertyAccessExpression(route.expression)) return undefined;
  const { name, expression: router } = route.expression;
  if (!METHODS.has(name.text) || !isRouter(router)) return undefined;
  const list = route.arguments;
  const others = list.filter((one) => one !== call);
  const isFirst = (one: ts.Expression): boolean => one === list[0];
  if (others.some((one) => !isPath(one) && !(isFirst(one) && ts.isIdentifier(one)))) {
    return { whole: extentOf({ node: call, siblings: list }, tree) };
  }
  const isAlone = name.text === 'use' && others.every(isPath) && ts.isExpressionStatement(route.parent);
  return isAlone ? { whole: linesOf(route.parent, tree) } : undefined;
}

/** A guard among those of a decorator of Nest: it goes from their list, or with the decorator that names it alone. */
function guardAt(call: ts.CallExpression, tree: ts.SourceFile): Read['passed'] {
  const using = call.parent;
  if (!ts.isCallExpression(using) || !ts.isIdentifier(using.expression) || !ts.isDecorator(using.parent))
    return undefined;
  const origin = importOf(using.expression);
  if (origin?.module !== '@nestjs/common' || origin.name !== 'UseGuards') return undefined;
  const list = using.arguments;
  if (list.length === 1) return { whole: linesOf(using.parent, tree) };
  return { whole: extentOf({ node: call, siblings: list }, tree) };
}

/**
 * A guard in a list that a route has under one of some names, `canMatch: [featureGuard('x')]`, or under such a name by itself: it goes from
 * the list, or with the name where nothing else stands there.
 */
function listedAt(call: ts.CallExpression, names: ReadonlySet<string>, tree: ts.SourceFile): Read['passed'] {
  const list = ts.isArrayLiteralExpression(call.parent) ? call.parent : undefined;
  const property = (list ?? call).parent;
  const isOfRoute =
    ts.isPropertyAssignment(property) &&
    property.initializer === (list ?? call) &&
    names.has(nameText(property.name) ?? '');
  if (!isOfRoute || (!list && names === ASKED)) return undefined;
  if (list && list.elements.length > 1)
    return { whole: extentOf({ node: call, siblings: list.elements }, tree) };
  const { parent: options } = property;
  const route = options.parent;
  // `app.get('/new', { preHandler: … }, show)` can do without.
  const isAlone =
    options.properties.length === 1 &&
    ts.isCallExpression(route) &&
    route.arguments.indexOf(options) === 1 &&
    route.arguments.length === 3;
  return isAlone
    ? { whole: extentOf({ node: options, siblings: route.arguments }, tree) }
    : { whole: extentOf({ node: property, siblings: options.properties }, tree) };
}

/** `app.addHook('onRequest', requireFlag('x'));` */
function hookAt(call: ts.CallExpression, tree: ts.SourceFile): Read['passed'] {
  const added = call.parent;
  const isAdded =
    ts.isCallExpression(added) &&
    ts.isPropertyAccessExpression(added.expression) &&
    added.expression.name.text === 'addHook' &&
    ts.isExpressionStatement(added.parent) &&
    added.arguments.length === 2;
  const [name] = isAdded ? added.arguments : [];
  return name && ts.isStringLiteralLike(name) && HOOKS.has(name.text)
    ? { whole: linesOf(added.parent as ts.ExpressionStatement, tree) }
    : undefined;
}

/** The lists of what Angular asks before it shows a route, or loads what that shows. */
const ASKED: ReadonlySet<string> = new Set(['canActivate', 'canActivateChild', 'canMatch', 'canLoad']);

/** What Fastify calls before a route's handler. */
const HOOKS: ReadonlySet<string> = new Set(['onRequest', 'preValidation', 'preHandler']);

/** `'/new'`, `PATHS.NEW`: no handler. */
function isPath(node: ts.Expression): boolean {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateExpression(node) ||
    ts.isRegularExpressionLiteral(node) ||
    (ts.isPropertyAccessExpression(node) && /^\p{Lu}/u.test(node.getText()))
  );
}

const METHODS: ReadonlySet<string> = new Set([
  'use',
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'del',
  'head',
  'options',
  'all',
]);

const ROUTERS: ReadonlySet<string> = new Set([
  'express',
  'hono',
  'koa-router',
  '@koa/router',
  'polka',
  'restify',
  'router',
  'express-promise-router',
]);

/** Whether a name is known to be a router: made by a package of routers, or a parameter of its types. */
function isRouter(node: ts.Expression): boolean {
  if (!ts.isIdentifier(node)) return false;
  const [declaration, ...others] = analyzeScopes(node.getSourceFile()).bindingOf(node)?.declarations ?? [];
  if (!declaration || others.length > 0) return false;
  const { node: declared } = declaration;
  const ofPackage = (name: ts.Node): boolean => {
    const root =
      ts.isPropertyAccessExpression(name) || ts.isQualifiedName(name)
        ? 'left' in name
          ? name.left
          : name.expression
        : name;
    const origin = ts.isIdentifier(root) ? importOf(root) : undefined;
    return origin !== undefined && ROUTERS.has(origin.module);
  };
  if (ts.isVariableDeclaration(declared) && declared.initializer) {
    const made = bare(declared.initializer);
    if (ts.isCallExpression(made) || ts.isNewExpression(made)) return ofPackage(bare(made.expression));
  }
  const type = ts.isParameter(declared) || ts.isVariableDeclaration(declared) ? declared.type : undefined;
  return type !== undefined && ts.isTypeReferenceNode(type) && ofPackage(type.typeName);
}

function spanOf(node: ts.Node, tree: ts.SourceFile): { start: number; end: number } {
  return { start: node.getStart(tree), end: node.end };
}
