import { expect, test } from 'vitest';
import { removeFromSource } from '../../server/src/removal/source';
import { applyEdits, type TextEdit } from '../../server/src/text/edits';
import { prepare, surroundings } from '../support/execution';
import { generateProgram, type Program } from '../support/programs/generator';
import { findSites } from '../support/removal-sites';

/**
 * Random programs run before the removal, with the flag answering the kept value, and after it; both must call the same
 * things in the same order and end the same way. `REMOVAL_PROGRAMS` sets how many, `REMOVAL_SEED` with which to begin.
 * The nightly size is `npm run test:nightly`.
 */
const count = Number(process.env.REMOVAL_PROGRAMS ?? 2000);
const firstSeed = Number(process.env.REMOVAL_SEED ?? 1);
const RUNS = 8;

interface Tally {
  programs: number;
  sites: number;
  refused: number;
  readonly reasons: Map<string, number>;
}

test(`${count} random programs behave the same after the removal`, {
  timeout: 60_000 + 300 * count,
}, async () => {
  const tally: Tally = { programs: 0, sites: 0, refused: 0, reasons: new Map() };
  const failures: string[] = [];
  for (let seed = firstSeed; seed < firstSeed + count && failures.length < 5; seed++) {
    const failure = await check(seed, tally);
    if (failure !== undefined) failures.push(failure);
  }
  const share = tally.refused / tally.sites;
  const reasons = [...tally.reasons]
    .sort((a, b) => b[1] - a[1])
    .map(([reason, times]) => `  ${times} ${reason}`);
  console.log(
    `${tally.programs} programs, ${tally.sites} reads, ${tally.refused} left for review (${(100 * share).toFixed(1)} %)\n${reasons.join('\n')}`,
  );
  expect(failures.join('\n\n')).toBe('');
  if (tally.programs >= 100) expect(share).toBeLessThan(0.1);
});

async function check(seed: number, tally: Tally): Promise<string | undefined> {
  const program = generateProgram(seed);
  let before: ReturnType<typeof prepare>;
  try {
    before = prepare(program.text, program.file, program.keep);
  } catch {
    // Chance wrote a program that is none, such as a name declared twice.
    return undefined;
  }
  const sites = findSites(program.file, program.text);
  if (sites.length === 0) return undefined;
  const plan = removeFromSource({ ...program, sites });
  const after = applyEdits(program.text, plan.edits);
  tally.programs++;
  tally.sites += sites.length;
  tally.refused += plan.review.length;
  for (const { reason } of plan.review) tally.reasons.set(reason, (tally.reasons.get(reason) ?? 0) + 1);

  const broken = brokenLayout(program.text, after, plan.edits);
  if (broken !== undefined) return report(seed, program, after, broken);
  const again = removeFromSource({ ...program, text: after, sites: findSites(program.file, after) });
  if (again.edits.length > 0) {
    return report(seed, program, after, `a second run changes more:\n${applyEdits(after, again.edits)}`);
  }
  let changed: ReturnType<typeof prepare>;
  try {
    changed = prepare(after, program.file, program.keep);
  } catch (error) {
    return report(seed, program, after, `the result is no program: ${String(error)}`);
  }
  for (const around of surroundings(seed, RUNS)) {
    const expected = await before(around);
    const actual = await changed(around);
    if (JSON.stringify(expected) === JSON.stringify(actual)) continue;
    const difference = `with ${JSON.stringify(around)}\n  before: ${expected.trace.join(', ')} → ${expected.result}\n  after:  ${actual.trace.join(', ')} → ${actual.result}`;
    return report(seed, program, after, difference);
  }
  return undefined;
}

/** Edits are in order and apart, so that every other byte stays; line ends, a byte order mark and the last newline too. */
function brokenLayout(before: string, after: string, edits: readonly TextEdit[]): string | undefined {
  let end = 0;
  for (const { span, newText } of edits) {
    if (span.start < end || span.end > before.length) return 'two edits overlap';
    if (before.slice(span.start, span.end) === newText) return 'an edit changes nothing';
    end = span.end;
  }
  if (after.startsWith('\ufeff') !== before.startsWith('\ufeff')) return 'the byte order mark is lost';
  if (!after.endsWith('\n')) return 'the last newline is lost';
  const isWindows = before.includes('\r\n');
  return isWindows && /[^\r]\n/.test(after) ? 'a line end is another one' : undefined;
}

function report(seed: number, { text, keep }: Program, after: string, difference: string): string {
  return `REMOVAL_SEED=${seed} REMOVAL_PROGRAMS=1, keep ${JSON.stringify(keep)}\n${text}\n--- after ---\n${after}\n--- ${difference}`;
}
