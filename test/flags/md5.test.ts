import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketOf } from '../../server/src/flags/evaluate';
import { md5 } from '../../server/src/flags/md5';
import { hasPython, python } from '../support/python';

test('the digest is the one of RFC 1321, for every length of message', () => {
  const digest = (bytes: Uint8Array) => createHash('md5').update(bytes).digest();
  for (let length = 0; length < 200; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255);
    expect(md5(bytes)).toEqual(new Uint8Array(digest(bytes)));
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
      expect(md5(bytes)).toEqual(new Uint8Array(digest(bytes)));
    }),
  );
});

test('the bucket is the one that other languages compute', () => {
  expect(bucketOf('new_checkout', 'user_123')).toBe(32);
});

const PYTHON = `
import hashlib, json, sys
pairs = json.load(sys.stdin)
digest = lambda pair: hashlib.md5((pair[0] + ':' + pair[1]).encode('utf-8')).digest()
print(json.dumps([int.from_bytes(digest(pair)[:2], 'big') % 100 for pair in pairs]))
`;

test.skipIf(!hasPython())('buckets of many flags and users equal those of Python', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 });
  const pairs = fc.sample(fc.tuple(text, text), 2000);
  expect(pairs.map(([flag, user]) => bucketOf(flag, user))).toEqual(python(['-c', PYTHON], pairs));
});
