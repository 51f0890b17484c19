import { commands, type ExtensionContext, Uri, workspace } from 'vscode';

/** Opens the example that comes along, a small shop with a flag in every state, as a copy that may be changed at will. */
export async function openShop(context: ExtensionContext): Promise<void> {
  const copy = Uri.joinPath(context.globalStorageUri, 'shop');
  await workspace.fs.copy(Uri.joinPath(context.extensionUri, 'examples', 'shop'), copy, { overwrite: true });
  await commands.executeCommand('vscode.openFolder', copy, { forceNewWindow: true });
}
