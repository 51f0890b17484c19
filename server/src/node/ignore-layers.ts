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
  const mayMatch = anyOf(lines, ignoresCase);
  const costly = lines.flatMap((line, index) => costOf(line, index) ?? []);
  const isTold = new Set<Costly>();
  const matchers = new Map<string, ReturnType<typeof ignore>>();
  /** Without the rules that could take too long with one of the path's names. */
  const matcherFor = (path: string): ReturnType<typeof ignore> => {
    const left = costly.length > 0 ? costly.filter((rule) => rule.isTooMuchFor(path)) : [];
    const lost = left.find((rule) => !isTold.has(rule) && rule.mayMatch(path));
    if (lost) {
      isTold.add(lost);
      report(`${name}:${lost.index + 1} has too many stars: the rule is left out.`);
    }
    const key = left.map(({ index }) => index).join();
    let matcher = matchers.get(key);
    if (matcher) return matcher;
    const isLeft = new Set(left.map(({ index }) => index));
    matcher = ignore({ ignorecase: ignoresCase }).add(lines.filter((_, index) => !isLeft.has(index)));
    matchers.set(key, matcher);
    return matcher;
  };
  return {
    test(path) {
      const own = above + path.slice(below.length);
      return own !== '' && mayMatch(own) ? matcherFor(own).test(own) : NEITHER;
    },
  };
}

const NEITHER = { ignored: false, unignored: false };

/**
 * Whether one of some patterns may match a path: whether it holds a piece that stands in the pattern as it stands in all that match
 * it. Most paths hold none, and trying them on each pattern took a fifth of listing files.
 */
function anyOf(patterns: readonly string[], ignoresCase: boolean): (path: string) => boolean {
  const pieces = new Set<string>();
  for (const pattern of patterns) {
    if (pattern === '' || pattern.startsWith('#')) continue;
    const piece = pieceOf(pattern);
    if (piece === undefined) return () => true;
    pieces.add(piece.replace(/[$.+^()\]{}|]/g, '\\$&'));
  }
  const isIn = new RegExp([...pieces].join('|') || '(?!)', ignoresCase ? 'i' : '');
  return (path) => isIn.test(path);
}

/** The piece of a pattern that tells most, as far as one can see: no ending, and no folder that all files may be in. */
function pieceOf(pattern: string): string | undefined {
  // What stands in brackets is one of several; where they begin and end is not looked into.
  const [head = ''] = pattern.split('[', 1);
  const tail = head === pattern ? '' : (/\]([^[\]]*)$/.exec(pattern)?.[1] ?? '');
  const pieces = `${head.replace(/^\uFEFF?!/, '')}/${tail}`
    .split(/[*?\\/\s\uFEFF]+/)
    .filter((piece) => piece !== '');
  const longest = [...pieces].sort((a, b) => b.length - a.length)[0];
  return pieces.findLast((piece) => piece.length > 2 && !piece.startsWith('.')) ?? longest;
}

/** A rule that could take too long. */
interface Costly {
  readonly index: number;
  isTooMuchFor(path: string): boolean;
  /** Whether one of a path's names begins and ends as the pattern does. */
  mayMatch(path: string): boolean;
}

/**
 * A pattern of `.gitignore` becomes a regular expression that tries every way of sharing a name among its stars: with many of them, and
 * a name made for it, for hours. That is as many ways as there are of choosing the stars' places among the name's.
 */
function costOf(pattern: string, index: number): Costly | undefined {
  const segments = pattern.replace(/^!/, '').trimEnd().split('/');
  if (segments.filter((segment) => segment === '**').length > 4)
    return { index, isTooMuchFor: () => true, mayMatch: () => true };
  const costly = segments.filter((segment) => starsIn(segment) > FEW_STARS);
  if (costly.length === 0) return undefined;
  const limit = longestFor(Math.max(...costly.map(starsIn)));
  const ends = costly.map(
    (segment) => [/^[^*?[\\]*/.exec(segment)![0], /[^*?\]\\]*$/.exec(segment)![0]] as const,
  );
  const isLike = (name: string): boolean => {
    const own = name.toLowerCase();
    return ends.some(
      ([head, tail]) => own.startsWith(head.toLowerCase()) && own.endsWith(tail.toLowerCase()),
    );
  };
  return {
    index,
    isTooMuchFor: (path) => path.split('/').some(({ length }) => length > limit),
    mayMatch: (path) => path.split('/').some((name) => name.length > limit && isLike(name)),
  };
}

/** Whether a pattern has so many stars that no path should be held against it: see {@link costOf}. */
export function isCostly(pattern: string): boolean {
  return costOf(pattern, 0) !== undefined;
}

function starsIn(segment: string): number {
  return (segment.match(/\*+/g) ?? []).length;
}

/** How long names may be for a number of stars. */
function longestFor(stars: number): number {
  let [length, ways] = [stars, 1];
  while (ways <= MOST_WAYS) {
    length++;
    ways = (ways * length) / (length - stars);
  }
  return length - 1;
}

const FEW_STARS = 3;
const MOST_WAYS = 1_000_000;
