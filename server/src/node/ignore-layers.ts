// What `.gitignore` files say, without a disk: for the server in a browser too.
import ignore from 'ignore';

/** The rules of one file. */
export interface IgnoreLayer {
  /** `path` is relative to the walk's root; a directory's ends in `/`. */
  test(path: string): { readonly ignored: boolean; readonly unignored: boolean };
}

export interface LayerOptions {
  /** What a message calls the file. */
  readonly name: string;
  readonly report: (message: string) => void;
  readonly ignoresCase: boolean;
  /** The patterns are relative to their folder: `above` leads from there to the root, `below` from the root to it. */
  readonly above?: string;
  readonly below?: string;
}

/** Whether the rules ignore a path; the weakest come first. */
export function ignoredBy(layers: readonly IgnoreLayer[], path: string): boolean {
  for (let i = layers.length - 1; i >= 0; i--) {
    const { ignored, unignored } = layers[i]!.test(path);
    if (ignored || unignored) return ignored;
  }
  return false;
}

/** Those that hold inside a directory that is not ignored: a layer that a stronger one has overruled has no say there. */
export function layersInside(layers: readonly IgnoreLayer[], directory: string): readonly IgnoreLayer[] {
  const left = layers.filter((layer) => !layer.test(directory).ignored);
  return left.length === layers.length ? layers : left;
}

export function ignoreLayer(
  text: string,
  { name, report, ignoresCase, above = '', below = '' }: LayerOptions,
): IgnoreLayer {
  const lines = text.split(/\r?\n/);
  const limits = lines.map(longestName);
  const steps = [...new Set(limits)]
    .filter((limit) => limit < Number.POSITIVE_INFINITY)
    .sort((x, y) => x - y);
  const matchers = new Map<number, ReturnType<typeof ignore>>();
  /** Asks only the rules that can be asked about names of a length. */
  const matcherFor = (length: number): ReturnType<typeof ignore> => {
    const step = steps.findLast((limit) => limit < length) ?? -1;
    let matcher = matchers.get(step);
    if (matcher) return matcher;
    matcher = ignore({ ignorecase: ignoresCase }).add(lines.filter((_, index) => limits[index]! > step));
    if (step >= 0) {
      const why =
        step === 0 ? 'stars: the rule is left out' : 'stars for long names: the rule is left out for them';
      report(`${name}:${limits.indexOf(step) + 1} has too many ${why}.`);
    }
    matchers.set(step, matcher);
    return matcher;
  };
  return {
    test(path) {
      const own = above + path.slice(below.length);
      if (own === '') return NEITHER;
      return matcherFor(steps.length > 0 ? longestPart(own) : 0).test(own);
    },
  };
}

const NEITHER = { ignored: false, unignored: false };

function longestPart(path: string): number {
  return Math.max(...path.split('/').map(({ length }) => length));
}

/**
 * How long the names may be that a pattern of `.gitignore` is asked about. It becomes a regular expression that tries every way of
 * sharing a name among its stars: with many of them, and a name made for it, for hours.
 */
export function longestName(pattern: string): number {
  const segments = pattern.split('/');
  if (segments.filter((segment) => segment === '**').length > 4) return 0;
  const stars = Math.max(...segments.map((segment) => (segment.match(/\*+/g) ?? []).length));
  if (stars <= FEW_STARS) return Number.POSITIVE_INFINITY;
  // As many ways as there are of choosing the stars' places among the name's.
  let [length, ways] = [stars, 1];
  while (ways <= MOST_WAYS) {
    length++;
    ways = (ways * length) / (length - stars);
  }
  return length - 1;
}

const FEW_STARS = 3;
const MOST_WAYS = 1_000_000;
