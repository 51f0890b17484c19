import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { userCacheFolder } from '../../server/src/node/cache-folder';
import { indexStore } from '../../server/src/node/index-store';
import { textOf } from '../../server/src/workspace/kept-texts';
import type { Chunk, IndexStore } from '../../server/src/workspace/saved-index';
import { asOrdinaryUser } from './folder';

const HEAD: Chunk = { data: { config: '' } };
const CHUNKS: readonly Chunk[] = [
  HEAD,
  { data: { sources: [['a.ts', new Map([['x', Int32Array.of(1, 2)]])]] }, texts: ['one', '', 'zwölf\0'] },
  { data: 'last', texts: ['four'] },
];

/** Chunks with their texts here. */
const read = async (from: IndexStore = store()): Promise<readonly Chunk[] | undefined> =>
  (await from.load())?.map(({ data, texts = [] }) => ({
    data,
    ...(texts.length > 0 && { texts: texts.map(textOf) }),
  }));

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
    await store('/other').save([{ data: 'other' }]);
    expect(await read(store('/shop'))).toEqual(CHUNKS);
    expect(await read(store('/other'))).toEqual([{ data: 'other' }]);
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

  it.skipIf(process.platform === 'win32')(
    'says where the texts are, and gives them also when the file is another, or gone',
    async () => {
      const places = await store().save(CHUNKS);
      const loaded = (await store().load())!;
      await store().save([{ data: 'another' }]);
      rmSync(file());
      expect(places.map((texts) => texts.map(textOf))).toEqual([[], ['one', '', 'zwölf\0'], ['four']]);
      expect(loaded[1]!.texts!.map(textOf)).toEqual(['one', '', 'zwölf\0']);
    },
  );

  it.skipIf(process.platform === 'win32')('says so when its texts cannot be read any more', async () => {
    await store().save(CHUNKS);
    const cut = store();
    const loaded = (await cut.load())!;
    expect(cut.isLost()).toBe(false);
    truncateSync(file(), 100);
    expect(() => loaded[2]!.texts!.map(textOf)).toThrow(/cut off/);
    expect(cut.isLost()).toBe(true);
    expect(await cut.load()).toBeUndefined();
    expect(cut.isLost()).toBe(false);
  });

  it('takes an index of another version for none, and writes its own in its place', async () => {
    await store().save(CHUNKS);
    const { length } = readFileSync(file());
    writeFileSync(file(), readFileSync(file()).subarray(60));
    expect(await store().load()).toBeUndefined();
    await store().save(CHUNKS);
    expect(readFileSync(file()).length).toBe(length);
    expect(await read()).toEqual(CHUNKS);
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
      yield HEAD;
      throw new Error('no space left');
    })();
    await store().save(CHUNKS);
    await store().save(failing);
    expect(messages).toHaveLength(1);
    expect(readdirSync(folder)).toHaveLength(1);
    expect(await read()).toEqual(CHUNKS);
  });

  it('keeps what there is where the folder is read-only', async () => {
    await store().save(CHUNKS);
    chmodSync(folder, 0o555);
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444);
    await asOrdinaryUser(() => store().save([{ data: 'new' }]));
    expect(messages).toEqual([expect.stringMatching(/^The index could not be saved in .*: the next start/)]);
    expect(await read()).toEqual(CHUNKS);
    chmodSync(folder, 0o700);
  });
});

describe('the user’s folder for what can be made again', () => {
  it('is the one that the environment names, where it names one', () => {
    expect(userCacheFolder({ XDG_CACHE_HOME: '/tmp/cache' })).toBe(join('/tmp/cache', 'flagwright'));
    expect(userCacheFolder({})).toMatch(/flagwright$/);
  });
});
