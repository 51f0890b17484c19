import ts from 'typescript';
import { type Span, span } from '../text/span';
import { createConstants, functionName, nameText, requiredModule, unwrap } from './constants';
import { exportsOf } from './exports';
import type { Constant, ReaderFact, ReadFact, SourceFacts, WrapperFact, WriteFact } from './facts';
import { createGuards, type GuardOf } from './guards';
import { isNamedForFlags, isNamedForFlagTable, wordsOf } from './names';
import type { Guard, ReadResult } from './read';
import { lastName, referenceOf } from './references';
import { createScopes, type Scopes } from './scope';
import type { BulkShape, CallShape, ShapeTable } from './shapes';
import { sourceSilencers } from './silencers';

/**
 * Scans one source file into facts. It looks at that file alone, and never fails: a source with errors gives what its
 * tree still shows, one nested too deeply for the parser gives nothing.
 */
export function scanSource(path: string, text: string, shapes: ShapeTable): SourceFacts {
  try {
    return scan(path, text, shapes);
  } catch (error) {
    // The parser recurses as deeply as the source nests; no hand-written source comes near.
    if (error instanceof RangeError) return emptyFacts(path);
    throw error;
  }
}

export function emptyFacts(path: string): SourceFacts {
  return {
    path,
    reads: [],
    wrappers: [],
    modules: [],
    exports: new Map(),
    exportAll: [],
    writes: [],
    silencers: [],
  };
}

