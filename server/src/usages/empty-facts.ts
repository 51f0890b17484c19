import { askedIn } from './asks';
import type { SourceFacts } from './facts';

/** What is known of a source that gives nothing. */
export function emptyFacts(path: string): SourceFacts {
  return {
    path,
    reads: [],
    wrappers: [],
    modules: [],
    exports: new Map(),
    exportAll: [],
    writes: [],
    declarations: [],
    silencers: [],
    asks: askedIn([]),
  };
}
