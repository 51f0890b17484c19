import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { CheckedChange, TypeCheckResult } from '../removal/type-check';
import type { TypeGate } from '../removal/type-gate';
import type { TypeCheckRequest } from './type-check-process';

/** A gate over a root on disk; `dispose` ends its process, and a check under way with it. */
export interface DiskTypeGate {
  readonly check: TypeGate;
  dispose(): void;
}

/** Opens a gate; its process starts with the first check. `signal` ends it early. */
export function openTypeGate(root: string, signal?: AbortSignal): DiskTypeGate {
  let child: ChildProcess | undefined;
  let next = 0;
  const waiting = new Map<number, (answer: Answer) => void>();

  const settle = (reason: string): void => {
    for (const resolve of waiting.values()) resolve({ result: { kind: 'not-run', reason } });
    waiting.clear();
  };

  const start = (): ChildProcess => {
    const started = fork(path.join(__dirname, 'typecheck.js'), {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    started.on('message', ({ id, ...answer }: Answer & { id: number }) => {
      waiting.get(id)?.(answer);
      waiting.delete(id);
    });
    started.on('error', (error) => settle(`The type check could not be started: ${error.message}`));
    started.on('exit', () => {
      child = undefined;
      settle('The type check ended before it was done.');
    });
    return started;
  };

  const dispose = (): void => {
    child?.kill();
    child = undefined;
  };
  signal?.addEventListener('abort', dispose, { once: true });

  const ask = (question: Pick<TypeCheckRequest, 'changes' | 'places' | 'members'>): Promise<Answer> =>
    new Promise((resolve) => {
      if (signal?.aborted)
        return resolve({ result: { kind: 'not-run', reason: 'The type check was cancelled.' } });
      child ??= start();
      const id = next++;
      waiting.set(id, resolve);
      const request: TypeCheckRequest = { id, root: root.replaceAll('\\', '/'), ...question };
      child.send(request);
    });

  const check = async (changes: readonly CheckedChange[]): Promise<TypeCheckResult> =>
    (await ask({ changes })).result ?? { kind: 'not-run', reason: 'The type check gave no answer.' };
  const keysAt: TypeGate['keysAt'] = async (places) => {
    const { keys } = await ask({ places });
    return places.map((_, index) => keys?.[index] ?? undefined);
  };
  const mayAnswerAt: TypeGate['mayAnswerAt'] = async (members) => {
    const { answers } = await ask({ members });
    return members.map((_, index) => answers?.[index] ?? true);
  };
  return { check: Object.assign(check, { keysAt, mayAnswerAt }), dispose };
}

/** What the process says of changes, or of expressions. */
interface Answer {
  readonly result?: TypeCheckResult;
  readonly keys?: readonly (readonly string[] | null)[];
  readonly answers?: readonly boolean[];
}
