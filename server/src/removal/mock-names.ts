import ts from 'typescript';
import { bare } from './syntax';

/**
 * The names by which a source knows what a mock stands for: its own, those of what it is made of, `const asked = vi.mocked(isOff)`, of an
 * import, and of the member that it is put in the place of, `{ isOff: asked }`, `sinon.stub(client, 'isOff')`.
 */
export function namesOfMock(told: ts.Expression, source: ts.SourceFile): ReadonlySet<string> {
  const links = linksIn(source);
  const names = new Set(namesIn(told));
  for (const name of names) for (const other of links.get(name) ?? []) names.add(other);
  return names;
}

/** By name, the other names of the same thing; a source is asked for each mock in it. */
const known = new WeakMap<ts.SourceFile, ReadonlyMap<string, ReadonlySet<string>>>();

function linksIn(source: ts.SourceFile): ReadonlyMap<string, ReadonlySet<string>> {
  const before = known.get(source);
  if (before) return before;
  const links = new Map<string, Set<string>>();
  const link = (name: string, other: string): void => {
    links.set(name, (links.get(name) ?? new Set()).add(other));
  };
  const visit = (node: ts.Node): void => {
    const made = ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) ? node : undefined;
    if (made?.initializer && (ts.isIdentifier(made.name) || ts.isStringLiteralLike(made.name))) {
      const { text } = made.name;
      for (const other of isHolder(made.initializer) ? [] : namesIn(made.initializer)) {
        link(text, other);
        if (ts.isPropertyAssignment(node)) link(other, text);
      }
    } else if (isAssigned(node)) {
      for (const other of isHolder(node.right) ? [] : namesIn(node.right)) link(node.left.text, other);
    } else if (ts.isImportSpecifier(node) && node.propertyName) {
      link(node.name.text, node.propertyName.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  known.set(source, links);
  return links;
}

/** `asked = vi.spyOn(flags, 'isOff')`, as in a set-up. */
function isAssigned(node: ts.Node): node is ts.BinaryExpression & { readonly left: ts.Identifier } {
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isIdentifier(node.left)
  );
}

/**
 * Of a member its name alone: beside it the object has other ones. Of a call what it is given, and what it is called on. Of a function what it
 * hands on to, `(key) => asked(key)`.
 */
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
  if (ts.isFunctionLike(node)) {
    const on = handsOnTo(node);
    return on ? namesIn(on) : [];
  }
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    if (!ts.isTypeNode(child)) children.push(child);
  });
  return children.flatMap(namesIn);
}

/** What is called by a function that does nothing else, unless that is the runner's. */
function handsOnTo(made: ts.Node): ts.Expression | undefined {
  if (!ts.isArrowFunction(made) && !ts.isFunctionExpression(made)) return undefined;
  const answer = bare(onlyAnswer(made.body) ?? made.body);
  if (!ts.isCallExpression(answer)) return undefined;
  const { expression: callee } = answer;
  return ts.isPropertyAccessExpression(callee) && isRunner(callee.expression) ? undefined : callee;
}

function onlyAnswer(body: ts.ConciseBody): ts.Expression | undefined {
  const [first, ...others] = ts.isBlock(body) ? body.statements : [];
  return first && ts.isReturnStatement(first) && others.length === 0 ? first.expression : undefined;
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
