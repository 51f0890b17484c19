import type { FlagFile } from '../flags/model';
import type { Config } from './config';
import type { Evidence } from './evidence';
import type { EvidenceSource, EvidenceStore } from './host';

/** Asks for evidence in the background, and keeps what was told last. */
export interface EvidenceReader {
  readonly evidence: Evidence | undefined;
  /** Asks, unless the same was asked a short while ago; without a configuration nobody is. */
  start(config: Pick<Config, 'prometheus'>, files: Iterable<FlagFile>): void;
  /** Settles when nothing is under way. */
  settled(): Promise<void>;
}

/** Milliseconds for which an answer is good, and after which nobody tries again one that failed. */
const FRESH = 10 * 60_000;

/** Milliseconds after which what was kept from an earlier start says nothing any more. */
const KEPT = 24 * 60 * 60_000;

export function createEvidenceReader(
  source: EvidenceSource | undefined,
  store: EvidenceStore | undefined,
  clock: () => number,
  onRead: () => void,
): EvidenceReader {
  let evidence: Evidence | undefined;
  let asked: { readonly of: string; readonly at: number } | undefined;
  let work: Promise<void> | undefined;
  let stop = new AbortController();
  return {
    get evidence() {
      return evidence;
    },
    start({ prometheus: config }, files) {
      const of = config && source ? JSON.stringify([config, [...config.queries]]) : '';
      if (of !== asked?.of && evidence) {
        evidence = undefined;
        onRead();
      }
      if (!config || !source) {
        asked = undefined;
        return;
      }
      if (asked?.of === of && clock() - asked.at < FRESH) return;
      asked = { of, at: clock() };
      stop.abort();
      stop = new AbortController();
      const { signal } = stop;
      // Where it cannot be reached, what was told before still holds.
      const keys = [...files].flatMap(({ flags }) => flags.map(({ key }) => key));
      const know = (found: Evidence): void => {
        evidence = found;
        onRead();
      };
      const read = async (): Promise<void> => {
        const question = JSON.stringify([of, [...keys].sort()]);
        const kept = evidence ? undefined : await store?.load(question);
        const age = kept ? clock() - kept.at : KEPT;
        if (signal.aborted) return;
        if (kept && age >= 0 && age < KEPT) {
          know(kept.evidence);
          if (age < FRESH) {
            asked = { of, at: kept.at };
            return;
          }
        }
        const found = await source.read(config, keys, signal);
        if (signal.aborted) return;
        know(found);
        await store?.save({ of: question, at: clock(), evidence: found });
      };
      work = read().catch(() => undefined);
    },
    async settled() {
      await work;
    },
  };
}
