import * as l10n from '@vscode/l10n';
import { agoInWords, daysInWords, formatDay } from '../flags/dates';
import { describeRule, describeState, describeStep, describeValue } from '../flags/describe';
import { describeStage, type Lifecycle } from '../flags/lifecycle';
import type { Day, Flag } from '../flags/model';
import { inAddress } from '../text/address';
import { environmentsOf, hasEnvironments } from '../workspace/environments';
import { describeEvaluations, describeMeasure, neverEvaluated, verdictOn } from '../workspace/evidence';
import type { HistoryGap } from '../workspace/host';
import { lifeOf } from '../workspace/life';
import { pastOf } from '../workspace/past';
import type { DeclaredFlag, Place, Snapshot } from '../workspace/snapshot';
import { whyNotEvaluated } from './evaluation';
import { serviceLinks } from './service-link';
import { linkTarget, type Part, type Rich, rich, shorten, webAddress } from './text';

/** All that is known of a flag, in the order in which one wants to know it. */
export interface Card {
  readonly title: Rich;
  readonly paragraphs: readonly Rich[];
  readonly facts: readonly Rich[];
}

/** The address of a place in a file, and what to call it: `config/flags.yaml:12`. */
export type LinkTo = (place: Place) => Promise<{ readonly text: string; readonly href: string }>;

/** The card of a declared flag. Without `linkTo` it names the files and links none. */
export async function flagCard(snapshot: Snapshot, declared: DeclaredFlag, linkTo?: LinkTo): Promise<Card> {
  const { flag } = declared;
  const life = lifeOf(snapshot, declared);
  return {
    title: titleOf(declared),
    paragraphs: [barOf(declared), text(flag.description?.value)].filter((line) => line !== undefined),
    facts: [
      environments(declared),
      users(flag),
      rules(flag),
      audience(snapshot, declared),
      schedule(flag, life),
      owner(flag),
      tags(flag),
      dates(flag, life, snapshot.today),
      evaluated(flag, snapshot.today),
      notInFile(snapshot, flag),
      ticket(flag, snapshot.config.ticketUrl),
      stage(life),
      staleness(declared, life),
      past(snapshot, declared),
      usage(snapshot, declared.key),
      ...production(snapshot, declared),
      await declarations(declared, linkTo),
      serviceLinks(snapshot, declared),
    ].filter((line) => line !== undefined),
  };
}

/** `▰▱▱▱▱▱▱▱▱▱ 10 %`; nothing is full but 100 %, and nothing empty but 0 %. */
export function bar(percentage: number): string {
  const filled =
    percentage <= 0 ? 0 : percentage >= 100 ? 10 : Math.min(9, Math.max(1, Math.round(percentage / 10)));
  return `${'▰'.repeat(filled)}${'▱'.repeat(10 - filled)} ${percentage} %`;
}

/** Where the flag's tracking ticket is, as text or as a link. */
export function ticketPart(value: string, template: string | undefined): Part {
  const name = shorten(value, 80);
  const address =
    webAddress(value) ?? (template && webAddress(template.replaceAll('{ticket}', inAddress(value))));
  return address ? { link: name, href: address } : name;
}

function titleOf(declared: DeclaredFlag): Rich {
  const state = disagrees(declared)
    ? l10n.t('not the same in all environments')
    : describeState(declared.flag);
  return rich(l10n.t('{flag} is {state}'), {
    flag: { code: shorten(declared.key) },
    state: { strong: shorten(state) },
  });
}

function barOf(declared: DeclaredFlag): Rich | undefined {
  if (disagrees(declared)) return undefined;
  const { state, percentage } = declared.flag;
  if (state.kind === 'on') return [bar(100)];
  if (state.kind === 'off') return [bar(0)];
  return state.kind === 'partial' && percentage ? [bar(percentage.value)] : undefined;
}

/** Whether the environments differ, so that no one state is the flag's. */
function disagrees({ declarations, state, flag }: DeclaredFlag): boolean {
  return declarations.length > 1 && state.kind !== flag.state.kind;
}

function text(value: string | undefined): Rich | undefined {
  return value === undefined || value.trim() === '' ? undefined : [shorten(value, 400)];
}

function environments(declared: DeclaredFlag): Rich | undefined {
  if (!hasEnvironments(declared)) return undefined;
  const parts = environmentsOf(declared).map(
    ({ flag, environment }): Rich => [
      { strong: shorten(environment ?? flag.file, 60) },
      ` ${shorten(describeState(flag), 100)}`,
    ],
  );
  return rich(l10n.t('Environments: {list}'), { list: joined(parts, ' · ') });
}

function users({ allowedUsers }: Flag): Rich | undefined {
  if (allowedUsers.length === 0) return undefined;
  const parts = allowedUsers.slice(0, 5).map(({ value }): Rich => [{ code: shorten(value, 40) }]);
  return rich(l10n.t('Allowed users: {list}'), { list: joined(parts, ', ', allowedUsers.length - 5) });
}

