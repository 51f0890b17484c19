import { ownTexts } from '../text/own-texts';

/**
 * Splits an identifier into its lower-case words: `LDFlagClient` → `ld`, `flag`, `client`; `KILL_SWITCHES` → `kill`, `switches`.
 */
export const wordsOf: (identifier: string) => readonly string[] = remembering(split);

/** The same names come again and again; of many those that came last are remembered. A name that is kept must not keep its source. */
function remembering<T>(work: (identifier: string) => T): (identifier: string) => T {
  let known = new Map<string, T>();
  let before: ReadonlyMap<string, T> = new Map();
  return (identifier) => {
    const last = known.get(identifier);
    if (last !== undefined) return last;
    const own = identifier.length < LEAST_SLICED ? identifier : ownTexts(identifier);
    const value = before.get(identifier) ?? work(own);
    if (known.size >= MAX_KNOWN) {
      before = known;
      known = new Map();
    }
    known.set(own, value);
    return value;
  };
}

/** What a name's words tell, worked out once for each name that is remembered. */
export function byWords<T>(judge: (words: readonly string[]) => T): (identifier: string) => T {
  const known = new WeakMap<readonly string[], { readonly value: T }>();
  return (identifier) => {
    const words = wordsOf(identifier);
    let found = known.get(words);
    if (!found) {
      found = { value: judge(words) };
      known.set(words, found);
    }
    return found.value;
  };
}

const MAX_KNOWN = 10_000;

/** Shorter texts V8 copies where they are cut out of others. */
const LEAST_SLICED = 13;

