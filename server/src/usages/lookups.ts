import ts from 'typescript';
import { span } from '../text/span';
import { type Bulk, bulksBehind, bulksTaken, keyNamed } from './bulks';
import type { Constants } from './constants';
import type { Constant, Origin, ReaderFact, ReadFact, Reference, WriteFact } from './facts';
import { isEnvironment, saysFlag } from './named';
import { isFlagsOfConfig, isNamedForFlagTable } from './names';
import { isCallee, isWritten, keySpan, spanOf } from './nodes';
import { isLodash, originOf } from './origins';
import { nameText } from './property-names';
import { IS_OBJECT, type ReadResult, TAKEN_APART } from './read';
import { lastName, referenceOf } from './references';
import { memberResult, takenFrom, VALUE } from './results';
import { type Binding, type Scopes, variableOf } from './scope';
import { searchedList } from './searches';
import type { BulkShape } from './shapes';
import { givenBy, isOfReference, listed, namedTable } from './tables';
import { unwrap } from './unwrap';
import { parametersIn } from './values';

/** A read as it is found, before the guards are known. */
export type Found = Omit<ReadFact, 'guards' | 'testedUnder' | 'inCondition' | 'branches'> & {
  readonly node: ts.Expression;
  /** What it is given for the default. */
  readonly default?: Constant;
  /** Where the read is a destructuring: the variable that takes the value. */
  readonly variable?: ts.Identifier;
  /** Only its name speaks for it, but it says that the call gives the flag's value. */
  readonly isGetter?: boolean;
};

/** Takes a read in; `place` is what it is at, where that is no expression. */
export type AddRead = (node: ts.Expression, read: Omit<Found, 'node' | 'site'>, place?: ts.Node) => void;

interface Context {
  readonly path: string;
  readonly source: ts.SourceFile;
  readonly scopes: Scopes;
  readonly constants: Constants;
  readonly bulks: readonly BulkShape[];
  readonly add: AddRead;
  /** Takes in what only a name says to be a read. */
  readonly addNamed: (
    node: ts.Expression,
    callee: ts.Expression,
    at: ts.Expression,
    shape: ReadFact['shape'],
  ) => void;
  readonly write: (write: WriteFact) => void;
}

/** Finds the reads that take a flag out of a table or a list of all flags. */
export interface Lookups {
  lookup(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): void;
  /** `get(flags, 'x')` of lodash, the same as `flags.x`; false where the object is no table of flags. */
  taken(call: ts.CallExpression): boolean;
  /** `includes(names, 'x')` of lodash, the same as `names.includes('x')`; false where the object is no list of flags. */
  includedIn(call: ts.CallExpression): boolean;
  /** `'x' in flags`, or, of a list of names, `flags.includes('x')`. */
  membership(
    node: ts.Expression,
    left: ts.Expression,
    right: ts.Expression,
    how?: { readonly isList: boolean },
  ): void;
  destructuring(pattern: ts.ObjectBindingPattern): void;
  search(node: ts.BinaryExpression): void;
  /** Who answers for the members of an object that holds a bulk result. */
  tableReader(object: ts.Expression, bulk: Bulk): ReaderFact;
}

