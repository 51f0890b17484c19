import { type Connection, DidChangeWatchedFilesNotification } from 'vscode-languageserver';
import type { ClientAbilities } from './client';

/**
 * Asks the client to tell of files that change; false where it cannot, so that the server watches by itself. All files
 * count: a directory that goes has no extension, and files of any language may mention a flag.
 */
export async function registerWatcher(
  connection: Connection,
  { watchesFiles }: ClientAbilities,
  log: (message: string) => void,
): Promise<boolean> {
  if (!watchesFiles) return false;
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
