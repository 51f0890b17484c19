import type { EvidenceStore, KeptEvidence } from '../workspace/host';
import { indexStore } from './index-store';

/** Keeps what production said last of the workspace at `root`, beside its index and as that is kept. */
export function evidenceStore(folder: string, root: string): EvidenceStore {
  // What cannot be kept is asked again.
  const store = indexStore(folder, `${root}\0evidence`, () => {});
  return {
    async load(of) {
      const [chunk] = (await store.load()) ?? [];
      const kept = chunk?.data as KeptEvidence | undefined;
      return kept?.of === of ? kept : undefined;
    },
    async save(kept) {
      await store.save([{ data: kept }]);
    },
  };
}
