import type { Span } from '../text/span';
import type { Naming } from './naming';

/** How sure it is that a place in the code reads the flag: see ARCHITECTURE.md, "three degrees of certainty". */
export type Certainty = 'certain' | 'likely' | 'undeterminable';

/** One place in a source that reads a flag, after everything that the index knows has been resolved. */
export interface Read {
  /** The source, relative to the workspace's root, with `/`. */
  readonly file: string;
  /** The key's text without its quotes, or the name that stands for it. */
  readonly span: Span;
  /** The whole expression that evaluates the flag: the call, or the member access. */
  readonly site: Span;
  /** The flag's key; absent where it is dynamic. */
  readonly key?: string;
  /** Where the key is written as a text in one piece: at the read, or where the constant is declared that it names. */
  readonly keyAt?: { readonly file: string; readonly span: Span };
  /** The form in which code writes the key there, where that is another text than the key: `useFlags().newUi` for `new-ui`. */
  readonly naming?: Naming;
  /** The constant beginning of a dynamic key; it may reach every flag that begins with it. */
  readonly prefix?: string;
  readonly certainty: Certainty;
  /** `lookup` is a property, an element access, `in` or `includes`. */
  readonly shape: 'call' | 'lookup';
  /** The configuration or an SDK's package says that this is a read, whatever its key. */
  readonly isConfigured: boolean;
  /** The service's package whose function it is. */
  readonly sdk?: string;
  /** The function that it calls sends a request over the network each time. */
  readonly asksNetwork?: true;
  /** What the value of the expression at `site` is when the flag's value is V. */
  readonly result: ReadResult;
  /** The nearest first: outer reads whose answer decides whether this one runs. */
  readonly guards: readonly Guard[];
  /** Guards of the places that test the read's value through a local constant: `const on = …; if (outer) { if (on) … }`. */
  readonly testedUnder: readonly Guard[];
  /** It stands in a condition, where nothing but its truth is asked. */
  readonly inCondition?: boolean;
  /** What is asked of the value in turn: `beta` of `flags.x.beta`. */
  readonly part?: string;
  /** Code that runs for one of its answers only. */
  readonly branches?: readonly Branch[];
  /** The default that the code gives at the read, where it is a literal: an argument, what follows `??`, what a `catch` returns. */
  readonly codeDefault?: unknown;
  /** The exported function through which alone the read is reached. */
  readonly entry?: Entry;
  /** Outer reads in other files: they decide about every call of the exported function that the read lies in. */
  readonly callerGuards?: readonly CallerGuard[];
  /** The name at `span` is a variable's too: `const { dark } = flags`. */
  readonly isShorthand?: boolean;
  /** The read is a call of a wrapper of this one flag: `span` is the wrapper's name. */
  readonly isWrapper?: boolean;
  /** Why the expression at `site` cannot be replaced by the flag's value, where that is so. */
  readonly opaque?: string;
  /** The workspace's own function that it calls with the key, `file#Class.method`. */
  readonly through?: string;
  /** For the element of a component that does no more than ask for the flag: what takes its place. */
  readonly settled?: Settled;
  /** It is a variable of the environment, which holds a text or nothing. */
  readonly isSetting?: true;
  /** What it gives for the answer that a removal keeps, where that is not the answer itself: such a variable's text. */
  readonly value?: string | number | boolean;
  /** It declares the flag, and a removal takes that away once nothing else reads it. */
  readonly goesLast?: true;
  /** It calls a guard that a removal takes away: what goes, and what of it is left. */
  readonly passed?: { readonly whole: Span; readonly rest?: Span };
}

/** Why a read stays that asks for each flag of some, one of which is this one. */
export const ONE_OF_SEVERAL = 'its key is one of several';

/** Why a read stays for which nothing but its name speaks. */
export const BY_NAME = 'only its name says that it reads a flag';

/** Why a read stays that calls a function of several answers, or of effects. */
export const DOES_MORE = 'the function around it does more than return the flag';

/** Why a read stays whose function has effects besides, or gives what is made of more than the flag. */
export const CALLS_MORE = 'the function called here does more than read the flag';

/** Why a read stays that gives a function of the project's own to somebody who asks it. */
export const GIVES_READER = 'what it gives is a function that asks for the flag';

/** Why what makes a flag's own function, `flag({ key: 'x' })`, is not its answer: only a call of that is. */
export const DECLARES = 'it declares the flag';

/** Why the value behind a pattern stays what it is: the name that takes the flag out of it has the flag's value in its place. */
export const TAKEN_APART = 'the flag is taken out of its table by destructuring';

/** Why a read stays whose flag has a value of several parts. */
export const IS_OBJECT = 'the flag is an object, of which it takes a part or hands it on';

/** Why a read stays whose key is negated, `isEnabled('!new_ui')`: what that means its reader decides. */
export const IS_NEGATED = 'its key is negated';

/** Why a read stays that gives parameters: those of an experiment, a layer, a configuration. */
export const GIVES_PARAMETERS = 'it gives a set of parameters, not one value';

/** Why a read stays that names its flag in a list, and is answered by what it gives: `useFlags(['a', 'b']).a`. */
export const GIVES_SET = 'it asks for a set of flags';

/** What a component shows for each answer of the flag that it asks for. */
export interface Settled {
  readonly on: Shown;
  readonly off: Shown;
  /** The configuration says so: what else it may show is not known. */
  readonly isAssumed?: true;
}

/** What a component shows of what it is given: its children, what an attribute holds, or nothing. */
export type Shown = 'children' | 'nothing' | { readonly attribute: string };

/** How the flag's value comes out of the expression at a read's site. */
export interface ReadResult {
  /** The expression is a promise of the value: only its awaited form has it. */
  readonly promise: boolean;
  /** The value is the negation of the flag's. */
  readonly inverted: boolean;
  /** Where in the result the value lies: `['value']`, `['0', 'enabled']`; empty where the result is the value. */
  readonly path: readonly string[];
  /** What stands beside the value there, and tells of it: `{ isLoading: false }`. */
  readonly beside?: Readonly<Record<string, boolean>>;
  /** What the value is where it is not simply true or false. */
  readonly gives?: Answer;
}

/** A `treatment` is the text `on` or `off`; a `variant` a text, number or object that neither "on" nor "off" names. */
export type Answer = 'treatment' | 'variant';

/** An outer read that decides whether an inner one runs. */
export interface Guard {
  /** The outer read's span, in the same file. */
  readonly span: Span;
  /** The answer of the outer flag for which the inner read runs; `undefined` where it is not plainly the one or the other. */
  readonly when: boolean | undefined;
  /** What of the outer flag's value decides: `beta` of `flags.x.beta`. */
  readonly part?: string;
  /** The functions through whose calls alone the inner read is reached, the innermost first; absent where it lies in the branch itself. */
  readonly via?: readonly string[];
}

/** An outer read of another file. */
export interface CallerGuard extends Guard {
  readonly file: string;
  readonly via: readonly string[];
}

/** A function that its file exports under one name, and does not use itself. */
export interface Entry {
  /** The name under which it is exported. */
  readonly name: string;
  /** The functions by whose calls the place is reached, the innermost first; the last is this one, as its file calls it. */
  readonly via: readonly string[];
}

/** Code that runs for one answer of a read only. */
export interface Branch {
  readonly span: Span;
  readonly when: boolean;
}
