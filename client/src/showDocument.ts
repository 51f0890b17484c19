import { commands, window, workspace } from 'vscode';

/** A document that the server has written for a person to read; it belongs to no file. */
export async function showDocument({ markdown }: { readonly markdown: string }): Promise<void> {
  const document = await workspace.openTextDocument({ language: 'markdown', content: markdown });
  await window.showTextDocument(document, { preview: true });
  await commands.executeCommand('markdown.showPreview', document.uri);
}
