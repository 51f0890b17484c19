import type { DataNode } from '../../text/tree';
import { describeValue } from '../describe';
import type { Evidence, FlagValue, State, TargetingRule } from '../model';
import { dataOf } from './nodes';

/** Everyone gets the value: a boolean is on or off, all else a constant. */
export function served(value: FlagValue, evidence: Evidence): State {
  return typeof value === 'boolean'
    ? { kind: value ? 'on' : 'off', evidence }
    : { kind: 'fixed', value, evidence };
}

/** The service answers as if the flag were absent, so the code's default applies. */
export function codeDefault(evidence: Evidence): State {
  return { kind: 'off', evidence: { ...evidence, isDefault: true } };
}

/** The file does not say. With evidence it is a mistake in the file, which is reported. */
export function unknown(reason: string, evidence?: Evidence): State {
  return { kind: 'unknown', reason, ...(evidence && { evidence }) };
}

/** A file of mere metadata. */
export const NOT_IN_FILE: State = unknown('not in this file');

/** What one group of people gets: a share of them, in percent, where the file gives one. */
export interface Outcome {
  readonly value: FlagValue;
  readonly percent?: number;
}

/** The one value that every outcome gives, else partial. Only where they are all that anyone can get. */
export function agreed(outcomes: readonly Outcome[], evidence: Evidence): State {
  const possible = outcomes.filter(({ percent }) => percent !== 0);
  const [first, ...others] = possible.length > 0 ? possible : outcomes;
  const same = first && others.every(({ value }) => JSON.stringify(value) === JSON.stringify(first.value));
  return same ? served(first.value, evidence) : partial(outcomes, evidence);
}

/** Partial; where the outcomes are more than on and off, with words for who gets what. */
export function partial(outcomes: readonly Outcome[], evidence: Evidence): State {
  if (outcomes.every(({ value }) => typeof value === 'boolean')) return { kind: 'partial', evidence };
  return { kind: 'partial', evidence, words: outcomesInWords(outcomes) };
}

/** The share that is on, where the outcomes are shares of on and off. */
export function shareOn(outcomes: readonly Outcome[]): number | undefined {
  const known = outcomes.every(({ value, percent }) => typeof value === 'boolean' && percent !== undefined);
  if (!known || outcomes.length === 0) return undefined;
  const sum = outcomes.reduce((total, { value, percent }) => (value === true ? total + percent! : total), 0);
  return Math.round(sum * 1000) / 1000;
}

function outcomesInWords(outcomes: readonly Outcome[]): string {
  const unique = outcomes.filter(
    ({ value, percent }, i) =>
      percent !== undefined || outcomes.findIndex((other) => other.value === value) === i,
  );
  const parts = unique.map(({ value, percent }) => {
    const text = describeValue(value);
    const short = text.length > 30 ? `${text.slice(0, 29)}…` : text;
    return percent === undefined ? short : `${short} to ${percent} %`;
  });
  const word = unique.every(({ percent }) => percent !== undefined) ? 'and' : 'or';
  const last = parts.length > 1 ? ` ${word} ${parts.at(-1)}` : '';
  return `serving ${parts.slice(0, Math.max(1, parts.length - 1)).join(', ')}${last}`;
}

/** Groups of people by name; of one that the file does not hold, nobody can tell here who is in it. */
export function groupsInWords(names: readonly string[], inFile: { has(name: string): boolean }): string {
  return names
    .map((name) => `${describeValue(name)}${inFile.has(name) ? '' : ' (not in this file)'}`)
    .join(' or ');
}

/** A rule of a service in words; it narrows, and we never evaluate it. */
export function ruleInWords(node: DataNode, words: string): TargetingRule {
  return { attribute: '', operator: 'opaque', value: dataOf(node), span: node.span, words };
}