export function parseSource(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(
    path,
    text,
    { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    true,
    scriptKindOf(path),
  );
}

function scriptKindOf(path: string): ts.ScriptKind {
  if (path.endsWith('.tsx')) return ts.ScriptKind.TSX;
  // Plain JavaScript may hold JSX whatever its file is called.
  if (/\.[cm]?jsx?$/.test(path)) return ts.ScriptKind.JSX;
  return ts.ScriptKind.TS;
}

/** A read as it is found, before the guards are known. */
type Found = Omit<ReadFact, 'guards' | 'testedUnder'> & { readonly node: ts.Expression };

function scan(path: string, text: string, shapes: ShapeTable): SourceFacts {
  const source = parseSource(path, text);
  const scopes = createScopes(source);
  const constants = createConstants(path, scopes);
  const found: Found[] = [];
  const bySite = new Map<ts.Node, Found>();
  const tests: ts.Identifier[] = [];
  const writes: WriteFact[] = [];
  const modules = new Set<string>();

  const add = (node: ts.Expression, read: Omit<Found, 'node' | 'site'>): void => {
    const entry = { ...read, node, site: spanOf(node, source) };
    found.push(entry);
    bySite.set(node, entry);
  };

  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isCallExpression(node)) {
      const module = requiredModule(node);
      if (module !== undefined) modules.add(module);
      if (
        node.expression.kind === ts.SyntaxKind.ImportKeyword &&
        node.arguments[0] &&
        ts.isStringLiteralLike(node.arguments[0])
      ) {
        modules.add(node.arguments[0].text);
      }
      call(node);
    } else if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      lookup(node);
    } else if (ts.isBinaryExpression(node)) {
      if (node.operatorToken.kind === ts.SyntaxKind.InKeyword) membership(node, node.left, node.right);
    } else if (ts.isVariableDeclaration(node)) {
      destructuring(node);
    } else if (ts.isIdentifier(node)) {
      if (isTest(node)) tests.push(node);
    } else if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      if (ts.isStringLiteralLike(node.moduleSpecifier)) modules.add(node.moduleSpecifier.text);
      return;
    }
    ts.forEachChild(node, visit);
  };

  const call = (node: ts.CallExpression): void => {
    const callee = unwrap(node.expression);
    const method = ts.isPropertyAccessExpression(callee) ? callee : undefined;
    const name = method ? method.name.text : ts.isIdentifier(callee) ? callee.text : undefined;
    if (name === undefined) return;
    const receiver = method && lastName(method.expression);
    if (
      name === 'includes' &&
      method &&
      node.arguments.length === 1 &&
      receiver &&
      isNamedForFlagTable(receiver)
    ) {
      membership(node, node.arguments[0]!, method.expression);
      return;
    }
    for (const shape of shapes.calls.get(name) ?? []) {
      if (shape.receiver !== undefined && shape.receiver !== receiver) continue;
      const reader: ReaderFact = {
        callee: referenceOf(path, callee, scopes),
        namedForFlags: receiver !== undefined && isNamedForFlags(receiver),
        known: shape.configured === true,
        ...(shape.wrapper !== undefined && { wrapper: shape.wrapper }),
      };
      const result = resultAt(node, shape);
      if (shape.flag !== undefined) {
        const nameNode = method ? method.name : callee;
        add(node, {
          span: spanOf(nameNode, source),
          shape: 'call',
          key: { kind: 'string', value: shape.flag },
          reader,
          result,
        });
        continue;
      }
      const argument = keyArgument(node, shape);
      if (!argument) continue;
      const codeDefault =
        shape.default === undefined ? undefined : literalValue(node.arguments[shape.default]);
      add(node, {
        span: keySpan(argument.expression, source),
        shape: 'call',
        key: argument.key,
        reader,
        result,
        ...(codeDefault !== undefined && { codeDefault }),
      });
    }
  };

  /** The argument that is the key: of the places where it may stand, the one that looks most like a key. */
  const keyArgument = (
    node: ts.CallExpression,
    shape: CallShape,
  ): { expression: ts.Expression; key: Constant } | undefined => {
    let best: { expression: ts.Expression; key: Constant; score: number } | undefined;
    for (const [index, ...members] of shape.keys) {
      const expression = argumentAt(node, index, members);
      if (!expression || ts.isSpreadElement(expression) || cannotBeKey(unwrap(expression))) continue;
      const key = constants.evaluate(expression);
      if (key.kind === 'table') continue;
      const score = shape.keys.length === 1 ? 0 : likenessToKey(expression, key, scopes);
      if (!best || score > best.score) best = { expression, key, score };
    }
    return best;
  };

  const tableReader = (object: ts.Expression): (ReaderFact & { bulk?: BulkShape }) | undefined => {
    const name = lastName(object);
    const bulk = shapes.bulks.find((shape) => matchesBulk(object, shape));
    if (!bulk && (name === undefined || !isNamedForFlagTable(name) || ts.isCallExpression(unwrap(object))))
      return undefined;
    return {
      callee: referenceOf(path, object, scopes),
      namedForFlags: true,
      known: bulk !== undefined,
      ...(bulk && { bulk }),
    };
  };

  const lookup = (node: ts.PropertyAccessExpression | ts.ElementAccessExpression): void => {
    const reader = tableReader(node.expression);
    if (!reader || isCallee(node) || isMemberOfTable(node, tableReader)) return;
    const name = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
    const key: Constant = ts.isPropertyAccessExpression(node)
      ? { kind: 'string', value: node.name.text }
      : constants.evaluate(node.argumentExpression);
    if (ts.isNumericLiteral(name) || key.kind === 'table') return;
    const range = ts.isPropertyAccessExpression(node)
      ? spanOf(node.name, source)
      : keySpan(node.argumentExpression, source);
    if (isWritten(node)) {
      writes.push({ span: range, table: reader.callee, key: named(key, reader.bulk) });
      return;
    }
    // A constant table of keys (`FLAGS.NEW`) names flags; it does not answer for them.
    const value = constants.evaluate(node);
    if (value.kind === 'string' || value.kind === 'oneOf') return;
    const ofKeys = value.kind === 'import' ? { keyTable: value } : {};
    add(node, {
      span: range,
      shape: 'lookup',
      key: named(key, reader.bulk),
      reader: { ...omitBulk(reader), ...ofKeys },
      result: useOf(node),
    });
  };

  const membership = (node: ts.Expression, left: ts.Expression, right: ts.Expression): void => {
    const reader = tableReader(right);
    const key = constants.evaluate(left);
    if (!reader || key.kind !== 'string') return;
    add(node, {
      span: keySpan(left, source),
      shape: 'lookup',
      key,
      reader: { ...omitBulk(reader), known: false, weak: true },
      result: VALUE,
    });
  };

  /** `const { darkMode, beta: isBeta } = featureFlags`. */
  const destructuring = (node: ts.VariableDeclaration): void => {
    if (!node.initializer || !ts.isObjectBindingPattern(node.name)) return;
    const reader = tableReader(
      ts.isAwaitExpression(node.initializer) ? node.initializer.expression : node.initializer,
    );
    if (!reader) return;
    for (const element of node.name.elements) {
      const name = element.propertyName ?? (ts.isIdentifier(element.name) ? element.name : undefined);
      const text = name && !element.dotDotDotToken ? nameText(name) : undefined;
      if (!name || text === undefined || !ts.isIdentifier(element.name)) continue;
      const range = ts.isStringLiteralLike(name)
        ? span(name.getStart(source) + 1, name.end - 1)
        : spanOf(name, source);
      found.push({
        node: node.initializer,
        site: spanOf(element, source),
        span: range,
        shape: 'lookup',
        key: named({ kind: 'string', value: text }, reader.bulk),
        reader: omitBulk(reader),
        result: VALUE,
        opaque: 'the flag is taken out of its table by destructuring',
      });
      bySite.set(element, found.at(-1)!);
    }
  };

  visit(source);

  const guards = createGuards<Found>((node) => {
    const read = bySite.get(node);
    return read && { read, inverted: read.result.inverted };
  }, scopes);
  const tested = new Map<Found, GuardOf<Found>[]>();
  for (const identifier of tests) {
    const behind = guards.readBehind(identifier);
    if (behind) tested.set(behind.read, [...(tested.get(behind.read) ?? []), ...guards.of(identifier)]);
  }
  const toGuards = (list: readonly GuardOf<Found>[], self: Found): Guard[] =>
    list.filter((guard) => guard.read !== self).map(({ read, when }) => ({ span: read.span, when }));

  const reads = found.map((read): ReadFact => {
    const { node, ...fact } = read;
    return {
      ...fact,
      guards: toGuards(guards.of(node), read),
      testedUnder: toGuards(tested.get(read) ?? [], read),
    };
  });
  const { exports, exportAll } = exportsOf(source, constants);
  return {
    path,
    reads,
    wrappers: found.flatMap((read, index) => wrapperOf(read, index, source) ?? []),
    modules: [...modules],
    exports,
    exportAll,
    writes,
    silencers: text.includes('flagwright-ignore') ? sourceSilencers(source) : [],
  };
}

