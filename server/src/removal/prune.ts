import ts from 'typescript';
import { pruneAssignments } from './assignments';
import { compatible, type DraftEdit } from './draft';
import { asksForFlags, canBegin, effectfulPart, isPure, takenFrom } from './effects';
import { pruneHeld } from './held';
import { collapseFragment } from './jsx';
import { importBelow, indentAt, reindent, removeLines } from './layout';
import { isUsed, liveBindings } from './liveness';
import { pruneMembers } from './members';
import { markOfCallback } from './names';
import { pruneParameters } from './parameters';
import { removeElement } from './place';
import { pruneReturned } from './returned';
import type { Binding, Declaration } from './scope-model';
import { aroundOpenIf, removeElse, replaceStatement, separateFromPrevious } from './statements';
import { isHookName, listOfAll, rootOfPattern, statementsAround } from './syntax';
import { collect, pruneTails } from './tails';
import type { View } from './view';

/** Takes out what this removal made dead: it was needed or reached in the original, and is no longer. */
export function pruneDead(view: View): DraftEdit[] {
  const tails = pruneTails(view);
  if (tails.length > 0) return tails;
  const emptied = pruneEmptied(view);
  if (emptied.length > 0) return emptied;
  const fragments = pruneFragments(view);
  if (fragments.length > 0) return fragments;
  return pruneUnused(view);
}

/** `if`s and `try`s of which the removal took all content. */
function pruneEmptied(view: View): DraftEdit[] {
  return collect(view, (node) => {
    if (ts.isIfStatement(node)) return pruneIf(node, view);
    if (ts.isTryStatement(node)) return pruneTry(node, view);
    if (ts.isClassStaticBlockDeclaration(node) && isEmptied(node.body, view))
      return [removeLines(view, node)];
    if (ts.isLabeledStatement(node) && isEmptied(node.statement, view) && statementsAround(node))
      return replaceStatement(view, node, undefined, []);
    if (ts.isExpressionStatement(node) && isEmptiedEffect(node.expression, view)) {
      return replaceStatement(view, node, undefined, []);
    }
    if (ts.isBlock(node) && isEmptied(node, view) && statementsAround(node)) {
      return replaceStatement(view, node, undefined, []);
    }
    return undefined;
  });
}

function pruneTry(node: ts.TryStatement, view: View): DraftEdit[] {
  const { tryBlock, catchClause, finallyBlock } = node;
  if (isEmptied(tryBlock, view))
    return replaceStatement(view, node, finallyBlock, catchClause ? [catchClause] : []);
  if (!finallyBlock || !isEmptied(finallyBlock, view)) return [];
  return catchClause
    ? [{ start: catchClause.end, end: finallyBlock.end, text: '' }]
    : replaceStatement(view, node, tryBlock, []);
}

/** `useEffect(() => {}, [a])`, `beforeEach(() => {})`: a hook that has nothing left to do. */
function isEmptiedEffect(node: ts.Expression, view: View): boolean {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return false;
  if (!HOOKS.has(node.expression.text)) return false;
  const [effect, ...rest] = node.arguments;
  if (!effect || !rest.every(isPure)) return false;
  const isFunction = ts.isArrowFunction(effect) || ts.isFunctionExpression(effect);
  return isFunction && ts.isBlock(effect.body) && isEmptied(effect.body, view);
}

const HOOKS = new Set([
  'useEffect',
  'useLayoutEffect',
  'useInsertionEffect',
  'beforeEach',
  'beforeAll',
  'afterEach',
  'afterAll',
]);

function pruneIf(node: ts.IfStatement, view: View): DraftEdit[] {
  if (node.elseStatement && isEmptied(node.elseStatement, view)) return removeElse(view, node);
  if (!isEmptied(node.thenStatement, view)) return [];
  if (!node.elseStatement) {
    if (isPure(node.expression)) return replaceStatement(view, node, undefined, []);
    const start = node.getStart(view.file);
    const effects = effectfulPart(node.expression);
    const condition = effects.getStart(view.file);
    const list = statementsAround(node);
    return [
      ...(list ? separateFromPrevious(view, node, view.text.slice(condition)) : []),
      { start, end: condition, text: '' },
      { start: effects.end, end: node.end, text: ';' },
    ];
  }
  return ts.isIfStatement(node.elseStatement) ? [] : turnRound(node, node.elseStatement, view);
}

