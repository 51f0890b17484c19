import { constants } from 'node:os';
import { describeChecks } from '../../features/removal-report';
import { readersToName } from '../../features/treat-as-reader';
import type { FlagValue } from '../../flags/model';
import { onDisk } from '../../node/disk';
import { openTypeGate } from '../../node/type-gate';
import { writeFiles } from '../../node/write';
import { planFromWorkspace } from '../../removal/from-workspace';
import { keepOf } from '../../removal/keep';
import type { RemovalPlan, TypesChecked } from '../../removal/plan';
import { type Draft, draftOf, type PlacedRemark } from '../../removal/removal-draft';
import { GIVES_HOLDER, withoutStreams } from '../../removal/stream-readers';
import { applyEdits } from '../../text/edits';
import type { TextChange } from '../../text/patch';
import { addWrapper, type WrapperEntry } from '../../workspace/add-wrapper';
import { CONFIG_FILES } from '../../workspace/config';
import { type Command, DONE, FOUND, type Invocation, UsageError } from '../command';
import { checkEnvironment } from '../flags';
import { diffFormat } from '../formats/diff';
import { ENVIRONMENT } from '../formats/formats';
import { json } from '../formats/json';
import { count } from '../formats/words';
import { patchedFiles } from '../patch';
import { prefixOf } from '../paths';
import { open, reportFlagFiles, type Session } from '../session';
import { printable, styleFor } from '../terminal';
import { holdSignals, runCommand, takeBack, type Verdict } from '../verify';

export const remove: Command = {
  name: 'remove',
  summary: 'Removes flags from the code, with their entries.',
  synopsis: 'FLAG… [--keep on|off|JSON] [--write [--verify COMMAND]] [--format FORMAT]',
  options: [
    {
      name: 'keep',
      value: 'VALUE',
      help: "What the code keeps as the flag's answer: on, off or a value as JSON.",
    },
    { name: 'write', help: 'Applies the removal, in place of printing it.' },
    {
      name: 'verify',
      value: 'COMMAND',
      help: 'Runs a command after --write, such as "npm test"; if it fails, everything is taken back.',
    },
    { name: 'format', value: 'FORMAT', choices: ['diff', 'json'], help: 'How the plan is printed.' },
    {
      name: 'delete-orphans',
      help: 'Deletes the files that nothing imports any more, with their own tests and stories.',
    },
    {
      name: 'name-readers',
      help: 'Names the readers in the configuration that reads are left for, and removes those reads too: see first that what they answer is the flag.',
    },
    { name: 'no-types', help: 'Does not type-check the result, which is faster.' },
    ENVIRONMENT,
  ],
  details: [
    'Prints a patch that `git apply` takes anywhere in the repository; places that need a person are listed on standard error, and the exit status is 1 then.',
    "Without --keep the value is that of the flag's state. That needs a flag that is fully on or fully off in every environment (in one, with --environment), and neither a kill switch nor a permission flag nor permanent. Several flags are planned one after the other, each on what the one before it has left.",
    'With --write all files are replaced or none. --verify runs its command in the root, by the shell, with its output on standard error. Unless it ends with status 0, and when you press Ctrl-C, every changed file becomes what it was, also one that the command has changed (its text is kept in a temporary folder, which is named); what else the command has written stays. The exit status is 1 then, after Ctrl-C 130.',
  ],
  run: runRemove,
};

async function runRemove(invocation: Invocation): Promise<number> {
  const flags = [...new Set(invocation.operands)];
  if (flags.length === 0) throw new UsageError('Name a flag: flagwright remove FLAG… [--keep on|off|JSON].');
  if (invocation.option('verify') !== undefined && !invocation.has('write'))
    throw new UsageError('--verify needs --write: without it nothing is changed that could be verified.');
  const named = namedKeep(invocation.option('keep'));
  let session = await open(invocation, BESIDE);
  // Half of the flags or of the wrappers is not enough to change code by.
  const status = reportFlagFiles(session, invocation);
  if (status !== DONE) return status;
  const keeps = flags.map((flag) => keepFor(flag, named, session, invocation.option('environment')));
  let unnamed = await unnamedReaders(session, flags);
  const config = invocation.has('name-readers') ? await configNaming(unnamed, session) : undefined;
  if (config) {
    session = await open(invocation, { ...BESIDE, config: { file: config.file, text: config.after } });
    unnamed = await unnamedReaders(session, flags);
  }

  const plans: RemovalPlan[] = [];
  const draft = draftOf(session.workspace);
  if (config) draft.take(config.file, config.before, config.after);
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
  // Taken before anything is written: a byte order mark is looked for on disk.
  const files = changes.map((change) => onDisk(invocation.root, change));
  const outcome = invocation.has('write') ? await write(changes, invocation) : undefined;
  await print({ plans, draft, files, unnamed, ...(outcome && { outcome }) }, invocation);
  if (outcome?.signal) return 128 + constants.signals[outcome.signal];
  return outcome?.isTakenBack || draft.review().length > 0 ? FOUND : DONE;
}

