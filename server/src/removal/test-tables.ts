import ts from 'typescript';
import { type Span, span } from '../text/span';
import type { Scopes } from './scope-model';
import { bare } from './syntax';

/** The rows that a test, or several, run for, and what each gives for one name. */
export interface Table {
  /** What declares the tests. */
  readonly test: ts.Statement;
  readonly rows: readonly Row[];
}

interface Row {
  readonly given: ts.Expression | undefined;
  /** What goes where this row does, and whether one before it stays. */
  extent(isAfterOther: boolean): Span;
}

/**
 * The table that gives a name its value: `it.each([[true, 1], [false, 2]])('…', (isNew, count) => …)`, `describe.each([{ isNew: true }])('…',
 * ({ isNew }) => …)`, one written as a template, or a loop around tests: `[true, false].forEach((isNew) => …)`, `for (const isNew of
 * [true, false]) …`.
 */
export function tableOf(name: ts.Node, scopes: Scopes): Table | undefined {
  let holder = name;
  const path: ts.BindingElement[] = [];
  while (ts.isBindingElement(holder)) {
    path.unshift(holder);
    holder = holder.parent.parent;
  }
  if (path.length > 1) return undefined;
  const [element] = path;
  if (ts.isVariableDeclaration(holder)) {
    const loop = holder.parent.parent;
    const list = ts.isForOfStatement(loop) ? listOf(loop.expression, scopes) : undefined;
    return list && tableOfList(loop as ts.ForOfStatement, list, (row) => partOf(row, element));
  }
  if (!ts.isParameter(holder)) return undefined;
  const index = holder.parent.parameters.indexOf(holder);
  const run = holder.parent.parent;
  if (!ts.isCallExpression(run) || !ts.isExpressionStatement(run.parent)) return undefined;
  const source = run.expression;
  if (ts.isTaggedTemplateExpression(source))
    return isEach(source.tag) && element && index === 0
      ? templateTable(run.parent, source, element)
      : undefined;
  if (ts.isCallExpression(source) && isEach(source.expression)) {
    const list = source.arguments[0] && listOf(source.arguments[0], scopes);
    const given = (row: ts.Expression): ts.Expression | undefined => {
      if (ts.isArrayLiteralExpression(row)) return partOf(row.elements[index], element);
      return index === 0 ? partOf(row, element) : undefined;
    };
    return list && tableOfList(run.parent, list, given);
  }
  const isLoop = ts.isPropertyAccessExpression(source) && source.name.text === 'forEach' && index === 0;
  const list = isLoop ? listOf(source.expression, scopes) : undefined;
  return list && tableOfList(run.parent, list, (row) => partOf(row, element));
}

function isEach(node: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(node) && node.name.text === 'each';
}

/** A list that is written where it is asked for, or as a constant that is asked for once. */
function listOf(node: ts.Expression, scopes: Scopes): ts.ArrayLiteralExpression | undefined {
  const value = bare(node);
  if (ts.isArrayLiteralExpression(value)) return value;
  const binding = ts.isIdentifier(value) ? scopes.bindingOf(value) : undefined;
  const [declaration, ...others] = binding?.declarations ?? [];
  if (!binding || binding.isExported || binding.uses.length !== 1 || !declaration || others.length > 0)
    return undefined;
  const { node: declared } = declaration;
  if (declaration.kind !== 'const' || !ts.isVariableDeclaration(declared) || !declared.initializer)
    return undefined;
  const list = bare(declared.initializer);
  return ts.isArrayLiteralExpression(list) ? list : undefined;
}

/** What a pattern takes out of a row: `isNew` of `{ isNew: true }` or `[true]`. */
function partOf(
  row: ts.Expression | undefined,
  element: ts.BindingElement | undefined,
): ts.Expression | undefined {
  const node = row && (bare(row) as ts.Expression);
  if (!node || !element) return node;
  if (ts.isArrayBindingPattern(element.parent))
    return ts.isArrayLiteralExpression(node)
      ? node.elements[element.parent.elements.indexOf(element)]
      : undefined;
  const asked = element.propertyName ?? element.name;
  if (!ts.isObjectLiteralExpression(node) || !ts.isIdentifier(asked)) return undefined;
  const property = node.properties.find(
    (one) => one.name && ts.isIdentifier(one.name) && one.name.text === asked.text,
  );
  return property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

function tableOfList(
  test: ts.Statement,
  { elements }: ts.ArrayLiteralExpression,
  given: (row: ts.Expression) => ts.Expression | undefined,
): Table {
  const source = test.getSourceFile();
  const rows = elements.map(
    (row, index): Row => ({
      given: given(bare(row) as ts.Expression),
      extent: (isAfterOther) =>
        isAfterOther
          ? span(elements[index - 1]!.end, row.end)
          : span(row.getStart(source), elements[index + 1]?.getStart(source) ?? row.end),
    }),
  );
  return { test, rows };
}

/** A table whose first line names the columns: as many expressions as it names are a row. */
function templateTable(
  test: ts.Statement,
  { template }: ts.TaggedTemplateExpression,
  { name, propertyName }: ts.BindingElement,
): Table | undefined {
  if (!ts.isTemplateExpression(template)) return undefined;
  const source = test.getSourceFile();
  const { text } = source;
  const columns = template.head.text.split('|').map((one) => one.trim());
  const column = columns.indexOf((propertyName ?? name).getText(source));
  const cells = template.templateSpans;
  if (column < 0 || cells.length % columns.length !== 0) return undefined;
  const rows: Row[] = [];
  for (let at = 0; at < cells.length; at += columns.length) {
    const start = text.lastIndexOf('\n', cells[at]!.expression.getFullStart()) + 1;
    const last = cells[at + columns.length - 1]!.literal;
    const end = text.indexOf('\n', last.getStart(source)) + 1;
    const isAlone = text.slice(start, cells[at]!.expression.getFullStart()).trim() === '${';
    if (!isAlone || end === 0 || end > last.end) return undefined;
    rows.push({ given: cells[at + column]!.expression, extent: () => span(start, end) });
  }
  return { test, rows };
}
