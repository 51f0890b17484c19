// A thread that reads and examines sources for `examine-pool.ts`: it answers each batch of files with what it found.
import './keep-compiled';
import { parentPort, workerData } from 'node:worker_threads';
import type { Packed } from '../text/packing';
import { createExaminer, type Examined, type Examiner, type ExamineWith } from '../workspace/examine';
import type { ExamineJob, Unread } from '../workspace/host';
import { packedOf } from '../workspace/packed-facts';
import { textReader } from './disk';

/** What a thread is told: with what to examine from now on, or files to examine so. */
export type ThreadQuestion = { readonly using: ExamineWith } | { readonly batch: readonly ExamineJob[] };

/** One for each file of a batch; none to say that the thread has begun. */
export type ThreadAnswer = readonly ThreadOutcome[];

/** What is found in a file, with its facts in the form in which they go from thread to thread. */
export type ThreadOutcome =
  | { readonly examined: Omit<Examined, 'facts'>; readonly facts?: Packed }
  | { readonly unread: Unread };

const read = textReader(workerData as string);
let examiner: Examiner;

const examine = ({ path, isWhole }: ExamineJob): ThreadOutcome => {
  const content = read(path);
  if (!('text' in content)) return { unread: content };
  const { facts, ...examined } = examiner.examine(path, content.text, isWhole);
  return { examined, ...(facts && { facts: packedOf(facts) }) };
};

parentPort!.on('message', (question: ThreadQuestion) => {
  if ('using' in question) examiner = createExaminer(question.using);
  else parentPort!.postMessage(question.batch.map(examine) satisfies ThreadAnswer);
});
parentPort!.postMessage([] satisfies ThreadAnswer);
