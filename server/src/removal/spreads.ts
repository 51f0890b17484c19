import ts from 'typescript';
import type { DraftEdit } from './draft';
import { isPure, isPureProperty } from './effects';
import { isNothing, removeWithBlank } from './jsx';
import { indentAt, lineEnd, lineStart } from './layout';
import type { View } from './view';

/** Properties of a literal that can stand in the literal around it, and what makes room for the others. */
export interface Overriding {
  readonly left: readonly ts.ObjectLiteralElementLike[];
  readonly edits: readonly DraftEdit[];
}

/**
 * `{ size: 1, ...{ size: 2, wide } }`: a property that is given before takes its new value there, for no name may stand twice in a
 * literal. Nothing where that could change what comes out, or when.
 */
export function overriding(
  view: View,
  holder: ts.SpreadAssignment,
  core: ts.ObjectLiteralExpression,
): Overriding | undefined {
  const around = holder.parent.properties;
  const index = around.indexOf(holder);
  const later = new Set(around.slice(index + 1).map(nameOf));
  const left: ts.ObjectLiteralElementLike[] = [];
  const edits: DraftEdit[] = [];
  for (const [at, property] of core.properties.entries()) {
    const name = nameOf(property);
    if (name !== undefined && later.has(name)) return undefined;
    const given = around.findIndex((other) => name !== undefined && nameOf(other) === name);
    if (given < 0) {
      left.push(property);
      continue;
    }
    const before = [...around.slice(given, index), ...core.properties.slice(0, at)];
    const edit = replaceValue(view, around[given]!, property, before);
    if (!edit) return undefined;
    edits.push(edit);
  }
  const isInOnePiece =
    left.length === 0 ||
    core.properties.indexOf(left.at(-1)!) - core.properties.indexOf(left[0]!) === left.length - 1;
  const isPlain = edits.length === 0 || (isInOnePiece && !hasComments(core));
  return isPlain ? { left, edits } : undefined;
}

/** Gives a property the value of a later one, where everything from the one to the other only computes. */
function replaceValue(
  { file, marks }: View,
  given: ts.ObjectLiteralElementLike,
  property: ts.ObjectLiteralElementLike,
  before: readonly ts.ObjectLiteralElementLike[],
): DraftEdit | undefined {
  if (!ts.isPropertyAssignment(given) || !ts.isPropertyAssignment(property)) return undefined;
  if (!before.every((other) => nameOf(other) !== undefined && isPureProperty(other))) return undefined;
  if (before.length > 1 && !isPure(property.initializer)) return undefined;
  if (marks.some(({ span }) => property.pos <= span.start && span.end <= property.end)) return undefined;
  const start = given.initializer.getStart(file);
  return { start, end: given.initializer.end, text: property.initializer.getText(file) };
}

/** The name of a property, where it is written out. */
function nameOf({ name }: ts.ObjectLiteralElementLike): string | undefined {
  if (!name || ts.isComputedPropertyName(name) || ts.isPrivateIdentifier(name)) return undefined;
  return name.text;
}

/** `{...{ id: 'k', title }}` → `id="k" title={title}`; what spreads nothing goes. */
export function meltSpreadAttribute(
  view: View,
  holder: ts.JsxSpreadAttribute,
  core: ts.Node,
): DraftEdit[] | undefined {
  if (isNothing(core)) return [removeWithBlank(holder, view)];
  if (!ts.isObjectLiteralExpression(core)) return undefined;
  if (core.properties.length === 0) return [removeWithBlank(holder, view)];
  const taken = new Set(NOT_GIVEN_BY_NAME);
  for (const other of holder.parent.properties) {
    if (ts.isJsxAttribute(other)) taken.add(other.name.getText(view.file));
  }
  const properties = core.properties.flatMap((property) => {
    const name = nameOf(property);
    if (name === undefined || taken.has(name) || !/^[A-Za-z_$][\w$-]*$/.test(name)) return [];
    taken.add(name);
    const isOnOneLine = lineEnd(view.text, property.getStart(view.file)) >= property.end;
    const isValue = ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property);
    return isValue && isOnOneLine ? [property] : [];
  });
  if (properties.length < core.properties.length || hasComments(core)) return undefined;
  const start = holder.getStart(view.file);
  const isOverLines = lineEnd(view.text, core.getStart(view.file)) < core.end;
  const ownLine = view.text.slice(lineStart(view.text, start), start).trim() === '';
  const gap = isOverLines && ownLine ? view.eol + indentAt(view.text, start) : ' ';
  const edits = properties.flatMap((property, index) => [
    {
      start: index === 0 ? start : properties[index - 1]!.end,
      end: property.getStart(view.file),
      text: index === 0 ? '' : gap,
    },
    ...asAttribute(view, property),
  ]);
  return [...edits, { start: properties.at(-1)!.end, end: holder.end, text: '' }];
}

/** React takes these out of what is spread, or gives them a meaning of their own. */
const NOT_GIVEN_BY_NAME = ['key', 'children', '__proto__'];

function asAttribute(
  { file, text }: View,
  property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment,
): DraftEdit[] {
  const { name } = property;
  const [start, end] = [name.getStart(file), name.end];
  if (ts.isShorthandPropertyAssignment(property)) {
    return [
      { start, end: start, text: `${text.slice(start, end)}={` },
      { start: end, end, text: '}' },
    ];
  }
  const quote = ts.isStringLiteral(name) ? 1 : 0;
  const bare = quote
    ? [
        { start, end: start + 1, text: '' },
        { start: end - 1, end, text: '' },
      ]
    : [];
  const value = property.initializer;
  const from = value.getStart(file);
  if (value.kind === ts.SyntaxKind.TrueKeyword) return [...bare, { start: end, end: value.end, text: '' }];
  const written = text.slice(from + 1, value.end - 1);
  if (ts.isStringLiteral(value) && written === value.text && !/["&]/.test(written))
    return [...bare, { start: end, end: value.end, text: `="${written}"` }];
  return [...bare, { start: end, end: from, text: '={' }, { start: value.end, end: value.end, text: '}' }];
}

function hasComments(node: ts.Node): boolean {
  return /\/[/*]/.test(node.getText());
}
