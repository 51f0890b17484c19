import ts from 'typescript';
import { span } from '../text/span';
import { bulkBehind, keyOfMember, mayComeFrom } from './bulks';
import { callerGuards } from './callers';
import { createConstants, requiredModule, unwrap } from './constants';
import { declarationsIn } from './declarations';
import { exportsOf } from './exports';
import type { AskedFact, Constant, ReaderFact, ReadFact, SourceFacts, WriteFact } from './facts';
import { nameText } from './function-name';
import { createGuards, type GuardOf } from './guards';
import {
  askedWith,
  asksForFlags,
  likenessToKey,
  namedArguments,
  namedAttributes,
  objectBehind,
  saysFlag,
} from './named';
import { isNamedForFlags, isNamedForFlagTable } from './names';
import {
  argumentAt,
  attributeValue,
  cannotBeKey,
  isCallee,
  isTest,
  isWritten,
  keySpan,
  literalValue,
  spanOf,
} from './nodes';
import { originOf } from './origins';
import type { Guard } from './read';
import { importedName, lastName, referenceOf } from './references';
import { resultAt, useOf, VALUE } from './results';
import { createScopes } from './scope';
import type { BulkShape, CallShape, ShapeTable } from './shapes';
import { sourceSilencers } from './silencers';
import { givenBy, namedTable } from './tables';
import { parametersIn, substitute } from './values';
import { wrapperOf } from './wrappers';

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
    declarations: [],
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
type Found = Omit<ReadFact, 'guards' | 'testedUnder' | 'inCondition'> & {
  readonly node: ts.Expression;
  /** Where the read is a destructuring: the variable that takes the value. */
  readonly variable?: ts.Identifier;
};

