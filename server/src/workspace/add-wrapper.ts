import { type Layout, layoutOf } from '../flags/layout';
import { applyEdits, type TextEdit } from '../text/edits';
import { parseJson } from '../text/json';
import { span } from '../text/span';
import { type DataNode, entryOf, type ListNode, type MapNode } from '../text/tree';
import { parseYaml } from '../text/yaml';
import { readConfig } from './config';

/** An entry of `wrappers`, its fields in the order in which they are written. */
export type WrapperEntry = Readonly<Record<string, string | number | boolean>>;

/**
 * The edits that add an entry to a configuration's `wrappers`, in the style of what is there; comments and layout stay.
 * Nothing where the text is too broken to say where it belongs.
 */
export function addWrapper(file: string, text: string, entry: WrapperEntry): TextEdit[] | undefined {
  const edits = editsFor(file, text, entry);
  if (!edits) return undefined;
  const before = readConfig(file, text);
  const after = readConfig(file, applyEdits(text, edits));
  const grown = countOf(after.config) === countOf(before.config) + 1;
  return grown && after.problems.length <= before.problems.length ? edits : undefined;
}

function countOf({ calls, bulks, components }: ReturnType<typeof readConfig>['config']): number {
  return calls.length + bulks.length + components.length;
}

function editsFor(file: string, text: string, entry: WrapperEntry): TextEdit[] | undefined {
  const isJson = file.endsWith('.json');
  const tree = isJson ? parseJson(text) : parseYaml(text);
  if (tree.broken || tree.documents.length > 1) return undefined;
  const style: Style = {
    layout: layoutOf(text, tree),
    isJson,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    indent: indentOf(text),
  };
  const root = tree.documents[0];
  if (!root || (root.kind === 'scalar' && root.value === null)) return newDocument(text, style, entry);
  if (root.kind !== 'map') return undefined;
  const wrappers = entryOf(root, 'wrappers')?.value;
  if (!wrappers) return intoRoot(root, style, entry);
  if (wrappers.kind === 'list') return intoList(wrappers, style, entry);
  return wrappers.kind === 'scalar' && wrappers.value === null && !isJson
    ? [{ span: wrappers.span, newText: block(style, entry) }]
    : undefined;
}

interface Style {
  readonly layout: Layout;
  readonly isJson: boolean;
  readonly eol: string;
  readonly indent: string;
}

function newDocument(text: string, style: Style, entry: WrapperEntry): TextEdit[] {
  const { eol, isJson, indent } = style;
  const end = span(text.length, text.length);
  if (!isJson) {
    const before = text === '' || text.endsWith('\n') ? '' : eol;
    return [{ span: end, newText: `${before}wrappers:${block(style, entry)}${eol}` }];
  }
  const list = `[${eol}${indent}${indent}${flow(style, entry)}${eol}${indent}]`;
  return [{ span: end, newText: `{${eol}${indent}"wrappers": ${list}${eol}}${eol}` }];
}

/** A setting of its own, behind the last one. */
function intoRoot(root: MapNode, style: Style, entry: WrapperEntry): TextEdit[] {
  const { layout, eol, isJson, indent } = style;
  const { text } = layout;
  const last = root.entries.at(-1);
  const isBracketed = text[root.span.start] === '{';
  if (!isBracketed) {
    const end = layout.ownLines(last!.span)?.end ?? text.length;
    const before = text[end - 1] === '\n' ? '' : eol;
    const column = ' '.repeat(layout.columnOf(last!.span.start));
    return [
      { span: span(end, end), newText: `${before}${column}wrappers:${block(style, entry, column)}${eol}` },
    ];
  }
  const name = isJson ? '"wrappers"' : 'wrappers';
  if (!last) {
    const at = root.span.start + 1;
    const list = `[${eol}${indent}${indent}${flow(style, entry)}${eol}${indent}]`;
    return [{ span: span(at, root.span.end - 1), newText: `${eol}${indent}${name}: ${list}${eol}` }];
  }
  return behind(last.span, style, (inner) => {
    const list =
      inner === undefined
        ? `[${flow(style, entry)}]`
        : `[${eol}${inner}${indent}${flow(style, entry)}${eol}${inner}]`;
    return `${name}: ${list}`;
  });
}

function intoList(list: ListNode, style: Style, entry: WrapperEntry): TextEdit[] {
  const { layout, eol, indent } = style;
  const { text } = layout;
  const last = list.items.at(-1);
  if (text[list.span.start] === '[') {
    if (last) return behind(last.span, style, () => flow(style, entry));
    const column = ' '.repeat(indentOfLine(text, list.span.start));
    const content = `${eol}${column}${indent}${flow(style, entry)}${eol}${column}`;
    return [{ span: span(list.span.start + 1, list.span.end - 1), newText: content }];
  }
  const end = layout.ownLines(last!.span)?.end ?? text.length;
  const before = text[end - 1] === '\n' ? '' : eol;
  const column = ' '.repeat(layout.columnOf(last!.span.start));
  return [{ span: span(end, end), newText: `${before}${dashed(style, entry, column, last!.value)}${eol}` }];
}

/** Behind the last member of brackets: on a line of its own where that has one, whose indentation `write` is told. */
function behind(
  last: { readonly start: number; readonly end: number },
  { layout, eol }: Style,
  write: (inner: string | undefined) => string,
): TextEdit[] {
  const { text } = layout;
  const lineStart = text.lastIndexOf('\n', last.start - 1) + 1;
  const before = text.slice(lineStart, last.start);
  const inner = before.trim() === '' ? before : undefined;
  const item = `${inner === undefined ? ' ' : `${eol}${inner}`}${write(inner)}`;
  const comma = layout.commaAfter(last.end);
  const from = comma ?? last.end;
  // A comment at the end of the line stays there.
  const at = inner !== undefined && layout.isBlankUntilLineEnd(from) ? endOfLine(text, from) : from;
  const edits = [
    { span: span(at, at), newText: comma === undefined ? item : `${item}${inner === undefined ? '' : ','}` },
  ];
  return comma === undefined ? [{ span: span(last.end, last.end), newText: ',' }, ...edits] : edits;
}

/** The list below `wrappers:`, which stands at a column. */
function block(style: Style, entry: WrapperEntry, column = ''): string {
  return `${style.eol}${dashed(style, entry, `${column}${style.indent}`)}`;
}

/** An item of a YAML list: over several lines, or in braces where its neighbour is. */
function dashed(style: Style, entry: WrapperEntry, column: string, neighbour?: DataNode): string {
  if (neighbour?.kind === 'map' && neighbour.flow) return `${column}- ${flow(style, entry)}`;
  return `${column}- ${fields(style, entry).join(`${style.eol}${column}  `)}`;
}

function flow(style: Style, entry: WrapperEntry): string {
  return `{ ${fields(style, entry).join(', ')} }`;
}

function fields({ isJson }: Style, entry: WrapperEntry): string[] {
  return Object.entries(entry).map(([name, value]) => {
    const isPlain = typeof value !== 'string' || (!isJson && /^[A-Za-z_][\w.]*$/.test(value));
    return `${isJson ? `"${name}"` : name}: ${isPlain ? value : JSON.stringify(value)}`;
  });
}

/** What one level is indented by: as the first indented line. */
function indentOf(text: string): string {
  return /^([ ]+|\t)\S/m.exec(text)?.[1] ?? '  ';
}

function indentOfLine(text: string, offset: number): number {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(lineStart);
  return line.length - line.trimStart().length;
}

function endOfLine(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}
