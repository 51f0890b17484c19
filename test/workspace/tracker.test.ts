import { describe, expect, it } from 'vitest';
import { createTracker } from '../../server/src/workspace/tracker';

/** A sum of a sum of numbers, which counts how often each is worked out. */
function sums() {
  const tracker = createTracker();
  const numbers = new Map([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);
  const source = tracker.sources();
  const results = tracker.results<number>();
  const made: string[] = [];
  const number = (name: string): number => {
    source.use(name);
    return numbers.get(name)!;
  };
  const inner = (): number =>
    results.get('a + b', () => {
      made.push('a + b');
      return number('a') + number('b');
    });
  const outer = (): number =>
    results.get('a + b + c', () => {
      made.push('a + b + c');
      return inner() + number('c');
    });
  const set = (name: string, value: number): void => {
    numbers.set(name, value);
    source.change(name);
  };
  return { tracker, source, inner, outer, set, made };
}

describe('a result', () => {
  it('is worked out once', () => {
    const { inner, outer, made } = sums();
    expect([outer(), outer(), inner()]).toEqual([6, 6, 3]);
    expect(made).toEqual(['a + b + c', 'a + b']);
  });

  it('is worked out again when something that it was made of, directly or not, has changed', () => {
    const { outer, set, made } = sums();
    outer();
    set('a', 5);
    expect(outer()).toBe(10);
    expect(made).toEqual(['a + b + c', 'a + b', 'a + b + c', 'a + b']);
  });

  it('leaves alone what was made of something else', () => {
    const { outer, set, made } = sums();
    outer();
    set('c', 4);
    expect(outer()).toBe(7);
    expect(made).toEqual(['a + b + c', 'a + b', 'a + b + c']);
  });

  it('says which results were forgotten since it was asked last', () => {
    const { tracker, source } = sums();
    const results = tracker.results<number>();
    const make = (name: string): number =>
      results.get(name, () => {
        source.use(name);
        return 1;
      });
    expect([...results.forgotten()]).toEqual([]);
    for (const name of ['a', 'b', 'c']) make(name);
    for (const name of ['b', 'c']) source.change(name);
    expect([...results.forgotten()]).toEqual(['b', 'c']);
    expect([...results.forgotten()]).toEqual([]);
  });

  it('depends on what it used last, not on what it used once', () => {
    const { tracker, source } = sums();
    const choice = tracker.results<string>();
    let isFirst = true;
    const choose = (): string =>
      choice.get('', () => {
        source.use('which');
        source.use(isFirst ? 'a' : 'b');
        return isFirst ? 'a' : 'b';
      });
    choose();
    expect([source.isUsed('a'), source.isUsed('b')]).toEqual([true, false]);
    isFirst = false;
    source.change('which');
    choose();
    expect([source.isUsed('a'), source.isUsed('b')]).toEqual([false, true]);
  });

  it('depends on what a remembered value was made of', () => {
    const { tracker, source } = sums();
    const results = tracker.results<number>();
    const remembered = tracker.watch(() => {
      source.use('a');
      return 1;
    });
    results.get('', () => {
      tracker.use(remembered);
      return remembered.value;
    });
    expect(source.isUsed('a')).toBe(true);
  });

  it('does not depend on work that is done apart', () => {
    const { tracker, source } = sums();
    tracker.results<void>().get('', () => tracker.apart(() => source.use('a')));
    expect(source.isUsed('a')).toBe(false);
  });

  it('is not kept where making it has failed', () => {
    const results = createTracker().results<number>();
    expect(() =>
      results.get('', () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(results.get('', () => 2)).toBe(2);
  });
});
