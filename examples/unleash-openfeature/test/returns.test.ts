import { OpenFeature } from '@openfeature/web-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFlags } from '../src/flags';
import { returnCosts, waysBack } from '../src/returns';

/** Unleash tells its frontends which flags are on for them, and of no others. */
const unleash: typeof fetch = async () =>
  Response.json({
    toggles: ['free-returns', 'pick-up'].map((name) => ({
      name,
      enabled: true,
      impressionData: false,
      variant: { name: 'disabled', enabled: false },
    })),
  });

beforeAll(() => startFlags(unleash));
afterAll(() => OpenFeature.close());

test('parcels go back for free', () => {
  expect(returnCosts(12)).toBe(0);
});

test('some are fetched at the door', () => {
  expect(waysBack()).toEqual(['post office', 'picked up at the door']);
});
