import ts from 'typescript';
import { isNamedForFlags } from '../usages/names';
import { EQUALITY, LOGICAL } from '../usages/operators';
import { nameText } from '../usages/property-names';
import { shownToBeOther } from './other-values';
import { analyzeScopes } from './scope';
import { isTransparent } from './syntax';
import { parse } from './view';

/** What would no longer be declared, and how code may still ask for it. */
export interface GoneNames {
  /** The key, and the other texts by which code names the flag. */
  readonly forms: readonly string[];
  /** Names of enum members and of entries in tables of keys. */
  readonly members: readonly string[];
}

/** What is known of code that bears a name. */
export interface Known {
  /** The compiler has checked the code without the declarations: it knows members better than their names. */
  readonly isSure: boolean;
  /** Properties whose texts are not keys of flags: see {@link tagsIn}. */
  readonly tags: ReadonlySet<string>;
  /** Whether a text at an offset is known to be something else. */
  isOther(start: number): boolean;
}

/**
 * Where a source's code, not its comments, may still mean one of the names: the key as a text, alone or in a list of words;
 * a member of its name, also as a text. Members of whatever object count only where nobody is sure, and their use does not show that they are
 * never true or false. Each is a text or an identifier.
 */
export function namingsIn(
  file: string,
  text: string,
  { forms, members }: GoneNames,
  { isSure, tags, isOther }: Known,
): ts.Node[] {
  const source = parse(file, text);
  const found: ts.Node[] = [];
  const isNamed = (node: ts.Node): boolean => {
    if (ts.isStringLiteralLike(node)) {
      const isSaid =
        forms.some((form) => saysKey(node.text, form)) &&
        isValue(node, isSure) &&
        !isOther(node.getStart(source));
      if (members.includes(node.text) && asksForMember(node)) return true;
      return isSaid && !isTag(node, tags) && !isRequiredField(node);
    }
    if (isSure || !ts.isIdentifier(node)) return false;
    if (isMember(node)) return forms.includes(node.text) || members.includes(node.text);
    const { parent } = node;
    const isEntry =
      (ts.isPropertyAssignment(parent) ||
        ts.isShorthandPropertyAssignment(parent) ||
        ts.isJsxAttribute(parent)) &&
      parent.name === node;
    return isEntry && forms.includes(node.text);
  };
  const visit = (node: ts.Node): void => {
    if (isNamed(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  const names = found.filter((node) => ts.isIdentifier(node) && forms.includes(node.text)) as ts.Identifier[];
  if (names.length === 0) return found;
  const others = shownToBeOther(names, analyzeScopes(source));
  return found.filter((node) => !others.has(node));
}

/** `new_ui`, or one of the words of `new_ui, other`; a sentence that has the word in it says no key. */
function saysKey(text: string, key: string): boolean {
  return text === key || text.split(/[,;|]/).some((word) => word.trim() === key);
}

/** A text that is a name of its own, as in `{ 'new_ui': 1 }`, or only a type is none to the program. */
function isValue(node: ts.StringLiteralLike, isSure: boolean): boolean {
  const { parent } = node;
  if (isOnlyCompared(node)) return false;
  // What a type is made from has to be there: `Pick<Flags, 'new_ui'>`.
  if (ts.isLiteralTypeNode(parent)) return !isSure && !isTypeOfItsOwn(parent);
  if (!isSure) return true;
  return !(ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) || parent.name !== node;
}

/** `'new_ui'` of a union, or as what a name is declared to be, and not what another type is asked for. */
function isTypeOfItsOwn({ parent }: ts.LiteralTypeNode): boolean {
  if (ts.isUnionTypeNode(parent))
    return (
      !ts.isTypeReferenceNode(parent.parent) &&
      !ts.isIndexedAccessTypeNode(parent.parent) &&
      !ts.isTypeOperatorNode(parent.parent)
    );
  return ts.isPropertySignature(parent) || ts.isTypeAliasDeclaration(parent) || ts.isParameter(parent);
}

/** `action === 'new_ui'`, `case 'new_ui':`, `['new_ui', 'b'].includes(action)`: such a text asks for nothing by itself. */
export function isOnlyCompared(node: ts.StringLiteralLike): boolean {
  const { parent } = node;
  if (ts.isCaseClause(parent)) return true;
  if (ts.isArrayLiteralExpression(parent)) {
    const method = parent.parent;
    return (
      ts.isPropertyAccessExpression(method) &&
      ts.isCallExpression(method.parent) &&
      method.parent.expression === method &&
      (method.name.text === 'includes' || method.name.text === 'indexOf')
    );
  }
  return ts.isBinaryExpression(parent) && EQUALITY.has(parent.operatorToken.kind);
}

function isMember(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === node) ||
    (ts.isQualifiedName(parent) && parent.right === node)
  );
}

/** `KEYS['NEW']`, `KEYS[late ? 'NEW' : 'OLD']`, `'NEW' in KEYS`, `const { 'NEW': key } = KEYS`: no compiler knows all of these. */
function asksForMember(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isElementAccessExpression(parent)) return parent.argumentExpression === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  if (ts.isConditionalExpression(parent)) return parent.condition !== node && asksForMember(parent);
  if (!ts.isBinaryExpression(parent)) return isTransparent(parent) && asksForMember(parent);
  if (parent.operatorToken.kind === ts.SyntaxKind.InKeyword) return parent.left === node;
  return LOGICAL.has(parent.operatorToken.kind) && asksForMember(parent);
}

