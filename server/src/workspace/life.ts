import { type Lifecycle, lifecycle, thresholdOf } from '../flags/lifecycle';
import type { Day, Flag } from '../flags/model';
import { gapInWords, pastOf } from './past';
import type { DeclaredFlag, Snapshot } from './snapshot';

/** A flag's life over all its declarations: stage, staleness, expiry. */
export function lifeOf(snapshot: Snapshot, declared: DeclaredFlag): Lifecycle {
  const { flag, state, declarations } = declared;
  const known = LIVES.get(snapshot) ?? new WeakMap<Flag, Known>();
  const before = known.get(flag);
  if (before?.state === state && before.declarations === declarations) return before.life;
  const life = lived(snapshot, declared);
  known.set(flag, { state, declarations, life });
  LIVES.set(snapshot, known);
  return life;
}

/** Each read of a flag is asked about it, by several rules. */
const LIVES = new WeakMap<Snapshot, WeakMap<Flag, Known>>();

interface Known extends Pick<DeclaredFlag, 'state' | 'declarations'> {
  readonly life: Lifecycle;
}

function lived(snapshot: Snapshot, declared: DeclaredFlag): Lifecycle {
  const { key } = declared;
  const reads = snapshot.readsOf(key).length;
  // Without a read it may still be read by another language, or by a key put together at run time.
  const isOpen =
    reads === 0 && (snapshot.mentionsOf(key)?.length !== 0 || snapshot.dynamicReadsOf(key).length > 0);
  const past = pastOf(snapshot, declared);
  return lifecycle(
    { ...declared.flag, state: declared.state },
    {
      ...('missing' in past
        ? { noHistory: gapInWords(past.missing) }
        : past.hasChanged
          ? { stateChanged: past.since }
          : { firstSeen: past.since }),
      today: snapshot.today,
      staleAfterDays: snapshot.config.staleAfterDays,
      // Until every source is read nobody knows how often the code asks.
      ...(snapshot.complete && !isOpen && { reads }),
    },
  );
}

/** The day on which a flag that stays as it is becomes stale; nothing where it has not settled or never is. */
export function staleFrom(snapshot: Snapshot, declared: DeclaredFlag): Day | undefined {
  const { since } = lifeOf(snapshot, declared).staleness;
  return since === undefined
    ? undefined
    : since + thresholdOf(declared.flag, snapshot.config.staleAfterDays) + 1;
}

/** The declarations that one flag file makes, each as the team's flag. */
export function declaredIn(snapshot: Snapshot, path: string): { flag: Flag; declared: DeclaredFlag }[] {
  return (snapshot.flagFiles.get(path)?.flags ?? []).flatMap((flag) => {
    const declared = snapshot.flag(flag.key, path);
    return declared ? [{ flag, declared }] : [];
  });
}
