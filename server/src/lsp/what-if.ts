import * as l10n from '@vscode/l10n';
import { MessageType } from 'vscode-languageserver';
import { toPlainText } from '../features/text';
import { renderOutcome, type Trial, textAfter, whatIf } from '../features/what-if';
import type { Place } from '../workspace/snapshot';
import type { Folder } from './folder';
import { notWhole, say } from './messages';
import type { ServerContext } from './server';

/** Tries a step of a rollout out: `{ uri, trial }`. */
export const WHAT_IF = 'flagwright.whatIf';

export interface TrialArgument {
  readonly uri: string;
  readonly trial: Trial;
}

/** Shows what a step would change: as a document where the client can, else the gist as a message and all in the log. */
export async function showWhatIf(
  context: ServerContext,
  folder: Folder,
  { trial }: TrialArgument,
): Promise<void> {
  const { connection, abilities, log } = context;
  if (!(await folder.whole())) return say(connection, MessageType.Warning, notWhole());
  const before = await folder.current();
  const text = await folder.workspace.text(trial.file);
  const changed = text === undefined ? undefined : textAfter(before, trial, text);
  const outcome =
    changed === undefined
      ? undefined
      : whatIf(before, folder.workspace.snapshotIf(trial.file, changed), trial);
  if (!outcome) {
    return say(
      connection,
      MessageType.Warning,
      l10n.t("The percentage of '{0}' has changed meanwhile. Please ask again.", trial.flag),
    );
  }
  const names = new Map<string, string>();
  for (const place of [...outcome.appears, ...outcome.goes, ...outcome.behind])
    names.set(keyOf(place), await nameOf(folder, place));
  const title = l10n.t('What if {0} goes to {1} %?', trial.flag, trial.percentage);
  const markdown = renderOutcome(outcome, (place) => names.get(keyOf(place))!);
  if (abilities().ownCommands) return connection.sendNotification('flagwright/document', { title, markdown });
  log(markdown);
  const [come, go] = [outcome.appears.length, outcome.goes.length];
  const more = come + go === 0 ? '' : ` New findings: ${come}, gone: ${go}; see the log.`;
  say(connection, MessageType.Info, `${outcome.summary.map(toPlainText).join(' ')}${more}`);
}

async function nameOf(folder: Folder, { file, span }: Place): Promise<string> {
  return `${file}:${(await folder.lines(file)).positionAt(span.start).line + 1}`;
}

function keyOf({ file, span }: Place): string {
  return `${file} ${span.start}`;
}
