import ts from 'typescript';
import { onlyComputes } from './computing';
import { compatible, type DraftEdit, type Mark } from './draft';
import { isPure } from './effects';
import { isPlain, isPrimitive, memberOfHolder, plain } from './known';
import { putMark } from './place';
import { markOfReturned } from './returned';
import type { Binding, Scopes, Use } from './scope-model';
import {
  bare,
  dependencyListOf,
  functionAround,
  isReadOfMember,
  isWithin,
  listOfAll,
  statementsAround,
} from './syntax';
import type { View } from './view';
import { writtenIn } from './written';

/** Carries known values to where their names are used: constants, results taken apart, and functions that only answer. */
export function carryNames(view: View): DraftEdit[] {
  const changes: DraftEdit[][] = [];
  for (const binding of view.scopes.bindings) {
    const known = knownBinding(binding, view);
    if (!known) continue;
    const change =
      known.kind === 'function'
        ? carryCalls(binding, known.mark, view)
        : carryValue(binding, known.mark, view, known.kind === 'member');
    if (change) changes.push(change);
  }
  return compatible(changes);
}

interface KnownBinding {
  /** A member of what a function returns may keep its name. */
  readonly kind: 'value' | 'member' | 'function';
  readonly mark: Mark;
}

function knownBinding(binding: Binding, view: View): KnownBinding | undefined {
  const [declaration] = binding.declarations;
  if (!declaration || binding.declarations.length !== 1) return undefined;
  if (binding.uses.length === 0 && !binding.isExported) return undefined;
  const { node } = declaration;
  if (ts.isVariableDeclaration(node) && node.initializer && ts.isIdentifier(node.name)) {
    const mark = view.knownOf(node.initializer);
    if (mark) return { kind: 'value', mark };
    const initializer = bare(node.initializer);
    if (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)) {
      const answer = answerOf(initializer, view);
      return answer && { kind: 'function', mark: answer };
    }
    return undefined;
  }
  if (ts.isBindingElement(node) && ts.isIdentifier(node.name)) {
    const mark = markOfElement(node, view);
    if (mark) return { kind: 'value', mark };
    const returned = markOfMember(node, view);
    return returned && { kind: 'member', mark: returned };
  }
  if (ts.isFunctionDeclaration(node)) {
    const answer = answerOf(node, view);
    return answer && { kind: 'function', mark: answer };
  }
  if (ts.isParameter(node) && ts.isIdentifier(node.name)) {
    const mark = markOfCallback(node, view);
    return mark && { kind: 'value', mark };
  }
  return undefined;
}

/** What a pattern's element takes out of a known result: `const { value } = …`, `const [{ on }] = …`. */
function markOfElement(node: ts.BindingElement, view: View): Mark | undefined {
  if (node.dotDotDotToken || node.initializer) return undefined;
  const name = ts.isObjectBindingPattern(node.parent)
    ? propertyNameOf(node)
    : String(node.parent.elements.indexOf(node));
  const owner = node.parent.parent;
  if (ts.isVariableDeclaration(owner) && owner.initializer) {
    const element = listOfAll(owner.initializer)?.elements[Number(name)];
    const settled = element && view.knownOf(element);
    if (settled) return { known: { ...settled.known, promise: false }, sites: settled.sites };
  }
  const mark = ts.isBindingElement(owner)
    ? markOfElement(owner, view)
    : ts.isVariableDeclaration(owner)
      ? view.knownOf(owner.initializer)
      : undefined;
  if (!mark || mark.known.promise || name === undefined || mark.known.path.length === 0) return undefined;
  const known = memberOfHolder(mark.known, name);
  return known && { known, sites: mark.sites };
}

/** `const { isNew } = usePage()`, where that returns a known member. */
function markOfMember(node: ts.BindingElement, view: View): Mark | undefined {
  const name = propertyNameOf(node);
  const owner = node.parent.parent;
  if (node.dotDotDotToken || node.initializer || name === undefined) return undefined;
  if (!ts.isObjectBindingPattern(node.parent) || !ts.isVariableDeclaration(owner) || !owner.initializer)
    return undefined;
  return markOfReturned(node, name, owner.initializer, view);
}

function propertyNameOf(node: ts.BindingElement): string | undefined {
  const name = node.propertyName ?? node.name;
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : undefined;
}

