import { formatDay } from '../flags/dates';
import { describeState } from '../flags/describe';
import { describeStage } from '../flags/lifecycle';
import type { Flag } from '../flags/model';
import { checkWorkspace } from '../rules/check';
import type { Finding } from '../rules/rule';
import { compareSpans, type Span, touches } from '../text/span';
import { lifeOf, staleFrom } from '../workspace/life';
import type { Place, Snapshot } from '../workspace/snapshot';
import { type Rich, toMarkdown } from './text';

/** A step of a rollout that can be tried out without taking it. */
export interface Trial {
  readonly flag: string;
  readonly file: string;
  readonly percentage: 0 | 100;
}

/** The trials that make sense where the cursor is on the percentage of an entry. */
export function trialsAt({ flagFiles }: Snapshot, file: string, offset: number): Trial[] {
  const flag = flagFiles.get(file)?.flags.find((one) => {
    const field = percentageField(one);
    return field && touches({ start: field.nameSpan.start, end: field.valueSpan.end }, offset);
  });
  if (!flag || flagFiles.get(file)?.service !== undefined) return [];
  return ([100, 0] as const)
    .filter((percentage) => percentage !== flag.percentage!.value)
    .map((percentage) => ({ flag: flag.key, file, percentage }));
}

/** The text of the flag file after the step; nothing where the percentage has gone meanwhile. */
export function textAfter(
  snapshot: Snapshot,
  { flag: key, file, percentage }: Trial,
  text: string,
): string | undefined {
  const flag = snapshot.flagFiles.get(file)?.flags.find((one) => one.key === key && one.percentage);
  const span = flag?.percentage?.span;
  return span && text.slice(0, span.start) + String(percentage) + text.slice(span.end);
}

/** What a step changes: the flag's own state and life, findings that come and go, and who is asked behind it. */
export interface Outcome {
  readonly trial: Trial;
  readonly summary: readonly Rich[];
  readonly appears: readonly Finding[];
  readonly goes: readonly Finding[];
  /** Reads of other flags in branches of this one, and whether they are reached after the step. */
  readonly behind: readonly (Place & { readonly key: string; readonly isReached: boolean })[];
}

/** Compares the workspace before and after the step; `after` is the snapshot of the changed file. */
export function whatIf(before: Snapshot, after: Snapshot, trial: Trial): Outcome | undefined {
  const [was, is] = [before.flag(trial.flag, trial.file), after.flag(trial.flag, trial.file)];
  if (!was || !is) return undefined;
  const life = lifeOf(after, is);
  const stale = staleFrom(after, is);
  const due: Rich[] = life.staleness.stale
    ? [[{ strong: 'Stale at once.' }, ` ${life.staleness.why}`]]
    : stale === undefined
      ? []
      : [[`Stale from ${formatDay(stale)} on, unless it changes before.`]];
  return {
    trial,
    summary: [
      ['Now it is ', describeState(was.flag), '; then it is ', { strong: describeState(is.flag) }, '.'],
      ...(life.stage ? [[describeStage(life.stage)]] : []),
      ...due,
    ],
    ...compare(checkWorkspace(before), checkWorkspace(after)),
    behind: readsBehind(after, trial),
  };
}

/** As a document of its own. `nameOf` gives the way to a place: `src/app.ts:12`. */
export function renderOutcome(
  { trial, summary, appears, goes, behind }: Outcome,
  nameOf: (place: Place) => string,
): string {
  const findings = (list: readonly Finding[]): Rich[] =>
    list.map((finding) => [{ code: nameOf(finding) }, ' ', { code: finding.rule }, ` ${finding.message}`]);
  const reads = behind.map(
    (place): Rich => [
      { code: nameOf(place) },
      ' ',
      { code: place.key },
      place.isReached ? ' is asked by everyone who comes here' : ' is never asked here any more',
    ],
  );
  return [
    toMarkdown([`# What if ${trial.flag} goes to ${trial.percentage} %?`]).replace(/^\\#/, '#'),
    ...summary.map(toMarkdown),
    ...chapter('What is found then, and not now', findings(appears)),
    ...chapter('What is found now, and not then', findings(goes)),
    ...chapter('Nested in it', reads),
    ...(appears.length + goes.length + behind.length === 0 ? ['Nothing else changes.'] : []),
  ]
    .join('\n\n')
    .concat('\n');
}

function chapter(title: string, items: readonly Rich[]): string[] {
  if (items.length === 0) return [];
  const shown = items.slice(0, MOST_ITEMS).map((item) => `- ${toMarkdown(item)}`);
  const more = items.length > MOST_ITEMS ? [`- and ${items.length - MOST_ITEMS} more`] : [];
  return [`## ${title}`, [...shown, ...more].join('\n')];
}

const MOST_ITEMS = 100;

/** Findings move with the text around them, so they are known by what they say. */
function compare(before: readonly Finding[], after: readonly Finding[]): Pick<Outcome, 'appears' | 'goes'> {
  const stamp = ({ rule, file, message }: Finding): string => JSON.stringify([rule, file, message]);
  const without = (list: readonly Finding[], others: readonly Finding[]): Finding[] => {
    const known = new Map<string, number>();
    for (const other of others) known.set(stamp(other), (known.get(stamp(other)) ?? 0) + 1);
    return list.filter((finding) => {
      const left = known.get(stamp(finding)) ?? 0;
      known.set(stamp(finding), left - 1);
      return left <= 0;
    });
  };
  return { appears: without(after, before), goes: without(before, after) };
}

function readsBehind(snapshot: Snapshot, { flag, percentage }: Trial): Outcome['behind'] {
  return snapshot.sources().flatMap((file) => {
    const reads = snapshot.readsIn(file);
    const isOfFlag = (place: Span): boolean =>
      reads.some((read) => read.key === flag && compareSpans(read.span, place) === 0);
    return reads.flatMap(({ key, span, guards }) => {
      const guard = key === undefined || key === flag ? undefined : guards.find((one) => isOfFlag(one.span));
      if (!guard || guard.when === undefined) return [];
      return [{ file, span, key: key!, isReached: guard.when === (percentage === 100) }];
    });
  });
}

function percentageField(flag: Flag): Flag['fields'][number] | undefined {
  const span = flag.percentage?.span;
  return span && flag.fields.find(({ valueSpan }) => compareSpans(valueSpan, span) === 0);
}
