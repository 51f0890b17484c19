import type { Silencer } from '../text/silencer';
import type { Span } from '../text/span';
import type { Branch, Entry, Guard, ReadResult, Settled } from './read';
import type { BulkShape } from './shapes';

/** What the scan of one source file gives. It knows that file alone; the workspace's index connects the files. */
export interface SourceFacts {
  readonly path: string;
  /** Why the source is not parsed, and nothing is known of it: it is too large, or nested too deeply. */
  readonly unparsed?: 'large' | 'deep';
  readonly reads: readonly ReadFact[];
  readonly wrappers: readonly WrapperFact[];
  /** Under what other names the file holds things; see `holders.ts`. */
  readonly holders?: readonly HolderFact[];
  /** Functions that return a bulk result, and contexts that hold one. */
  readonly bulkHolders?: readonly BulkHolderFact[];
  /** Functions that a reader asks with its own key: they answer for flags too, among other things. */
  readonly asked?: readonly AskedFact[];
  /** Functions with a reader's name whose code says that they are none for certain. */
  readonly doubtful?: readonly string[];
  /** What classes do in another way than those they extend. */
  readonly overrides?: readonly OverrideFact[];
  /** Functions that send a request over the network whenever they are called. */
  readonly askers?: readonly string[];
  /** Module specifiers that the file imports or re-exports from. */
  readonly modules: readonly string[];
  readonly exports: ReadonlyMap<string, ExportFact>;
  /** Calls of imported functions that a read decides about. */
  readonly guardedCalls?: readonly GuardedCall[];
  /** Modules of `export * from …`. */
  readonly exportAll: readonly string[];
  /** Assignments to and deletions of members of flag tables: `KILL_SWITCHES.x = false`. */
  readonly writes: readonly WriteFact[];
  readonly declarations: readonly DeclarationFact[];
  /** The types of the parameters by which readers are asked for keys. */
  readonly keyTypes?: readonly Constant[];
  readonly silencers: readonly Silencer[];
  /** Where tests give flags a value; see `mocks.ts`. */
  readonly mocks?: readonly MockFact[];
  /** What the scan has asked its shapes for: only a shape that it asked for makes another scan find more. See `asks.ts`. */
  readonly asks: Int32Array;
}

/** A place that reads a flag if its callee turns out to be a reader, or its object a flag table. */
export interface ReadFact {
  readonly span: Span;
  readonly site: Span;
  readonly shape: 'call' | 'lookup';
  readonly key: Constant;
  readonly reader: ReaderFact;
  readonly result: ReadResult;
  readonly guards: readonly Guard[];
  /** Guards of the places that test this read through a local constant. */
  readonly testedUnder: readonly Guard[];
  /** It stands in a condition, where nothing but its truth is asked. */
  readonly inCondition?: boolean;
  /** What is asked of the value in turn: `beta` of `flags.x.beta`. */
  readonly part?: string;
  /** Code that this read alone decides about. */
  readonly branches?: readonly Branch[];
  readonly codeDefault?: unknown;
  /** The call names no key: it calls a wrapper of one flag. */
  readonly isWrapper?: boolean;
  /** The name is its variable's too: `const { dark } = flags`. */
  readonly isShorthand?: boolean;
  /** One of the keys of a call that takes a list of them. */
  readonly isPart?: boolean;
  /** What the call gives is the flag's own function, which reads it: `const x = flag({ key })`. */
  readonly isSymbol?: boolean;
  /** Why the expression at `site` cannot be replaced by the flag's value. */
  readonly opaque?: string;
  /** For the element of a component: what takes its place, where that is known. */
  readonly settled?: Settled;
  /** The exported function through which alone the read is reached. */
  readonly entry?: Entry;
}

/** A call of an imported function, or an element of an imported component, about which reads decide. */
export interface GuardedCall {
  readonly callee: Reference;
  readonly guards: readonly Guard[];
}

/** How a file uses a function of another. */
export interface ImportedUses {
  readonly callee: Reference;
  readonly calls: number;
  /** For the calls that lie in exported functions: those. Who calls them, calls it. */
  readonly entries: readonly Entry[];
  /** It is used in another way than being called. */
  readonly escapes: boolean;
  /** Other names under which the file exports it. */
  readonly aliases: readonly string[];
}

