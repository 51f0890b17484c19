import type { Silencer } from '../text/silencer';
import { contains, touches } from '../text/span';
import type { Snapshot } from '../workspace/snapshot';
import type { Finding, Rule, RuleFinding, Severity } from './rule';
import { RULES } from './rules';
import { idleSilencers, unusedIgnore } from './unused-ignore';

/** Every finding of one file, with the team's severities and silencers applied, in the order of the text. */
export function checkFile(snapshot: Snapshot, path: string): Finding[] {
  return checkBy(() => true, snapshot, path);
}

/** The same of some rules. */
function checkBy(isMeant: (rule: Rule) => boolean, snapshot: Snapshot, path: string): Finding[] {
  const found: Finding[] = [];
  const add = (rule: Rule, findings: Iterable<RuleFinding>): void => {
    for (const finding of withSeverity(snapshot, rule, path, () => findings)) found.push(finding);
  };
  if (snapshot.flagFiles.has(path))
    for (const rule of OF_FLAG_FILES.filter(isMeant)) add(rule, rule.checkFlagFile!(snapshot, path));
  if (snapshot.facts(path))
    for (const rule of OF_SOURCES.filter(isMeant)) add(rule, rule.checkSource!(snapshot, path));
  return withSilencers(snapshot, path, found).sort(
    (a, b) => a.span.start - b.span.start || a.span.end - b.span.end || (a.rule < b.rule ? -1 : 1),
  );
}

const OF_FLAG_FILES = RULES.filter(({ checkFlagFile }) => checkFlagFile);
const OF_SOURCES = RULES.filter(({ checkSource }) => checkSource);

/** What is found in one source before all others were read, in a snapshot of what is sure of it (`Workspace.preview`). */
export function checkEarly(snapshot: Snapshot, path: string): Finding[] {
  const isEarly = (rule: Rule): boolean => rule.isEarly === true;
  return checkBy(isEarly, { ...snapshot, complete: true }, path).filter(
    ({ rule }) => rule !== unusedIgnore.id,
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

/** What a rule finds, as serious as the team wants it; nothing where it is turned off. */
function* withSeverity(
  { config }: Snapshot,
  rule: Rule,
  file: string,
  check: () => Iterable<RuleFinding>,
): Iterable<Finding> {
  const severity = config.rules.get(rule.id) ?? rule.severity;
  if (severity === 'off') return;
  for (const { atMost, ...finding } of check()) {
    yield { ...finding, rule: rule.id, severity: atMost ? milder(severity, atMost) : severity, file };
  }
}

function milder(a: Severity, b: Severity): Severity {
  return BY_WEIGHT.indexOf(a) > BY_WEIGHT.indexOf(b) ? a : b;
}

const BY_WEIGHT: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/** Takes out what a comment silences, and reports the comments that silence nothing. */
function withSilencers(snapshot: Snapshot, path: string, found: readonly Finding[]): Finding[] {
  const silencers = [
    ...(snapshot.flagFiles.get(path)?.silencers ?? []),
    ...(snapshot.facts(path)?.silencers ?? []),
  ];
  if (silencers.length === 0) return [...found];
  const used = new Map<Silencer, Set<string>>(silencers.map((silencer) => [silencer, new Set()]));
  const kept = found.filter((finding) => {
    const silencer = silencers.find((candidate) => silences(candidate, finding));
    if (silencer) used.get(silencer)!.add(finding.rule);
    return !silencer;
  });
  const idle = withSeverity(snapshot, unusedIgnore, path, () =>
    idleSilencers(snapshot, silencers, (silencer, rule) => used.get(silencer)!.has(rule)),
  );
  return [...kept, ...idle];
}

function silences(silencer: Silencer, finding: Finding): boolean {
  const { covers } = silencer;
  return (
    silencer.reason !== '' &&
    silencer.rules.includes(finding.rule) &&
    (contains(covers, finding.span) || touches(covers, finding.span.start))
  );
}
