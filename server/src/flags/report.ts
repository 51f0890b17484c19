import type { LineIndex } from '../text/lines';
import type { Span } from '../text/span';
import type { DataNode } from '../text/tree';
import type { FlagFileProblem } from './model';

/** Collects what is wrong with one entry; every message names its flag. */
export interface EntryReport {
  readonly invalid: (span: Span, message: string, suggestion?: string) => void;
  readonly unknown: (span: Span, name: string, meant: string) => void;
  /** The line of an offset as people count, from 1. */
  readonly lineOf: (offset: number) => number;
}

export function entryReport(flag: string, lines: LineIndex, problems: FlagFileProblem[]): EntryReport {
  const add = (rule: FlagFileProblem['rule'], span: Span, message: string, suggestion?: string) =>
    problems.push({ rule, flag, span, message, ...(suggestion !== undefined && { suggestion }) });
  return {
    invalid: (span, message, suggestion) =>
      add('invalid-flag', span, `Flag '${flag}': ${message}`, suggestion),
    unknown: (span, name, meant) =>
      add(
        'unknown-field',
        span,
        `Flag '${flag}': '${name}' is no known field. Did you mean '${meant}'?`,
        meant,
      ),
    lineOf: (offset) => lines.positionAt(offset).line + 1,
  };
}

/** A value as a message shows it, short. */
export function shown(node: DataNode): string {
  if (node.kind === 'map') return 'a map';
  if (node.kind === 'list') return 'a list';
  if (node.value === null) return 'empty';
  const text = node.text.length > 40 ? `${node.text.slice(0, 40)}…` : node.text;
  return node.quoted ? JSON.stringify(text) : text;
}

/** A value as the second half of a sentence: "… and it is empty", "… and \"soon\" is text". */
export function inWords(node: DataNode): string {
  if (node.kind !== 'scalar') return `this is ${shown(node)}`;
  if (node.value === null) return 'it is empty';
  const kind = typeof node.value === 'string' ? 'text' : `a ${typeof node.value}`;
  return `${shown(node)} is ${kind}`;
}
