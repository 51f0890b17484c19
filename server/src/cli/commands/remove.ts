import type { FlagValue } from '../../flags/model';
import { hasByteOrderMark } from '../../node/disk';
import { openTypeGate } from '../../node/type-gate';
import { writeFiles } from '../../node/write';
import { planFromWorkspace } from '../../removal/from-workspace';
import { keepOf } from '../../removal/keep';
import type { RemovalPlan } from '../../removal/plan';
import type { TextChange } from '../../text/patch';
import { type Command, DONE, FOUND, type Invocation, UsageError } from '../command';
import { checkEnvironment } from '../flags';
import { diffFormat } from '../formats/diff';
import { ENVIRONMENT } from '../formats/formats';
import { json } from '../formats/json';
import { count } from '../formats/words';
import { prefixOf } from '../paths';
import { type Draft, draftOf, type PlacedRemark } from '../removal-draft';
import { open, reportFlagFiles, type Session } from '../session';
import { printable, styleFor } from '../terminal';

export const remove: Command = {
  name: 'remove',
  summary: 'Removes flags from the code, with their entries.',
  synopsis: 'FLAG… [--keep on|off|JSON] [--write] [--format FORMAT]',
  options: [
    {
      name: 'keep',
      value: 'VALUE',
      help: "What the code keeps as the flag's answer: on, off or a value as JSON.",
    },
    { name: 'write', help: 'Applies the removal, in place of printing it.' },
    { name: 'format', value: 'FORMAT', choices: ['diff', 'json'], help: 'How the plan is printed.' },
    {
      name: 'delete-orphans',
      help: 'Deletes the files that nothing imports any more, with their own tests and stories.',
    },
    { name: 'no-types', help: 'Does not type-check the result, which is faster.' },
    ENVIRONMENT,
  ],
  details: [
    'Prints a patch that `git apply` takes; places that need a person are listed on standard error, and the exit status is 1 then.',
    "Without --keep the value is that of the flag's state. That needs a flag that is fully on or fully off in every environment (in one, with --environment), and neither a kill switch nor a permission flag nor permanent. Several flags are planned one after the other, each on what the one before it has left.",
  ],
  run: runRemove,
};

async function runRemove(invocation: Invocation): Promise<number> {
  const flags = [...new Set(invocation.operands)];
  if (flags.length === 0) throw new UsageError('Name a flag: flagwright remove FLAG… [--keep on|off|JSON].');
  const named = namedKeep(invocation.option('keep'));
  const session = await open(invocation);
  // Half of the flags or of the wrappers is not enough to change code by.
  const status = reportFlagFiles(session, invocation);
  if (status !== DONE) return status;
  const keeps = flags.map((flag) => keepFor(flag, named, session, invocation.option('environment')));

  const plans: RemovalPlan[] = [];
  const draft = draftOf(session.workspace);
  const gate = invocation.has('no-types') ? undefined : openTypeGate(invocation.root);
  try {
    for (const [i, flag] of flags.entries()) {
      await draft.show();
      const request = {
        flag,
        keep: keeps[i]!,
        scope: { kind: 'everywhere' },
        deleteOrphans: invocation.has('delete-orphans'),
      } as const;
      const plan = await planFromWorkspace(session.workspace, request, gate?.check);
      await draft.add(plan);
      plans.push(plan);
    }
  } finally {
    gate?.dispose();
  }
  const changes = draft.changes();
  if (invocation.has('write')) writeFiles(invocation.root, changes);
  await print({ plans, draft, changes }, invocation);
  return draft.review().length > 0 ? FOUND : DONE;
}

/** `on`, `off`, or JSON; nothing where nothing is said. */
function namedKeep(text: string | undefined): { readonly keep: FlagValue } | undefined {
  if (text === undefined) return undefined;
  if (text === 'on' || text === 'off') return { keep: text === 'on' };
  try {
    return { keep: JSON.parse(text) as FlagValue };
  } catch {
    throw new UsageError(`--keep takes on, off or a value as JSON, such as '"blue"' or 3, not '${text}'.`);
  }
}

function keepFor(
  flag: string,
  named: { readonly keep: FlagValue } | undefined,
  { snapshot }: Session,
  environment: string | undefined,
): FlagValue {
  checkEnvironment(snapshot, environment);
  if (named) return named.keep;
  const declared = snapshot.flag(flag);
  const decision = declared ? keepOf(declared, environment) : { refusal: `No flag file declares '${flag}'` };
  if ('keep' in decision) return decision.keep;
  throw new UsageError(`${decision.refusal}. Name the value that the code keeps: --keep on or --keep off.`);
}

interface Removal {
  readonly plans: readonly RemovalPlan[];
  readonly draft: Draft;
  readonly changes: readonly TextChange[];
}

async function print({ plans, draft, changes }: Removal, invocation: Invocation): Promise<void> {
  const { stdout, stderr, env } = invocation.terminal;
  if (invocation.option('format') === 'json') {
    stdout.write(json(jsonOf({ plans, draft, changes }, invocation.root)));
    return;
  }
  const isWritten = invocation.has('write');
  if (!isWritten) stdout.write(diffFormat(withMarks(changes, invocation.root), styleFor(stdout, env)));
  // The patch goes into a pipe; what is said about it goes to the person.
  const output = isWritten ? stdout : stderr;
  const prefix = prefixOf(invocation);
  for (const { file, after } of isWritten ? changes : [])
    output.write(`${after === null ? 'deleted' : 'changed'} ${prefix}${file}\n`);
  for (const remark of draft.notes()) output.write(remarkLine('note', remark, prefix));
  for (const remark of draft.review()) output.write(remarkLine('review', remark, prefix));
  for (const plan of plans) output.write(`${summaryOf(plan)}\n`);
}

function jsonOf({ plans, draft, changes }: Removal, root: string) {
  const named = plans.map(({ flag, keep }) => ({ flag, keep }));
  return {
    ...(named.length === 1 ? named[0] : { removals: named }),
    files: withMarks(changes, root),
    review: draft.review().map(({ file, range, text }) => ({ file, range, reason: text })),
    notes: draft.notes().map(({ file, range, text }) => ({ file, range, message: text })),
    checks: { types: plans.every(({ checks }) => checks.types === 'passed') ? 'passed' : 'not-run' },
  };
}

/** Files' contents as they are on disk: a byte order mark is part of them. */
function withMarks(changes: readonly TextChange[], root: string): TextChange[] {
  return changes.map(({ file, before, after }) => {
    const mark = before !== null && hasByteOrderMark(root, file) ? '\uFEFF' : '';
    return {
      file,
      before: before === null ? null : mark + before,
      after: after === null ? null : mark + after,
    };
  });
}

function remarkLine(kind: 'note' | 'review', { file, range, text }: PlacedRemark, prefix: string): string {
  const { line, character } = range.start;
  return `${prefix}${file}:${line + 1}:${character + 1}: ${kind}: ${printable(text)}\n`;
}

function summaryOf({ flag, keep, files, review, removesEntry, deleted }: RemovalPlan): string {
  const name = `'${printable(flag)}'`;
  if (files.length === 0 && review.length === 0)
    return `${name} is read nowhere and has no entry: nothing is left to remove.`;
  const value = keep === true ? 'on' : keep === false ? 'off' : JSON.stringify(keep);
  const entry = removesEntry ? ', its entry goes' : '';
  const left = review.length > 0 ? `, ${count(review.length, 'place')} left for review` : '';
  const gone = deleted.length > 0 ? `, ${count(deleted.length, 'file')} deleted` : '';
  return `${name} kept ${value}: ${count(files.length, 'file')} changed${gone}${entry}${left}`;
}
