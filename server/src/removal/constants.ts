import ts from 'typescript';
import { compatible, type DraftEdit, type Mark } from './draft';
import { isPure } from './effects';
import { isPrimitive, plain } from './known';
import { writeUses } from './names';
import { putValue } from './place';
import { type KnownWhole, ownFunctionOf } from './returned';
import type { Binding } from './scope-model';
import type { OwnFunction } from './slots';
import { plainMark, type View } from './view';

/**
 * A function that from now on does nothing but return one value, `const isBlue = () => true` for `variation('color') === 'blue'`, gives
 * way to that value where it is called; and so does a constant of another file where its name stands.
 */
export function carryConstants(view: View): DraftEdit[] {
  if (view.scopes.isOpaque) return [];
  return compatible(
    view.scopes.bindings.flatMap((binding): DraftEdit[][] => {
      const constant = constantOf(binding, view);
      if (!constant) return [];
      const { mark, isCalled } = constant;
      if (!isCalled) {
        const isTaken = binding.uses.some(({ node, exports }) => exports || ts.isTypeQueryNode(node.parent));
        const edits = isTaken ? [] : writeUses(binding.uses, mark, view);
        return edits.length > 0 ? [edits] : [];
      }
      return binding.uses.flatMap(({ node }): DraftEdit[][] => {
        const call = callOf(node);
        return call ? [putValue(view, call, mark.known.value, mark)] : [];
      });
    }),
  );
}

/** What this source exports that is one value from now on, called or as it is. */
export function constantsExported(view: View): KnownWhole[] {
  if (view.marks.length === 0 || view.scopes.isOpaque) return [];
  return view.scopes.bindings.flatMap((binding): KnownWhole[] => {
    const { name, declarations, uses } = binding;
    const isShared = binding.isExported || uses.some(({ node }) => ts.isExportAssignment(node.parent));
    const [declaration] = declarations;
    if (!isShared || !declaration || declaration.kind === 'import') return [];
    const owner = ownFunctionOf(binding);
    const mark = owner ? resultOf(owner, view) : initialOf(binding, view);
    return mark ? [{ kind: owner ? 'call' : 'name', name, value: mark.known.value }] : [];
  });
}

function constantOf(
  binding: Binding,
  view: View,
): { readonly mark: Mark; readonly isCalled: boolean } | undefined {
  const [declaration, ...others] = binding.declarations;
  if (!declaration || others.length > 0) return undefined;
  if (declaration.kind !== 'import') {
    const owner = ownFunctionOf(binding);
    const mark = owner && resultOf(owner, view);
    return mark && { mark, isCalled: true };
  }
  const { returned, reads, settled } = view.original;
  const index = returned.findIndex(({ kind, name }) => kind !== 'member' && name === binding.name);
  const known = returned[index];
  if (!known) return undefined;
  const mark = { known: plain(known.value), sites: [reads.length + settled.length + index] };
  return { mark, isCalled: known.kind === 'call' };
}

/** The value that a function returns, where it does nothing else. */
function resultOf(
  { body, modifiers, asteriskToken, parameters, type }: OwnFunction,
  view: View,
): Mark | undefined {
  const isAsync = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  if (!body || isAsync || asteriskToken || (type && ts.isTypePredicateNode(type))) return undefined;
  const [statement, ...others] = ts.isBlock(body) ? body.statements : [];
  const isOnly = statement && others.length === 0 && ts.isReturnStatement(statement);
  const value = ts.isBlock(body) ? (isOnly ? statement.expression : undefined) : body;
  const isPlain = parameters.every(
    ({ name, initializer }) => ts.isIdentifier(name) && (!initializer || isPure(initializer)),
  );
  return isPlain ? primitive(value, view) : undefined;
}

/** The value of a constant that is written at the top of a source. */
function initialOf({ declarations: [declaration, ...others], scope }: Binding, view: View): Mark | undefined {
  if (!declaration || others.length > 0 || declaration.kind !== 'const') return undefined;
  const { node } = declaration;
  const isConstant = ts.isVariableDeclaration(node) && node.name === declaration.name;
  return isConstant && scope.node === view.file ? primitive(node.initializer, view) : undefined;
}

function primitive(node: ts.Expression | undefined, view: View): Mark | undefined {
  const mark = plainMark(node, view);
  return mark && isPrimitive(mark.known.value) ? mark : undefined;
}

/** The call of a name that can be left out, with all that it is given. */
function callOf(name: ts.Node): ts.CallExpression | undefined {
  const call = name.parent;
  const isCall = ts.isCallExpression(call) && call.expression === name && !call.questionDotToken;
  return isCall && !ts.isAwaitExpression(call.parent) && call.arguments.every(isPure) ? call : undefined;
}
