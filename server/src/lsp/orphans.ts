import * as l10n from '@vscode/l10n';
import { DeleteFile, MessageType } from 'vscode-languageserver';
import type { Folder } from './folder';
import { ask } from './messages';
import type { ServerContext } from './server';

/** Files that a message names; the preview has them all. */
const NAMED = 3;

/**
 * Offers to delete the files that a removal has left without an importer. They are no part of it: each is shown in the
 * editor's preview of changes, where it can be unticked.
 */
export function offerOrphans(
  { connection, abilities, guard }: ServerContext,
  folder: Folder,
  orphans: readonly string[],
): void {
  if (orphans.length === 0 || !abilities().confirmsDeletions) return;
  guard.background('offering files that nobody imports', async () => {
    const first = orphans.slice(0, NAMED).join(', ');
    const more = orphans.length - NAMED;
    const named = more > 0 ? l10n.t('{0} and {1} more', first, more) : first;
    const message = l10n.t('No other file imports {0} any more.', named);
    if (!(await ask(connection, MessageType.Info, message, l10n.t('Review Deletion')))) return;
    const isFile = async (file: string): Promise<boolean> =>
      (await folder.workspace.text(file)) !== undefined;
    const there = await Promise.all(orphans.map(async (file) => ((await isFile(file)) ? [file] : [])));
    await connection.workspace.applyEdit({
      label: l10n.t('Delete files that nothing imports'),
      edit: {
        documentChanges: there
          .flat()
          .map((file) => DeleteFile.create(folder.uriOf(file), { ignoreIfNotExists: true }, ORPHAN)),
        changeAnnotations: {
          [ORPHAN]: { label: l10n.t('No other file imports it any more'), needsConfirmation: true },
        },
      },
    });
  });
}

const ORPHAN = 'orphan';
