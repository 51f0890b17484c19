import { describe, expect, it } from 'vitest';
import { checkWorkspace } from '../../server/src/rules/check';
import { createWorkspace } from '../../server/src/workspace/workspace';
import { createMemoryHost } from '../support/memory-host';
import { createRandom } from '../support/random';
import { start } from './shop';

const FILES = {
  'flags.yaml':
    'flags:\n  a: { enabled: true, created: 2020-01-01 }\n  b: { enabled: false }\n  c: { enabled: true, percentage: 5 }\n',
  'src/one.ts': "import { on } from './two';\nif (on('a')) {\n  if (on('b')) x();\n}\n",
  'src/two.ts': 'export const on = (key: string) => flags.isEnabled(key);\non(`c`);\n',
};

/** Small changes as people make them, from a seed. */
function* changes(
  seed: number,
  count: number,
): Iterable<{ file: string; from: number; to: number; text: string }> {
  const random = createRandom(seed);
  const snippets = [
    "\non('a');",
    "'",
    '',
    '\n',
    ' ',
    "if (on('d')) y();",
    '  d: { enabled: true }\n',
    '}',
    '\u{1f600}',
  ];
  for (let i = 0; i < count; i++) {
    const from = random.below(1000);
    yield {
      file: random.pick(Object.keys(FILES)),
      from,
      to: from + random.below(4),
      text: random.pick(snippets),
    };
  }
}

describe('after any sequence of changes', () => {
  for (const seed of [1, 2, 3, 4]) {
    it(`the findings sent are those of a fresh reading (seed ${seed})`, async () => {
      const server = await start(FILES);
      const texts = new Map<string, string>(Object.entries(FILES));
      for (const [file, text] of texts) server.open(file, text);
      for (const { file, from, to, text } of changes(seed, 40)) {
        const old = texts.get(file)!;
        const at = Math.min(from % (old.length + 1), old.length);
        const changed = old.slice(0, at) + text + old.slice(at + to - from);
        texts.set(file, changed);
        server.change(file, changed);
      }
      const workspace = createWorkspace(createMemoryHost(texts));
      await workspace.load();
      const expected = new Map<string, string[]>();
      for (const { file, rule, message } of checkWorkspace(workspace.snapshot())) {
        expected.set(file, [...(expected.get(file) ?? []), `${rule}: ${message}`]);
      }
      for (const file of texts.keys()) {
        const wanted = JSON.stringify(expected.get(file) ?? []);
        await server.until(() => (JSON.stringify(server.findings(file)) === wanted ? true : undefined));
        expect(server.findings(file)).toEqual(expected.get(file) ?? []);
      }
    });
  }
});

it('a flag that is renamed is said first of those who read it, then of all whom it may concern', async () => {
  const flags = 'flags:\n  payments: { enabled: true }\n';
  const server = await start({
    'flags.yaml': flags,
    'a.ts': "flags.isEnabled('payment');\n",
    'z.ts': "flags.isEnabled('payments');\n",
  });
  await server.untilFindings('a.ts', (found) => found.some((one) => one.includes("'payments'")));
  server.open('flags.yaml', flags);
  const sent = (file: string): number => server.publications(file).length;
  const before = { a: sent('a.ts'), z: sent('z.ts') };
  server.change('flags.yaml', flags.replace('payments', 'invoices'));
  const told = await server.until(() => {
    if (sent('a.ts') > before.a) return 'a.ts';
    return sent('z.ts') > before.z ? 'z.ts' : undefined;
  });
  expect(told).toBe('z.ts');
  await server.untilFindings('a.ts', (found) => !found.some((one) => one.includes("'payments'")));
});
