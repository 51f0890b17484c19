import { formatDay } from '../flags/dates';
import { describeRule, describeState, describeStep, describeValue } from '../flags/describe';
import { describeStage, type Lifecycle } from '../flags/lifecycle';
import type { Flag } from '../flags/model';
import { inAddress } from '../text/address';
import { environmentsOf, hasEnvironments } from '../workspace/environments';
import {
  daysInWords,
  describeEvaluations,
  describeMeasure,
  neverEvaluated,
  verdictOn,
} from '../workspace/evidence';
import type { HistoryGap } from '../workspace/host';
import { lifeOf } from '../workspace/life';
import { pastOf } from '../workspace/past';
import type { DeclaredFlag, Place, Snapshot } from '../workspace/snapshot';
import { whyNotEvaluated } from './evaluation';
import { serviceLinks } from './service-link';
import { count, linkTarget, type Part, type Rich, shorten, webAddress } from './text';

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
  const state = disagrees(declared) ? 'not the same in all environments' : describeState(declared.flag);
  return [{ code: shorten(declared.key) }, ' is ', { strong: shorten(state) }];
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
  return ['Environments: ', ...joined(parts, ' · ')];
}

function users({ allowedUsers }: Flag): Rich | undefined {
  if (allowedUsers.length === 0) return undefined;
  const parts = allowedUsers.slice(0, 5).map(({ value }): Rich => [{ code: shorten(value, 40) }]);
  const more = allowedUsers.length > 5 ? ` and ${allowedUsers.length - 5} more` : '';
  return ['Allowed users: ', ...joined(parts, ', '), more];
}

function rules({ rules: all }: Flag): Rich | undefined {
  if (all.length === 0) return undefined;
  const parts = all.slice(0, 5).map((rule): Rich => [shorten(describeRule(rule), 120)]);
  const more = all.length > 5 ? `, or one of ${all.length - 5} more` : '';
  return ['On where ', ...joined(parts, ', or '), more];
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
  if (!(share > 0)) return ['Evaluates to off for everyone else'];
  const last = Math.min(99, Math.ceil(share) - 1);
  const buckets = last === 0 ? 'bucket 0' : `the buckets 0 to ${last}`;
  const users = flag.rules.length > 0 || flag.allowedUsers.length > 0 ? 'other users' : 'users';
  return [`Evaluates to on for ${users} in ${buckets}, to off for everyone else and without a user_id`];
}

function schedule({ schedule: steps }: Flag, { schedule: comparison }: Lifecycle): Rich | undefined {
  if (steps.length === 0) return undefined;
  const shown = steps.slice(0, 6).map(describeStep).join(' → ');
  const more = steps.length > 6 ? ` and ${steps.length - 6} more` : '';
  if (!comparison) return [`Schedule: ${shown}${more}`];
  const { standing, planned, actual } = comparison;
  const verdict =
    standing === 'on schedule'
      ? standing
      : `${standing} schedule: ${planned} % planned by now, ${actual} % served`;
  return [`Schedule: ${shown}${more} (${verdict})`];
}

function owner({ owner: name, canHave }: Flag): Rich | undefined {
  if (name) return ['Owner: ', { strong: shorten(name.value, 80) }];
  return canHave.owner ? ['Owner: none'] : undefined;
}

function tags({ tags: all = [] }: Flag): Rich | undefined {
  if (all.length === 0) return undefined;
  const parts = all.slice(0, 8).map(({ value }): Rich => [{ code: shorten(value, 40) }]);
  return ['Tags: ', ...joined(parts, ', '), ...(all.length > 8 ? [` and ${all.length - 8} more`] : [])];
}

function evaluated({ lastEvaluated }: Flag, today: number): Rich | undefined {
  if (!lastEvaluated) return undefined;
  const { value } = lastEvaluated;
  return [`Last evaluated ${formatDay(value)}, ${ago(today - value)}`];
}

function dates(flag: Flag, life: Lifecycle, today: number): Rich | undefined {
  const parts: string[] = [];
  if (flag.created)
    parts.push(`Created ${formatDay(flag.created.value)}, ${ago(today - flag.created.value)}`);
  if (flag.expires) {
    const left = flag.expires.value - today;
    const verb = life.expired ? 'expired' : 'expires';
    parts.push(
      `${parts.length > 0 ? verb : capitalized(verb)} ${formatDay(flag.expires.value)}, ${ago(-left)}`,
    );
  }
  if (flag.type) parts.push(`${parts.length > 0 ? 'type' : 'Type'} ${flag.type.value.replace('_', ' ')}`);
  if (flag.permanent?.value) parts.push(parts.length > 0 ? 'permanent' : 'Permanent');
  return parts.length > 0 ? [parts.join('; ')] : undefined;
}

