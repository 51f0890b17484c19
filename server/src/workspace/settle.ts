import type { Built } from './build-snapshot';
import { MAX_ROUNDS } from './known-shapes';
import type { Sources } from './sources';
import type { Uses } from './uses';

export interface Settling {
  readonly sources: Sources;
  /** Absent where nobody asks what callers in other files decide. */
  readonly uses: Uses | undefined;
  /** Called whenever something may be another, before everything is connected. */
  readonly prepare: () => Promise<void>;
  /** Everything connected. */
  readonly build: () => Built;
}

/**
 * Connects the facts of all sources, and scans what that shows to be worth it, in turns until nothing more turns up: a wrapper that
 * is found reveals calls, and among them may be wrappers again.
 */
export async function settle(
  { sources, uses, prepare, build }: Settling,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { facts } = sources;
  /** What whoever followed a call has come to without anything that was made of it. */
  let late: readonly string[] = [];
  for (let round = 0; round < MAX_ROUNDS && !signal?.aborted; round++) {
    await prepare();
    const { resolution, missing, calls } = build();
    const needed = [...new Set([...missing, ...late])].filter((path) => !facts.has(path));
    await sources.scan(needed, { isWhole: true, signal });
    const isMore = (await sources.learn(resolution, signal)) || needed.some((path) => facts.has(path));
    if (isMore || (await sources.catchUp(signal))) continue;
    const isAsked = uses !== undefined && (await uses.ask(calls()));
    late = [...missing].filter((path) => !facts.has(path) && !needed.includes(path));
    if (!isAsked && late.length === 0) return;
  }
  await sources.catchUp(signal);
  await prepare();
}
