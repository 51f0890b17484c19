import { SplitFactory } from '@splitsoftware/splitio';

/** The client on localhost, with the treatments of a file; in production it has a key of the service instead. */
export function startSplit(file: string) {
  const factory = SplitFactory({
    core: { authorizationKey: 'localhost' },
    features: file,
    scheduler: { offlineRefreshRate: 3600 },
  });
  return factory.client();
}
