/** Flagwright in a browser: the server is a web worker, and reads the workspace through this client. */
import {
  commands,
  type ExtensionContext,
  FileSystemError,
  FileType,
  l10n,
  Uri,
  window,
  workspace,
} from 'vscode';
import { start, stop } from './extension';

/** Browsers have it, as does the host of extensions in one. */
declare class Worker {
  constructor(url: string);
  postMessage(message: unknown): void;
  terminate(): void;
}

let worker: Worker | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  // What takes a machine is not on offer.
  await commands.executeCommand('setContext', 'flagwright.inBrowser', true);
  const fileAt = (name: string): Uri => Uri.joinPath(context.extensionUri, 'dist', name);
  start(context, {
    async makeClient(options) {
      const { LanguageClient } = await import('vscode-languageclient/browser');
      worker?.terminate();
      worker = new Worker(fileAt('web-server.js').toString(true));
      worker.postMessage({
        syntax: fileAt('syntax.js').toString(true),
        core: fileAt('core.js').toString(true),
      });
      const client = new LanguageClient('flagwright', 'Flagwright', worker as never, options);
      client.onRequest('flagwright/entries', ({ uri }: FileQuestion) => entriesOf(Uri.parse(uri)));
      client.onRequest('flagwright/read', ({ uri }: FileQuestion) => textOf(Uri.parse(uri)));
      client.onRequest('flagwright/pageParts', async () => ({
        script: decode(await workspace.fs.readFile(fileAt('report-page.js'))),
        style: decode(await workspace.fs.readFile(fileAt('report-page.css'))),
      }));
      return client;
    },
    schemes: [...new Set((workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme))],
    pulls: false,
    register: () =>
      ['flagwright.openShop', 'flagwright.pullFlags', 'flagwright.forgetTokens'].map((command) =>
        commands.registerCommand(command, () =>
          window.showInformationMessage(
            l10n.t('This takes VS Code on your machine: open the folder there, or in a codespace.'),
          ),
        ),
      ),
  });
}

export async function deactivate(): Promise<void> {
  await stop();
  worker?.terminate();
}

interface FileQuestion {
  readonly uri: string;
}

/** What lies in a folder; a link counts as what it leads to, but for folders: these could go round in circles. */
async function entriesOf(folder: Uri) {
  try {
    const entries = await workspace.fs.readDirectory(folder);
    return entries.map(([name, type]) => ({
      name,
      kind: type === FileType.Directory ? 'folder' : (type & FileType.File) !== 0 ? 'file' : 'other',
    }));
  } catch {
    return null;
  }
}

/** Bytes; beyond it a file is a bundle, or data that nobody wrote. */
const LARGEST = 2_000_000;

async function textOf(file: Uri): Promise<{ text: string } | { problem: string; missing?: boolean }> {
  try {
    const bytes = await workspace.fs.readFile(file);
    if (bytes.length > LARGEST) return { problem: l10n.t('The file is not read: it has more than 2 MB.') };
    return { text: decode(bytes) };
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'FileNotFound')
      return { problem: l10n.t('The file is gone.'), missing: true };
    if (error instanceof TypeError) return { problem: l10n.t('The file is not UTF-8. Save it as UTF-8.') };
    const why = error instanceof Error ? error.message : String(error);
    return { problem: l10n.t('The file cannot be read: {0}', why) };
  }
}

/** @throws {TypeError} where the bytes are no text. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
