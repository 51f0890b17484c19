import { describe, expect, it } from 'vitest';
import { hover } from '../../server/src/features/hover';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { readConfig } from '../../server/src/workspace/config';
import { type Evidence, verdictOn } from '../../server/src/workspace/evidence';
import type { EvidenceSource, EvidenceStore, KeptEvidence } from '../../server/src/workspace/host';
import { createWorkspace } from '../../server/src/workspace/workspace';
import { check } from '../support/check';
import { createMemoryHost, TODAY } from '../support/memory-host';
import { openFixture } from '../support/workspace';

const CONFIG = `
//- flagwright.config.yaml
evidence: { prometheus: { url: 'http://prometheus:9090' } }`;

describe('the configuration of the evidence', () => {
  const problems = (prometheus: string): string[] =>
    readConfig('flagwright.config.yaml', `evidence: { prometheus: ${prometheus} }`).problems.map(
      ({ message }) => message,
    );
  const read = (prometheus: string) =>
    readConfig('flagwright.config.yaml', `evidence: { prometheus: ${prometheus} }`).config.prometheus;

  it('names the server, the metric with its labels, and queries', () => {
    expect(read('{ url: "http://prometheus:9090/" }')).toEqual({
      url: 'http://prometheus:9090',
      metric: 'feature_flag_evaluations_total',
      labels: { flag: 'flag_name', result: 'result' },
      queries: new Map(),
    });
    expect(
      read(
        '{ url: "https://p/x", metric: "ff_total{ key , variant }", queries: { errors: "sum(e{f=\\"{flag}\\"})" } }',
      ),
    ).toEqual({
      url: 'https://p/x',
      metric: 'ff_total',
      labels: { flag: 'key', result: 'variant' },
      queries: new Map([['errors', 'sum(e{f="{flag}"})']]),
    });
  });

  it.each([
    ['{}', 'Prometheus needs a "url" that begins with https:// or http://.'],
    ['{ url: "file:///etc" }', 'Prometheus needs a "url"'],
    ['{ url: "http://me:secret@p" }', 'A password has no place in the configuration. Put a token into'],
    ['{ url: "http://p", metric: "x" }', '"metric" names a metric with two labels'],
    ['{ url: "http://p", queries: { a: "up" } }', "The query 'a' needs {flag} in its PromQL"],
    [
      '{ url: "http://p", quieries: {} }',
      "'quieries' is no setting of the evidence. Did you mean 'queries'?",
    ],
    ['http://p', '"prometheus" is an object with a "url".'],
  ])('%s is told why it will not do', (text, message) => {
    expect(problems(text)).toEqual([expect.stringContaining(message)]);
  });
});

describe('never-evaluated', () => {
  const rest = (days: number, flags: string, entry = '{ enabled: true, percentage: 50 }') => `${CONFIG}
//- production.yaml
days: ${days}
flags: ${flags}
//- flags.yaml
flags:
  menu: ${entry}
//- app.ts
flags.isEnabled('menu');
`;

  it.each([
    ['fewer than seven days prove nothing', rest(6, '{ other: { on: 3 } }')],
    ['nothing at all is counted', rest(30, '{}')],
    ['it was evaluated', rest(30, '{ other: { on: 3 }, menu: { off: 1 } }')],
    [
      'it was created in the meantime',
      rest(30, '{ other: { on: 3 } }', '{ enabled: true, percentage: 5, created: 2026-11-10 }'),
    ],
    [
      'nothing reads it for certain',
      rest(30, '{ other: { on: 3 } }').replace("flags.isEnabled('menu')", "['menu'].includes(x)"),
    ],
    ['nobody is asked', rest(30, '{ other: { on: 3 } }').replace(/evidence.*/, '{}')],
    ['nobody answers', rest(30, '{ other: { on: 3 } }').replace('production.yaml', 'elsewhere.yaml')],
  ])('is silent where %s', async (_, source) => {
    await check(source, { quiet: ['missing-owner', 'missing-expiry', 'unused-flag'] });
  });

  it('speaks from the seventh day on', () =>
    check(
      rest(7, '{ other: { on: 3 } }').replace(
        '\n//- app.ts',
        "\n# ^^^^ never-evaluated: Flag 'menu' was never evaluated in production in 7 days.\n//- app.ts",
      ),
    ));
});

