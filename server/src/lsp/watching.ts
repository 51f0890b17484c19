import { type Connection, DidChangeWatchedFilesNotification } from 'vscode-languageserver';

/**
 * Asks the client to tell of files that change; false where it cannot, so that the server watches by itself. All files
 * count: a directory that goes has no extension, and files of any language may mention a flag.
 */
export async function registerWatcher(
  connection: Connection,
  log: (message: string) => void,
): Promise<boolean> {
  try {
    await connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [{ globPattern: '**/*' }],
    });
    return true;
  } catch (error) {
    log(`The client does not watch files for the server: ${String(error)}`);
    return false;
  }
}
