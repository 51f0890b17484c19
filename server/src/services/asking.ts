import { isObject, type Json } from './json';
import { PullProblem, Unreachable } from './problem';
import type { Ask, Question, Service } from './service';

/** The network, the clock and the person, which are handed in. */
export interface PullHost {
  /** Sends one request, and follows no redirection. @throws {Unreachable} */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Waits; rejects when the pull is cancelled. */
  wait(milliseconds: number): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Says why nothing goes on for a while. */
  tell(message: string): void;
  /** Told of each request, by what it asks for and the how manieth it is. */
  asks?(about: string, request: number): void;
}

export interface HttpRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** A header's value by its name in small letters. */
  header(name: string): string | undefined;
  readonly text: string;
}

/** Asks a service at its address: waits where it must, and says in a sentence why there is no answer. */
export function asking(service: Service, url: string, token: string, host: PullHost): Ask {
  const hide = (text: string): string => text.replaceAll(token, '…');
  let requests = 0;
  return async (question) => {
    host.asks?.(question.about, ++requests);
    const request = requestOf(service, url, token, question);
    let waited = 0;
    for (let failures = 0; ; failures++) {
      const answer = await host.send(request).catch((error: unknown) => {
        throw error instanceof Unreachable
          ? new PullProblem('network', hide(unreachable(service, url, error)))
          : error;
      });
      const pause = question.impatient ? undefined : pauseOf(answer, host.now(), failures);
      if (pause === undefined || pause.wait > LONGEST_WAIT || waited + pause.wait > LONGEST_WAIT * 2)
        return answered(service, question, answer, hide, host.now());
      host.tell(`${service.title} ${pause.why}: waiting ${inSeconds(pause.wait)}`);
      await host.wait(pause.wait);
      waited += pause.wait;
    }
  };
}

/** Longer, a person wants to know, and to decide. */
const LONGEST_WAIT = 60_000;

