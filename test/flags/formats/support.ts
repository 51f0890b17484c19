import { expect } from 'vitest';
import { describeRule, describeState } from '../../../server/src/flags/describe';
import type { Flag, FlagFile, FlagValue } from '../../../server/src/flags/model';
import type { FlagFileOptions } from '../../../server/src/flags/options';
import { readFlagFile } from '../../../server/src/flags/read';
import { removeEntry } from '../../../server/src/flags/remove-entry';
import { applyEdits } from '../../../server/src/text/edits';
import { parseJson } from '../../../server/src/text/json';
import { plainValue } from '../../../server/src/text/tree';

/** Reads a file that nobody configured: its content alone says of what format it is. */
export function read(path: string, text: string, options: FlagFileOptions = {}): FlagFile {
  const file = readFlagFile(path, text, options);
  if (!file) throw new Error(`${path} is not recognised`);
  for (const flag of file.flags) expectPlaces(flag, text);
  return file;
}

/** A key's place holds the key, and lies in its entry. */
function expectPlaces({ key, keySpan, span }: Flag, text: string): void {
  expect(text.slice(keySpan.start, keySpan.end)).toBe(key);
  expect(span.start).toBeLessThanOrEqual(keySpan.start);
  expect(span.end).toBeGreaterThanOrEqual(keySpan.end);
}

/** `{ key: 'on by enabled' }`: each flag's state with the field that is its evidence. */
export function states(file: FlagFile): Record<string, string> {
  return Object.fromEntries(file.flags.map((flag) => [flag.key, stateInWords(flag)]));
}

function stateInWords({ state }: Flag): string {
  const value = state.kind === 'fixed' ? ` ${JSON.stringify(state.value)}` : '';
  const evidence = state.evidence ? ` by ${state.evidence.field}` : '';
  const isDefault = state.evidence?.isDefault ? ', a default' : '';
  return `${state.kind}${value}${evidence}${isDefault}`;
}

/** What a person reads of each flag: its state, and its rules. */
export function words(file: FlagFile): Record<string, string | string[]> {
  return Object.fromEntries(
    file.flags.map((flag) => {
      const rules = flag.rules.map(describeRule);
      return [flag.key, rules.length > 0 ? [describeState(flag), ...rules] : describeState(flag)];
    }),
  );
}

export function flagOf(file: FlagFile, key: string): Flag {
  return file.flags.find((flag) => flag.key === key)!;
}

/** The text without the flag, or why it stays. */
export function without(key: string, path: string, text: string): string {
  const edits = removeEntry(text, read(path, text), key);
  return 'refusal' in edits ? edits.refusal : applyEdits(text, edits);
}

/** Takes the flags out one by one; each time the others must read as before. */
export function expectEmptied(path: string, text: string): void {
  let rest = text;
  let keys = read(path, text).flags.map((flag) => flag.key);
  while (keys.length > 0) {
    const before = readFlagFile(path, rest, { configured: true })!;
    // One that another depends on goes after it.
    const key = keys.findLast(
      (one) => !before.flags.some((flag) => flag.key !== one && dependsOn(flag, one)),
    )!;
    const edits = removeEntry(rest, before, key);
    if ('refusal' in edits) throw new Error(edits.refusal);
    rest = applyEdits(rest, edits);
    keys = keys.filter((one) => one !== key);
    const after = readFlagFile(path, rest, { configured: true })!;
    if (keys.length > 0) {
      const others = Object.entries(states(before)).filter(([one]) => one !== key);
      expect(states(after)).toEqual(Object.fromEntries(others));
    }
  }
}

function dependsOn(flag: Flag, key: string): boolean {
  return flag.dependsOn.some(({ value }) => value === key);
}

/** A file without its comments, which an SDK's own parser does not know. */
export function strictJson(text: string): string {
  return JSON.stringify(plainValue(parseJson(text).documents[0]!));
}

/** What an SDK answers where the code's own default applies. */
export const CODE_DEFAULT = Symbol("the code's default");

/** How often an SDK was asked, and what we had said. */
export interface Tally {
  flags: number;
  settled: number;
  varying: number;
}

export const tally = (): Tally => ({ flags: 0, settled: 0, varying: 0 });

/**
 * Holds a state against an SDK's answers in many contexts: what we call settled must be the answer in each of them,
 * and where the answers vary we must not have called it settled.
 */
export function expectAgreement(
  flag: Flag,
  answers: readonly (FlagValue | typeof CODE_DEFAULT)[],
  count: Tally,
): void {
  const { state } = flag;
  count.flags++;
  const varies =
    new Set(answers.map((answer) => (answer === CODE_DEFAULT ? answer : JSON.stringify(answer)))).size > 1;
  if (varies) {
    count.varying++;
    expect(['partial', 'unknown'], `${flag.key}: ${stateInWords(flag)}`).toContain(state.kind);
    return;
  }
  if (state.kind === 'partial' || state.kind === 'unknown') return;
  count.settled++;
  const said = state.kind === 'fixed' ? state.value : state.kind === 'on';
  for (const answer of answers) {
    expect(answer, `${flag.key}: ${stateInWords(flag)}`).toEqual(
      state.evidence.isDefault ? CODE_DEFAULT : said,
    );
  }
}

/** The tests of an oracle would pass on nothing, too: some flags must be settled and some vary. */
export function expectMeaning(name: string, { flags, settled, varying }: Tally): void {
  if (process.env.FLAGWRIGHT_TALLY)
    console.log(`${name}: ${flags} flags, ${settled} settled, ${varying} varying`);
  expect(settled).toBeGreaterThan(flags / 50);
  expect(varying).toBeGreaterThan(flags / 50);
}
