import { PULLED_MARK, titleOf } from '../flags/pulled';
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
 * Flagsmith, by its admin API (docs.flagsmith.com, openapi.yaml of its repository). The snapshot is the environment
 * document that the SDKs evaluate offline, with owners, tags and dates in each `feature`.
 */
export const flagsmith: Service = {
  name: 'flagsmith',
  title: titleOf({ service: 'flagsmith' }),
  tokenVariable: 'FLAGSMITH_MASTER_API_KEY',
  tokenKind:
    'an API key of the organisation (Organisation settings, API keys); the keys of environments, with which SDKs ask, are none',
  url: 'https://api.flagsmith.com',
  apiPaths: ['/api/v1', '/api'],
  headers: (token) => ({ authorization: `Api-Key ${token}` }),
  fetch: fetchFlagsmith,
};

const PAGE = 100;

async function fetchFlagsmith(source: Source, ask: Ask, before?: JsonObject): Promise<Fetched> {
  const project = source.project ?? '';
  if (!/^\d+$/.test(project))
    throw new PullProblem(
      'usage',
      `Say which project of Flagsmith is pulled by its number, which stands in the dashboard's address: --project 1234.`,
    );
  const environment = await environmentOf(project, source.environment, ask);
  const key = textAt(environment, 'api_key') ?? '';
  const document = await ask({
    path: `/api/v1/environments/${encodeURIComponent(key)}/document/`,
    about: `document of environment '${textAt(environment, 'name')}'`,
  });
  if (!isObject(document) || !Array.isArray(document.feature_states))
    throw new PullProblem('answer', 'Flagsmith answers without the states of flags (feature_states).');
  const features = await pagesOf(ask, {
    path: `/api/v1/projects/${project}/features/`,
    query: { environment: numberAt(environment, 'id') ?? '', page_size: PAGE, sort_field: 'name' },
    about: `project ${project}`,
  });
  const tags = await pagesOf(ask, { path: `/api/v1/projects/${project}/tags/`, query: {}, about: 'tags' });
  const name = textAt(environment, 'name') ?? key;
  const earlier = isSame(before, project, name) ? before : undefined;
  const evaluated = await lastEvaluated(project, environment, features, earlier, ask);
  return {
    project,
    environment: name,
    // On the internet people and programs have addresses of their own.
    flagUrl: (url) =>
      `${url.replace('//api.', '//app.')}/project/${project}/environment/${encodeURIComponent(key)}/features?feature={id}`,
    document: {
      ...documentOf(document, features, tags, evaluated.days),
      ...defined({ evaluated_up_to: evaluated.upTo }),
    },
    notes: evaluated.notes,
  };
}

/** Whether a snapshot is of the same environment: what it knows is of no use for another. */
function isSame(snapshot: JsonObject | undefined, project: string, environment: string): boolean {
  const mark = objectAt(snapshot, PULLED_MARK);
  return textAt(mark, 'project') === project && textAt(mark, 'environment') === environment;
}

/** More flags are not asked about in one pull. */
const MOST_FLAGS = 300;
/** How many days back Flagsmith is asked about. */
const PERIOD = 90;

interface Evaluated {
  /** The day by the flag's id. */
  readonly days: ReadonlyMap<number, string>;
  /** The flag that was asked about last, where others are left to ask about. */
  readonly upTo?: number;
  readonly notes: readonly string[];
}

/**
 * The day on which each flag was last evaluated. Flagsmith tells it of one flag at a time, and may do so a few times a
 * minute only: as many as it will are asked about, beginning where the earlier pull left off, and what the earlier
 * snapshot knows of the others is kept.
 */
async function lastEvaluated(
  project: string,
  environment: Json,
  features: readonly Json[],
  before: JsonObject | undefined,
  ask: Ask,
): Promise<Evaluated> {
  const days = new Map<number, string>();
  for (const state of listAt(before, 'feature_states')) {
    const feature = objectAt(state, 'feature');
    const day = textAt(feature, 'last_evaluated');
    if (day !== undefined) days.set(numberAt(feature, 'id') ?? -1, day);
  }
  const ids = features.flatMap((feature) => numberAt(feature, 'id') ?? []).sort((a, b) => a - b);
  const start = Math.max(
    0,
    ids.findIndex((id) => id > (numberAt(before, 'evaluated_up_to') ?? -1)),
  );
  const wanted = [...ids.slice(start), ...ids.slice(0, start)].slice(0, MOST_FLAGS);
  const asked: number[] = [];
  for (const id of wanted) {
    const answer = await ask({
      path: `/api/v1/projects/${project}/features/${id}/evaluation-data/`,
      query: { environment_id: numberAt(environment, 'id') ?? '', period: PERIOD },
      about: `evaluations of flag ${asked.length + 1} of ${wanted.length}`,
      impatient: true,
    }).catch((error: unknown) => {
      // A pull that has all the rest is worth more than none.
      if (error instanceof PullProblem && MERELY_UNTOLD.includes(error.kind)) return undefined;
      throw error;
    });
    if (answer === undefined) break;
    asked.push(id);
    const last = lastDay(answer);
    if (last !== undefined) days.set(id, last);
  }
  const upTo = asked.at(-1) ?? numberAt(before, 'evaluated_up_to');
  if (asked.length === ids.length || upTo === undefined)
    return { days, notes: asked.length === ids.length ? [] : [`Flagsmith does not say ${WHEN}.`] };
  const note = `Flagsmith was asked of ${asked.length} of ${ids.length} flags ${WHEN}; the next pull goes on.`;
  return { days, upTo, notes: [note] };
}

