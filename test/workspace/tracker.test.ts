import { describe, expect, it } from 'vitest';
import { finish } from '../../server/src/workspace/per-file';
import { createTracker, type Sources } from '../../server/src/workspace/tracker';

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

describe('a result that is made step by step', () => {
  const open = () => {
    const tracker = createTracker();
    return { sources: tracker.sources(), results: tracker.results<string>() };
  };
  const steps = function* (sources: Sources, made: string[], value: string): Generator<undefined, string> {
    sources.use('first');
    yield;
    sources.use('second');
    made.push(value);
    return value;
  };

  it('depends on what was looked up in each of its steps, and in no other', () => {
    const { sources, results } = open();
    const made: string[] = [];
    const asked = results.steps('a', () => steps(sources, made, 'one'));
    expect(asked.next().done).toBe(false);
    sources.use('other');
    expect(finish(asked)).toBe('one');
    sources.change('other');
    expect(results.get('a', () => 'another')).toBe('one');
    sources.change('second');
    expect(results.get('a', () => 'another')).toBe('another');
  });

  it('is made anew, at once, where something has changed between two steps', () => {
    const { sources, results } = open();
    let value = 1;
    const asked = results.steps('a', function* () {
      sources.use('first');
      const seen = value;
      yield;
      return `saw ${seen}`;
    });
    asked.next();
    value = 2;
    sources.change('first');
    expect(asked.next()).toEqual({ done: true, value: 'saw 2' });
    sources.change('first');
    expect(results.get('a', () => 'another')).toBe('another');
  });

  it('is the one that somebody else has asked for meanwhile', () => {
    const { sources, results } = open();
    const asked = results.steps('a', () => steps(sources, [], 'one'));
    asked.next();
    expect(results.get('a', () => 'two')).toBe('two');
    expect(finish(asked)).toBe('two');
  });
});
