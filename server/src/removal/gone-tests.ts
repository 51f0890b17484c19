import ts from 'typescript';
import type { TextEdit } from '../text/edits';
import { contains } from '../text/span';
import { isTestFile } from '../usages/test-file';
import type { Edited } from './declared-names';
import type { Note, RemovalPlan } from './plan';
import { isTest } from './test-files';
import { parse } from './view';

/**
 * Tells of tests that go as a whole and assert several things, for not all of that need be about the flag. Of those that something is
 * said of already nothing is.
 */
export function notesOnGoneTests(plan: RemovalPlan, edited: ReadonlyMap<string, Edited>): Note[] {
  return [...edited].flatMap(([file, { text, edits }]) => {
    if (!isTestFile(file) || plan.deleted.includes(file)) return [];
    const source = parse(file, text);
    const told = plan.notes.filter((note) => note.file === file);
    return testsIn(source).flatMap((test): Note[] => {
      const span = { start: test.getStart(source), end: test.end };
      const isTold = told.some((note) => contains(span, note.span));
      if (isTold || !isCut(span, edits) || assertionsIn(test) < 2) return [];
      return [{ file, span, message: GOES }];
    });
  });
}

const GOES =
  'This test ran with the answer that is gone, and goes as a whole. It asserts several things: look whether all of them were about the flag.';

function isCut(span: { readonly start: number; readonly end: number }, edits: readonly TextEdit[]): boolean {
  return edits.some((edit) => edit.newText.trim() === '' && contains(edit.span, span));
}

function testsIn(source: ts.SourceFile): ts.Statement[] {
  const found: ts.Statement[] = [];
  const visit = (node: ts.Node): void => {
    if (isTest(node)) found.push(node);
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function assertionsIn(test: ts.Node): number {
  let count = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && ASSERTING.has(node.expression.text))
      count++;
    else if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      ts.isIdentifier(node.expression.expression) &&
      OF_OBJECTS.has(node.expression.expression.text)
    )
      count++;
    ts.forEachChild(node, visit);
  };
  visit(test);
  return count;
}

const ASSERTING: ReadonlySet<string> = new Set(['expect', 'assert']);
const OF_OBJECTS: ReadonlySet<string> = new Set(['assert', 't']);
