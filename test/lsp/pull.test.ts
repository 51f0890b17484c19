import { expect, it } from 'vitest';
import { FULL } from './session';
import { start } from './shop';

it('says what the team pulls, and what each service needs; it asks no network itself', async () => {
  const source = { service: 'unleash', url: 'https://unleash.example.com', environment: 'production' };
  const server = await start(
    { 'flagwright.config.json': JSON.stringify({ pull: [source] }), 'app.ts': '' },
    { capabilities: FULL },
  );
  const offer = await server.connection.sendRequest('flagwright/pullSources', {});
  expect(offer).toMatchObject({
    folders: [{ sources: [source] }],
    services: [
      { name: 'unleash', title: 'Unleash', tokenVariable: 'UNLEASH_TOKEN' },
      { name: 'launchdarkly', url: 'https://app.launchdarkly.com' },
      { name: 'flagsmith', url: 'https://api.flagsmith.com' },
      { name: 'split', url: 'https://api.split.io' },
    ],
  });
});
