import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pack, packedParts, unpacker } from '../../server/src/text/packing';

/** Plain data of every kind that can be packed, with keys and texts as nobody would choose them. */
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(undefined, null, true, false, '', [], -0, Number.NaN, Number.POSITIVE_INFINITY),
    fc.integer(),
    fc.double(),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('a', '\0', '\xff', 'ÿ', 'λ', '\ud83d', '\u2028') }),
    fc.int32Array(),
    fc.array(tie('value')),
    fc
      .array(
        fc.tuple(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '', '\0')), tie('value')),
      )
      .map(Object.fromEntries),
    fc.array(fc.tuple(fc.string(), tie('value'))).map((entries) => new Map(entries)),
  ),
})).value;

it('gives back each part as it was packed', () => {
  fc.assert(
    fc.property(fc.array(value), (parts) => {
      const packed = pack(parts);
      const unpacked = parts.map((_, part) => unpacker(packed)(part));
      expect(isDeepStrictEqual(unpacked, parts), JSON.stringify([unpacked, parts])).toBe(true);
      expect(packedParts(packed)).toEqual(parts.flatMap((part, i) => (part === undefined ? [] : [i])));
    }),
  );
});

it('keeps what is long', () => {
  const long = [
    ['x'.repeat(100_000), 'λ'.repeat(100_000)],
    Array.from({ length: 100_000 }, (_, i) => `${i % 1000}`),
  ];
  const packed = pack(long);
  expect([0, 1].map(unpacker(packed))).toEqual(long);
});

it('says each text and each list of keys once', () => {
  const span = (start: number) => ({ file: 'src/components/checkout.tsx', start });
  expect(pack([Array.from({ length: 100 }, (_, i) => span(i))]).length).toBeLessThan(600);
});

it('packs nothing else', () => {
  expect(() => pack([new Date(0)])).toThrow('no way to pack');
});
