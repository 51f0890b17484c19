import type { Span } from '../text/span';
import type { Constant } from './facts';

/**
 * Constants put together. What one file cannot tell (an import, a parameter that the callers know) is kept as it is
 * written, so that it can be worked out when more is known.
 */
export const UNKNOWN: Constant = { kind: 'unknown', prefix: '' };

export type Parameter = Constant & { readonly kind: 'parameter' };
type Table = Constant & { readonly kind: 'table' };

/** More keys than this are no choice that a person wrote, but choices that multiply. */
const MAX_OPTIONS = 500;

/** Stands for a member whose name is known only at run time. */
const ANY_MEMBER = '[*]';

export function table(
  members: readonly (readonly [string, Constant])[],
  computed: readonly (readonly [string, Constant])[] = [],
): Constant {
  return {
    kind: 'table',
    members: new Map(members),
    ...(computed.length > 0 && { computed: new Map(computed) }),
  };
}

/** A table whose members' names are known that hang on what is known now. */
export function withNames(value: Constant, known: Known): Constant {
  if (value.kind !== 'table' || !value.computed) return value;
  const names = [...value.computed].map(([place, name]) => [place, substitute(name, known)] as const);
  const nameOf = new Map(
    names.flatMap(([place, name]) => (name.kind === 'string' ? [[place, name.value]] : [])),
  );
  return table([...value.members].map(([place, member]) => [nameOf.get(place) ?? place, member]));
}

export function text(value: string): Constant & { readonly kind: 'string' } {
  return { kind: 'string', value };
}

export function oneOf(options: readonly Constant[]): Constant {
  const flat = options.flatMap((option) => (option.kind === 'oneOf' ? option.options : [option]));
  if (flat.length === 1) return flat[0]!;
  const isOpen = flat.some((option) => option.kind === 'unknown' || parametersIn(option).length > 0);
  return flat.length === 0 || flat.length > MAX_OPTIONS || isOpen
    ? UNKNOWN
    : { kind: 'oneOf', options: flat };
}

/** A member of a constant; what an import's members are is asked later. */
export function memberOf(value: Constant, name: string): Constant {
  switch (value.kind) {
    case 'table':
      if (name === ANY_MEMBER) return anyMember(value);
      // Which name stands first in a table is no choice of the code's: where that goes, another one does.
      if (value.isListed && value.members.has(name)) return oneOfAll([...value.members.values()]);
      return value.members.get(name) ?? UNKNOWN;
    case 'import':
      return value.name === '*' ? { ...value, name } : { ...value, path: [...value.path, name] };
    case 'parameter':
      return { ...value, path: [...value.path, name] };
    case 'oneOf': {
      const having = value.options.filter((option) => !lacks(option, name));
      const members = having.map((option) => memberOf(option, name));
      return having.length < value.options.length ? oneOfAll(members) : oneOf(members);
    }
    case 'element':
    case 'object':
    case 'derived':
      return { kind: 'element', table: value, name: text(name) };
    default:
      return UNKNOWN;
  }
}

/** Of one, too, it is not known that it is asked for: it stays one of several. */
function oneOfAll(members: readonly Constant[]): Constant {
  return oneOf([...members, ...members.slice(0, 1)]);
}

/** What stands for a class's constructor where its parameters are told from those of functions. */
export const MAKER = 'new';

/** What an object holds whose class is given these arguments. */
export function objectOf(made: Constant, given: readonly Constant[]): Constant {
  if (made.kind !== 'table') return isDeferred(made) ? { kind: 'object', class: made, given } : UNKNOWN;
  const known: Known = (part) =>
    part.kind === 'parameter' && part.wrapper === MAKER
      ? part.path.reduce<Constant>(memberOf, given[part.index] ?? UNKNOWN)
      : part;
  return table([...(made.instance ?? [])].map(([name, value]) => [name, substitute(value, known)]));
}

/** Of a list's objects, one that has no such member gives no key. */
function lacks(option: Constant, name: string): boolean {
  return (
    option.kind === 'table' &&
    !option.members.has(name) &&
    ![...option.members.keys()].some((key) => key.startsWith('['))
  );
}

