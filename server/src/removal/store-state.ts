import ts from 'typescript';
import { nameText } from '../usages/property-names';
import { treeOf } from '../usages/tree';
import { declarationOf } from './declared';
import { isAssignment } from './syntax';

/**
 * Whether a call gives the state of a store of Redux, as a thunk is given it: `getState()` of `(dispatch, getState) => …`, or of what Redux
 * Toolkit gives one, `async (id, { getState }) => …`. It does nothing else.
 */
export function givesStoreState({ expression, arguments: given }: ts.CallExpression): boolean {
  const declared = given.length === 0 && ts.isIdentifier(expression) ? declarationOf(expression) : undefined;
  if (!declared || !(ts.isParameter(declared) || ts.isBindingElement(declared))) return false;
  const { name } = declared;
  const taken = ts.isBindingElement(declared) ? (declared.propertyName ?? name) : name;
  if (!ts.isIdentifier(name) || !ts.isIdentifier(taken) || nameText(taken) !== 'getState') return false;
  const parameter = ts.isBindingElement(declared) ? declared.parent.parent : declared;
  if (!ts.isParameter(parameter) || declared.initializer || isWritten(name)) return false;
  const [first, second] = parameter.parent.parameters;
  if (parameter !== second) return false;
  return ts.isBindingElement(declared) || isDispatch(first!);
}

function isDispatch({ name }: ts.ParameterDeclaration): boolean {
  return ts.isIdentifier(name) && ['dispatch', '_dispatch', '_'].includes(name.text);
}

function isWritten(name: ts.Identifier): boolean {
  return treeOf(name.getSourceFile()).nodes.some(
    (node) => ts.isBinaryExpression(node) && isAssignment(node) && node.left.getText() === name.text,
  );
}
