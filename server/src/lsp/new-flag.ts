import * as l10n from '@vscode/l10n';
import { MessageType, type Range } from 'vscode-languageserver';
import { createFlag, type FlagForm, flagForm, type NewFlag, problemOfKey } from '../features/create-flag';
import { toWorkspaceEdit } from './edits';
import type { Folder } from './folder';
import { ask, say } from './messages';
import type { ServerContext } from './server';
import { withTexts } from './texts';

/** Asks for a new flag; a command of our own client. `{ uri, range?, key? }` */
export const NEW_FLAG = 'flagwright.newFlag';

/** Where a flag is wanted: a document, or nothing in particular. */
interface FormParams {
  readonly uri?: string;
}

interface CreateParams {
  readonly folder: string;
  readonly flag: Omit<NewFlag, 'wrap'>;
  /** The statements to be put behind it. */
  readonly wrap?: { readonly uri: string; readonly range: Range };
}

/**
 * Makes new flags with the client of this project: `flagwright/newFlagForm` says what to ask, `flagwright/newFlagProblem`
 * what is wrong with a name, `flagwright/createFlag` makes it.
 */
export function registerNewFlag(context: ServerContext): void {
  const { connection, guard, folders, folderOf } = context;
  const folderNamed = (name: string): Folder | undefined => folders().find((one) => one.uriOf('') === name);

  connection.onRequest(
    'flagwright/newFlagForm',
    guard.request(
      'the form of a new flag',
      null,
      async ({ uri }: FormParams): Promise<(FlagForm & { folder: string }) | null> => {
        const place = uri === undefined ? undefined : folderOf(uri);
        const folder = place?.folder ?? folders()[0];
        if (!folder) return null;
        await folder.loaded;
        const snapshot = await folder.current();
        const people = (await folder.people?.(place?.path)) ?? { owners: [] };
        const form = await withTexts(folder, (textOf) => flagForm(snapshot, place?.path, people, textOf));
        return { ...form, folder: folder.uriOf('') };
      },
    ),
  );

  connection.onRequest(
    'flagwright/newFlagProblem',
    guard.request('a flag name', null, async ({ folder: name, key }: { folder: string; key: string }) => {
      const folder = folderNamed(name);
      return (folder && problemOfKey(await folder.current(), key)) ?? null;
    }),
  );

  connection.onRequest(
    'flagwright/createFlag',
    guard.request('a new flag', null, async ({ folder: name, flag, wrap }: CreateParams) => {
      const folder = folderNamed(name);
      if (!folder) return null;
      const snapshot = await folder.current();
      const place = wrap && folderOf(wrap.uri);
      const lines = place && (await place.folder.lines(place.path));
      const wanted: NewFlag = {
        ...flag,
        ...(wrap &&
          place?.folder === folder &&
          lines && {
            wrap: {
              file: place.path,
              span: { start: lines.offsetAt(wrap.range.start), end: lines.offsetAt(wrap.range.end) },
            },
          }),
      };
      const creation = await withTexts(folder, (textOf) => createFlag(snapshot, wanted, textOf));
      if ('refusal' in creation) return say(connection, MessageType.Warning, creation.refusal);
      const edit = await toWorkspaceEdit(context, folder, creation.edits);
      const { applied } = await connection.workspace.applyEdit({
        label: l10n.t("Create flag '{0}'", flag.key),
        edit,
      });
      if (applied) tellOf(context, folder, flag.key, creation.message);
      else {
        const failed = `Flag '${flag.key}' was not created: the editor did not apply the edit. Please try again.`;
        say(connection, MessageType.Error, failed);
      }
      return null;
    }),
  );
}

/** Says what was made, with the way to the entry. */
function tellOf(
  { connection, abilities, guard }: ServerContext,
  folder: Folder,
  key: string,
  message: string,
): void {
  if (!abilities().showsDocuments) {
    say(connection, MessageType.Info, message);
    return;
  }
  guard.background('showing a new flag', async () => {
    const answer = await ask(connection, MessageType.Info, message, l10n.t('Show Entry'));
    const entry = (await folder.current()).flag(key)?.flag;
    if (!answer || !entry) return;
    const lines = await folder.lines(entry.file);
    const uri = folder.uriOf(entry.file);
    await connection.window.showDocument({ uri, selection: lines.rangeOf(entry.keySpan), takeFocus: true });
  });
}
