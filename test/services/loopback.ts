import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';

/** What a service is asked. */
export interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text goes as it is, all else as JSON. */
  readonly body?: unknown;
}

/** A service on loopback for one test: it answers as its published description says, and keeps what it was asked. */
export async function loopback(
  answer: (asked: Asked) => Answer | 'nothing',
): Promise<{ readonly url: string; readonly asked: readonly Asked[] }> {
  const all: Asked[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://loopback');
    const one = { path: pathname, query: searchParams, headers: request.headers };
    all.push(one);
    const given = answer(one);
    if (given === 'nothing') return void request.socket.destroy();
    const { status = 200, headers = {}, body } = given;
    const isText = typeof body === 'string';
    response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers });
    response.end(isText ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: all };
}

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** One page of a list by `limit` and `offset`, as LaunchDarkly and Split cut theirs. */
export function pageOf<T>(all: readonly T[], { query }: Asked, standard: number, most: number): T[] {
  const limit = Math.min(Number(query.get('limit') ?? standard), most);
  const offset = Number(query.get('offset') ?? 0);
  return all.slice(offset, offset + limit);
}
