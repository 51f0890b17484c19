import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeState } from '../../server/src/flags/describe';
import { staysForGood } from '../../server/src/flags/lifecycle';
import { openFixture } from '../support/workspace';
import { readFlags } from './support';

/** The mappings of docs/mapping.md, by the project whose section they stand in. */
const MAPPINGS = new Map(
  readFileSync(`${__dirname}/../../docs/mapping.md`, 'utf8')
    .split(/^\[/m)
    .slice(1)
    .map((section) => [section.split(/[/\]]/)[0]!, /```yaml\n([\s\S]*?)```/.exec(section)![1]!] as const),
);

/** `key: state in words` of a file as the mapping of the docs reads it, and the messages of what is wrong with it. */
async function mapped(project: string, path: string, text: string): Promise<string[]> {
  const config = MAPPINGS.get(project)!;
  expect(config.split('\n').length).toBeLessThanOrEqual(10);
  const { snapshot } = await openFixture(`\n//- flagwright.config.yaml\n${config}\n//- ${path}\n${text}`);
  expect(snapshot.configProblems).toEqual([]);
  const file = snapshot.flagFiles.get(path)!;
  return [
    ...file.flags.map((flag) => `${flag.key}: ${describeState(flag)}${staysForGood(flag) ? ', stays' : ''}`),
    ...file.problems.map(({ rule, message }) => `${rule}: ${message}`),
  ];
}

describe('the mappings of the docs', () => {
  it('a status in place of the switch, and a reason to stay', async () => {
    expect(
      await mapped(
        'linardsb',
        'feature-flags.yaml',
        `flags:
  - { name: MAIL__A, owner: mail, created: "2026-03-16", removal_date: null, status: beta, permanent_reason: "Costs money" }
  - { name: MAIL__B, owner: mail, created: "2026-03-16", removal_date: "2026-09-01", status: ga }
  - { name: MAIL__C, owner: mail, created: "2026-03-16", removal_date: null, status: retired }
  - { name: MAIL__B, owner: mail, created: "2026-06-12", removal_date: "2026-09-10", status: deprecated }
`,
      ),
    ).toEqual([
      'MAIL__A: on for some, stays',
      'MAIL__B: unknown: the file declares it twice with different values',
      'MAIL__C: fixed at retired',
      'MAIL__B: unknown: the file declares it twice with different values',
      "duplicate-flag: Flag 'MAIL__B' is declared twice in this file with different values, first on line 3. Keep one.",
    ]);
  });

  it('a served value, with another for some', async () => {
    expect(
      await mapped(
        'airbytehq',
        'flags.yml',
        `flags:
  - name: sync.fast
    serve: true
  - name: sync.seconds
    serve: "10800"
  - name: sync.debug
    serve: false
    # for a test
    context:
      - type: workspace
        include:
          - 1bdcfb61
        serve: true
`,
      ),
    ).toEqual([
      'sync.fast: on for everyone',
      'sync.seconds: fixed at 10800',
      'sync.debug: off, with exceptions in context',
    ]);
  });

  it('a list without a root', async () => {
    expect(
      await mapped(
        'chatwoot',
        'config/features.yml',
        `# DO NOT change the order
- name: inbox
  display_name: The Inbox
  enabled: true
  help_url: https://example.com
- name: branding
  display_name: Branding
  enabled: false
  premium: true
`,
      ),
    ).toEqual(['inbox: on for everyone', 'branding: off for everyone']);
  });

  it('a file for each flag', async () => {
    expect(
      await mapped(
        'GitLab',
        'config/feature_flags/ops/traces.yml',
        `---
name: traces
introduced_by_url: 'https://gitlab.com/x/y/-/merge_requests/1'
rollout_issue_url:
milestone: "13.12"
type: ops
group: group::runner
default_enabled: false
`,
      ),
    ).toEqual(['traces: off by default, which each instance may change']);
  });

  it('typed defaults, and a key that stands twice', async () => {
    expect(
      await mapped(
        'Nobukins',
        'config/feature_flags.yaml',
        `flags:
  ui.panel: { description: The panel, type: bool, default: true }
  video.days: { type: int, default: 7 }
  video.gif: { description: old, type: bool, default: false }
  video.gif: { description: new, type: bool, default: false }
`,
      ),
    ).toEqual([
      'ui.panel: on for everyone',
      'video.days: fixed at 7',
      'video.gif: unknown: the file declares it twice with different values',
      'video.gif: unknown: the file declares it twice with different values',
      "duplicate-flag: Flag 'video.gif' is declared twice in this file with different values, first on line 4. Keep one.",
    ]);
  });
});

describe('a field that nobody has mapped', () => {
  const told = (fields: string): string => describeState(readFlags(`f: { ${fields} }`).flags[0]);

  it('with another value of the switch inside is an exception', () => {
    expect(told('enabled: false, context: [{ type: team, enabled: true }]')).toBe(
      'off, with exceptions in context',
    );
    expect(told('enabled: true, by_plan: { free: { enabled: false } }')).toBe(
      'on, with exceptions in by_plan',
    );
    expect(told('enabled: true, rollout: { percentage: 5 }')).toBe('on, with exceptions in rollout');
    expect(told('enabled: true, rollout: { percentage: 100 }, logs: { enabled: true }')).toBe(
      'on for everyone',
    );
  });

  it('that speaks of people, places or shares leaves an enabled flag unknown', () => {
    for (const field of [
      'segments: [beta]',
      'rolloutPercentage: 20',
      'rollout: 20%',
      'environments: [dev]',
      'env: staging',
      'targetUsers: [kim]',
      'depends_on: [other]',
    ]) {
      const name = field.split(':')[0]!;
      expect(told(`enabled: true, ${field}`)).toBe(
        `unknown: ${name} may say for whom it is on. If it does, name it under fields in flagwright.config.json`,
      );
      expect(told(`enabled: false, ${field}`)).toBe('off for everyone');
    }
  });

  it('that says nothing of the kind is left alone', () => {
    const fields = 'tags: [a], links: [b], notes: { x: 1 }, rollout: 100, target_date: 2026-01-01, users: 12';
    expect(told(`enabled: true, segments: [], ${fields}`)).toBe('on for everyone');
  });

  it('is known once the configuration names it', () => {
    const options = { fields: { percentage: 'rolloutPercentage' } };
    expect(describeState(readFlags('f: { enabled: true, rolloutPercentage: 20 }', options).flags[0])).toBe(
      'on for 20 % of users',
    );
  });
});