const BESIDE = { withEvidence: true, withCallers: false };

/** What the configuration would have to say for reads to go as well that are left for their readers. */
async function unnamedReaders(
  { workspace, texts }: Session,
  flags: readonly string[],
): Promise<readonly WrapperEntry[]> {
  // A flag that no file declares is one by being named here.
  const snapshot = workspace.snapshot(flags);
  const reads = await withoutStreams(
    flags.flatMap((flag) => snapshot.readsOf(flag)),
    workspace,
  );
  const ofAnswers = reads.filter(({ opaque }) => opaque !== GIVES_HOLDER);
  return readersToName(snapshot, ofAnswers, texts.read);
}

/** The configuration with these entries; nothing where there are none. */
async function configNaming(
  entries: readonly WrapperEntry[],
  { snapshot, texts }: Session,
): Promise<{ readonly file: string; readonly before: string | null; readonly after: string } | undefined> {
  if (entries.length === 0) return undefined;
  const { file = CONFIG_FILES[0] } = snapshot.config;
  const before = (await texts.read(file)) ?? null;
  let after = before ?? '';
  for (const entry of entries) {
    const edits = addWrapper(file, after, entry);
    if (!edits) throw new UsageError(`${file} has mistakes that hide where this belongs. Mend them first.`);
    after = applyEdits(after, edits);
  }
  return { file, before, after };
}

/** What has become of changes that were to be written. */
interface Outcome {
  readonly isTakenBack: boolean;
  /** What the command said that was to verify them; absent where there was none, or nothing to verify. */
  readonly verdict?: Verdict;
  /** What ended it early. */
  readonly signal?: NodeJS.Signals;
  /** What a person has to know of files that were put back. */
  readonly remarks: readonly string[];
}

/** Writes all changes, and takes all of them back where the command fails or somebody ends it. */
async function write(changes: readonly TextChange[], invocation: Invocation): Promise<Outcome> {
  const { root, terminal } = invocation;
  const command = invocation.option('verify');
  const signals = holdSignals();
  try {
    const written = writeFiles(root, changes);
    const isVerified = command !== undefined && changes.length > 0 && !signals.received();
    const verdict = isVerified ? await runCommand(command, root, terminal, signals) : undefined;
    const signal = signals.received();
    const isTakenBack = signal !== undefined || verdict?.kind === 'failed';
    return {
      isTakenBack,
      remarks: isTakenBack ? takeBack(written) : [],
      ...(verdict && { verdict }),
      ...(signal && { signal }),
    };
  } finally {
    signals.release();
  }
}