/** What the format of a service has no place for: that it is missing here says nothing. */
function notInFile({ flagFiles }: Snapshot, flag: Flag): Rich | undefined {
  if (flagFiles.get(flag.file)?.service === undefined) return undefined;
  const missing = [
    ...(flag.owner || flag.canHave.owner ? [] : ['owner']),
    ...(flag.created ? [] : ['creation date']),
    ...(flag.expires || flag.canHave.expiry ? [] : ['expiry']),
  ];
  return missing.length === 0 ? undefined : [`Not in this file: ${missing.join(', ')}`];
}

function ticket(flag: Flag, template: string | undefined): Rich | undefined {
  return flag.ticket && flag.ticket.value.trim() !== ''
    ? ['Ticket: ', ticketPart(flag.ticket.value, template)]
    : undefined;
}

function stage({ stage: at }: Lifecycle): Rich | undefined {
  return at && [describeStage(at)];
}

function staleness({ state }: DeclaredFlag, { staleness: { stale, why } }: Lifecycle): Rich | undefined {
  if (stale) return [{ strong: 'Stale.' }, ` ${why}`];
  return state.kind === 'on' || state.kind === 'off' ? [`Not stale. ${why}`] : undefined;
}

/** What git tells; nothing where nobody can be asked, or where it was asked for the age already. */
function past(snapshot: Snapshot, declared: DeclaredFlag): Rich | undefined {
  if (!snapshot.isHistoryRead) return ['The history is still being read.'];
  const found = pastOf(snapshot, declared);
  if ('missing' in found) return HISTORY_GAPS[found.missing];
  if (found.isNew) return [found.hasChanged ? 'State changed since the last commit' : 'Not committed yet'];
  const day = `${formatDay(found.since)}, ${ago(snapshot.today - found.since)}`;
  return [found.hasChanged ? `State last changed ${day} (git)` : `Unchanged in git since ${day}`];
}

const HISTORY_GAPS: Partial<Record<HistoryGap, Rich>> = {
  shallow: ['When its state changed is unknown: the clone is shallow'],
  partial: ['When its state changed is unknown: the clone is partial'],
};

function usage(snapshot: Snapshot, key: string): Rich {
  if (!snapshot.complete) return ['Not all of the workspace has been read yet.'];
  const reads = snapshot.readsOf(key);
  const files = new Set(reads.map(({ file }) => file)).size;
  const likely = reads.filter(({ certainty }) => certainty === 'likely').length;
  const dynamic = snapshot.dynamicReadsOf(key).length;
  const parts = [
    reads.length === 0 ? 'Not read in code' : `${count(reads.length, 'read')} in ${count(files, 'file')}`,
  ];
  if (likely > 0) parts.push(`${likely} of them only by the reader's name`);
  if (dynamic > 0) parts.push(`${count(dynamic, 'dynamic read')} may reach it`);
  return [parts.join(', ')];
}

/** What production says: how often it answered what, what that proves, and what the team's own queries compare. */
function production({ evidence }: Snapshot, { key, state }: DeclaredFlag): Rich[] {
  if (!evidence) return [];
  const evaluations = evidence.flags.get(key);
  if (!evaluations || evaluations.results.length === 0)
    return neverEvaluated(evidence, key) ? [[`Never evaluated in ${daysInWords(evidence.days)}`]] : [];
  const other = state.kind === 'on' ? false : state.kind === 'off' ? true : undefined;
  const word = other ? 'on' : 'off';
  const verdict = other === undefined ? 'unproven' : verdictOn(evaluations, other);
  const proof =
    verdict === 'seen'
      ? `; ${word} is still seen`
      : verdict === 'never'
        ? `; never ${word}, which supports a removal`
        : '';
  return [
    [`Evaluated: ${shorten(describeEvaluations(evaluations), 160)}${proof}`],
    ...evaluations.measures.map(
      (measure): Rich => [`${shorten(measure.name, 40)}: ${shorten(describeMeasure(measure), 160)}`],
    ),
  ];
}

async function declarations({ declarations: all }: DeclaredFlag, linkTo: LinkTo | undefined): Promise<Rich> {
  const parts = await Promise.all(
    all.slice(0, 8).map(async ({ flag }): Promise<Rich> => {
      if (!linkTo) return [flag.file];
      const { text: name, href } = await linkTo({ file: flag.file, span: flag.keySpan });
      return [{ link: name, href: linkTarget(href) }];
    }),
  );
  return ['Declared in ', ...joined(parts, ', ')];
}

/** A part of a value that is to be read as JSON or text. */
export function valueText(value: unknown): string {
  return shorten(describeValue(value), 60);
}

function ago(days: number): string {
  if (days === 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days === -1) return 'tomorrow';
  return days > 0 ? `${days} days ago` : `in ${-days} days`;
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function joined(parts: readonly Rich[], separator: string): Part[] {
  return parts.flatMap((part, index) => (index === 0 ? part : [separator, ...part]));
}
