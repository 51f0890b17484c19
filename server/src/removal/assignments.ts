import ts from 'typescript';
import { compatible, type DraftEdit } from './draft';
import { isPure } from './effects';
import { type Known, plain } from './known';
import { removeLines } from './layout';
import { isQuietStatement } from './names';
import type { Binding, Scopes, Use } from './scope-model';
import { replaceStatement } from './statements';
import { isWithin, statementsAround } from './syntax';
import type { View } from './view';

/**
 * `let theme = old; theme = fresh;` → `const theme = fresh;`, where the assignment stood under a condition that the removal
 * took away, and is the only one. It stands where the variable was declared, or where it got its value if that is made from what comes
 * between.
 */
export function mergeAssignments(view: View): DraftEdit[] {
  if (view.original.innerAssignments.size === 0 || view.scopes.isOpaque) return [];
  return compatible(view.scopes.bindings.flatMap((binding) => merge(binding, view)));
}

/** `old = now;` where nothing asks any more for what it gives: what did has gone. */
export function pruneAssignments(view: View): DraftEdit[] {
  if (view.scopes.isOpaque) return [];
  const changes = view.scopes.bindings.flatMap((binding): DraftEdit[][] => {
    const [declaration] = binding.declarations;
    if (!declaration || binding.declarations.length !== 1 || binding.isExported) return [];
    const { node, name } = declaration;
    if (!ts.isVariableDeclaration(node) || node.name !== name || binding.uses.length === 0) return [];
    const statements = binding.uses.map((use) => assignmentOf(use.node));
    const isIdle = (one: Assignment | undefined): one is Assignment =>
      one !== undefined && one.pos >= node.end && isPure(one.expression.right);
    return statements.every(isIdle) && wasRead(name, view)
      ? statements.map((one) => replaceStatement(view, one, undefined, []))
      : [];
  });
  return compatible(changes);
}

/** Whether something asked for a variable's value before. */
function wasRead(name: ts.Node, view: View): boolean {
  const origin = view.originOf(name.getStart(view.file));
  const binding = view.original.scopes.bindings.find(({ declarations }) =>
    declarations.some((one) => one.name.getStart(view.original.file) === origin),
  );
  return binding?.uses.some(({ node }) => !assignmentOf(node)) === true;
}

/** Starts of the assignments that do not stand beside the declaration of what they assign, but further in. */
export function innerAssignments(file: ts.SourceFile, { bindings }: Scopes): Set<number> {
  const found = new Set<number>();
  for (const { declarations, uses } of bindings) {
    const declaration = declarations[0]?.node;
    const list = declaration && ts.isVariableDeclaration(declaration) && declaration.parent.parent.parent;
    for (const { node, writes } of list ? uses : []) {
      const statement = writes ? assignmentOf(node) : undefined;
      if (statement && statement.parent !== list) found.add(statement.getStart(file));
    }
  }
  return found;
}

/** `x = …;` by the name in it. */
function assignmentOf(name: ts.Identifier): Assignment | undefined {
  const { parent } = name;
  const isPlain =
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    parent.left === name &&
    ts.isExpressionStatement(parent.parent);
  return isPlain ? (parent.parent as Assignment) : undefined;
}

interface Assignment extends ts.ExpressionStatement {
  readonly expression: ts.BinaryExpression;
}

function merge({ declarations, uses, isExported }: Binding, view: View): DraftEdit[][] {
  const [declaration] = declarations;
  if (!declaration || declarations.length !== 1 || declaration.kind !== 'let' || isExported) return [];
  const { node, name } = declaration;
  if (!ts.isVariableDeclaration(node) || node.name !== name) return [];
  const { initializer, parent: variables } = node;
  const statement = variables.parent;
  if (!ts.isVariableDeclarationList(variables) || !ts.isVariableStatement(statement)) return [];
  if (variables.declarations.length !== 1) return [];
  if (initializer && !isPure(initializer)) return [];
  const [write, ...others] = uses.filter(({ writes }) => writes);
  const assignment = write && others.length === 0 ? assignmentOf(write.node) : undefined;
  const list = statementsAround(statement);
  if (!assignment || !list || statementsAround(assignment) !== list) return [];
  if (!view.original.innerAssignments.has(view.originOf(assignment.getStart(view.file)) ?? -1)) return [];
  const between = list.slice(list.indexOf(statement) + 1, list.indexOf(assignment));
  const { left, right: value } = assignment.expression;
  const isAsked = uses.some(
    ({ node: use }) => isWithin(use, value) || between.some((one) => isWithin(use, one)),
  );
  if (list.indexOf(assignment) < list.indexOf(statement) || isAsked) return [];
  if (!between.every(isQuietStatement) || between.some((one) => declaresNameOf(one, value, view))) {
    const isEarly = ({ node: use }: Use): boolean =>
      use.pos < assignment.pos || isInDeclared(use, statement.parent);
    if (uses.some(isEarly) || ts.isCaseOrDefaultClause(statement.parent) || node.exclamationToken) return [];
    const declared = { start: name.getStart(view.file), end: (node.type ?? name).end };
    return [
      [
        ...replaceStatement(view, statement, undefined, []),
        { start: left.getStart(view.file), end: left.end, text: 'const ', moved: declared },
      ],
    ];
  }
  const keyword = variables.getStart(view.file);
  const { exclamationToken: sure, type } = node;
  const moved = { start: assignment.expression.operatorToken.end, end: value.end };
  const start = (type ?? name).end;
  const known = answerOf(value);
  // What is true or false under the flag alone goes on as its answer.
  const place: DraftEdit[] = known
    ? [
        { start, end: start, text: ' = ' },
        { start, end: node.end, text: value.getText(view.file), mark: { known, sites: [] } },
      ]
    : [{ start, end: node.end, text: ' =', moved }];
  return [
    [
      { start: keyword, end: keyword + 'let'.length, text: 'const' },
      ...(sure ? [{ start: sure.getStart(view.file), end: sure.end, text: '' }] : []),
      ...place,
      removeLines(view, assignment),
    ],
  ];
}

function answerOf(value: ts.Expression): Known | undefined {
  const isAnswer = value.kind === ts.SyntaxKind.TrueKeyword || value.kind === ts.SyntaxKind.FalseKeyword;
  return isAnswer ? plain(value.kind === ts.SyntaxKind.TrueKeyword) : undefined;
}

/** Whether a name is used in a function that may be called before the statements in front of it are done. */
function isInDeclared(name: ts.Node, around: ts.Node): boolean {
  for (let at = name.parent; at && at !== around; at = at.parent)
    if (ts.isFunctionDeclaration(at)) return true;
  return false;
}

/** Whether a statement declares a name that a value is made of. */
function declaresNameOf(statement: ts.Statement, value: ts.Node, view: View): boolean {
  const visit = (node: ts.Node): boolean => {
    const binding = ts.isIdentifier(node) ? view.scopes.bindingOf(node) : undefined;
    if (binding?.declarations.some(({ name }) => isWithin(name, statement))) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  };
  return visit(value);
}
