import ts from 'typescript';
import { type Span, span, touches } from '../text/span';
import { matchesBulk } from './bulks';
import { isNamedForFlagTable } from './names';
import { parseOpen } from './open-trees';
import { lastName } from './references';
import type { BulkShape, KeyNaming, ShapeTable } from './shapes';
import { unlessTooDeep } from './source';
import { unwrap } from './unwrap';

/** A place in a source where a flag's name is written or about to be. */
export interface KeyPosition {
  /** The name as far as it is typed: what a completed one replaces. */
  readonly span: Span;
  /** Between quotes, or as a member of a table of flags: `KILL_SWITCHES.`. */
  readonly kind: 'text' | 'member';
  /** The last name of the table whose member it is. */
  readonly table?: string;
  /** The configured shape of that table. */
  readonly bulk?: BulkShape;
  /** How the configured function or component makes the key of what is written. */
  readonly naming?: KeyNaming;
}

/**
 * Whether the cursor is where a reader takes a flag's name, in code that has just been typed too: `isEnabled('|)`,
 * `` isEnabled(`|`) ``, `flags['|']`, `KILL_SWITCHES.|`, `<Feature name="|">`.
 */
export function keyPositionAt(
  path: string,
  text: string,
  offset: number,
  shapes: ShapeTable,
): KeyPosition | undefined {
  if (!mayBeName(text, offset)) return undefined;
  const source = unlessTooDeep(() => parseOpen(path, text));
  const node = source && nodeAt(source, offset);
  if (!node) return undefined;
  if (ts.isStringLiteralLike(node)) return inLiteral(node, text, offset, shapes, source);
  const access = ts.isPropertyAccessExpression(node) ? node : node.parent;
  if (!access || !ts.isPropertyAccessExpression(access)) return undefined;
  return inMember(access, text, offset, shapes);
}

const QUOTES = `'"\``;
const KEY_CHARACTER = /[\p{L}\p{N}_$.:/-]/u;

/** Most cursors are nowhere near; parsing is for those behind a quote or a dot of this line. */
function mayBeName(text: string, offset: number): boolean {
  let start = offset;
  while (start > 0 && KEY_CHARACTER.test(text[start - 1]!)) start--;
  return QUOTES.includes(text[start - 1] ?? '\n') || text.slice(start, offset).includes('.');
}

function nodeAt(source: ts.SourceFile, offset: number): ts.Node | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (offset < node.getFullStart() || offset > node.end) return;
    const isLiteral = ts.isStringLiteralLike(node) && node.getStart(source) < offset;
    const isAccess = ts.isPropertyAccessExpression(node) && offset > node.expression.end;
    if (isLiteral || isAccess) found = node;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function inLiteral(
  node: ts.StringLiteralLike,
  text: string,
  offset: number,
  shapes: ShapeTable,
  source: ts.SourceFile,
): KeyPosition | undefined {
  const start = node.getStart(source) + 1;
  const isClosed =
    node.end > start &&
    text[node.end - 1] === text[start - 1] &&
    // `'new_, next('x')`: this quote was to open another string.
    !/[\p{L}\p{N}_$]/u.test(text[node.end] ?? '');
  if (isClosed && offset >= node.end) return undefined;
  const table = reads(node, shapes);
  if (!table) return undefined;
  const content = span(start, isClosed ? node.end - 1 : node.end);
  const isWhole = isClosed && !/[\r\n]/.test(text.slice(content.start, content.end));
  const place = isWhole ? content : typedAround(text, offset, content);
  return { span: place, kind: 'text', ...table };
}

/** An open quote swallows what follows it; the name ends where characters of names do. */
export function typedAround(text: string, offset: number, within: Span): Span {
  let { start, end } = { start: offset, end: offset };
  while (start > within.start && KEY_CHARACTER.test(text[start - 1]!)) start--;
  while (end < within.end && KEY_CHARACTER.test(text[end]!)) end++;
  return span(start, end);
}