/** Who answers a read. */
export interface ReaderFact {
  /** The function, or the object whose member is read. */
  readonly callee: Reference;
  /** For a method, and for a shape inferred from a wrapper: whom the callee stands for, where that can be told. */
  readonly target?: Reference;
  /** The last name of a method's receiver. */
  readonly receiver?: string;
  /** Whether its receiver, or the table, is named for flags. */
  readonly namedForFlags: boolean;
  /** It is a member that is asked by its name alone: nothing but its own declaration tells it from others of its name. */
  readonly isMember?: boolean;
  /** The shape is certain by itself: it comes from the package that the callee is imported from, or from the configuration. */
  readonly known: boolean;
  /** For a shape of a service's package: the packages it may come from; from elsewhere it is no read. */
  readonly packages?: readonly string[];
  /** The import that the callee, or the table, goes back to. */
  readonly origin?: Origin;
  /** A glob that the module of the callee must match, for a configured shape that names one. */
  readonly module?: string;
  /** For an inferred bulk shape: what gives it, as `file#name`. */
  readonly holder?: string;
  /** For a shape inferred from wrappers: those that it may call; see `familyOf`. Other callees of their name do not count. */
  readonly family?: string;
  /** For a table that may be one of keys (`FLAGS.NEW` with the value `'new'`): its member, to be resolved. */
  readonly keyTable?: Constant;
  /** Never certain, whatever it reads: `in`, or `includes` of a list that its name says to be chosen by something else. */
  readonly weak?: boolean;
  /** A list of names is asked whether the flag is among them; `on`: the list's name says that it is that of the flags that are on. */
  readonly list?: 'on' | 'flags';
  /** It is found by its name in a list of objects, and asked whether it is on: `flags.find(({ name }) => name === 'x')?.enabled`. */
  readonly isFound?: true;
  /** A shape has said already how the table's members are named. */
  readonly isShaped?: boolean;
  /** Nothing but its name speaks for it: it reads declared flags or none. */
  readonly declaredOnly?: boolean;
  /** Its name asks for a flag's state, and the code takes what it gives for that: `if (getIsFeatureEnabled(state, FeatureName.NEW))`. */
  readonly asksState?: true;
  /** `process.env`, `import.meta.env`: what it holds are texts that whoever starts the program sets. */
  readonly isEnvironment?: true;
}

/** A name that another file, or nobody, declares: `path` are the members taken of it. */
export type Reference =
  | { readonly kind: 'local'; readonly file: string; readonly name: string; readonly path: readonly string[] }
  | {
      readonly kind: 'import';
      readonly file: string;
      readonly module: string;
      readonly name: string;
      readonly path: readonly string[];
    }
  | { readonly kind: 'unresolved'; readonly name: string };

/** The import that a value goes back to. */
export interface Origin {
  readonly module: string;
  /** The imported name; `*` for the module itself. */
  readonly name: string;
}

/** What is known of an expression's value without running it; of a text also where it is written in one piece. */
export type Constant =
  | {
      readonly kind: 'string';
      readonly value: string;
      readonly at?: { readonly file: string; readonly span: Span };
    }
  /** `isEnum`: its members are all there are; which one a name made at run time means is no choice the code makes. `isListed`: the names, or values, of another one. */
  | {
      readonly kind: 'table';
      readonly members: ReadonlyMap<string, Constant>;
      readonly isEnum?: boolean;
      readonly isListed?: boolean;
      /** The names that another file knows, `{ [Flag.NEW]: … }`, by those under which their members stand until then. */
      readonly computed?: ReadonlyMap<string, Constant>;
      /** Of a class, whose static members it has: what each object of it holds, as its constructor's parameters tell. */
      readonly instance?: ReadonlyMap<string, Constant>;
    }
  | { readonly kind: 'oneOf'; readonly options: readonly Constant[] }
  | {
      readonly kind: 'import';
      readonly file: string;
      readonly module: string;
      readonly name: string;
      readonly path: readonly string[];
    }
  /** A parameter of the function declared under `wrapper`: its callers decide. */
  | {
      readonly kind: 'parameter';
      /** Only what some function made of the function has that name: it may hand it whatever it likes. */
      readonly isLoose?: boolean;
      readonly wrapper: string;
      readonly index: number;
      readonly path: readonly string[];
    }
  /** Texts of which another file, or a caller, knows a part; see `values.ts`. */
  | { readonly kind: 'sum'; readonly left: Constant; readonly right: Constant }
  /** A table's member: the table, or the member's name, is known elsewhere. */
  | { readonly kind: 'element'; readonly table: Constant; readonly name: Constant }
  /** `new Feature('x')`: an object of a class that is known elsewhere. */
  | { readonly kind: 'object'; readonly class: Constant; readonly given: readonly Constant[] }
  /** What a loop, a function of `Object` or a form of naming makes of what is known elsewhere. */
  | {
      readonly kind: 'derived';
      readonly how: 'each' | 'keys' | 'values' | 'entries' | 'camelCase' | 'kebabCase';
      readonly of: Constant;
    }
  /** The flag whose key, put in the form of `naming`, is `name`. */
  | { readonly kind: 'renamed'; readonly name: string; readonly naming: 'camelCase' | 'kebabCase' }
  /** Not known; the text begins with `prefix`. */
  | { readonly kind: 'unknown'; readonly prefix: string };

