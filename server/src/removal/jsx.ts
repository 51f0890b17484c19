import ts from 'typescript';
import { showsNothing } from './booleans';
import type { DraftEdit } from './draft';
import { isPure } from './effects';
import { indentAt, lineEnd, lineStart, reindent, removeLines } from './layout';
import { bare } from './syntax';
import { plainMark, type View } from './view';

/** Simplifies markup whose content follows from the flag. */
export function foldJsx(node: ts.Node, view: View): DraftEdit[] | undefined {
  if (ts.isJsxSpreadAttribute(node)) {
    const mark = plainMark(node.expression, view);
    if (!mark || mark.known.value) return undefined;
    return [removeWithBlank(node, view)];
  }
  if (!ts.isJsxExpression(node) || !isChild(node) || node.dotDotDotToken) return undefined;
  const mark = plainMark(shownBy(node.expression, view), view);
  if (!mark || !rendersNothing(mark.known.value)) return undefined;
  return canBecome(node, '', view) ? [removeChild(node, view)] : undefined;
}

/** What a page shows of `{isOpen && F}`, where it shows nothing while that is not open. */
function shownBy(node: ts.Expression | undefined, view: View): ts.Node | undefined {
  const inner = node && bare(node);
  const isAnd =
    inner &&
    ts.isBinaryExpression(inner) &&
    inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  return isAnd && isPure(inner.left) && showsNothing(inner.left, view) ? inner.right : node;
}

/** What is kept of `{F ? <A/> : <B/>}` needs no braces where it is markup or plain text. */
export function meltChild(holder: ts.Node, core: ts.Node, view: View): DraftEdit[] | undefined {
  if (!ts.isJsxExpression(holder)) return undefined;
  if (ts.isJsxAttribute(holder.parent)) return meltAttribute(holder, core, view);
  if (!isChild(holder)) return undefined;
  const start = holder.getStart(view.file);
  if (isNothing(core)) return canBecome(holder, '', view) ? [removeChild(holder, view)] : undefined;
  if (ts.isStringLiteral(core)) {
    if (!isPlainText(core.text) || !canBecome(holder, core.text, view)) return undefined;
    return [{ start, end: holder.end, text: core.text }];
  }
  if (!isMarkup(core)) return undefined;
  if (ts.isJsxFragment(core)) {
    const melted = meltFragment(holder, core, view);
    if (melted) return melted;
  }
  const coreStart = core.getStart(view.file);
  const isOverLines = lineEnd(view.text, coreStart) < core.end;
  return [
    { start, end: coreStart, text: '' },
    ...(isOverLines
      ? reindent(view, coreStart, core.end, indentAt(view.text, core.end), indentAt(view.text, start))
      : []),
    { start: core.end, end: holder.end, text: '' },
  ];
}

/** `<ul>{F && <><A /><B /></>}</ul>` → `<ul><A /><B /></ul>`, where whoever is given the children shows them all, however grouped. */
function meltFragment(
  holder: ts.JsxExpression,
  fragment: ts.JsxFragment,
  view: View,
): DraftEdit[] | undefined {
  const children = significant(fragment.children);
  const [first, last] = [children[0], children.at(-1)];
  if (!first || !last || !ungroups(holder.parent, view)) return undefined;
  if (ts.isJsxText(first) || ts.isJsxText(last)) return undefined;
  const start = holder.getStart(view.file);
  const from = first.getStart(view.file);
  return [
    { start, end: from, text: '' },
    ...reindent(view, from, last.end, indentAt(view.text, from), indentAt(view.text, start)),
    { start: last.end, end: holder.end, text: '' },
  ];
}

/** Whether a parent shows its children alike with a fragment around some of them: an element of the page, a fragment, React Router's. */
function ungroups(parent: ts.Node, view: View): boolean {
  if (!ts.isJsxElement(parent)) return ts.isJsxFragment(parent);
  const tag = parent.openingElement.tagName;
  if (!ts.isIdentifier(tag)) return false;
  if (/^[a-z]/.test(tag.text)) return true;
  return (tag.text === 'Routes' || tag.text === 'Route') && importsRoutes(view.file);
}

/** Whether `Routes` is React Router's, which looks for its routes through fragments; the older `Switch` did not. */
function importsRoutes(file: ts.SourceFile): boolean {
  return file.statements.some((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return false;
    const bindings = statement.importClause?.namedBindings;
    return (
      /^react-router(?:-dom)?$/.test(statement.moduleSpecifier.text) &&
      bindings !== undefined &&
      ts.isNamedImports(bindings) &&
      bindings.elements.some(({ name }) => name.text === 'Routes')
    );
  });
}

/** `title={'new'}` → `title="new"`, where a plain attribute says the same. */
function meltAttribute(holder: ts.JsxExpression, core: ts.Node, view: View): DraftEdit[] | undefined {
  if (!ts.isStringLiteral(core)) return joinAttribute(holder, core, view);
  const written = view.text.slice(core.getStart(view.file) + 1, core.end - 1);
  if (written !== core.text || ['"', '&', '\n', '\r'].some((unit) => written.includes(unit)))
    return undefined;
  return [{ start: holder.getStart(view.file), end: holder.end, text: `"${written}"` }];
}

