import * as l10n from '@vscode/l10n';
import { formatDay } from '../flags/dates';
import type { EntryChoice } from '../flags/entry-request';
import type { Flag } from '../flags/model';
import type { Snapshot } from '../workspace/snapshot';
import { likelyOwners } from './owners';
import type { Finding, Fix, TextOf } from './rule';

/** "Add the owner of 'x'…": asked for, with everyone who may be meant. */
export function* ownerFixes(snapshot: Snapshot, { file, flag: key }: Finding, textOf: TextOf): Iterable<Fix> {
  const flag = flagIn(snapshot, file, key);
  if (!flag) return;
  const choices = likelyOwners(snapshot, file, textOf).map(
    (owner): EntryChoice => ({
      title: l10n.t("Set the owner of '{0}' to {1}", flag.key, owner),
      label: owner,
      task: { task: 'set', field: 'owner', value: owner },
    }),
  );
  yield {
    title: l10n.t("Add the owner of '{0}'…", flag.key),
    edits: [],
    later: { file, key: flag.key, about: 'owner', choices },
    isPreferred: true,
  };
}

/** "Add the expiry of 'x'…": asked for, with what is usual for its type first. */
export function* expiryFixes(snapshot: Snapshot, { file, flag: key }: Finding): Iterable<Fix> {
  const flag = flagIn(snapshot, file, key);
  if (!flag) return;
  const usual = usualDays(flag.type?.value ?? 'release') ?? USUAL_DAYS.release!;
  const choices = [usual, ...[30, 90, 180].filter((days) => days !== usual)].map((days): EntryChoice => {
    const date = formatDay(snapshot.today + days);
    return {
      title: l10n.t("Let '{0}' expire on {1}, in {2} days", flag.key, date, days),
      label: date,
      description:
        days !== usual
          ? l10n.t('in {0} days', days)
          : flag.type
            ? l10n.t('in {0} days, as usual for type {1}', days, flag.type.value)
            : l10n.t('in {0} days, as usual for a flag', days),
      task: { task: 'set', field: 'expires', value: date },
    };
  });
  yield {
    title: l10n.t("Add the expiry of '{0}'…", flag.key),
    edits: [],
    later: { file, key: flag.key, about: 'expiry', choices },
    isPreferred: true,
  };
}

/** "Extend the expiry of 'x' …": from the date it has, or from today where that has passed. */
export function* extensionFixes(snapshot: Snapshot, { file, flag: key }: Finding): Iterable<Fix> {
  const flag = flagIn(snapshot, file, key);
  if (!flag?.expires) return;
  const from = Math.max(snapshot.today, flag.expires.value);
  for (const days of [30, 90]) {
    const date = formatDay(from + days);
    yield {
      title: l10n.t("Extend the expiry of '{0}' by {1} days, to {2}", flag.key, days, date),
      edits: [],
      later: { file, key: flag.key, task: 'set', field: 'expires', value: date },
    };
  }
}

/** Days that a flag of a type lives, in most teams; nothing for one that stays. */
export function usualDays(type: string): number | undefined {
  return USUAL_DAYS[type];
}

const USUAL_DAYS: Readonly<Partial<Record<string, number>>> = {
  release: 90,
  experiment: 30,
  operational: 180,
};

/** The flag, where its metadata are in its own fields, once. A service's dates and owners are often of another shape. */
function flagIn(snapshot: Snapshot, path: string, key: string | undefined): Flag | undefined {
  const file = snapshot.flagFiles.get(path);
  const flags = file?.flags.filter((flag) => flag.key === key) ?? [];
  const isOwn =
    file?.service === undefined || flags[0]?.fields.some(({ name }) => name === 'metadata') === true;
  return isOwn && flags.length === 1 ? flags[0] : undefined;
}
