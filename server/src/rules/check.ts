import type { Silencer } from '../text/silencer';
import { contains, touches } from '../text/span';
import { isRuleId, type RuleId } from '../workspace/rule-ids';
import type { Snapshot } from '../workspace/snapshot';
import type { Finding, RuleFinding, Severity } from './rule';
import { RULES } from './rules';

/** Every finding of one file, with the team's severities and silencers applied, in the order of the text. */
export function checkFile(snapshot: Snapshot, path: string): Finding[] {
  const found: Finding[] = [];
  for (const rule of RULES) {
    const severity = severityOf(snapshot, rule.id, rule.severity);
    if (severity === 'off') continue;
    const list: Iterable<RuleFinding>[] = [];
    if (rule.checkFlagFile && snapshot.flagFiles.has(path)) list.push(rule.checkFlagFile(snapshot, path));
    if (rule.checkSource && snapshot.facts(path)) list.push(rule.checkSource(snapshot, path));
    for (const findings of list) {
      for (const finding of findings) found.push({ ...finding, rule: rule.id, severity, file: path });
    }
  }
  const result = withSilencers(snapshot, path, found);
  return result.sort(
    (a, b) => a.span.start - b.span.start || a.span.end - b.span.end || (a.rule < b.rule ? -1 : 1),
  );
}

/** Every finding of the workspace, file by file. */
export function checkWorkspace(snapshot: Snapshot): Finding[] {
  return checkedFiles(snapshot).flatMap((path) => checkFile(snapshot, path));
}

/** The files that can have findings, in the order of their names. */
export function checkedFiles(snapshot: Snapshot): string[] {
  return [...new Set([...snapshot.flagFiles.keys(), ...snapshot.sources()])].sort();
}

function severityOf(snapshot: Snapshot, rule: RuleId, byDefault: Severity): Severity | 'off' {
  return snapshot.config.rules.get(rule) ?? byDefault;
}

/** Takes out what a comment silences, and reports the comments that silence nothing. */
function withSilencers(snapshot: Snapshot, path: string, found: readonly Finding[]): Finding[] {
  const silencers = [
    ...(snapshot.flagFiles.get(path)?.silencers ?? []),
    ...(snapshot.facts(path)?.silencers ?? []),
  ];
  if (silencers.length === 0) return [...found];
  const used = new Set<string>();
  const kept = found.filter((finding) => {
    const silencer = silencers.find((candidate) => silences(candidate, finding));
    if (silencer) used.add(`${silencer.span.start} ${finding.rule}`);
    return !silencer;
  });
  const severity = severityOf(snapshot, 'unused-ignore', 'warning');
  // While the index grows, what a comment silences may still be found.
  if (severity === 'off' || !snapshot.complete) return kept;
  for (const silencer of silencers) {
    for (const rule of silencer.rules.length > 0 ? silencer.rules : ['']) {
      const message = whyIdle(snapshot, silencer, rule, used);
      if (message) kept.push({ rule: 'unused-ignore', severity, file: path, span: silencer.span, message });
    }
  }
  return kept;
}

function silences(silencer: Silencer, finding: Finding): boolean {
  const { covers } = silencer;
  return (
    silencer.reason !== '' &&
    silencer.rules.includes(finding.rule) &&
    (contains(covers, finding.span) || touches(covers, finding.span.start))
  );
}

function whyIdle(
  snapshot: Snapshot,
  silencer: Silencer,
  rule: string,
  used: ReadonlySet<string>,
): string | undefined {
  if (rule === '') return 'This comment names no rule. Write `flagwright-ignore rule-id: reason`.';
  if (!isRuleId(rule)) return `'${rule}' is no rule of Flagwright, so this comment silences nothing.`;
  if (silencer.reason === '')
    return `This comment gives no reason, so it does not count. Write \`flagwright-ignore ${rule}: reason\`.`;
  if (snapshot.config.rules.get(rule) === 'off' || used.has(`${silencer.span.start} ${rule}`))
    return undefined;
  return `There is no ${rule} here to silence. Delete this comment.`;
}
