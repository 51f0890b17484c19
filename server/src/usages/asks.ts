import type { SourceFacts } from './facts';
import type { CallShape, KnownShape, ShapeTable } from './shapes';
import { hashOf } from './word-filter';

/** The shapes of a name, for a scan that says what it wants them for. Whatever it asks is kept. */
export interface AskableShapes {
  /** For a call, by all the names that its callee goes by. */
  ofCall(names: readonly string[], hasArguments: boolean): KnownShape[];
  /** For an element with its attributes. */
  ofElement(name: string, attributes: readonly string[]): KnownShape[];
  /** For a member that is taken. */
  ofMember(name: string): KnownShape[];
  /** For a function, which is a reader if that is its name. */
  ofFunction(name: string): readonly CallShape[];
  /** For a function that the file declares, of which an argument as a whole is the key: none of another function of its name. */
  ofOwn(name: string, id: string): readonly CallShape[];
  /** Those of a name that the code does not reveal: they never come or go. */
  lasting(name: string): readonly CallShape[];
  readonly asks: Iterable<string>;
}

export function askable({ calls }: ShapeTable): AskableShapes {
  const asks = new Set<string>();
  /** A name is asked for thousands of times as a member: what is kept of that is put together once. */
  const members = new Set<string>();
  const named = (name: string, ask: string): readonly KnownShape[] => {
    asks.add(ask);
    return calls.get(name) ?? NONE;
  };
  const isCalled = ({ isMember }: CallShape): boolean => !isMember;
  return {
    ofCall: (names, hasArguments) =>
      names.flatMap((name) => named(name, askOfCall(name, hasArguments))).filter(isCalled),
    ofElement: (name, attributes) => {
      const found = new Set(attributes.flatMap((attribute) => named(name, askOfElement(name, attribute))));
      return [...found].filter(isCalled);
    },
    ofMember: (name) => {
      members.add(name);
      const shapes = calls.get(name);
      return shapes ? shapes.filter(({ isMember }) => isMember) : [];
    },
    ofFunction: (name) => named(name, `${name}=`),
    ofOwn: (name, id) =>
      named(name, `${id}=`).filter(({ wrapper, alike }) => wrapper === undefined || alike?.includes(id)),
    lasting: (name) => (calls.get(name) ?? NONE).filter(({ wrapper }) => wrapper === undefined),
    get asks() {
      return [...asks, ...[...members].map((name) => `.${name}`)];
    },
  };
}

const NONE: readonly CallShape[] = [];

/** Where a call has no arguments, it asks only for what needs none. */
function askOfCall(name: string, hasArguments: boolean): string {
  return hasArguments ? name : `${name}()`;
}

function askOfElement(name: string, attribute: string): string {
  return `<${name} ${attribute}`;
}

/** All that a scan has asked for, as it is kept. */
export function askedIn(asks: Iterable<string>): Int32Array {
  return Int32Array.from(new Set(asks), hashOf);
}

/**
 * Whether a source would be scanned with another outcome if these shapes came or went: false only where it would not. Of those in
 * `others` a family stays: only the file of each is asked for it.
 */
export function asksForAny(
  shapes: readonly CallShape[],
  others: readonly CallShape[] = [],
): (facts: SourceFacts) => boolean {
  const wanted = new Set([...shapes.flatMap(asksFor), ...others.flatMap(asksAsOwn)].map(hashOf));
  return ({ asks }) => asks.some((hash) => wanted.has(hash));
}

function asksAsOwn({ keys, wrapper }: CallShape): string[] {
  const [index, ...members] = keys[0] ?? [];
  return wrapper !== undefined && index !== undefined && members.length === 0 ? [`${wrapper}=`] : [];
}

function asksFor(shape: CallShape): string[] {
  const { name, keys, flag, isMember } = shape;
  const [index, ...members] = keys[0] ?? [];
  const asFunction = [`${name}=`, ...asksAsOwn(shape)];
  if (isMember) return [`.${name}`, ...asFunction];
  const [attribute] = members;
  const isAttribute = index === 0 && attribute !== undefined && members.length === 1;
  return [
    askOfCall(name, true),
    ...(flag === undefined ? [] : [askOfCall(name, false)]),
    ...(isAttribute ? [askOfElement(name, attribute)] : []),
    ...asFunction,
  ];
}
