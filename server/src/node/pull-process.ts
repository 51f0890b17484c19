// The process that pulls flags for an editor: neither the editor nor the language server waits for a network.
import { PullProblem } from '../services/problem';
import { serviceOf } from '../services/pull';
import { type FileSource, type PullResult, pullToFile } from './pull';

/** What the parent asks for. The token comes in the message: not in arguments or the environment, which others can see. */
export type PullRequest =
  | { readonly root: string; readonly source: FileSource; readonly token: string }
  | 'cancel';

/** What the parent is told: how far it is, and at last how it ended. */
export type PullMessage =
  | { readonly progress: string }
  | { readonly result: PullResult }
  | { readonly problem: string; readonly kind: string };

const stop = new AbortController();

process.on('message', async (request: PullRequest) => {
  if (request === 'cancel') return stop.abort();
  const { root, source, token } = request;
  await say(
    await pulled(root, source, token || (process.env[serviceOf(source.service).tokenVariable] ?? '')),
  );
  process.disconnect?.();
});
// A window that is closed wants nothing any more.
process.on('disconnect', () => stop.abort());

async function pulled(root: string, source: FileSource, token: string): Promise<PullMessage> {
  try {
    const tell = (progress: string): void => {
      void say({ progress });
    };
    const asks = (about: string, request: number): void => tell(`${about}, request ${request}`);
    return { result: await pullToFile(root, source, token, { signal: stop.signal, tell, asks }) };
  } catch (error) {
    if (error instanceof PullProblem) return { problem: error.message, kind: error.kind };
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const hidden = token === '' ? what : what.replaceAll(token, '…');
    return { problem: `This is a defect of Flagwright, please report it. ${hidden}`, kind: 'defect' };
  }
}

function say(message: PullMessage): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected) return resolve();
    process.send!(message, () => resolve());
  });
}
