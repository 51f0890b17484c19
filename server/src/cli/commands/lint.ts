import { checkWorkspace } from '../../rules/check';
import type { Finding } from '../../rules/rule';
import { type Command, FOUND, type Invocation, UsageError } from '../command';
import { REPORT_FORMAT, writeReport } from '../formats/formats';
import { pathFilter, prefixOf } from '../paths';
import { countBySeverity, place } from '../report';
import { NO_FLAG_FILE, open, type Session } from '../session';

export const lint: Command = {
  name: 'lint',
  summary: 'Checks the flag files and every source against all rules.',
  synopsis: '[PATH…] [--format FORMAT] [--max-warnings N]',
  options: [
    REPORT_FORMAT,
    {
      name: 'max-warnings',
      value: 'N',
      help: 'Exits with 0 while there are no errors and at most N warnings.',
    },
  ],
  details: [
    'Paths limit which findings are shown; the whole folder is always analysed, since a flag may be read anywhere.',
    'Exits with 1 on any error or warning. A rule gets another severity, or is turned off, under "rules" in flagwright.config.json; one place is silenced by a comment `// flagwright-ignore RULE: reason` at the end of its line or on the line above.',
  ],
  run: runLint,
};

async function runLint(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const tolerated = warningsOf(invocation);
  const isShown = pathFilter(invocation);
  const session = await open(invocation);
  const { snapshot } = session;
  if (snapshot.flagFiles.size === 0 && session.unreadFlagFiles.length === 0) {
    terminal.stderr.write(`flagwright: ${NO_FLAG_FILE}\n`);
  }
  const findings = [...checkWorkspace(snapshot), ...unreadFindings(session)].filter(({ file }) =>
    isShown(file),
  );
  const placed = [];
  for (const finding of findings.sort(byPlace)) placed.push(await place(finding, session));
  writeReport(
    {
      files: snapshot.sourceCount + snapshot.flagFiles.size + session.unreadFlagFiles.length,
      flags: snapshot.keys().length,
      findings: placed,
      prefix: prefixOf(invocation),
      troubles: session.configProblems.map(({ file, message }) => `${file}: ${message}`),
    },
    invocation,
  );
  const { error, warning } = countBySeverity(findings);
  return Math.max(session.status, error > 0 || warning > tolerated ? FOUND : 0);
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