const VALUE: ReadResult = { promise: false, inverted: false, path: [] };

/** The result of a call, by its shape and by how the code takes the value out of it. */
function resultAt(node: ts.CallExpression, shape: CallShape): ReadResult {
  const used = useOf(node);
  return {
    promise: shape.promise === true,
    inverted: (shape.inverted === true) !== used.inverted,
    path: shape.path ?? used.path,
  };
}

/** Members that hold the value where a read gives an object: `useFlag('x').enabled`. */
const VALUE_MEMBERS = new Map([
  ['value', false],
  ['enabled', false],
  ['isEnabled', false],
  ['on', false],
  ['off', true],
]);

function useOf(node: ts.Expression): ReadResult {
  let value: ts.Node = node;
  while (
    ts.isAwaitExpression(value.parent) ||
    ts.isParenthesizedExpression(value.parent) ||
    ts.isNonNullExpression(value.parent)
  ) {
    value = value.parent;
  }
  const parent = value.parent;
  if (
    ts.isPropertyAccessExpression(parent) &&
    parent.expression === value &&
    VALUE_MEMBERS.has(parent.name.text)
  ) {
    return { promise: false, inverted: VALUE_MEMBERS.get(parent.name.text)!, path: [parent.name.text] };
  }
  if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)) {
    for (const element of parent.name.elements) {
      const name = element.propertyName ?? element.name;
      if (ts.isIdentifier(name) && VALUE_MEMBERS.has(name.text))
        return { promise: false, inverted: VALUE_MEMBERS.get(name.text)!, path: [name.text] };
    }
  }
  return VALUE;
}

/** Whether the read's value is what the function around it returns, so that its callers are reads too. */
function wrapperOf(read: Found, index: number, source: ts.SourceFile): WrapperFact | undefined {
  const parameter = read.key.kind === 'parameter' ? read.key : undefined;
  if (!parameter && read.key.kind !== 'string' && read.key.kind !== 'import') return undefined;
  const returned = returnedBy(read.node, read.result);
  const owner = parameter ? ownerNamed(read.node, parameter.wrapper) : returned?.owner;
  const name = owner && functionName(owner);
  if (!owner || name === undefined || (!parameter && (!returned || owner.parameters.length > 1)))
    return undefined;
  const inside = returned?.owner === owner ? returned.result : undefined;
  const isAsync =
    ts.canHaveModifiers(owner) &&
    ts.getModifiers(owner)?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword);
  const result = inside ?? VALUE;
  return {
    name,
    span: spanOf(owner, source),
    read: index,
    result: isAsync ? { ...result, promise: true } : result,
    returnsValue: inside !== undefined,
    ...(parameter && { parameter: { index: parameter.index, path: parameter.path } }),
  };
}

