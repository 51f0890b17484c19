import type { DataNode } from '../text/tree';
import { entryOf } from '../text/tree';

/** What a service's file may name at a place: other flags, or things of its own such as a flag's variants. */
export type Named =
  | { readonly kind: 'flags' }
  | { readonly kind: 'names'; readonly names: readonly string[] };

type Path = readonly (string | number)[];

/**
 * What the value at a path inside of a service's document names: LaunchDarkly's prerequisites, the parents of Unleash, the
 * flags that ConfigCat's rules ask; in flagd's files the flags that a targeting compares itself with, the evaluators that it
 * refers to, and the variants of its own flag. `entry` is the path of the flag's entry, absent outside of one.
 */
export function namedAt(
  service: string,
  document: DataNode,
  path: Path,
  entry: Path | undefined,
): Named | undefined {
  const inEntry = entry && path.slice(entry.length);
  switch (service) {
    case 'launchdarkly':
      return inEntry && matches(inEntry, 'prerequisites', '#', 'key') ? FLAGS : undefined;
    case 'unleash': {
      const isParent = inEntry && matches(inEntry, 'dependencies', '#', 'feature');
      // An export has them in a list of their own.
      const isListed =
        matches(path, 'dependencies', '#', 'feature') ||
        matches(path, 'dependencies', '#', 'dependencies', '#', 'feature');
      return isParent || isListed ? FLAGS : undefined;
    }
    case 'configcat':
      return inEntry && path.at(-1) === 'f' && path.at(-2) === 'p' ? FLAGS : undefined;
    case 'flagd':
      return inFlagd(document, path, entry);
    default:
      return undefined;
  }
}

const FLAGS: Named = { kind: 'flags' };

/** flagd.dev/reference/flag-definitions: `$ref` shares an evaluator, `$flagd.flagKey` is the key of the flag that is asked. */
function inFlagd(document: DataNode, path: Path, entry: Path | undefined): Named | undefined {
  if (path.at(-1) === '$ref') return names(keysOf(at(document, ['$evaluators'])));
  const around = at(document, path.slice(0, -1));
  const isCompared =
    around?.kind === 'list' &&
    around.items.some(({ value }) => textOf(at(value, ['var'])) === '$flagd.flagKey');
  if (isCompared) return FLAGS;
  if (!entry) return undefined;
  const inEntry = path.slice(entry.length);
  const isVariant =
    matches(inEntry, 'defaultVariant') || (inEntry[0] === 'targeting' && (isShare(path) || isOutcome(path)));
  return isVariant ? names(keysOf(at(document, [...entry, 'variants']))) : undefined;
}

/** The first of `["red", 50]` in a `fractional`. */
function isShare(path: Path): boolean {
  return path.at(-1) === 0 && typeof path.at(-2) === 'number' && path.at(-3) === 'fractional';
}

/** What an `if` gives: every second of its operands, and the last. */
function isOutcome(path: Path): boolean {
  const index = path.at(-1);
  return path.at(-2) === 'if' && typeof index === 'number' && index > 0;
}

function names(all: readonly string[]): Named | undefined {
  return all.length > 0 ? { kind: 'names', names: all } : undefined;
}

/** `#` stands for an index. */
function matches(path: Path, ...pattern: readonly string[]): boolean {
  return (
    path.length === pattern.length &&
    pattern.every((step, i) => (step === '#' ? typeof path[i] === 'number' : path[i] === step))
  );
}

function at(node: DataNode, path: Path): DataNode | undefined {
  let here: DataNode | undefined = node;
  for (const step of path) {
    here =
      here?.kind === 'list'
        ? here.items[step as number]?.value
        : here?.kind === 'map'
          ? entryOf(here, String(step))?.value
          : undefined;
  }
  return here;
}

function keysOf(node: DataNode | undefined): string[] {
  return node?.kind === 'map' ? node.entries.map(({ key }) => key) : [];
}

function textOf(node: DataNode | undefined): string | undefined {
  return node?.kind === 'scalar' ? node.text : undefined;
}
