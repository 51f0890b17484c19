import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { userCacheFolder } from '../../server/src/node/cache-folder';
import { indexStore } from '../../server/src/node/index-store';
import { asOrdinaryUser } from './folder';

const CHUNKS = [{ config: '' }, { sources: [['a.ts', new Map([['x', Int32Array.of(1, 2)]])]] }];

let folder: string;
let messages: string[];
const store = (root = '/shop') => indexStore(folder, root, (message) => messages.push(message));
const file = (): string => join(folder, readdirSync(folder)[0]!);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flagwright-index-'));
  messages = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the place where an index is kept', () => {
  it('gives back what was saved, of each workspace its own', async () => {
    await store('/shop').save(CHUNKS);
    await store('/other').save([{ config: 'other' }]);
    expect(await store('/shop').load()).toEqual(CHUNKS);
    expect(await store('/other').load()).toEqual([{ config: 'other' }]);
    expect(await store('/third').load()).toBeUndefined();
    expect(messages).toEqual([]);
  });

  it('takes a file that is cut off or changed anywhere for none', async () => {
    await store().save(CHUNKS);
    const whole = readFileSync(file());
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        writeFileSync(file(), whole.subarray(0, at));
        expect(await store().load()).toBeUndefined();
        const changed = Buffer.from(whole);
        changed[at]! ^= change;
        writeFileSync(file(), changed);
        expect(await store().load()).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  it('takes an index of another version for none, and writes its own in its place', async () => {
    await store().save(CHUNKS);
    const { length } = readFileSync(file());
    writeFileSync(file(), readFileSync(file()).subarray(60));
    expect(await store().load()).toBeUndefined();
    await store().save(CHUNKS);
    expect(readFileSync(file()).length).toBe(length);
    expect(await store().load()).toEqual(CHUNKS);
  });

  it('says in one message why an index could not be saved', async () => {
    writeFileSync(join(folder, 'taken'), '');
    const blocked = indexStore(join(folder, 'taken', 'cache'), '/shop', (message) => messages.push(message));
    await blocked.save(CHUNKS);
    expect(messages).toEqual([expect.stringMatching(/^The index could not be saved in .*: the next start/)]);
    expect(await blocked.load()).toBeUndefined();
  });

  it('leaves nothing half written behind', async () => {
    const failing = (function* () {
      yield { config: '' };
      throw new Error('no space left');
    })();
    await store().save(CHUNKS);
    await store().save(failing);
    expect(messages).toHaveLength(1);
    expect(readdirSync(folder)).toHaveLength(1);
    expect(await store().load()).toEqual(CHUNKS);
  });

  it('keeps what there is where the folder is read-only', async () => {
    await store().save(CHUNKS);
    chmodSync(folder, 0o555);
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444);
    await asOrdinaryUser(() => store().save([{ config: 'new' }]));
    expect(messages).toEqual([expect.stringMatching(/^The index could not be saved in .*: the next start/)]);
    expect(await store().load()).toEqual(CHUNKS);
    chmodSync(folder, 0o700);
  });
});

describe('the user’s folder for what can be made again', () => {
  it('is the one that the environment names, where it names one', () => {
    expect(userCacheFolder({ XDG_CACHE_HOME: '/tmp/cache' })).toBe(join('/tmp/cache', 'flagwright'));
    expect(userCacheFolder({})).toMatch(/flagwright$/);
  });
});
