import {
  EVIDENCE_DAYS,
  type Evaluations,
  type Evidence,
  type Measure,
  type PrometheusConfig,
  type Result,
} from '../workspace/evidence';
import type { EvidenceSource } from '../workspace/host';

/** Asks Prometheus over its HTTP API (prometheus.io/docs/prometheus/latest/querying/api). */
export function prometheusEvidence({
  now = Date.now,
  token = process.env.FLAGWRIGHT_PROMETHEUS_TOKEN,
}: {
  readonly now?: () => number;
  readonly token?: string | undefined;
} = {}): EvidenceSource {
  return {
    read: (config, keys, signal) =>
      readEvidence(config, keys, { now: now() / 1000, token, signal, unanswered: new Set() }),
  };
}

interface Asking {
  /** Seconds since 1970. */
  readonly now: number;
  readonly token: string | undefined;
  readonly signal: AbortSignal;
  /** The team's queries that got no answer: whoever waited in vain does not wait again for the next flag. */
  readonly unanswered: Set<string>;
}

/** @throws where the server cannot be reached, or answers with an error. */
async function readEvidence(
  config: PrometheusConfig,
  keys: readonly string[],
  asking: Asking,
): Promise<Evidence> {
  const { metric, labels } = config;
  const by = `by (${labels.flag}, ${labels.result})`;
  const window = `[${EVIDENCE_DAYS}d]`;
  // A series that was born at 1 shows no increase: what counts as seen are samples above zero.
  const [seen, increase, days, daysOf] = await Promise.all([
    instant(config, `sum ${by} (max_over_time(${metric}${window})) > 0`, asking),
    instant(config, `sum ${by} (increase(${metric}${window}))`, asking),
    heldDays(config, `count(count_over_time(${metric}[1d]))`, asking),
    heldDays(config, `count by (${labels.flag}) (count_over_time(${metric}[1d]))`, asking, labels.flag),
  ]);

  const counts = new Map<string, Map<string, number>>();
  const add = (
    list: readonly Sample[],
    combine: (known: number | undefined, value: number) => number | undefined,
  ) => {
    for (const { labels: own, value } of list) {
      const flag = own[labels.flag];
      if (flag === undefined) continue;
      const results = counts.get(flag) ?? new Map<string, number>();
      counts.set(flag, results);
      const name = resultName(own[labels.result] ?? '');
      const next = combine(results.get(name), value);
      if (next !== undefined) results.set(name, next);
    }
  };
  add(seen, (known) => known ?? 0);
  add(increase, (known, value) => (known === undefined ? undefined : known + value));

  const spellings = spellingsIn(seen, labels);
  const known = new Set(keys);
  const found = await inBatches([...counts], async ([flag, results]): Promise<[string, Evaluations]> => {
    const list = [...results]
      .map(([name, count]): Result => ({ name, count: Math.max(1, Math.round(count)) }))
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
    const measures = known.has(flag)
      ? await measuresOf(config, flag, list, spellings.get(flag) ?? new Map(), asking)
      : [];
    return [flag, { days: daysOf.get(flag) ?? 0, results: list, measures }];
  });
  return { days: days.get('') ?? 0, flags: new Map(found) };
}

/** How programs have written each result of each flag: `True`, `true`, `on`. */
function spellingsIn(
  seen: readonly Sample[],
  labels: PrometheusConfig['labels'],
): Map<string, Map<string, string[]>> {
  const found = new Map<string, Map<string, string[]>>();
  for (const { labels: own } of seen) {
    const [flag, written = ''] = [own[labels.flag], own[labels.result]];
    if (flag === undefined) continue;
    const results = found.get(flag) ?? new Map<string, string[]>();
    found.set(flag, results);
    const name = resultName(written);
    results.set(name, [...(results.get(name) ?? []), written]);
  }
  return found;
}

/** A server answers so many questions at once, and has others to answer too. */
const AT_ONCE = 8;

async function inBatches<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let i = 0; i < items.length; i += AT_ONCE)
    results.push(...(await Promise.all(items.slice(i, i + AT_ONCE).map(work))));
  return results;
}

