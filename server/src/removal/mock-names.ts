import ts from 'typescript';
import { bare } from './syntax';

/**
 * The names by which a source knows what a mock stands for: its own, those of what it is made of, `const asked = vi.mocked(isOff)`, of an
 * import, and of the member that it is put in the place of, `{ isOff: asked }`, `sinon.stub(client, 'isOff')`.
 */
export function namesOfMock(told: ts.Expression, source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set(namesIn(told));
  for (let known = 0; known < names.size; ) {
    known = names.size;
    const visit = (node: ts.Node): void => {
      const made = ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) ? node : undefined;
      if (made?.initializer && (ts.isIdentifier(made.name) || ts.isStringLiteralLike(made.name))) {
        const [name, others] = [made.name.text, isHolder(made.initializer) ? [] : namesIn(made.initializer)];
        if (names.has(name)) for (const other of others) names.add(other);
        if (ts.isPropertyAssignment(node) && others.some((other) => names.has(other))) names.add(name);
      } else if (ts.isImportSpecifier(node) && node.propertyName && names.has(node.name.text)) {
        names.add(node.propertyName.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return names;
}

/** Of a member its name alone: beside it the object has other ones. Of a call what it is given, and what it is called on. */
function namesIn(node: ts.Node): string[] {
  if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isPropertyAccessExpression(node)) return namesIn(node.name);
  if (ts.isElementAccessExpression(node)) return namesIn(node.argumentExpression);
  if (ts.isCallExpression(node)) {
    const [object, member] = node.arguments;
    const isOfMember =
      object && member && node.arguments.length === 2 && ts.isStringLiteralLike(bare(member));
    if (isOfMember) return namesIn(member);
    const { expression: callee } = node;
    const on =
      ts.isPropertyAccessExpression(callee) && !isRunner(callee.expression) ? [callee.expression] : [];
    return [...on, ...node.arguments].flatMap(namesIn);
  }
  if (ts.isFunctionLike(node)) return [];
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    if (!ts.isTypeNode(child)) children.push(child);
  });
  return children.flatMap(namesIn);
}

function isRunner(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && RUNNERS.has(node.text);
}

const RUNNERS: ReadonlySet<string> = new Set(['jest', 'vi', 'sinon']);

/** `{ isOff: … }`, `vi.hoisted(() => ({ … }))`: what holds several things. */
function isHolder(node: ts.Expression): boolean {
  const whole = bare(node);
  if (ts.isObjectLiteralExpression(whole)) return true;
  const made = ts.isCallExpression(whole) && whole.arguments.length === 1 ? bare(whole.arguments[0]!) : whole;
  return ts.isArrowFunction(made) && ts.isObjectLiteralExpression(bare(made.body));
}