export function createLookups({
  path,
  source,
  scopes,
  constants,
  bulks,
  add,
  addNamed,
  write,
}: Context): Lookups {
  const readerOf = (
    object: ts.Expression | undefined,
    bulk: Bulk | undefined,
    origin: Origin | undefined = bulk?.origin,
  ): TableReader => ({
    callee: object
      ? referenceOf(path, object, scopes)
      : { kind: 'unresolved', name: bulk?.shape.names.join('.') ?? '?' },
    namedForFlags: true,
    known: bulk !== undefined && bulk.shape.packages === undefined,
    ...(bulk && { bulk: bulk.shape, isShaped: true }),
    ...(bulk?.shape.packages && { packages: bulk.shape.packages }),
    ...(bulk?.shape.module !== undefined && { module: bulk.shape.module }),
    ...(bulk?.shape.holder !== undefined && { holder: bulk.shape.holder }),
    ...(origin && { origin }),
  });

  /** Who may answer for the members of an object, the surest first; for each variable once. */
  const tableReaders = (object: ts.Expression): readonly TableReader[] => {
    const node = unwrap(object);
    const binding = ts.isIdentifier(node) ? scopes.resolve(node) : undefined;
    const known = binding && readersOf.get(binding);
    if (known) return known;
    const readers = findReaders(object);
    if (binding) readersOf.set(binding, readers);
    return readers;
  };
  const readersOf = new Map<Binding, readonly TableReader[]>();

  const findReaders = (object: ts.Expression): TableReader[] => {
    const named = namedTable(object, scopes);
    const own = bulksBehind(object, bulks, scopes);
    const found = own.length > 0 || !named ? own : bulksBehind(named, bulks, scopes);
    const readers = found
      .filter(({ shape }) => shape.list === undefined)
      .map((bulk) => readerOf(named ?? object, bulk));
    if (!named || found.some(({ isSure }) => isSure)) return readers;
    return [...readers, readerOf(named, undefined, givenBy(object, scopes))];
  };

  /** `useFlags().dark.enabled`: what is taken of a flag is no flag, whatever its table is called. */
  const isFlag = (object: ts.Expression): boolean => {
    const node = unwrap(object);
    return (
      (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) &&
      bulksBehind(node.expression, bulks, scopes).some(({ isSure, shape }) => isSure && shape.path)
    );
  };

  const lookup = (node: ts.PropertyAccessExpression | ts.ElementAccessExpression): void => {
    if (isCallee(node)) return;
    const all = tableReaders(node.expression);
    // Where nothing but its name says what an object is, it may as well be a reference to one.
    const readers = isOfReference(node) ? all.filter(({ bulk }) => bulk) : all;
    if (readers.length === 0 && isEnvironment(node.expression, scopes)) {
      variable(node);
      return;
    }
    if (
      readers.length === 0 &&
      ts.isPropertyAccessExpression(node) &&
      saysFlag(node.name.text) &&
      !isWritten(node)
    )
      addNamed(node, node.expression, node.name, 'lookup');
    if (
      readers.length === 0 ||
      isFlag(node.expression) ||
      (!readers[0]!.bulk?.path && isMemberOfTable(node, tableReaders))
    )
      return;
    const name = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
    const key: Constant = ts.isPropertyAccessExpression(node)
      ? { kind: 'string', value: node.name.text }
      : constants.evaluate(node.argumentExpression);
    if (ts.isNumericLiteral(name) || key.kind === 'table') return;
    const range = ts.isPropertyAccessExpression(node)
      ? spanOf(node.name, source)
      : keySpan(node.argumentExpression, source);
    if (isWritten(node)) {
      const [reader] = readers;
      write({ span: range, table: reader!.callee, key: keyNamed(key, reader!.bulk?.keys) });
      return;
    }
    // A constant table of keys (`FLAGS.NEW`) names flags; it does not answer for them.
    const value = constants.evaluate(node);
    const isObject = value.kind === 'table';
    if (isOfKeys(value) || isPartWritten(node)) return;
    const told = isKnownElsewhere(value) ? { keyTable: value } : {};
    for (const reader of readers) {
      add(node, {
        span: range,
        shape: 'lookup',
        key: keyNamed(key, reader.bulk?.keys),
        reader: {
          ...omitBulk(reader),
          ...told,
          ...(isObject && !reader.known && { weak: true }),
        },
        result: memberResult(node, reader.bulk),
        ...(isObject && { opaque: IS_OBJECT }),
      });
    }
  };

  const taken = (call: ts.CallExpression): boolean => {
    const [object, at] = call.arguments;
    if (!object || !at || !isLodash(originOf(call.expression, scopes), 'get')) return false;
    const readers = tableReaders(object);
    const key = constants.evaluate(at);
    // `get(flags, 'x.on')` goes further in.
    const isPath = key.kind === 'string' ? key.value.includes('.') : key.kind === 'table';
    if (readers.length === 0 || isPath) return false;
    for (const reader of readers) {
      add(call, {
        span: keySpan(at, source),
        shape: 'lookup',
        key: keyNamed(key, reader.bulk?.keys),
        reader: omitBulk(reader),
        result: memberResult(call, reader.bulk),
      });
    }
    return true;
  };

  const includedIn = (call: ts.CallExpression): boolean => {
    const [list, at, ...others] = call.arguments;
    if (!list || !at || others.length > 0 || !isLodash(originOf(call.expression, scopes), 'includes'))
      return false;
    if (!namedTable(list, scopes)) return false;
    membership(call, at, list, { isList: true });
    return true;
  };

  /** `process.env.NEW_UI`, `process.env['NEW_UI']`. */
  const variable = (node: ts.PropertyAccessExpression | ts.ElementAccessExpression): void => {
    const at = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
    if (!isWritten(node)) {
      addNamed(node, node.expression, at, 'lookup');
      return;
    }
    const key: Constant = ts.isPropertyAccessExpression(node)
      ? { kind: 'string', value: node.name.text }
      : constants.evaluate(node.argumentExpression);
    if (key.kind === 'unknown' || key.kind === 'table') return;
    write({
      span: keySpan(at, source),
      table: referenceOf(path, node.expression, scopes),
      key,
      isEnvironment: true,
    });
  };

  const membership = (
    node: ts.Expression,
    left: ts.Expression,
    right: ts.Expression,
    {
      result = VALUE,
      isList = false,
      isFind = false,
    }: { readonly result?: ReadResult; readonly isList?: boolean; readonly isFind?: boolean } = {},
  ): void => {
    const reader = tableReaders(right)[0];
    const key = constants.evaluate(left);
    const list = isList ? listed(right, scopes) : undefined;
    if (!reader || key.kind === 'unknown' || key.kind === 'table') return;
    if (!list && (parametersIn(key).length > 0 || isEachOne(left, scopes))) return;
    add(node, {
      span: keySpan(left, source),
      shape: 'lookup',
      key: keyNamed(key, reader.bulk?.keys),
      reader: {
        ...omitBulk(reader),
        known: false,
        ...(list ? { list } : { weak: true }),
        ...(isFind && result.path.length > 0 && { isFound: true }),
      },
      result,
    });
  };

  /** `const { darkMode, beta: isBeta } = featureFlags`, `({ flags: { darkMode } }) => …`. */
  const destructuring = (pattern: ts.ObjectBindingPattern): void => {
    const owner = pattern.parent;
    const initializer = ts.isVariableDeclaration(owner) ? owner.initializer : undefined;
    const readers = initializer
      ? tableReaders(ts.isAwaitExpression(initializer) ? initializer.expression : initializer)
      : bulksTaken(pattern, bulks, scopes).map((bulk) => readerOf(undefined, bulk));
    if (readers.length === 0 && initializer && isEnvironment(initializer, scopes)) {
      takeApart(pattern, environmentReader(initializer), initializer);
      return;
    }
    const named = initializer || readers.length > 0 ? undefined : memberNamedForFlags(pattern);
    for (const reader of named ? [{ ...readerOf(undefined, undefined), callee: named }] : readers)
      takeApart(pattern, reader, initializer);
  };

  /** `const { NEW_UI } = process.env`: of variables only their names speak for flags. */
  const environmentReader = (object: ts.Expression): TableReader => ({
    callee: referenceOf(path, object, scopes),
    namedForFlags: false,
    known: false,
    weak: true,
    declaredOnly: true,
    isEnvironment: true,
  });

  const takeApart = (
    pattern: ts.ObjectBindingPattern,
    reader: TableReader,
    initializer: ts.Expression | undefined,
  ): void => {
    for (const element of pattern.elements) {
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
      const read = {
        variable: element.name,
        ...(!element.propertyName && { isShorthand: true }),
        span: range,
        shape: 'lookup' as const,
        key: keyNamed(key, reader.bulk?.keys),
        reader: omitBulk(reader),
        result: memberResult(undefined, reader.bulk),
        opaque: TAKEN_APART,
      };
      add(initializer ?? element.name, read, element);
    }
  };

  /** `useFlags().find((flag) => flag.name === 'x')`: the flags come as a list, and the callback looks for one. */
  const search = (node: ts.BinaryExpression): void => {
    const place = searchedList(node);
    if (!place) return;
    const known = bulksBehind(place.list, bulks, scopes);
    const named = known.length === 0 ? namedTable(place.list, scopes) : undefined;
    if (named && NAME_MEMBERS.has(place.member))
      membership(place.call, place.key, place.list, {
        result: takenFrom(place.call),
        isFind: place.isFind,
      });
    for (const bulk of known) {
      if (bulk.shape.list !== place.member) continue;
      add(place.call, {
        span: keySpan(place.key, source),
        shape: 'lookup',
        key: constants.evaluate(place.key),
        reader: omitBulk(readerOf(place.list, bulk)),
        result: VALUE,
        opaque: 'it looks the flag up in a list',
      });
    }
  };

  const tableReader = (object: ts.Expression, bulk: Bulk): ReaderFact => omitBulk(readerOf(object, bulk));

  return { lookup, taken, includedIn, membership, destructuring, search, tableReader };
}