/** Days of which there is any sample, by the value of a label; by the empty text without one. */
async function heldDays(
  config: PrometheusConfig,
  query: string,
  asking: Asking,
  label?: string,
): Promise<Map<string, number>> {
  const { now } = asking;
  const start = now - (EVIDENCE_DAYS - 1) * SECONDS_A_DAY;
  const parameters = { query, start: String(start), end: String(now), step: String(SECONDS_A_DAY) };
  const found = await ask(config, 'query_range', parameters, asking);
  return new Map(
    found.map(({ metric, values }) => [label ? (metric[label] ?? '') : '', values?.length ?? 0]),
  );
}

const SECONDS_A_DAY = 86_400;

/**
 * What the team's queries say of a flag: asked for each result where they name it, else once. One that fails, has no
 * number, or gives several series of which nobody can tell which is meant, says nothing.
 */
async function measuresOf(
  config: PrometheusConfig,
  flag: string,
  results: readonly Result[],
  spellings: ReadonlyMap<string, readonly string[]>,
  asking: Asking,
): Promise<Measure[]> {
  const measures: Measure[] = [];
  for (const [name, template] of config.queries) {
    const query = template.replaceAll('{flag}', quoted(flag));
    const answer = async (text: string): Promise<Sample[]> => {
      if (asking.unanswered.has(name)) return [];
      const samples = await instant(config, text, asking).catch((error: unknown) => {
        if (!(error instanceof Refusal)) asking.unanswered.add(name);
        return [];
      });
      return samples.filter(({ value }) => !Number.isNaN(value));
    };
    const values: Measure['values'][number][] = [];
    if (!template.includes('{result}')) values.push(...ofWholeFlag(await answer(query), config, results));
    else
      for (const { name: result } of results) {
        for (const written of spellings.get(result) ?? [result]) {
          const [sample, ...others] = await answer(query.replaceAll('{result}', quoted(written)));
          if (!sample || others.length > 0) continue;
          values.push({ result, value: sample.value });
          break;
        }
      }
    if (values.length > 0) measures.push({ name, values });
  }
  return measures;
}

/** A query without `{result}` in it gives one value of the flag, or series by the label that names the result. */
function ofWholeFlag(
  samples: readonly Sample[],
  { labels }: PrometheusConfig,
  results: readonly Result[],
): Measure['values'] {
  const [only, ...others] = samples;
  if (only && others.length === 0 && only.labels[labels.result] === undefined) return [{ value: only.value }];
  return results.flatMap(({ name }) => {
    const own = samples.filter((sample) => resultName(sample.labels[labels.result] ?? '') === name);
    return own.length === 1 ? [{ result: name, value: own[0]!.value }] : [];
  });
}

/** Inside of a PromQL text. */
function quoted(text: string): string {
  return text.replace(/["'\\\n`]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`));
}

/** Programs write a boolean as their language does: Python's `True`. */
function resultName(text: string): string {
  const lower = text.toLowerCase();
  if (ON.includes(lower)) return 'on';
  return OFF.includes(lower) ? 'off' : text;
}

const ON = ['true', 'on', '1', 'enabled', 'yes'];
const OFF = ['false', 'off', '0', 'disabled', 'no'];

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

async function instant(config: PrometheusConfig, query: string, asking: Asking): Promise<Sample[]> {
  const found = await ask(config, 'query', { query, time: String(asking.now) }, asking);
  return found.map(({ metric, value }) => ({ labels: metric, value: Number(value?.[1]) }));
}

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

async function ask(
  { url }: PrometheusConfig,
  what: 'query' | 'query_range',
  parameters: Readonly<Record<string, string>>,
  { token, signal }: Asking,
): Promise<readonly Series[]> {
  const answer = await fetch(`${url}/api/v1/${what}`, {
    method: 'POST',
    body: new URLSearchParams(parameters),
    // A token goes to whom the configuration names, and nowhere else.
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
    ...(token && { headers: { authorization: `Bearer ${token}` } }),
  });
  const body = (await answer.json()) as {
    status?: string;
    error?: string;
    data?: { result?: readonly Series[] };
  };
  if (body.status !== 'success' || !Array.isArray(body.data?.result))
    throw new Refusal(body.error ?? `status ${answer.status}`);
  return body.data.result;
}

/** The server was reached, and says that it does not answer this. */
class Refusal extends Error {}

/** Milliseconds. */
const TIMEOUT = 20_000;