/** A member whose name is a constant, too; of a name made at run time, any of the table's. */
export function elementAt(owner: Constant, name: Constant): Constant {
  if (name.kind === 'string') return memberOf(owner, name.value);
  if (name.kind === 'oneOf') return oneOf(name.options.map((option) => elementAt(owner, option)));
  const isTable = owner.kind === 'table' || isDeferred(owner);
  if (!isTable || owner.kind === 'parameter') return UNKNOWN;
  if (isDeferred(name)) return { kind: 'element', table: owner, name };
  return owner.kind === 'table' || owner.kind === 'import' ? memberOf(owner, ANY_MEMBER) : UNKNOWN;
}

/** One of a table's values; of an enum, or where each name is its own value, a name made at run time makes the key. */
function anyMember({ members, isEnum }: Table): Constant {
  const isList =
    isEnum || [...members].every(([name, value]) => value.kind === 'string' && value.value === name);
  if (isList) return UNKNOWN;
  const value = oneOf([...members.values()]);
  // Of one member, too, it is not known that it is asked for.
  return value.kind === 'string' ? { kind: 'unknown', prefix: value.value } : value;
}

type Derivation = (Constant & { readonly kind: 'derived' })['how'];

/** `each`: one of a list's elements; a form of naming: the key that a name stands for; the others as `Object.keys` and its kin. */
export function derive(how: Derivation, of: Constant): Constant {
  if (of.kind === 'oneOf') return oneOf(of.options.map((option) => derive(how, option)));
  if (how === 'camelCase' || how === 'kebabCase') {
    if (of.kind === 'string') return { kind: 'renamed', name: of.value, naming: how };
    return isDeferred(of) ? { kind: 'derived', how, of } : UNKNOWN;
  }
  if (of.kind !== 'table') return isDeferred(of) ? { kind: 'derived', how, of } : UNKNOWN;
  const members = [...of.members];
  if (how === 'each') return oneOf(members.map(([, value]) => value));
  const listed = members.map(([name, value], index): [string, Constant] => {
    const pair = table([
      ['0', text(name)],
      ['1', value],
    ]);
    return [String(index), how === 'keys' ? text(name) : how === 'values' ? value : pair];
  });
  return { kind: 'table', members: new Map(listed), isListed: true };
}

export function concatenate(left: Constant, right: Constant): Constant {
  if (left.kind === 'oneOf') return oneOf(left.options.map((option) => concatenate(option, right)));
  if (left.kind === 'string' && left.value === '' && isDeferred(right)) return right;
  if (right.kind === 'string' && right.value === '' && isDeferred(left)) return left;
  if (isDeferred(left) || (left.kind === 'string' && isDeferred(right)))
    return right.kind === 'table' ? UNKNOWN : { kind: 'sum', left, right };
  if (left.kind !== 'string') return left.kind === 'unknown' ? left : UNKNOWN;
  if (right.kind === 'string') return text(left.value + right.value);
  if (right.kind === 'oneOf') return oneOf(right.options.map((option) => concatenate(left, option)));
  return { kind: 'unknown', prefix: left.value + (right.kind === 'unknown' ? right.prefix : '') };
}

/** The parameters, each once, that a constant needs to be known. */
export function parametersIn(value: Constant): Parameter[] {
  switch (value.kind) {
    case 'parameter':
      return [value];
    case 'sum':
      return distinct([...parametersIn(value.left), ...parametersIn(value.right)]);
    case 'element':
      return distinct([...parametersIn(value.table), ...parametersIn(value.name)]);
    case 'object':
      return distinct([value.class, ...value.given].flatMap(parametersIn));
    case 'derived':
      return parametersIn(value.of);
    default:
      return [];
  }
}

/** Where the texts that a constant may be are each written, as far as they are in one piece. */
export function textsIn(
  value: Constant,
): ReadonlyMap<string, { readonly file: string; readonly span: Span }> {
  const found = new Map<string, { readonly file: string; readonly span: Span }>();
  const options = value.kind === 'oneOf' ? value.options : [value];
  for (const option of options)
    if (option.kind === 'string' && option.at && !found.has(option.value)) found.set(option.value, option.at);
  return found;
}

/** Of several keys those that stand in the code as texts: the names of a table are no question about each of them. */
export function writtenOut(key: Constant): Constant {
  if (key.kind !== 'oneOf') return key;
  const texts = textsIn(key);
  return {
    ...key,
    options: key.options.filter((option) => option.kind === 'string' && texts.has(option.value)),
  };
}

