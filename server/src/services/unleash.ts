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
 * Unleash, by its admin API (docs.getunleash.io/reference/api): the export has strategies and switches, the search has
 * dates, tags and archived flags. The snapshot is what the SDKs start from (`bootstrap`), with these in each entry.
 */
export const unleash: Service = {
  name: 'unleash',
  title: titleOf({ service: 'unleash' }),
  tokenVariable: 'UNLEASH_TOKEN',
  tokenKind:
    'a personal access token (Profile settings, Personal API tokens), one of a service account, or an admin token; the tokens of SDKs read no dates and tags',
  apiPaths: ['/api/admin', '/api/client', '/api'],
  headers: (token) => ({ authorization: token }),
  fetch: fetchUnleash,
};

const PAGE = 100;

async function fetchUnleash(source: Source, ask: Ask): Promise<Fetched> {
  const project = source.project ?? 'default';
  const overview = await ask({
    path: `/api/admin/projects/${encodeURIComponent(project)}/overview`,
    about: `project '${project}'`,
  });
  const environment = environmentOf(overview, project, source.environment);
  const [live, archived] = [await search(project, false, ask), await search(project, true, ask)];
  const names = live.flatMap((feature) => textAt(feature, 'name') ?? []);
  // Without names it would export every project.
  const exported =
    names.length === 0
      ? {}
      : await ask({
          path: '/api/admin/features-batch/export',
          body: { environment, features: names, downloadFile: false },
          about: `export of environment '${environment}'`,
        });
  const segments = await segmentsOf(exported, ask);
  const entries = live.map((feature) => entryOf(feature, exported, environment));
  return {
    project,
    environment,
    flagUrl: (url) => `${url}/projects/${encodeURIComponent(project)}/features/{flag}`,
    document: {
      version: 2,
      features: inOrder(entries, nameOf),
      ...(archived.length > 0 && { archived: inOrder(archived.map(archivedEntry), nameOf) }),
      segments: segments.list,
    },
    notes: segments.notes,
  };
}

/** The environment that was asked for, or the project's only one. */
function environmentOf(overview: Json, project: string, wanted: string | undefined): string {
  const names = listAt(overview, 'environments').flatMap(
    (one) => textAt(one, 'environment') ?? textAt(one, 'name') ?? [],
  );
  const [only, ...others] = names;
  if (wanted === undefined && only !== undefined && others.length === 0) return only;
  if (wanted !== undefined && names.includes(wanted)) return wanted;
  if (only === undefined)
    throw new PullProblem(
      'unknown',
      `Unleash has no environment in project '${project}' that the token may see.`,
    );
  throw new PullProblem(
    wanted === undefined ? 'usage' : 'unknown',
    wanted === undefined
      ? `Say which environment of project '${project}' is pulled: --environment ${names.join(', ')}.`
      : `Unleash has no environment '${wanted}' in project '${project}': it has ${names.join(', ')}.`,
  );
}

async function search(project: string, archived: boolean, ask: Ask): Promise<Json[]> {
  const found: Json[] = [];
  for (;;) {
    const page = await ask({
      path: '/api/admin/search/features',
      query: {
        project: `IS:${project}`,
        ...(archived && { archived: 'IS:true' }),
        limit: PAGE,
        offset: found.length,
        sortBy: 'name',
      },
      about: `flags of project '${project}'`,
    });
    const features = listAt(page, 'features');
    found.push(...features);
    if (features.length === 0 || found.length >= (numberAt(page, 'total') ?? 0)) return found;
  }
}

