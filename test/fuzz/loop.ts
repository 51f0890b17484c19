import { Session } from 'node:inspector';
import { parentPort, workerData } from 'node:worker_threads';
import { createRandom } from '../support/random';
import { SEEDS } from './seeds';
import { TARGETS } from './targets';

/** What the thread is asked to do; `current` is where it leaves the text it is at, for whoever finds it hanging. */
export interface Order {
  readonly target: string;
  readonly seconds: number;
  readonly seed: number;
  readonly script: string;
  readonly current: SharedArrayBuffer;
}

export interface Outcome {
  readonly runs: number;
  readonly kept: number;
  readonly places: number;
  readonly finds: readonly { readonly text: string; readonly error: string }[];
}

/** So many texts are tried before it is asked which code they have reached: the question is what costs. */
const BATCH = 16;
const LONGEST = 4000;
const MOST_FINDS = 20;

/** Tries texts that are made of those which reached new code, until the time is over. */
async function fuzz({ target, seconds, seed, script, current }: Order): Promise<Outcome> {
  const run = TARGETS[target]!;
  const { texts, words } = SEEDS[target]!;
  const random = createRandom(seed);
  const coverage = await openCoverage(script);
  const corpus: string[] = [];
  const finds = new Map<string, { text: string; error: string }>();
  let runs = 0;

  let unhandled: unknown;
  process.on('unhandledRejection', (error) => {
    // Work that was under way when a session ended has nobody to tell.
    if (error instanceof Error && error.message === 'Connection is disposed.') return;
    unhandled = error ?? new Error('rejected with nothing');
  });
  const attempt = async (text: string): Promise<void> => {
    leave(current, text);
    unhandled = undefined;
    runs++;
    try {
      await run(text);
      if (unhandled !== undefined) throw unhandled;
    } catch (error) {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      // One find for each place: the first lines of the stack, without what the text says.
      const place =
        stack
          .split('\n')
          .filter((line) => /^\s+at /.test(line))
          .slice(0, 3)
          .join() || stack.slice(0, 80);
      const known = finds.get(place);
      if (!known || text.length < known.text.length) finds.set(place, { text, error: stack.slice(0, 2000) });
    }
  };

  for (const text of texts) {
    await attempt(text);
    await coverage.hasNew();
    corpus.push(text);
  }
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end && finds.size < MOST_FINDS) {
    const batch = Array.from({ length: BATCH }, () => mutate(random, corpus, words));
    for (const text of batch) await attempt(text);
    if (!(await coverage.hasNew())) continue;
    // Something in the batch went where nothing went before. Which one, another round would tell; all of them may.
    corpus.push(...batch.slice(0, 4));
  }
  leave(current, '');
  return { runs, kept: corpus.length, places: coverage.size(), finds: [...finds.values()] };
}

type Random = ReturnType<typeof createRandom>;

function mutate(random: Random, corpus: readonly string[], words: readonly string[]): string {
  // The newest have seen the least.
  const at =
    random.below(3) === 0
      ? random.below(corpus.length)
      : corpus.length - 1 - random.below(Math.min(corpus.length, 40));
  let text = corpus[at]!;
  for (let n = 1 + random.below(4); n > 0; n--) {
    const from = random.below(text.length + 1);
    const to = Math.min(text.length, from + random.below(12));
    const put = (between: string): string => text.slice(0, from) + between + text.slice(to);
    switch (random.below(8)) {
      case 0:
        text = put('');
        break;
      case 1:
      case 2:
        text = text.slice(0, from) + random.pick(words) + text.slice(from);
        break;
      case 3:
        text = put(random.pick(words));
        break;
      case 4:
        text = put(String.fromCharCode(random.below(5) === 0 ? random.below(65_536) : random.below(128)));
        break;
      case 5:
        text =
          text.slice(0, to) +
          text.slice(from, to).repeat(1 + random.below(random.below(20) === 0 ? 300 : 3)) +
          text.slice(to);
        break;
      case 6: {
        const other = random.pick(corpus);
        const start = random.below(other.length + 1);
        text = text.slice(0, from) + other.slice(start, start + random.below(200)) + text.slice(to);
        break;
      }
      default: {
        const other = random.pick(corpus);
        text =
          random.below(2) === 0
            ? `${text}\n${other}`
            : text.slice(0, from) + other.slice(random.below(other.length + 1));
      }
    }
  }
  return text.slice(0, LONGEST);
}

/** Which places of the bundle have run, as V8 counts them. */
async function openCoverage(script: string) {
  const session = new Session();
  session.connect();
  const post = <T>(method: string, params?: object): Promise<T> =>
    new Promise((resolve, reject) =>
      session.post(method, params, (error, result) => (error ? reject(error) : resolve(result as T))),
    );
  await post('Profiler.enable');
  await post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const seen = new Set<string>();
  interface Answer {
    readonly result: readonly {
      readonly url: string;
      readonly functions: readonly {
        readonly ranges: readonly {
          readonly startOffset: number;
          readonly endOffset: number;
          readonly count: number;
        }[];
      }[];
    }[];
  }
  return {
    size: () => seen.size,
    async hasNew(): Promise<boolean> {
      const before = seen.size;
      const { result } = await post<Answer>('Profiler.takePreciseCoverage');
      for (const { url, functions } of result) {
        if (!url.endsWith(script)) continue;
        for (const { ranges } of functions)
          for (const { startOffset, endOffset, count } of ranges)
            if (count > 0)
              seen.add(`${startOffset}-${endOffset}-${Math.min(6, Math.floor(Math.log2(count)))}`);
      }
      return seen.size > before;
    },
  };
}

/** Leaves a text where another thread can read it: its length in units, then the units. */
function leave(memory: SharedArrayBuffer, text: string): void {
  const units = new Uint16Array(memory, 8);
  for (let i = 0; i < text.length && i < units.length; i++) units[i] = text.charCodeAt(i);
  const [length, beat] = [new Int32Array(memory, 0, 1), new Int32Array(memory, 4, 1)];
  length[0] = text.length;
  Atomics.add(beat, 0, 1);
}

void fuzz(workerData as Order).then((outcome) => parentPort!.postMessage(outcome));