function split(identifier: string): string[] {
  return identifier
    .split(/[^\p{L}\p{N}]+|(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** Names a flag client goes by: the services' own, and the words people use for flags. */
const CLIENT_WORDS = new Set([
  'flag',
  'flags',
  'toggle',
  'toggles',
  'feature',
  'features',
  'killswitch',
  'killswitches',
  'switches',
  'experiment',
  'experiments',
  'gate',
  'gates',
  'gatekeeper',
  'configcat',
  'devcycle',
  'dvc',
  'eppo',
  'flagd',
  'flagsmith',
  'flipt',
  'growthbook',
  'launchdarkly',
  'ld',
  'optimizely',
  'posthog',
  'splitio',
  'statsig',
  'unleash',
]);

/** Names of objects whose members are flags; plural, since `feature.name` is a field of one feature. */
const TABLE_WORDS = new Set([
  'flags',
  'toggles',
  'features',
  'switches',
  'killswitches',
  'experiments',
  'gates',
]);

/** Whether something of this name evaluates flags: `flags`, `featureFlags`, `flagClient`, `ldClient`, `unleash`, … */
export const isNamedForFlags = byWords(
  (words) =>
    words.some((word) => CLIENT_WORDS.has(word)) ||
    words.join('').startsWith('openfeature') ||
    words.some((_, index) => isSplitTest(words, index) || isRemoteConfig(words, index)),
);

/** `splitTest`, `abTests`: two words that only together speak of a flag. */
export function isSplitTest(words: readonly string[], index: number): boolean {
  return SPLITS.has(words[index - 1]!) && (words[index] === 'test' || words[index] === 'tests');
}

const SPLITS = new Set(['split', 'ab']);

/** `remoteConfig`, `experimentalConfig`: configuration that is switched from afar, as Firebase calls it. */
function isRemoteConfig(words: readonly string[], index: number): boolean {
  return words[index] === 'config' && REMOTE.has(words[index - 1]!);
}

const REMOTE = new Set(['remote', 'experimental']);

/** What an object full of flags is called besides: `flagValues`, `featureFlagStoreData`. */
const CONTAINER_WORDS = new Set(
  'data value values map record records dict state states status statuses store lookup snapshot variants assignments'.split(
    ' ',
  ),
);

/** Flags of one name each; `featureData` may be all that is known of one feature. */
const CONTAINED_WORDS = new Set(['flag', 'toggle', 'killswitch']);

/** Whether something of this name is an object whose members are flags: `flags`, `KILL_SWITCHES`, `flagValues`, … */
export const isNamedForFlagTable = byWords((words) => {
  let end = words.length;
  // `useFeatureTogglesContext()` gives flags; a `flagContext` is for whom one is asked for.
  if (words[end - 1] === 'context' && TABLE_WORDS.has(words[end - 2]!)) end--;
  while (end > 0 && CONTAINER_WORDS.has(words[end - 1]!)) end--;
  const last = words[end - 1];
  // `defaultFlags.dark` is what counts where nobody is asked.
  if (last === undefined || words.some((word) => DEFAULT_WORDS.has(word))) return false;
  if (TABLE_WORDS.has(last) || isRemoteConfig(words, end - 1)) return true;
  if (last === 'tests' && isSplitTest(words, end - 1)) return true;
  return end < words.length && (CONTAINED_WORDS.has(last) || isSplitTest(words, end - 1));
});

/**
 * What a list of this name tells of the flags in it: that they are on (`enabledFlags`), or that it is about flags and nothing besides
 * (`featureFlags`, `userFeatures`). What other words choose (`betaFlags`, `knownFlags`), nobody can tell.
 */
export const flagsListed = byWords((words): 'on' | 'flags' | undefined => {
  const last = words.at(-1)!;
  const isPlain = words.every((word) =>
    [ON_WORDS, GRANTS, OWNERS, CLIENT_WORDS, GETTERS].some((known) => known.has(word)),
  );
  if (!isPlain || !TABLE_WORDS.has(last)) return undefined;
  return words.some((word) => ON_WORDS.has(word)) && UNMISTAKABLE.has(last) ? 'on' : 'flags';
});

const ON_WORDS = new Set(['enabled', 'active', 'activated']);
/** `allowedFlags` may be those that somebody may ask for. */
const GRANTS = new Set(['allowed', 'granted']);
/** `enabledFeatures` may be those of a product. */
const UNMISTAKABLE = new Set(['flags', 'toggles', 'killswitches']);
/**
 * Whether something of this name gives feature flags and can mean nothing else: `useFlags`, `getFeatureFlags`, `featureFlags`. `flags` alone may be
 * those of a regular expression, and features those that a customer has paid for.
 */
export function givesFeatureFlags(name: string): boolean {
  return wordsOf(name).length > 1 && UNMISTAKABLE.has(wordsOf(name).at(-1)!) && flagsListed(name) === 'flags';
}

/** Verbs of functions that hand out what they are named for; `countFlags()` and `filterFeatures()` do not. */
export const GETTERS: ReadonlySet<string> = new Set(
  'use get load fetch read select all inject evaluate'.split(' '),
);

/** Whether a function of this name does nothing but hand out flags: `getEnabledFlags`, `useFeatures`. */
export function givesFlags(name: string): boolean {
  const [verb] = wordsOf(name);
  return isNamedForFlagTable(name) && (isNamedForFlags(verb!) || GETTERS.has(verb!));
}

/** For whom flags are on. */
const OWNERS = new Set(
  'user account org organization tenant team workspace project app session current my'.split(' '),
);

/** Whether features of something of this name are flags that are on for it: `user.features`, `props.features`. */
export function isOwnerOfFlags(name: string): boolean {
  const last = wordsOf(name).at(-1)!;
  return OWNERS.has(last) || CONFIGS.has(last) || HOLDERS.has(last);
}

const HOLDERS = new Set('props state store context data options args params'.split(' '));

const DEFAULT_WORDS = new Set(['default', 'defaults', 'fallback']);

/** Whether `owner.name` is all flags of a configuration, although `name` is one of them: `settings.feature.dark`. */
export function isFlagsOfConfig(owner: string, name: string): boolean {
  return SINGULAR_TABLES.has(name) && CONFIGS.has(wordsOf(owner).at(-1)!);
}

const SINGULAR_TABLES = new Set(['feature', 'flag', 'toggle']);
const CONFIGS = new Set(['settings', 'config', 'configuration', 'env', 'environment']);

/** What stands after the last dot of a dotted name, or after the file of a declaration's id. */
export function lastSegment(name: string): string {
  const at = Math.max(name.lastIndexOf('.'), name.lastIndexOf('#'));
  // `Gate.#ask`: there the mark is part of the name.
  return name.slice(name[at] === '#' && name[at - 1] === '.' ? at : at + 1);
}