/** `if (a) {} else { … }` → `if (!a) { … }`. */
function turnRound(node: ts.IfStatement, kept: ts.Statement, view: View): DraftEdit[] {
  const condition = node.expression;
  const start = condition.getStart(view.file);
  const isNegated =
    ts.isPrefixUnaryExpression(condition) && condition.operator === ts.SyntaxKind.ExclamationToken;
  const isTight =
    ts.isIdentifier(condition) ||
    ts.isCallExpression(condition) ||
    ts.isPropertyAccessExpression(condition) ||
    ts.isParenthesizedExpression(condition);
  const negation = isNegated
    ? [{ start, end: start + 1, text: '' }]
    : [
        { start, end: start, text: isTight ? '!' : '!(' },
        { start: condition.end, end: condition.end, text: isTight ? '' : ')' },
      ];
  const [open, close] = aroundOpenIf(node);
  return [
    { start: node.getStart(view.file), end: node.getStart(view.file), text: open },
    ...negation,
    { start: node.thenStatement.getStart(view.file), end: kept.getStart(view.file), text: '' },
    { start: node.end, end: node.end, text: close },
  ];
}

/** A block that had statements in the original, or that the removal wrote, and has none now. */
function isEmptied(node: ts.Statement, view: View): boolean {
  if (!ts.isBlock(node) || node.statements.length > 0) return false;
  const text = view.text.slice(node.getStart(view.file) + 1, node.end - 1);
  if (text.trim() !== '') return false;
  const origin = view.originOf(node.getStart(view.file));
  return origin === undefined || view.original.filledBlocks.has(origin);
}

function pruneFragments(view: View): DraftEdit[] {
  return view.original.fragments.size > 0 ? collect(view, (node) => collapseFragment(node, view)) : [];
}

function pruneUnused(view: View): DraftEdit[] {
  const parameters = pruneParameters(view);
  if (parameters.length > 0) return parameters;
  const live = liveBindings(
    view.file,
    view.scopes,
    (binding) => wasLive(binding, view),
    (initializer) => isFree(initializer, view),
  );
  const dead = view.scopes.bindings.filter((binding) => !live.has(binding));
  const bindings = removeBindings(dead, view);
  if (bindings.length > 0) return bindings;
  const members = pruneMembers(view);
  if (members.length > 0) return members;
  const returned = [pruneReturned(view), pruneHeld(view)].find((some) => some.length > 0) ?? [];
  if (returned.length > 0) return returned;
  const assignments = pruneAssignments(view);
  if (assignments.length > 0) return assignments;
  const idle = pruneIdle(view);
  return idle.length > 0 ? idle : pruneCallbacks(view);
}

/** `const old = load();` whose name lost its last use → `load();`, for the call may have effects. */
function pruneIdle(view: View): DraftEdit[] {
  const changes = view.scopes.bindings.flatMap((binding) => {
    const [declaration] = binding.declarations;
    if (!declaration || binding.declarations.length !== 1 || binding.isExported || isUsed(binding)) return [];
    const { node, name } = declaration;
    if (!ts.isVariableDeclaration(node) || node.name !== name) return [];
    const origin = view.originOf(name.getStart(view.file));
    return view.original.used.has(origin ?? -1) && standsAlone(node) ? [keepEffects(node, view)] : [];
  });
  return compatible(changes);
}

/** Whether what gives a variable its value can be a statement of its own, in place of the variable's. */
function standsAlone({ parent: list, initializer }: ts.VariableDeclaration): boolean {
  if (!initializer || !ts.isVariableDeclarationList(list) || list.declarations.length !== 1) return false;
  if (!ts.isVariableStatement(list.parent) || !statementsAround(list.parent)) return false;
  const scoping = list.flags & ts.NodeFlags.BlockScoped;
  if (scoping === ts.NodeFlags.Using || scoping === ts.NodeFlags.AwaitUsing) return false;
  const from = takenFrom(initializer);
  const isStatement = ts.isCallExpression(from) || ts.isNewExpression(from) || ts.isAwaitExpression(from);
  return isStatement && canBegin(initializer);
}

function keepEffects(node: ts.VariableDeclaration, view: View): DraftEdit[] {
  const statement = node.parent.parent as ts.VariableStatement;
  const initializer = node.initializer!;
  const part = effectfulPart(initializer);
  const start = part.getStart(view.file);
  view.noteStaying(start, 'Nothing uses what this gives any more; it may have effects, so it stays.');
  return [
    ...separateFromPrevious(view, statement, view.text.slice(start, part.end)),
    { start: statement.getStart(view.file), end: start, text: '' },
    ...reindentLines(view, part, statement),
    ...(part === initializer ? [] : [{ start: part.end, end: initializer.end, text: '' }]),
  ];
}

/** What began on a line of its own, further in, moves to the line of its statement. */
function reindentLines(view: View, part: ts.Node, whole: ts.Node): DraftEdit[] {
  const start = part.getStart(view.file);
  const [from, to] = [indentAt(view.text, start), indentAt(view.text, whole.getStart(view.file))];
  return reindent(view, start, part.end, from, to);
}

