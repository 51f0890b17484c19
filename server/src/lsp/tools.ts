import { TOOLS, type Tool, type ToolInput, ToolRefusal } from '../features/tools';
import type { Folder } from './folder';
import { notWhole } from './messages';
import type { ServerContext } from './server';
import { steadily } from './steady';

/** A question of an assistant in the client's editor: one of `TOOLS` by its name, and its input. */
interface ToolQuestion {
  readonly name: string;
  readonly input: ToolInput;
}

/** The answer as JSON, or why there is none. `uri` is of the folder that answered, where only one did. */
type ToolAnswer = { readonly answer: object; readonly uri?: string } | { readonly refusal: string };

/** Answers the request `flagwright/tool` of the client of this project. */
export function registerTools({ connection, guard, folders }: ServerContext): void {
  const failed: ToolAnswer = { refusal: 'Flagwright failed on this; its log says more.' };
  connection.onRequest(
    'flagwright/tool',
    guard.request('a question of an assistant', failed, ({ name, input }: ToolQuestion, token) => {
      const tool = TOOLS.find((candidate) => candidate.name === name);
      if (!tool) return Promise.resolve({ refusal: `There is no tool '${name}'.` });
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      return ask(tool, input, folders(), stop.signal);
    }),
  );
}

async function ask(
  tool: Tool,
  input: ToolInput,
  folders: readonly Folder[],
  signal: AbortSignal,
): Promise<ToolAnswer> {
  try {
    const asked = await foldersFor(input, folders);
    if (asked.length === 0) return { refusal: 'No folder is open, so there are no flags.' };
    if (!(await Promise.all(asked.map((folder) => folder.whole()))).every(Boolean))
      return { refusal: notWhole() };
    const answers = [];
    for (const folder of asked) {
      const answer = await steadily(folder, signal, ({ workspace, check }) =>
        tool.run(workspace, input, check ? { gate: check } : {}),
      );
      answers.push({ folder, answer });
    }
    const [only, ...others] = answers;
    if (only && others.length === 0) return { answer: only.answer, uri: only.folder.uriOf('') };
    return { answer: { folders: answers.map(({ folder, answer }) => ({ folder: folder.name, ...answer })) } };
  } catch (error) {
    if (error instanceof ToolRefusal) return { refusal: error.message };
    throw error;
  }
}

/** A flag is asked about where it is declared; all else everywhere. */
async function foldersFor({ flag }: ToolInput, folders: readonly Folder[]): Promise<Folder[]> {
  await Promise.all(folders.map((folder) => folder.loaded));
  if (typeof flag !== 'string') return [...folders];
  const declaring = folders.filter((folder) => folder.workspace.snapshot().flag(flag));
  return declaring.length > 0 ? declaring.slice(0, 1) : folders.slice(0, 1);
}
