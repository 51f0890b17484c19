import { titleOf } from '../flags/pulled';
import {
  dayOf,
  defined,
  inOrder,
  isObject,
  isTrueAt,
  type Json,
  type JsonObject,
  listAt,
  numberAt,
  objectAt,
  sorted,
  textAt,
} from './json';
import { PullProblem } from './problem';
import type { Ask, Fetched, Service, Source } from './service';

/**
 * LaunchDarkly, by its REST API, version 20240415 (launchdarkly.com/docs/api). The snapshot is what the SDKs read with
 * their file data source, with maintainer, tags and dates in each entry.
 */
export const launchdarkly: Service = {
  name: 'launchdarkly',
  title: titleOf({ service: 'launchdarkly' }),
  tokenVariable: 'LAUNCHDARKLY_ACCESS_TOKEN',
  tokenKind:
    'an access token with the role Reader (Organization settings, Authorization); SDK keys, mobile keys and client-side IDs are none',
  url: 'https://app.launchdarkly.com',
  apiPaths: ['/api/v2', '/api'],
  headers: (token) => ({ authorization: token, 'ld-api-version': '20240415' }),
  fetch: fetchLaunchDarkly,
};

const PAGE = 100;

async function fetchLaunchDarkly(source: Source, ask: Ask): Promise<Fetched> {
  const { project = 'default' } = source;
  const environment = source.environment ?? (await onlyEnvironment(project, ask));
  const live = await flagsOf(project, environment, 'live', ask);
  if (live.length > 0 && !live.some((flag) => environmentIn(flag, environment)))
    throw new PullProblem(
      'unknown',
      `LaunchDarkly has no environment '${environment}' in project '${project}', or the token may not see it.`,
    );
  const archived = await flagsOf(project, environment, 'archived', ask);
  const requested = await lastRequested(project, environment, ask);
  const entries = live.map((flag) => entryOf(flag, environment, requested.days));
  return {
    project,
    environment,
    flagUrl: (url) => {
      const env = encodeURIComponent(environment);
      return `${url}/projects/${encodeURIComponent(project)}/flags/{flag}/targeting?env=${env}&selected-env=${env}`;
    },
    document: {
      flags: byKey(entries),
      ...(archived.length > 0 && {
        archived: byKey(
          archived.map((flag) => ({
            ...factsOf(flag),
            ...defined({ archivedDate: dayOf(numberAt(flag, 'archivedDate')) }),
          })),
        ),
      }),
    },
    notes: requested.notes,
  };
}

async function onlyEnvironment(project: string, ask: Ask): Promise<string> {
  const page = await ask({
    path: `/api/v2/projects/${encodeURIComponent(project)}/environments`,
    query: { limit: PAGE },
    about: `project '${project}'`,
  });
  const keys = listAt(page, 'items').flatMap((one) => textAt(one, 'key') ?? []);
  const [only, ...others] = keys;
  if (only !== undefined && others.length === 0) return only;
  if (only === undefined)
    throw new PullProblem(
      'unknown',
      `LaunchDarkly has no environment in project '${project}' that the token may see.`,
    );
  throw new PullProblem(
    'usage',
    `Say which environment of project '${project}' is pulled: --environment ${keys.join(', ')}.`,
  );
}

/** All pages of the flags that are live, deprecated ones among them, or archived. */
async function flagsOf(
  project: string,
  environment: string,
  state: 'live' | 'archived',
  ask: Ask,
): Promise<Json[]> {
  const found: Json[] = [];
  for (;;) {
    const page = await ask({
      path: `/api/v2/flags/${encodeURIComponent(project)}`,
      query: {
        env: environment,
        summary: 0,
        limit: PAGE,
        offset: found.length,
        sort: 'key',
        // Without a filter all come that are not archived.
        ...(state === 'archived' && { filter: 'state:archived' }),
      },
      about: `project '${project}' with environment '${environment}'`,
    });
    if (!isObject(page) || !Array.isArray(page.items))
      throw new PullProblem('answer', 'LaunchDarkly answers without a list of flags (items).');
    found.push(...page.items);
    const isLast = objectAt(objectAt(page, '_links'), 'next') === undefined;
    if (page.items.length === 0 || (isLast && found.length >= (numberAt(page, 'totalCount') ?? 0)))
      return found;
  }
}

/** The day on which each flag was last asked for, where the token may read the statuses. */
async function lastRequested(
  project: string,
  environment: string,
  ask: Ask,
): Promise<{ readonly days: ReadonlyMap<string, string>; readonly notes: readonly string[] }> {
  const path = `/api/v2/flag-statuses/${encodeURIComponent(project)}/${encodeURIComponent(environment)}`;
  const answer = await ask({ path, about: `environment '${environment}' in project '${project}'` }).catch(
    (error: unknown) => {
      if (error instanceof PullProblem && error.kind === 'forbidden') return undefined;
      throw error;
    },
  );
  if (answer === undefined)
    return {
      days: new Map(),
      notes: [
        'The token may not read the statuses of flags, so the snapshot does not say when they were last asked for.',
      ],
    };
  const days = new Map<string, string>();
  for (const status of listAt(answer, 'items')) {
    // A status names its flag by its address alone.
    const href = textAt(objectAt(objectAt(status, '_links'), 'parent'), 'href');
    const key = href?.split('/').at(-1);
    const day = dayOf(textAt(status, 'lastRequested'));
    if (key !== undefined && day !== undefined) days.set(decodeURIComponent(key), day);
  }
  return { days, notes: [] };
}

