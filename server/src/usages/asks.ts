import type { SourceFacts } from './facts';
import type { CallShape, ShapeTable } from './shapes';
import { hashOf } from './word-filter';

/** The shapes of a name, for a scan that says what it wants them for. Whatever it asks is kept. */
export interface AskableShapes {
  /** For a call, by all the names that its callee goes by. */
  ofCall(names: readonly string[], hasArguments: boolean): CallShape[];
  /** For an element with its attributes. */
  ofElement(name: string, attributes: readonly string[]): CallShape[];
  /** For a member that is taken. */
  ofMember(name: string): CallShape[];
  /** For a function of the file, which is a reader if that is its name. */
  ofFunction(name: string): readonly CallShape[];
  readonly asks: Iterable<string>;
}

export function askable({ calls }: ShapeTable): AskableShapes {
  const asks = new Set<string>();
  const named = (name: string, ask: string): readonly CallShape[] => {
    asks.add(ask);
    return calls.get(name) ?? [];
  };
  const isCalled = ({ isMember }: CallShape): boolean => !isMember;
  return {
    ofCall: (names, hasArguments) =>
      names.flatMap((name) => named(name, askOfCall(name, hasArguments))).filter(isCalled),
    ofElement: (name, attributes) => {
      const found = new Set(attributes.flatMap((attribute) => named(name, askOfElement(name, attribute))));
      return [...found].filter(isCalled);
    },
    ofMember: (name) => named(name, `.${name}`).filter(({ isMember }) => isMember),
    ofFunction: (name) => named(name, `${name}=`),
    asks,
  };
}

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

/** Whether a source would be scanned with another outcome if these shapes came or went: false only where it would not. */
export function asksForAny(shapes: readonly CallShape[]): (facts: SourceFacts) => boolean {
  const wanted = new Set(shapes.flatMap(asksFor).map(hashOf));
  return ({ asks }) => asks.some((hash) => wanted.has(hash));
}

function asksFor({ name, keys, flag, isMember }: CallShape): string[] {
  if (isMember) return [`.${name}`, `${name}=`];
  const [index, attribute, ...more] = keys[0] ?? [];
  const isAttribute = index === 0 && attribute !== undefined && more.length === 0;
  return [
    askOfCall(name, true),
    ...(flag === undefined ? [] : [askOfCall(name, false)]),
    ...(isAttribute ? [askOfElement(name, attribute)] : []),
    `${name}=`,
  ];
}