/** `const { flags: { dark } } = config`: what is taken apart is the member `config.flags`, as it is called elsewhere. */
function memberNamedForFlags({ parent }: ts.ObjectBindingPattern): Reference | undefined {
  const name = ts.isBindingElement(parent) && parent.propertyName && nameText(parent.propertyName);
  if (!name) return undefined;
  const around = parent.parent.parent;
  const owner = ts.isBindingElement(around)
    ? around.propertyName && nameText(around.propertyName)
    : ts.isVariableDeclaration(around)
      ? around.initializer && lastName(around.initializer)
      : undefined;
  const isTable = isNamedForFlagTable(name) || (owner !== undefined && isFlagsOfConfig(owner, name));
  return isTable ? { kind: 'unresolved', name: `${owner ?? '?'}.${name}` } : undefined;
}

/**
 * Whether a member of a table is a flag's key, or describes a flag by its key, `{ key: 'dark', owner: 'web' }`: it names the
 * flag, and does not answer for it.
 */
export function isOfKeys(member: Constant): boolean {
  if (member.kind !== 'table') return member.kind === 'string' || member.kind === 'oneOf';
  const parts = [...member.members];
  const isText = ([, { kind }]: (typeof parts)[number]): boolean => kind === 'string';
  return (
    parts.length > 0 &&
    (parts.every(isText) || parts.some((part) => NAME_MEMBERS.has(part[0]) && isText(part)))
  );
}

