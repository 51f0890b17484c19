import { statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { isInside, withSlashes } from '../node/paths';
import { type Invocation, UsageError } from './command';

/**
 * What stands before a path of the root so that it leads from the working directory, where a person clicks on it;
 * nothing where the root is not below it.
 */
export function prefixOf({ root, terminal }: Invocation): string {
  const way = relative(terminal.cwd, root);
  return way === '' || !isInside(terminal.cwd, root) ? '' : `${withSlashes(way)}/`;
}

/** Whether a path of the root is one that was named, or lies in a folder that was; nothing named names everything. */
export function pathFilter({ operands, root, terminal }: Invocation): (path: string) => boolean {
  const named = operands.map((operand) => {
    const absolute = [terminal.cwd, root]
      .map((base) => resolve(base, operand))
      .find((path) => statSync(path, { throwIfNoEntry: false }) !== undefined);
    if (absolute === undefined) throw new UsageError(`There is no file or folder ${operand}.`);
    if (!isInside(root, absolute)) throw new UsageError(`${operand} lies outside of the folder ${root}.`);
    return withSlashes(relative(root, absolute));
  });
  if (named.length === 0) return () => true;
  return (path) => named.some((name) => name === '' || path === name || path.startsWith(`${name}/`));
}
