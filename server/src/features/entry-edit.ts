import * as l10n from '@vscode/l10n';
import { describeState } from '../flags/describe';
import { type EntryRequest, planEntryEdit } from '../flags/entry-request';
import type { Refusal } from '../flags/remove-entry';
import type { FileEdits } from '../text/edits';
import { flagFileOptions } from '../workspace/config';
import type { Snapshot } from '../workspace/snapshot';

/** A change of one entry as an editor makes it, and what the flag is then. */
export interface EntryChange {
  readonly edits: readonly FileEdits[];
  /** `Flag 'x' is off for everyone.` */
  readonly message: string;
}

/** Works out what was asked for on the text as it is now. */
export function entryChange(
  { config }: Snapshot,
  request: EntryRequest,
  textOf: (path: string) => string | undefined,
): EntryChange | Refusal {
  const { file, key, environment } = request;
  const text = textOf(file);
  if (text === undefined) return { refusal: l10n.t('{0} cannot be read.', file) };
  const plan = planEntryEdit(request, {
    path: file,
    text,
    options: flagFileOptions(config, file),
    ...(environment !== undefined && { environment }),
  });
  if ('refusal' in plan) return plan;
  const edits = plan.edits.length > 0 ? [{ file, edits: plan.edits }] : [];
  return {
    edits,
    message: l10n.t("Flag '{flag}' is {state}.", { flag: key, state: describeState(plan.after) }),
  };
}
