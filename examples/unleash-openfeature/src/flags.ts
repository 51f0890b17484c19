import { UnleashWebProvider } from '@openfeature/unleash-web-provider';
import { OpenFeature } from '@openfeature/web-sdk';
import { InMemoryStorageProvider } from 'unleash-proxy-client';

/** Connects OpenFeature to Unleash; `fetch` is the browser's, or a test's. */
export async function startFlags(fetch: typeof globalThis.fetch): Promise<void> {
  const provider = new UnleashWebProvider({
    url: 'https://unleash.example.com/api/frontend',
    clientKey: 'public-key-of-the-frontend',
    appName: 'shop',
    storageProvider: new InMemoryStorageProvider(),
    disableMetrics: true,
    refreshInterval: 0,
    fetch,
  });
  await OpenFeature.setProviderAndWait(provider);
}

export const flags = OpenFeature.getClient();
