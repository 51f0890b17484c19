import * as l10n from '@vscode/l10n';
import { LSPErrorCodes, type Range, ResponseError, type WorkspaceEdit } from 'vscode-languageserver';
import { prepareRename, rename } from '../features/rename';
import { toWorkspaceEdit } from './edits';
import { notWhole } from './messages';
import type { ServerContext } from './server';
import { withTexts } from './texts';

/**
 * Renames flags. Where no flag is, the answer is null; a refusal is an error with its reason, which editors show at the
 * name. Our client gets it only once the new name is given: refused before, VS Code would let TypeScript rename.
 */
export function registerRename(context: ServerContext): void {
  const { abilities, connection, guard, folderOf } = context;

  const prepare = async (uri: string, position: Range['start']) => {
    const place = folderOf(uri);
    if (!place) return undefined;
    const { folder, path } = place;
    const isWhole = await folder.whole();
    const lines = await folder.lines(path);
    const offset = lines.offsetAt(position);
    const before = await folder.current();
    const key = await withTexts(folder, (textOf) => prepareRename(before, path, offset, textOf));
    if (!key) return undefined;
    if (!isWhole)
      return { ...key, refusal: notWhole(), folder, snapshot: before, range: lines.rangeOf(key.span) };
    // Other languages are searched only now, for this one flag.
    if (key.refusal === undefined) await folder.workspace.findMentions([key.name]);
    const snapshot = await folder.current();
    const found = await withTexts(folder, (textOf) => prepareRename(snapshot, path, offset, textOf));
    return found && { ...found, folder, snapshot, range: lines.rangeOf(found.span) };
  };

  connection.onPrepareRename(
    guard.request('prepareRename', null, async ({ textDocument, position }) => {
      const found = await prepare(textDocument.uri, position);
      if (!found) return null;
      // A key as a text is half of the flag to everybody else who renames.
      const refusesLate = abilities().refusesRenamesLate && !found.isIdentifier;
      if (found.refusal !== undefined && !refusesLate) return failed(found.refusal);
      return { range: found.range, placeholder: found.name };
    }),
  );

  connection.onRenameRequest(
    guard.request(
      'rename',
      failed('Flagwright could not rename the flag; its log says why.'),
      async ({ textDocument, position, newName }): Promise<WorkspaceEdit | ResponseError | null> => {
        const found = await prepare(textDocument.uri, position);
        if (!found) return null;
        if (found.refusal !== undefined) return failed(found.refusal);
        const before = found.folder.revision();
        const edits = await withTexts(found.folder, (textOf) =>
          rename(found.snapshot, found.name, newName, textOf),
        );
        if ('refusal' in edits) return failed(edits.refusal);
        const edit = await toWorkspaceEdit(context, found.folder, edits);
        await found.folder.current();
        // Typed meanwhile: the places are no longer where they were.
        if (found.folder.revision() !== before)
          return failed(l10n.t('The text has changed since. Please try again.'));
        return edit;
      },
    ),
  );
}

function failed(reason: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, reason);
}
