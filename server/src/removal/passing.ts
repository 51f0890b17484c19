import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import { applyEdits } from '../text/edits';
import { contains } from '../text/span';
import { importOf } from './declared';
import { isPure } from './effects';
import { literalOf } from './literals';
import { functionNamed } from './readers';
import { analyzeScopes } from './scope';
import type { ReadSite } from './sites';
import { removeFromSource } from './source';
import { bare, isFunctionWithBody } from './syntax';
import { parse } from './view';

/**
 * What a guard is once the flag is settled: the component that it is given, `withFeature(Page, 'x')`, or that what it gives is given,
 * `withFeature('x')(Page)`; or a handler of requests that does nothing but call the next one.
 */
export type Passing =
  | { readonly kind: 'given' | 'givenLater'; readonly index: number }
  | { readonly kind: 'next' }
  /** A class that Nest asks whether a request may pass, or a function that Angular asks so, and that says yes. */
  | { readonly kind: 'admits' }
  /** A function that does nothing and waits for nothing. */
  | { readonly kind: 'idle' };

/** A function that is called with a flag's key. */
export interface Guard {
  readonly file: string;
  readonly text: string;
  /** By which callers know it. */
  readonly name: string;
  /** Its own reads by the key. */
  readonly reads: readonly ReadSite[];
}

/**
 * What a guard is for one call: the flag is put in the place of its reads, and what the call gives in the place of its parameters, and
 * what is left of it looked at.
 */
export function passingOf(
  { file, text, name, reads }: Guard,
  call: ts.CallExpression,
  keep: FlagValue,
): Passing | undefined {
  const owner = functionNamed(parse(file, text), name);
  if (!owner?.body) return undefined;
  const given = givenTo(owner, call, reads);
  // A guard that is told to wait for true is told that the flag is no text.
  const isPlain = typeof keep === 'boolean' && given.some(({ value }) => typeof value === 'boolean');
  const own = reads.map((read) =>
    isPlain && read.result.gives === 'variant' ? { ...read, value: keep } : read,
  );
  const sites = [...own, ...given];
  const settled = removeFromSource({ file, text, sites, keep });
  if (settled.failed !== undefined || settled.forbidden !== undefined || settled.review.length > 0)
    return undefined;
  const rest = functionNamed(parse(file, applyEdits(text, settled.edits)), name);
  const passing = rest && passingIn(rest);
  if (passing?.kind !== 'given') return passing;
  // A parameter may have gone with the flag.
  const kept = nameOf(rest!.parameters[passing.index]);
  const index = owner.parameters.findIndex((one) => nameOf(one) === kept);
  return index < 0 ? undefined : { kind: 'given', index };
}

/** The uses of parameters that a call gives a literal, or leaves to their default, as reads of that; those that a read is given stay. */
function givenTo(
  owner: ts.FunctionLikeDeclaration,
  call: ts.CallExpression,
  reads: readonly ReadSite[],
): ReadSite[] {
  const scopes = analyzeScopes(owner.getSourceFile());
  return owner.parameters.flatMap((parameter, index): ReadSite[] => {
    const given = call.arguments[index] ?? parameter.initializer;
    const value = given && literalOf(given)?.value;
    const binding = ts.isIdentifier(parameter.name) ? scopes.declaredBy(parameter.name) : undefined;
    const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    if (!isPlain || !binding || binding.uses.some(({ writes }) => writes)) return [];
    const spans = binding.uses.map(({ node }) => ({ start: node.getStart(), end: node.end }));
    return spans
      .filter((span) => !reads.some(({ site }) => contains(site, span)))
      .map((span) => ({
        span,
        site: span,
        value,
        result: { promise: false, inverted: false, path: [] },
      }));
  });
}

function nameOf(parameter: ts.ParameterDeclaration | undefined): string | undefined {
  return parameter && ts.isIdentifier(parameter.name) ? parameter.name.text : undefined;
}

function passingIn(owner: ts.FunctionLikeDeclaration): Passing | undefined {
  const made = returnedBy(owner);
  if (!made) return undefined;
  const guard = mixedIn(made) ?? made;
  if (ts.isClassLike(guard)) return admitsAll(guard) ? { kind: 'admits' } : undefined;
  if (ts.isIdentifier(made)) return givenAs(owner, made.text, 'given');
  if (!isFunctionWithBody(made) || isRead(owner, made)) return undefined;
  if (callsNext(made)) return { kind: 'next' };
  if (!made.asteriskToken && lastOf(made.body, isInjected)?.kind === ts.SyntaxKind.TrueKeyword)
    return { kind: 'admits' };
  // One that is given what to call at its end, and does not, never ends.
  if (
    isAsync(made) &&
    made.parameters.length <= 2 &&
    ts.isBlock(made.body!) &&
    made.body.statements.length === 0
  )
    return { kind: 'idle' };
  const shown = shownBy(made);
  if (shown !== undefined) return givenAs(owner, shown, 'given');
  const later = passingIn(made);
  return later?.kind === 'given' ? { kind: 'givenLater', index: later.index } : undefined;
}

