import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { ExamineWith } from '../workspace/examine';
import type { ExamineJob, ExamineOptions, ExamineOutcome, Examiners } from '../workspace/host';
import { openFacts } from '../workspace/packed-facts';
import type { ThreadAnswer, ThreadOutcome, ThreadQuestion } from './examine-thread';

export interface PoolOptions {
  /** What a thread runs. */
  readonly script?: string;
  readonly threads?: number;
  /** From how many files on it is worth it to start threads, and to ask those that there are. */
  readonly worth?: { readonly starting: number; readonly asking: number };
  /** How long a batch may take, in milliseconds, before its thread counts as stuck. */
  readonly patience?: number;
  /** After how many milliseconds without work the threads end, and give their memory back. */
  readonly idle?: number;
}

/**
 * Threads that examine the files below `root`. They start with the first work that is worth it. A file on which a thread
 * ends, or is stuck, is found out by giving it to another one alone.
 */
export function examinePool(
  root: string,
  {
    script = join(__dirname, 'examine.js'),
    threads = Math.min(availableParallelism() - 1, MOST_THREADS),
    worth = WORTH,
    patience = 60_000,
    idle = 15_000,
  }: PoolOptions = {},
): Examiners {
  const pool = new Set<Thread>();
  const runs: Run[] = [];
  let isBroken = false;
  let ending: NodeJS.Timeout | undefined;

  /** Gives work to threads that have little, starts more while there is more to do, and lets them rest when there is none. */
  const distribute = (): void => {
    for (const thread of pool) while (thread.batches.length < AHEAD && give(thread)) {}
    while (!isBroken && pool.size < threads && runs.some(({ queue }) => queue.length > 0)) start();
    if (runs.length > 0) return;
    ending ??= setTimeout(end, idle).unref();
  };

  const give = (thread: Thread): boolean => {
    const run = runs.find(({ queue }) => queue.length > 0);
    if (!run || (thread.batches.length > 0 && thread.batches[0]!.isAlone)) return false;
    if (run.queue[0]!.isAlone && thread.batches.length > 0) return false;
    const batch = run.queue.shift()!;
    if (thread.run !== run) tell(thread, { using: run.using });
    thread.run = run;
    if (thread.batches.length === 0) watch(thread);
    thread.batches.push(batch);
    tell(thread, { batch: batch.jobs });
    return true;
  };

  const tell = (thread: Thread, question: ThreadQuestion): void => thread.worker.postMessage(question);

  const watch = (thread: Thread): void => {
    clearTimeout(thread.watchdog);
    thread.watchdog = setTimeout(() => lose(thread, 'examining it takes too long'), patience);
    thread.worker.ref();
  };

  const start = (): void => {
    let worker: Worker;
    try {
      worker = new Worker(script, { workerData: root });
    } catch {
      isBroken = true;
      giveUp();
      return;
    }
    const thread: Thread = { worker, batches: [], hasBegun: false };
    pool.add(thread);
    worker.on('message', (answer: ThreadAnswer) => take(thread, answer));
    let reason = 'the thread that examines it ends';
    // An error may overtake what the thread has said before it, even that it has begun; its end does not.
    worker.on('error', (error) => {
      reason += `: ${error.message}`;
    });
    worker.on('exit', () => lose(thread, reason));
    while (thread.batches.length < AHEAD && give(thread)) {}
  };

  const take = (thread: Thread, answer: ThreadAnswer): void => {
    // What a thread said before it was given up, others are asked for by now.
    if (!pool.has(thread)) return;
    if (!thread.hasBegun) {
      thread.hasBegun = true;
      return;
    }
    const batch = thread.batches.shift()!;
    if (thread.batches.length > 0) watch(thread);
    else rest(thread);
    batch.jobs.forEach(({ path }, index) => {
      batch.run.onDone(path, outcomeOf(path, answer[index]!));
    });
    done(batch);
    distribute();
  };

  const done = ({ run }: Pick<Batch, 'run'>): void => {
    run.open--;
    if (run.open === 0) finish(run);
  };

  const finish = (run: Run): void => {
    const index = runs.indexOf(run);
    if (index >= 0) runs.splice(index, 1);
    run.resolve(run.left);
  };

  const rest = (thread: Thread): void => {
    clearTimeout(thread.watchdog);
    thread.worker.unref();
  };

  const lose = (thread: Thread, reason: string): void => {
    if (!pool.delete(thread)) return;
    rest(thread);
    void thread.worker.terminate();
    // Nothing was wrong with a file where no thread ever begins.
    if (!thread.hasBegun) isBroken = true;
    const [first, ...others] = thread.batches;
    for (const batch of others.reverse()) batch.run.queue.unshift(batch);
    if (first && !thread.hasBegun) first.run.queue.unshift(first);
    else if (first?.isAlone) {
      first.run.onDone(first.jobs[0]!.path, { defect: reason });
      done(first);
    } else if (first) {
      const { run, jobs } = first;
      run.open += jobs.length - 1;
      run.queue.unshift(...jobs.map((job) => ({ run, jobs: [job], isAlone: true })));
    }
    if (isBroken && pool.size === 0) giveUp();
    distribute();
  };

  /** What is left goes back to whoever asked. */
  const giveUp = (): void => {
    for (const run of [...runs]) {
      run.left.push(...run.queue.flatMap(({ jobs }) => jobs));
      run.open -= run.queue.length;
      run.queue.length = 0;
      if (run.open === 0) finish(run);
    }
  };

  /** Whoever asked does what would have to wait longest: one file at a time, and in between takes what comes. */
  const helpOut = async (run: Run, help: NonNullable<ExamineOptions['help']>): Promise<void> => {
    for (;;) {
      await setImmediate();
      const batch = run.queue.at(-1);
      if (!batch || batch.isAlone) return;
      run.queue.pop();
      const jobs = batch.jobs.slice(0, -1);
      if (jobs.length > 0) run.queue.push({ ...batch, jobs });
      else run.open--;
      run.open++;
      const job = batch.jobs.at(-1)!;
      const isHelped = await help(job).catch(() => false);
      if (isHelped) done({ run });
      else {
        run.queue.unshift({ run, jobs: [job], isAlone: false });
        if (isBroken && pool.size === 0) giveUp();
        distribute();
      }
    }
  };

  const end = (): void => {
    ending = undefined;
    if (runs.length > 0) return;
    for (const thread of pool) {
      pool.delete(thread);
      void thread.worker.terminate();
    }
  };

  return {
    isWorth: (count) => !isBroken && threads > 0 && count >= (pool.size > 0 ? worth.asking : worth.starting),
    examine: (jobs, using, onDone, { help, signal } = {}) =>
      new Promise((resolve) => {
        if (jobs.length === 0 || signal?.aborted) return resolve([]);
        clearTimeout(ending);
        ending = undefined;
        const run: Run = { using, onDone, queue: [], open: 0, left: [], resolve };
        for (let at = 0; at < jobs.length; at += IN_BATCH)
          run.queue.push({ run, jobs: jobs.slice(at, at + IN_BATCH), isAlone: false });
        run.open = run.queue.length;
        signal?.addEventListener(
          'abort',
          () => {
            run.open -= run.queue.length;
            run.queue.length = 0;
            if (run.open === 0) finish(run);
          },
          { once: true },
        );
        runs.push(run);
        distribute();
        if (help) void helpOut(run, help);
      }),
  };
}