/** Whether a literal stands where a reader takes the key, and what is known of it; for a lookup the table. */
function reads(
  literal: ts.StringLiteralLike,
  shapes: ShapeTable,
): Pick<KeyPosition, 'table' | 'bulk' | 'naming'> | undefined {
  let value: ts.Node = literal;
  while (ts.isParenthesizedExpression(value.parent) || ts.isAsExpression(value.parent)) value = value.parent;
  // `cond ? 'a' : 'b'` is a key on both sides.
  if (ts.isConditionalExpression(value.parent) && value.parent.condition !== value) value = value.parent;
  const parent = value.parent;
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === value) {
    return tableOf(parent.expression, shapes);
  }
  if (ts.isBinaryExpression(parent) && parent.left === value) {
    return parent.operatorToken.kind === ts.SyntaxKind.InKeyword ? tableOf(parent.right, shapes) : undefined;
  }
  return ts.isJsxAttribute(parent) ? keyAttribute(parent, shapes) : keyArgument(value, shapes);
}

function keyAttribute(
  attribute: ts.JsxAttribute,
  shapes: ShapeTable,
): Pick<KeyPosition, 'naming'> | undefined {
  const { tagName } = attribute.parent.parent;
  const name = ts.isIdentifier(tagName) ? tagName.text : undefined;
  const attributeName = ts.isIdentifier(attribute.name) ? attribute.name.text : undefined;
  const found = shapes.components.find((shape) => shape.name === name && shape.attribute === attributeName);
  return found && { ...(found.naming && { naming: found.naming }) };
}

/** Whether a value is an argument, or stands under a path of one, that a shape takes for the key. */
function keyArgument(value: ts.Node, shapes: ShapeTable): Pick<KeyPosition, 'naming'> | undefined {
  const names: string[] = [];
  let argument = value;
  while (ts.isPropertyAssignment(argument.parent) && argument.parent.initializer === argument) {
    const { name } = argument.parent;
    if (!ts.isIdentifier(name) && !ts.isStringLiteralLike(name)) return undefined;
    names.unshift(name.text);
    argument = argument.parent.parent;
  }
  const call = argument.parent;
  if (!ts.isCallExpression(call)) return undefined;
  const index = call.arguments.indexOf(argument as ts.Expression);
  const callee = unwrap(call.expression);
  const method = ts.isPropertyAccessExpression(callee) ? callee : undefined;
  const name = method ? method.name.text : ts.isIdentifier(callee) ? callee.text : undefined;
  if (index < 0 || name === undefined) return undefined;
  const receiver = method && lastName(method.expression);
  if (name === 'includes' && receiver !== undefined)
    return isNamedForFlagTable(receiver) && index === 0 ? {} : undefined;
  const found = shapes.calls
    .get(name)
    ?.find(
      (shape) =>
        (shape.receiver === undefined || shape.receiver === receiver) &&
        shape.keys.some(([at, ...path]) => at === index && path.join('.') === names.join('.')),
    );
  return found && { ...(found.naming && { naming: found.naming }) };
}

function tableOf(
  expression: ts.Expression,
  shapes: ShapeTable,
): Pick<KeyPosition, 'table' | 'bulk'> | undefined {
  const bulk = shapes.bulks.find((shape) => matchesBulk(expression, shape));
  const table = lastName(expression);
  if (bulk) return { bulk, ...(table !== undefined && { table }) };
  if (table === undefined || !isNamedForFlagTable(table)) return undefined;
  return ts.isCallExpression(unwrap(expression)) ? undefined : { table };
}

function inMember(
  access: ts.PropertyAccessExpression,
  text: string,
  offset: number,
  shapes: ShapeTable,
): KeyPosition | undefined {
  const table = tableOf(access.expression, shapes);
  const dot = text.lastIndexOf('.', offset - 1);
  if (!table || dot < access.expression.end) return undefined;
  // After a bare dot the parser takes the next line's first word for the name.
  let end = dot + 1;
  while (end < text.length && /[\p{L}\p{N}_$]/u.test(text[end]!)) end++;
  const place = span(dot + 1, end);
  return touches(place, offset) ? { span: place, kind: 'member', ...table } : undefined;
}
