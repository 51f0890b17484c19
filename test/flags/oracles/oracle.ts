import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FlagValue } from '../../../server/src/flags/model';

/** What an SDK answers where the code's own default applies. */
export const CODE_DEFAULT = Symbol("the code's default");

export type Answer = FlagValue | typeof CODE_DEFAULT;

/** One who asks for a flag: whom the service knows them as, if at all, and what else is known of them. */
export interface Person {
  readonly id?: string;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/**
 * A service's own SDK, reading a file as it would in production: for each flag that it knows, what it answers to each of
 * the people. Rejects where the SDK does not read the file.
 */
export type Oracle = (
  text: string,
  keys: readonly string[],
  people: readonly Person[],
) => Promise<ReadonlyMap<string, readonly Answer[]>>;

/** Asks everyone for every flag, one after the other. */
export async function askAll(
  keys: readonly string[],
  people: readonly Person[],
  ask: (key: string, person: Person) => Answer | Promise<Answer>,
): Promise<Map<string, Answer[]>> {
  const answers = new Map<string, Answer[]>();
  for (const key of keys) {
    const own: Answer[] = [];
    for (const person of people) own.push(await ask(key, person));
    answers.set(key, own);
  }
  return answers;
}

/** For SDKs that read a file from the disk and nothing else. */
export async function withFile<T>(name: string, text: string, use: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'oracle-'));
  try {
    const path = join(folder, name);
    writeFileSync(path, text);
    return await use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
