import {
  commands,
  type Disposable,
  l10n,
  type TextDocumentContentProvider,
  Uri,
  window,
  workspace,
} from 'vscode';

/** A text that the server has written for a person to read. */
export interface WrittenDocument {
  readonly title: string;
  readonly markdown: string;
}

export interface DocumentView extends Disposable {
  show(document: WrittenDocument): Promise<void>;
}

const SCHEME = 'flagwright-document';

/** Pages may be drawn again as long as their tabs are open. */
const MAX_KEPT = 20;

/** Shows documents that belong to no file: nobody has to save them. */
export function createDocumentView(): DocumentView {
  const texts = new Map<string, string>();
  const provider: TextDocumentContentProvider = {
    provideTextDocumentContent: (uri) =>
      texts.get(uri.toString()) ?? `${l10n.t('Ask again: this answer is no longer known.')}\n`,
  };
  let version = 0;
  const registration = workspace.registerTextDocumentContentProvider(SCHEME, provider);
  return {
    async show({ title, markdown }) {
      // The tab shows the last part of the path.
      const uri = Uri.from({
        scheme: SCHEME,
        path: `/${title.replaceAll('/', ' ')}.md`,
        query: String(++version),
      });
      texts.set(uri.toString(), markdown);
      for (const [oldest] of texts) if (texts.size > MAX_KEPT) texts.delete(oldest);
      try {
        await commands.executeCommand('markdown.showPreview', uri);
      } catch {
        // The extension that shows Markdown as a page can be switched off.
        await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
      }
    },
    dispose: () => void registration.dispose(),
  };
}
