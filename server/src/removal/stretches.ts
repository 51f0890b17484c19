import ts from 'typescript';
import type { DraftEdit } from './draft';
import { commentsBetween, takeOut } from './layout';
import { enclose, mayHaveStretches } from './tool-comments';
import type { View } from './view';

/** Takes out the comments that told a tool where something begins and ends, where the removal has taken all between them. */
export function closeStretches(view: View): DraftEdit[] {
  if (!mayHaveStretches(view.text)) return [];
  for (const comments of commentsByPlace(view)) {
    for (const [index, last] of comments.entries()) {
      const first = comments[index - 1];
      if (!first || !enclose(textOf(first, view), textOf(last, view))) continue;
      if (isEmptied(first.end, last.pos, view)) return [takeOut(view.text, first.pos, last.end)];
    }
  }
  return [];
}

/** The comments between two tokens, for all places where statements, members or elements may have stood. */
function commentsByPlace(view: View): ts.CommentRange[][] {
  const { file } = view;
  const places = new Map<number, ts.CommentRange[]>();
  const visit = (node: ts.Node): void => {
    for (const child of node.getChildren(file)) {
      if (ts.isJsxText(child)) continue;
      if (child.pos < child.getStart(file) && !places.has(child.pos)) {
        places.set(child.pos, commentsBetween(view, child.pos, child.getStart(file)));
      }
      visit(child);
    }
  };
  visit(file);
  return [...places.values()];
}

/** Whether there is nothing any more where there was something. */
function isEmptied(start: number, end: number, { text, original, originOf }: View): boolean {
  const [from, to] = [originOf(start - 1), originOf(end)];
  if (text.slice(start, end).trim() !== '' || from === undefined || to === undefined) return false;
  return original.file.text.slice(from + 1, to).trim() !== '';
}

function textOf({ pos, end }: ts.TextRange, view: View): string {
  return view.text.slice(pos, end);
}
