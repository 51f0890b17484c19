const ENDINGS = new Set(['test', 'tests', 'spec', 'specs', 'e2e', 'cy', 'stories', 'story', 'bench']);
const FOLDERS = new Set(['__tests__', '__mocks__', 'test', 'tests', 'e2e', 'cypress', 'playwright']);

/** Whether a source is a test, a story or a helper of tests, by its name and its folders. */
export function isTestFile(file: string): boolean {
  const parts = file.split('/');
  const [, ...endings] = parts.pop()!.split('.');
  return endings.some((ending) => ENDINGS.has(ending)) || parts.some((folder) => FOLDERS.has(folder));
}
