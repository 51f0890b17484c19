import { type Disposable, type TextDocumentContentProvider, Uri, window, workspace } from 'vscode';

/** A text that the server has written for a person to read. */
export interface WrittenDocument {
  readonly title: string;
  readonly markdown: string;
}

export interface DocumentView extends Disposable {
  show(document: WrittenDocument): Promise<void>;
}

const SCHEME = 'flagwright-document';

/** Shows documents that belong to no file: nobody has to save them. */
export function createDocumentView(): DocumentView {
  const texts = new Map<string, string>();
  const provider: TextDocumentContentProvider = {
    provideTextDocumentContent: (uri) =>
      texts.get(uri.toString()) ?? 'Ask again: this answer is no longer known.\n',
  };
  let version = 0;
  const subscriptions: Disposable[] = [
    workspace.registerTextDocumentContentProvider(SCHEME, provider),
    workspace.onDidCloseTextDocument(({ uri }) => void texts.delete(uri.toString())),
  ];
  return {
    async show({ title, markdown }) {
      // The tab shows the last part of the path.
      const uri = Uri.from({
        scheme: SCHEME,
        path: `/${title.replaceAll('/', ' ')}.md`,
        query: String(++version),
      });
      texts.set(uri.toString(), markdown);
      const document = await workspace.openTextDocument(uri);
      await window.showTextDocument(document, { preview: true });
    },
    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}
