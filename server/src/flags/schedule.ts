import * as l10n from '@vscode/l10n';
import { type DataNode, entryOf } from '../text/tree';
import type { ScheduleStep } from './model';
import { type EntryReport, inWords } from './report';
import { type Fail, readDate, readPercentage } from './scalars';
import { SCHEDULE_FIELDS } from './schema';
import { suggest } from './suggest';

/** Reads the steps of a planned rollout in the order of the file; a step that is not valid is reported and left out. */
export function readSchedule(
  node: DataNode,
  mapped: boolean,
  report: EntryReport,
  fail: Fail,
): ScheduleStep[] {
  if (mapped || (node.kind === 'scalar' && node.value === null)) {
    return node.kind === 'list'
      ? node.items.flatMap((item) => readStep(item.value, mapped, report) ?? [])
      : [];
  }
  if (node.kind !== 'list') {
    fail(l10n.t('must be a list of dates and percentages, and {0}.', inWords(node)));
    return [];
  }
  return node.items.flatMap((item) => readStep(item.value, mapped, report) ?? []);
}

function readStep(node: DataNode, mapped: boolean, report: EntryReport): ScheduleStep | undefined {
  const invalid = (message: string, at: DataNode = node, suggestion?: string): undefined => {
    if (!mapped) report.invalid(at.span.end > at.span.start ? at.span : node.span, message, suggestion);
    return undefined;
  };
  if (node.kind !== 'map') {
    return invalid(
      l10n.t('a step of the schedule must have a date and a percentage, and {0}.', inWords(node)),
    );
  }
  const names = SCHEDULE_FIELDS.map((field) => field.name);
  for (const entry of node.entries) {
    const meant = names.includes(entry.key) ? undefined : suggest(entry.key, names);
    if (meant && !mapped && !entryOf(node, meant)) report.unknown(entry.keySpan, entry.key, meant);
  }
  const date = entryOf(node, 'date')?.value;
  const percentage = entryOf(node, 'percentage')?.value;
  if (!date || !percentage) {
    return invalid(
      date
        ? l10n.t('a step of the schedule has no percentage. Add it.')
        : l10n.t('a step of the schedule has no date. Add it.'),
    );
  }
  const day = readDate(date, (problem, meant) =>
    invalid(l10n.t("the schedule's date {0}", problem), date, meant),
  );
  const share = readPercentage(percentage, (problem, meant) =>
    invalid(l10n.t("the schedule's percentage {0}", problem), percentage, meant),
  );
  return day !== undefined && share >= 0 && share <= 100
    ? { date: day, percentage: share, span: node.span }
    : undefined;
}
