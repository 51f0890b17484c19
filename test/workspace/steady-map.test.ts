import fc from 'fast-check';
import { expect, it } from 'vitest';
import { othersThan, steadyOrder, steadyPart, TouchedMap } from '../../server/src/workspace/steady-map';

const key = fc.nat({ max: 300 }).map(String);
const change = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(key, fc.nat({ max: 3 })) },
  { weight: 1, arbitrary: fc.tuple(key, fc.constant(undefined)) },
);

/** What a map's entries are, however they are asked for. */
function entriesOf<V>(map: ReadonlyMap<string, V>): (readonly [string, V | undefined])[] {
  const listed: [string, V][] = [];
  map.forEach((value, own) => {
    listed.push([own, value]);
  });
  expect([...map]).toEqual(listed);
  expect([...map.keys()]).toEqual(listed.map(([own]) => own));
  expect([...map.values()]).toEqual(listed.map(([, value]) => value));
  expect(map.size).toBe(listed.length);
  return listed.map(([own]) => [own, map.has(own) ? map.get(own) : undefined] as const);
}

it('a map in steady order holds what the map holds, and tells from the last one by what has changed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(key, fc.nat()), { maxLength: 200 }),
      fc.array(fc.array(change, { maxLength: 120 }), { maxLength: 8 }),
      (first, rounds) => {
        const map = new TouchedMap<number>(first);
        const inOrder = steadyOrder(map);
        let before = inOrder();
        for (const round of rounds) {
          for (const [own, value] of round) {
            if (value === undefined) map.delete(own);
            else map.set(own, value);
          }
          const after = inOrder();
          const sorted = [...map].sort(([a], [b]) => (a < b ? -1 : 1));
          expect(entriesOf(after)).toEqual(sorted);
          const others = new Set([...before.keys(), ...after.keys()]);
          expect(othersThan(before, after).sort()).toEqual(
            [...others].filter((own) => before.get(own) !== after.get(own)).sort(),
          );
          expect(inOrder()).toBe(after);
          before = after;
        }
      },
    ),
    { numRuns: 300, seed: 5 },
  );
});

it('a map that was cleared is empty', () => {
  const map = new TouchedMap([['a', 1]]);
  const inOrder = steadyOrder(map);
  inOrder();
  map.clear();
  expect([...inOrder()]).toEqual([]);
});

it('a part of what the values say is the same until one says something else, and stays what it was', () => {
  const map = new TouchedMap([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);
  const odd = steadyPart(steadyOrder(map), (value) => (value % 2 === 1 ? 'odd' : undefined));
  const first = odd();
  expect([...first]).toEqual([
    ['a', 'odd'],
    ['c', 'odd'],
  ]);
  map.set('c', 5);
  map.set('b', 4);
  expect(odd()).toBe(first);
  map.set('b', 7);
  map.delete('a');
  expect([...odd().keys()].sort()).toEqual(['b', 'c']);
  expect([...first.keys()]).toEqual(['a', 'c']);
});
