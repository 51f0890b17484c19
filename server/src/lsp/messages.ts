import { type Connection, type MessageType, ShowMessageNotification } from 'vscode-languageserver';

/** Shows a message that asks for no answer, so that no client waits for one. */
export function say(connection: Connection, type: MessageType, message: string): void {
  void connection.sendNotification(ShowMessageNotification.type, { type, message });
}
