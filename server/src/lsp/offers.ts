import * as l10n from '@vscode/l10n';
import { MessageType, ResponseError } from 'vscode-languageserver';
import type { FileEdits } from '../text/edits';
import { applyEdits } from '../text/edits';
import { toWorkspaceEdit } from './edits';
import type { Folder } from './folder';
import { ask, say } from './messages';
import { offerOrphans } from './orphans';
import { type PlacedReport, tell } from './removal-report';
import type { ServerContext } from './server';

/** A removal that is planned, and waits for a person to agree. */
export interface Offer {
  /** For the tab that shows it: `Remove flag 'x': keep the enabled branch`. */
  readonly title: string;
  /** What one takes back with one undo: `Remove flag 'x'`. */
  readonly label: string;
  /** `Flag 'x' was not removed.` */
  readonly failure: string;
  readonly files: readonly FileEdits[];
  /** The texts that the planner has seen. */
  readonly texts: ReadonlyMap<string, string | undefined>;
  readonly proposal: PlacedReport;
  /** Files that nothing imports any more once it is done. */
  readonly orphans?: readonly string[];
  /** What is told when it has been done. */
  readonly outcome: () => Promise<PlacedReport | undefined>;
  /** What stands against carrying it out now, in a sentence. */
  readonly obstacle: () => Promise<string | undefined>;
  /** Plans it anew. */
  readonly again: () => Promise<void>;
}

/** An offer for the client to show; the client answers with `flagwright/applyRemoval` or `flagwright/discardRemoval`. */
interface RemovalPreview {
  readonly id: number;
  readonly title: string;
  readonly files: readonly { readonly uri: string; readonly before: string; readonly after: string }[];
  readonly report: PlacedReport;
}

export interface Offers {
  /** Shows an offer whole to a client of ours, asks any other in a message, and applies it where the client cannot ask. */
  make(folder: Folder, offer: Offer): Promise<void>;
}

export function registerOffers(context: ServerContext): Offers {
  const { connection, guard, abilities, log } = context;
  /** Offers that the client is showing. */
  const shown = new Map<number, { readonly folder: Folder; readonly offer: Offer }>();
  let lastId = 0;

  const show = async (folder: Folder, offer: Offer): Promise<void> => {
    const id = ++lastId;
    shown.set(id, { folder, offer });
    const preview: RemovalPreview = {
      id,
      title: offer.title,
      files: offer.files.map(({ file, edits }) => {
        const before = offer.texts.get(file) ?? '';
        return { uri: folder.uriOf(file), before, after: applyEdits(before, edits) };
      }),
      report: offer.proposal,
    };
    await connection.sendNotification('flagwright/removalPlanned', preview);
  };

  /** Asks in a message. A client that knows no such request has asked its person by offering the command. */
  const agrees = async ({ proposal: { message } }: Offer): Promise<boolean> => {
    try {
      const apply = l10n.t('Apply');
      return (await ask(connection, MessageType.Info, message, apply, l10n.t('Cancel'))) === apply;
    } catch (error) {
      log(`The client does not ask questions (${String(error)}), so the removal is applied.`);
      return true;
    }
  };

  /** One edit for all files, if nothing has changed since it was planned; all of it or nothing. */
  const apply = async (folder: Folder, offer: Offer): Promise<boolean> => {
    const fail = (why: string): false => {
      log(`${offer.failure} ${why}`);
      guard.background('planning a removal again', async () => {
        const message = l10n.t('{0} Nothing was changed. {1}', offer.failure, why);
        const answer = await ask(connection, MessageType.Error, message, l10n.t('Plan Again'));
        if (answer !== undefined) await offer.again();
      });
      return false;
    };
    const obstacle = (await changedFile(folder, offer)) ?? (await offer.obstacle());
    if (obstacle !== undefined) return fail(obstacle);
    const revision = folder.revision();
    const edit = await toWorkspaceEdit(context, folder, offer.files);
    const outcome = await offer.outcome();
    // Typed while the edit was put together.
    if (!folder.isCurrent() || folder.revision() !== revision)
      return fail(l10n.t('A file has changed just now.'));
    const { applied, failureReason } = await connection.workspace.applyEdit({
      label: offer.label,
      edit,
      ...(abilities().editMetadata && { metadata: { isRefactoring: true } }),
    });
    if (!applied) {
      return fail(
        failureReason ?? l10n.t('The editor did not apply the edit, perhaps because a file has changed.'),
      );
    }
    if (outcome) tell(context, outcome);
    offerOrphans(context, folder, offer.orphans ?? []);
    return true;
  };

  connection.onRequest('flagwright/applyRemoval', async ({ id }: { id: number }, token) => {
    const run = guard.request('applying a removal', { applied: false }, async () => {
      const entry = shown.get(id);
      shown.delete(id);
      if (entry) return { applied: await apply(entry.folder, entry.offer) };
      say(
        connection,
        MessageType.Warning,
        l10n.t('This plan is no longer known. Please plan the removal again.'),
      );
      return { applied: false };
    });
    const result = await run(undefined, token);
    // Half a second's work that must not be stopped in its middle.
    return result instanceof ResponseError ? { applied: false } : result;
  });
  connection.onNotification('flagwright/discardRemoval', ({ id }: { id: number }) => {
    shown.delete(id);
  });

  return {
    async make(folder, offer) {
      if (abilities().showsRemovals) await show(folder, offer);
      else if (await agrees(offer)) await apply(folder, offer);
    },
  };
}

async function changedFile(folder: Folder, { files, texts }: Offer): Promise<string | undefined> {
  await folder.current();
  for (const { file } of files) {
    if ((await folder.workspace.text(file)) !== texts.get(file))
      return l10n.t('{0} has changed since the removal was planned.', file);
  }
  return undefined;
}
