import { commands, type ExtensionContext, Uri, workspace } from 'vscode';

/** When the shop was opened to be walked through, in milliseconds since 1970. */
const OPENED = 'flagwright.shopOpened';

/** The next window may take a while to come; later ones have nothing to do with it. */
const SOON = 120_000;

/** Opens the example that comes along, a small shop with a flag in every state, as a copy that may be changed at will. */
export async function openShop(context: ExtensionContext): Promise<void> {
  const copy = copyIn(context);
  await workspace.fs.copy(Uri.joinPath(context.extensionUri, 'examples', 'shop'), copy, { overwrite: true });
  await context.globalState.update(OPENED, Date.now());
  await commands.executeCommand('vscode.openFolder', copy, { forceNewWindow: true });
}

/** In the window that was opened for the shop, the walkthrough goes on. */
export async function walkOnInShop(context: ExtensionContext): Promise<void> {
  const copy = copyIn(context).toString();
  const isShop = workspace.workspaceFolders?.some(({ uri }) => uri.toString() === copy);
  const opened = context.globalState.get<number>(OPENED, 0);
  if (!isShop || Date.now() - opened > SOON) return;
  await context.globalState.update(OPENED, undefined);
  await commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#start`, false);
}

function copyIn({ globalStorageUri }: ExtensionContext): Uri {
  return Uri.joinPath(globalStorageUri, 'shop');
}