function requestOf(service: Service, url: string, token: string, question: Question): HttpRequest {
  const { path, query = {}, body } = question;
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) words.set(name, String(value));
  const search = words.size > 0 ? `?${words}` : '';
  return {
    url: `${url}${path}${search}`,
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...service.headers(token),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

/** How long to wait before the same is asked again; nothing where that would not help. */
function pauseOf(
  answer: HttpAnswer,
  now: number,
  failures: number,
): { readonly wait: number; readonly why: string } | undefined {
  if (answer.status === 429 && failures < MOST_TRIES)
    return { wait: limitOf(answer, now) ?? 10_000, why: 'allows no more requests for a moment' };
  const isBusy = answer.status >= 502 && answer.status <= 504;
  if (isBusy && failures < 2)
    return { wait: limitOf(answer, now) ?? 1000 * (failures + 1), why: `is busy (${answer.status})` };
  return undefined;
}

const MOST_TRIES = 5;

/** When a service that was asked too often wants to be asked again, by the headers that each has for it. */
function limitOf(answer: HttpAnswer, now: number): number | undefined {
  const after = answer.header('retry-after');
  if (after !== undefined) {
    const seconds = Number(after);
    const wait = Number.isNaN(seconds) ? Date.parse(after) - now : seconds * 1000;
    if (!Number.isNaN(wait)) return Math.max(0, wait);
  }
  // Split says it for the organisation and for the address, and wants the longer of the two.
  const resets = ['org', 'ip'].flatMap((of) => {
    const seconds = Number(answer.header(`x-ratelimit-reset-seconds-${of}`) ?? Number.NaN);
    return Number.isNaN(seconds) ? [] : [seconds * 1000];
  });
  if (resets.length > 0) return Math.max(...resets);
  // LaunchDarkly says it in milliseconds since 1970.
  const reset = Number(answer.header('x-ratelimit-reset') ?? Number.NaN);
  return Number.isNaN(reset) ? undefined : Math.max(0, reset - now);
}

function answered(
  service: Service,
  question: Question,
  answer: HttpAnswer,
  hide: (text: string) => string,
  now: number,
): Json {
  const { status } = answer;
  const json = parsed(answer.text);
  const fail = (kind: PullProblem['kind'], message: string): never => {
    throw new PullProblem(kind, hide(message), status);
  };
  if (status >= 300 && status < 400) {
    const target = answer.header('location') ?? 'another address';
    return fail(
      'answer',
      `${service.title} sends the request on to ${shortened(target)} instead of answering (${status}). Name the address that answers itself with --url or "url"; a login page in between cannot be passed.`,
    );
  }
  if (json === undefined && (status < 400 || isPage(answer.text))) {
    const page = titleOf(answer.text);
    return fail(
      'answer',
      `In place of ${service.title} something else answered, with ${page} (${status}). A proxy, a login page or a wrong address stands in between.`,
    );
  }
  const said = json === undefined ? '' : wordsOf(json);
  switch (status) {
    case 401:
      return fail(
        'token',
        `${service.title} does not accept the token (401)${said}. It is ${service.tokenKind}.`,
      );
    case 403:
      return fail(
        'forbidden',
        `${service.title} does not let this token read ${question.about} (403)${said}. It is ${service.tokenKind}.`,
      );
    case 404:
      return fail(
        'unknown',
        `${service.title} has no ${question.about}, or the token may not see it (404)${said}.`,
      );
    case 429: {
      const wait = limitOf(answer, now);
      const when = wait === undefined ? 'Try again later' : `Try again in ${inSeconds(wait)}`;
      return fail('limit', `${service.title} allows no more requests for now (429). ${when}.`);
    }
  }
  if (status >= 500)
    return fail('service', `${service.title} has failed (${status})${said}. Try again later.`);
  if (status >= 400 || json === undefined)
    return fail('service', `${service.title} refuses the request for ${question.about} (${status})${said}.`);
  return json;
}

function unreachable(service: Service, url: string, { code, message }: Unreachable): string {
  const host = URL.canParse(url) ? new URL(url).host : url;
  // A proxy that asks for a password of its own leaves no reason.
  const nothingSaid = message === '' ? 'the request was stopped on its way, as a proxy may do' : message;
  const why = NETWORK_WORDS[code] ?? `${nothingSaid}${code === '' ? '' : ` (${code})`}.`;
  return `${service.title} cannot be reached at ${host}: ${why}`;
}

const CERTIFICATE =
  'its certificate is not trusted here. Where your company signs its own, name its file in NODE_EXTRA_CA_CERTS.';

const NETWORK_WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such host, or no network.',
  EAI_AGAIN: 'names cannot be looked up, so there is no network.',
  ECONNREFUSED: 'nothing listens there.',
  ECONNRESET: 'the connection was cut.',
  UND_ERR_SOCKET: 'the connection was cut.',
  ENETUNREACH: 'there is no network.',
  EHOSTUNREACH: 'there is no way to it from here.',
  ETIMEDOUT: 'it did not answer in time.',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time.',
  SELF_SIGNED_CERT_IN_CHAIN: CERTIFICATE,
  DEPTH_ZERO_SELF_SIGNED_CERT: CERTIFICATE,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: CERTIFICATE,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CERTIFICATE,
  CERT_HAS_EXPIRED: 'its certificate has expired.',
};

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** What the service says of it itself, on one line; each has another field for it. */
function wordsOf(json: Json): string {
  const said = isObject(json) ? (json.message ?? json.detail ?? json.error) : undefined;
  if (typeof said !== 'string' || said.trim() === '') return '';
  return `, and says “${shortened(said.replace(/\s+/g, ' ').trim().replace(/\.$/, ''))}”`;
}

function isPage(text: string): boolean {
  return /^\s*<(?:!doctype|html|\?xml)/i.test(text);
}

function titleOf(text: string): string {
  if (!isPage(text)) return text.trim() === '' ? 'nothing' : 'a text that is no JSON';
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1]?.replace(/\s+/g, ' ').trim();
  return title ? `the web page “${shortened(title)}”` : 'a web page';
}

function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

function inSeconds(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`;
}
