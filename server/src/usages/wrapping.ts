import ts from 'typescript';
import { type Span, span } from '../text/span';
import { namesBound } from './nodes';
import { parseSource } from './source';
import { childrenAt } from './wrapping-jsx';

/** Whole statements, or children of an element, that a condition can be put around. */
export interface Wrappable {
  /** From the beginning of the first to the end of the last. */
  readonly span: Span;
  /** `children` are several, or a text, and need a fragment around them. */
  readonly kind: 'statements' | 'element' | 'children';
  /** A condition there may await. */
  readonly isAsync: boolean;
  /** They stand in the body of a component or hook itself, where hooks may be called. */
  readonly isInHook: boolean;
  /** Where the list of statements begins that they belong to, or that holds their element. */
  readonly listStart: number;
  /** Texts whose lines have to stay where they are: those between backticks. */
  readonly fixed: readonly Span[];
  /** Whether a name is known there. */
  isKnown(name: string): boolean;
  /** Whether a name is known where the list begins. */
  isKnownAtStart(name: string): boolean;
}

/** The statements or elements that a selection touches, or why no condition can stand around them, in a sentence. */
export function wrappableAt(
  path: string,
  text: string,
  selection: Span,
): Wrappable | { readonly problem: string } | undefined {
  const source = parseSource(path, text);
  const wanted = trimmed(text, selection);
  if (wanted.start >= wanted.end) return undefined;
  const children = childrenAt(source, wanted);
  const list = listAround(source, wanted, source);
  if (list && children) {
    const { node, isElement } = children;
    return {
      ...placeOf(list, node, source),
      span: children.span,
      kind: isElement ? 'element' : 'children',
      fixed: templatesIn(node.parent, source),
    };
  }
  const chosen = (list?.statements ?? []).filter(
    (statement) => statement.getStart(source) < wanted.end && statement.end > wanted.start,
  );
  const [first, last] = [chosen[0], chosen.at(-1)];
  if (!list || !first || !last) return undefined;
  const problem = problemOf(chosen, list, source);
  if (problem !== undefined) return { problem };
  return {
    ...placeOf(list, first, source),
    span: span(first.getStart(source), last.end),
    kind: 'statements',
    fixed: chosen.flatMap((statement) => templatesIn(statement, source)),
  };
}

/** What holds wherever in the list a node stands. */
function placeOf(
  list: List,
  node: ts.Node,
  source: ts.SourceFile,
): Omit<Wrappable, 'span' | 'kind' | 'fixed'> {
  const owner = ts.findAncestor(node, ts.isFunctionLike);
  const first = list.statements[0]!;
  return {
    isAsync: owner
      ? (ts.getCombinedModifierFlags(owner as ts.Declaration) & ts.ModifierFlags.Async) !== 0
      : ts.isExternalModule(source),
    isInHook: owner !== undefined && isBodyOf(list, owner) && /^(?:use)?\p{Lu}/u.test(nameOf(owner) ?? ''),
    listStart: first.getStart(source),
    isKnown: (name) => isKnownAt(node, name),
    isKnownAtStart: (name) => isKnownAt(first, name),
  };
}

function templatesIn(node: ts.Node, source: ts.SourceFile): Span[] {
  if (ts.isTemplateLiteralToken(node)) return [span(node.getStart(source), node.end)];
  const found: Span[] = [];
  ts.forEachChild(node, (child) => void found.push(...templatesIn(child, source)));
  return found;
}

type List = ts.SourceFile | ts.Block | ts.ModuleBlock | ts.CaseOrDefaultClause;

function isList(node: ts.Node): node is List {
  return (
    ts.isSourceFile(node) || ts.isBlock(node) || ts.isModuleBlock(node) || ts.isCaseOrDefaultClause(node)
  );
}

