import ts from 'typescript';
import type { DraftEdit } from './draft';
import { commentsBetween } from './layout';
import type { View } from './view';

/** Replaces `${…}` by the characters that it gives. */
export function putInTemplate(view: View, span: ts.TemplateSpan, value: string): DraftEdit[] {
  return putText(view, span, escaped(value));
}

/** `${'new'}` and `` `${`a/${id}`}` `` melt into the template around them, with what was written there. */
export function meltIntoTemplate(view: View, span: ts.TemplateSpan, core: ts.Node): DraftEdit[] | undefined {
  if (ts.isTaggedTemplateExpression(span.parent.parent)) return undefined;
  if (ts.isStringLiteralLike(core)) return putText(view, span, writtenText(core, view.file));
  if (!ts.isTemplateExpression(core)) return undefined;
  const { start, end } = holeOf(view, span);
  const [from, to] = [core.getStart(view.file), core.end];
  const hasComments =
    commentsBetween(view, start + 2, from).length + commentsBetween(view, to, end).length > 0;
  if (hasComments) return undefined;
  const first = separated(view.text.slice(0, start), view.text.charAt(from + 1), '');
  const last = separated(view.text.slice(from, to - 1), view.text.charAt(end), '');
  return [
    { start, end: from + 1, text: first },
    { start: to - 1, end, text: last },
  ];
}

function holeOf(view: View, span: ts.TemplateSpan): { readonly start: number; readonly end: number } {
  return {
    start: view.text.lastIndexOf('${', span.expression.getStart(view.file)),
    end: span.literal.getStart(view.file) + 1,
  };
}

function putText(view: View, span: ts.TemplateSpan, text: string): DraftEdit[] {
  const { start, end } = holeOf(view, span);
  return [{ start, end, text: separated(view.text.slice(0, start), view.text.charAt(end), text) }];
}

/** A text between two others, none of whose dollar signs comes to open a brace behind it. */
function separated(before: string, after: string, text: string): string {
  const opened = text.startsWith('{') && endsInDollar(before) ? `\\${text}` : text;
  const opens = after === '{' && endsInDollar(before + opened);
  return opens ? (opened === '' ? '\\' : `${opened.slice(0, -1)}\\$`) : opened;
}

function endsInDollar(text: string): boolean {
  return /(?<!\\)(?:\\\\)*\$$/.test(text);
}

/** A literal's text as it is written, in the form that a template has for it. */
function writtenText(node: ts.StringLiteralLike, file: ts.SourceFile): string {
  const written = node.getText(file).slice(1, -1);
  if (ts.isNoSubstitutionTemplateLiteral(node)) return written;
  // An old way of writing characters by number, which templates do not have.
  if (/(?<!\\)(?:\\\\)*\\\d/.test(written)) return escaped(node.text);
  return written.replaceAll(/\\[\s\S]|`|\$\{/g, (part) => {
    if (part === "\\'" || part === '\\"') return part.slice(1);
    return part === '`' || part === '${' ? `\\${part}` : part;
  });
}

/** Characters in a template that stand for themselves. */
function escaped(value: string): string {
  return value
    .replaceAll(/\\|`|\$\{/g, (part) => `\\${part}`)
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, (unit) => NAMED[unit] ?? `\\u${hex(unit)}`);
}

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function hex(unit: string): string {
  return unit.charCodeAt(0).toString(16).padStart(4, '0');
}
