import { isSplitTest, wordsOf } from './names';

const ENDINGS = new Set(['test', 'tests', 'spec', 'specs', 'e2e', 'cy', 'stories', 'story', 'bench']);
const FOLDERS = new Set([
  '__tests__',
  '__mocks__',
  '__fixtures__',
  '__stories__',
  '.storybook',
  'test',
  'tests',
  'e2e',
  'cypress',
  'playwright',
]);

/** Whether a source is a test, a story or a helper of tests, by its name and its folders. */
export function isTestFile(file: string): boolean {
  const folders = file.split('/');
  const [stem = '', ...endings] = folders.pop()!.split('.');
  return (
    endings.some((ending) => ENDINGS.has(ending) || isKindOfTest(ending)) ||
    folders.some((folder) => FOLDERS.has(folder) || isForTests(wordsOf(folder))) ||
    isForTests([...wordsOf(stem), ...endings])
  );
}

/** `utils.clienttest.ts`: an ending that says what kind of test it is in the same word; `latest` is none. */
function isKindOfTest(ending: string): boolean {
  const kind = /^(.+?)(?:tests?|specs?)$/.exec(ending)?.[1];
  return kind !== undefined && KINDS.has(kind);
}

const KINDS = new Set([
  ...['unit', 'integration', 'int', 'e2e', 'functional', 'acceptance', 'system', 'smoke', 'component'],
  ...['client', 'server', 'browser', 'node', 'api', 'ui', 'db', 'perf', 'load', 'type', 'types'],
]);

const RUNNERS = new Set(['jest', 'vitest', 'mocha', 'jasmine', 'cypress', 'playwright', 'storybook']);
const TESTS = new Set(['test', 'tests', 'spec', 'e2e', ...RUNNERS]);
const SUPPORT = new Set([
  ...['helper', 'helpers', 'util', 'utils', 'utilities', 'support'],
  ...['setup', 'fixtures', 'mocks', 'stubs', 'factories'],
]);

/** `testHelpers`, `test-utils`, `setupTests`, `jest.setup`, `spec_helper`: one word says what runs, the one beside it what for. */
function isForTests(words: readonly string[]): boolean {
  return words.some((word, index) => {
    const next = words[index + 1];
    // `abTestUtils` are a product's own.
    if (next === undefined || isSplitTest(words, index)) return false;
    return (TESTS.has(word) && SUPPORT.has(next)) || (SUPPORT.has(word) && TESTS.has(next));
  });
}
