/** A real Prometheus (Debian's), with weeks of data filled in, that scrapes a small service which uses the shop's flags. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { prometheusEvidence } from '../../server/src/evidence/prometheus';
import { evaluate, readFlags } from '../../server/src/flags/public';
import type { PrometheusConfig } from '../../server/src/workspace/evidence';
import { cli } from '../cli/cli';
import { folder } from '../node/folder';

const HERE = (() => {
  try {
    execFileSync('promtool', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const CLI = resolve(import.meta.dirname, '../../dist/cli.js');

const DAY = 86_400;
const NOW = Math.floor(Date.now() / 1000);

/** Samples of a counter every six hours, `from` days ago until now. */
function samples(flag: string, result: string, from: number, valueAt: (step: number) => number): string[] {
  const steps = from * 4;
  return Array.from({ length: steps }, (_, i) => {
    const time = NOW - (steps - i) * (DAY / 4);
    return `feature_flag_evaluations_total{flag_name="${flag}",result="${result}"} ${valueAt(i)} ${time}`;
  });
}

const HISTORY = [
  '# TYPE feature_flag_evaluations counter',
  ...samples('both', 'True', 25, (i) => 100 * i),
  ...samples('both', 'False', 25, (i) => i),
  // Born at 1: its increase is nothing.
  ...samples('born_at_one', 'true', 25, () => 1),
  ...samples('zero_off', 'on', 25, (i) => i),
  ...samples('zero_off', 'off', 25, () => 0),
  ...samples('young', 'true', 3, (i) => i + 1),
  ...samples('colours', 'red', 25, (i) => 3 * i),
  ...samples('colours', 'blue', 25, (i) => i),
  '# EOF',
  '',
].join('\n');