/** `on`, `off`, or JSON; nothing where nothing is said. */
function namedKeep(text: string | undefined): { readonly keep: FlagValue } | undefined {
  if (text === undefined) return undefined;
  if (text === 'on' || text === 'off') return { keep: text === 'on' };
  try {
    return { keep: JSON.parse(text) as FlagValue };
  } catch {
    const meant = JSON.stringify(text);
    throw new UsageError(
      `--keep takes on, off or a value as JSON, not '${text}'. For that text write --keep '${meant}'.`,
    );
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
  /** The changed files' texts, as they are on disk. */
  readonly files: readonly TextChange[];
  /** What the configuration would have to say for reads to go as well that are left for their readers. */
  readonly unnamed: readonly WrapperEntry[];
  /** Absent where nothing was to be written. */
  readonly outcome?: Outcome;
}

async function print(
  { plans, draft, files, unnamed, outcome }: Removal,
  invocation: Invocation,
): Promise<void> {
  const { stdout, stderr, env } = invocation.terminal;
  if (invocation.option('format') === 'json') {
    stdout.write(json(jsonOf({ plans, draft, files, ...(outcome && { outcome }) })));
    // Whoever reads the JSON has to know of it too, and it is no part of the plan.
    if (isReaderAsked(unnamed, draft.review('before'))) stderr.write(namingOf(unnamed));
    return;
  }
  if (!outcome) stdout.write(diffFormat(patchedFiles(invocation.root, files), styleFor(stdout, env)));
  const isDone = outcome !== undefined && !outcome.isTakenBack;
  // The patch goes into a pipe; what is said about it goes to the person.
  const output = isDone ? stdout : stderr;
  const prefix = prefixOf(invocation);
  const when = isDone ? 'after' : 'before';
  if (isDone) {
    for (const { file, after } of files)
      output.write(`${after === null ? 'deleted' : 'changed'} ${printable(prefix + file)}\n`);
  }
  for (const remark of draft.notes(when)) output.write(remarkLine('note', remark, prefix));
  const left = draft.review(when);
  for (const remark of left) output.write(remarkLine('review', remark, prefix));
  for (const plan of plans) output.write(`${summaryOf(plan)}\n`);
  if (isReaderAsked(unnamed, left)) output.write(namingOf(unnamed));
  const checked = describeChecks(allChecks(plans));
  if (checked !== undefined && files.length > 0) output.write(`${printable(checked)}\n`);
  if (outcome) for (const line of outcomeLines(outcome, invocation)) output.write(`${line}\n`);
}

function isReaderAsked(unnamed: readonly WrapperEntry[], left: readonly unknown[]): boolean {
  return unnamed.length > 0 && left.length > 0;
}

function namingOf(unnamed: readonly WrapperEntry[]): string {
  return `To remove these reads too, name their readers in ${CONFIG_FILES[0]}, if what they answer is the flag's value: "wrappers": ${printable(JSON.stringify(unnamed))}\nWith --name-readers both are done.\n`;
}

/** How it has ended, where there is more to say than that it was written. */
function outcomeLines({ isTakenBack, verdict, signal, remarks }: Outcome, invocation: Invocation): string[] {
  const command = `\`${printable(invocation.option('verify') ?? '')}\``;
  const why = signal
    ? `Ended by ${signal}`
    : verdict?.kind === 'failed'
      ? `${command} ${verdict.why}`
      : undefined;
  return [
    ...(verdict?.kind === 'passed' && !isTakenBack ? [`${command} passed`] : []),
    ...(isTakenBack ? [`${why}: everything was taken back, and no file is changed.`] : []),
    ...remarks,
  ];
}

function jsonOf({ plans, draft, files, outcome }: Omit<Removal, 'unnamed'>) {
  const named = plans.map(({ flag, keep }) => ({ flag, keep }));
  return {
    ...(named.length === 1 ? named[0] : { removals: named }),
    files,
    review: draft.review().map(({ file, range, text }) => ({ file, range, reason: text })),
    notes: draft.notes().map(({ file, range, text }) => ({ file, range, message: text })),
    checks: {
      ...allChecks(plans),
      ...(outcome?.verdict && { verify: outcome.verdict.kind }),
    },
  };
}

/** What was checked of all plans together: no more than of each. */
function allChecks(plans: readonly RemovalPlan[]): TypesChecked {
  const unresolved = new Set<string>();
  for (const { checks, files } of plans) {
    if (checks.types === 'not-run' && (files.length > 0 || plans.length === 1)) return checks;
    if (checks.types === 'passed') for (const module of checks.unresolved ?? []) unresolved.add(module);
  }
  if (plans.every(({ checks }) => checks.types === 'not-run')) return { types: 'not-run' };
  return { types: 'passed', ...(unresolved.size > 0 && { unresolved: [...unresolved].sort() }) };
}

function remarkLine(kind: 'note' | 'review', { file, range, text }: PlacedRemark, prefix: string): string {
  const { line, character } = range.start;
  return `${printable(prefix + file)}:${line + 1}:${character + 1}: ${kind}: ${printable(text)}\n`;
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
