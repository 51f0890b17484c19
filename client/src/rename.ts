import { WorkspaceEdit, window } from 'vscode';
import type { RenameMiddleware } from 'vscode-languageclient';
import { plain } from './plain';

/**
 * Shows why a flag is not renamed. VS Code would go on to the next provider after a refusal, and TypeScript's renames the
 * type of a literal: half of the flag. No edits are an answer that ends the rename.
 */
export const refusedRenames: RenameMiddleware = {
  async provideRenameEdits(document, position, newName, token, next) {
    try {
      return await next(document, position, newName, token);
    } catch (error) {
      if (!token.isCancellationRequested) {
        // Not awaited: the rename ends now, the message stays until it is closed.
        void window.showErrorMessage(plain(error instanceof Error ? error.message : String(error)));
      }
      return new WorkspaceEdit();
    }
  },
};
