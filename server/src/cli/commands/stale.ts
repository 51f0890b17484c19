import { readCodeowners } from '../../node/codeowners';
import type { Finding } from '../../rules/rule';
import { evaluationsAsJson } from '../../workspace/evidence';
import { type Command, FOUND, type Invocation, noOperands, UsageError } from '../command';
import { type DueFlag, dueFlags } from '../due';
import { REPORT_FORMAT, writeReport } from '../formats/formats';
import { json } from '../formats/json';
import { alertText, dueMarkdown, dueSlack, dueText, type Notice } from '../formats/stale';
import { shellWord } from '../formats/words';
import { prefixOf } from '../paths';
import { type OpenedBranch, openBranches } from '../removal-branches';
import { place } from '../report';
import { open, reportFlagFiles, reportHistory, type Session } from '../session';
import { styleFor } from '../terminal';

export const stale: Command = {
  name: 'stale',
  summary: 'Lists the flags that are due for removal, the longest due first.',
  synopsis: '[--alert] [--open-branch] [--push REMOTE] [--format FORMAT]',
  options: [
    { ...REPORT_FORMAT, choices: [...(REPORT_FORMAT.choices ?? []), 'markdown', 'slack'] },
    { name: 'alert', help: 'One line a flag, with the command that removes it: for a schedule.' },
    {
      name: 'open-branch',
      help: 'Removes each flag that is on for everyone on a branch of its own; what is checked out stays as it is.',
    },
    { name: 'push', value: 'REMOTE', help: 'With --open-branch: pushes the new branches there.' },
  ],
  details: [
    'Due is a flag that has been fully on or fully off for longer than "staleAfterDays" allows (90 days where nothing is set), and one whose expiry date has passed. Kill switches, permission flags and permanent ones are never stale.',
    'A branch is called flagwright/remove-FLAG and begins at HEAD. Its commit says what was checked, and names as reviewers whom CODEOWNERS gives for the changed files. A flag that is not on for everyone, whose removal leaves places for a person, or that has its branch already is left, with the reason.',
    'slack is the body for an incoming webhook. Exits with 1 when it lists flags.',
  ],
  run: runStale,
};

async function runStale(invocation: Invocation): Promise<number> {
  noOperands(invocation, 'stale');
  const push = invocation.option('push');
  if (push !== undefined && !invocation.has('open-branch')) {
    throw new UsageError('--push pushes what --open-branch makes: give both.');
  }
  const session = await open(invocation, { withHistory: true, withEvidence: true, withCallers: false });
  const status = reportFlagFiles(session, invocation);
  reportHistory(session, invocation);
  const flags = dueFlags(session.snapshot);
  const branches = invocation.has('open-branch')
    ? await openBranches(flags, session, invocation, push)
    : undefined;
  await print(flags, branches, session, invocation);
  return Math.max(status, flags.length > 0 ? FOUND : 0);
}

async function print(
  flags: readonly DueFlag[],
  branches: ReadonlyMap<string, OpenedBranch> | undefined,
  session: Session,
  invocation: Invocation,
): Promise<void> {
  const { stdout, env } = invocation.terminal;
  const style = styleFor(stdout, env);
  const total = session.snapshot.keys().length;
  const notices = () => noticesOf(flags, branches, invocation);
  switch (invocation.option('format') ?? 'text') {
    case 'text':
      stdout.write(
        invocation.has('alert') || branches
          ? alertText(notices(), total, style)
          : dueText(flags, total, style),
      );
      return;
    case 'markdown':
      stdout.write(dueMarkdown(notices(), total));
      return;
    case 'slack':
      stdout.write(json(dueSlack(notices(), total)));
      return;
    case 'json':
      stdout.write(json({ flags: await Promise.all(notices().map((notice) => jsonOf(notice, session))) }));
      return;
    default:
      await reportDue(flags, session, invocation);
  }
}

/** The owner is the flag's own, or whom CODEOWNERS names for its file. */
function noticesOf(
  flags: readonly DueFlag[],
  branches: ReadonlyMap<string, OpenedBranch> | undefined,
  { root }: Invocation,
): Notice[] {
  const ownersOf = readCodeowners(root);
  return flags.map((flag) => {
    const branch = branches?.get(flag.key);
    const owner = flag.flag.owner?.value ?? ownersOf(flag.flag.file).join(' ');
    return { flag, command: removalOf(flag), ...(owner && { owner }), ...(branch && { branch }) };
  });
}

/** A flag that the file does not settle needs a person's word. */
function removalOf({ key, state }: DueFlag): string {
  const keep = state.kind === 'on' || state.kind === 'off' ? '' : ' --keep on';
  // What begins with a dash would be taken for an option.
  return key.startsWith('-')
    ? `flagwright remove${keep} --write -- ${shellWord(key)}`
    : `flagwright remove ${shellWord(key)}${keep} --write`;
}

async function jsonOf({ flag: due, command, owner, branch }: Notice, { texts }: Session) {
  const { key, flag, state, life, reads } = due;
  const { start } = await texts.rangeOf({ file: flag.file, span: flag.keySpan });
  return {
    key,
    file: flag.file,
    line: start.line,
    state: state.kind,
    owner: owner ?? null,
    age: life.age ?? null,
    reads,
    stage: life.stage?.name ?? null,
    next: life.stage?.next ?? null,
    stale: life.staleness.stale,
    expired: life.expired,
    dueDays: due.due,
    why: due.why,
    command,
    ...(due.evaluations && { evaluations: evaluationsAsJson(due.evaluations) }),
    ...(branch && { branch }),
  };
}

/** The formats for machines that show findings take each flag as one, at its entry. */
async function reportDue(flags: readonly DueFlag[], session: Session, invocation: Invocation): Promise<void> {
  const { snapshot } = session;
  const findings = flags.map(
    ({ key, flag, rule, why }): Finding => ({
      rule,
      severity: 'warning',
      file: flag.file,
      span: flag.keySpan,
      message: `'${key}' is due for removal. ${why}`,
      flag: key,
    }),
  );
  writeReport(
    {
      files: snapshot.sourceCount + snapshot.flagFiles.size,
      flags: snapshot.keys().length,
      findings: await Promise.all(findings.map((finding) => place(finding, session))),
      prefix: prefixOf(invocation),
      troubles: session.configProblems.map(({ file, message }) => `${file}: ${message}`),
    },
    invocation,
  );
}
