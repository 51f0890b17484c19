import type { Constant } from './facts';
import type { Answer, Settled } from './read';

/** In the path to a key: each element of a list. */
export const EACH = '[*]';

/** How one function, method or hook reads a flag. */
export interface CallShape {
  /** The function's or the method's name. */
  readonly name: string;
  /** For an inferred wrapper that makes the key of its parameter: how. */
  readonly via?: Constant;
  /** Where the key may stand, the likeliest first: an argument's index, then a path into that argument. */
  readonly keys: readonly (readonly [number, ...string[]])[];
  /** How what stands there becomes the flag's key; for configured shapes. */
  readonly naming?: KeyNaming;
  /** The index of the argument that is the default. */
  readonly default?: number;
  readonly promise?: boolean;
  readonly inverted?: boolean;
  /** Where in the result the flag's value lies. */
  readonly path?: readonly string[];
  /** What stands beside the value in the result once the flag is settled: that it is there. */
  readonly beside?: Readonly<Record<string, boolean>>;
  /** What the value is where it is not simply true or false. */
  readonly gives?: Answer;
  /** The last name that the receiver must have; for configured shapes. */
  readonly receiver?: string;
  /** A glob for the module that declares it; for configured shapes. */
  readonly module?: string;
  /** The packages whose function it is: another function of this name is none. */
  readonly packages?: readonly string[];
  /** It comes from the configuration: certain without more. */
  readonly configured?: boolean;
  /** For an inferred wrapper: `file#name` of its declaration. */
  readonly wrapper?: string;
  /** For a wrapper that is some file's default export: that file. */
  readonly exporter?: string;
  /** Asked for flags among other things: it reads declared flags or none, and is never certain. */
  readonly declaredOnly?: boolean;
  /** For a wrapper of one flag: the flag it reads. `keys` is empty then. */
  readonly flag?: string;
  /** It is asked by its name alone, as a getter is, and never called. */
  readonly isMember?: boolean;
  /** What a call gives is a function that answers: `useSelector(selectFlag('x'))`; for inferred wrappers. */
  readonly curried?: boolean;
  /** The value lies under the member of the result that the code takes: `.on`, `.off`, `.value`. */
  readonly members?: boolean;
  /** What the call gives is the flag's own function, which reads it when it is called: `flag({ key })`. */
  readonly symbol?: boolean;
  /** For a component by inference: the answer for which it shows its children. */
  readonly shows?: boolean;
  /** For a component by inference that does nothing else: what it shows for which answer. */
  readonly settled?: Settled;
  /** Why a call cannot be replaced by the flag's value, where that is so. */
  readonly opaque?: string;
}

/** An expression whose members are flags: `uiConfig.flags`, `useFeatureFlags()`. */
export interface BulkShape {
  /**
   * The names of the expression, the outermost last: `['uiConfig', 'flags']`. `useFlags()` is what a call gives,
   * `<Flags>` what the content of an element is given, `withFlags(_)` what a component is given that a call wraps.
   */
  readonly names: readonly string[];
  readonly keys: KeyNaming;
  /** Where in a member the flag's value lies. */
  readonly path?: readonly string[];
  readonly gives?: Answer;
  /** It is a list, of whose elements this member is the key. */
  readonly list?: string;
  /** A table named for flags that goes back to one of the packages is this one, whoever hands it on. */
  readonly isHandedOn?: boolean;
  /** A glob for the module that declares it; for configured shapes. */
  readonly module?: string;
  /** The function or context that gives it, as `file#name`; for inferred shapes. */
  readonly holder?: string;
  /** The packages that it comes from; absent for a configured one. */
  readonly packages?: readonly string[];
}

/** How a name in code becomes a flag's key. */
export type KeyNaming =
  | 'same'
  | 'camelCase'
  | 'kebabCase'
  | { readonly prefix: string }
  | { readonly table: { readonly file: string; readonly name: string } };

/** A component whose children are shown when a flag is on, or a function of it: `<Feature name="x">`. */
export interface ComponentShape {
  readonly name: string;
  readonly attribute: string;
  /** How the attribute's text becomes the flag's key; for configured shapes. */
  readonly naming?: KeyNaming;
  readonly inverted: boolean;
  readonly gives?: Answer;
  /** A glob for the module that declares it; for configured shapes. */
  readonly module?: string;
  /** The packages that it comes from; absent for a configured one. */
  readonly packages?: readonly string[];
}

/**
 * Readers known by their names alone, whoever declares them. By name a read is likely; the workspace decides which are
 * certain (see `Certainty`). Where services disagree about the key's position, the positions stand in the order in
 * which they are tried: the first that is a known string is the key.
 */