function rules({ rules: all }: Flag): Rich | undefined {
  if (all.length === 0) return undefined;
  const parts = all.slice(0, 5).map((rule): Rich => [shorten(describeRule(rule), 120)]);
  const more: Rich[] = all.length > 5 ? [[l10n.t('one of {0} more', all.length - 5)]] : [];
  return rich(l10n.t('On where {rules}'), { rules: joined([...parts, ...more], l10n.t(', or ')) });
}

/**
 * What everyone evaluates to who is in none of the lists above. Silent where the state says it all, and where we cannot
 * know: environments that differ, and rules that only a service or the project's code understands.
 */
function audience(snapshot: Snapshot, declared: DeclaredFlag): Rich | undefined {
  const { flag } = declared;
  const isOpaque = flag.rules.some(({ operator }) => operator === 'opaque');
  if (flag.state.kind !== 'partial' || disagrees(declared) || isOpaque) return undefined;
  if (whyNotEvaluated(snapshot, flag) !== undefined) return undefined;
  const share = flag.percentage?.value ?? 0;
  if (!(share > 0)) return [l10n.t('Evaluates to off for everyone else')];
  const last = Math.min(99, Math.ceil(share) - 1);
  const buckets = last === 0 ? l10n.t('bucket 0') : l10n.t('the buckets 0 to {0}', last);
  const isFirst = flag.rules.length === 0 && flag.allowedUsers.length === 0;
  return [
    isFirst
      ? l10n.t('Evaluates to on for users in {buckets}, to off for everyone else and without a user_id', {
          buckets,
        })
      : l10n.t(
          'Evaluates to on for other users in {buckets}, to off for everyone else and without a user_id',
          { buckets },
        ),
  ];
}

function schedule({ schedule: steps }: Flag, { schedule: comparison }: Lifecycle): Rich | undefined {
  if (steps.length === 0) return undefined;
  const first = steps.slice(0, 6).map(describeStep).join(' → ');
  const shown = steps.length > 6 ? l10n.t('{0} and {1} more', first, steps.length - 6) : first;
  if (!comparison) return [l10n.t('Schedule: {0}', shown)];
  const { standing, planned, actual } = comparison;
  const verdict = {
    'on schedule': l10n.t('on schedule'),
    behind: l10n.t('behind schedule: {0} % planned by now, {1} % served', planned, actual),
    ahead: l10n.t('ahead of schedule: {0} % planned by now, {1} % served', planned, actual),
  }[standing];
  return [l10n.t('Schedule: {0} ({1})', shown, verdict)];
}

function owner({ owner: name, canHave }: Flag): Rich | undefined {
  if (name) return rich(l10n.t('Owner: {owner}'), { owner: { strong: shorten(name.value, 80) } });
  return canHave.owner ? [l10n.t('Owner: none')] : undefined;
}

function tags({ tags: all = [] }: Flag): Rich | undefined {
  if (all.length === 0) return undefined;
  const parts = all.slice(0, 8).map(({ value }): Rich => [{ code: shorten(value, 40) }]);
  return rich(l10n.t('Tags: {list}'), { list: joined(parts, ', ', all.length - 8) });
}

function evaluated({ lastEvaluated }: Flag, today: number): Rich | undefined {
  if (!lastEvaluated) return undefined;
  const { value } = lastEvaluated;
  return [l10n.t('Last evaluated {day}, {ago}', { day: formatDay(value), ago: agoInWords(today - value) })];
}

function dates(flag: Flag, life: Lifecycle, today: number): Rich | undefined {
  const parts: string[] = [];
  const on = (day: Day) => ({ day: formatDay(day), ago: agoInWords(today - day) });
  if (flag.created) parts.push(l10n.t('created {day}, {ago}', on(flag.created.value)));
  if (flag.expires) {
    const { value } = flag.expires;
    parts.push(
      life.expired ? l10n.t('expired {day}, {ago}', on(value)) : l10n.t('expires {day}, {ago}', on(value)),
    );
  }
  if (flag.type) parts.push(l10n.t('type {0}', flag.type.value.replace('_', ' ')));
  if (flag.permanent?.value) parts.push(l10n.t('permanent'));
  return parts.length > 0 ? [capitalized(parts.join('; '))] : undefined;
}

/** What the format of a service has no place for: that it is missing here says nothing. */
function notInFile({ flagFiles }: Snapshot, flag: Flag): Rich | undefined {
  if (flagFiles.get(flag.file)?.service === undefined) return undefined;
  const missing = [
    ...(flag.owner || flag.canHave.owner ? [] : [l10n.t('owner')]),
    ...(flag.created ? [] : [l10n.t('creation date')]),
    ...(flag.expires || flag.canHave.expiry ? [] : [l10n.t('expiry')]),
  ];
  return missing.length === 0 ? undefined : [l10n.t('Not in this file: {0}', missing.join(', '))];
}

function ticket(flag: Flag, template: string | undefined): Rich | undefined {
  return flag.ticket && flag.ticket.value.trim() !== ''
    ? rich(l10n.t('Ticket: {ticket}'), { ticket: ticketPart(flag.ticket.value, template) })
    : undefined;
}

