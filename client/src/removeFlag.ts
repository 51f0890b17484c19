import { type CodeAction, CodeActionKind, commands, window, workspace } from 'vscode';

/**
 * Offers every removal of the flag under the cursor. They are the code actions of the server,
 * so that the command, the light bulb and the command line cannot disagree.
 */
export async function removeFlag(): Promise<void> {
  const editor = window.activeTextEditor;
  const actions = editor
    ? await commands.executeCommand<CodeAction[]>(
        'vscode.executeCodeActionProvider',
        editor.document.uri,
        editor.selection,
        CodeActionKind.Empty.value,
        // The bulb resolves an action when it is chosen; a command has to ask for it.
        100,
      )
    : [];
  const removals = actions.filter(({ title, disabled }) => /^Remove flag /.test(title) && !disabled);
  if (removals.length === 0) {
    await window.showInformationMessage(
      'Put the cursor on a flag that can be removed: its name in code, or its entry in the flag file.',
    );
    return;
  }
  const choice = await window.showQuickPick(
    removals.map((action) => ({ label: action.title, action })),
    { title: 'Remove a Flag' },
  );
  if (choice) await apply(choice.action);
}

async function apply({ edit, command }: CodeAction): Promise<void> {
  if (edit) await workspace.applyEdit(edit);
  if (command) await commands.executeCommand(command.command, ...(command.arguments ?? []));
}
