import type { Severity } from '../../rules/rule';
import { fingerprints, hash } from '../known-findings';
import type { PlacedFinding, Report } from '../report';
import { printable } from '../terminal';
import { json } from './json';

/** GitLab's Code Quality report: a merge request shows what is new in it. https://docs.gitlab.com/ci/testing/code_quality/ */
export function gitlabFormat({ findings, prefix, troubles }: Report): string {
  // GitLab drops a finding whose fingerprint another has.
  const prints = fingerprints(findings);
  return json([
    ...troubles.map((trouble) => ({
      description: printable(trouble),
      check_name: 'configuration',
      fingerprint: hash(trouble),
      severity: 'critical',
      location: { path: prefix + (trouble.split(':')[0] ?? ''), lines: { begin: 1 } },
    })),
    ...findings.map((finding, i) => issueOf(finding, prints[i]!, prefix)),
  ]);
}

const SEVERITIES: Readonly<Record<Severity, string>> = {
  error: 'major',
  warning: 'minor',
  info: 'info',
  hint: 'info',
};

function issueOf(
  { message, rule, severity, file, range }: PlacedFinding,
  fingerprint: string,
  prefix: string,
) {
  return {
    description: printable(message),
    check_name: rule,
    fingerprint,
    severity: SEVERITIES[severity],
    location: { path: prefix + file, lines: { begin: range.start.line + 1 } },
  };
}
