import * as l10n from '@vscode/l10n';
import { describeState } from '../flags/describe';
import type { FlagValue } from '../flags/model';
import type { RemovalRequest } from '../removal/plan-removal';
import type { Read } from '../usages/read';
import { lifeOf } from '../workspace/life';
import type { DeclaredFlag, Snapshot } from '../workspace/snapshot';
import { undeclaredFlags } from '../workspace/undeclared';
import { describeKeep, keepsOfUndeclared, offerRemoval } from './removal';
import { count, shorten } from './text';

/** A flag among those that a person can choose to remove. */
export interface ListedFlag {
  readonly key: string;
  /** The flag file that speaks for it, or the first source that reads it. */
  readonly file: string;
  readonly group: FlagGroup;
  /** `on for everyone`. */
  readonly state: string;
  /** Its owner, its reads, and why it is due or stays. */
  readonly detail: string;
  /** The ways to remove it, each with what the code keeps; none for one that stays. */
  readonly choices: readonly FlagChoice[];
}

export interface FlagChoice {
  /** `keep the enabled branch`. */
  readonly title: string;
  readonly request: RemovalRequest;
}

export const FLAG_GROUPS = ['due', 'settled', 'open', 'undeclared', 'stays'] as const;
export type FlagGroup = (typeof FLAG_GROUPS)[number];

/** All flags, those that are due for removal first, and of those the longest due; also those that no flag file declares. */
export function listFlags(snapshot: Snapshot): ListedFlag[] {
  const declared = snapshot.keys().flatMap((key) => {
    const flag = snapshot.flag(key);
    return flag ? [listed(snapshot, flag)] : [];
  });
  const undeclared = [...undeclaredFlags(snapshot)].map(([key, reads]) => ({
    flag: listedUndeclared(key, reads),
    days: 0,
  }));
  return [...declared, ...undeclared]
    .sort((a, b) => rank(a) - rank(b) || b.days - a.days || (a.flag.key < b.flag.key ? -1 : 1))
    .map(({ flag }) => flag);
}

function listed(snapshot: Snapshot, declared: DeclaredFlag): { flag: ListedFlag; days: number } {
  const { key, flag } = declared;
  const offer = offerRemoval(snapshot, declared);
  const { staleness, expired } = lifeOf(snapshot, declared);
  const keeps = offer.kind === 'settled' ? [offer.keep] : offer.kind === 'open' ? offer.keeps : [];
  const expiry = expired ? 'It has expired.' : undefined;
  const isDue = offer.kind === 'settled' && (staleness.stale || expired);
  const reads = snapshot.readsOf(key).length;
  const facts = [
    ...(flag.owner ? [shorten(flag.owner.value, 40)] : []),
    reads === 0 ? 'no reads' : count(reads, 'read'),
    offer.kind === 'refused' ? offer.refusal : (expiry ?? staleness.why),
  ];
  return {
    flag: {
      key,
      file: flag.file,
      group: offer.kind === 'refused' ? 'stays' : isDue ? 'due' : offer.kind,
      state: describeState(flag),
      detail: facts.join(' · '),
      choices: choicesOf(key, keeps),
    },
    days: staleness.days ?? 0,
  };
}

function listedUndeclared(key: string, reads: readonly Read[]): ListedFlag {
  return {
    key,
    file: reads[0]!.file,
    group: 'undeclared',
    state: l10n.t('in no flag file'),
    detail: count(reads.length, 'read'),
    choices: choicesOf(key, keepsOfUndeclared(reads)),
  };
}

/** A flag that a person names, which neither a flag file nor a certain read speaks of: code may have it by its name alone. */
export function namedFlag(key: string, file: string): ListedFlag {
  return {
    key,
    file,
    group: 'undeclared',
    state: l10n.t('in no flag file'),
    detail: l10n.t('by its name alone'),
    choices: choicesOf(key, [true, false]),
  };
}

function choicesOf(flag: string, keeps: readonly FlagValue[]): FlagChoice[] {
  return keeps.map((keep) => ({
    title: describeKeep(keep),
    request: { flag, keep, scope: { kind: 'everywhere' } },
  }));
}

function rank({ flag }: { flag: ListedFlag }): number {
  return FLAG_GROUPS.indexOf(flag.group);
}