const WHEN = 'when they were last evaluated';
const MERELY_UNTOLD: readonly PullProblem['kind'][] = ['limit', 'forbidden', 'unknown', 'service'];

/** Of the days with evaluations, the last. */
function lastDay(answer: Json): string | undefined {
  const days = Array.isArray(answer) ? (answer as readonly Json[]) : [];
  return days
    .flatMap((one) => ((numberAt(one, 'count') ?? 0) > 0 ? (dayOf(textAt(one, 'day')) ?? []) : []))
    .sort()
    .at(-1);
}

/** The environment by its name or its key; the project's only one where none is named. */
async function environmentOf(project: string, wanted: string | undefined, ask: Ask): Promise<Json> {
  const all = await pagesOf(ask, {
    path: '/api/v1/environments/',
    query: { project },
    about: `project ${project}`,
  });
  const names = all.flatMap((one) => textAt(one, 'name') ?? []);
  const [only, ...others] = all;
  if (wanted === undefined && only !== undefined && others.length === 0) return only;
  const found = all.find((one) => textAt(one, 'name') === wanted || textAt(one, 'api_key') === wanted);
  if (wanted !== undefined && found !== undefined) return found;
  if (all.length === 0)
    throw new PullProblem(
      'unknown',
      `Flagsmith has no project ${project} with environments that the token may see.`,
    );
  throw new PullProblem(
    wanted === undefined ? 'usage' : 'unknown',
    wanted === undefined
      ? `Say which environment of project ${project} is pulled: --environment with one of ${names.join(', ')}.`
      : `Flagsmith has no environment '${wanted}' in project ${project}: it has ${names.join(', ')}.`,
  );
}

/** All pages of a list; some lists come whole. */
async function pagesOf(
  ask: Ask,
  question: {
    readonly path: string;
    readonly query: Readonly<Record<string, string | number>>;
    readonly about: string;
  },
): Promise<Json[]> {
  const found: Json[] = [];
  for (let page = 1; ; page++) {
    const answer = await ask({ ...question, query: { ...question.query, page } });
    if (Array.isArray(answer)) return answer as Json[];
    const results = listAt(answer, 'results');
    found.push(...results);
    if (results.length === 0 || textAt(answer, 'next') === undefined) return found;
  }
}

function documentOf(
  document: JsonObject,
  features: readonly Json[],
  tags: readonly Json[],
  evaluated: ReadonlyMap<number, string>,
): JsonObject {
  const byId = new Map(features.map((feature) => [numberAt(feature, 'id'), feature]));
  const labels = new Map(tags.map((tag) => [numberAt(tag, 'id'), tag]));
  const { feature_states, identity_overrides, project, updated_at, ...rest } = document;
  const states = listAt({ feature_states }, 'feature_states').map((state) => ({
    feature: featureOf(objectAt(state, 'feature') ?? {}, byId, labels, evaluated),
    ...stateOf(state),
  }));
  const own = isObject(project) ? project : {};
  const segments = listAt(own, 'segments').map((segment) => ({
    ...(isObject(segment) ? (sorted(segment) as JsonObject) : {}),
    feature_states: overridesOf(segment, 'feature_states'),
  }));
  const identities = listAt({ identity_overrides }, 'identity_overrides').map((identity) => ({
    ...(isObject(identity) ? (sorted(identity) as JsonObject) : {}),
    identity_features: overridesOf(identity, 'identity_features'),
  }));
  return {
    ...(sorted(rest) as JsonObject),
    feature_states: inOrder(states, (state) => textAt(state.feature, 'name') ?? ''),
    identity_overrides: inOrder(identities, (one) => textAt(one, 'identifier') ?? ''),
    project: {
      ...(sorted(own) as JsonObject),
      segments: inOrder(segments, (one) => textAt(one, 'name') ?? ''),
    },
  };
}

function stateOf(state: Json): JsonObject {
  const { feature, ...others } = isObject(state) ? state : {};
  return sorted(others) as JsonObject;
}

function overridesOf(owner: Json, list: string): Json[] {
  const states = listAt(owner, list).map((state) => ({
    feature: sorted(objectAt(state, 'feature') ?? {}),
    ...stateOf(state),
  }));
  return inOrder(states, (state) => textAt(state.feature as Json, 'name') ?? '');
}

/** The feature of a state, with what the project knows of it. */
function featureOf(
  feature: JsonObject,
  features: ReadonlyMap<number | undefined, Json>,
  labels: ReadonlyMap<number | undefined, Json>,
  evaluated: ReadonlyMap<number, string>,
): JsonObject {
  const { id, name, type } = feature;
  const known = features.get(numberAt(feature, 'id'));
  const tags = listAt(known, 'tags').flatMap((tag) => labels.get(typeof tag === 'number' ? tag : -1) ?? []);
  const owners = [
    ...listAt(known, 'group_owners').flatMap((group) => textAt(group, 'name') ?? []),
    ...listAt(known, 'owners').flatMap((person) => textAt(person, 'email') ?? []),
  ];
  return {
    ...defined({ id, name, type, description: textAt(known, 'description') }),
    ...defined({
      created_date: dayOf(textAt(known, 'created_date')),
      last_evaluated: evaluated.get(numberAt(feature, 'id') ?? -1),
    }),
    ...(owners.length > 0 && { owners: owners.sort() }),
    ...(tags.length > 0 && { tags: tags.flatMap((tag) => textAt(tag, 'label') ?? []).sort() }),
    ...(isTrueAt(known, 'is_archived') && { is_archived: true }),
    ...(tags.some((tag) => isTrueAt(tag, 'is_permanent')) && { is_permanent: true }),
    ...(tags.some((tag) => textAt(tag, 'type') === 'STALE') && { is_stale: true }),
  };
}