/** The function that returns a read's value as it is, or negated. */
function returnedBy(
  node: ts.Expression,
  initial: ReadResult,
): { owner: ts.FunctionLikeDeclaration; result: ReadResult } | undefined {
  let value: ts.Node = node;
  let { promise, inverted } = initial;
  let taken = 0;
  for (;;) {
    const parent: ts.Node = value.parent;
    if (ts.isAwaitExpression(parent)) promise = false;
    else if (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken)
      inverted = !inverted;
    else if (ts.isPropertyAccessExpression(parent) && parent.name.text === initial.path[taken]) taken++;
    else if (
      !ts.isParenthesizedExpression(parent) &&
      !ts.isAsExpression(parent) &&
      !ts.isNonNullExpression(parent) &&
      !isBooleanCall(parent)
    ) {
      break;
    }
    value = parent;
  }
  const path = initial.path.slice(taken);
  // `.off` has turned the value round already where it stands; negation is counted once.
  const result = { promise, inverted, path };
  if (ts.isArrowFunction(value.parent) && value.parent.body === value) return { owner: value.parent, result };
  if (!ts.isReturnStatement(value.parent)) return undefined;
  const block = value.parent.parent;
  const owner = block.parent;
  // A read returned from within a branch is one answer among several.
  if (!ts.isBlock(block) || !ts.isFunctionLike(owner) || !('body' in owner)) return undefined;
  const others = block.statements.some((statement) => statement !== value.parent && mayReturn(statement));
  return others ? undefined : { owner: owner as ts.FunctionLikeDeclaration, result };
}

function mayReturn(statement: ts.Node): boolean {
  if (ts.isReturnStatement(statement)) return true;
  if (ts.isFunctionLike(statement) || ts.isClassLike(statement)) return false;
  return ts.forEachChild(statement, (child) => mayReturn(child) || undefined) ?? false;
}

function isBooleanCall(node: ts.Node): boolean {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Boolean';
}

function ownerNamed(node: ts.Node, name: string): ts.FunctionLikeDeclaration | undefined {
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (ts.isFunctionLike(parent) && functionName(parent) === name)
      return parent as ts.FunctionLikeDeclaration;
  }
  return undefined;
}

/** Where services disagree about the key's position: the higher, the likelier an argument is the key. */
function likenessToKey(expression: ts.Expression, key: Constant, scopes: Scopes): number {
  if (key.kind === 'string' || key.kind === 'oneOf') return 4;
  if (ts.isTemplateExpression(unwrap(expression)) || (key.kind === 'unknown' && key.prefix !== '')) return 3;
  const node = unwrap(expression);
  const binding = ts.isIdentifier(node) ? scopes.resolve(node) : undefined;
  const type = binding && ts.isParameter(binding) ? binding.type : undefined;
  if (type?.kind === ts.SyntaxKind.StringKeyword) return 3;
  const words = wordsOf(lastName(expression) ?? '');
  if (words.some((word) => KEY_WORDS.has(word))) return 3;
  return key.kind === 'import' ? 2 : 1;
}

const KEY_WORDS = new Set(['key', 'flag', 'name', 'feature', 'toggle', 'gate']);

function argumentAt(
  node: ts.CallExpression,
  index: number,
  path: readonly string[],
): ts.Expression | undefined {
  let expression: ts.Expression | undefined = node.arguments[index];
  for (const name of path) {
    const object: ts.Expression | undefined = expression && unwrap(expression);
    if (!object || !ts.isObjectLiteralExpression(object)) return undefined;
    const property: ts.ObjectLiteralElementLike | undefined = object.properties.find(
      (candidate) => candidate.name && nameText(candidate.name) === name,
    );
    if (property && ts.isPropertyAssignment(property)) expression = property.initializer;
    else if (property && ts.isShorthandPropertyAssignment(property)) expression = property.name;
    else return undefined;
  }
  return expression;
}

function cannotBeKey(node: ts.Expression): boolean {
  return (
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isNumericLiteral(node) ||
    ts.isRegularExpressionLiteral(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    node.kind === ts.SyntaxKind.ThisKeyword
  );
}

function literalValue(node: ts.Expression | undefined): unknown {
  if (!node) return undefined;
  const value = unwrap(node);
  if (value.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (value.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isStringLiteralLike(value)) return value.text;
  if (ts.isNumericLiteral(value)) return Number(value.text);
  return undefined;
}

/** The text of a literal without its quotes, or the last name of what stands for the key. */
function keySpan(expression: ts.Expression, source: ts.SourceFile): Span {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) {
    const start = node.getStart(source) + 1;
    return span(start, Math.max(start, node.end - (isTerminated(node, source) ? 1 : 0)));
  }
  if (ts.isPropertyAccessExpression(node)) return spanOf(node.name, source);
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(unwrap(node.argumentExpression))) {
    return keySpan(node.argumentExpression, source);
  }
  return spanOf(node, source);
}

