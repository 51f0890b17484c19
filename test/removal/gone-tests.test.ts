import { expect, test } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const GOES = 'This test ran with the answer that is gone, and goes as a whole.';

/** What becomes of tests of a page that is given its flags, and of what is said of them. */
const remove = (body: string): Promise<string> =>
  removeWhole(
    `//- src/page.ts
export const page = (features) => (features.newUi ? 'new' : 'old');
export const title = () => 'Title';
//- src/page.test.ts
import { page, title } from './page';
it('shows a page', () => {
  ${body}
});
it('has a title', () => {
  expect(title()).toBe('Title');
});`,
    { flag: 'newUi' },
  );

test('a test that goes and asserts several things is told of', async () => {
  const result = await remove(
    "expect(page({ newUi: false })).toBe('old');\n  expect(title()).toBe('Title');",
  );
  expect(result).not.toContain('shows a page');
  expect(result).toContain(`src/page.test.ts: ${GOES}`);
});

test.each([
  ['asserts one thing', "expect(page({ newUi: false })).toBe('old');", false],
  ['stays', "expect(page({ newUi: true })).toBe('new');\n  expect(title()).toBe('Title');", true],
])('nothing is told of one that %s', async (_, body, stays) => {
  const result = await remove(body);
  expect(result.includes('shows a page')).toBe(stays);
  expect(result).not.toContain(GOES);
});
