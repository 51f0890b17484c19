import { describe, expect, test } from 'vitest';
import { planRemoval, type RemovalHost, type RemovalScope } from '../../server/src/removal/plan-removal';
import { applyEdits } from '../../server/src/text/edits';
import type { Read } from '../../server/src/usages/read';
import { parseFixture } from '../support/fixture';
import { findSites } from '../support/removal-sites';

interface World {
  readonly scope?: RemovalScope;
  readonly likely?: readonly string[];
  /** Functions whose calls the index takes for reads. */
  readonly wrappers?: readonly string[];
  readonly host?: Partial<RemovalHost>;
}

/** Plans over the files of a fixture, and gives the plan and the texts after it. */
function plan(
  source: string,
  { scope = { kind: 'everywhere' }, likely = [], wrappers = [], host = {} }: World = {},
) {
  const { files } = parseFixture(source);
  const reads = [...files].flatMap(([file, text]) => [
    ...findSites(file, text).map((site) => asRead(file, site, likely.includes(file))),
    ...wrappers.flatMap((name) => callsOf(file, text, name)),
  ]);
  const result = planRemoval(
    { flag: 'x', keep: true, scope },
    {
      reads,
      dynamicReads: [],
      writes: [],
      mentions: [],
      text: (file) => files.get(file),
      entry: () => ({ file: 'flags.yaml', edits: [{ span: { start: 0, end: 2 }, newText: '' }] }),
      ...host,
    },
  );
  const after = Object.fromEntries(
    result.files.map(({ file, edits }) => [file, files.has(file) ? applyEdits(files.get(file)!, edits) : '']),
  );
  return { result, after };
}

function asRead(file: string, site: Pick<Read, 'span' | 'site' | 'result'>, isLikely = false): Read {
  return {
    ...site,
    file,
    key: 'x',
    certainty: isLikely ? 'likely' : 'certain',
    shape: 'call',
    isConfigured: false,
    guards: [],
    testedUnder: [],
  };
}

function callsOf(file: string, text: string, name: string): Read[] {
  const reads: Read[] = [];
  for (let at = text.indexOf(`${name}()`); at >= 0; at = text.indexOf(`${name}()`, at + 1)) {
    if (text.slice(0, at).endsWith('function ')) continue;
    const span = { start: at, end: at + name.length };
    const site = { start: at, end: at + name.length + 2 };
    reads.push(asRead(file, { span, site, result: { promise: false, inverted: false, path: [] } }));
  }
  return reads;
}

const TWO_FILES = `
  //- src/a.ts
  if (isEnabled('x')) a();
  //- src/b.ts
  const on = isEnabled('x');
  if (on) b();
`;

describe('the scope of a removal', () => {
  test('everywhere: all files, and the entry', () => {
    const { result, after } = plan(TWO_FILES);
    expect(after).toEqual({ 'src/a.ts': 'a();', 'src/b.ts': 'b();\n', 'flags.yaml': '' });
    expect(result.removesEntry).toBe(true);
  });

  test('one file keeps the entry', () => {
    const { result, after } = plan(TWO_FILES, { scope: { kind: 'file', file: 'src/a.ts' } });
    expect(after).toEqual({ 'src/a.ts': 'a();' });
    expect(result.removesEntry).toBe(false);
  });

  test('one read', () => {
    const { after } = plan(
      `
      //- src/a.ts
      if (isEnabled('x')) a();
      if (isEnabled('x')) b();
    `,
      { scope: { kind: 'here', file: 'src/a.ts', span: { start: 15, end: 16 } } },
    );
    expect(after).toEqual({ 'src/a.ts': "a();\nif (isEnabled('x')) b();\n" });
  });
});

describe('what keeps the entry', () => {
  test('a likely read, which is never edited', () => {
    const { result, after } = plan(TWO_FILES, { likely: ['src/b.ts'] });
    expect(Object.keys(after)).toEqual(['src/a.ts']);
    expect(result.removesEntry).toBe(false);
    expect(result.review.map(({ file }) => file)).toEqual(['src/b.ts']);
  });

  test('a dynamic read and a mention', () => {
    const span = { start: 0, end: 1 };
    const site = { span, site: span, result: { promise: false, inverted: false, path: [] } };
    const { result } = plan(TWO_FILES, {
      host: { dynamicReads: [asRead('src/c.ts', site)], mentions: [{ file: 'app.py', span }] },
    });
    expect(result.removesEntry).toBe(false);
    expect(result.review.map(({ file }) => file)).toEqual(['src/c.ts', 'app.py']);
  });

  test('a read that could not be folded', () => {
    const { result } = plan(`
      //- src/a.ts
      if (isEnabled('x')) a();
      //- src/b.ts
      let on = isEnabled('x');
      on = false;
    `);
    expect(result.removesEntry).toBe(false);
    expect(result.files.map(({ file }) => file)).toEqual(['src/a.ts']);
  });

  test('an entry that cannot leave says why', () => {
    const refusal = { file: 'flags.yaml', span: { start: 0, end: 1 }, refusal: 'An alias refers to it.' };
    const { result } = plan(TWO_FILES, { host: { entry: () => refusal } });
    expect(result.removesEntry).toBe(false);
    expect(result.review.map(({ reason }) => reason)).toEqual(['An alias refers to it.']);
  });
});

test('a write anywhere refuses everything', () => {
  const { result } = plan(TWO_FILES, {
    host: { writes: [{ file: 'src/c.ts', span: { start: 0, end: 1 } }] },
  });
  expect(result.files).toEqual([]);
  expect(result.review).toHaveLength(3);
  const local = plan(`
    //- src/a.ts
    if (isEnabled('x')) a();
    //- src/b.ts
    KILL_SWITCHES.x = false;
  `);
  expect(local.result.files).toEqual([]);
});

describe('wrappers across files', () => {
  test('one that nobody imports may be public, and stays', () => {
    const { after } = plan(`
      //- src/flags.ts
      export const isNew = () => isEnabled('x');
    `);
    expect(after).toMatchObject({ 'src/flags.ts': 'export const isNew = () => true;\n' });
  });

  test('one with effects keeps them, and its calls', () => {
    const { result, after } = plan(
      `
      //- src/flags.ts
      export function isNew() {
        track();
        return isEnabled('x');
      }
      //- src/page.ts
      import { isNew } from './flags';
      if (isNew()) a();
    `,
      { wrappers: ['isNew'] },
    );
    expect(after['src/flags.ts']).toContain('track();\n  return true;');
    expect(after['src/page.ts']).toBeUndefined();
    expect(result.review).toEqual([]);
    expect(result.removesEntry).toBe(true);
  });
});