/** The innermost list of statements that holds all of the selection. */
function listAround(node: ts.Node, wanted: Span, source: ts.SourceFile): List | undefined {
  let found: List | undefined;
  const visit = (child: ts.Node): void => {
    if (child.getStart(source) > wanted.start || child.end < wanted.end) return;
    found = listAround(child, wanted, source) ?? found;
  };
  ts.forEachChild(node, visit);
  // A block that is selected with its braces is part of a statement of the list around it.
  const isInside = !ts.isBlock(node) || (node.getStart(source) < wanted.start && wanted.end < node.end);
  return found ?? (isList(node) && isInside ? node : undefined);
}

function problemOf(chosen: readonly ts.Statement[], list: List, source: ts.SourceFile): string | undefined {
  const atTop = chosen.find(
    (statement) =>
      ts.isImportDeclaration(statement) ||
      ts.isExportDeclaration(statement) ||
      ts.isExportAssignment(statement) ||
      (ts.canHaveModifiers(statement) &&
        ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)),
  );
  if (atTop) return 'Imports and exports cannot stand under a condition.';
  const declared = new Set(chosen.flatMap(namesOf));
  if (declared.size === 0) return undefined;
  const from = chosen[0]!.getStart(source);
  const to = chosen.at(-1)!.end;
  let used: string | undefined;
  const visit = (node: ts.Node): void => {
    if (used !== undefined || (node.getStart(source) >= from && node.end <= to)) return;
    if (ts.isIdentifier(node) && declared.has(node.text) && !isMemberName(node)) used = node.text;
    ts.forEachChild(node, visit);
  };
  visit(list);
  return used === undefined ? undefined : `The selection declares '${used}', which the code around it uses.`;
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node)
  );
}

/** The names that a statement declares for those beside it. */
function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => namesBound(name));
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isNamed && statement.name ? [statement.name.text] : [];
}

/** Whether a name is declared in a scope around a place, or imported. */
function isKnownAt(place: ts.Node, name: string): boolean {
  for (let node: ts.Node = place; node; node = node.parent) {
    if (ts.isFunctionLike(node) && node.parameters.some((one) => namesBound(one.name).includes(name)))
      return true;
    if (isList(node)) {
      const isBefore = (one: ts.Statement): boolean => one.pos < place.pos || ts.isFunctionDeclaration(one);
      if (node.statements.some((one) => isBefore(one) && namesOf(one).includes(name))) return true;
    }
    if (ts.isSourceFile(node)) return importsOf(node).has(name);
  }
  return false;
}

function nameOf(owner: ts.SignatureDeclaration): string | undefined {
  if (owner.name && ts.isIdentifier(owner.name)) return owner.name.text;
  const { parent } = owner;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name.text : undefined;
}

function isBodyOf(list: List, owner: ts.SignatureDeclaration): boolean {
  return 'body' in owner && owner.body === list;
}

function trimmed(text: string, { start, end }: Span): Span {
  const inner = text.slice(start, end);
  const from = start + inner.length - inner.trimStart().length;
  return span(from, Math.max(from, start + inner.trimEnd().length));
}

/** How a file knows a name of another module. */
export interface ImportedName {
  readonly module: string;
  /** The module's own name for it; `default`, or `*` for the whole. */
  readonly imported: string;
}

/** The names that a source imports by declarations. */
export function importsOf(source: ts.SourceFile): Map<string, ImportedName> {
  const names = new Map<string, ImportedName>();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const module = statement.moduleSpecifier.text;
    const clause = statement.importClause;
    if (clause?.name) names.set(clause.name.text, { module, imported: 'default' });
    const bindings = clause?.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings)) names.set(bindings.name.text, { module, imported: '*' });
    if (bindings && ts.isNamedImports(bindings)) {
      for (const { name, propertyName } of bindings.elements)
        names.set(name.text, { module, imported: (propertyName ?? name).text });
    }
  }
  return names;
}

/** A read in code as others of its kind can be written: everything but the key. */
export interface ReadPattern {
  /** The text before and behind the key, quotes included. */
  readonly before: string;
  readonly after: string;
  /** The names that it uses, the reader's first. */
  readonly names: readonly string[];
  /** How its file knows the reader's name; absent where it declares it itself. */
  readonly from?: ImportedName;
  /** The reader is a hook of React. */
  readonly isHook: boolean;
}

