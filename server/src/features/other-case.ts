import * as l10n from '@vscode/l10n';
import type { TextOf } from '../rules/rule';
import type { FileEdits } from '../text/edits';
import { otherCase } from '../usages/other-case';
import type { Mock } from '../workspace/mocks';

/** A test for the other value of a flag that a test sets. */
export interface OtherCase {
  readonly title: string;
  readonly edits: readonly FileEdits[];
}

/** The skeleton of that test: it sets the flag the other way, and leaves what is expected to a person. */
export function otherCaseOf(
  file: string,
  { key, span, value, flip }: Mock,
  textOf: TextOf,
): OtherCase | undefined {
  const text = textOf(file);
  if (value === undefined || !flip || text === undefined) return undefined;
  const other = value ? 'off' : 'on';
  const words = { title: `with ${key} ${other}`, hint: `What is expected when '${key}' is ${other}.` };
  const skeleton = otherCase(file, text, span, flip, words);
  if (!skeleton) return undefined;
  const { offset, newText } = skeleton;
  return {
    title: value
      ? l10n.t("Add the other case: a test with '{0}' off", key)
      : l10n.t("Add the other case: a test with '{0}' on", key),
    edits: [{ file, edits: [{ span: { start: offset, end: offset }, newText }] }],
  };
}
