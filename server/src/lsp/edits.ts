import { CreateFile, type WorkspaceEdit } from 'vscode-languageserver';
import type { FileEdits } from '../text/edits';
import { toTextEdits } from './convert';
import type { Folder } from './folder';
import type { ServerContext } from './server';

/**
 * Edits as the client takes them. Where it can, each file carries the version it was planned on, so that a client
 * refuses an edit that came too late; a file that is not open has none.
 */
export async function toWorkspaceEdit(
  { documents, abilities }: ServerContext,
  folder: Folder,
  files: readonly FileEdits[],
): Promise<WorkspaceEdit> {
  const changes = await Promise.all(
    files.map(async ({ file, edits, isNew = false }) => ({
      isNew,
      uri: folder.uriOf(file),
      edits: toTextEdits(edits, await folder.lines(file)),
    })),
  );
  if (!abilities().versionedEdits) {
    return { changes: Object.fromEntries(changes.map(({ uri, edits }) => [uri, edits])) };
  }
  return {
    documentChanges: changes.flatMap(({ uri, edits, isNew }) => [
      // Where it cannot be asked to, a client makes the file when it writes what it says.
      ...(isNew && abilities().createsFiles ? [CreateFile.create(uri, { ignoreIfExists: true })] : []),
      { textDocument: { uri, version: documents.get(uri)?.version ?? null }, edits },
    ]),
  };
}
