/** A project's flags for its own programs. */
import { expect, it } from 'vitest';
import { evaluate, loadFlags } from '../../server/src/library/load-flags';
import { folder } from '../node/folder';

const load = (files: string, options = {}) => loadFlags(folder(files), options);

it('reads what the configuration names, as it says', async () => {
  const flags = await load(
    `
//- flagwright.config.json
{ "flagFiles": [{ "glob": "config/*.yml", "root": "toggles", "fields": { "enabled": "serve" } }] }
//- config/web.yml
toggles:
  dark: { serve: true, allowed_users: [ana], percentage: 0 }
//- flags.yaml
flags: { ignored: true }
//- src/app.ts
flags.isEnabled('dark');
`,
  );
  expect([...flags.keys()]).toEqual(['dark']);
  expect(evaluate(flags.get('dark'), { user_id: 'ana' })).toMatchObject({ on: true, step: 'allowed_users' });
  expect(evaluate(flags.get('dark'), { user_id: 'ben' }).on).toBe(false);
});

const ENVIRONMENTS = `
//- flagwright.config.json
{ "flagFiles": [
  { "glob": "production.yaml", "environment": "production" },
  { "glob": "staging.yaml", "environment": "staging" } ] }
//- production.yaml
flags: { dark: false }
//- staging.yaml
flags: { dark: true, menu: true }
`;

it('takes one environment', async () => {
  const production = await load(ENVIRONMENTS, { environment: 'production' });
  expect([...production].map(([key, { state }]) => [key, state.kind])).toEqual([['dark', 'off']]);
  const staging = await load(ENVIRONMENTS, { environment: 'staging' });
  expect([...staging].map(([key, { state }]) => [key, state.kind])).toEqual([
    ['dark', 'on'],
    ['menu', 'on'],
  ]);
  await expect(load(ENVIRONMENTS, { environment: 'test' })).rejects.toThrow(
    "There is no environment 'test' in the flag files of",
  );
});

it('takes the nearest in a monorepo', async () => {
  const files = `
//- packages/web/package.json
{}
//- packages/web/flags.yaml
flags: { dark: true }
//- packages/api/package.json
{}
//- packages/api/flags.yaml
flags: { dark: false, api_only: true }
`;
  const from = async (path: string) => {
    const flags = await load(files, { from: path });
    return [...flags].map(([key, { state }]) => `${key} ${state.kind}`);
  };
  expect(await from('packages/web/src/app.ts')).toEqual(['dark on', 'api_only on']);
  expect(await from('packages/api/src/app.ts')).toEqual(['dark off', 'api_only on']);
});

it.each([
  ['//- a.txt\nx\n', 'There is no flag file in'],
  ['//- flags.yaml\nflags:\n  a: {{{ [\n', 'flags.yaml: '],
  [
    '//- flagwright.config.json\n{ "flagFils": [] }\n//- flags.yaml\nflags: { a: true }\n',
    'flagwright.config.json: ',
  ],
])('refuses what it cannot read whole: %j', async (files, message) => {
  await expect(load(files)).rejects.toThrow(message);
});
