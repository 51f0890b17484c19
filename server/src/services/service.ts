import type { ServiceName } from '../flags/model';
import type { Json, JsonObject } from './json';

/** What is pulled: the flags of one environment of one project. */
export interface Source {
  readonly service: ServiceName;
  /** Where the service answers; its own address on the internet where absent. */
  readonly url?: string;
  readonly project?: string;
  readonly environment?: string;
}

/** One service: how it is asked, and how its answers become a snapshot. Nothing here knows a network. */
export interface Service {
  readonly name: ServiceName;
  /** The service's own name. */
  readonly title: string;
  /** The environment variable that holds the token. */
  readonly tokenVariable: string;
  /** What kind of token it is, and where one is made; it goes on after "It is …". */
  readonly tokenKind: string;
  /** Where the service answers on the internet; absent where everybody has an own. */
  readonly url?: string;
  /** Ends of addresses that people copy along, which are no part of the service's own. */
  readonly apiPaths: readonly string[];
  /** The headers of every request. */
  headers(token: string): Readonly<Record<string, string>>;
  /** Asks for all that the snapshot needs; `before` is the snapshot that it takes the place of. @throws {PullProblem} */
  fetch(source: Source, ask: Ask, before?: JsonObject): Promise<Fetched>;
}

/** What was fetched. */
export interface Fetched {
  /** The project and the environment as the service calls them. */
  readonly project: string;
  readonly environment: string;
  /** Where the service shows a flag to people, below its address: `{flag}` or `{id}` stands for the flag. */
  readonly flagUrl?: (url: string) => string;
  /** The snapshot in the service's own format, sorted, so that its difference can be read. */
  readonly document: JsonObject;
  /** What is not in the snapshot, and why, in sentences. */
  readonly notes: readonly string[];
}

/** A request to the service, without what all of them share. */
export interface Question {
  /** Below the service's address, with `/` at its beginning. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  /** It is posted as JSON. */
  readonly body?: Json;
  /** True where it is not worth waiting for: a service that was asked too often fails at once. */
  readonly impatient?: boolean;
  /** What is asked for, and what does not exist where the service answers 404: `project 'shop'`. */
  readonly about: string;
}

/** The answer as JSON. @throws {PullProblem} */
export type Ask = (question: Question) => Promise<Json>;
