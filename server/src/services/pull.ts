import type { ServiceName } from '../flags/model';
import { PULLED_MARK } from '../flags/pulled';
import { asking, type PullHost } from './asking';
import { flagsmith } from './flagsmith';
import { isObject, type Json, type JsonObject } from './json';
import { launchdarkly } from './launchdarkly';
import { PullProblem } from './problem';
import type { Service, Source } from './service';
import { split } from './split';
import { unleash } from './unleash';

/** A snapshot that was pulled, ready to be written. */
export interface Pulled {
  readonly text: string;
  /** Each flag's entry as JSON, by its key. */
  readonly flags: ReadonlyMap<string, string>;
  /** What is not in it, and why, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Pulls the flags of a source. `before` is the text of the snapshot that is there, of which a service may keep what it
 * was not asked for again.
 * @throws {PullProblem} with a sentence that says why it came to nothing.
 */
export async function pull(source: Source, token: string, host: PullHost, before?: string): Promise<Pulled> {
  const service = serviceOf(source.service);
  const url = addressOf(service, source.url);
  const secret = usableToken(service, token);
  const earlier = before === undefined ? undefined : snapshotIn(before);
  const fetched = await service.fetch(source, asking(service, url, secret, host), earlier);
  const { project, environment, document, notes } = fetched;
  const flagUrl = fetched.flagUrl?.(url);
  const marked: JsonObject = {
    [PULLED_MARK]: {
      service: service.name,
      url,
      project,
      environment,
      ...(flagUrl !== undefined && { flagUrl }),
    },
    ...document,
  };
  const text = `${JSON.stringify(marked, undefined, 2)}\n`;
  if (text.includes(secret))
    throw new PullProblem(
      'answer',
      `${service.title} sends the token back in its answer, so nothing was written.`,
    );
  return { text, flags: entriesIn(text) ?? new Map(), notes };
}

export function serviceOf(name: ServiceName): Service {
  return SERVICES[name];
}

const SERVICES: Readonly<Record<ServiceName, Service>> = { unleash, launchdarkly, flagsmith, split };

/** The file that a snapshot goes to where nobody names one: it is read like any flag file. */
export function defaultFile({ service, environment }: Source): string {
  const name = environment?.replace(/[^\w.-]+/g, '-');
  return `flags.${service}${name ? `.${name}` : ''}.json`;
}

/** The keys that came, went and changed from one snapshot to the next. */
export interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

export function differenceOf(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Difference {
  return {
    added: [...after.keys()].filter((key) => !before.has(key)),
    removed: [...before.keys()].filter((key) => !after.has(key)),
    changed: [...after].flatMap(([key, entry]) =>
      before.has(key) && before.get(key) !== entry ? [key] : [],
    ),
  };
}

/** The entries of a snapshot as it stands in a file; undefined where the text is none that was pulled. */
export function entriesIn(text: string): ReadonlyMap<string, string> | undefined {
  const document = snapshotIn(text);
  return document && new Map([...collect(document)].map(([key, entry]) => [key, JSON.stringify(entry)]));
}

function snapshotIn(text: string): JsonObject | undefined {
  let document: Json;
  try {
    document = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  return isObject(document) && Object.hasOwn(document, PULLED_MARK) ? document : undefined;
}

/** Where each service's format has its flags, and what they are named by. */
function collect(document: JsonObject): Map<string, Json> {
  const found = new Map<string, Json>();
  for (const list of ['features', 'archived', 'feature_states', 'objects', 'flags']) {
    const all = document[list];
    if (Array.isArray(all)) for (const one of all) found.set(nameOf(one), one);
    else if (typeof all === 'object' && all !== null)
      for (const [key, one] of Object.entries(all)) found.set(key, one ?? null);
  }
  return found;
}

function nameOf(entry: Json): string {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return '';
  const { name, feature } = entry as JsonObject;
  return typeof name === 'string' ? name : feature === undefined ? '' : nameOf(feature);
}

/** The service's address without what people copy along. @throws {PullProblem} */
function addressOf(service: Service, given: string | undefined): string {
  const wrong = (message: string): never => {
    throw new PullProblem('usage', message);
  };
  const text = given ?? service.url;
  if (text === undefined)
    return wrong(
      `Say where ${service.title} answers: --url, or "url" in the configuration, for example https://unleash.example.com.`,
    );
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    return wrong(`'${text}' is no web address: it begins with https:// or http://.`);
  const { username, password, search, hash, origin, pathname } = new URL(text);
  if (username !== '' || password !== '')
    return wrong(
      `The address of ${service.title} holds a user's name or password, which would stand in the snapshot. Leave them out.`,
    );
  if (search !== '' || hash !== '') return wrong(`The address '${text}' ends before its '?' or '#'.`);
  const path = pathname.replace(/\/+$/, '');
  const copied = service.apiPaths.find((end) => path.endsWith(end));
  return `${origin}${copied === undefined ? path : path.slice(0, -copied.length)}`;
}

/** A header cannot carry everything, and would say the token where it fails. @throws {PullProblem} */
function usableToken(service: Service, token: string): string {
  const trimmed = token.trim();
  if (/^[\x21-\x7e]{8,}$/.test(trimmed)) return trimmed;
  throw new PullProblem(
    'token',
    trimmed === ''
      ? `There is no token for ${service.title}. It is ${service.tokenKind}.`
      : `What was given for ${service.title} is no token: it is too short, or holds a blank or a line break. It is ${service.tokenKind}.`,
  );
}