/** Whether a function stands for more than for what it gives: its key is a parameter of its own, which cannot be. */
function isRead(owner: ts.FunctionLikeDeclaration, made: ts.FunctionLikeDeclaration): boolean {
  return owner === made || owner.asteriskToken !== undefined || isAsync(owner);
}

function isAsync(owner: ts.FunctionLikeDeclaration): boolean {
  return (ts.getCombinedModifierFlags(owner) & ts.ModifierFlags.Async) !== 0;
}

function givenAs(
  { parameters }: ts.FunctionLikeDeclaration,
  name: string,
  kind: 'given',
): Passing | undefined {
  const index = parameters.findIndex(
    (one) => nameOf(one) === name && !one.initializer && !one.dotDotDotToken,
  );
  return index < 0 ? undefined : { kind, index };
}

/** What a function returns that does nothing else but declare functions, and name them for those who look at them. */
function returnedBy(owner: ts.FunctionLikeDeclaration): ts.Node | undefined {
  const { body } = owner;
  if (!body) return undefined;
  if (!ts.isBlock(body)) return bare(body);
  const functions = new Map<string, ts.Node>();
  for (const statement of body.statements) {
    if (ts.isReturnStatement(statement)) {
      const value = statement.expression && bare(statement.expression);
      const named = value && (mixedIn(value) ?? value);
      return named && ts.isIdentifier(named) ? (functions.get(named.text) ?? named) : named;
    }
    const isDeclared = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
    if (isDeclared && statement.name) functions.set(statement.name.text, statement);
    else if (ts.isVariableStatement(statement)) {
      const { declarations, flags } = statement.declarationList;
      if ((flags & ts.NodeFlags.Const) === 0) return undefined;
      for (const { name, initializer } of declarations) {
        if (!ts.isIdentifier(name) || !initializer || !isPure(initializer)) return undefined;
        functions.set(name.text, bare(initializer));
      }
    } else if (!isNaming(statement, functions)) return undefined;
  }
  return undefined;
}