/** `F.then((on) => …)`: the callback's parameter is the value. */
export function markOfCallback(node: ts.ParameterDeclaration, view: View): Mark | undefined {
  const callback = node.parent;
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return undefined;
  if (callback.parameters[0] !== node || node.initializer || node.dotDotDotToken) return undefined;
  const call = callback.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== callback) return undefined;
  const method = call.expression;
  if (!ts.isPropertyAccessExpression(method) || method.name.text !== 'then') return undefined;
  const mark = view.knownOf(method.expression);
  if (!mark?.known.promise) return undefined;
  return { known: { ...mark.known, promise: false }, sites: mark.sites };
}

/** What every call of a function answers, where it does nothing else. */
function answerOf(node: ts.FunctionLikeDeclaration, view: View): Mark | undefined {
  if (node.asteriskToken || !node.body) return undefined;
  if (node.parameters.some((parameter) => parameter.initializer || !ts.isIdentifier(parameter.name)))
    return undefined;
  let value: ts.Node | undefined = node.body;
  if (ts.isBlock(node.body)) {
    const [only] = node.body.statements;
    value =
      node.body.statements.length === 1 && only && ts.isReturnStatement(only) ? only.expression : undefined;
  }
  const mark = view.knownOf(value) ?? markOfSettledAnswer(node, value, view);
  if (!mark) return undefined;
  const isAsync = ts
    .getModifiers(node as ts.HasModifiers)
    ?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  return isAsync ? { known: { ...mark.known, promise: true }, sites: mark.sites } : mark;
}

/** `if (F) return true; return false;`: of what the flag chose between, one answer is left. */
function markOfSettledAnswer(
  node: ts.FunctionLikeDeclaration,
  value: ts.Node | undefined,
  view: View,
): Mark | undefined {
  const isTrue = value?.kind === ts.SyntaxKind.TrueKeyword;
  if (!isTrue && value?.kind !== ts.SyntaxKind.FalseKeyword) return undefined;
  const start = view.originOf(node.getStart(view.file));
  const last = view.originOf(node.end - 1);
  if (start === undefined || last === undefined) return undefined;
  const sites = view.original.reads.flatMap(({ site }, index) =>
    start <= site.start && site.end <= last + 1 ? [index] : [],
  );
  return sites.length > 0 ? { known: plain(isTrue), sites } : undefined;
}

function carryValue(binding: Binding, mark: Mark, view: View, isOptional: boolean): DraftEdit[] | undefined {
  const reason = whyNotCarried(binding, mark, view);
  if (reason === 'keep' || (reason !== undefined && isOptional)) return undefined;
  if (reason !== undefined) {
    view.refuse(mark, reason);
    return undefined;
  }
  const edits = writeUses(binding.uses, mark, view);
  return edits.length > 0 ? edits : undefined;
}

/** Where a name is used, or a member that stands for one. */
export type UsePlace = Omit<Use, 'node'> & { readonly node: ts.Expression };

/** Puts a known value wherever a name is used. */
export function writeUses(uses: readonly UsePlace[], mark: Mark, view: View): DraftEdit[] {
  return uses.filter((use) => !use.exports).flatMap((use) => writeUse(use, mark, view));
}

/** Why a name's uses cannot take its value: a reason to leave the read, or `keep` where the name just keeps its value. */
export function whyNotCarried(
  binding: Binding,
  mark: Mark,
  view: View,
  uses: readonly UsePlace[] = binding.uses,
): string | 'keep' | undefined {
  const { kind, name } = binding.declarations[0]!;
  if (uses.some(({ writes }) => writes)) return `\`${binding.name}\` is assigned again elsewhere.`;
  if (view.scopes.isOpaque) return 'This file uses eval or with, so not all uses of a name can be seen.';
  if (binding.isExported) {
    view.noteStaying(
      name.getStart(view.file),
      `\`${binding.name}\` is exported, so it stays with the kept value.`,
    );
    if (kind !== 'const' || !isPlain(mark.known)) return 'keep';
  }
  if (isPlain(mark.known) && !isPrimitive(mark.known.value)) {
    const isDependency = ({ node }: UsePlace) => dependencyListOf(node.parent) !== undefined;
    if (uses.some(isDependency)) {
      return `\`${binding.name}\` would be a new object each time, and a hook depends on it.`;
    }
    return uses.every(({ node }) => isReadOfMember(node)) ? undefined : 'keep';
  }
  const inTypes = uses.some(({ node }) => ts.isTypeQueryNode(node.parent));
  if (inTypes && typeof mark.known.value !== 'boolean') return `A type is made from \`${binding.name}\`.`;
  if (
    kind === 'var'
      ? !isSettledBeforeUse(binding)
      : uses.some(({ node }) => isTooEarly(node, name, view.scopes))
  ) {
    return `\`${binding.name}\` may be read before it has its value.`;
  }
  return undefined;
}