/** The members by which an entry of a list is known. */
const NAME_MEMBERS = new Set(
  'name key id flag feature flagKey flagName featureKey featureName slug code'.split(' '),
);

/** `flags.find(({ name }) => name === own)`, asked for each of a list: its names are said where the list is. */
function isEachOne(key: ts.Expression, scopes: Scopes): boolean {
  const node = unwrap(key);
  const binding = ts.isIdentifier(node) ? scopes.resolve(node) : undefined;
  if (!binding) return false;
  const variable = variableOf(binding);
  return variable ? ts.isForOfStatement(variable.parent.parent) : ts.isParameter(binding);
}

/** Whether only another file tells what a value is. */
export function isKnownElsewhere({ kind }: Constant): boolean {
  return kind === 'import' || kind === 'element' || kind === 'object';
}

/** `flags.dark.users = []`: who sets a part of a flag does not ask for it. */
function isPartWritten(node: ts.Expression): boolean {
  let at = node;
  while (
    (ts.isPropertyAccessExpression(at.parent) || ts.isElementAccessExpression(at.parent)) &&
    at.parent.expression === at
  )
    at = at.parent;
  return isWritten(at);
}

/** Who answers for the members of a table. */
type TableReader = ReaderFact & { readonly bulk?: BulkShape };

function omitBulk({ bulk: _, ...reader }: TableReader): ReaderFact {
  return reader;
}

/** `config.features.flags.x`: only the last table's member is the read. */
function isMemberOfTable(
  node: ts.Expression,
  tableReaders: (object: ts.Expression) => readonly unknown[],
): boolean {
  const parent = node.parent;
  const isObject =
    (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
    parent.expression === node;
  const isDestructured = ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name);
  return (isObject || isDestructured || ts.isAwaitExpression(parent)) && tableReaders(node).length > 0;
}
