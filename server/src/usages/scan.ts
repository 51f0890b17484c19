import ts from 'typescript';
import { addTemplateReads } from './angular-templates';
import { keyArguments } from './arguments';
import { askable, askedIn } from './asks';
import { branchesOf } from './branches';
import { bulkHoldersIn } from './bulk-holders';
import { keyNamed, mayComeFrom } from './bulks';
import { callersOf } from './callers';
import { createComponents } from './components';
import { createConstants, iteratedList, requiredModule } from './constants';
import { declarationsIn } from './declarations';
import { calledName, readerGiven, typesOfKey } from './declared-readers';
import { doubtfulIn } from './doubtful';
import { emptyFacts } from './empty-facts';
import { exportsOf } from './exports';
import type { AskedFact, Constant, Origin, ReaderFact, ReadFact, SourceFacts, WriteFact } from './facts';
import { defaultBehind } from './fallback';
import { createGuards, type GuardOf, partAsked } from './guards';
import { holdersIn } from './holders';
import { askedThrough } from './hooks';
import { callsUnder } from './imported-uses';
import { type AddRead, createLookups, type Found, isKnownElsewhere } from './lookups';
import { mocksIn } from './mocks';
import {
  askedWith,
  asksForFlags,
  asksForState,
  isEnvironment,
  isLikeKey,
  isNamedGetter,
  namedArguments,
} from './named';
import { isNamedForFlags } from './names';
import { askersIn } from './network';
import { isCallee, isTest, isWritten, keySpan, literalValue, spanOf } from './nodes';
import { originOf } from './origins';
import { overridesIn } from './overrides';
import { type Branch, BY_NAME, GIVES_READER, type Guard } from './read';
import { lastName, otherNames, referenceOf } from './references';
import { resultAt, VALUE } from './results';
import { createScopes } from './scope';
import { type CallShape, EACH, type KnownShape, type ShapeTable } from './shapes';
import { sourceSilencers } from './silencers';
import { isTooDeep, parseSource } from './source';
import { namedTable } from './tables';
import { createTargets } from './targets';
import { kindsWhere, treeOf } from './tree';
import { unwrap } from './unwrap';
import { derive, keyMade, parametersIn } from './values';
import { wrapperOf } from './wrappers';

/**
 * Scans one source file into facts. It looks at that file alone, and never fails: a source with errors gives what its
 * tree still shows, one that is too large or nested too deeply for the parser says so.
 */
export function scanSource(
  path: string,
  text: string,
  shapes: ShapeTable,
  { parse = parseSource, readsAlone = false }: ScanHow = {},
): SourceFacts {
  if (isTooLarge(text)) return { ...emptyFacts(path), unparsed: 'large' };
  try {
    return scan(path, parse(path, text), shapes, readsAlone);
  } catch (error) {
    // The parser recurses as deeply as the source nests.
    if (isTooDeep(error)) return { ...emptyFacts(path), unparsed: 'deep' };
    throw error;
  }
}

export interface ScanHow {
  readonly parse?: typeof parseSource;
  /** Leaves out all but reads, silencers and imports: nobody asks yet what the file tells of others. */
  readonly readsAlone?: boolean;
}

/** Whether a source is so large that it can but be a bundle, which takes seconds to parse. */
export function isTooLarge(text: string): boolean {
  return text.length > 2_000_000;
}