describe('what production says', () => {
  const source = (flags: string, entry: string) => `${CONFIG}
//- production.yaml
days: 25
flags: { other: { on: 1 }, ${flags} }
//- flags.yaml
flags:
  me$0nu: ${entry}
//- app.ts
if (flags.isEnabled('menu')) show();
`;
  const told = async (flags: string, entry: string): Promise<string | undefined> => {
    const { snapshot, file, offset } = await openFixture(source(flags, entry));
    const text = (await hover(snapshot, file, offset))?.plainText ?? '';
    return text.split('\n').find((line) => /valuated/.test(line));
  };

  it('is in the hover, with what it proves of the answer that would go', async () => {
    expect(await told('menu: { on: 1204, off: 3 }', '{ enabled: true }')).toBe(
      'Evaluated: on 1,204 · off 3 in 25 days; off is still seen',
    );
    expect(await told('menu: { on: 1204 }', '{ enabled: true }')).toBe(
      'Evaluated: on 1,204 in 25 days; never off, which supports a removal',
    );
    expect(await told('menu: { off: 7 }', '{ enabled: false }')).toBe(
      'Evaluated: off 7 in 25 days; never on, which supports a removal',
    );
    expect(await told('menu: { days: 3, on: 7 }', '{ enabled: true }')).toBe('Evaluated: on 7 in 3 days');
    expect(await told('menu: { on: 7, off: 2 }', '{ enabled: true, percentage: 50 }')).toBe(
      'Evaluated: on 7 · off 2 in 25 days',
    );
    expect(await told('', '{ enabled: true }')).toBe('Never evaluated in 25 days');
  });

  it("has the team's queries in the hover, at the entry and in code, for each answer or for the whole flag", async () => {
    const measures = "{ 'error rate': { on: 0.012345, off: 0.5 }, spread: 0.25 }";
    const atEntry = source(`menu: { on: 9, off: 2, measures: ${measures} }`, '{ enabled: true }');
    const inCode = atEntry.replace('me$0nu', 'menu').replace("('menu')", "('me$0nu')");
    for (const fixture of [atEntry, inCode]) {
      const { snapshot, file, offset } = await openFixture(fixture);
      expect((await hover(snapshot, file, offset))?.plainText).toMatch(
        /Evaluated: on 9 · off 2 in 25 days.*\n.*error rate: on 0\.0123 · off 0\.5\n.*spread: 0\.25\n/,
      );
    }
  });

  it('warns before a removal', async () => {
    const { workspace } = await openFixture(source('menu: { on: 1204, off: 3 }', '{ enabled: true }'));
    const plan = await planFromWorkspace(workspace, {
      flag: 'menu',
      keep: true,
      scope: { kind: 'everywhere' },
    });
    expect(plan.notes.map(({ message }) => message)).toContain(
      'Off is still seen in production: on 1,204 · off 3 in 25 days.',
    );
  });

  it('proves nothing of an answer before there are seven days', () => {
    const evaluations = { results: [{ name: 'on', count: 5 }], measures: [] };
    expect(verdictOn({ days: 6, ...evaluations }, false)).toBe('unproven');
    expect(verdictOn({ days: 7, ...evaluations }, false)).toBe('never');
    expect(verdictOn({ days: 7, ...evaluations }, true)).toBe('seen');
    expect(verdictOn({ days: 30, results: [], measures: [] }, false)).toBe('unproven');
  });
});

