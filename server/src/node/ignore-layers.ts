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
  const costly = lines.findIndex(isCostly);
  if (costly >= 0) report(`${name}:${costly + 1} has too many stars: the rule is left out.`);
  const matcher = ignore({ ignorecase: ignoresCase }).add(lines.filter((line) => !isCostly(line)));
  return {
    test(path) {
      const own = above + path.slice(below.length);
      return own === '' ? NEITHER : matcher.test(own);
    },
  };
}

const NEITHER = { ignored: false, unignored: false };

/**
 * Whether a pattern of `.gitignore` has so many stars that a name made for it could be shared among them for hours: it
 * becomes a regular expression that tries every way.
 */
export function isCostly(pattern: string): boolean {
  const segments = pattern.split('/');
  const stars = (segment: string): number => (segment.match(/\*+/g) ?? []).length;
  return (
    segments.filter((segment) => segment === '**').length > 4 ||
    segments.some((segment) => stars(segment) > 3)
  );
}
