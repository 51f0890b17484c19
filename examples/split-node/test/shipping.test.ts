import { afterAll, beforeAll, expect, test } from 'vitest';
import { shippingCosts } from '../src/shipping';
import { startSplit } from '../src/split';

const client = startSplit(new URL('../flags.yaml', import.meta.url).pathname);
beforeAll(() => client.ready());
afterAll(() => client.destroy());

test('a parcel costs the same, whatever it weighs', () => {
  expect(shippingCosts(client, 'cid', 1)).toBe(590);
  expect(shippingCosts(client, 'cid', 20)).toBe(590);
});

test('express costs more, for those who have it', () => {
  expect(shippingCosts(client, 'ann', 1)).toBe(1080);
});
