import { describe, expect, it } from 'vitest';
import {
  type CodeAction,
  CodeActionRequest,
  CodeLensRequest,
  DiagnosticTag,
  type Hover,
  HoverRequest,
  InlayHintRequest,
} from 'vscode-languageserver-protocol/node';
import bundle from '../../l10n/bundle.l10n.json';
import { FULL, type Session } from './session';
import { FLAG_FILE, PAGE, SHOP, start } from './shop';

/** Every text between marks, as a translation may be. */
const texts = Object.fromEntries(Object.entries(bundle).map(([key, text]) => [key, `⟦${text}⟧`]));

const translated = (files: Readonly<Record<string, string>>): Promise<Session> =>
  start(files, {
    capabilities: {
      ...FULL,
      textDocument: {
        ...FULL.textDocument,
        publishDiagnostics: {
          relatedInformation: true,
          tagSupport: { valueSet: [DiagnosticTag.Unnecessary] },
        },
      },
      experimental: { flagwright: { commands: true } },
    },
    initializationOptions: { texts },
  });

/** What is left of a text without what was translated: data of files, and whatever nobody could translate. */
function rest(text: string): string {
  const without = text.replace(/⟦[^⟦⟧]*⟧/g, '');
  return without === text ? text : rest(without);
}

/** A flag file and sources in which every rule finds something. */
const FINDINGS = {
  'flags.yaml': `flags:
  old: { enabled: true, created: 2020-01-01, expires: 2024-01-01 }
  off: { enabled: false, created: 2020-01-01, owner: web }
  half:
    enabled: true
    percentage: 10
    owner: web
    expires: 2099-01-01
    allowed_users: [ana]
    rules:
      - { attribute: plan, operator: in, value: [] }
      - { attribute: user_id, operator: equals, value: ana }
      - { attribute: plan, operator: equals, value: pro }
      - { attribute: plan, operator: not_equals, value: pro }
    schedule:
      - { date: 2020-01-01, percentage: 50 }
      - { date: 2021-01-01, percentage: 20 }
  full: { enabled: true, percentage: 100, owner: web, exipres: 2099-01-01, rules: [{ attribute: plan, operator: equals, value: pro }] }
  payments: { enabled: true, percentage: 50, type: kill_switch, owner: web }
  broken: { enabled: maybe, percentage: 200, owner: [], created: soon, type: relase, expires: 1 }
  twice: { enabled: true, owner: web, ownr: web }
  twice: { enabled: false, owner: web }
  # flagwright-ignore unused-flag: nobody knows
  half_2: { enabled: true, percentage: 5, owner: web, type: experiment, tags: [a, b], expires: 2099-01-01, jira: X-1 }
  # flagwright-ignore
  plain: 12
`,
  'src/flags.ts':
    'export function isEnabled(key: string, other = false): boolean {\n  return table.has(key);\n}\n',
  'src/app.ts': `import { isEnabled } from './flags';
if (isEnabled('half')) {
  if (isEnabled('half_2')) show();
  if (isEnabled('half')) show();
  if (isEnabled('payments')) show();
} else show(isEnabled('hlaf'), isEnabled('nobody'));
if (isEnabled('old')) show();
else if (isEnabled('half')) show();
if (isEnabled('off')) show();
isEnabled(\`half_\${step}\`);
`,
  'src/app.test.ts': `import * as flags from './flags';
vi.spyOn(flags, 'isEnabled').mockImplementation((key) => key === 'half' || key === 'hlaf');
`,
};

