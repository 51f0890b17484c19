import { openRepository } from '../../node/git';
import { type Command, DONE, type Invocation, UsageError } from '../command';
import { baseCommit, compare } from '../comparison';
import { type FlagDiff, flagDiff } from '../flag-diff';
import { addressesFrom, flagDiffMarkdown } from '../formats/flag-diff-markdown';
import { json } from '../formats/json';
import { reportFlagFiles } from '../session';

export const diff: Command = {
  name: 'diff',
  summary: 'Says what a branch does to the flags, for its pull request.',
  synopsis: '[BASE[..HEAD]] [--format FORMAT]',
  options: [
    {
      name: 'format',
      value: 'FORMAT',
      choices: ['markdown', 'json'],
      help: 'For a comment or for programs.',
    },
  ],
  details: [
    'Compares HEAD, or without it what is on disk, with where it left BASE: flags added, removed and changed, new reads, flags that nothing reads any more, and flags newly nested. Without BASE that is the branch that the pull request goes to, or else the main one.',
  ],
  run: runDiff,
};

async function runDiff(invocation: Invocation): Promise<number> {
  const revisions = revisionsOf(invocation);
  return compare(invocation, revisions, async (comparison) => {
    const status = reportFlagFiles(comparison.after, invocation);
    const changes = await flagDiff(comparison);
    const { terminal, root } = invocation;
    const prefix = openRepository(root).run('rev-parse', '--show-prefix').trimEnd();
    terminal.stdout.write(
      invocation.option('format') === 'json'
        ? json(jsonOf(changes, revisions))
        : flagDiffMarkdown(changes, addressesFrom(terminal, prefix)),
    );
    return status === DONE ? DONE : status;
  });
}

/** `main..feature`, `main`, or nothing. Three dots mean the same: it is always where the two parted that counts. */
function revisionsOf(invocation: Invocation): { from: string; to?: string } {
  const [words = '', ...others] = invocation.operands;
  if (others.length > 0) throw new UsageError('Name the two as one word: flagwright diff BASE..HEAD.');
  const [base = '', head] = words.split(/\.{2,3}/, 2);
  if (head === undefined) return { from: baseCommit(invocation, base) };
  const repository = openRepository(invocation.root);
  const to = repository.commitOf(head || 'HEAD');
  return { from: repository.mergeBase(repository.commitOf(base || 'HEAD'), to), to };
}

function jsonOf(changes: FlagDiff, { from, to }: { from: string; to?: string }) {
  const flags = (list: FlagDiff['added']) =>
    list.map(({ key, file, range, before = null, after = null, owner = null, reads }) => ({
      key,
      file,
      line: range.start.line,
      before,
      after,
      owner,
      reads,
    }));
  return {
    from,
    to: to ?? null,
    added: flags(changes.added),
    removed: flags(changes.removed),
    changed: flags(changes.changed),
    newReads: changes.newReads,
    unread: flags(changes.unread),
    nested: changes.nested,
  };
}