function stage({ stage: at }: Lifecycle): Rich | undefined {
  return at && [describeStage(at)];
}

function staleness({ state }: DeclaredFlag, { staleness: { stale, why } }: Lifecycle): Rich | undefined {
  if (stale) return rich(l10n.t('{stale} {why}'), { stale: { strong: l10n.t('Stale.') }, why });
  return state.kind === 'on' || state.kind === 'off' ? [l10n.t('Not stale. {0}', why)] : undefined;
}

/** What git tells; nothing where nobody can be asked, or where it was asked for the age already. */
function past(snapshot: Snapshot, declared: DeclaredFlag): Rich | undefined {
  if (!snapshot.isHistoryRead) return [l10n.t('The history is still being read.')];
  const found = pastOf(snapshot, declared);
  if ('missing' in found) return historyGap(found.missing);
  if (found.isNew)
    return [found.hasChanged ? l10n.t('State changed since the last commit') : l10n.t('Not committed yet')];
  const parts = { day: formatDay(found.since), ago: agoInWords(snapshot.today - found.since) };
  return [
    found.hasChanged
      ? l10n.t('State last changed {day}, {ago} (git)', parts)
      : l10n.t('Unchanged in git since {day}, {ago}', parts),
  ];
}

function historyGap(gap: HistoryGap): Rich | undefined {
  if (gap === 'shallow') return [l10n.t('When its state changed is unknown: the clone is shallow')];
  return gap === 'partial' ? [l10n.t('When its state changed is unknown: the clone is partial')] : undefined;
}

function usage(snapshot: Snapshot, key: string): Rich {
  if (!snapshot.complete) return [l10n.t('Not all of the workspace has been read yet.')];
  const reads = snapshot.readsOf(key);
  const files = new Set(reads.map(({ file }) => file)).size;
  const likely = reads.filter(({ certainty }) => certainty === 'likely').length;
  const dynamic = snapshot.dynamicReadsOf(key).length;
  const parts = [
    reads.length === 0
      ? l10n.t('Not read in code')
      : l10n.t(
          '{0} in {1}',
          reads.length === 1 ? l10n.t('1 read') : l10n.t('{0} reads', reads.length),
          files === 1 ? l10n.t('1 file') : l10n.t('{0} files', files),
        ),
  ];
  if (likely > 0) parts.push(l10n.t("{0} of them only by the reader's name", likely));
  if (dynamic > 0)
    parts.push(
      dynamic === 1
        ? l10n.t('1 dynamic read may reach it')
        : l10n.t('{0} dynamic reads may reach it', dynamic),
    );
  return [parts.join(', ')];
}

/** What production says: how often it answered what, what that proves, and what the team's own queries compare. */
function production({ evidence }: Snapshot, { key, state }: DeclaredFlag): Rich[] {
  if (!evidence) return [];
  const evaluations = evidence.flags.get(key);
  if (!evaluations || evaluations.results.length === 0)
    return neverEvaluated(evidence, key)
      ? [[l10n.t('Never evaluated in {0}', daysInWords(evidence.days))]]
      : [];
  const other = state.kind === 'on' ? false : state.kind === 'off' ? true : undefined;
  const counts = shorten(describeEvaluations(evaluations), 160);
  const verdict = other === undefined ? 'unproven' : verdictOn(evaluations, other);
  const proof =
    verdict === 'unproven' ? l10n.t('Evaluated: {0}', counts) : proofOf(counts, verdict, other === true);
  return [
    [proof],
    ...evaluations.measures.map(
      (measure): Rich => [`${shorten(measure.name, 40)}: ${shorten(describeMeasure(measure), 160)}`],
    ),
  ];
}

function proofOf(counts: string, verdict: 'seen' | 'never', answer: boolean): string {
  if (verdict === 'seen')
    return answer
      ? l10n.t('Evaluated: {0}; on is still seen', counts)
      : l10n.t('Evaluated: {0}; off is still seen', counts);
  return answer
    ? l10n.t('Evaluated: {0}; never on, which supports a removal', counts)
    : l10n.t('Evaluated: {0}; never off, which supports a removal', counts);
}

async function declarations({ declarations: all }: DeclaredFlag, linkTo: LinkTo | undefined): Promise<Rich> {
  const parts = await Promise.all(
    all.slice(0, 8).map(async ({ flag }): Promise<Rich> => {
      if (!linkTo) return [flag.file];
      const { text: name, href } = await linkTo({ file: flag.file, span: flag.keySpan });
      return [{ link: name, href: linkTarget(href) }];
    }),
  );
  return rich(l10n.t('Declared in {places}'), { places: joined(parts, ', ') });
}

/** A part of a value that is to be read as JSON or text. */
export function valueText(value: unknown): string {
  return shorten(describeValue(value), 60);
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The parts in a row, and how many `more` there are. */
function joined(parts: readonly Rich[], separator: string, more = 0): Rich {
  const list = parts.flatMap((part, index) => (index === 0 ? part : [separator, ...part]));
  return more > 0 ? rich(l10n.t('{list} and {0} more', { 0: more }), { list }) : list;
}
