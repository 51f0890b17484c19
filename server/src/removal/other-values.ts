import ts from 'typescript';
import { nameText } from '../usages/property-names';
import type { Scopes } from './scope-model';
import { bare, isTransparent } from './syntax';

/**
 * Of the members of a source that bear one name, those whose use shows that what they hold is never true or false, so that
 * they are no flag: a list (`x.safeguards.map(…)`, `safeguards: []`), a number, a schema. A member of an object of which another
 * place of the source shows it counts too.
 */
export function shownToBeOther(names: readonly ts.Identifier[], scopes: Scopes): ReadonlySet<ts.Node> {
  const shown = new Set<ts.Node>(names.filter((name) => isShown(name, scopes)));
  const owners = new Set<string>();
  for (const name of names) {
    const owner = ownerOf(name, scopes);
    if (owner !== undefined && shown.has(name)) owners.add(owner);
  }
  for (const name of names) {
    const owner = ownerOf(name, scopes);
    if (owner !== undefined && owners.has(owner)) shown.add(name);
  }
  return shown;
}

/** The constant, parameter or `import` that a member is asked of, with the members between: `plan` of `plan?.safeguards`. */
function ownerOf(name: ts.Identifier, scopes: Scopes): string | undefined {
  const { parent } = name;
  if (!ts.isPropertyAccessExpression(parent) || parent.name !== name) return undefined;
  const path: string[] = [];
  let at = bare(parent.expression);
  while (ts.isPropertyAccessExpression(at)) {
    path.push(at.name.text);
    at = bare(at.expression);
  }
  const binding = ts.isIdentifier(at) ? scopes.bindingOf(at) : undefined;
  const [declaration] = binding?.declarations ?? [];
  if (!binding || !declaration || binding.uses.some(({ writes }) => writes)) return undefined;
  return [declaration.name.pos, ...path].join('.');
}

function isShown(name: ts.Identifier, scopes: Scopes): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent)) return showsUse(parent, scopes);
  if (ts.isBindingElement(parent)) return showsElement(parent, scopes);
  if (ts.isPropertyAssignment(parent)) return isOtherValue(parent.initializer, name.text, scopes);
  if (ts.isShorthandPropertyAssignment(parent)) return showsName(name, scopes);
  return false;
}

/** What `const { safeguards = [] } = plan` takes out is a list. */
function showsElement({ name, initializer }: ts.BindingElement, scopes: Scopes): boolean {
  if (initializer && isList(initializer)) return true;
  if (!ts.isIdentifier(name)) return ts.isArrayBindingPattern(name);
  return showsBinding(scopes.declaredBy(name)?.uses ?? [], scopes);
}

/** A name is what its own uses show, or what it was made. */
function showsName(use: ts.Identifier, scopes: Scopes): boolean {
  const binding = scopes.bindingOf(use);
  const [declaration, ...others] = binding?.declarations ?? [];
  if (!binding || !declaration || others.length > 0) return false;
  const { node } = declaration;
  const isMade =
    ts.isVariableDeclaration(node) &&
    ts.isIdentifier(node.name) &&
    node.initializer !== undefined &&
    declaration.kind === 'const' &&
    isList(node.initializer);
  return isMade || showsBinding(binding.uses, scopes);
}

function showsBinding(uses: readonly { readonly node: ts.Node; readonly writes: boolean }[], scopes: Scopes) {
  if (uses.some(({ writes }) => writes)) return false;
  return uses.some(({ node }) => showsUse(node, scopes));
}

/** Whether a value is asked for what only a list, a text or a number has. */
function showsUse(value: ts.Node, scopes: Scopes): boolean {
  let at = value;
  while (isTransparent(at.parent) || isWithOtherDefault(at)) at = at.parent;
  const { parent } = at;
  if (ts.isPropertyAccessExpression(parent))
    return parent.expression === at && OF_LISTS.has(parent.name.text);
  if (ts.isElementAccessExpression(parent))
    return parent.expression === at && ts.isNumericLiteral(parent.argumentExpression);
  if (ts.isSpreadElement(parent)) return true;
  if (ts.isForOfStatement(parent)) return parent.expression === at;
  if (ts.isBinaryExpression(parent)) return hasOtherDefault(parent, at);
  if (!ts.isVariableDeclaration(parent) || parent.initializer !== at) return false;
  if (!ts.isIdentifier(parent.name)) return ts.isArrayBindingPattern(parent.name);
  const isConstant = (parent.parent.flags & ts.NodeFlags.Const) !== 0;
  return isConstant && showsBinding(scopes.declaredBy(parent.name)?.uses ?? [], scopes);
}

function isWithOtherDefault(node: ts.Node): boolean {
  return ts.isBinaryExpression(node.parent) && hasOtherDefault(node.parent, node);
}

/** `plan.safeguards ?? []`. */
function hasOtherDefault(
  { left, right, operatorToken: { kind } }: ts.BinaryExpression,
  value: ts.Node,
): boolean {
  const isDefault = kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
  return isDefault && left === value && isList(right);
}

function isList(node: ts.Expression): boolean {
  const { kind } = bare(node);
  return kind === ts.SyntaxKind.ArrayLiteralExpression || kind === ts.SyntaxKind.NumericLiteral;
}

/** What is written for a member: a list, a number, the schema of something else, or the member itself of another object. */
function isOtherValue(value: ts.Expression, name: string, scopes: Scopes): boolean {
  const node = bare(value);
  if (isList(value)) return true;
  if (ts.isIdentifier(node)) return showsName(node, scopes);
  // Whether that is the flag is told where it is asked for.
  if (ts.isPropertyAccessExpression(node)) return node.name.text === name;
  return ts.isObjectLiteralExpression(node) && isSchemaOfOther(node);
}

/** `{ type: 'array', items: … }`. */
function isSchemaOfOther({ properties }: ts.ObjectLiteralExpression): boolean {
  const type = properties.find(({ name }) => name && nameText(name) === 'type');
  const value = type && ts.isPropertyAssignment(type) ? bare(type.initializer) : undefined;
  return value !== undefined && ts.isStringLiteralLike(value) && OTHER_TYPES.has(value.text);
}

const OTHER_TYPES = new Set(['array', 'integer', 'number', 'object', 'string']);

/** What lists, texts and numbers are asked for. */
const OF_LISTS = new Set([
  ...['length', 'map', 'filter', 'find', 'findIndex', 'some', 'every', 'forEach', 'flatMap', 'reduce'],
  ...['slice', 'splice', 'push', 'pop', 'shift', 'unshift', 'includes', 'indexOf', 'join', 'sort', 'at'],
  ...[
    'concat',
    'split',
    'trim',
    'startsWith',
    'endsWith',
    'toLowerCase',
    'toUpperCase',
    'toFixed',
    'localeCompare',
  ],
]);
