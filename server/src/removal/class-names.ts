import ts from 'typescript';
import { importOf } from './declared';
import type { DraftEdit } from './draft';
import { keepPart, removeElement } from './place';
import { plainMark, type View } from './view';

/**
 * Of `classNames('a', { b: F, c: isWide })` the names that the flag decides about: `b` stands there as a text, or no more. The names come in the order
 * in which they stand, so of several in one object only the first and the last can come out of it.
 */
export function foldClassNames(node: ts.CallExpression, view: View): DraftEdit[] | undefined {
  if (!isJoiner(node.expression)) return undefined;
  for (const argument of node.arguments) {
    const mark = plainMark(argument, view);
    const isNoName = mark && (!mark.known.value || mark.known.value === true);
    if (isNoName && node.arguments.length > 1) return withoutNames(argument, node, view);
    const edits = ts.isObjectLiteralExpression(argument) ? foldTable(argument, node, view) : undefined;
    if (edits) return edits;
  }
  return undefined;
}

/** Takes an argument out of a call; a text that is left alone is what the call gives. */
function withoutNames(argument: ts.Expression, call: ts.CallExpression, view: View): DraftEdit[] {
  const [other, ...others] = call.arguments.filter((one) => one !== argument);
  const isText = other !== undefined && others.length === 0 && ts.isStringLiteral(other) && other.text !== '';
  return isText ? keepPart(view, call, other) : removeElement(view, argument, call.arguments);
}

function foldTable(
  table: ts.ObjectLiteralExpression,
  call: ts.CallExpression,
  view: View,
): DraftEdit[] | undefined {
  const { properties } = table;
  const all = call.arguments;
  const names = properties.map(({ name }) =>
    name && (ts.isStringLiteral(name) || ts.isIdentifier(name)) && !/^\d+$/.test(name.text)
      ? name.text
      : undefined,
  );
  // A name that is said again, or may be, is decided about there; numbers come before all others.
  if (names.includes(undefined) || new Set(names).size < names.length) return undefined;
  for (const [index, property] of properties.entries()) {
    const mark = ts.isPropertyAssignment(property) && plainMark(property.initializer, view);
    if (!mark) continue;
    const isOnly = properties.length === 1;
    if (!mark.known.value) {
      if (isOnly && all.length > 1) return withoutNames(table, call, view);
      return removeElement(view, property, properties);
    }
    const { name } = property;
    if (!name || !ts.isStringLiteral(name)) continue;
    const [start, end] = [name.getStart(view.file), name.end];
    if (isOnly) {
      const whole = all.length === 1 && name.text !== '' ? call : table;
      return [
        { start: whole.getStart(view.file), end: start, text: '' },
        { start: end, end: whole.end, text: '' },
      ];
    }
    const text = view.text.slice(start, end);
    const before = table.getStart(view.file);
    if (index === 0)
      return [
        { start: before, end: before, text: `${text}, ` },
        ...removeElement(view, property, properties),
      ];
    if (index === properties.length - 1)
      return [
        ...removeElement(view, property, properties),
        { start: table.end, end: table.end, text: `, ${text}` },
      ];
  }
  return undefined;
}

/** Whether a function is that of a package which joins the names of classes. */
function isJoiner(callee: ts.Expression): boolean {
  const origin = ts.isIdentifier(callee) ? importOf(callee) : undefined;
  return origin !== undefined && JOINERS.get(origin.module)?.has(origin.name) === true;
}

const JOINERS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['classnames', new Set(['default', '*'])],
  ['clsx', new Set(['default', 'clsx'])],
]);
