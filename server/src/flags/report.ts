import * as l10n from '@vscode/l10n';
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
      add('invalid-flag', span, l10n.t("Flag '{flag}': {problem}", { flag, problem: message }), suggestion),
    unknown: (span, name, meant) =>
      add(
        'unknown-field',
        span,
        l10n.t("Flag '{flag}': '{name}' is no known field. Did you mean '{meant}'?", { flag, name, meant }),
        meant,
      ),
    lineOf: (offset) => lines.positionAt(offset).line + 1,
  };
}

/** A value as a message shows it, short. */
export function shown(node: DataNode): string {
  if (node.kind === 'map') return l10n.t('a map');
  if (node.kind === 'list') return l10n.t('a list');
  if (node.value === null) return l10n.t('empty');
  const text = node.text.length > 40 ? `${node.text.slice(0, 40)}…` : node.text;
  return node.quoted ? JSON.stringify(text) : text;
}

/** A value as the second half of a sentence: "… and it is empty", "… and \"soon\" is text". */
export function inWords(node: DataNode): string {
  if (node.kind !== 'scalar') return l10n.t('this is {0}', shown(node));
  if (node.value === null) return l10n.t('it is empty');
  const value = shown(node);
  if (typeof node.value === 'string') return l10n.t('{0} is text', value);
  return typeof node.value === 'number'
    ? l10n.t('{0} is a number', value)
    : l10n.t('{0} is a boolean', value);
}
