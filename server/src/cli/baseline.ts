import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { codeOf, reasonOf } from '../node/paths';
import { writeFiles } from '../node/write';
import type { TextChange } from '../text/patch';
import { BASELINE_FILE } from '../workspace/baseline-file';
import { UsageError } from './command';
import { json } from './formats/json';
import { countFindings, type FindingIdentity, identityOf, identityText } from './known-findings';
import type { PlacedFinding } from './report';

/** The findings that a team has when it begins: only new ones are shown. Each stands in it as often as it was found. */
export type Baseline = readonly FindingIdentity[];

/** Empty where there is none. @throws {UsageError} where it cannot be read. */
export function readBaseline(root: string): Baseline {
  const text = textOf(root);
  if (text === null) return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${BASELINE_FILE} is no JSON (${(error as Error).message}). ${AGAIN}`);
  }
  const { version, findings } = (value ?? {}) as { version?: unknown; findings?: unknown };
  if (version !== VERSION || !Array.isArray(findings)) {
    throw new UsageError(`${BASELINE_FILE} is no baseline of version ${VERSION}. ${AGAIN}`);
  }
  return findings.flatMap((entry, i) => {
    const { rule, file: path, flag, code, count = 1 } = (entry ?? {}) as Record<string, unknown>;
    const isWhole = [rule, path, code].every((text) => typeof text === 'string');
    const isCount = Number.isInteger(count) && Number(count) > 0 && Number(count) <= MOST_TIMES;
    if (!isWhole || !isCount) {
      throw new UsageError(
        `Entry ${i + 1} of ${BASELINE_FILE} lacks a rule, a file or the code, or has a count that is none. ${AGAIN}`,
      );
    }
    const identity = { rule, file: path, ...(typeof flag === 'string' && { flag }), code };
    return Array<FindingIdentity>(count as number).fill(identity as FindingIdentity);
  });
}

/** Replaces the baseline: what is found in the files that were looked at, and what was known of the others. */
export function writeBaseline(
  root: string,
  findings: readonly PlacedFinding[],
  isLookedAt: (file: string) => boolean,
): void {
  const others = readBaseline(root).filter((entry) => !isLookedAt(entry.file));
  const identities = [...others, ...findings.map(identityOf)];
  const counts = countFindings(identities);
  const unique = new Map(identities.map((identity) => [identityText(identity), identity]));
  const entries = [...unique]
    .map(([text, identity]) => ({ ...identity, ...(counts.get(text)! > 1 && { count: counts.get(text)! }) }))
    .sort((a, b) => compare([a.file, a.rule, a.code], [b.file, b.rule, b.code]));
  const change: TextChange = {
    file: BASELINE_FILE,
    before: textOf(root),
    after: json({ version: VERSION, findings: entries }),
  };
  writeFiles(root, [change]);
}

const VERSION = 1;

/** One line with the same finding more often than that was written by nobody. */
const MOST_TIMES = 100_000;

const AGAIN = 'Write it anew with --update-baseline.';

function textOf(root: string): string | null {
  try {
    return readFileSync(resolve(root, BASELINE_FILE), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new UsageError(`${BASELINE_FILE} cannot be read (${reasonOf(error)}).`);
  }
}

function compare(a: readonly string[], b: readonly string[]): number {
  const i = a.findIndex((text, index) => text !== b[index]);
  return i < 0 ? 0 : a[i]! < b[i]! ? -1 : 1;
}