/** The pattern of a call whose key is written as a text; nothing for one that holds more than names and literals. */
export function readPatterns(
  path: string,
  text: string,
  reads: readonly { readonly span: Span; readonly site: Span }[],
): ReadPattern[] {
  const source = parseSource(path, text);
  const imports = importsOf(source);
  const patterns: ReadPattern[] = [];
  const visit = (node: ts.Node): void => {
    const read = reads.find(({ site }) => site.start === node.getStart(source) && site.end === node.end);
    if (read && ts.isCallExpression(node)) {
      const names: string[] = [];
      if (collect(node, read.span, names, source)) {
        const [reader] = names;
        const from = reader === undefined ? undefined : imports.get(reader);
        patterns.push({
          before: text.slice(node.getStart(source), read.span.start),
          after: text.slice(read.span.end, node.end),
          names,
          ...(from && { from }),
          isHook: /^use\p{Lu}/u.test(lastName(node.expression)),
        });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return patterns;
}

/** Takes in the names of an expression that another place could hold as well; false for one that is of its place. */
function collect(node: ts.Expression, key: Span, names: string[], source: ts.SourceFile): boolean {
  if (ts.isIdentifier(node)) {
    if (node.text !== 'undefined') names.push(node.text);
    return true;
  }
  if (ts.isStringLiteralLike(node) && node.getStart(source) + 1 === key.start) return true;
  if (ts.isPropertyAccessExpression(node)) return collect(node.expression, key, names, source);
  if (ts.isCallExpression(node)) {
    if (node.typeArguments) return false;
    const isArgumentless = node.arguments.length === 0;
    if (!collect(node.expression, key, names, source)) return false;
    return isArgumentless || node.arguments.every((argument) => collect(argument, key, names, source));
  }
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.every((property) =>
      ts.isPropertyAssignment(property)
        ? collect(property.initializer, key, names, source)
        : ts.isShorthandPropertyAssignment(property) && collect(property.name, key, names, source),
    );
  }
  return (
    ts.isLiteralExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword
  );
}

function lastName(callee: ts.Expression): string {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  return ts.isIdentifier(callee) ? callee.text : '';
}

/** The edit that imports a name, beside what is imported already and in the style of the file; nothing where it is there. */
export function importEdit(
  path: string,
  text: string,
  local: string,
  { module, imported }: ImportedName,
): { readonly span: Span; readonly newText: string } | undefined {
  const source = parseSource(path, text);
  if (importsOf(source).has(local)) return undefined;
  const named = imported === local ? local : `${imported} as ${local}`;
  const declarations = source.statements.filter(ts.isImportDeclaration);
  for (const { moduleSpecifier, importClause } of declarations) {
    const bindings = importClause?.namedBindings;
    if (!ts.isStringLiteral(moduleSpecifier) || moduleSpecifier.text !== module || importClause?.isTypeOnly)
      continue;
    if (imported === 'default' || imported === '*' || !bindings || !ts.isNamedImports(bindings)) continue;
    const last = bindings.elements.at(-1);
    if (last) return { span: span(last.end, last.end), newText: `, ${named}` };
  }
  const sample = declarations[0]?.getText(source) ?? '';
  const quote = sample.includes('"') ? '"' : "'";
  const semicolon = sample === '' || sample.endsWith(';') ? ';' : '';
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const clause = imported === 'default' ? local : imported === '*' ? `* as ${local}` : `{ ${named} }`;
  const line = `import ${clause} from ${quote}${module}${quote}${semicolon}`;
  const last = declarations.at(-1);
  if (last) return { span: span(last.end, last.end), newText: `${eol}${line}` };
  const first = source.statements.find((statement) => !isDirective(statement));
  const at = first ? first.getStart(source) : text.length;
  return { span: span(at, at), newText: `${line}${eol}${eol}` };
}

function isDirective(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}