describe('asking', () => {
  function workspaceWith(
    read: EvidenceSource['read'],
    {
      store,
      start = TODAY,
      flags = 'flags: { a: true }',
    }: { store?: EvidenceStore; start?: number; flags?: string } = {},
  ) {
    let now = start;
    const told: string[] = [];
    const host = createMemoryHost([
      ['flagwright.config.yaml', "evidence: { prometheus: { url: 'http://p' } }"],
      ['flags.yaml', flags],
    ]);
    const workspace = createWorkspace(
      { ...host, evidence: { read }, ...(store && { evidenceStore: store }) },
      { clock: () => now, onHistory: () => told.push('told') },
    );
    const later = (minutes: number): void => {
      now += minutes * 60_000;
    };
    return { workspace, host, told, later };
  }
  const EVIDENCE: Evidence = { days: 30, flags: new Map() };

  it('keeps nobody waiting, and remembers the answer for a while', async () => {
    let asked = 0;
    let answer = (_: Evidence): void => {};
    const { workspace, told, later } = workspaceWith(() => {
      asked++;
      return new Promise((resolve) => {
        answer = resolve;
      });
    });
    await workspace.load();
    expect(workspace.snapshot()).toMatchObject({ complete: true, evidence: undefined });
    answer(EVIDENCE);
    await workspace.askProduction();
    expect([workspace.snapshot().evidence, asked, told.length]).toEqual([EVIDENCE, 1, 1]);
    later(11);
    const again = workspace.askProduction();
    await workspace.historyRead();
    await Promise.resolve();
    answer({ ...EVIDENCE, days: 31 });
    await again;
    expect([workspace.snapshot().evidence?.days, asked]).toEqual([31, 2]);
  });

  it('keeps what was told where nobody answers any more, and forgets it with the configuration', async () => {
    let isThere = true;
    const { workspace, host, later } = workspaceWith(async () => {
      if (!isThere) throw new Error('no route');
      return EVIDENCE;
    });
    await workspace.load();
    await workspace.askProduction();
    isThere = false;
    later(11);
    await workspace.askProduction();
    expect(workspace.snapshot().evidence).toEqual(EVIDENCE);
    host.write('flagwright.config.yaml', '{}');
    await workspace.refresh(['flagwright.config.yaml']);
    expect(workspace.snapshot().evidence).toBeUndefined();
  });

  /** Keeps one answer, as the disk does. */
  function memory(): EvidenceStore & { kept: KeptEvidence | undefined } {
    return {
      kept: undefined,
      async load(of) {
        return this.kept?.of === of ? this.kept : undefined;
      },
      async save(kept) {
        this.kept = kept;
      },
    };
  }
  const HOUR = 3_600_000;

  it('knows at the next start what was told at the last, and asks again where that is old', async () => {
    const store = memory();
    let asked = 0;
    const answering = async (): Promise<Evidence> => ({ ...EVIDENCE, days: ++asked });
    const startAt = async (start: number, flags?: string) => {
      const opened = workspaceWith(answering, { store, start, ...(flags !== undefined && { flags }) });
      await opened.workspace.load();
      await opened.workspace.askProduction();
      return [opened.workspace.snapshot().evidence?.days, asked, opened.told.length];
    };
    expect(await startAt(TODAY)).toEqual([1, 1, 1]);
    // Fresh enough: nobody is asked.
    expect(await startAt(TODAY + HOUR / 10)).toEqual([1, 1, 1]);
    // Older: known at once, and asked for.
    expect(await startAt(TODAY + HOUR)).toEqual([2, 2, 2]);
    // Of a day ago it says nothing, and of other flags neither.
    expect(await startAt(TODAY + 26 * HOUR)).toEqual([3, 3, 1]);
    expect(await startAt(TODAY + 26 * HOUR, 'flags: { a: true, b: true }')).toEqual([4, 4, 1]);
  });

  it('keeps for the next start what was told before nobody answered', async () => {
    const store = memory();
    const first = workspaceWith(async () => EVIDENCE, { store });
    await first.workspace.load();
    await first.workspace.askProduction();
    const second = workspaceWith(() => Promise.reject(new Error('no route')), { store, start: TODAY + HOUR });
    await second.workspace.load();
    await second.workspace.askProduction();
    expect(second.workspace.snapshot().evidence).toEqual(EVIDENCE);
  });
});
