import { expect, test } from 'vitest';
import { rename } from '../../../server/src/features/rename';
import { applyEdits } from '../../../server/src/text/edits';
import { workspaceOf } from '../../support/memory-host';

const CONFIG = ['flagwright.config.json', '{"flagFiles": [{"glob": "flags/*"}]}'] as const;

/** The file after a flag's rename to `renamed`. */
async function renamed(path: string, text: string, key: string): Promise<string> {
  const workspace = await workspaceOf([CONFIG, [path, text]]);
  await workspace.findMentions([key]);
  const result = rename(workspace.snapshot(), key, 'renamed', () => text);
  if ('refusal' in result) return result.refusal;
  return applyEdits(
    text,
    [...result[0]!.edits].sort((a, b) => a.span.start - b.span.start),
  );
}

test.each([
  [
    'flags/split.yaml',
    '- rep:\n    treatment: "v2"\n    keys: ann\n- rep:\n    treatment: "v1"\n- other:\n    treatment: x\n',
    'rep',
  ],
  [
    'flags/unleash.json',
    '{"features": [{"name": "rep"}, {"name": "b"}], "featureStrategies": [{"featureName": "rep", "name": "default"}], "featureEnvironments": [{"featureName": "rep", "name": "rep", "environment": "dev", "enabled": true}], "dependencies": [{"feature": "b", "dependencies": [{"feature": "rep"}]}]}',
    'rep',
  ],
  [
    'flags/ld.json',
    '{"flags": {"rep": {"on": true, "variations": [true], "fallthrough": {"variation": 0}}, "b": {"on": true, "variations": [true], "fallthrough": {"variation": 0}, "prerequisites": [{"key": "rep", "variation": 0}]}}}',
    'rep',
  ],
  [
    'flags/flagsmith.json',
    '{"api_key": "k", "feature_states": [{"enabled": true, "feature": {"name": "rep"}}], "identity_overrides": [{"identifier": "i", "identity_features": [{"enabled": false, "feature": {"name": "rep"}}]}]}',
    'rep',
  ],
])('a rename changes every place of %s that names the flag', async (path, text, key) => {
  expect(await renamed(path, text, key)).toBe(text.replaceAll(key, 'renamed'));
});