/**
 * Whether a use of a `const` may run before the declaration: in front of it, and not in a function that is only declared
 * there; or in a function that is called there.
 */
export function isTooEarly(
  use: ts.Node,
  declared: ts.Node,
  scopes: Scopes,
  asked: ReadonlySet<Binding> = new Set(),
): boolean {
  // The cases of a switch share their names, but running one does not run the declarations of another.
  const clause = declared.parent.parent.parent?.parent;
  if (clause && ts.isCaseOrDefaultClause(clause) && !isWithin(use, clause)) return true;
  let outermost: ts.Node | undefined;
  for (let at = use; at.parent && !isWithin(declared, at); at = at.parent) {
    if (ts.isFunctionLike(at)) outermost = at;
  }
  if (!outermost) return use.pos < declared.pos;
  const { parent } = outermost;
  const name = ts.isFunctionDeclaration(outermost)
    ? outermost.name
    : ts.isVariableDeclaration(parent)
      ? parent.name
      : undefined;
  const runner = name && scopes.declaredBy(name);
  if (!runner) {
    return use.pos < declared.pos && !ts.isClassLike(parent) && !ts.isPropertyAssignment(parent);
  }
  if (asked.has(runner)) return false;
  const calls = runner.uses.filter(({ node }) => !isWithin(node, outermost));
  return calls.some(({ node }) => isTooEarly(node, declared, scopes, new Set([...asked, runner])));
}

/** A `var` exists before it has a value: only uses that plainly come later are certain. */
function isSettledBeforeUse(binding: Binding): boolean {
  const { name } = binding.declarations[0]!;
  const statement = name.parent.parent.parent;
  const list = statementsAround(statement);
  const home = functionAround(name);
  const isTop = list !== undefined && (statement.parent === home || statement.parent.parent === home);
  if (!list || !isTop) return false;
  const before = list.slice(0, list.indexOf(statement as ts.Statement));
  const isQuiet = before.every(isQuietStatement);
  return binding.uses.every(({ node }) => {
    if (node.pos < statement.end && !isQuiet) return false;
    for (let at: ts.Node = node; at !== home && at.parent; at = at.parent) {
      if (ts.isFunctionDeclaration(at)) return isQuiet;
    }
    return node.pos >= statement.end;
  });
}

/** A statement that runs nothing, and does nothing but give names their values. */
export function isQuietStatement(statement: ts.Statement): boolean {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.every(
      ({ initializer }) => !initializer || isQuietValue(initializer),
    );
  }
  return (
    ts.isImportDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    (ts.isExpressionStatement(statement) && isQuietValue(statement.expression))
  );
}

/** A value that is made without an effect, and without running a function of the file, which could read what comes later. */
function isQuietValue(node: ts.Expression): boolean {
  const runs = (part: ts.Node): boolean =>
    (ts.isCallExpression(part) && onlyComputes(part, isPure)) ||
    ts.forEachChild(part, (child) => runs(child) || undefined) === true;
  return isPure(node) && !runs(node);
}

function writeUse({ node }: UsePlace, mark: Mark, view: View): DraftEdit[] {
  const { parent } = node;
  if (ts.isTypeQueryNode(parent)) {
    return [{ start: parent.getStart(view.file), end: parent.end, text: 'boolean' }];
  }
  if (ts.isShorthandPropertyAssignment(parent)) {
    const behind = { start: node.end, end: node.end };
    return [
      { ...behind, text: ': ' },
      { ...behind, text: writtenIn(view.file, mark.known), mark },
    ];
  }
  return putMark(view.file, node, mark);
}

/** Calls of a function that only answers take its answer; where it is passed on as a value it stays. */
function carryCalls(binding: Binding, mark: Mark, view: View): DraftEdit[] | undefined {
  if (binding.isExported || binding.uses.some(({ writes }) => writes) || view.scopes.isOpaque)
    return undefined;
  const { kind, name } = binding.declarations[0]!;
  const edits: DraftEdit[] = [];
  for (const { node } of binding.uses) {
    if (kind !== 'function' && isTooEarly(node, name, view.scopes)) continue;
    const call = node.parent;
    if (
      !ts.isCallExpression(call) ||
      call.expression !== node ||
      isWithin(node, binding.declarations[0]!.node)
    )
      continue;
    if (!call.arguments.every(isPure)) continue;
    // An object is not written out at every place that asks for it.
    if (isPlain(mark.known) && !isPrimitive(mark.known.value) && !isReadOfMember(call)) continue;
    edits.push(...putMark(view.file, call, mark));
  }
  return edits.length > 0 ? edits : undefined;
}
