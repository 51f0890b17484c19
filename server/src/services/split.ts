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
 * Split (Harness FME), by its Admin API (docs.split.io/reference). Its file for localhost knows neither percentages nor
 * rules, so the snapshot is the list of definitions as the API gives it, with owners, tags and dates in each.
 */
export const split: Service = {
  name: 'split',
  title: titleOf({ service: 'split' }),
  tokenVariable: 'SPLIT_API_KEY',
  tokenKind:
    'an Admin API key with the role Viewer (Admin settings, API keys), or with an account at Harness a personal access token or one of a service account; the keys of SDKs are none',
  url: 'https://api.split.io',
  apiPaths: ['/internal/api/v2', '/internal/api'],
  headers: (token) => ({ authorization: `Bearer ${token}` }),
  fetch: fetchSplit,
};

const PAGE = 50;
const API = '/internal/api/v2';
/** More are not asked for by name. */
const MOST_OWNERS = 100;

async function fetchSplit(source: Source, ask: Ask): Promise<Fetched> {
  const { project, environment } = source;
  if (project === undefined || environment === undefined)
    throw new PullProblem(
      'usage',
      "Split needs the id of the project (workspace) and the environment's name: --project ID --environment NAME.",
    );
  const workspace = `${API}/splits/ws/${encodeURIComponent(project)}`;
  const flags = await pagesOf(workspace, `project '${project}'`, ask);
  const definitions = await pagesOf(
    `${workspace}/environments/${encodeURIComponent(environment)}`,
    `environment '${environment}' in project '${project}'`,
    ask,
  );
  const owners = await ownersOf(flags, ask);
  const byName = new Map(definitions.map((one) => [textAt(one, 'name'), one]));
  const objects = flags.map((flag) => entryOf(flag, byName.get(textAt(flag, 'name')), owners.names));
  return {
    project,
    environment: textAt(objectAt(definitions[0], 'environment'), 'name') ?? environment,
    document: { objects: inOrder(objects, (one) => textAt(one, 'name') ?? '') },
    notes: owners.notes,
  };
}

async function pagesOf(path: string, about: string, ask: Ask): Promise<Json[]> {
  const found: Json[] = [];
  for (;;) {
    const page = await ask({ path, query: { limit: PAGE, offset: found.length }, about });
    if (!isObject(page) || !Array.isArray(page.objects))
      throw new PullProblem('answer', 'Split answers without a list of flags (objects).');
    found.push(...page.objects);
    if (page.objects.length === 0 || found.length >= (numberAt(page, 'totalCount') ?? 0)) return found;
  }
}

/** What owners are called: a flag has their ids alone, and few tokens may read the rest. */
async function ownersOf(
  flags: readonly Json[],
  ask: Ask,
): Promise<{ readonly names: ReadonlyMap<string, string>; readonly notes: readonly string[] }> {
  const names = new Map<string, string>();
  const owners = new Map(
    flags.flatMap((flag) => listAt(flag, 'owners')).map((owner) => [textAt(owner, 'id') ?? '', owner]),
  );
  for (const [id, owner] of [...owners].slice(0, MOST_OWNERS)) {
    const kind = textAt(owner, 'type')?.toLowerCase() === 'group' ? 'groups' : 'users';
    try {
      const answer = await ask({ path: `${API}/${kind}/${encodeURIComponent(id)}`, about: 'owners' });
      const name = kind === 'groups' ? textAt(answer, 'name') : textAt(answer, 'email');
      if (name !== undefined) names.set(id, name);
    } catch (error) {
      if (!(error instanceof PullProblem) || (error.kind !== 'forbidden' && error.kind !== 'unknown'))
        throw error;
      // One is gone, or all are out of reach.
      if (error.kind === 'forbidden')
        return {
          names,
          notes: ['The token may not read users and groups, so owners have their ids for names.'],
        };
    }
  }
  return { names, notes: [] };
}

function entryOf(flag: Json, definition: Json | undefined, owners: ReadonlyMap<string, string>): JsonObject {
  const own = listAt(flag, 'owners').flatMap((owner) => {
    const id = textAt(owner, 'id');
    return id === undefined ? [] : [owners.get(id) ?? id];
  });
  const tags = listAt(flag, 'tags').flatMap((tag) => textAt(tag, 'name') ?? []);
  return {
    ...defined({
      name: textAt(flag, 'name'),
      id: textAt(flag, 'id'),
      description: textAt(flag, 'description'),
      trafficType: textAt(objectAt(flag, 'trafficType'), 'name'),
      creationTime: dayOf(numberAt(flag, 'creationTime')),
      rolloutStatus: textAt(objectAt(flag, 'rolloutStatus'), 'name'),
      lastTrafficReceivedAt: dayOf(numberAt(definition, 'lastTrafficReceivedAt')),
    }),
    ...(own.length > 0 && { owners: own.sort() }),
    ...(tags.length > 0 && { tags: tags.sort() }),
    ...definitionOf(definition),
  };
}

/** Without a definition the SDKs answer `control`. */
function definitionOf(definition: Json | undefined): JsonObject {
  if (definition === undefined) return {};
  const treatments = listAt(definition, 'treatments').map((treatment) => ({
    ...(isObject(treatment) ? (sorted(treatment) as JsonObject) : {}),
    ...people(treatment, 'keys'),
    ...people(treatment, 'segments'),
  }));
  return {
    killed: isTrueAt(definition, 'killed'),
    treatments,
    ...defined({
      defaultTreatment: textAt(definition, 'defaultTreatment'),
      trafficAllocation: numberAt(definition, 'trafficAllocation'),
    }),
    rules: listAt(definition, 'rules').map((rule) => sorted(rule) ?? null),
    defaultRule: listAt(definition, 'defaultRule').map((bucket) => sorted(bucket) ?? null),
  };
}

function people(treatment: Json, list: string): JsonObject {
  const all = listAt(treatment, list).filter((one) => typeof one === 'string');
  return all.length > 0 ? { [list]: all.sort() } : {};
}