/** As it was before it went from thread to thread. */
function outcomeOf(path: string, outcome: ThreadOutcome): ExamineOutcome {
  if ('unread' in outcome || outcome.facts === undefined) return outcome;
  return { examined: { ...outcome.examined, facts: openFacts(path, outcome.facts) } };
}

/** Beside the one that takes what they have found; more than these would have to wait for it. */
const MOST_THREADS = 8;
/** A thread takes some 200 ms of a processor to begin, and another second until it is as quick as it gets. */
const WORTH = { starting: 1500, asking: 100 };
const IN_BATCH = 16;
/** How many batches a thread has been given at a time, so that it never waits for the next. */
const AHEAD = 2;

interface Thread {
  readonly worker: Worker;
  /** What it has been given, the one that it is at first. */
  readonly batches: Batch[];
  hasBegun: boolean;
  /** For what it was told how to examine. */
  run?: Run;
  watchdog?: NodeJS.Timeout;
}

interface Batch {
  readonly run: Run;
  readonly jobs: readonly ExamineJob[];
  /** It holds one file, of a batch on which a thread has ended. */
  readonly isAlone: boolean;
}

interface Run {
  readonly using: ExamineWith;
  readonly onDone: (path: string, outcome: ExamineOutcome) => void;
  readonly queue: Batch[];
  /** How many batches are not done. */
  open: number;
  /** What could not be taken on. */
  readonly left: ExamineJob[];
  readonly resolve: (left: readonly ExamineJob[]) => void;
}