/** `F.then((on) => …)`: a parameter that carried only the value is of no use any more. */
function pruneCallbacks(view: View): DraftEdit[] {
  for (const { declarations, uses } of view.scopes.bindings) {
    const parameter = declarations[0]?.node;
    if (uses.length > 0 || declarations.length !== 1 || !parameter || !ts.isParameter(parameter)) continue;
    const isOnly = ts.isArrowFunction(parameter.parent) && parameter.parent.parameters.length === 1;
    const wasUsed = view.original.used.has(view.originOf(parameter.name.getStart(view.file)) ?? -1);
    if (!isOnly || !wasUsed || !markOfCallback(parameter, view)) continue;
    const start = parameter.getStart(view.file);
    const isBare = !view.text.slice(parameter.parent.getStart(view.file), start).includes('(');
    return [{ start, end: parameter.end, text: isBare ? '()' : '' }];
  }
  return [];
}

/** Whether an expression asks for a name before it has a value: `const a = b; const b = 1;` throws. */
function asksTooEarly(expression: ts.Node, view: View): boolean {
  const functionOf = (node: ts.Node): ts.Node | undefined => ts.findAncestor(node, ts.isFunctionLike);
  const visit = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node)) return false;
    if (!ts.isIdentifier(node)) return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
    const [declaration] = view.scopes.bindingOf(node)?.declarations ?? [];
    if (!declaration || !LATE.has(declaration.kind)) return false;
    const { name } = declaration;
    return name.pos > node.pos && functionOf(name) === functionOf(node);
  };
  return visit(expression);
}

const LATE: ReadonlySet<string> = new Set(['let', 'const', 'class']);

/** Whether an initializer can go: it has no effects, does nothing but ask for flags, or is a hook that only the flag's reads needed. */
function isFree(initializer: ts.Expression, view: View): boolean {
  if (isPure(initializer) || view.knownOf(initializer)) return !asksTooEarly(initializer, view);
  if (asksForFlags(initializer)) return true;
  const owner = initializer.parent;
  if (!ts.isCallExpression(initializer) || !ts.isVariableDeclaration(owner)) return false;
  if (!ts.isIdentifier(initializer.expression) || !isHookName(initializer.expression.text)) return false;
  return (
    initializer.arguments.every(isPure) &&
    namesOf(owner.name).every((name) =>
      view.original.onlyForFlag.has(view.originOf(name.getStart(view.file)) ?? -1),
    )
  );
}

function namesOf(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesOf(element.name) : []));
}

/** Whether something of the original needed the binding, or the removal itself has written it. */
function wasLive(binding: Binding, view: View): boolean {
  return binding.declarations.some(({ name, node }) => {
    const origin = view.originOf(name.getStart(view.file));
    if (origin === undefined || view.original.live.has(origin)) return true;
    const owner = ts.isBindingElement(node) ? rootOfPattern(node) : node;
    return (
      owner !== undefined && ts.isVariableDeclaration(owner) && view.knownOf(owner.initializer) !== undefined
    );
  });
}

function removeBindings(dead: readonly Binding[], view: View): DraftEdit[] {
  const declarations = dead.flatMap((binding) => binding.declarations);
  const names = new Set<ts.Node>(declarations.map(({ name }) => name));
  const done = new Set<ts.Node>();
  for (const declaration of declarations) done.add(targetOf(declaration, names, view));
  // An import with a comment waits for the one below it to go: whether it is the heading of others shows then.
  const waits = (target: ts.Node): boolean => {
    const below = importBelow(view, target);
    return (
      below !== undefined &&
      done.has(below) &&
      ts.getLeadingCommentRanges(view.text, target.pos) !== undefined
    );
  };
  const targets = [...done].filter((target) => !waits(target));
  const own = targets
    .filter((target) => !isOfImport(target))
    .map((target) => removeDeclaration(target, view));
  const made = compatible(own);
  // What waits for another step is then known by its imports still to have no effect.
  if (own.some((change) => !change.every((edit) => made.includes(edit)))) return made;
  return compatible([...own, ...targets.filter(isOfImport).map((target) => removeDeclaration(target, view))]);
}

/** An import, or a part of one. */
function isOfImport(target: ts.Node): boolean {
  return (
    ts.isImportDeclaration(target) ||
    ts.isImportEqualsDeclaration(target) ||
    ts.isImportClause(target) ||
    ts.isNamedImportBindings(target) ||
    ts.isImportSpecifier(target)
  );
}

