import { checkWorkspace } from '../../rules/check';
import type { Finding } from '../../rules/rule';
import { BASELINE_FILE } from '../../workspace/baseline-file';
import { readBaseline, writeBaseline } from '../baseline';
import { type Command, DONE, FOUND, type Invocation, UsageError } from '../command';
import { baseCommit, compare } from '../comparison';
import { REPORT_FORMAT, writeReport } from '../formats/formats';
import { count } from '../formats/words';
import { countFindings, identityOf, withoutKnown } from '../known-findings';
import { pathFilter, prefixOf } from '../paths';
import { countBySeverity, type PlacedFinding, place } from '../report';
import { open, reportNoFlagFile, type Session, tellOn } from '../session';

export const lint: Command = {
  name: 'lint',
  summary: 'Checks the flag files and every source against all rules.',
  synopsis: '[PATH…] [--changed [BASE]] [--update-baseline] [--format FORMAT] [--max-warnings N]',
  options: [
    REPORT_FORMAT,
    {
      name: 'max-warnings',
      value: 'N',
      help: 'Exits with 0 while there are no errors and at most N warnings.',
    },
    {
      name: 'changed',
      value: 'BASE',
      optional: true,
      help: 'Shows only what was not found where this branch left BASE, which is the branch that a pull request goes to, or else the main one.',
    },
    {
      name: 'update-baseline',
      help: `Writes what is found now into ${BASELINE_FILE}: from then on only what is new is shown.`,
    },
  ],
  details: [
    'Paths limit which findings are shown; the whole folder is always analysed, since a flag may be read anywhere.',
    'Exits with 1 on any error or warning. A rule gets another severity, or is turned off, under "rules" in flagwright.config.json; one place is silenced by a comment `// flagwright-ignore RULE: reason` at the end of its line or on the line above.',
    `A finding is told from others by its rule, file, flag and line of code, so ${BASELINE_FILE} holds while code moves. Commit it.`,
  ],
  run: runLint,
};

async function runLint(invocation: Invocation): Promise<number> {
  // Wrong words are told before anything is read.
  warningsOf(invocation);
  pathFilter(invocation);
  const changed = invocation.option('changed');
  const isUpdate = invocation.has('update-baseline');
  if (changed === undefined) {
    const session = await open(invocation, { withHistory: true, withEvidence: true });
    const findings = await findingsOf(session, invocation);
    return isUpdate ? updateBaseline(findings, session, invocation) : report(findings, session, invocation);
  }
  if (isUpdate)
    throw new UsageError('--update-baseline takes all findings, and --changed only some: give one of them.');
  const from = baseCommit(invocation, changed);
  return compare(invocation, { from }, async ({ before, after, formerNames }) => {
    const known = [];
    for (const finding of checkWorkspace(before.snapshot))
      known.push(identityOf(await place(finding, before)));
    const findings = await findingsOf(after, invocation);
    const fresh = withoutKnown(findings, countFindings(known), (file) => formerNames.get(file) ?? file);
    return report(fresh, after, invocation);
  });
}

/** The findings in the files that were asked for, by place. */
async function findingsOf(session: Session, invocation: Invocation): Promise<PlacedFinding[]> {
  const isShown = pathFilter(invocation);
  const findings = [...checkWorkspace(session.snapshot), ...unreadFindings(session)];
  const placed = [];
  for (const finding of findings.filter(({ file }) => isShown(file)).sort(byPlace)) {
    placed.push(await place(finding, session));
  }
  return placed;
}

function report(found: readonly PlacedFinding[], session: Session, invocation: Invocation): number {
  const { snapshot } = session;
  const tell = tellOn(invocation.terminal);
  reportNoFlagFile(session, invocation.terminal);
  const findings = withoutKnown(found, countFindings(readBaseline(invocation.root)));
  const known = found.length - findings.length;
  writeReport(
    {
      files: snapshot.sourceCount + snapshot.flagFiles.size + session.unreadFlagFiles.length,
      flags: snapshot.keys().length,
      findings,
      prefix: prefixOf(invocation),
      troubles: session.configProblems.map(({ file, message }) => `${file}: ${message}`),
    },
    invocation,
  );
  if (known > 0) tell(`${count(known, 'finding')} in ${BASELINE_FILE} not shown`);
  const { error, warning } = countBySeverity(findings);
  return Math.max(session.status, error > 0 || warning > warningsOf(invocation) ? FOUND : DONE);
}

/** Nothing that cannot be judged may come to look like something known. */
function updateBaseline(
  findings: readonly PlacedFinding[],
  session: Session,
  invocation: Invocation,
): number {
  if (session.status !== DONE) return session.status;
  writeBaseline(invocation.root, findings, pathFilter(invocation));
  tellOn(invocation.terminal)(`${BASELINE_FILE} holds ${count(findings.length, 'finding')} now`);
  return DONE;
}

function warningsOf(invocation: Invocation): number {
  const given = invocation.option('max-warnings');
  if (given === undefined) return 0;
  if (!/^\d+$/.test(given)) throw new UsageError(`--max-warnings takes a number from 0 on, not '${given}'.`);
  return Number(given);
}

/** A flag file that cannot be read at all has its finding at its beginning. */
function unreadFindings({ unreadFlagFiles, snapshot }: Session): Finding[] {
  const severity = snapshot.config.rules.get('invalid-flag') ?? 'error';
  if (severity === 'off') return [];
  return unreadFlagFiles.map(({ file, why }) => ({
    rule: 'invalid-flag',
    severity,
    file,
    span: { start: 0, end: 0 },
    message: why,
  }));
}

function byPlace(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.span.start - b.span.start || a.span.end - b.span.end || (a.rule < b.rule ? -1 : 1);
}