function environmentIn(flag: Json, environment: string): JsonObject | undefined {
  return objectAt(objectAt(flag, 'environments'), environment);
}

function entryOf(flag: Json, environment: string, requested: ReadonlyMap<string, string>): JsonObject {
  const own = environmentIn(flag, environment);
  const key = textAt(flag, 'key') ?? '';
  const availability = objectAt(flag, 'clientSideAvailability');
  return {
    ...factsOf(flag),
    ...defined({ lastRequested: requested.get(key), version: numberAt(own, 'version') }),
    on: isTrueAt(own, 'on'),
    variations: listAt(flag, 'variations').map((variation) =>
      isObject(variation) ? (variation.value ?? null) : null,
    ),
    ...defined({ offVariation: numberAt(own, 'offVariation') }),
    fallthrough: outcomeOf(objectAt(own, 'fallthrough') ?? {}),
    ...filled(
      'prerequisites',
      listAt(own, 'prerequisites').map((one) => sorted(one) ?? null),
    ),
    ...targetsOf(own),
    ...filled('rules', listAt(own, 'rules').map(ruleOf)),
    ...defined({ salt: textAt(own, 'salt') }),
    ...(availability && { clientSideAvailability: sorted(availability) }),
  };
}

/** What is known of a flag whatever its environment. */
function factsOf(flag: Json): JsonObject {
  const tags = listAt(flag, 'tags').filter((tag) => typeof tag === 'string');
  const maintainer = objectAt(flag, '_maintainer');
  const key = textAt(flag, 'key');
  const name = textAt(flag, 'name');
  return {
    key,
    ...defined({
      description: textAt(flag, 'description') ?? (name === key ? undefined : name),
      maintainer: textAt(objectAt(flag, '_maintainerTeam'), 'name') ?? textAt(maintainer, 'email'),
      creationDate: dayOf(numberAt(flag, 'creationDate')),
    }),
    temporary: isTrueAt(flag, 'temporary'),
    ...(isTrueAt(flag, 'deprecated') && { deprecated: true }),
    ...(tags.length > 0 && { tags: tags.sort() }),
  };
}

function outcomeOf(outcome: Json): JsonObject {
  const variation = numberAt(outcome, 'variation');
  const rollout = objectAt(outcome, 'rollout');
  if (variation !== undefined || !rollout) return defined({ variation });
  const isExperiment = isObject(rollout.experimentAllocation);
  return {
    rollout: {
      ...defined({
        kind: isExperiment ? 'experiment' : undefined,
        contextKind: textAt(rollout, 'contextKind'),
        bucketBy: textAt(rollout, 'bucketBy'),
        seed: numberAt(rollout, 'seed'),
      }),
      variations: listAt(rollout, 'variations').map((one) => ({
        variation: numberAt(one, 'variation'),
        weight: numberAt(one, 'weight') ?? 0,
      })),
    },
  };
}

/**
 * People by name. One list stands in for the other (an entry for users without anyone in it means those of `targets`), so
 * both stay, unless nobody is in either.
 */
function targetsOf(own: JsonObject | undefined): JsonObject {
  const targets = listAt(own, 'targets').map(targetOf);
  const contextTargets = listAt(own, 'contextTargets').map(targetOf);
  const isEmpty = [...targets, ...contextTargets].every((target) => listAt(target, 'values').length === 0);
  return isEmpty ? {} : { ...filled('targets', targets), ...filled('contextTargets', contextTargets) };
}

function targetOf(target: Json): JsonObject {
  const values = listAt(target, 'values').filter((value) => typeof value === 'string');
  return {
    ...defined({ contextKind: textAt(target, 'contextKind') }),
    variation: numberAt(target, 'variation'),
    values: values.sort(),
  };
}

function ruleOf(rule: Json): JsonObject {
  return {
    ...defined({ id: textAt(rule, '_id'), description: textAt(rule, 'description') }),
    clauses: listAt(rule, 'clauses').map((clause) => ({
      ...defined({ contextKind: textAt(clause, 'contextKind') }),
      attribute: textAt(clause, 'attribute') ?? '',
      op: textAt(clause, 'op') ?? '',
      ...(isTrueAt(clause, 'negate') && { negate: true }),
      values: listAt(clause, 'values'),
    })),
    ...outcomeOf(rule),
  };
}

function filled(name: string, list: readonly Json[]): JsonObject {
  return list.length > 0 ? { [name]: list } : {};
}

function byKey(entries: readonly JsonObject[]): JsonObject {
  const named = inOrder(entries, (entry) => String(entry.key));
  return Object.fromEntries(named.map((entry) => [String(entry.key), entry]));
}