/** What has to go for a name to go: the widest declaration that holds no other name. */
function targetOf({ node }: Declaration, dead: ReadonlySet<ts.Node>, view: View): ts.Node {
  if (ts.isImportSpecifier(node) || ts.isNamespaceImport(node) || ts.isImportClause(node)) {
    const clause = ts.isImportClause(node)
      ? node
      : ts.isNamespaceImport(node)
        ? node.parent
        : node.parent.parent;
    const bindings = clause.namedBindings;
    const named = bindings
      ? ts.isNamedImports(bindings)
        ? bindings.elements.map(({ name }) => name)
        : [bindings.name]
      : [];
    const all = [...(clause.name ? [clause.name] : []), ...named];
    if (all.every((name) => dead.has(name))) return clause.parent;
    if (bindings && !ts.isImportClause(node) && named.every((name) => dead.has(name))) return bindings;
    return node;
  }
  if (ts.isBindingElement(node)) return elementTarget(node, dead, view);
  return ts.isVariableDeclaration(node) ? variableTarget(node, dead) : node;
}

function elementTarget(node: ts.BindingElement, dead: ReadonlySet<ts.Node>, view: View): ts.Node {
  const isDead = (element: ts.ArrayBindingElement): boolean =>
    ts.isOmittedExpression(element) ||
    (ts.isIdentifier(element.name) ? dead.has(element.name) : element.name.elements.every(isDead));
  if (!node.parent.elements.every(isDead)) return node;
  const owner = node.parent.parent;
  // An empty pattern says less than the names did.
  if (ts.isParameter(owner)) return owner;
  if (ts.isBindingElement(owner)) return elementTarget(owner, dead, view);
  if (!ts.isVariableDeclaration(owner) || !owner.initializer) return node;
  if (isFree(owner.initializer, view)) return variableTarget(owner, dead);
  return standsAlone(owner) ? owner.initializer : node;
}

function variableTarget(node: ts.VariableDeclaration, dead: ReadonlySet<ts.Node>): ts.Node {
  const list = node.parent;
  if (!ts.isVariableDeclarationList(list)) return node;
  const all = list.declarations.every(
    (other) => other === node || (ts.isIdentifier(other.name) && dead.has(other.name)),
  );
  return all && ts.isVariableStatement(list.parent) ? list.parent : all ? list : node;
}

function removeDeclaration(target: ts.Node, view: View): DraftEdit[] {
  if (ts.isNamedImports(target) || ts.isNamespaceImport(target)) {
    const clause = target.parent;
    return [{ start: clause.name!.end, end: target.end, text: '' }];
  }
  if (ts.isImportClause(target)) {
    const { name, namedBindings } = target;
    return [{ start: name!.getStart(view.file), end: namedBindings!.getStart(view.file), text: '' }];
  }
  if (ts.isVariableDeclaration(target.parent) && target.parent.initializer === target)
    return keepEffects(target.parent, view);
  if (ts.isImportSpecifier(target)) return removeElement(view, target, target.parent.elements);
  if (ts.isBindingElement(target)) {
    return ts.isObjectBindingPattern(target.parent)
      ? removeElement(view, target, target.parent.elements)
      : removeFromList(view, target, target.parent);
  }
  if (ts.isVariableDeclaration(target)) {
    const list = target.parent as ts.VariableDeclarationList;
    return removeElement(view, target, list.declarations);
  }
  if (ts.isVariableDeclarationList(target)) {
    return [{ start: target.getStart(view.file), end: target.end, text: '' }];
  }
  if (ts.isStatement(target) && statementsAround(target))
    return replaceStatement(view, target, undefined, []);
  return ts.isStatement(target) ? [removeLines(view, target)] : [];
}

/** An element of `const [a, b] = …`: the list of `Promise.all` loses it too, and elsewhere it leaves its place empty. */
function removeFromList(view: View, target: ts.BindingElement, pattern: ts.ArrayBindingPattern): DraftEdit[] {
  const index = pattern.elements.indexOf(target);
  const owner = pattern.parent;
  const list =
    ts.isVariableDeclaration(owner) && owner.initializer ? listOfAll(owner.initializer) : undefined;
  const promised = list?.elements[index];
  if (!list || !promised) {
    const isLast = index === pattern.elements.length - 1;
    return isLast && index > 0
      ? removeElement(view, target, pattern.elements)
      : [{ start: target.getStart(view.file), end: target.end, text: '' }];
  }
  if (!isPure(promised) && !view.knownOf(promised)) return [];
  if (pattern.elements.length > 1) {
    return [
      ...removeElement(view, target, pattern.elements),
      ...removeElement(view, promised, list.elements),
    ];
  }
  const statement = owner.parent.parent;
  if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length > 1) return [];
  if (list.elements.length === 1) return replaceStatement(view, statement, undefined, []);
  const head = {
    start: statement.getStart(view.file),
    end: (owner as ts.VariableDeclaration).initializer!.getStart(view.file),
    text: '',
  };
  return [head, ...removeElement(view, promised, list.elements)];
}
