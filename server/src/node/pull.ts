import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpAnswer, HttpRequest, PullHost } from '../services/asking';
import { PullProblem, Unreachable } from '../services/problem';
import { type Difference, defaultFile, differenceOf, entriesIn, pull } from '../services/pull';
import type { Source } from '../services/service';
import { decode } from './encoding';
import { codeOf, isInside } from './paths';
import { WriteRefused, writeFiles } from './write';

/** A source, and the file of its snapshot, relative to the root, with `/`. */
export interface FileSource extends Source {
  readonly file?: string;
}

/** What a pull has made of a snapshot. */
export interface PullResult extends Difference {
  readonly file: string;
  /** How many flags it holds, archived ones among them. */
  readonly flags: number;
  /** False where nothing has changed, and nothing was written. */
  readonly isNew: boolean;
  readonly notes: readonly string[];
}

export interface PullOptions {
  readonly signal?: AbortSignal;
  /** Told why nothing goes on for a while. */
  readonly tell?: (message: string) => void;
  /** Told of each request, by what it asks for and the how manieth it is. */
  readonly asks?: (about: string, request: number) => void;
}

/**
 * Pulls the flags of a source into its file. The old snapshot stays as it is until the new one is whole, and where
 * nothing has changed.
 * @throws {PullProblem} with a sentence that says why it came to nothing.
 */
export async function pullToFile(
  root: string,
  source: FileSource,
  token: string,
  { signal, tell = () => {}, asks = () => {} }: PullOptions = {},
): Promise<PullResult> {
  const file = source.file ?? defaultFile(source);
  // Before the network is asked: whoever waited for it wants no refusal then.
  const earlier = snapshotAt(root, file);
  const host = networkHost(signal, tell, asks);
  const pulled = await pull(source, token, host, earlier?.text).catch((error: unknown) => {
    throw signal?.aborted ? new PullProblem('cancelled', 'The pull was cancelled.') : error;
  });
  const before = snapshotAt(root, file);
  const { flags, notes, text } = pulled;
  const isNew = before?.text !== text;
  if (isNew) {
    mkdirSync(path.dirname(path.resolve(root, file)), { recursive: true });
    write(root, file, before?.text ?? null, text);
  }
  return {
    file,
    flags: flags.size,
    isNew,
    notes,
    ...differenceOf(before?.entries ?? new Map(), flags),
  };
}

/** The snapshot that is there. @throws {PullProblem} where another file is, which a person has written. */
function snapshotAt(
  root: string,
  file: string,
): { text: string; entries: ReadonlyMap<string, string> } | undefined {
  const target = path.resolve(root, file);
  if (!isInside(path.resolve(root), target))
    throw new PullProblem('usage', `A snapshot lies in the workspace, and ${file} does not.`);
  if (!existsSync(target)) return undefined;
  const refusal = (): PullProblem =>
    new PullProblem(
      'usage',
      `${file} is no snapshot that was pulled, so it is not written over. Name another file, or delete it first.`,
    );
  let decoded: ReturnType<typeof decode>;
  try {
    decoded = decode(readFileSync(target));
  } catch (error) {
    throw new PullProblem('usage', `${file} cannot be read: ${(error as Error).message}.`);
  }
  const entries = 'text' in decoded ? entriesIn(decoded.text) : undefined;
  if (!('text' in decoded) || !entries) throw refusal();
  return { text: decoded.text, entries };
}

function write(root: string, file: string, before: string | null, after: string): void {
  try {
    writeFiles(root, [{ file, before, after }]);
  } catch (error) {
    if (error instanceof WriteRefused) throw new PullProblem('usage', error.message);
    throw error;
  }
}

/** A service that says nothing for so long says nothing more. */
const PATIENCE = 60_000;

/** Larger, an answer is none of a flag service. */
const LARGEST_ANSWER = 200_000_000;

function networkHost(
  signal: AbortSignal | undefined,
  tell: (message: string) => void,
  asks: (about: string, request: number) => void,
): PullHost {
  return {
    send: (request) => send(request, signal),
    wait: async (milliseconds) => {
      await sleep(milliseconds, undefined, signal && { signal });
    },
    now: Date.now,
    tell,
    asks,
  };
}

async function send(request: HttpRequest, signal: AbortSignal | undefined): Promise<HttpAnswer> {
  const { url, method, headers, body } = request;
  const timeout = AbortSignal.timeout(PATIENCE);
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...(body !== undefined && { body }),
      // Whoever is sent elsewhere would hand the token on.
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    return {
      status: response.status,
      header: (name) => response.headers.get(name) ?? undefined,
      text: await textOf(response),
    };
  } catch (error) {
    if (signal?.aborted || error instanceof PullProblem) throw error;
    if (timeout.aborted) throw new Unreachable('ETIMEDOUT', 'no answer');
    throw failureOf(error);
  }
}

async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).byteLength;
    if (size > LARGEST_ANSWER) throw new PullProblem('answer', 'The answer is larger than 200 MB.');
    text += decoder.decode(chunk as Uint8Array, { stream: true });
  }
  return text + decoder.decode();
}

/** `fetch` says "fetch failed", and why only in its causes. */
function failureOf(error: unknown): Unreachable {
  let deepest = error instanceof Error ? error.message : String(error);
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    deepest = cause.message;
    const [first] = cause instanceof AggregateError ? cause.errors : [cause];
    const code = codeOf(first);
    if (typeof code === 'string') return new Unreachable(code, (first as Error).message);
  }
  return new Unreachable('', deepest);
}
