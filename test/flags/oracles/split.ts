import { SplitFactory } from '@splitsoftware/splitio';
import { askAll, type Oracle, withFile } from './oracle';

/** In localhost mode, where nothing but the key counts. */
export const split: Oracle = (text, keys, people) =>
  withFile('split.yaml', text, async (path) => {
    const factory = SplitFactory({
      core: { authorizationKey: 'localhost' },
      features: path,
      scheduler: { offlineRefreshRate: 3600 },
      startup: { readyTimeout: 10 },
      debug: 'NONE',
    });
    const client = factory.client();
    try {
      await client.ready();
      return await askAll(keys, people, (key, { id }) => client.getTreatment(id ?? 'nobody', key));
    } finally {
      await client.destroy();
    }
  });
