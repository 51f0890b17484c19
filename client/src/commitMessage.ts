import { commands, extensions, Uri } from 'vscode';

/** What of the API of the built-in extension for git is asked for. */
interface GitExtension {
  getAPI(version: 1): {
    getRepository(uri: Uri): { readonly inputBox: { value: string }; readonly rootUri: Uri } | null;
  };
}

/** Whether the folder belongs to a repository that the editor shows. */
export function canCommit(folder: string): boolean {
  return inputOf(folder) !== undefined;
}

/** Writes a message into the input of the view of changes, above what stands there, and shows it. */
export async function writeCommitMessage(message: string, folder: string): Promise<void> {
  const input = inputOf(folder);
  if (!input) return;
  input.value = input.value.trim() === '' ? message : `${message}\n\n${input.value}`;
  await commands.executeCommand('workbench.view.scm');
}

function inputOf(folder: string): { value: string } | undefined {
  const git = extensions.getExtension<GitExtension>('vscode.git');
  if (!git?.isActive) return undefined;
  try {
    return git.exports.getAPI(1).getRepository(Uri.parse(folder.replace(/\/$/, '')))?.inputBox;
  } catch {
    // Git is turned off.
    return undefined;
  }
}
