import * as l10n from '@vscode/l10n';
import { describeState } from '../flags/describe';
import type { StateKind } from '../flags/model';
import type { Read } from '../usages/read';
import { lifeOf } from '../workspace/life';
import type { DeclaredFlag, Place, Snapshot } from '../workspace/snapshot';
import { rolloutOf } from './rollout';
import { shorten } from './text';

/** A flag in a list of all flags: what one wants to see of it at a glance, without places, which move while one types. */
export interface FlagRow {
  readonly key: string;
  /** The flag file that speaks for it, or the first source that reads it. */
  readonly file: string;
  /** No flag file declares it. */
  readonly isUndeclared?: true;
  readonly state: StateKind;
  /** `10 %`. */
  readonly rollout: string;
  /** `on for 10 % of users and 2 users by name`. */
  readonly stateInWords: string;
  /** Absent where the state does not tell it. */
  readonly stage?: { readonly number: number; readonly name: string };
  readonly owner?: string;
  readonly type?: string;
  /** Days since it was created. */
  readonly age?: number;
  /** Absent where not all of the code has been read. */
  readonly reads?: number;
  /** Why it is due for removal; absent where it is not. */
  readonly due?: string;
}

export interface StampedRow {
  readonly row: FlagRow;
  /** Differs whenever the row, or a place that reads the flag, is another. */
  readonly stamp: string;
}

export function flagRow(snapshot: Snapshot, declared: DeclaredFlag): StampedRow {
  const { key, flag } = declared;
  const { stage, staleness, expired, age } = lifeOf(snapshot, declared);
  const reads = snapshot.readsOf(key);
  const due = staleness.stale ? staleness.why : expired ? l10n.t('It has expired.') : undefined;
  const row: FlagRow = {
    key,
    file: flag.file,
    state: declared.state.kind,
    rollout: rolloutOf(declared),
    stateInWords: shorten(describeState(flag), 120),
    ...(stage && { stage: { number: stage.number, name: stage.name } }),
    ...(flag.owner && flag.owner.value.trim() !== '' && { owner: shorten(flag.owner.value, 40) }),
    ...(flag.type && { type: flag.type.value }),
    ...(age !== undefined && { age }),
    ...(snapshot.complete && { reads: reads.length }),
    ...(due !== undefined && { due }),
  };
  return stamped(row, [...reads, ...snapshot.dynamicReadsOf(key)]);
}

/** The same of a flag that code reads and no flag file declares. */
export function undeclaredRow(key: string, reads: readonly Read[]): StampedRow {
  const row: FlagRow = {
    key,
    file: reads[0]!.file,
    isUndeclared: true,
    state: 'unknown',
    rollout: '',
    stateInWords: l10n.t('in no flag file'),
    reads: reads.length,
  };
  return stamped(row, reads);
}

function stamped(row: FlagRow, reads: readonly Read[]): StampedRow {
  const places = reads.map(({ file, span }) => `${file}:${span.start}-${span.end}`);
  return { row, stamp: JSON.stringify([row, places]) };
}

/** A place that reads a flag, and how sure that is. */
export interface FlagRead extends Place {
  /** Nothing is to be said of a certain read. */
  readonly note?: string;
}

/** The reads of a flag by file and place: those that name it, then those that may reach it. */
export function readsOfFlag(snapshot: Snapshot, key: string): FlagRead[] {
  const certain = snapshot
    .readsOf(key)
    .map(({ file, span, certainty }): FlagRead => {
      return { file, span, ...(certainty === 'likely' && { note: l10n.t('by its name only') }) };
    })
    .sort((a, b) => (a.file === b.file ? a.span.start - b.span.start : a.file < b.file ? -1 : 1));
  const dynamic = snapshot.dynamicReadsOf(key).map(
    ({ file, span }): FlagRead => ({
      file,
      span,
      note: l10n.t('may reach it: the key is made at run time'),
    }),
  );
  return [...certain, ...dynamic];
}
