import * as l10n from '@vscode/l10n';
import type { EntryQuestion, EntryRequest } from '../flags/entry-request';
import type { Flag } from '../flags/model';
import type { RemovalRequest } from '../removal/plan-removal';
import type { Span } from '../text/span';
import { declaredIn, lifeOf } from '../workspace/life';
import { mocksOf } from '../workspace/mocks';
import type { DeclaredFlag, Place, Snapshot } from '../workspace/snapshot';
import { describeKeep, offerRemoval } from './removal';
import { rolloutOf } from './rollout';
import { percentageQuestion, switchChoices, targetOf } from './switching';
import { oneLine, shorten } from './text';

/** A line above an entry of a flag file, and what a click on it does. */
export interface Lens {
  /** The key of the entry. */
  readonly span: Span;
  readonly title: string;
  readonly action: LensAction;
}

export type LensAction =
  | { readonly kind: 'removal'; readonly request: RemovalRequest }
  /** Asks "who gets this?". */
  | { readonly kind: 'whoGets'; readonly flag: string }
  | { readonly kind: 'entry'; readonly request: EntryRequest }
  | { readonly kind: 'question'; readonly question: EntryQuestion }
  /** Shows the places that read the flag; none where nothing does. */
  | { readonly kind: 'reads'; readonly places: readonly Place[] };

/** Which of the lenses a person wants to see; the one that removes a settled flag comes with any. */
export interface LensChoice {
  readonly reads: boolean;
  readonly switches: boolean;
}

/** The lenses of a flag file, in the order of its entries. Nothing is planned yet. */
export function lenses(
  snapshot: Snapshot,
  file: string,
  { reads, switches }: LensChoice = { reads: true, switches: true },
): Lens[] {
  if (!snapshot.complete) return [];
  if (!snapshot.flagFiles.has(file)) return reads ? mockLenses(snapshot, file) : [];
  const seen = new Set<string>();
  return declaredIn(snapshot, file).flatMap(({ flag, declared }) => {
    const name = JSON.stringify([flag.environment, flag.key]);
    if (seen.has(name)) return [];
    seen.add(name);
    return [
      ...(reads ? [readsLens(snapshot, flag, declared)] : []),
      ...(switches ? switchLenses(snapshot, flag) : []),
      ...questionLens(flag),
      ...removalLens(snapshot, flag, declared),
    ];
  });
}

/** More flags that one object sets have one lens: a line above each would tear the object apart. */
const MOST_LENSES = 3;

/** `'new_ui' is on here · else 10 % · web`, above what gives a flag a value in a test; a click shows the flag's entry. */
function mockLenses(snapshot: Snapshot, file: string): Lens[] {
  const mocks = mocksOf(snapshot, file);
  return mocks.flatMap(({ key, span, value, object }) => {
    const declared = snapshot.flag(key, file);
    if (!declared) return [];
    const others = mocks.filter((one) => one.object?.start === object?.start && snapshot.flag(one.key, file));
    if (object && others.length > MOST_LENSES) {
      if (others[0]!.span !== span) return [];
      const on = others.filter((one) => one.value).length;
      const title = l10n.t('{0} flags set here: {1} on, {2} off', others.length, on, others.length - on);
      const places = others.map((one) => snapshot.flag(one.key, file)!.flag);
      return [
        {
          span,
          title,
          action: { kind: 'reads', places: places.map((one) => ({ file: one.file, span: one.keySpan })) },
        },
      ];
    }
    const { flag } = declared;
    const name = shorten(key, 60);
    const here =
      value === undefined
        ? l10n.t("'{0}' is set here", name)
        : value
          ? l10n.t("'{0}' is on here", name)
          : l10n.t("'{0}' is off here", name);
    const title = [
      here,
      l10n.t('else {0}', rolloutOf(declared)),
      ...(flag.owner ? [shorten(flag.owner.value, 40)] : []),
    ].join(' · ');
    return [{ span, title, action: { kind: 'reads', places: [{ file: flag.file, span: flag.keySpan }] } }];
  });
}

/** `7 reads in 3 files · 210 days · payments-team`. */
function readsLens(snapshot: Snapshot, flag: Flag, declared: DeclaredFlag): Lens {
  const places = snapshot.readsOf(flag.key);
  const files = new Set(places.map(({ file }) => file)).size;
  const read =
    places.length > 0
      ? l10n.t(
          '{0} in {1}',
          reads(places.length),
          files === 1 ? l10n.t('1 file') : l10n.t('{0} files', files),
        )
      : snapshot.dynamicReadsOf(flag.key).length > 0
        ? l10n.t('read by keys made at run time')
        : l10n.t('no reads');
  const { age } = lifeOf(snapshot, { ...declared, flag });
  const parts = [
    read,
    age !== undefined && age >= 0 && (age === 1 ? l10n.t('1 day') : l10n.t('{0} days', age)),
    flag.owner && shorten(oneLine(flag.owner.value), 40),
  ];
  return { span: flag.keySpan, title: parts.filter(Boolean).join(' · '), action: { kind: 'reads', places } };
}

function reads(number: number): string {
  return number === 1 ? l10n.t('1 read') : l10n.t('{0} reads', number);
}

function switchLenses(snapshot: Snapshot, flag: Flag): Lens[] {
  const file = snapshot.flagFiles.get(flag.file);
  if (!file) return [];
  const target = targetOf(flag);
  const question = percentageQuestion(flag, file);
  const lens = (title: string, action: LensAction): Lens => ({ span: flag.keySpan, title, action });
  return [
    ...switchChoices(flag, file)
      .filter(({ task }) => task.task === 'switch')
      .map(({ label, task }) => lens(label, { kind: 'entry', request: { ...target, ...task } })),
    ...(question && flag.state.kind !== 'off'
      ? [lens(l10n.t('set percentage…'), { kind: 'question', question })]
      : []),
  ];
}

/** Where the answer is the same for everyone it need not be asked for. */
function questionLens({ key, keySpan, state }: Flag): Lens[] {
  if (state.kind !== 'partial') return [];
  return [{ span: keySpan, title: l10n.t('who gets this?'), action: { kind: 'whoGets', flag: key } }];
}

/**
 * Only a flag that has settled is asked to go; any other is removed by the bulb, where the decision is spelt out. One that
 * is off, and is known not to be so for long, is about to begin.
 */
function removalLens(snapshot: Snapshot, flag: Flag, declared: DeclaredFlag): Lens[] {
  const offer = offerRemoval(snapshot, declared);
  if (offer.kind !== 'settled') return [];
  const { age, staleness, expired } = lifeOf(snapshot, declared);
  if (!offer.keep && age !== undefined && !staleness.stale && !expired) return [];
  const request = { flag: flag.key, keep: offer.keep, scope: { kind: 'everywhere' } } as const;
  const title = l10n.t('Remove flag: {0}…', describeKeep(offer.keep));
  return [{ span: flag.keySpan, title, action: { kind: 'removal', request } }];
}
