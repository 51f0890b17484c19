import ts from 'typescript';
import type { MockFact } from './facts';
import { answerOf, membersOf } from './mock-values';
import { isNamedForFlagTable } from './names';
import { nameText } from './property-names';
import { isTestFile } from './test-file';

/** Whether a file is one of those in which objects give flags their values. */
export function mayMockByObjects(file: string): boolean {
  return isTestFile(file) || isFixture(file);
}

/**
 * `{ flags: { new_ui: true } }` in a test or a fixture: an object whose name says that it holds flags gives each of its
 * members a value. Whether they are flags, only those that are declared can tell.
 */
export function objectMocks(node: ts.ObjectLiteralExpression, source: ts.SourceFile): MockFact[] {
  const by = holderOf(node);
  if (by === undefined || !isNamedForFlagTable(by)) return [];
  const members = membersOf(node, source).flatMap(({ key, at, value }) => {
    const answer = answerOf(switchOf(value, source), source);
    return answer.value === undefined ? [] : [{ key, span: at, by, ...answer }];
  });
  const object = { start: node.getStart(source), keys: members.map(({ key }) => key) };
  return members.map((member) => ({ ...member, object }));
}

/** `true`, or the switch of `{ enabled: true, … }`. */
function switchOf(value: ts.Expression, source: ts.SourceFile): ts.Expression {
  return membersOf(value, source).find(({ key }) => key === 'enabled' || key === 'on')?.value ?? value;
}

/** The name by which an object is known: of the property, the variable, the attribute or the function that takes it. */
function holderOf(node: ts.ObjectLiteralExpression): string | undefined {
  let at: ts.Node = node;
  while (
    ts.isAsExpression(at.parent) ||
    ts.isSatisfiesExpression(at.parent) ||
    ts.isParenthesizedExpression(at.parent)
  )
    at = at.parent;
  const { parent } = at;
  if (ts.isPropertyAssignment(parent)) return nameText(parent.name);
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if (ts.isJsxExpression(parent) && ts.isJsxAttribute(parent.parent)) return parent.parent.name.getText();
  if (!ts.isCallExpression(parent)) return undefined;
  const callee = parent.expression;
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
}

function isFixture(file: string): boolean {
  return file.split('/').some((part) => /^(?:__)?fixtures?(?:__)?$|\.fixtures?\./i.test(part));
}
