import type { FlagFile } from '../flags/model';
import type { Config } from './config';
import type { Evidence } from './evidence';
import type { EvidenceSource } from './host';

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

export function createEvidenceReader(
  source: EvidenceSource | undefined,
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
      work = source.read(config, keys, signal).then(
        (found) => {
          if (signal.aborted) return;
          evidence = found;
          onRead();
        },
        () => undefined,
      );
    },
    async settled() {
      await work;
    },
  };
}