/** Whether a key is one of the names of an object that a parameter gives. */
export function takesNames(value: Constant): boolean {
  switch (value.kind) {
    case 'sum':
      return takesNames(value.left) || takesNames(value.right);
    case 'element':
      return takesNames(value.table) || takesNames(value.name);
    case 'derived':
      return value.how === 'keys' || value.how === 'entries'
        ? parametersIn(value.of).length > 0
        : takesNames(value.of);
    default:
      return false;
  }
}

function distinct(parameters: readonly Parameter[]): Parameter[] {
  const id = ({ wrapper, index, path }: Parameter): string => [wrapper, index, ...path].join(' ');
  return [...new Map(parameters.map((parameter) => [id(parameter), parameter])).values()];
}

/** A constant as far as it is known when its parameter is, or when its imports are. */
export function substitute(value: Constant, known: Known): Constant {
  switch (value.kind) {
    case 'parameter':
    case 'import':
      return known(value);
    case 'oneOf':
      return oneOf(value.options.map((option) => substitute(option, known)));
    case 'sum':
      return concatenate(substitute(value.left, known), substitute(value.right, known));
    case 'element':
      return elementAt(withNames(substitute(value.table, known), known), substitute(value.name, known));
    case 'object':
      return objectOf(
        substitute(value.class, known),
        value.given.map((one) => substitute(one, known)),
      );
    case 'derived':
      return derive(value.how, withNames(substitute(value.of, known), known));
    default:
      return value;
  }
}

type Known = (part: Constant & { readonly kind: 'parameter' | 'import' }) => Constant;

/** The key that a wrapper makes of what it is given. */
export function keyMade(via: Constant | undefined, given: Constant): Constant {
  return via ? substitute(via, (part) => (part.kind === 'parameter' ? given : part)) : given;
}

/**
 * What remains of a constant when no more will be known: a table's member by the name that a caller gives may be any of
 * the table's; anything else that hangs on a parameter is that parameter's callers' business.
 */
export function concluded(value: Constant): Constant {
  if (!isDeferred(value) || value.kind === 'import') return value;
  if (value.kind === 'element' && value.table.kind === 'table') {
    const any = anyMember(value.table);
    if (any.kind !== 'unknown') return any;
  }
  return parametersIn(value)[0] ?? { kind: 'unknown', prefix: prefixOf(value) };
}

/** The constant text that a value begins with. */
export function prefixOf(value: Constant): string {
  if (value.kind === 'sum') {
    const left = prefixOf(value.left);
    return value.left.kind === 'string' ? left + prefixOf(value.right) : left;
  }
  return value.kind === 'string' ? value.value : value.kind === 'unknown' ? value.prefix : '';
}

function eachWithoutPlaces(values: ReadonlyMap<string, Constant>): ReadonlyMap<string, Constant> {
  return new Map([...values].map(([name, value]) => [name, withoutPlaces(value)]));
}

/** A constant without the places of its texts, which change with every line that is written above them. */
export function withoutPlaces(value: Constant): Constant {
  switch (value.kind) {
    case 'string':
      return text(value.value);
    case 'table':
      return {
        ...value,
        members: eachWithoutPlaces(value.members),
        ...(value.computed && { computed: eachWithoutPlaces(value.computed) }),
        ...(value.instance && { instance: eachWithoutPlaces(value.instance) }),
      };
    case 'oneOf':
      return { ...value, options: value.options.map(withoutPlaces) };
    case 'sum':
      return { ...value, left: withoutPlaces(value.left), right: withoutPlaces(value.right) };
    case 'element':
      return { ...value, table: withoutPlaces(value.table), name: withoutPlaces(value.name) };
    case 'object':
      return { ...value, class: withoutPlaces(value.class), given: value.given.map(withoutPlaces) };
    case 'derived':
      return { ...value, of: withoutPlaces(value.of) };
    default:
      return value;
  }
}

function isDeferred(value: Constant): boolean {
  return (
    value.kind === 'import' ||
    value.kind === 'parameter' ||
    value.kind === 'sum' ||
    value.kind === 'element' ||
    value.kind === 'object' ||
    value.kind === 'derived'
  );
}