export type ExportFact =
  /** `name` is what its own file calls it. */
  | { readonly kind: 'constant'; readonly name?: string; readonly value: Constant }
  | {
      readonly kind: 'local';
      readonly name: string;
      readonly origin?: Origin;
      /** For a function: the import that what it returns goes back to. */
      readonly returns?: Origin;
      /** For an object that a class has made: what is known of its fields. */
      readonly value?: Constant;
    }
  | { readonly kind: 'import'; readonly module: string; readonly name: string };

/** A function that hands a parameter on as a flag's key, or that returns the value of one flag. */
export interface WrapperFact {
  /** The name of its declaration in the file; `Class.method` for a method. */
  readonly name: string;
  readonly span: Span;
  /** The read inside it (an index into `reads`). */
  readonly read: number;
  /** The parameter that is the key; absent for a wrapper of one flag. */
  readonly parameter?: { readonly index: number; readonly path: readonly string[] };
  /** The parameter that is the default. */
  readonly default?: number;
  /** For a component: the answer for which it shows its children. */
  readonly shows?: boolean;
  /** For a component that does nothing else: what it shows for which answer. */
  readonly settled?: Settled;
  /** How the wrapper's result comes from the value of the read inside. */
  readonly result: ReadResult;
  /** It is a getter, or a readonly property: it is asked by its name alone. */
  readonly isMember?: boolean;
  /** What it gives is a function that answers: `selectFlag('x')(state)`. */
  readonly isCurried?: boolean;
  /** False where the value is not what it returns: a call of it evaluates the flag, but has another value. */
  readonly returnsValue: boolean;
}

/** `class Offline extends Flags { isOn() { return false; } }`. */
export interface OverrideFact {
  /** The class that is extended, or what is given other members. */
  readonly base: Reference;
  /** The class's name in this file, `default` where it has none; absent where members are assigned: `gate.isNew = () => true`. */
  readonly owner?: string;
  /** {@link ANY_MEMBER} among them where their names are not all told. */
  readonly members: readonly string[];
}

export const ANY_MEMBER = '*';

/** One name for what has another: `gate` of `const gate = new Gate()` is a `Gate`. */
export interface HolderFact {
  readonly from: Reference;
  readonly to: Reference;
}

/** `function useToggles() { return useFlags(); }`, `<AppContext.Provider value={{ flags: useFlags() }}>`. */
export interface BulkHolderFact {
  /** `useToggles()`, `AppContext<>`. */
  readonly name: string;
  /** Under which member of it. */
  readonly members: readonly string[];
  readonly shape: Pick<BulkShape, 'keys' | 'path' | 'gives'>;
  readonly reader: ReaderFact;
}

/** `useFeature(name) { return settings.getValue(name); }`: what a reader asks in its turn. */
export interface AskedFact {
  readonly callee: Reference;
  /** The function's or the method's name. */
  readonly name: string;
  /** Which argument the key is. */
  readonly index: number;
}

/** Names that stand together in code and may be flags' keys. */
export interface DeclarationFact {
  /** Whether the enum, type or table is named for flags. */
  readonly namedForFlags: boolean;
  /** What a test or a server's start-up sets: `{ flags: { dark_mode: true } }`. */
  readonly isSetting?: boolean;
  readonly members: readonly DeclaredName[];
}

export interface DeclaredName {
  readonly key: string;
  readonly span: Span;
  /** It is a name within the value of another. */
  readonly isNested?: boolean;
  /** The name is its value's too: `{ dark }`. */
  readonly isShorthand?: boolean;
}

export interface WriteFact {
  readonly span: Span;
  readonly table: Reference;
  readonly key: Constant;
  /** It is a variable of the environment that is set. */
  readonly isEnvironment?: true;
}

/** A place in a test that gives a flag a value. */
export interface MockFact {
  readonly key: string;
  /** The key's text. */
  readonly span: Span;
  /** The key is written in this form of the flag's name. */
  readonly naming?: 'camelCase';
  /** Who is told: `jest-launchdarkly-mock`, `InMemoryProvider`, or the function that is stood in for. */
  readonly by: string;
  /** The function that reads flags and is stood in for. */
  readonly reader?: string;
  /** The value, where it is plain. */
  readonly value?: boolean;
  /** The object that it is a member of, where nothing but the object's name says that its keys are flags. */
  readonly object?: { readonly start: number; readonly keys: readonly string[] };
  /** The edit that makes it the other value. */
  readonly flip?: { readonly span: Span; readonly text: string };
}
