import * as l10n from '@vscode/l10n';
import {
  type Connection,
  type MessageActionItem,
  type MessageType,
  ShowMessageNotification,
  ShowMessageRequest,
} from 'vscode-languageserver';
import { withoutLinks } from '../features/text';

/** Shows a message that asks for no answer, so that no client waits for one. */
export function say(connection: Connection, type: MessageType, message: string): void {
  void connection.sendNotification(ShowMessageNotification.type, { type, message: withoutLinks(message) });
}

/** Shows a message with choices, and gives the one that is taken. */
export async function ask(
  connection: Connection,
  type: MessageType,
  message: string,
  ...titles: readonly string[]
): Promise<string | undefined> {
  const actions = titles.map((title): MessageActionItem => ({ title }));
  const params = { type, message: withoutLinks(message), actions };
  return (await connection.sendRequest(ShowMessageRequest.type, params))?.title;
}

/** Why something is not done that takes all of the workspace. */
export function notWhole(): string {
  return l10n.t('Not all of the workspace has been read, and this takes all of it.');
}
