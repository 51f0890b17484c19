import type { EvidenceStore, KeptEvidence } from '../workspace/host';
import { indexStore } from './index-store';

/** Keeps what production said last of the workspace at `root`, beside its index and as that is kept. */
export function evidenceStore(folder: string, root: string): EvidenceStore {
  // What cannot be kept is asked again.
  const store = indexStore(folder, `${root}\0evidence`, () => {});
  return {
    async load(of) {
      const [kept] = ((await store.load()) ?? []) as readonly KeptEvidence[];
      return kept?.of === of ? kept : undefined;
    },
    save: (kept) => store.save([kept]),
  };
}
