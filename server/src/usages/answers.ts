import ts from 'typescript';
import { functionName } from './function-name';
import { lastSegment, wordsOf } from './names';
import { nameText } from './property-names';
import { lastName } from './references';
import { parseSource, unlessTooDeep } from './source';
import { unwrap } from './unwrap';

/**
 * Whether what a function of a source gives may be an answer, and not another function, a component, or an object that
 * holds it: only then a call of it can be taken for the flag's value. `name` is the one by which callers know it, and
 * `members` what they take out of what it gives.
 */
export function givesAnswers(
  path: string,
  text: string,
  name: string,
  members: readonly string[] = [],
): boolean {
  const source = unlessTooDeep(() => parseSource(path, text));
  let found: ts.FunctionLikeDeclaration | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && functionName(node) === name && 'body' in node && node.body) found ??= node;
    ts.forEachChild(node, visit);
  };
  if (source) visit(source);
  const returned = found && returnedBy(found);
  return (
    returned !== undefined &&
    returned.length > 0 &&
    returned.every((one) => mayAnswerAt(one, members, found!))
  );
}

function returnedBy({ body }: ts.FunctionLikeDeclaration): readonly ts.Expression[] {
  if (!body) return [];
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** The same of a member of what it is, which every object that is given has to have. */
function mayAnswerAt(
  expression: ts.Expression,
  [member, ...deeper]: readonly string[],
  owner: ts.FunctionLikeDeclaration,
): boolean {
  if (member === undefined) return mayAnswer(expression, owner);
  const node = unwrap(expression);
  if (ts.isConditionalExpression(node))
    return [node.whenTrue, node.whenFalse].every((one) => mayAnswerAt(one, [member, ...deeper], owner));
  if (!ts.isObjectLiteralExpression(node) || node.properties.some(ts.isSpreadAssignment)) return false;
  const property = node.properties.find(({ name }) => name && nameText(name) === member);
  if (!property) return false;
  if (ts.isShorthandPropertyAssignment(property))
    return deeper.length === 0 && mayAnswer(property.name, owner);
  return ts.isPropertyAssignment(property) && mayAnswerAt(property.initializer, deeper, owner);
}

function mayAnswer(expression: ts.Expression, owner: ts.FunctionLikeDeclaration): boolean {
  const node = unwrap(expression);
  if (ts.isConditionalExpression(node))
    return mayAnswer(node.whenTrue, owner) && mayAnswer(node.whenFalse, owner);
  if (ts.isBinaryExpression(node)) return mayAnswer(node.right, owner);
  // What is waited for is what the function is named for: `getFeatureFlag`, in which `await firstValueFrom(flag$(key))`.
  if (ts.isAwaitExpression(node))
    return (
      mayAnswer(node.expression, owner) ||
      (ts.isCallExpression(unwrap(node.expression)) && givesYesOrNo(lastSegment(functionName(owner) ?? '')))
    );
  if (ts.isIdentifier(node)) return !isNameOfOther(node.text, owner);
  // What another function gives may be anything: a promise, an observable, the state of a request.
  if (ts.isCallExpression(node)) return givesYesOrNo(lastName(node.expression) ?? '');
  return !(
    ts.isFunctionLike(node) ||
    ts.isClassLike(node) ||
    ts.isJsxElement(node) ||
    ts.isJsxSelfClosingElement(node) ||
    ts.isJsxFragment(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isNewExpression(node)
  );
}

/** Whether a name in a function is one of a function, a class or an object. */
function isNameOfOther(name: string, owner: ts.FunctionLikeDeclaration): boolean {
  const visit = (node: ts.Node): boolean => {
    const isNamed =
      (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isVariableDeclaration(node)) &&
      node.name !== undefined &&
      ts.isIdentifier(node.name) &&
      node.name.text === name;
    if (isNamed && !ts.isVariableDeclaration(node)) return true;
    if (isNamed && ts.isVariableDeclaration(node) && node.initializer && !mayAnswer(node.initializer, owner))
      return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return owner.body !== undefined && visit(owner.body);
}

/** `isOn`, `hasAccess`, and what reads one flag by its name: `useFlag`, `getToggle`, `boolVariation`. */
function givesYesOrNo(name: string): boolean {
  return YES_OR_NO.test(name) || FLAG_WORDS.has(wordsOf(name).at(-1) ?? '');
}

/** `useFeature` may well give an object that tells of the feature. */
const FLAG_WORDS = new Set(['flag', 'toggle', 'gate', 'variation', 'enabled']);

const YES_OR_NO = /^(?:Boolean|(?:is|has|can|should)\p{Lu}\w*)$/u;