function scan(path: string, text: string, shapes: ShapeTable): SourceFacts {
  const source = parseSource(path, text);
  const scopes = createScopes(source);
  const constants = createConstants(path, scopes);
  const found: Found[] = [];
  const bySite = new Map<ts.Node, Found>();
  const tests: ts.Identifier[] = [];
  const writes: WriteFact[] = [];
  const modules = new Set<string>();
  const asked: AskedFact[] = [];
  const isReader = (name: string): boolean =>
    shapes.calls.get(name)?.some(({ packages, declaredOnly }) => !packages && !declaredOnly) ||
    asksForFlags(name);

  const add = (node: ts.Expression, read: Omit<Found, 'node' | 'site'>): void => {
    const entry = { ...read, node, site: spanOf(node, source) };
    found.push(entry);
    // Several shapes may fit one call; the surest comes first and stands for the place.
    if (!bySite.has(node)) bySite.set(node, entry);
  };

  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isCallExpression(node)) {
      const module = requiredModule(node);
      if (module !== undefined) modules.add(module);
      call(node);
    } else if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      lookup(node);
    } else if (ts.isBinaryExpression(node)) {
      if (node.operatorToken.kind === ts.SyntaxKind.InKeyword) membership(node, node.left, node.right);
    } else if (ts.isVariableDeclaration(node)) {
      destructuring(node);
    } else if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node)) {
      component(node);
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
    const imported = ts.isIdentifier(callee) ? importedName(callee, scopes) : undefined;
    const candidates = [...(shapes.calls.get(name) ?? []), ...(shapes.calls.get(imported ?? '') ?? [])];
    if (candidates.every((shape) => shape.configured || shape.declaredOnly)) {
      for (const argument of namedArguments(node, scopes)) addNamed(node, callee, argument);
    }
    if (candidates.every((shape) => shape.packages || shape.declaredOnly)) {
      const index = askedWith(node, name, constants, scopes, isReader);
      if (index !== undefined) asked.push({ callee: referenceOf(path, callee, scopes), name, index });
    }
    if (candidates.length === 0) return;
    const origin = originOf(callee, scopes);
    for (const shape of candidates) {
      if (shape.receiver !== undefined && shape.receiver !== receiver) continue;
      if (shape.packages && !mayComeFrom(origin, shape.packages)) continue;
      const reader: ReaderFact = {
        callee: referenceOf(path, callee, scopes),
        namedForFlags: receiver !== undefined && isNamedForFlags(receiver),
        known: shape.configured === true,
        ...(shape.packages && { packages: shape.packages }),
        ...(origin && { origin }),
        ...(shape.module !== undefined && { module: shape.module }),
        ...(shape.wrapper !== undefined && { wrapper: shape.wrapper }),
        ...(shape.declaredOnly && { weak: true, declaredOnly: true }),
      };
      const result = resultAt(node, shape);
      if (shape.flag !== undefined) {
        const nameNode = method ? method.name : callee;
        add(node, {
          span: spanOf(nameNode, source),
          shape: 'call',
          key: { kind: 'string', value: shape.flag },
          isWrapper: true,
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
        ...(shape.opaque !== undefined && shape.wrapper === undefined && { opaque: shape.opaque }),
      });
    }
  };

  /** What only a name says to be a read: it counts where the key is declared. */
  const addNamed = (
    node: ts.Expression,
    callee: ts.Expression,
    at: ts.Expression,
    shape: ReadFact['shape'] = 'call',
  ): void => {
    const key: Constant =
      shape === 'call' ? constants.evaluate(at) : { kind: 'string', value: (at as ts.Identifier).text };
    if (key.kind === 'unknown' || key.kind === 'table' || parametersIn(key).length > 0) return;
    const table = shape === 'call' ? undefined : constants.evaluate(node);
    if (table?.kind === 'string' || table?.kind === 'oneOf') return;
    found.push({
      node,
      site: spanOf(node, source),
      span: keySpan(at, source),
      shape,
      key,
      reader: {
        callee: referenceOf(path, callee, scopes),
        namedForFlags: false,
        known: false,
        weak: true,
        declaredOnly: true,
        ...(table && isKnownElsewhere(table) && { keyTable: table }),
      },
      result: VALUE,
      opaque: 'only its name says that it reads a flag',
    });
  };

  /** `<Feature name="x">…</Feature>`. */
  const component = (node: ts.JsxElement | ts.JsxSelfClosingElement): void => {
    const opening = ts.isJsxElement(node) ? node.openingElement : node;
    const name = lastName(opening.tagName as ts.Expression);
    const known = shapes.components.filter((shape) => shape.name === name);
    if (known.length === 0) {
      const tag = opening.tagName as ts.Expression;
      for (const value of namedAttributes(opening)) addNamed(node, tag, value);
    }
    for (const shape of known) {
      const origin = originOf(opening.tagName as ts.Expression, scopes);
      if (shape.packages && !mayComeFrom(origin, shape.packages)) continue;
      const value = attributeValue(opening, shape.attribute);
      if (!value) continue;
      add(node, {
        span: keySpan(value, source),
        shape: 'call',
        key: constants.evaluate(value),
        reader: {
          callee: referenceOf(path, opening.tagName as ts.Expression, scopes),
          namedForFlags: false,
          known: shape.packages === undefined,
          ...(shape.packages && { packages: shape.packages }),
          ...(origin && { origin }),
        },
        result: { ...VALUE, inverted: shape.inverted },
        opaque: 'a component decides what is shown',
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
      const expression = argumentAt(node, index, members, (value) => objectBehind(value, scopes));
      if (!expression || ts.isSpreadElement(expression)) continue;
      if (!shape.via && cannotBeKey(unwrap(expression))) continue;
      const argument = constants.evaluate(expression);
      const { via } = shape;
      const key = via ? substitute(via, (part) => (part.kind === 'parameter' ? argument : part)) : argument;
      if (key.kind === 'table') continue;
      const score = shape.keys.length === 1 ? 0 : likenessToKey(expression, key, scopes);
      if (!best || score > best.score) best = { expression, key, score };
    }
    return best;
  };

  const tableReader = (object: ts.Expression): (ReaderFact & { bulk?: BulkShape }) | undefined => {
    const named = namedTable(object, scopes);
    const bulk =
      bulkBehind(object, shapes.bulks, scopes) ?? (named && bulkBehind(named, shapes.bulks, scopes));
    if (!bulk && !named) return undefined;
    const origin = bulk ? bulk.origin : givenBy(object, scopes);
    return {
      callee: referenceOf(path, named ?? object, scopes),
      namedForFlags: true,
      known: bulk !== undefined && bulk.shape.packages === undefined,
      ...(bulk && { bulk: bulk.shape }),
      ...(bulk?.shape.packages && { packages: bulk.shape.packages }),
      ...(origin && { origin }),
    };
  };

  const lookup = (node: ts.PropertyAccessExpression | ts.ElementAccessExpression): void => {
    const reader = tableReader(node.expression);
    if (isCallee(node)) return;
    if (!reader && ts.isPropertyAccessExpression(node) && saysFlag(node.name.text) && !isWritten(node))
      addNamed(node, node.expression, node.name, 'lookup');
    if (!reader || isMemberOfTable(node, tableReader)) return;
    const name = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
    const key: Constant = ts.isPropertyAccessExpression(node)
      ? { kind: 'string', value: node.name.text }
      : constants.evaluate(node.argumentExpression);
    if (ts.isNumericLiteral(name) || key.kind === 'table') return;
    const range = ts.isPropertyAccessExpression(node)
      ? spanOf(node.name, source)
      : keySpan(node.argumentExpression, source);
    if (isWritten(node)) {
      writes.push({ span: range, table: reader.callee, key: keyOfMember(key, reader.bulk) });
      return;
    }
    // A constant table of keys (`FLAGS.NEW`) names flags; it does not answer for them.
    const value = constants.evaluate(node);
    if (value.kind === 'string' || value.kind === 'oneOf') return;
    const ofKeys = isKnownElsewhere(value) ? { keyTable: value } : {};
    add(node, {
      span: range,
      shape: 'lookup',
      key: keyOfMember(key, reader.bulk),
      reader: { ...omitBulk(reader), ...ofKeys },
      result: useOf(node),
    });
  };

  const membership = (node: ts.Expression, left: ts.Expression, right: ts.Expression): void => {
    const reader = tableReader(right);
    const key = constants.evaluate(left);
    if (!reader || key.kind === 'unknown' || key.kind === 'table' || parametersIn(key).length > 0) return;
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
      if (!name || element.dotDotDotToken || !ts.isIdentifier(element.name)) continue;
      const text = nameText(name);
      const computed = ts.isComputedPropertyName(name) ? name.expression : undefined;
      const key: Constant | undefined =
        text !== undefined ? { kind: 'string', value: text } : computed && constants.evaluate(computed);
      if (!key || key.kind === 'table') continue;
      const range = ts.isStringLiteralLike(name)
        ? span(name.getStart(source) + 1, name.end - 1)
        : computed
          ? keySpan(computed, source)
          : spanOf(name, source);
      found.push({
        node: node.initializer,
        variable: element.name,
        site: spanOf(element, source),
        span: range,
        shape: 'lookup',
        key: keyOfMember(key, reader.bulk),
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
  const toGuards = (list: readonly (GuardOf<Found> & { via?: readonly string[] })[], self: Found): Guard[] =>
    list
      .filter((guard) => guard.read !== self)
      .map(({ read, when, via }) => ({ span: read.span, when, ...(via && { via }) }));

  const reads = found.map((read): ReadFact => {
    const { node, variable: _, ...fact } = read;
    return {
      ...fact,
      guards: toGuards([...guards.of(node), ...callerGuards(node, source, scopes, guards)], read),
      testedUnder: toGuards(tested.get(read) ?? [], read),
      inCondition: isTest(node),
    };
  });
  const { exports, exportAll } = exportsOf(source, constants, scopes);
  return {
    path,
    reads,
    wrappers: found.flatMap((read, index) =>
      read.reader.declaredOnly && read.reader.wrapper === undefined
        ? []
        : (wrapperOf(read, index, source) ?? []),
    ),
    modules: [...modules],
    exports,
    exportAll,
    writes,
    ...(asked.length > 0 && { asked }),
    declarations: declarationsIn(source),
    silencers: text.includes('flagwright-ignore') ? sourceSilencers(source) : [],
  };
}

/** Whether only another file tells what a value is. */
function isKnownElsewhere({ kind }: Constant): boolean {
  return kind === 'import' || kind === 'element';
}

function omitBulk({ bulk: _, ...reader }: ReaderFact & { bulk?: BulkShape }): ReaderFact {
  return reader;
}

/** `config.features.flags.x`: only the last table's member is the read. */
function isMemberOfTable(node: ts.Expression, tableReader: (object: ts.Expression) => unknown): boolean {
  const parent = node.parent;
  const isObject =
    (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
    parent.expression === node;
  const isDestructured = ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name);
  return (isObject || isDestructured || ts.isAwaitExpression(parent)) && tableReader(node) !== undefined;
}