describe.skipIf(!HERE)('a real Prometheus', () => {
  let service: Server;
  let prometheus: ChildProcess;
  let url: string;
  let root: string;

  beforeAll(async () => {
    service = await shopService();
    root = mkdtempSync(join(tmpdir(), 'flagwright-prometheus-'));
    writeFileSync(join(root, 'history.txt'), HISTORY);
    writeFileSync(
      join(root, 'prometheus.yml'),
      `scrape_configs:
  - job_name: shop
    scrape_interval: 1s
    static_configs: [{ targets: ['127.0.0.1:${(service.address() as AddressInfo).port}'] }]
`,
    );
    const data = join(root, 'data');
    execFileSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', join(root, 'history.txt'), data], {
      stdio: 'ignore',
    });
    const free = createServer();
    await new Promise<void>((done) => free.listen(0, '127.0.0.1', done));
    const { port } = free.address() as AddressInfo;
    await new Promise((done) => free.close(done));
    url = `http://127.0.0.1:${port}`;
    prometheus = spawn(
      'prometheus',
      [
        `--config.file=${join(root, 'prometheus.yml')}`,
        `--storage.tsdb.path=${data}`,
        '--storage.tsdb.retention.time=90d',
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: 'ignore' },
    );
    await vi.waitFor(async () => expect((await fetch(`${url}/-/ready`)).ok).toBe(true), 30_000);
    await vi.waitFor(async () => {
      const { flags } = await read();
      expect(flags.has('payments')).toBe(true);
    }, 30_000);
  }, 90_000);

  afterAll(async () => {
    service?.close();
    const ended = prometheus && new Promise((done) => prometheus.once('exit', done));
    prometheus?.kill();
    await ended;
    rmSync(root, { recursive: true, force: true });
  });

  const config = (queries: Readonly<Record<string, string>> = {}): PrometheusConfig => ({
    url,
    metric: 'feature_flag_evaluations_total',
    labels: { flag: 'flag_name', result: 'result' },
    queries: new Map(Object.entries(queries)),
  });
  const read = (queries?: Readonly<Record<string, string>>, keys: readonly string[] = []) =>
    prometheusEvidence().read(config(queries), keys, new AbortController().signal);

  it('is asked for what was seen, by result, and for the days that it holds', async () => {
    const { days, flags } = await read();
    expect(days).toBeGreaterThanOrEqual(25);
    expect(days).toBeLessThanOrEqual(26);
    const both = flags.get('both')!;
    expect(both.results.map(({ name }) => name)).toEqual(['on', 'off']);
    expect(both.results[0]!.count / both.results[1]!.count).toBeCloseTo(100, 0);
    expect(flags.get('born_at_one')!.results).toEqual([{ name: 'on', count: 1 }]);
    expect(flags.get('zero_off')!.results.map(({ name }) => name)).toEqual(['on']);
    expect(flags.get('young')!.days).toBeLessThan(5);
    expect(flags.get('colours')!.results.map(({ name }) => name)).toEqual(['red', 'blue']);
    expect(flags.has('unheard_of')).toBe(false);
  });

  it('counts what the shop evaluates now', async () => {
    const { flags } = await read();
    expect(flags.get('payments')!.results.map(({ name }) => name)).toEqual(['on']);
    expect(
      flags
        .get('new_checkout')!
        .results.map(({ name }) => name)
        .sort(),
    ).toEqual(['off', 'on']);
  });

  it("answers the team's own queries by result", async () => {
    const template = 'max(shop_conversion{flag_name="{flag}", result="{result}"})';
    const { flags } = await read({ conversion: template, broken: 'sum(((' }, ['new_checkout']);
    expect(flags.get('new_checkout')!.measures).toEqual([
      {
        name: 'conversion',
        values: expect.arrayContaining([
          { result: 'on', value: 0.25 },
          { result: 'off', value: 0.2 },
        ]),
      },
    ]);
    expect(flags.get('both')!.measures).toEqual([]);
  });

  it('a query that names no result has one figure of the flag, or one for each by its label', async () => {
    const { flags } = await read(
      {
        spread: 'max(shop_conversion{flag_name="{flag}"}) - min(shop_conversion{flag_name="{flag}"})',
        conversion: 'max by (result) (shop_conversion{flag_name="{flag}"})',
        // Nobody can tell which of its series is meant.
        scattered: 'label_replace(shop_conversion{flag_name="{flag}"}, "result", "", "", "")',
      },
      ['new_checkout'],
    );
    expect(flags.get('new_checkout')!.measures).toEqual([
      { name: 'spread', values: [{ value: expect.closeTo(0.05) }] },
      {
        name: 'conversion',
        values: expect.arrayContaining([
          { result: 'on', value: 0.25 },
          { result: 'off', value: 0.2 },
        ]),
      },
    ]);
  });

  it('is not asked again what it has not answered', async () => {
    const asked: string[] = [];
    const between = createServer(async (request, response) => {
      const body = new URLSearchParams(await text(request));
      const query = body.get('query')!;
      asked.push(query);
      if (query.startsWith('slow')) return void request.socket.destroy();
      const answer = await fetch(`${url}${request.url}`, { method: 'POST', body });
      response.writeHead(answer.status).end(await answer.text());
    });
    await new Promise<void>((done) => between.listen(0, '127.0.0.1', done));
    const { port } = between.address() as AddressInfo;
    const queries = { slow: 'slow("{flag}", "{result}")', known: 'vector(3) # {flag}' };
    const { flags } = await prometheusEvidence().read(
      { ...config(queries), url: `http://127.0.0.1:${port}` },
      ['both'],
      new AbortController().signal,
    );
    between.close();
    expect(asked.filter((query) => query.startsWith('slow'))).toEqual(['slow("both", "True")']);
    expect(flags.get('both')!.measures.map(({ name }) => name)).toEqual(['known']);
  });

  const FLAGS = `flags:
  both: { enabled: true, owner: a, expires: 2099-01-01, created: 2020-01-01, permanent: true }
  zero_off: { enabled: true, owner: a, expires: 2099-01-01, created: 2020-01-01 }
  born_at_one: { enabled: true, owner: a, expires: 2099-01-01, created: 2020-01-01 }
  silent: { enabled: true, owner: a, permanent: true, created: 2020-01-01 }
`;
  const files = (address: string) => ({
    'flags.yaml': FLAGS,
    'app.ts': ['both', 'zero_off', 'born_at_one', 'silent']
      .map((key) => `flags.isEnabled('${key}');\n`)
      .join(''),
    'flagwright.config.json': JSON.stringify({ evidence: { prometheus: { url: address } } }),
  });

  it('is heard in list, stale, lint and a removal', async () => {
    const shop = folder(files(url));
    const { stdout } = await cli(shop, ['list', '--format', 'json']);
    const found = JSON.parse(stdout).flags as {
      key: string;
      evaluations: { days: number; results: object };
    }[];
    expect(found.find(({ key }) => key === 'born_at_one')!.evaluations.results).toEqual({ on: 1 });
    expect(found.find(({ key }) => key === 'silent')!.evaluations.results).toEqual({});
    expect((await cli(shop, ['list'])).stdout).toMatch(/zero_off .* on \d+ in 2[56] days/);
    expect((await cli(shop, ['stale'])).stdout).toMatch(
      /Evaluated: on \d+ in 2[56] days; never off, which supports/,
    );
    const lint = await cli(shop, ['lint']);
    expect(lint.stdout).toMatch(
      /never-evaluated\]: Flag 'silent' was never evaluated in production in 2[56] days/,
    );
    expect(lint.stdout.match(/never-evaluated/g)).toHaveLength(1);
    const removal = await cli(shop, ['remove', 'both', '--keep', 'on']);
    expect(removal.stdout + removal.stderr).toMatch(
      /Off is still seen in production: on [\d,]+ · off \d+ in 2[56] days/,
    );
  });

  it('is compared in the report, answer by answer', async () => {
    const series = 'feature_flag_evaluations_total{flag_name="{flag}", result="{result}"}';
    const query = `max(max_over_time(${series}[30d])) * 0 + 0.5`;
    const prometheus = { url, queries: { 'error rate': query } };
    const shop = folder({
      ...files(url),
      'flagwright.config.json': JSON.stringify({ evidence: { prometheus } }),
    });
    const html = join(shop, 'report.html');
    // As it is built: the page's script lies beside the program. Meanwhile this process has a service to run.
    await promisify(execFile)(process.execPath, [CLI, 'report', '--root', shop, '--html', html]);
    const [, data = ''] = /id="report">(.*?)<\/script>/s.exec(readFileSync(html, 'utf8')) ?? [];
    const both = JSON.parse(data).flags.find(({ key }: { key: string }) => key === 'both');
    expect(both.production).toEqual({
      evaluations: expect.stringMatching(/^on [\d,]+ · off \d+ in 2[56] days$/),
      measures: [{ name: 'error rate', values: 'on 0.5 · off 0.5' }],
    });
  });

  it('is not missed where it cannot be reached', async () => {
    const shop = folder(files('http://127.0.0.1:9'));
    const { stdout, stderr } = await cli(shop, ['list']);
    expect(stderr).toBe('');
    expect(stdout).not.toContain('EVALUATED');
    expect((await cli(shop, ['lint'])).stdout).not.toContain('never-evaluated');
  });
});

/** Evaluates two flags of the shop for each of a hundred users whenever it is scraped, and counts. */
async function shopService(): Promise<Server> {
  const flags = readFlags(
    readFileSync(join(import.meta.dirname, '../../examples/shop/config/feature_flags.yaml'), 'utf8'),
  );
  const counts = new Map<string, number>();
  const server = createServer((_, response) => {
    for (const key of ['payments', 'new_checkout']) {
      for (let i = 0; i < 100; i++) {
        const { on } = evaluate(flags.get(key), { user_id: `user_${i}` });
        const labels = `flag_name="${key}",result="${on ? 'True' : 'False'}"`;
        counts.set(labels, (counts.get(labels) ?? 0) + 1);
      }
    }
    const lines = [...counts].map(([labels, count]) => `feature_flag_evaluations_total{${labels}} ${count}`);
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(
      `${[
        '# TYPE feature_flag_evaluations_total counter',
        ...lines,
        '# TYPE shop_conversion gauge',
        'shop_conversion{flag_name="new_checkout",result="True"} 0.25',
        'shop_conversion{flag_name="new_checkout",result="False"} 0.2',
      ].join('\n')}\n`,
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}
