import * as l10n from '@vscode/l10n';
import { type Command, MessageType } from 'vscode-languageserver';
import { entryChange } from '../features/entry-edit';
import type { EntryQuestion, EntryRequest } from '../flags/entry-request';
import { toWorkspaceEdit } from './edits';
import type { Folder } from './folder';
import { say } from './messages';
import type { ServerContext } from './server';
import { withTexts } from './texts';

/** Changes one entry of a flag file: `{ uri, request }`. */
export const EDIT_FLAG = 'flagwright.editFlag';

/** Asks for what a change lacks, and then makes it; of the clients that say they can. */
const ASK = 'flagwright.ask';

export function editCommand(title: string, uri: string, request: EntryRequest): Command {
  return { title, command: EDIT_FLAG, arguments: [{ uri, request }] };
}

export function askCommand(title: string, uri: string, question: EntryQuestion): Command {
  return { title, command: ASK, arguments: [{ uri, question }] };
}

/** What `flagwright.editFlag` is given: the document in which it was chosen, and what is to be done. */
export interface EditArgument {
  readonly uri: string;
  readonly request: EntryRequest;
}

/** Makes the change as one edit, on the text as it is when it is asked for. */
export async function editFlag(
  context: ServerContext,
  folder: Folder,
  { uri, request }: EditArgument,
): Promise<void> {
  const { connection } = context;
  await folder.loaded;
  const snapshot = await folder.current();
  const change = await withTexts(folder, (textOf) => entryChange(snapshot, request, textOf));
  if ('refusal' in change) return say(connection, MessageType.Warning, change.refusal);
  if (change.edits.length === 0) return say(connection, MessageType.Info, change.message);
  const edit = await toWorkspaceEdit(context, folder, change.edits);
  const { applied } = await connection.workspace.applyEdit({
    label: l10n.t("Edit flag '{0}'", request.key),
    edit,
  });
  if (applied) {
    // What a person does not see happen, they are told.
    const isElsewhere = folder.uriOf(request.file) !== uri;
    if (isElsewhere) say(connection, MessageType.Info, `${request.file}: ${change.message}`);
  } else {
    const message = l10n.t(
      "Flag '{0}' was not changed: the editor did not apply the edit. Please try again.",
      request.key,
    );
    say(connection, MessageType.Error, message);
  }
}
