import { describeChecks } from '../features/removal-report';
import { readCodeowners } from '../node/codeowners';
import { openRepository } from '../node/git';
import { type BranchCommit, commitOnBranch, pushBranch, requireClean } from '../node/git-write';
import { openTypeGate } from '../node/type-gate';
import { planFromWorkspace } from '../removal/from-workspace';
import type { RemovalPlan } from '../removal/plan';
import { draftOf } from '../removal/removal-draft';
import type { Invocation } from './command';
import type { DueFlag } from './due';
import { count } from './formats/words';
import type { Session } from './session';
import { printable } from './terminal';

/** The branch on which a flag is removed, or why there is none. */
export type OpenedBranch =
  | {
      readonly name: string;
      readonly commit: string;
      /** Whom CODEOWNERS names for the changed files. */
      readonly reviewers: readonly string[];
      /** The remote that has it. */
      readonly pushed?: string;
    }
  | { readonly left: string };

/**
 * Removes each flag that is on for everyone on a branch of its own, all of them from HEAD. Neither the index nor what is
 * checked out changes: the commits are made beside them.
 *
 * @throws {GitProblem} where there is no repository, or files differ from HEAD.
 */
export async function openBranches(
  flags: readonly DueFlag[],
  session: Session,
  { root }: Invocation,
  remote: string | undefined,
): Promise<Map<string, OpenedBranch>> {
  requireClean(root);
  const repository = openRepository(root);
  const ownersOf = readCodeowners(root);
  const tracked = new Set(repository.files('HEAD').map(({ path }) => path));
  const gate = openTypeGate(root);
  const branches = new Map<string, OpenedBranch>();
  try {
    for (const flag of flags) {
      const name = branchName(flag.key);
      const isThere =
        repository.find(`refs/heads/${name}`) ??
        (remote && repository.find(`refs/remotes/${remote}/${name}`));
      branches.set(
        flag.key,
        isThere ? { left: `the branch ${name} is there already` } : await openOne(flag, name),
      );
    }
  } finally {
    gate.dispose();
  }
  return branches;

  async function openOne(flag: DueFlag, name: string): Promise<OpenedBranch> {
    if (flag.state.kind !== 'on')
      return { left: 'it is not on for everyone, so a person decides what stays' };
    const request = { flag: flag.key, keep: true, scope: { kind: 'everywhere' } } as const;
    const plan = await planFromWorkspace(session.workspace, request, gate.check);
    const draft = draftOf(session.workspace);
    await draft.add(plan);
    const [first] = draft.review();
    if (first) {
      const places = count(plan.review.length, 'place');
      return {
        left: `${places} left for a person, the first at ${first.file}:${first.range.start.line + 1}: ${first.text}`,
      };
    }
    const changes = draft.changes();
    if (changes.length === 0) return { left: 'there is nothing to change' };
    const untracked = changes.find(({ file }) => !tracked.has(file));
    if (untracked) return { left: `${untracked.file} reads it and is in no commit` };
    const reviewers = [...new Set(changes.flatMap(({ file }) => ownersOf(file)))].sort();
    const message = messageOf(flag, plan, reviewers);
    const commit = commitOnBranch(root, { name, message, changes } satisfies BranchCommit);
    const refusal = remote === undefined ? undefined : pushBranch(root, remote, name);
    if (refusal !== undefined) return { left: `the branch ${name} is made, but not pushed: ${refusal}` };
    return { name, commit, reviewers, ...(remote !== undefined && { pushed: remote }) };
  }
}

/** `flagwright/remove-new_checkout`; what git does not take in a name becomes a dash. */
function branchName(key: string): string {
  const name = key
    .replace(/[^\p{L}\p{N}_.-]+/gu, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[.-]+|[.-]+$|\.lock$/g, '');
  return `flagwright/remove-${name || 'flag'}`;
}

function messageOf({ key, why, flag }: DueFlag, plan: RemovalPlan, reviewers: readonly string[]): string {
  const types = describeChecks(plan.checks) ?? 'The types were not checked.';
  const notes = plan.notes.map(({ file, message }) => `- ${file}: ${message}`);
  const trailers = [
    ...(flag.owner ? [`Flag-owner: ${flag.owner.value}`] : []),
    ...(reviewers.length > 0 ? [`Reviewers: ${reviewers.join(' ')}`] : []),
  ];
  return [
    `Remove the flag ${key}`,
    why,
    `The code keeps what it does while the flag is on. Checked: every changed file parses, every name means what it meant, every jump goes where it went. ${types}`,
    ...(notes.length > 0 ? [['To know:', ...notes].join('\n')] : []),
    ...(trailers.length > 0 ? [trailers.join('\n')] : []),
  ]
    .map((paragraph) => paragraph.split('\n').map(printable).map(wrapped).join('\n'))
    .join('\n\n');
}

/** Lines of at most 72 columns, but for words that are longer. */
function wrapped(text: string): string {
  return text.replace(/(?=\S)(.{1,72})(?:\s+|$)/g, '$1\n').trimEnd();
}
