import * as l10n from '@vscode/l10n';
import { daysInWords } from '../flags/dates';

/** What a Prometheus server tells of the flags' evaluations in production. */
export interface Evidence {
  /** Days, of the last thirty, of which it holds evaluations of any flag. */
  readonly days: number;
  readonly flags: ReadonlyMap<string, Evaluations>;
}

/** The evaluations of one flag. */
export interface Evaluations {
  /** Days, of the last thirty, of which there are any of this flag's series. */
  readonly days: number;
  /** By result, the most frequent first: `on`, `off` or a variant's name. Only what has been seen. */
  readonly results: readonly Result[];
  /** What the team's own queries say of it, in their order. */
  readonly measures: readonly Measure[];
}

export interface Result {
  readonly name: string;
  /** How often, as far as the counters' increase tells; at least 1. */
  readonly count: number;
}

/** One of the team's queries: a value for each result, or one for the whole flag, which is of no result. */
export interface Measure {
  readonly name: string;
  readonly values: readonly { readonly result?: string; readonly value: number }[];
}

/** What `evidence.prometheus` of the configuration says. */
export interface PrometheusConfig {
  /** Where it answers, without a slash at the end. */
  readonly url: string;
  readonly metric: string;
  /** The labels that name the flag and the result. */
  readonly labels: { readonly flag: string; readonly result: string };
  /** PromQL with `{flag}` and perhaps `{result}` in it, by name. */
  readonly queries: ReadonlyMap<string, string>;
}

/** The window that is looked at, in days. */
export const EVIDENCE_DAYS = 30;

/** Fewer days prove nothing. */
export const ENOUGH_DAYS = 7;

export const DEFAULT_METRIC = 'feature_flag_evaluations_total{flag_name, result}';

/** What the evaluations prove of one answer: that it was seen, that it never was, or nothing. */
export function verdictOn(
  evaluations: Evaluations | undefined,
  answer: boolean,
): 'seen' | 'never' | 'unproven' {
  if (!evaluations) return 'unproven';
  if (evaluations.results.some(({ name }) => name === wordOf(answer))) return 'seen';
  const isEnough = evaluations.days >= ENOUGH_DAYS && evaluations.results.length > 0;
  return isEnough ? 'never' : 'unproven';
}

/** Whether a flag was never evaluated while others were, for long enough to say so. */
export function neverEvaluated(evidence: Evidence | undefined, key: string): boolean {
  if (!evidence || evidence.days < ENOUGH_DAYS) return false;
  const isAlive = [...evidence.flags.values()].some(({ results }) => results.length > 0);
  return isAlive && (evidence.flags.get(key)?.results.length ?? 0) === 0;
}

/** A flag's evaluations; of one that no series names, none in all the days that are held. */
export function evaluationsOf({ days, flags }: Evidence, key: string): Evaluations {
  return flags.get(key) ?? { days, results: [], measures: [] };
}

/** As stable JSON. */
export function evaluationsAsJson({ days, results, measures }: Evaluations): object {
  const byName = (list: readonly (readonly [string, unknown])[]) => Object.fromEntries(list);
  return {
    days,
    results: byName(results.map(({ name, count }) => [name, count])),
    ...(measures.length > 0 && {
      measures: byName(
        measures.map(({ name, values }) => {
          const results = values.flatMap(({ result, value }) =>
            result === undefined ? [] : [[result, value] as const],
          );
          return [name, results.length > 0 ? byName(results) : values[0]?.value];
        }),
      ),
    }),
  };
}

/** `on 1,204 · off 3 in 23 days`. */
export function describeEvaluations({ results, days }: Evaluations): string {
  const parts = results.map(({ name, count }) => `${name} ${count.toLocaleString('en')}`);
  return l10n.t('{evaluations} in {days}', {
    evaluations: parts.length > 0 ? parts.join(' · ') : l10n.t('none'),
    days: daysInWords(days),
  });
}

/** `on 0.012 · off 0.03`, each with three figures; `0.02` where the flag has one value. */
export function describeMeasure({ values }: Measure): string {
  const parts = values.map(({ result, value }) => {
    const figures = Number.isFinite(value) ? String(Number(value.toPrecision(3))) : String(value);
    return result === undefined ? figures : `${result} ${figures}`;
  });
  return parts.join(' · ');
}

function wordOf(answer: boolean): string {
  return answer ? 'on' : 'off';
}