it('what a person can click is in the language that the client brings along', async () => {
  const server = await translated(SHOP);
  server.open('src/page.ts', PAGE);
  server.open('config/flags.yaml', FLAG_FILE);
  await server.untilStatus(({ state }) => state === 'ready');
  const at = server.at(PAGE, "isEnabled('|dark_mode");
  const actions = (await server.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri: server.uri('src/page.ts') },
    range: { start: at, end: at },
    context: { diagnostics: [] },
  })) as CodeAction[];
  expect(actions.map(({ title }) => title)).toContain(
    "⟦Remove flag 'dark_mode': ⟦keep the enabled branch⟧ everywhere, with its entry⟧",
  );
  expect(actions.filter(({ title }) => rest(title) !== '')).toEqual([]);
  const lenses = await server.connection.sendRequest(CodeLensRequest.type, {
    textDocument: { uri: server.uri('config/flags.yaml') },
  });
  expect(lenses?.length).toBeGreaterThan(0);
  expect(lenses?.filter(({ command }) => !command?.title.startsWith('⟦'))).toEqual([]);
});

describe('findings and hovers', () => {
  it('of every rule, with the places that they point to', async () => {
    const server = await translated(FINDINGS);
    await server.untilStatus(({ state }) => state === 'ready');
    const rules = new Set<string>();
    const untranslated: string[] = [];
    for (const file of Object.keys(FINDINGS).filter((name) => name !== 'src/flags.ts')) {
      await server.untilFindings(file, (findings) => findings.length > 0);
      for (const { code, message, relatedInformation = [] } of server.publications(file).at(-1)!) {
        rules.add(String(code));
        for (const text of [String(message), ...relatedInformation.map((related) => related.message)])
          if (rest(text).trim() !== '') untranslated.push(`${code}: ${text}`);
      }
    }
    expect(untranslated).toEqual([]);
    // What asks production, and what takes a clock, is left.
    expect([...rules].sort()).toEqual([
      'dead-branch',
      'duplicate-flag',
      'dynamic-flag',
      'expired-flag',
      'invalid-flag',
      'kill-switch',
      'long-lived-flag',
      'missing-expiry',
      'missing-owner',
      'nested-flag',
      'rollout-schedule',
      'stale-flag',
      'unknown-field',
      'unknown-flag',
      'unreachable-flag',
      'unreachable-rule',
      'unused-flag',
      'unused-ignore',
    ]);
  });

  it('but for what stands in the files: names, values, addresses', async () => {
    const server = await translated(FINDINGS);
    await server.untilStatus(({ state }) => state === 'ready');
    const places = [
      ['src/app.ts', "if (isEnabled('|half'"],
      ['src/app.ts', "isEnabled('|half_2'"],
      ['src/app.ts', "isEnabled('|old'"],
      ['src/app.ts', "isEnabled('|off'"],
      ['src/app.ts', "isEnabled('|hlaf'"],
      ['src/app.ts', 'isEnabled(`|half_'],
      ['src/app.test.ts', "key === '|half'"],
      ['flags.yaml', '|full:'],
      ['flags.yaml', '|payments:'],
      ['flags.yaml', '|broken:'],
      ['flags.yaml', '|plain:'],
    ] as const;
    for (const [file, marked] of places) {
      const hover = (await server.connection.sendRequest(HoverRequest.type, {
        textDocument: { uri: server.uri(file) },
        position: server.at(FINDINGS[file], marked),
      })) as Hover;
      const { value } = hover.contents as { readonly value: string };
      const left = rest(value)
        .split('\n')
        .filter((line) => /\p{L}/u.test(line));
      expect(left, value).toEqual([]);
    }
  });

  it('and hints behind keys, but for percentages and owners', async () => {
    const server = await translated(FINDINGS);
    await server.untilStatus(({ state }) => state === 'ready');
    const hints = await server.connection.sendRequest(InlayHintRequest.type, {
      textDocument: { uri: server.uri('src/app.ts') },
      range: { start: { line: 0, character: 0 }, end: { line: 10, character: 0 } },
    });
    const labels = (hints ?? []).map(({ label }) =>
      rest(typeof label === 'string' ? label : label.map(({ value }) => value).join('')),
    );
    expect(labels.length).toBeGreaterThan(0);
    expect(labels.filter((label) => !/^(?:\d+ %)?(?: · )?(?:web)?$/.test(label))).toEqual([]);
  });
});