/** What may be a read, or tell of one. */
const LOOKED_AT = kindsWhere(
  (node) =>
    ts.isCallExpression(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isBinaryExpression(node) ||
    ts.isObjectBindingPattern(node) ||
    ts.isJsxElement(node) ||
    ts.isJsxSelfClosingElement(node) ||
    ts.isFunctionLike(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node),
);

function scan(path: string, source: ts.SourceFile, shapes: ShapeTable, readsAlone: boolean): SourceFacts {
  const scopes = createScopes(source);
  const constants = createConstants(path, scopes);
  const targets = createTargets(path, scopes);
  const found: Found[] = [];
  const bySite = new Map<ts.Node, Found>();
  const writes: WriteFact[] = [];
  const modules = new Set<string>();
  const asked: AskedFact[] = [];
  const keyTypes: Constant[] = [];
  const known = askable(shapes);
  const isUsual = ({ packages, declaredOnly }: CallShape): boolean => !packages && !declaredOnly;
  const isReader = (name: string): boolean =>
    asksForFlags(name) || known.lasting(name).some(isUsual) || known.ofFunction(name).some(isUsual);

  const add: AddRead = (node, read, place = node) => {
    const entry = { ...read, node, site: spanOf(place, source) };
    found.push(entry);
    // Several shapes may fit one call; the surest comes first and stands for the place.
    if (!bySite.has(place)) bySite.set(place, entry);
  };

  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const module = requiredModule(node);
      if (module !== undefined) modules.add(module);
      call(node);
      callback(node);
      addTemplateReads(node, path, scopes, add);
    } else if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      if (!isReaderHandedOn(node)) lookup(node);
      if (ts.isPropertyAccessExpression(node)) member(node);
    } else if (ts.isBinaryExpression(node)) {
      if (node.operatorToken.kind === ts.SyntaxKind.InKeyword) membership(node, node.left, node.right);
      else search(node);
    } else if (ts.isObjectBindingPattern(node)) {
      destructuring(node);
    } else if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node)) {
      component(node);
    } else if (ts.isFunctionLike(node)) {
      keyTypes.push(...typesOfKey(node, path, constants, known));
      const given = readerGiven(node, path, known);
      if (given) asked.push(given);
    } else if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      if (ts.isStringLiteralLike(node.moduleSpecifier)) modules.add(node.moduleSpecifier.text);
    }
  };

  const call = (node: ts.CallExpression): void => {
    const callee = unwrap(node.expression);
    const method = ts.isPropertyAccessExpression(callee) ? callee : undefined;
    const name = calledName(callee);
    if (name === undefined) return;
    if (name === 'get' && taken(node)) return;
    if (name === 'includes' && includedIn(node)) return;
    const receiver = method && lastName(method.expression);
    const others = ts.isIdentifier(callee) ? otherNames(callee, scopes) : [];
    const candidates = known.ofCall([name, ...others], node.arguments.length > 0);
    if (
      name === 'includes' &&
      method &&
      node.arguments.length === 1 &&
      namedTable(method.expression, scopes) &&
      // What a team has agreed on comes first.
      !candidates.some((shape) => shape.configured && shape.receiver === receiver)
    ) {
      membership(node, node.arguments[0]!, method.expression, { isList: true });
      return;
    }
    if (candidates.every((shape) => shape.packages || shape.declaredOnly)) {
      const index = askedWith(node, name, constants, scopes, isReader);
      if (index !== undefined) asked.push({ callee: referenceOf(path, callee, scopes), name, index });
    }
    const origin = candidates.length > 0 ? originOf(callee, scopes) : undefined;
    const before = found.length;
    for (const shape of candidates) {
      if (shape.receiver !== undefined && shape.receiver !== receiver) continue;
      if (shape.packages && !mayComeFrom(origin, shape.packages)) continue;
      const reader = readerOf(callee, shape, origin);
      const place = shape.curried ? askedThrough(node) : node;
      const result = resultAt(place ?? node, shape, scopes);
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
      const given = shape.default === undefined ? undefined : node.arguments[shape.default];
      const codeDefault = literalValue(given);
      const takesList = shape.keys.some((path) => path.includes(EACH));
      for (const argument of keyArguments(node, shape, constants, scopes)) {
        // What counts for declared flags alone, and whose key nobody can ever know, counts for none.
        if (shape.family !== undefined && shape.declaredOnly && argument.key.kind === 'unknown') continue;
        const read = {
          span: keySpan(argument.expression, source),
          shape: 'call' as const,
          key: keyNamed(argument.key, shape.naming),
          reader,
          result,
          ...(takesList && { isPart: true }),
          ...(shape.symbol && { isSymbol: true }),
          ...(codeDefault !== undefined && { codeDefault }),
          ...(given && { default: constants.evaluate(given) }),
          ...(shape.opaque !== undefined && shape.family === undefined && { opaque: shape.opaque }),
          ...(!place && { opaque: GIVES_READER }),
        };
        add(node, read, place);
      }
    }
    // Names of services and of others' wrappers are not theirs alone: what only such a shape fits may be another reader.
    const isOwn = found
      .slice(before)
      .some(({ reader }) => !reader.known && !reader.declaredOnly && !reader.packages && !reader.family);
    if (!isOwn) for (const argument of namedArguments(node, scopes)) addNamed(node, callee, argument);
  };

  const readerOf = (callee: ts.Expression, shape: KnownShape, origin: Origin | undefined): ReaderFact => {
    const receiver = ts.isPropertyAccessExpression(callee) ? lastName(callee.expression) : undefined;
    return {
      callee: referenceOf(path, callee, scopes),
      namedForFlags: receiver !== undefined && isNamedForFlags(receiver),
      known: shape.configured === true,
      ...(shape.packages && { packages: shape.packages }),
      ...(origin && { origin }),
      ...(shape.module !== undefined && { module: shape.module }),
      ...(shape.family !== undefined && { family: shape.family }),
      ...((shape.family !== undefined || !shape.packages) && targetOf(callee, receiver)),
      ...(shape.isMember && { isMember: true }),
      ...(shape.declaredOnly && { weak: true, declaredOnly: true }),
    };
  };

  /** `gates.isDark` of a getter that gives a flag's value. */
  const member = (node: ts.PropertyAccessExpression): void => {
    for (const shape of known.ofMember(node.name.text)) {
      if (shape.flag === undefined || isCallee(node) || isWritten(node)) continue;
      const { promise = false, inverted = false, path: at = [], gives } = shape;
      add(node, {
        span: spanOf(node.name, source),
        shape: 'call',
        key: { kind: 'string', value: shape.flag },
        isWrapper: true,
        reader: readerOf(node, shape, undefined),
        result: { promise, inverted, path: at, ...(gives && { gives }) },
      });
    }
  };

  /** `KEYS.some(isOn)`: a reader that is handed to what runs over a list is asked for each of it. */
  const callback = (node: ts.CallExpression): void => {
    const over = iteratedList(node);
    const reader = over && node.arguments[0] && unwrap(node.arguments[0]);
    const name = reader && !ts.isCallExpression(reader) ? calledName(reader) : undefined;
    if (!over || !reader || name === undefined) return;
    const receiver = ts.isPropertyAccessExpression(reader) ? lastName(reader.expression) : undefined;
    const others = ts.isIdentifier(reader) ? otherNames(reader, scopes) : [];
    const origin = originOf(reader, scopes);
    const list = unwrap(over);
    const isLiteral = ts.isArrayLiteralExpression(list) && !list.elements.some(ts.isSpreadElement);
    for (const shape of known.ofCall([name, ...others], true)) {
      if (!shape.keys.some((place) => place[0] === 0 && place.length === 1)) continue;
      if (shape.receiver !== undefined && shape.receiver !== receiver) continue;
      if (shape.packages && !mayComeFrom(origin, shape.packages)) continue;
      for (const at of isLiteral ? list.elements : [list]) {
        const value = constants.evaluate(at);
        const key = keyMade(shape.via, isLiteral ? value : derive('each', value));
        found.push({
          node,
          site: spanOf(node, source),
          span: keySpan(at, source),
          shape: 'call',
          key: keyNamed(key, shape.naming),
          reader: readerOf(reader, shape, origin),
          result: VALUE,
          isPart: true,
          opaque: 'it asks for each flag of a list',
        });
      }
    }
  };

  /** `keys.filter(flags.isEnabled)`: a reader is no flag of the table that it stands in. */
  const isReaderHandedOn = (node: ts.PropertyAccessExpression | ts.ElementAccessExpression): boolean =>
    ts.isPropertyAccessExpression(node) &&
    ts.isCallExpression(node.parent) &&
    node.parent.expression !== node &&
    known.ofCall([node.name.text], true).some(({ packages }) => !packages);

  const targetOf = (
    callee: ts.Expression,
    receiver: string | undefined,
  ): Pick<ReaderFact, 'target' | 'receiver'> => {
    const target = targets(callee);
    return { ...(target && { target }), ...(receiver !== undefined && { receiver }) };
  };

  /** What only a name says to be a read: it counts where the key is declared. */
  const addNamed = (
    node: ts.Expression,
    callee: ts.Expression,
    at: ts.Expression,
    shape: ReadFact['shape'] = 'call',
  ): void => {
    const isOfEnvironment = shape === 'lookup' && isEnvironment(callee, scopes);
    const isName = ts.isPropertyAccessExpression(node) && node.name === at;
    const key: Constant = isName ? { kind: 'string', value: node.name.text } : constants.evaluate(at);
    if (key.kind === 'unknown' || key.kind === 'table') return;
    // Of a getter, what asks it in its turn is likely as well: `toggles.getValue(key)`.
    const isGetter = shape === 'call' && ts.isCallExpression(node) && isNamedGetter(callee, scopes);
    // A function that only its own name speaks for may make something else of a key: `getFlagEventName(key)`.
    const takesKeys = isGetter && ts.isPropertyAccessExpression(callee) && isLikeKey(at, key, scopes);
    if (!takesKeys && parametersIn(key).length > 0) return;
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
        ...(shape === 'call' && asksForState(node, callee) && { asksState: true }),
        ...(isOfEnvironment && { isEnvironment: true }),
        ...(table && isKnownElsewhere(table) && { keyTable: table }),
      },
      result: VALUE,
      isGetter,
      opaque: BY_NAME,
    });
  };

  const component = createComponents({
    path,
    source,
    scopes,
    constants,
    shapes: shapes.components,
    known,
    targets,
    add,
    addUndeciding: (node, read) => found.push({ ...read, node, site: spanOf(node, source) }),
    addNamed,
  });

  const { lookup, taken, includedIn, membership, destructuring, search, tableReader } = createLookups({
    path,
    source,
    scopes,
    constants,
    bulks: shapes.bulks,
    add,
    addNamed,
    write: (write) => writes.push(write),
  });

  for (const node of treeOf(source).of(LOOKED_AT)) look(node);

  const guards = createGuards<Found>((node) => {
    const read = bySite.get(node);
    return read && { read, inverted: read.result.inverted };
  }, scopes);
  // A place may be found in several shapes; they are one read, told by its place.
  const tested = new Map<number, GuardOf<Found>[]>();
  const branches = new Map<number, Branch[]>();
  for (const identifier of found.length > 0 ? treeOf(source).identifiers : []) {
    if (!isTest(identifier)) continue;
    const behind = guards.readBehind(identifier);
    if (!behind) continue;
    const { start } = behind.read.span;
    tested.set(start, [...(tested.get(start) ?? []), ...guards.of(identifier)]);
    const decided = branchesOf(identifier, ({ span }) => span.start === start, guards, source);
    branches.set(start, [...(branches.get(start) ?? []), ...decided]);
  }
  const toGuards = (list: readonly (GuardOf<Found> & { via?: readonly string[] })[], self?: Found): Guard[] =>
    list
      // Where one flag or another is on, the one does not depend on the other.
      .filter(({ read, either = [read] }) => !either.some(({ span }) => span.start === self?.span.start))
      .map(({ read, when, part, via }) => ({
        span: read.span,
        when,
        ...(part !== undefined && { part }),
        ...(via && { via }),
      }));

  const reads = found.map((read): ReadFact => {
    const { node, variable: _, isGetter: __, default: ___, ...fact } = read;
    const callers = callersOf(node, source, scopes, guards);
    const part = partAsked(node);
    const { start } = read.span;
    const decided = [
      ...branchesOf(node, ({ span }) => span.start === start, guards, source),
      ...(branches.get(start) ?? []),
    ];
    return {
      ...fact,
      guards: toGuards([...guards.of(node), ...callers.guards], read),
      ...(callers.entry && { entry: callers.entry }),
      testedUnder: toGuards(tested.get(start) ?? [], read),
      inCondition: isTest(node),
      ...(part !== undefined && { part }),
      ...(fact.codeDefault === undefined && defaultBehind(node, read.result)),
      ...(decided.length > 0 && { branches: decided }),
    };
  });
  const silencers = source.text.includes('flagwright-ignore') ? sourceSilencers(source) : [];
  if (readsAlone) return { ...emptyFacts(path), reads, modules: [...modules], silencers };
  const guardedCalls = found.length > 0 ? callsUnder(path, source, scopes, guards, toGuards) : [];
  const askers = askersIn(source, scopes);
  const doubtful = doubtfulIn(source, scopes, known);
  const overrides = overridesIn(path, source, scopes, targets);
  const { exports, exportAll } = exportsOf(source, constants, scopes);
  const bulkHolders = bulkHoldersIn(source, shapes.bulks, scopes, tableReader);
  const holders = holdersIn(path, source, scopes, targets);
  return {
    path,
    reads,
    wrappers: found.flatMap((read, index) =>
      read.reader.declaredOnly && read.reader.family === undefined && !read.isGetter
        ? []
        : (wrapperOf(read, index, source, scopes, guards) ?? []),
    ),
    modules: [...modules],
    exports,
    exportAll,
    writes,
    ...(guardedCalls.length > 0 && { guardedCalls }),
    ...(bulkHolders.length > 0 && { bulkHolders }),
    ...(asked.length > 0 && { asked }),
    ...(keyTypes.length > 0 && { keyTypes }),
    ...(holders.length > 0 && { holders }),
    ...(doubtful.length > 0 && { doubtful }),
    ...(overrides.length > 0 && { overrides }),
    ...(askers.length > 0 && { askers }),
    declarations: declarationsIn(source),
    ...mocksIn(source, (name) => known.lasting(name).length > 0 || known.ofFunction(name).length > 0),
    silencers,
    asks: askedIn(known.asks),
  };
}
