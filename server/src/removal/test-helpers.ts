import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import type { TextEdit } from '../text/edits';
import { type Span, span } from '../text/span';
import { analyzeScopes } from './scope';
import type { Binding } from './scope-model';
import { bare } from './syntax';
import { testAround } from './test-files';
import { type Table, tableOf } from './test-tables';
import type { About } from './tests-about';

/** How a helper that is told the flag's value forgets it. */
export interface HelperRemoval {
  /** Takes the parameter out, and the argument of each call that gives the kept value. */
  readonly edits: readonly TextEdit[];
  /** Tests that call it with the other value. */
  readonly tests: readonly ts.Statement[];
}

/**
 * A setting whose value a table of tests gives, which then loses the rows of the other value; or one whose value is a parameter: `const setUp = (isNew: boolean) => start({ flags: { new_ui: isNew } })`. Nothing where
 * it is none, a sentence where the parameter cannot go: it is used elsewhere, a call gives what cannot be told, or the tests that give the
 * other value are not about the flag (see {@link testsAbout}).
 */
export function helperOf(
  setting: ts.Node,
  source: ts.SourceFile,
  keep: FlagValue,
  about: About = 'flag',
): HelperRemoval | string | undefined {
  const value = givenTo(setting);
  if (!value || typeof keep !== 'boolean') return undefined;
  const scopes = analyzeScopes(source);
  const binding = scopes.bindingOf(value);
  const parameter = binding?.declarations[0]?.node;
  const table = parameter && binding.declarations.length === 1 ? tableOf(parameter, scopes) : undefined;
  if (table) return withoutRows(table, keep, about);
  if (!binding || !parameter || !ts.isParameter(parameter) || !ts.isIdentifier(parameter.name))
    return undefined;
  const name = nameOf(parameter.parent);
  const helper = name && scopes.declaredBy(name);
  if (!helper || helper.isExported || binding.uses.length !== 1 || parameter.dotDotDotToken)
    return KNOWN_ELSEWHERE;
  const calls = callsOf(helper);
  if (!calls) return KNOWN_ELSEWHERE;
  const index = parameter.parent.parameters.indexOf(parameter);
  const edits: TextEdit[] = [{ span: outOf(parameter, parameter.parent.parameters, source), newText: '' }];
  if (isWithoutParentheses(parameter, source)) edits[0] = { span: spanOf(parameter, source), newText: '()' };
  const tests: ts.Statement[] = [];
  for (const call of calls) {
    const argument = call.arguments[index];
    const given = literalOf(argument ?? parameter.initializer);
    if (given === undefined || call.arguments.slice(0, index).some(ts.isSpreadElement)) return NOT_TOLD;
    if (given === keep) {
      if (argument) edits.push({ span: outOf(argument, call.arguments, source), newText: '' });
      continue;
    }
    const test = testAround(call);
    if (about !== 'flag') return NOTHING_ASKED;
    if (!test || test === 'all') return OTHER_VALUE;
    tests.push(test);
  }
  return { edits, tests };
}

function withoutRows({ test, rows }: Table, keep: boolean, about: About): HelperRemoval | string {
  const values = rows.map(({ given }) => given && literalOf(given));
  if (values.some((value) => value === undefined)) return NOT_TOLD;
  const first = values.indexOf(keep);
  if (first < 0) return about === 'flag' ? { edits: [], tests: [test] } : NOTHING_ASKED;
  const edits = rows.flatMap(({ extent }, index) =>
    values[index] === keep ? [] : [{ span: extent(first < index), newText: '' }],
  );
  return edits.length > 0 && about !== 'flag' ? NOTHING_ASKED : { edits, tests: [] };
}

const KNOWN_ELSEWHERE = 'Its value is a parameter here that is used for more.';
const NOT_TOLD = 'A call gives its value here in a way that cannot be told.';
export const NOTHING_ASKED =
  'Nothing that the tests of this file come to asked for the flag, so they stay, also where they gave it the other value.';
export const OTHER_VALUE = 'Tests run with its other value here.';

function givenTo(setting: ts.Node): ts.Identifier | undefined {
  if (ts.isShorthandPropertyAssignment(setting)) return setting.name;
  const given = ts.isPropertyAssignment(setting)
    ? setting.initializer
    : ts.isBinaryExpression(setting)
      ? setting.right
      : undefined;
  const value = given && bare(given);
  return value && ts.isIdentifier(value) ? value : undefined;
}

function nameOf(owner: ts.SignatureDeclaration): ts.Identifier | undefined {
  if (ts.isFunctionDeclaration(owner)) return owner.name;
  if (!ts.isArrowFunction(owner) && !ts.isFunctionExpression(owner)) return undefined;
  const variable = owner.parent;
  return ts.isVariableDeclaration(variable) && ts.isIdentifier(variable.name) ? variable.name : undefined;
}

/** The calls of a function; nothing where it is used in another way. */
function callsOf({ uses, declarations }: Binding): ts.CallExpression[] | undefined {
  const calls = uses.map(({ node }) => node.parent);
  const isCalled = uses.every(
    ({ node }) => ts.isCallExpression(node.parent) && node.parent.expression === node,
  );
  return isCalled && declarations.length === 1 ? (calls as ts.CallExpression[]) : undefined;
}

/** An argument that is left out is false: so a flag that nobody sets. */
function literalOf(node: ts.Expression | undefined): boolean | undefined {
  if (!node) return false;
  const { kind } = bare(node);
  if (kind === ts.SyntaxKind.TrueKeyword) return true;
  return kind === ts.SyntaxKind.FalseKeyword ? false : undefined;
}

/** An element of a list with the comma that parts it from its neighbour. */
function outOf(element: ts.Node, list: ts.NodeArray<ts.Node>, source: ts.SourceFile): Span {
  const index = list.indexOf(element);
  const next = list[index + 1];
  if (next) return span(element.getStart(source), next.getStart(source));
  const previous = list[index - 1];
  return previous ? span(previous.end, element.end) : span(element.getStart(source), list.end);
}

function isWithoutParentheses(parameter: ts.ParameterDeclaration, source: ts.SourceFile): boolean {
  const owner = parameter.parent;
  if (!ts.isArrowFunction(owner) || owner.parameters.length > 1) return false;
  return !source.text.slice(owner.getStart(source), parameter.getStart(source)).includes('(');
}

function spanOf(node: ts.Node, source: ts.SourceFile): Span {
  return span(node.getStart(source), node.end);
}