function entryOf(feature: Json, exported: Json, environment: string): JsonObject {
  const name = nameOf(feature);
  const isOurs = (one: Json): boolean => textAt(one, 'featureName') === name;
  const own = listAt(exported, 'featureEnvironments').find(isOurs);
  // The SDKs are told of no strategy that is turned off.
  const strategies = listAt(exported, 'featureStrategies').filter(
    (strategy) => isOurs(strategy) && !isTrueAt(strategy, 'disabled'),
  );
  const dependencies = listAt(exported, 'dependencies').find((one) => textAt(one, 'feature') === name);
  const seen = listAt(feature, 'environments').find((one) => textAt(one, 'name') === environment);
  return {
    ...factsOf(feature, dayOf(textAt(seen, 'lastSeenAt'))),
    enabled: isTrueAt(own, 'enabled'),
    strategies: strategies.map(strategyOf),
    variants: listAt(own, 'variants').map((variant) => sorted(variant) ?? null),
    ...(dependencies && {
      dependencies: listAt(dependencies, 'dependencies').map((parent) => sorted(parent) ?? null),
    }),
  };
}

/** What is known of a flag whatever its environment. */
function factsOf(feature: Json, lastSeenAt: string | undefined): JsonObject {
  const createdBy = objectAt(feature, 'createdBy');
  const tags = listAt(feature, 'tags').map((tag) => `${textAt(tag, 'type')}:${textAt(tag, 'value')}`);
  return {
    name: nameOf(feature),
    ...defined({
      type: textAt(feature, 'type'),
      description: textAt(feature, 'description'),
      project: textAt(feature, 'project'),
      createdAt: dayOf(textAt(feature, 'createdAt')),
      // Tokens and the server itself have numbers below zero: nobody who could be asked.
      createdBy: (numberAt(createdBy, 'id') ?? -1) > 0 ? textAt(createdBy, 'name') : undefined,
      lastSeenAt,
    }),
    stale: isTrueAt(feature, 'stale'),
    ...(tags.length > 0 && { tags: tags.sort() }),
  };
}

function archivedEntry(feature: Json): JsonObject {
  return {
    ...factsOf(feature, dayOf(textAt(feature, 'lastSeenAt'))),
    ...defined({ archivedAt: dayOf(textAt(feature, 'archivedAt')) }),
  };
}

function strategyOf(strategy: Json): JsonObject {
  const title = textAt(strategy, 'title');
  const segments = listAt(strategy, 'segments');
  const variants = listAt(strategy, 'variants');
  return {
    name: nameOf(strategy),
    ...defined({ title }),
    parameters: sorted(objectAt(strategy, 'parameters') ?? {}),
    constraints: listAt(strategy, 'constraints').map((constraint) => sorted(constraint) ?? null),
    ...(segments.length > 0 && { segments }),
    ...(variants.length > 0 && { variants: variants.map((variant) => sorted(variant) ?? null) }),
  };
}

/** The segments that strategies name, with their constraints where the token may read those. */
async function segmentsOf(
  exported: Json,
  ask: Ask,
): Promise<{ readonly list: readonly Json[]; readonly notes: readonly string[] }> {
  const named = listAt(exported, 'segments');
  if (named.length === 0) return { list: [], notes: [] };
  const ids = new Set(named.map((segment) => numberAt(segment, 'id')));
  const inFull = await ask({ path: '/api/admin/segments', about: 'segments' }).catch((error: unknown) => {
    if (error instanceof PullProblem && (error.kind === 'forbidden' || error.kind === 'unknown'))
      return undefined;
    throw error;
  });
  const all =
    inFull === undefined ? named : listAt(inFull, 'segments').filter((one) => ids.has(numberAt(one, 'id')));
  const list = all.filter(isObject).map(
    (segment): JsonObject => ({
      ...defined({ id: numberAt(segment, 'id'), name: textAt(segment, 'name') }),
      constraints: listAt(segment, 'constraints').map((constraint) => sorted(constraint) ?? null),
    }),
  );
  const notes =
    inFull === undefined ? ['The token may not read segments, so the snapshot has their names only.'] : [];
  return { list: inOrder(list, (segment) => String(segment.id).padStart(9, '0')), notes };
}

function nameOf(entry: Json): string {
  return textAt(entry, 'name') ?? '';
}