/** `Guarded.displayName = …` */
function isNaming(statement: ts.Statement, functions: ReadonlyMap<string, ts.Node>): boolean {
  const set = ts.isExpressionStatement(statement) ? bare(statement.expression) : undefined;
  if (!set || !ts.isBinaryExpression(set) || set.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
    return false;
  const { left, right } = set;
  return (
    ts.isPropertyAccessExpression(left) &&
    ts.isIdentifier(left.expression) &&
    functions.has(left.expression.text) &&
    left.name.text === 'displayName' &&
    isPure(right)
  );
}

/** The name of the component to which a component gives all its own props, doing nothing else: `(props) => <Page {...props} />`. */
function shownBy(component: ts.FunctionLikeDeclaration): string | undefined {
  const [props, ...others] = component.parameters;
  const name = nameOf(props);
  if (name === undefined || others.length > 0 || component.asteriskToken || isAsync(component))
    return undefined;
  const shown = lastOf(component.body);
  if (!shown || !ts.isJsxSelfClosingElement(shown) || !ts.isIdentifier(shown.tagName)) return undefined;
  const [only, ...more] = shown.attributes.properties;
  if (!only || more.length > 0 || !ts.isJsxSpreadAttribute(only)) return undefined;
  const given = bare(only.expression);
  return ts.isIdentifier(given) && given.text === name ? shown.tagName.text : undefined;
}

/** What a function returns besides which it does nothing that anybody misses. */
function lastOf(
  body: ts.ConciseBody | undefined,
  isKnownIdle: (node: ts.Node) => boolean = () => false,
): ts.Node | undefined {
  if (!body || !ts.isBlock(body)) return body && bare(body);
  const last = body.statements.at(-1);
  const isIdle = (statement: ts.Statement): boolean => {
    if (ts.isExpressionStatement(statement)) {
      const effect = bare(statement.expression);
      return isIdleEffect(effect) || isKnownIdle(effect);
    }
    return (
      ts.isVariableStatement(statement) &&
      statement.declarationList.declarations.every(
        ({ name, initializer }) =>
          ts.isIdentifier(name) && (!initializer || isPure(initializer) || isKnownIdle(bare(initializer))),
      )
    );
  };
  if (!last || !ts.isReturnStatement(last) || !last.expression) return undefined;
  return body.statements.slice(0, -1).every(isIdle) ? bare(last.expression) : undefined;
}

/** `useEffect(() => {}, [router])` */
function isIdleEffect(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  const callee = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
  const [effect, ...others] = node.arguments;
  return (
    ts.isIdentifier(callee) &&
    (callee.text === 'useEffect' || callee.text === 'useLayoutEffect') &&
    effect !== undefined &&
    (ts.isArrowFunction(effect) || ts.isFunctionExpression(effect)) &&
    ts.isBlock(effect.body) &&
    effect.body.statements.length === 0 &&
    others.every((one) => isPure(one))
  );
}

/** `inject(Router)` of Angular, which gives what is there. */
function isInjected(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return false;
  const origin = importOf(node.expression);
  return (
    origin?.module === '@angular/core' &&
    origin.name === 'inject' &&
    node.arguments.every((one) => isPure(one))
  );
}

/** `Guard` of `mixin(Guard)`, which Nest asks for where classes are made by functions. */
function mixedIn(node: ts.Node): ts.Node | undefined {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const origin = importOf(node.expression);
  const isOfNest = origin?.module === '@nestjs/common' && origin.name === 'mixin';
  const [given, ...others] = node.arguments;
  return isOfNest && given && others.length === 0 ? bare(given) : undefined;
}

/** Whether a class does nothing but let everything pass: `canActivate() { return true; }`. */
function admitsAll({ members, heritageClauses }: ts.ClassLikeDeclaration): boolean {
  if (heritageClauses?.some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)) return false;
  const isAsking = (member: ts.ClassElement): boolean => member.name?.getText() === 'canActivate';
  const isIdle = (member: ts.ClassElement): boolean =>
    ts.isConstructorDeclaration(member)
      ? member.body?.statements.length === 0 && member.parameters.every(({ initializer }) => !initializer)
      : ts.isPropertyDeclaration(member) && (!member.initializer || isPure(member.initializer));
  const asking = members.filter(isAsking);
  if (asking.length !== 1 || !members.every((member) => isAsking(member) || isIdle(member))) return false;
  const [only] = asking as [ts.ClassElement];
  if (!isFunctionWithBody(only) || only.asteriskToken) return false;
  const request = nameOf(only.parameters[0]);
  return lastOf(only.body, (node) => asksForRequest(node, request))?.kind === ts.SyntaxKind.TrueKeyword;
}

/** `context.switchToHttp().getRequest()`, which Nest gives without more. */
function asksForRequest(node: ts.Node, context: string | undefined): boolean {
  const callee = ts.isCallExpression(node) ? node.expression : undefined;
  if (!callee || !ts.isPropertyAccessExpression(callee) || !OF_CONTEXT.has(callee.name.text)) return false;
  const of = bare(callee.expression);
  return (ts.isIdentifier(of) && of.text === context) || asksForRequest(of, context);
}

const OF_CONTEXT: ReadonlySet<string> = new Set([
  ...['switchToHttp', 'switchToRpc', 'switchToWs', 'getRequest', 'getResponse', 'getHandler', 'getClass'],
  ...['getArgs', 'getType', 'getContext', 'getClient', 'getData'],
]);

/** `(req, res, next) => next()`, `async (c, next) => { await next(); }`: a handler of requests that leaves them to the next one. */
function callsNext(handler: ts.FunctionLikeDeclaration): boolean {
  const name = nameOf(handler.parameters.at(-1));
  const { body } = handler;
  const { length: count } = handler.parameters;
  // One of four parameters is only called for an error.
  if (name === undefined || count < 2 || count > 3 || handler.asteriskToken || !body) return false;
  const [only, ...others] = ts.isBlock(body) ? body.statements : [];
  if (others.length > 0) return false;
  const said = !ts.isBlock(body)
    ? body
    : only && (ts.isReturnStatement(only) || ts.isExpressionStatement(only))
      ? only.expression
      : undefined;
  const value = said && bare(said);
  const call = value && ts.isAwaitExpression(value) ? bare(value.expression) : value;
  return (
    call !== undefined &&
    ts.isCallExpression(call) &&
    call.arguments.length === 0 &&
    ts.isIdentifier(call.expression) &&
    call.expression.text === name
  );
}
