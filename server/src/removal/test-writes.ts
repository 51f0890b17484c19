import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import type { TextEdit } from '../text/edits';
import { contains, type Span } from '../text/span';
import { withoutCovered } from './declarations';
import type { Setting } from './setting';
import { bare } from './syntax';
import { isInTeardown, isPuttingBack, linesOf, testAround, withEmptied } from './test-files';
import { helperOf, NOTHING_ASKED, OTHER_VALUE } from './test-helpers';
import { RAN_WITH_OTHER, type TestRemoval } from './test-removal';
import type { About } from './tests-about';
import { parse } from './view';

/**
 * Takes out of a test file where it gives the flag a value: `config.flags.newUi = true`. Where that is the other value, the test goes, or
 * the group for which it is set up, of a file that is about the flag; what puts an older value back goes in any case.
 */
export function removeWrites(
  file: string,
  text: string,
  places: readonly Span[],
  keep: FlagValue,
  setting: Setting | undefined,
  about: About,
): TestRemoval {
  const source = parse(file, text);
  const given = (write: Write): FlagValue | undefined => {
    const value = ts.isDeleteExpression(write) ? undefined : literalOf(write.right);
    if (!setting) return value;
    // A variable of the environment is set to a text, or not at all.
    const isTold = typeof value === 'string' || isUnset(write);
    return isTold ? setting.answer(value as string | undefined) : undefined;
  };
  const writes = places.map((place) => writeAt(source, place));
  const statements = new Set<ts.Statement>();
  const tests = new Set<ts.Statement>();
  const edits: TextEdit[] = [];
  const notes: { span: Span; message: string }[] = [];
  let kept: TestRemoval['kept'];
  for (const [index, write] of writes.entries()) {
    const span = places[index]!;
    const statement = write?.parent;
    if (!statement || !ts.isExpressionStatement(statement)) {
      kept ??= { span, reason: OTHER_VALUE };
      continue;
    }
    const value = given(write);
    if (isInTeardown(statement) || isPuttingBack(statement) || value === keep) {
      statements.add(statement);
      continue;
    }
    if (value === undefined) {
      const told = helperOf(write, source, keep, about);
      if (!told || typeof told === 'string') kept ??= { span, reason: told ?? OTHER_VALUE };
      else {
        statements.add(statement);
        edits.push(...told.edits);
        for (const test of told.tests) tests.add(test);
      }
      continue;
    }
    if (about === 'idle') {
      kept ??= { span, reason: NOTHING_ASKED };
      continue;
    }
    const around = testAround(statement);
    const isOverridden = (group: ts.Node): boolean =>
      writes.some(
        (other) => other && given(other) === keep && isInside(other, group) && !isPuttingBack(other.parent),
      );
    if (about === 'flag' && around && around !== 'all' && !isOverridden(around)) tests.add(around);
    else if (around) {
      statements.add(statement);
      notes.push({ span, message: about === 'flag' ? RAN_WITH_OTHER : NOTHING_ASKED });
    } else kept ??= { span, reason: OTHER_VALUE };
  }
  const gone = new Set([...[...tests].map((test) => withEmptied(test, tests)), ...statements]);
  for (const whole of gone) edits.push({ span: linesOf(whole, source), newText: '' });
  return { edits: withoutCovered(edits), notes, ...(kept !== undefined && { kept }) };
}

type Write = ts.BinaryExpression | ts.DeleteExpression;

/** `delete process.env.NEW_UI`, `process.env.NEW_UI = undefined`: nothing is left of it. */
function isUnset(write: Write): boolean {
  return ts.isDeleteExpression(write) || bare(write.right).getText() === 'undefined';
}

/** The assignment whose target's name is at a place, or what deletes that. */
function writeAt(source: ts.SourceFile, place: Span): Write | undefined {
  let found: Write | undefined;
  const visit = (node: ts.Node): void => {
    if (!contains(spanOf(node), place)) return;
    const isWrite = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    if (isWrite && contains(spanOf(node.left), place)) found = node;
    if (ts.isDeleteExpression(node)) found = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return found;
}

function spanOf({ pos, end }: ts.Node): Span {
  return { start: pos, end };
}

function isInside(node: ts.Node, group: ts.Node): boolean {
  return group.pos <= node.pos && node.end <= group.end;
}

function literalOf(node: ts.Expression): FlagValue | undefined {
  const value = bare(node);
  if (ts.isStringLiteralLike(value)) return value.text;
  if (ts.isNumericLiteral(value)) return Number(value.text);
  if (value.kind === ts.SyntaxKind.TrueKeyword) return true;
  return value.kind === ts.SyntaxKind.FalseKeyword ? false : undefined;
}
