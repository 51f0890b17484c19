import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { HoverRequest, type MarkupContent } from 'vscode-languageserver-protocol/node';
import { FULL, type Session, startSession } from './session';

let session: Session | undefined;
let server: Server | undefined;
afterEach(async () => {
  await session?.dispose();
  server?.close();
  session = undefined;
});

const FLAGS =
  'flags:\n  used: { enabled: true, percentage: 5 }\n  silent: { enabled: true, percentage: 5 }\n';
const APP = "flags.isEnabled('used');\nflags.isEnabled('silent');\n";

/** Answers as Prometheus does for one flag that has been evaluated for a month. */
async function counting(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      asked.push(new URLSearchParams(body).get('query') ?? '');
      const metric = { flag_name: 'used', result: 'True' };
      const values = Array.from({ length: 30 }, (_, i) => [i, '1']);
      const isRange = request.url?.endsWith('query_range');
      const result = isRange ? [{ metric, values }] : [{ metric, value: [0, '12'] }];
      response.end(JSON.stringify({ status: 'success', data: { result } }));
    });
  });
  await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const start = (url: string, capabilities = FULL) =>
  startSession(
    {
      'flags.yaml': FLAGS,
      'app.ts': APP,
      'flagwright.config.json': JSON.stringify({ evidence: { prometheus: { url } } }),
    },
    { capabilities },
  );

async function hoverOf({ connection, uri, at }: Session): Promise<string> {
  const hover = await connection.sendRequest(HoverRequest.type, {
    textDocument: { uri: uri('app.ts') },
    position: at(APP, "'us|ed'"),
  });
  return (hover!.contents as MarkupContent).value;
}

it('says what production answers, and finds what it never asks for', async () => {
  const { url } = await counting();
  session = await start(url);
  session.open('app.ts', APP);
  const isFound = (all: string[]) => all.some((finding) => finding.startsWith('never-evaluated'));
  const findings = await session.untilFindings('flags.yaml', isFound);
  expect(findings.filter((finding) => finding.startsWith('never-evaluated'))).toEqual([
    "never-evaluated: Flag 'silent' was never evaluated in production in 30 days. Deploy what asks for it, correct the key, or remove it.",
  ]);
  expect(await hoverOf(session)).toContain('Evaluated: on 12 in 30 days');
});

it('asks nobody whom an untrusted folder names', async () => {
  const { url, asked } = await counting();
  session = await start(url, { ...FULL, experimental: { flagwright: { isUntrusted: true } } });
  session.open('app.ts', APP);
  await session.untilStatus(({ state }) => state === 'ready');
  expect(await hoverOf(session)).not.toContain('Evaluated');
  expect(asked).toEqual([]);
});
