/** The editor's features as the tests ask for them: files by name, places by the text that stands there. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** A file of the open workspace. */
export function fileUri(file: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert(folder, 'no folder is open');
  return vscode.Uri.joinPath(folder.uri, file);
}

/** Opens a file and puts the cursor where `|` stands in `marked`, a text that occurs once. */
export async function open(file: string, marked = '|'): Promise<vscode.TextEditor> {
  const editor = await vscode.window.showTextDocument(fileUri(file));
  editor.selection = new vscode.Selection(
    position(editor.document, marked),
    position(editor.document, marked),
  );
  return editor;
}

/** The place of `|` in `marked`, a text that the document holds without the bar. */
export function position(document: vscode.TextDocument, marked: string): vscode.Position {
  const at = document.getText().indexOf(marked.replace('|', ''));
  assert(at >= 0, `${document.fileName} does not hold ${marked}`);
  return document.positionAt(at + marked.indexOf('|'));
}

/** The diagnostics of a file as `rule text`, in the order of the file; what is only shown pale is none. */
export function findings(document: vscode.TextDocument): string[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ source }) => source?.toLowerCase() === 'flagwright')
    .filter(({ tags }) => !tags?.includes(vscode.DiagnosticTag.Unnecessary))
    .sort((a, b) => a.range.start.compareTo(b.range.start))
    .map(({ code, range }) => `${typeof code === 'object' ? code.value : code} ${document.getText(range)}`);
}

/** Waits until the diagnostics of a file are as wanted; the test's timeout says when that has failed. */
export async function untilFindings(
  document: vscode.TextDocument,
  wanted: (findings: string[]) => boolean,
): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = () => {
      if (!wanted(findings(document))) return;
      listener.dispose();
      resolve();
    };
    const listener = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });
}

export async function hover(editor: vscode.TextEditor): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    editor.document.uri,
    editor.selection.active,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

export async function completions(editor: vscode.TextEditor): Promise<vscode.CompletionItem[]> {
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    editor.document.uri,
    editor.selection.active,
    "'",
  );
  return items;
}

export function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}

/** Where a symbol leads, as `file:text of the line`. */
export async function places(editor: vscode.TextEditor, kind: 'Definition' | 'Reference'): Promise<string[]> {
  const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
    `vscode.execute${kind}Provider`,
    editor.document.uri,
    editor.selection.active,
  );
  return Promise.all(
    found.map(async (place) => {
      const uri = 'uri' in place ? place.uri : place.targetUri;
      const range = 'uri' in place ? place.range : (place.targetSelectionRange ?? place.targetRange);
      const document = await vscode.workspace.openTextDocument(uri);
      return `${nameOf(uri)}: ${document.lineAt(range.start).text.trim()}`;
    }),
  );
}

/** The quick fixes at the cursor, each with its edit. */
export async function fixes(editor: vscode.TextEditor): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    editor.document.uri,
    editor.selection,
    undefined,
    100, // resolve them as the light bulb does
  );
}

/** Applies the one quick fix whose title matches. */
export async function applyFix(editor: vscode.TextEditor, title: RegExp): Promise<void> {
  const offered = await fixes(editor);
  const fix = offered.find((action) => title.test(action.title));
  assert(fix, `no fix matches ${title}; offered are: ${offered.map((action) => action.title).join(' | ')}`);
  if (fix.edit) assert(await vscode.workspace.applyEdit(fix.edit), 'the edit was refused');
  if (fix.command) {
    await vscode.commands.executeCommand(fix.command.command, ...(fix.command.arguments ?? []));
  }
}

/** What a rename at the cursor would change, as `file: new text`, whoever of the extensions answers. */
export async function renamed(editor: vscode.TextEditor, name: string): Promise<string[]> {
  const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
    'vscode.executeDocumentRenameProvider',
    editor.document.uri,
    editor.selection.active,
    name,
  );
  return edit
    .entries()
    .flatMap(([uri, edits]) => edits.map(({ newText }) => `${nameOf(uri)}: ${newText}`))
    .sort();
}

/** The text of a file as the editor has it. */
export async function textOf(file: string): Promise<string> {
  return (await vscode.workspace.openTextDocument(fileUri(file))).getText();
}

export async function textOnDisk(file: string): Promise<string> {
  return Buffer.from(await vscode.workspace.fs.readFile(fileUri(file))).toString('utf8');
}

/** Waits until a tab with this title is in front. */
export async function untilTab(title: RegExp): Promise<vscode.Tab> {
  return new Promise((resolve) => {
    const look = () => {
      const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
      if (!tab || !title.test(tab.label)) return;
      listener.dispose();
      resolve(tab);
    };
    const listener = vscode.window.tabGroups.onDidChangeTabs(look);
    look();
  });
}

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