export const NAMED_SHAPES: readonly CallShape[] = [
  ...named(
    ['isEnabled', 'is_enabled', 'isFeatureEnabled', 'is_feature_enabled', 'isFlagEnabled', 'is_flag_enabled'],
    { keys: [[0], [1]] },
  ),
  ...named(
    ['featureEnabled', 'flagEnabled', 'isFeatureFlagEnabled', 'isFeatureOn', 'isFlagOn', 'isToggleEnabled'],
    { keys: [[0], [1]] },
  ),
  ...named(['isOn'], { keys: [[0]] }),
  ...named(['isOff'], { keys: [[0]], inverted: true }),
  ...named(['isSwitchOn', 'isSwitchEnabled', 'isExperimentEnabled', 'isExperimentOn', 'isBetaEnabled'], {
    keys: [[0], [1]],
  }),
  ...named(['hasFeature', 'hasFlag', 'hasFeatureFlag', 'isFeatureActive', 'isFlagActive'], {
    keys: [[0], [1]],
  }),
  ...named(
    ['getFlag', 'getFeatureFlag', 'getFlagValue', 'getFeatureFlagValue', 'getFeatureValue', 'getToggle'],
    { keys: [[0], [1]], default: 1 },
  ),
  ...named(
    ['useFlag', 'useUiFlag', 'useFeatureFlag', 'useFeature', 'useFeatureValue', 'useFlagValue', 'useToggle'],
    { keys: [[0]], default: 1 },
  ),
  ...named(
    [
      'useFlagEnabled',
      'useFeatureFlagEnabled',
      'useFeatureIsOn',
      'useIsFeatureEnabled',
      'useGate',
      'useGateValue',
    ],
    { keys: [[0]] },
  ),
  ...named(['variation', 'boolVariation'], { keys: [[0], [1]], default: 2 }),
  ...named(['stringVariation', 'numberVariation', 'jsonVariation'], {
    keys: [[0], [1]],
    default: 2,
    gives: 'variant',
  }),
  ...named(['getBooleanValue', 'useBooleanFlagValue'], { keys: [[0]], default: 1 }),
  ...named(
    [
      'getStringValue',
      'getNumberValue',
      'getObjectValue',
      'useStringFlagValue',
      'useNumberFlagValue',
      'useObjectFlagValue',
    ],
    { keys: [[0]], default: 1, gives: 'variant' },
  ),
  ...named(['checkGate', 'getFeatureGate', 'checkFeatureFlag', 'checkFlag'], { keys: [[0], [1]] }),
  ...named(['getTreatment'], { keys: [[1], [0]], gives: 'treatment' }),
  ...named(['getVariant', 'useVariant'], { keys: [[0]] }),
  ...named(['variableValue', 'useVariableValue'], { keys: [[0], [1]] }),
];

function named(names: readonly string[], shape: Omit<CallShape, 'name'>): CallShape[] {
  return names.map((name) => ({ name, ...shape }));
}

/** A shape as a scan looks for it: one for all wrappers that are called alike. */
export interface KnownShape extends CallShape {
  /** For inferred wrappers: what calls of all of them have in common; see `familyOf`. */
  readonly family?: string;
  /** Those wrappers' ids, the one of the shape first. */
  readonly alike?: readonly string[];
}

/** The shapes that a scan looks for, by the name at the call. */
export interface ShapeTable {
  readonly calls: ReadonlyMap<string, readonly KnownShape[]>;
  readonly bulks: readonly BulkShape[];
  readonly components: readonly ComponentShape[];
}

export function shapeTable(
  calls: readonly CallShape[],
  bulks: readonly BulkShape[] = [],
  components: readonly ComponentShape[] = [],
): ShapeTable {
  const byName = new Map<string, KnownShape[]>();
  for (const shape of inFamilies(calls)) {
    const list = byName.get(shape.name);
    if (list) list.push(shape);
    else byName.set(shape.name, [shape]);
  }
  return { calls: byName, bulks, components };
}

/** Each shape, and of wrappers that are called alike the first, for all of them: many classes have a `get(key)`. */
function inFamilies(shapes: readonly CallShape[]): KnownShape[] {
  const families = new Map<string, string[]>();
  const found: KnownShape[] = [];
  for (const shape of shapes) {
    const family = familyOf(shape);
    const known = family === undefined ? undefined : families.get(family);
    if (family === undefined) found.push(shape);
    else if (known) known.push(shape.wrapper!);
    else {
      const alike = [shape.wrapper!];
      families.set(family, alike);
      found.push({ ...shape, family, alike });
    }
  }
  return found;
}

const FAMILIES = new WeakMap<CallShape, string>();

/**
 * One text for all that a call of an inferred wrapper tells, whichever of that name it calls: what is read there is the same, but for
 * who answers. None for other shapes. A getter and a default export are told by their own file, and so alone.
 */
export function familyOf(shape: CallShape): string | undefined {
  const { wrapper, opaque: _, exporter, ...calledAs } = shape;
  if (wrapper === undefined) return undefined;
  let family = FAMILIES.get(shape);
  if (family === undefined) {
    const isAlone = shape.isMember || shape.name === 'default';
    const told = isAlone ? { ...calledAs, wrapper, exporter } : calledAs;
    family = JSON.stringify(told, (_key, value: unknown) => (value instanceof Map ? [...value] : value));
    FAMILIES.set(shape, family);
  }
  return family;
}