/** What stood on lines of its own between the braces, as a choice does, stands there as a value does: `size={null}`, `style={{ … }}`. */
function joinAttribute(holder: ts.JsxExpression, core: ts.Node, view: View): DraftEdit[] | undefined {
  const open = holder.getStart(view.file) + 1;
  const start = core.getStart(view.file);
  const isOnOwnLine =
    view.text.slice(open, lineEnd(view.text, open)).trim() === '' && lineEnd(view.text, open) < start;
  const isOneLine = lineEnd(view.text, start) >= core.end && !isMarkup(core);
  if (!isOnOwnLine || !(isOneLine || isBracketed(core))) return undefined;
  const hasComment = [view.text.slice(open, start), view.text.slice(core.end, holder.end)].some(
    (text) => text.includes('//') || text.includes('/*'),
  );
  if (hasComment) return undefined;
  return [
    { start: open, end: start, text: '' },
    ...reindent(view, start, core.end, indentAt(view.text, core.end), indentAt(view.text, open)),
    { start: core.end, end: holder.end - 1, text: '' },
  ];
}

/** What goes over several lines within braces, or brackets, of its own. */
function isBracketed(core: ts.Node): boolean {
  return (
    ts.isObjectLiteralExpression(core) ||
    ts.isArrayLiteralExpression(core) ||
    (ts.isArrowFunction(core) && ts.isBlock(core.body))
  );
}

/** A literal that shows nothing as a child, and spreads nothing. */
export function isNothing(node: ts.Node): boolean {
  return (
    node.kind === ts.SyntaxKind.NullKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    (ts.isIdentifier(node) && node.text === 'undefined') ||
    (ts.isStringLiteral(node) && node.text === '')
  );
}

/** A fragment that the removal left with one element gives way to it; one with a key is something to its list. */
export function collapseFragment(node: ts.Node, view: View): DraftEdit[] | undefined {
  if (!ts.isJsxFragment(node)) return undefined;
  const children = significant(node.children);
  const [only] = children;
  const origin = view.originOf(node.getStart(view.file));
  if (origin === undefined || !view.original.fragments.has(origin)) return undefined;
  if (children.length !== 1 || !only || !isMarkup(only) || hasKey(only)) return undefined;
  const start = node.getStart(view.file);
  const coreStart = only.getStart(view.file);
  return [
    { start, end: coreStart, text: '' },
    ...reindent(view, coreStart, only.end, indentAt(view.text, only.end), indentAt(view.text, start)),
    { start: only.end, end: node.end, text: '' },
  ];
}

/** The children that are more than blanks between lines. */
export function significant(children: readonly ts.JsxChild[]): ts.JsxChild[] {
  return children.filter((child) => !ts.isJsxText(child) || renderedText(child.text) !== '');
}

export function isMarkup(node: ts.Node): boolean {
  return ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node);
}

function hasKey(node: ts.Node): boolean {
  const opening = ts.isJsxElement(node) ? node.openingElement : node;
  if (!ts.isJsxOpeningElement(opening) && !ts.isJsxSelfClosingElement(opening)) return false;
  return opening.attributes.properties.some(
    (attribute) => ts.isJsxSpreadAttribute(attribute) || attribute.name.getText() === 'key',
  );
}

function isChild(node: ts.JsxExpression): boolean {
  return ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent);
}

function rendersNothing(value: unknown): boolean {
  return value === null || value === undefined || typeof value === 'boolean' || value === '';
}

function isPlainText(text: string): boolean {
  return text !== '' && text.trim() === text && [...'{}<>&\n\r'].every((unit) => !text.includes(unit));
}

/** Whether a child can become text: the text around it, whose blanks depend on its lines, must render as before. */
function canBecome(node: ts.JsxExpression, text: string, view: View): boolean {
  const { children } = node.parent as ts.JsxElement | ts.JsxFragment;
  const index = children.indexOf(node);
  const textAt = (at: number) => {
    const child = children[at];
    return child && ts.isJsxText(child) ? view.text.slice(child.pos, child.end) : '';
  };
  const left = textAt(index - 1);
  const right = textAt(index + 1);
  return renderedText(left) + text + renderedText(right) === renderedText(left + text + right);
}

/** What a text between tags renders: lines are trimmed where they meet, and blank ones vanish. */
export function renderedText(raw: string): string {
  const lines = raw.split(/\r\n|\n|\r/);
  return lines
    .map((line, index) => {
      const tail = index === 0 ? line : line.replace(/^[ \t]+/, '');
      return index === lines.length - 1 ? tail : tail.replace(/[ \t]+$/, '');
    })
    .filter((line) => line !== '')
    .join(' ');
}

function removeChild(node: ts.JsxExpression, view: View): DraftEdit {
  const start = node.getStart(view.file);
  const isAlone =
    view.text.slice(lineStart(view.text, start), start).trim() === '' &&
    view.text.slice(node.end, lineEnd(view.text, node.end)).trim() === '';
  if (!isAlone) return { start, end: node.end, text: '' };
  const first = commentAbove(node, view) ?? node;
  return removeLines(view, { pos: first.pos, end: node.end, getStart: (file) => first.getStart(file) });
}

// A comment in braces that stands alone on the line above speaks of the child.
function commentAbove(node: ts.JsxExpression, view: View): ts.JsxExpression | undefined {
  const { children } = node.parent as ts.JsxElement | ts.JsxFragment;
  const index = children.indexOf(node);
  const [comment, gap] = [children[index - 2], children[index - 1]];
  if (!comment || !gap || !ts.isJsxExpression(comment) || comment.expression || !ts.isJsxText(gap))
    return undefined;
  const start = comment.getStart(view.file);
  const isAlone = view.text.slice(lineStart(view.text, start), start).trim() === '';
  return isAlone && gap.text.trim() === '' && gap.text.split('\n').length === 2 ? comment : undefined;
}

export function removeWithBlank(node: ts.Node, view: View): DraftEdit {
  let start = node.getStart(view.file);
  while (start > 0 && view.text.charAt(start - 1).trim() === '') start--;
  return { start, end: node.end, text: '' };
}
