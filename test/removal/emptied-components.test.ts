import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const remove = (source: string): Promise<string> =>
  removeWhole(
    `
    //- flags.yaml
    flags:
      x: { enabled: false }${source}`,
    { flag: 'x', keep: false },
  );

const BANNER = `
    //- src/banner.tsx
    import { useFlag } from '@unleash/proxy-client-react';
    export function Banner({ text }: { text: string }) {
      const isOn = useFlag('x');
      if (!isOn) return null;
      return <p>{text}</p>;
    }
    export const size = 3;`;

describe('a component of which nothing but `return null` is left', () => {
  it('goes, with the markup that shows it', async () => {
    expect(
      await remove(`${BANNER}
    //- src/index.ts
    export * from './banner';
    //- src/page.tsx
    import { Banner as Top } from './index';
    import { user } from './user';
    export const Page = () => (
      <main>
        <Top text="new" />
        {!user.isNew && <Top text="you" />}
        {user.isNew && <Top text="them" />}
        <h1>{user.isNew ? <Top text="hi" /> : <b>hello</b>}</h1>
      </main>
    );
    export function Small({ isSmall }) {
      if (isSmall) return <Top text={user.name} />;
      return <i />;
    }
    //- src/size.ts
    import { size } from './index';
    export const double = 2 * size;
    //- src/user.ts
    export const user = { name: 'a', isNew: true };`),
    ).toBe(`//- src/banner.tsx
export const size = 3;
//- src/page.tsx
import { user } from './user';
export const Page = () => (
  <main>
    {user.isNew && null}
    <h1>{user.isNew ? null : <b>hello</b>}</h1>
  </main>
);
export function Small({ isSmall }) {
  if (isSmall) return null;
  return <i />;
}`);
  });

  it('and so does one around it that shows nothing else', async () => {
    expect(
      await remove(`
    //- src/page.tsx
    import { useFlag } from '@unleash/proxy-client-react';
    const Inner = () => (useFlag('x') ? <p>new</p> : null);
    const Outer = ({ label }) => <Inner label={label} />;
    const Other = () => null;
    export const Page = () => <main><Outer label="a" /><Other /></main>;`),
    ).toBe(`//- src/page.tsx
const Other = () => null;
export const Page = () => <main><Other /></main>;`);
  });

  it.each([
    ['it is asked for as a value', 'export const tabs = [{ title: "a", content: <Banner text="a" /> }];'],
    ['it is asked for as a function', 'export const pages = { a: Banner };'],
    ['it is given to another component', 'export const A = () => <Card header={<Banner text="a" />} />;'],
    ['it decides what else is shown', 'export const A = () => <Banner text="a" /> || <i />;'],
    ['what it is given has effects', 'export const A = () => <p><Banner text={next()} /></p>;'],
  ])('stays where %s', async (_, code) => {
    const page = `import { Banner } from './banner';\n    ${code}\n    export const keep = 1;`;
    const after = await remove(`${BANNER}\n    //- src/page.tsx\n    ${page}`);
    expect(after).toContain('return null;');
    const [, of] = after.split('//- src/page.tsx\n');
    expect(of ?? page).toContain('Banner');
    expect(of ?? code).toMatch(/<Banner|a: Banner/);
  });
});
