import {
  type Disposable,
  l10n,
  Position,
  Range,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { removeFlag } from './removeFlag';

/** What the server answers with to `flagwright/report`: a whole page, with a policy of its own. */
interface Page {
  readonly html: string;
  readonly title: string;
  /** The folder that its files lie in. */
  readonly uri: string;
}

/** What the page asks for when a person clicks. */
type Wish = {
  readonly kind: 'open' | 'remove';
  readonly file: string;
  readonly line?: number;
  readonly flag?: string;
};

let shown: { readonly panel: WebviewPanel; listener: Disposable } | undefined;

/** Shows the report of all flags; of the folder of the file in the editor, where there are several. */
export async function showReport(clientNow: () => BaseLanguageClient | undefined): Promise<void> {
  const client = clientNow();
  if (!client?.isRunning()) {
    await window.showInformationMessage(l10n.t('Flagwright does not run here, so it knows no flags.'));
    return;
  }
  const uri = window.activeTextEditor?.document.uri.toString();
  const page = await client.sendRequest<Page | null>('flagwright/report', uri === undefined ? {} : { uri });
  if (page) show(page, clientNow);
}

function show({ html, title, uri }: Page, clientNow: () => BaseLanguageClient | undefined): void {
  const panel = shown?.panel ?? createPanel();
  const folder = Uri.parse(uri);
  shown?.listener.dispose();
  shown = {
    panel,
    listener: panel.webview.onDidReceiveMessage((wish: Wish) => grant(wish, folder, clientNow)),
  };
  panel.title = l10n.t('Flags of {0}', title);
  panel.webview.html = html;
  panel.reveal();
}

function createPanel(): WebviewPanel {
  const panel = window.createWebviewPanel('flagwright.report', l10n.t('Flags'), ViewColumn.Active, {
    enableScripts: true,
    localResourceRoots: [],
  });
  panel.onDidDispose(() => {
    shown?.listener.dispose();
    shown = undefined;
  });
  return panel;
}

/** The page is our own, yet what it asks for is held against the folder that it is about. */
async function grant(
  { kind, file, line = 1, flag }: Wish,
  folder: Uri,
  clientNow: () => BaseLanguageClient | undefined,
): Promise<void> {
  const uri = Uri.joinPath(folder, file);
  if (!uri.path.startsWith(folder.path)) return;
  if (kind === 'remove' && flag !== undefined) {
    await removeFlag(clientNow(), { uri: uri.toString(), key: flag });
  } else if (kind === 'open') {
    const at = new Position(Math.max(0, line - 1), 0);
    await window.showTextDocument(await workspace.openTextDocument(uri), { selection: new Range(at, at) });
  }
}