/**
 * The properties that a source's types declare to be one of certain texts, the key among them and others that are no flags:
 * `action: 'new_ui'` beside `action: 'delete'`. What such a property holds tells things apart, and asks for no flag.
 */
export function tagsIn(
  file: string,
  text: string,
  key: string,
  isFlag: (text: string) => boolean,
): readonly string[] {
  const texts = new Map<string, Set<string>>();
  const visit = (node: ts.Node): void => {
    if (ts.isPropertySignature(node) && node.type) {
      const name = nameText(node.name);
      const own = textsOfType(node.type);
      if (name !== undefined && own.length > 0 && !isNamedForFlags(name) && !OF_KEYS.has(name))
        texts.set(name, new Set([...(texts.get(name) ?? []), ...own]));
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(file, text));
  return [...texts].flatMap(([name, own]) =>
    own.has(key) && [...own].some((other) => other !== key && !isFlag(other)) ? [name] : [],
  );
}

/** Names of properties that may well hold a flag's key. */
const OF_KEYS = new Set(['key', 'name', 'id', 'value']);

function textsOfType(type: ts.TypeNode): string[] {
  if (ts.isUnionTypeNode(type)) return type.types.flatMap(textsOfType);
  return ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : [];
}

/** `action: isNew ? 'new_ui' : 'old'`, where the types say of `action` that it tells things apart. */
export function isTag(node: ts.StringLiteralLike, tags: ReadonlySet<string>): boolean {
  let at: ts.Node = node;
  const isBranch = ({ parent }: ts.Node): boolean =>
    ts.isConditionalExpression(parent) && parent.condition !== at;
  while (isTransparent(at.parent) || isBranch(at)) at = at.parent;
  const { parent } = at;
  return (
    ts.isPropertyAssignment(parent) && parent.initializer === at && tags.has(nameText(parent.name) ?? '')
  );
}

/** `required: ['new_ui']` beside `properties: { new_ui: … }`: a schema says that it asks for a field of its own. */
function isRequiredField(node: ts.StringLiteralLike): boolean {
  const list = node.parent;
  if (!ts.isArrayLiteralExpression(list)) return false;
  let at: ts.Node = list;
  while (isTransparent(at.parent)) at = at.parent;
  const field = at.parent;
  if (!ts.isPropertyAssignment(field) || nameText(field.name) !== 'required') return false;
  return field.parent.properties.some(
    (other) =>
      ts.isPropertyAssignment(other) &&
      nameText(other.name) === 'properties' &&
      ts.isObjectLiteralExpression(other.initializer) &&
      other.initializer.properties.some(({ name }) => name && nameText(name) === node.text),
  );
}
