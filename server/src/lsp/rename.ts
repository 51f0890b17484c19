import {
  ErrorCodes,
  LSPErrorCodes,
  type Range,
  ResponseError,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { prepareRename, rename } from '../features/rename';
import { toWorkspaceEdit } from './edits';
import type { ServerContext } from './server';
import { withTexts } from './texts';

/** Renames flags. A refusal is an error with its reason, which editors show at the name. */
export function registerRename(context: ServerContext): void {
  const { connection, guard, folderOf } = context;

  const prepare = async (uri: string, position: Range['start']) => {
    const place = folderOf(uri);
    if (!place) return undefined;
    const { folder, path } = place;
    await folder.loaded;
    const lines = await folder.lines(path);
    const offset = lines.offsetAt(position);
    const before = await folder.current();
    const key = await withTexts(folder, (textOf) => prepareRename(before, path, offset, textOf));
    if (!key || 'refusal' in key) return key && { refusal: key.refusal };
    // Other languages are searched only now, for this one flag.
    await folder.workspace.findMentions([key.name]);
    const snapshot = await folder.current();
    const found = await withTexts(folder, (textOf) => prepareRename(snapshot, path, offset, textOf));
    if (!found || 'refusal' in found) return found && { refusal: found.refusal };
    return { ...found, folder, snapshot, range: lines.rangeOf(found.span) };
  };

  connection.onPrepareRename(
    guard.request('prepareRename', null, async ({ textDocument, position }) => {
      const found = await prepare(textDocument.uri, position);
      if (!found) return null;
      if ('refusal' in found) return refused(found.refusal);
      return { range: found.range, placeholder: found.name };
    }),
  );

  connection.onRenameRequest(
    guard.request(
      'rename',
      null,
      async ({ textDocument, position, newName }): Promise<WorkspaceEdit | ResponseError | null> => {
        const found = await prepare(textDocument.uri, position);
        if (!found) return null;
        if ('refusal' in found) return refused(found.refusal);
        const before = found.folder.revision();
        const edits = await withTexts(found.folder, (textOf) =>
          rename(found.snapshot, found.name, newName, textOf),
        );
        if ('refusal' in edits) return refused(edits.refusal);
        const edit = await toWorkspaceEdit(context, found.folder, edits);
        await found.folder.current();
        // Typed meanwhile: the places are no longer where they were.
        if (found.folder.revision() !== before) return overtaken();
        return edit;
      },
    ),
  );
}

function overtaken(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.ContentModified, 'The text has changed since. Please try again.');
}

function refused(reason: string): ResponseError<void> {
  return new ResponseError(ErrorCodes.InvalidRequest, reason);
}
