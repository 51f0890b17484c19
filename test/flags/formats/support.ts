import { expect } from 'vitest';
import { describeRule, describeState } from '../../../server/src/flags/describe';
import type { Flag, FlagFile } from '../../../server/src/flags/model';
import type { FlagFileOptions } from '../../../server/src/flags/options';
import { readFlagFile } from '../../../server/src/flags/read';
import { removeEntry } from '../../../server/src/flags/remove-entry';
import { applyEdits } from '../../../server/src/text/edits';
import { parseJson } from '../../../server/src/text/json';
import { plainValue } from '../../../server/src/text/tree';
import { type Answer, CODE_DEFAULT, type Oracle, type Person } from '../oracles/oracle';
import { CROWD } from '../oracles/people';

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

/** How often an SDK was asked, and what we had said. */
export interface Tally {
  flags: number;
  settled: number;
  varying: number;
}

export const tally = (): Tally => ({ flags: 0, settled: 0, varying: 0 });

/** Holds every flag of a file against what the service's own SDK answers to each of the people. */
export async function expectOracle(
  oracle: Oracle,
  file: FlagFile,
  text: string,
  people: readonly Person[],
  count = tally(),
): Promise<void> {
  const keys = [...new Set(file.flags.map(({ key }) => key))];
  const answers = await oracle(text, keys, people);
  for (const flag of file.flags) expectAgreement(flag, answers.get(flag.key)!, count);
}

/** Holds the shares of a file against how many of a crowd the SDK answers *on*; gives the flags that have one. */
export async function expectShares(oracle: Oracle, file: FlagFile, text: string): Promise<string[]> {
  const shared = file.flags.filter(({ percentage, rules }) => percentage && rules.length === 0);
  const keys = shared.map(({ key }) => key);
  const answers = await oracle(text, keys, CROWD);
  for (const flag of shared) expect(shareOff(flag, answers.get(flag.key)!)).toBeUndefined();
  return keys;
}

/** A share of 400 people is within ten of what it is in all but a few of a million cases. */
export function shareOff(
  { key, percentage, state, rules }: Flag,
  answers: readonly Answer[],
): string | undefined {
  if (percentage === undefined || state.kind !== 'partial' || rules.length > 0) return undefined;
  // Nobody of the crowd has the field that it is counted by.
  if (state.words !== undefined) return undefined;
  // Microsoft's SDK for JavaScript has no filter of shares.
  if (state.evidence.field === 'EnabledFor' || state.evidence.field === 'conditions') return undefined;
  const share = (answers.filter((one) => one === true).length / answers.length) * 100;
  if (Math.abs(share - percentage.value) <= 10) return undefined;
  return `'${key}' is on for ${percentage.value} %, and the SDK says so to ${share} %`;
}

/** Fails where a state is not what an SDK answers. */
export function expectAgreement(flag: Flag, answers: readonly Answer[], count: Tally): void {
  expect(disagreement(flag, answers, count)).toBeUndefined();
}

/**
 * Holds a state against an SDK's answers in many contexts: what we call settled must be the answer in each of them,
 * and where the answers vary we must not have called it settled. Gives the difference in words.
 */
export function disagreement(flag: Flag, answers: readonly Answer[], count: Tally): string | undefined {
  const { state } = flag;
  const given = [...new Set(answers.map((one) => (one === CODE_DEFAULT ? one.description! : inOrder(one))))];
  count.flags++;
  if (given.length > 1) count.varying++;
  if (state.kind === 'partial' || state.kind === 'unknown') return undefined;
  const value = state.kind === 'fixed' ? state.value : state.kind === 'on';
  const said = state.evidence.isDefault ? CODE_DEFAULT.description! : inOrder(value);
  if (given.length === 1) count.settled++;
  if (given.every((one) => one === said)) return undefined;
  return `'${flag.key}' is ${stateInWords(flag)}, and the SDK says ${given.join(' or ')}`;
}

/** A value as text in which the order of a map's members does not count. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

/** The tests of an oracle would pass on nothing, too: some flags must be settled and some vary. */
export function expectMeaning(name: string, { flags, settled, varying }: Tally): void {
  if (process.env.FLAGWRIGHT_TALLY)
    console.log(`${name}: ${flags} flags, ${settled} settled, ${varying} varying`);
  expect(settled).toBeGreaterThan(flags / 50);
  expect(varying).toBeGreaterThan(flags / 50);
}
