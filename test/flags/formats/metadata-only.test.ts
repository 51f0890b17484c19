import { describe, expect, test } from 'vitest';
import { staysForGood } from '../../../server/src/flags/lifecycle';
import { expectEmptied, flagOf, read, states, without, words } from './support';

describe("OpenFeature's manifest", () => {
  const text = `{
  "$schema": "https://raw.githubusercontent.com/open-feature/cli/main/schema/v0/flag-manifest.json",
  "flags": {
    "enableFeatureA": { "flagType": "boolean", "defaultValue": true, "description": "Controls whether A is there." },
    "maxItems": { "flagType": "integer", "defaultValue": 10 }
  }
}
`;
  const file = read('flags.json', text);

  test('has no state: its default is what the code falls back to', () => {
    expect(states(file)).toEqual({ enableFeatureA: 'unknown', maxItems: 'unknown' });
    expect(words(file).enableFeatureA).toBe('unknown: not in this file');
    expect(file.problems).toEqual([]);
    expect(flagOf(file, 'enableFeatureA')).toMatchObject({
      description: { value: 'Controls whether A is there.' },
      canHave: { owner: false, expiry: false },
    });
  });

  test('an entry goes, and the others stay', () => expectEmptied('flags.json', text));

  test('a server answers with a list, and calls the type `type`', () => {
    const list = '{"flags": [{ "key": "a", "type": "boolean", "defaultValue": false }]}';
    expect(states(read('flags.json', list))).toEqual({ a: 'unknown' });
  });
});

describe("Chromium's flag-metadata.json", () => {
  const text = `// Copyright: the authors.
[
  {
    "name": "ash-debug-shortcuts",
    "owners": [ "ann", "team@x.org" ],
    // Used by developers.
    "expiry_milestone": -1,
  },
  { "name": "tab-groups", "owners": [], "expiry_milestone": 155 }
]
`;
  const file = read('flag-metadata.json', text);

  test('has owners and a milestone, and no state', () => {
    expect(states(file)).toEqual({ 'ash-debug-shortcuts': 'unknown', 'tab-groups': 'unknown' });
    expect(flagOf(file, 'ash-debug-shortcuts').owner?.value).toBe('ann, team@x.org');
    expect(flagOf(file, 'tab-groups')).toMatchObject({ canHave: { owner: true, expiry: false } });
  });

  test('the milestone -1 never comes', () => {
    expect(staysForGood(flagOf(file, 'ash-debug-shortcuts'))).toBe(true);
    expect(staysForGood(flagOf(file, 'tab-groups'))).toBe(false);
  });

  test('an entry goes, and the others stay', () => {
    expect(without('ash-debug-shortcuts', 'flag-metadata.json', text)).toBe(
      '// Copyright: the authors.\n[\n  { "name": "tab-groups", "owners": [], "expiry_milestone": 155 }\n]\n',
    );
    expectEmptied('flag-metadata.json', text);
  });
});

describe("GitLab's definitions", () => {
  const text = `---
name: skip_scanned_paths
description: Skips paths that a scan has seen
feature_issue_url: https://gitlab.example/issues/1
introduced_by_url: https://gitlab.example/merge_requests/2
rollout_issue_url:
milestone: '17.3'
group: group::security policies
type: gitlab_com_derisk
default_enabled: true
`;
  const path = 'config/feature_flags/gitlab_com_derisk/skip_scanned_paths.yml';
  const file = read(path, text);
  const flag = flagOf(file, 'skip_scanned_paths');

  test('have a default, which is no ground for a removal', () => {
    expect(states(file)).toEqual({ skip_scanned_paths: 'on by default_enabled, a default' });
    expect(words(file).skip_scanned_paths).toBe('on by default, which each instance may change');
  });

  test('have an owner, a type and an issue', () => {
    expect(flag).toMatchObject({
      owner: { value: 'group::security policies' },
      type: { value: 'release' },
      ticket: { value: 'https://gitlab.example/issues/1' },
      canHave: { owner: true, expiry: false },
    });
  });

  test('are files of their own: the file goes, not the entry', () => {
    expect(without('skip_scanned_paths', path, text)).toBe(
      `${path} holds flag 'skip_scanned_paths' and nothing else. Delete the file.`,
    );
  });
});
