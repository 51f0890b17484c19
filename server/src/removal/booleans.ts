import ts from 'typescript';
import { importOf } from './declared';
import { isBoolean } from './effects';
import { bare } from './syntax';
import { plainMark, type View } from './view';

/**
 * Whether an expression, where it is true at all, is the very `true`, or, where it is not, the very `false`: `a && b === c` is true only as
 * `b === c` is. Then `x && true` is `x`.
 */
export function isExactly(truth: boolean, node: ts.Node, view: View): boolean {
  const inner = bare(node);
  const known = ofBoolean(inner, view);
  if (known !== undefined) return known === 'boolean' || truth;
  if (ts.isConditionalExpression(inner))
    return isExactly(truth, inner.whenTrue, view) && isExactly(truth, inner.whenFalse, view);
  if (ts.isIdentifier(inner)) {
    const value = constantValue(inner, view);
    return value !== undefined && isExactly(truth, value, view);
  }
  if (!ts.isBinaryExpression(inner)) return false;
  const { left, right } = inner;
  switch (inner.operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return isExactly(truth, right, view) && (truth || isExactly(truth, left, view));
    case ts.SyntaxKind.BarBarToken:
      return isExactly(truth, right, view) && (!truth || isExactly(truth, left, view));
    case ts.SyntaxKind.QuestionQuestionToken:
      return isExactly(truth, left, view) && isExactly(truth, right, view);
    case ts.SyntaxKind.CommaToken:
      return isExactly(truth, right, view);
    default:
      return false;
  }
}

/** What a constant without a type was given, where the expression stands behind that. */
function constantValue(name: ts.Identifier, view: View): ts.Expression | undefined {
  const { declarations = [] } = view.scopes.bindingOf(name) ?? {};
  const [declaration, ...others] = declarations;
  const declared = declaration?.node;
  if (!declared || others.length > 0 || declaration.kind !== 'const') return undefined;
  if (!ts.isVariableDeclaration(declared) || declared.name !== declaration.name) return undefined;
  return declared.type || declared.end > name.pos ? undefined : declared.initializer;
}

/** Whether an expression shows nothing on a page while it is not true: it is a boolean then, or is not given. */
export function showsNothing(node: ts.Node, view: View): boolean {
  return ofBoolean(node, view) !== undefined;
}

function ofBoolean(node: ts.Node, view: View): 'boolean' | 'optional' | undefined {
  const inner = bare(node);
  if (typeof plainMark(inner, view)?.known.value === 'boolean') return 'boolean';
  if (isBoolean(inner)) return 'boolean';
  if (ts.isCallExpression(inner)) return givesBoolean(inner, view) || isAnswer(inner) ? 'boolean' : undefined;
  if (!ts.isIdentifier(inner)) return undefined;
  const binding = view.scopes.bindingOf(inner);
  const [declaration] = binding?.declarations ?? [];
  if (!binding || !declaration || binding.declarations.length !== 1) return undefined;
  const { node: declared } = declaration;
  if (ts.isBindingElement(declared)) return ofProperty(declared);
  if (!ts.isVariableDeclaration(declared) && !ts.isParameter(declared)) return undefined;
  if (declared.name !== declaration.name) return undefined;
  if (declared.type) {
    if (declared.type.kind !== ts.SyntaxKind.BooleanKeyword) return undefined;
    const isOptional = ts.isParameter(declared) && declared.questionToken !== undefined;
    return isOptional ? 'optional' : 'boolean';
  }
  if (declaration.kind !== 'const' || !declared.initializer || declared.initializer === node)
    return undefined;
  return isBoolean(declared.initializer) || isAnswer(declared.initializer) ? 'boolean' : undefined;
}

/** Whether an expression asks a service's package for a flag in a way that gives true or false, and nothing else. */
function isAnswer(node: ts.Expression): boolean {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return false;
  const origin = importOf(node.expression);
  return origin !== undefined && BOOLEAN_HOOKS.get(origin.module) === origin.name;
}

/** Read off the packages' type declarations. */
const BOOLEAN_HOOKS: ReadonlyMap<string, string> = new Map([
  ['@unleash/proxy-client-react', 'useFlag'],
  ['@unleash/nextjs/client', 'useFlag'],
  ['@growthbook/growthbook-react', 'useFeatureIsOn'],
  ['@statsig/react-bindings', 'useGateValue'],
  ['@openfeature/react-sdk', 'useBooleanFlagValue'],
]);

/** Whether a call is of a function of the same source that is declared to give a boolean. */
function givesBoolean({ expression }: ts.CallExpression, view: View): boolean {
  const { declarations = [] } = (ts.isIdentifier(expression) && view.scopes.bindingOf(expression)) || {};
  const [declaration, ...others] = declarations;
  if (!declaration || others.length > 0) return false;
  const { node } = declaration;
  const isConstant = ts.isVariableDeclaration(node) && declaration.kind === 'const' && !node.type;
  const made = isConstant && node.initializer ? bare(node.initializer) : node;
  const isFunction =
    ts.isFunctionDeclaration(made) || ts.isFunctionExpression(made) || ts.isArrowFunction(made);
  const type = isFunction ? made.type : undefined;
  if (!type) return false;
  return (
    type.kind === ts.SyntaxKind.BooleanKeyword || (ts.isTypePredicateNode(type) && !type.assertsModifier)
  );
}

/** `{ isNew }: { isNew?: boolean }`, also where the type has a name of this file's. */
function ofProperty(element: ts.BindingElement): 'boolean' | 'optional' | undefined {
  const { parent: pattern, initializer } = element;
  const name = element.propertyName ?? element.name;
  const owner = pattern.parent;
  if (!ts.isObjectBindingPattern(pattern) || !ts.isParameter(owner) || !owner.type) return undefined;
  if (element.dotDotDotToken || !ts.isIdentifier(name)) return undefined;
  const declared = membersOf(owner.type)?.filter((member) => member.name?.getText() === name.text) ?? [];
  const [member] = declared;
  if (!member || declared.length > 1 || !ts.isPropertySignature(member)) return undefined;
  if (member.type?.kind !== ts.SyntaxKind.BooleanKeyword) return undefined;
  if (initializer) return isBoolean(initializer) ? 'boolean' : undefined;
  return member.questionToken ? 'optional' : 'boolean';
}

function membersOf(type: ts.TypeNode): readonly ts.TypeElement[] | undefined {
  if (ts.isTypeLiteralNode(type)) return type.members;
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  const name = type.typeName.text;
  const declared = type
    .getSourceFile()
    .statements.filter(
      (one) => (ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)) && one.name.text === name,
    );
  const [only, ...others] = declared;
  if (!only || others.length > 0) return undefined;
  if (ts.isInterfaceDeclaration(only)) return only.members;
  return ts.isTypeAliasDeclaration(only) && ts.isTypeLiteralNode(only.type) ? only.type.members : undefined;
}
