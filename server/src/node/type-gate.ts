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
  const waiting = new Map<number, (result: TypeCheckResult) => void>();

  const settle = (reason: string): void => {
    for (const resolve of waiting.values()) resolve({ kind: 'not-run', reason });
    waiting.clear();
  };

  const start = (): ChildProcess => {
    const started = fork(path.join(__dirname, 'typecheck.js'), {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    started.on('message', ({ id, result }: { id: number; result: TypeCheckResult }) => {
      waiting.get(id)?.(result);
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

  return {
    check: (changes: readonly CheckedChange[]) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve({ kind: 'not-run', reason: 'The type check was cancelled.' });
        child ??= start();
        const id = next++;
        waiting.set(id, resolve);
        const request: TypeCheckRequest = { id, root: root.replaceAll('\\', '/'), changes };
        child.send(request);
      }),
    dispose,
  };
}
