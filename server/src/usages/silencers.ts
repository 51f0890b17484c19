import ts from 'typescript';
import { indexLines } from '../text/lines';
import { parseSilencer, type Silencer } from '../text/silencer';

/** The silencing comments of a source. */
export function sourceSilencers(source: ts.SourceFile): Silencer[] {
  const lines = indexLines(source.text);
  const result: Silencer[] = [];
  for (const comment of commentsOf(source)) {
    const silencer = parseSilencer(source.text.slice(comment.pos, comment.end));
    if (!silencer) continue;
    const line = lines.positionAt(comment.pos).line;
    const own = lines.lineSpan(line);
    // In JSX a comment stands in braces of its own: `{/* flagwright-ignore … */}`.
    const before = source.text.slice(own.start, comment.pos).trim();
    const isAlone = before === '' || before === '{';
    const covers = isAlone ? lines.lineSpan(lines.positionAt(comment.end).line + 1) : own;
    result.push({ ...silencer, span: { start: comment.pos, end: comment.end }, covers });
  }
  return result;
}

/** All comments of a source, in order. */
export function commentsOf(source: ts.SourceFile): ts.CommentRange[] {
  const seen = new Map<number, ts.CommentRange>();
  const texts: ts.JsxText[] = [];
  const collect = (ranges: readonly ts.CommentRange[] | undefined): void => {
    for (const range of ranges ?? []) seen.set(range.pos, range);
  };
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(source);
    if (ts.isJsxText(node)) texts.push(node);
    else if (children.length === 0) {
      collect(ts.getLeadingCommentRanges(source.text, node.getFullStart()));
      collect(ts.getTrailingCommentRanges(source.text, node.end));
    }
    for (const child of children) visit(child);
  };
  visit(source);
  // Between tags `//` and `/*` are text, which the tokens around it take for comments.
  const isText = ({ pos }: ts.CommentRange): boolean =>
    texts.some((text) => text.pos <= pos && pos < text.end);
  return [...seen.values()].filter((range) => !isText(range)).sort((a, b) => a.pos - b.pos);
}
