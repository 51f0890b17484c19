import { openRepository, type Repository } from '../node/git';
import { openRevisions } from '../node/revisions';
import type { Snapshot } from '../workspace/snapshot';
import type { Invocation } from './command';
import { load, type Session, sessionOf, tellOn } from './session';
import { createTexts, type Texts } from './texts';

/** The workspace at two moments of its history. */
export interface Comparison {
  readonly before: { readonly snapshot: Snapshot; readonly texts: Texts };
  readonly after: Session;
  /** What a renamed file was called before. */
  readonly formerNames: ReadonlyMap<string, string>;
}

/**
 * Reads the workspace at a commit, and then at another or as it is on disk, where only what has changed is read again.
 * `use` has both; what reads the history ends with it.
 *
 * @throws {GitProblem} where the history cannot be read.
 */
export async function compare<T>(
  { root, terminal }: Invocation,
  { from, to }: { readonly from: string; readonly to?: string },
  use: (comparison: Comparison) => Promise<T>,
): Promise<T> {
  const revisions = openRevisions(root, { from, ...(to !== undefined && { to }), report: tellOn(terminal) });
  try {
    const workspace = await load(revisions.host, terminal);
    const before = workspace.snapshot();
    revisions.showAfter();
    const changed = revisions.changes.flatMap(({ path, was }) => (was === undefined ? [path] : [path, was]));
    await workspace.refresh(changed);
    return await use({
      before: { snapshot: before, texts: createTexts({ text: textOf(revisions.before) }) },
      after: await sessionOf(workspace, terminal),
      formerNames: new Map(
        revisions.changes.flatMap(({ path, was }) => (was === undefined ? [] : [[path, was]])),
      ),
    });
  } finally {
    revisions.dispose();
  }
}

/**
 * The commit from which the work at hand began: where it parted from `named`, or else from the branch that it goes to,
 * as the CI service or the clone names that.
 *
 * @throws {GitProblem} where there is none.
 */
export function baseCommit({ root, terminal }: Invocation, named: string): string {
  const repository = openRepository(root);
  if (named !== '') return repository.mergeBase(repository.commitOf(named), 'HEAD');
  const { GITHUB_BASE_REF, CI_MERGE_REQUEST_TARGET_BRANCH_NAME } = terminal.env;
  const target = GITHUB_BASE_REF || CI_MERGE_REQUEST_TARGET_BRANCH_NAME;
  if (target) return repository.mergeBase(repository.commitOf(branchOf(repository, target)), 'HEAD');
  const branch = DEFAULT_BRANCHES.find((name) => repository.find(name) !== undefined) ?? 'HEAD';
  return repository.mergeBase(branch, 'HEAD');
}

const DEFAULT_BRANCHES = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'];

function branchOf(repository: Repository, name: string): string {
  return repository.find(`origin/${name}`) === undefined ? name : `origin/${name}`;
}

function textOf({ read }: { read(path: string): Promise<{ readonly text: string } | object> }) {
  return async (path: string): Promise<string | undefined> => {
    const content = await read(path);
    return 'text' in content ? content.text : undefined;
  };
}
