import picomatch from 'picomatch';
import { RE2JS } from 're2js';

/** Whether a path, relative to the workspace and with `/`, is one that the globs mean. */
export type PathTest = (path: string) => boolean;

/**
 * A test for the paths that one of the globs means, and none of `ignore`. Names that begin with a dot count.
 *
 * A glob becomes a regular expression that may try every way of sharing a path among its stars. Where that could take
 * long, another engine takes it, whose time grows with the path's length only: whoever writes a configuration must
 * not be able to stop the editor.
 */
export function globTest(globs: readonly string[], ignore: readonly string[] = []): PathTest {
  const tests = globs.map(testOf);
  const exceptions = ignore.map(testOf);
  if (tests.length === 0) return () => false;
  return (path) => tests.some((test) => test(path)) && !exceptions.some((test) => test(path));
}

/** Why a glob cannot be used, in a few words; nothing where it can. */
export function globProblem(glob: string): string | undefined {
  try {
    picomatch.makeRe(glob, OPTIONS);
  } catch {
    return 'is no glob';
  }
  return isQuick(glob) || steady(glob)
    ? undefined
    : 'is too complicated a glob: use fewer stars and brackets';
}

const OPTIONS = { dot: true, windows: false };

/** The longest path whose match by backtracking is still quick, for a glob that is quick. */
const LONGEST = 400;

function testOf(glob: string): PathTest {
  const known = TESTS.get(glob);
  if (known) return known;
  const test = makeTest(glob);
  if (TESTS.size >= MOST_TESTS) TESTS.clear();
  TESTS.set(glob, test);
  return test;
}

/** One glob is asked about many paths, and again for each snapshot. */
const TESTS = new Map<string, PathTest>();
const MOST_TESTS = 1000;

function makeTest(glob: string): PathTest {
  if (globProblem(glob) !== undefined) return () => false;
  let engine: PathTest | undefined;
  const slow: PathTest = (path) => {
    engine ??= steady(glob) ?? (() => false);
    return engine(path);
  };
  if (!isQuick(glob)) return slow;
  const quick = picomatch(glob, OPTIONS);
  return (path) => (path.length > LONGEST ? slow(path) : quick(path));
}

/** Few stars share a path in few ways: at most the cube of a name's length, and of the number of folders. */
function isQuick(glob: string): boolean {
  const flat = glob.replace(/[!@?]\([^()]*\)/g, (group) => group.replace(/[!@?()]/g, ''));
  if (flat.length > 1000 || flat.includes('(')) return false;
  const segments = flat.split('/');
  const globstars = segments.filter((segment) => segment === '**');
  return (
    globstars.length <= 3 &&
    segments.every((segment) => segment === '**' || (segment.match(/\*/g) ?? []).length <= 3)
  );
}

/** The glob in an engine that does not backtrack; nothing where that engine does not know all that the glob uses. */
function steady(glob: string): PathTest | undefined {
  if (glob.length > 10_000) return undefined;
  // What these look out for, names that are one dot or two, no path of a workspace has.
  const source = picomatch
    .makeRe(glob, OPTIONS)
    .source.replace(/\(\?!(?:\(\?:\^\|\\\/\))?\\\.\{[01],[12]\}\(\?:\\\/\|\$\)\)/g, '')
    .replaceAll('(?=.)', '');
  try {
    const pattern = RE2JS.compile(source, RE2JS.DOTALL);
    return (path) => path !== '' && (path === glob || pattern.matches(path));
  } catch {
    return undefined;
  }
}
