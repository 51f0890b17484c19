import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const remove = (source: string, keep = true): Promise<string> =>
  removeWhole(source, { flag: 'new-ui', keep });

const FLAGS = `//- flags.ts
import { adapter } from '@flags-sdk/vercel';
import { flag } from 'flags/next';

/** The new pages. */
export const newUi = flag<boolean>({
  key: 'new-ui',
  adapter: adapter(),
  defaultValue: false,
});

export const dark = flag<boolean>({ key: 'dark', decide: () => true });
`;

const LEFT = `//- flags.ts
import { flag } from 'flags/next';

export const dark = flag<boolean>({ key: 'dark', decide: () => true });`;

/** The plan of a flag that a constant declares, asked for in these files. */
const asked = (files: string): string => `${FLAGS}${files}`;

const PAGE = `//- page.tsx
import { dark, newUi } from './flags';
export default async function Page() {
  if (await newUi()) return <New dark={await dark()} />;
  return <Old />;
}
`;

describe('a flag that code declares as a function of its own', () => {
  it.each([
    [true, 'New dark={await dark()}', 'dark'],
    [false, 'Old', undefined],
  ])('goes with its declaration once nothing asks for it: %s', async (keep, shown, imported) => {
    const page = `//- page.tsx\n${imported ? `import { ${imported} } from './flags';\n` : ''}export default async function Page() {\n  return <${shown} />;\n}`;
    const result = await remove(asked(PAGE), keep);
    expect(result).toContain(`${LEFT}\n${page}`);
    expect(result).not.toContain('!');
  });

  it('is told through files that hand it on, under other names, and of all that its module exports', async () => {
    const result = await remove(
      asked(`//- index.ts
export { newUi as isNew, dark } from './flags';
//- page.tsx
import { dark } from './index';
import * as all from './flags';
export const Page = async () => ((await all.newUi()) ? <New /> : <Old dark={await dark()} />);
//- other.tsx
import { isNew } from './index';
export const Other = async () => ((await isNew()) ? <New /> : <Old />);
`),
    );
    expect(result).toContain(`${LEFT}
//- index.ts
export { dark } from './flags';
//- other.tsx
export const Other = async () => <New />;
//- page.tsx
export const Page = async () => <New />;`);
  });

  it('is listed for others, who then hear of it no more', async () => {
    const route = `//- route.ts
import { getProviderData } from 'flags/next';
import * as flags from './flags';
export const GET = () => Response.json(getProviderData(flags));
`;
    expect(await remove(asked(PAGE + route))).toContain(LEFT);
    expect(await remove(asked(PAGE + route.replace("'flags/next'", "'./data'")))).toContain(
      'flags.ts! It declares the flag, and it is used otherwise in route.ts.',
    );
  });

  it.each([
    ["import { newUi } from './flags';\nexport const all = [newUi] as const;\n", 'a list'],
    ["import { newUi } from './flags';\nexport const key = newUi.key;\n", 'what it tells of itself'],
    ["import * as flags from './flags';\nexport const all = Object.values(flags);\n", 'all of its module'],
    ["const flags = require('./flags');\nmodule.exports = flags;\n", 'a module that is required'],
  ])('stays where something else is done with it, and is told: %s', async (more, _) => {
    const result = await remove(asked(`${PAGE}//- more.ts\n${more}`));
    expect(result).toContain('flags.ts! It declares the flag, and it is used otherwise in more.ts.');
    expect(result).not.toContain('//- flags.ts');
  });

  it('stays where nobody asks here: it is for others', async () => {
    expect(await remove(FLAGS)).toBe('flags.ts! It declares the flag, and it is used otherwise in flags.ts.');
  });

  it('stays while one of its reads does', async () => {
    const result = await remove(
      asked(`${PAGE}//- more.ts\nimport { newUi } from './flags';\nexport const on = [newUi()];\n`),
    );
    expect(result).toContain('more.ts! ');
    expect(result).not.toContain('//- flags.ts');
  });

  it('goes with the mocks of tests, and stays where a test still names it', async () => {
    const test = (body: string): string => `//- page.test.tsx
import { newUi } from './flags';
import Page from './page';
vi.mock('./flags', () => ({ newUi: vi.fn() }));
it('is new', async () => {
  ${body}
  expect(await Page()).toBeDefined();
});
`;
    expect(await remove(asked(PAGE + test('vi.mocked(newUi).mockResolvedValue(true);')))).toContain(LEFT);
    const stays = await remove(asked(PAGE + test("expect(newUi.key).toBe('new-ui');")));
    expect(stays).toContain('flags.ts! It declares the flag, and page.test.tsx still names it.');
    expect(stays).toContain('//- page.tsx');
    expect(stays).not.toContain('//- flags.ts');
  });

  it('may be made by a function that the configuration names', async () => {
    const source = `//- flagwright.config.json
{ "wrappers": [{ "call": "createFeature", "symbol": true }] }
//- flags.ts
import { createFeature } from './feature';
export const newUi = createFeature('new-ui', { owner: 'web' });
export const dark = createFeature('dark');
//- page.ts
import { newUi } from './flags';
export const page = () => (newUi() ? fresh() : old());
//- other.ts
import { dark } from './flags';
export const other = () => dark();
`;
    expect(await remove(source)).toBe(`//- flags.ts
import { createFeature } from './feature';
export const dark = createFeature('dark');
//- page.ts
export const page = () => fresh();`);
  });
});
