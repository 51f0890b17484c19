import { describe, expect, it, test } from 'vitest';
import { removeFromSource } from '../../server/src/removal/source';
import { applyEdits } from '../../server/src/text/edits';
import { createRandom, type Random } from '../support/random';
import { findSites } from '../support/removal-sites';

function remove(text: string, keep = true): string {
  const { edits, review } = removeFromSource({ file: 'a.tsx', text, sites: findSites('a.tsx', text), keep });
  expect(review).toEqual([]);
  return applyEdits(text, edits);
}

/** What becomes of an expression with the names of classes. */
const joined = (expression: string, keep = true, module = "cx from 'classnames'"): string =>
  remove(`import ${module};\nuse(${expression});\n`, keep).split('\n').at(-2)!.slice(4, -2);

describe('the names of classes that the flag decides about', () => {
  it.each([
    ["cx('a', { b: F(), 'c-d': F() })", "cx('a', { b: true }, 'c-d')"],
    ["cx('a', { 'b-c': F(), d: isWide })", "cx('a', 'b-c', { d: isWide })"],
    ["cx('a', size, { 'b-c': F() })", "cx('a', size, 'b-c')"],
    ["cx('a', size, { 'b-c': !F() })", "cx('a', size)"],
    ["cx(size, !F() && 'b')", 'cx(size)'],
    ["cx(size, { b: isWide, 'c-d': !F(), e: isLow })", 'cx(size, { b: isWide, e: isLow })'],
    ["cx(size, { b: isWide, 'c-d': F(), e: isLow })", "cx(size, { b: isWide, 'c-d': true, e: isLow })"],
  ])('%s', (before, after) => {
    expect(joined(before)).toBe(after);
  });

  it('are what the call gives where nothing else is left', () => {
    expect(joined("cx('a b', { c: !F() })")).toBe("'a b'");
    expect(joined("cx({ 'c d': F() })")).toBe("'c d'");
    expect(joined("cx('a b', F() && 'c')", false)).toBe("'a b'");
    expect(
      remove("import clsx from 'clsx';\nexport const page = <p className={clsx('a', { b: !F() })} />;\n"),
    ).toBe('export const page = <p className="a" />;\n');
  });

  it.each([
    ["cx('a', { 'b-c': F(), 'b-c': isWide })", 'says the name again'],
    ["cx('a', { 'b-c': F(), ...others })", 'may say it again'],
    ["cx('a', { 'b-c': F(), [name]: isWide })", 'may say it again'],
    ["cx('a', { 'b-c': F(), '1': isWide })", 'comes first whatever its place'],
  ])('stay where something else in the object %s', (before) => {
    expect(joined(before)).toBe(before.replace('F()', 'true'));
  });

  it.each(["cx from './cx'", "cx from 'classnames/dedupe'", "{ other as cx } from 'clsx'"])(
    'are those of a function that is known: not of %s',
    (module) => {
      expect(joined("cx('a', { 'b-c': F() })", true, module)).toBe("cx('a', { 'b-c': true })");
    },
  );
});

/** What the packages do with names, texts, lists and objects. */
function cx(...names: unknown[]): string {
  return names
    .flatMap((name): string[] => {
      if (typeof name === 'string' || typeof name === 'number') return name ? [String(name)] : [];
      if (Array.isArray(name)) return [cx(...name)].filter(Boolean);
      if (typeof name !== 'object' || name === null) return [];
      return Object.entries(name).flatMap(([key, isOn]) => (isOn && key ? [key] : []));
    })
    .join(' ');
}

function writeCall(random: Random): string {
  const value = (): string =>
    random.pick(['F()', '!F()', 'a', 'b', 'F() && a', 'a || F()', "'x'", "''", '0']);
  const key = (): string => random.pick(["'p-q'", 'r', "'7'", "'s t'", "''", '[a]', "'u'"]);
  const table = (): string =>
    `{ ${Array.from({ length: random.below(4) }, () => (random.chance(0.1) ? '...{ r: b }' : `${key()}: ${value()}`)).join(', ')} }`;
  const argument = (): string =>
    random.pick([table, table, value, () => "'k l'", () => `[${value()}, 'm']`])();
  return `cx(${Array.from({ length: random.below(4) }, argument).join(', ')})`;
}

test('1000 random calls give the same names after the removal', () => {
  for (let seed = 1; seed <= 1000; seed++) {
    const random = createRandom(seed);
    const call = writeCall(random);
    const keep = random.chance(0.5);
    const after = remove(`import cx from 'classnames';\nuse(${call});\n`, keep).replace(/^import.*\n/, '');
    const run = (code: string, F: () => boolean): string[] =>
      [true, false, '', 'v'].flatMap((a) =>
        [true, false].map((b) => {
          let given: unknown;
          new Function('cx', 'F', 'a', 'b', 'use', code)(cx, F, a, b, (value: unknown) => {
            given = value;
          });
          return String(given);
        }),
      );
    expect(
      run(after, () => !keep),
      `${seed}: ${call} → ${after}`,
    ).toEqual(run(`use(${call});`, () => keep));
  }
});
