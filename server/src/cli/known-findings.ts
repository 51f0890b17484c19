import { createHash } from 'node:crypto';
import type { PlacedFinding } from './report';

/**
 * How often each finding occurs, told apart by what stays the same while code around it moves: its rule, file, flag and
 * the code at its place. Messages do not count, for some tell an age.
 */
export type FindingCounts = ReadonlyMap<string, number>;

/** What identifies a finding. */
export interface FindingIdentity {
  readonly rule: string;
  readonly file: string;
  readonly flag?: string;
  /** The first line that it stands at, without indentation. */
  readonly code: string;
}

export function identityOf({ rule, file, flag, code }: PlacedFinding): FindingIdentity {
  return { rule, file, ...(flag !== undefined && { flag }), code: (code[0] ?? '').trim() };
}

/** One text for an identity, the same for the same one. */
export function identityText({ rule, file, flag, code }: FindingIdentity): string {
  return JSON.stringify([rule, file, flag ?? null, code]);
}

/** A short name for each finding that stays while code moves; of several alike each has its own. */
export function fingerprints(findings: readonly PlacedFinding[]): string[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const text = identityText(identityOf(finding));
    const number = seen.get(text) ?? 0;
    seen.set(text, number + 1);
    return hash(number > 0 ? `${text} ${number}` : text);
  });
}

export function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 40);
}

export function countFindings(identities: Iterable<FindingIdentity>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const identity of identities) {
    const text = identityText(identity);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

/** The findings that are not among the known ones; of several alike the later count as new. */
export function withoutKnown(
  findings: readonly PlacedFinding[],
  known: FindingCounts,
  formerName: (file: string) => string = (file) => file,
): PlacedFinding[] {
  const left = new Map(known);
  return findings.filter((finding) => {
    const text = identityText({ ...identityOf(finding), file: formerName(finding.file) });
    const count = left.get(text) ?? 0;
    if (count > 0) left.set(text, count - 1);
    return count === 0;
  });
}
