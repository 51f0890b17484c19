import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { evidenceStore } from '../../server/src/node/evidence-store';
import type { KeptEvidence } from '../../server/src/workspace/host';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flagwright-evidence-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const evaluations = {
  days: 23,
  results: [{ name: 'on', count: 12 }],
  measures: [{ name: 'errors', values: [{ value: 0.5 }] }],
};
const KEPT: KeptEvidence = {
  of: 'the question',
  at: 1_000,
  evidence: { days: 25, flags: new Map([['menu', evaluations]]) },
};

it('gives back the answer to the same question, of each workspace its own', async () => {
  const store = evidenceStore(folder, '/shop');
  await store.save({ ...KEPT, at: 1 });
  await store.save(KEPT);
  expect(await evidenceStore(folder, '/shop').load('the question')).toEqual(KEPT);
  expect(await store.load('another question')).toBeUndefined();
  expect(await evidenceStore(folder, '/other').load('the question')).toBeUndefined();
  expect(readdirSync(folder)).toHaveLength(1);
});

it('takes a damaged file for none, and does without a folder that cannot be', async () => {
  const store = evidenceStore(folder, '/shop');
  await store.save(KEPT);
  const file = join(folder, readdirSync(folder)[0]!);
  writeFileSync(file, readFileSync(file).subarray(0, -9));
  expect(await store.load('the question')).toBeUndefined();
  await evidenceStore(file, '/shop').save(KEPT);
});