function isTerminated(node: ts.StringLiteralLike, source: ts.SourceFile): boolean {
  const quote = source.text[node.getStart(source)];
  return node.end - node.getStart(source) > 1 && source.text[node.end - 1] === quote;
}

function spanOf(node: ts.Node, source: ts.SourceFile): Span {
  return span(node.getStart(source), node.end);
}

function named(key: Constant, bulk: BulkShape | undefined): Constant {
  if (!bulk || key.kind !== 'string') return key;
  if (typeof bulk.keys === 'object') {
    if ('prefix' in bulk.keys) return { kind: 'string', value: bulk.keys.prefix + key.value };
    const { file, name } = bulk.keys.table;
    return { kind: 'import', file: '', module: `/${file}`, name, path: [key.value] };
  }
  return bulk.keys === 'same' ? key : { kind: 'renamed', name: key.value, naming: bulk.keys };
}

function omitBulk({ bulk: _, ...reader }: ReaderFact & { bulk?: BulkShape }): ReaderFact {
  return reader;
}

export function matchesBulk(object: ts.Expression, shape: BulkShape): boolean {
  let node = unwrap(object);
  if (ts.isAwaitExpression(node)) node = unwrap(node.expression);
  if (shape.isCall !== ts.isCallExpression(node)) return false;
  if (ts.isCallExpression(node)) node = unwrap(node.expression);
  for (let i = shape.names.length - 1; i >= 0; i--) {
    if (ts.isIdentifier(node)) return i === 0 && node.text === shape.names[i];
    if (!ts.isPropertyAccessExpression(node) || node.name.text !== shape.names[i]) return false;
    if (i === 0) return true;
    node = unwrap(node.expression);
  }
  return false;
}

function isCallee(node: ts.Expression): boolean {
  let value: ts.Node = node;
  while (ts.isNonNullExpression(value.parent) || ts.isParenthesizedExpression(value.parent))
    value = value.parent;
  return (
    (ts.isCallExpression(value.parent) || ts.isNewExpression(value.parent)) &&
    value.parent.expression === value
  );
}

/** `config.features.flags.x`: only the last table's member is the read. */
function isMemberOfTable(node: ts.Expression, tableReader: (object: ts.Expression) => unknown): boolean {
  const parent = node.parent;
  const isObject =
    (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
    parent.expression === node;
  return isObject && tableReader(node) !== undefined;
}

function isWritten(node: ts.Expression): boolean {
  let value: ts.Node = node;
  while (ts.isNonNullExpression(value.parent) || ts.isParenthesizedExpression(value.parent))
    value = value.parent;
  const parent = value.parent;
  if (ts.isDeleteExpression(parent)) return true;
  if (ts.isBinaryExpression(parent)) {
    const operator = parent.operatorToken.kind;
    return (
      parent.left === value &&
      operator >= ts.SyntaxKind.FirstAssignment &&
      operator <= ts.SyntaxKind.LastAssignment
    );
  }
  return (
    (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) &&
    (parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken)
  );
}

/** Whether an identifier is an operand of a condition, not a name being declared or a value handed on. */
function isTest(node: ts.Identifier): boolean {
  let value: ts.Node = node;
  for (;;) {
    const parent: ts.Node = value.parent;
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false;
    const isOperand =
      ts.isParenthesizedExpression(parent) ||
      ts.isPrefixUnaryExpression(parent) ||
      ts.isNonNullExpression(parent) ||
      (ts.isPropertyAccessExpression(parent) && parent.expression === value) ||
      (ts.isBinaryExpression(parent) && parent.right === value && isLogical(parent));
    if (!isOperand) break;
    value = parent;
  }
  const parent = value.parent;
  return (
    ((ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent)) &&
      parent.expression === value) ||
    (ts.isConditionalExpression(parent) && parent.condition === value) ||
    (ts.isBinaryExpression(parent) && parent.left === value && isLogical(parent))
  );
}

function isLogical(node: ts.BinaryExpression): boolean {
  return (
    node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    node.operatorToken.kind === ts.SyntaxKind.BarBarToken
  );
}
