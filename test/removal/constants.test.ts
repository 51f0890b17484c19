import { describe, expect, it, test } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const remove = (source: string): Promise<string> =>
  removeWhole(
    `
    //- flags.yaml
    flags:
      color: { enabled: true }${source}`,
    { flag: 'color', keep: 'blue' },
  );

const COLORS = `
    //- src/colors.ts
    export function isBlue(): boolean {
      return client.getVariant('color') === 'blue';
    }
    export const port = 80;`;

describe('a function that answers what follows from the flag', () => {
  it('goes, with its calls, through modules that hand it on', async () => {
    expect(
      await remove(`${COLORS}
    //- src/index.ts
    export * from './colors';
    //- src/page.ts
    import { isBlue as isNew, port } from './index';
    if (isNew()) a();
    else b();
    listen(port);
    //- src/other.ts
    import { isBlue } from './colors';
    export const size = isBlue() ? 1 : 2;`),
    ).toBe(`//- src/colors.ts
export const port = 80;
//- src/other.ts
export const size = 1;
//- src/page.ts
import { port } from './index';
a();
listen(port);`);
  });

  it('goes in its own file', async () => {
    expect(
      await remove(`
    //- src/page.ts
    const isBlue = (strict = true) => client.getVariant('color') !== 'red';
    if (isBlue(false)) a();
    else b();`),
    ).toBe('//- src/page.ts\na();');
  });

  it('stays, as do its calls, where a test may put something in its place', async () => {
    const text = await remove(`${COLORS}
    //- src/page.ts
    import { isBlue } from './colors';
    export const size = isBlue() ? 1 : 2;
    //- src/page.test.ts
    vi.mock('./colors');
    vi.mocked(isBlue).mockReturnValue(false);`);
    expect(text).toBe(`//- src/colors.ts
export function isBlue(): boolean {
  return true;
}
export const port = 80;`);
  });

  test.each([
    ['is given what has an effect', 'use(isBlue(next()));'],
    ['is handed on', 'use(isBlue);'],
    ['is waited for', 'use(await isBlue());'],
  ])('stays where it %s', async (_, use) => {
    const text = await remove(`${COLORS}
    //- src/page.ts
    import { isBlue } from './colors';
    ${use}`);
    expect(text).toContain('return true;');
    expect(text).not.toContain('//- src/page.ts');
  });

  test.each([
    ['asks for more', "{ return log(), client.getVariant('color') === 'blue'; }"],
    ['takes its parameter apart', "{ return client.getVariant('color') === 'blue'; }", '{ a }'],
    ['makes its default', "{ return client.getVariant('color') === 'blue'; }", 'a = next()'],
  ])('stays where it %s', async (_, body, parameter = '') => {
    const text = await remove(`
    //- src/page.ts
    function isBlue(${parameter}) ${body}
    use(isBlue(1));`);
    expect(text).toContain('use(isBlue(1));');
  });
});

test('a constant of another file that follows from the flag goes where its name stands', async () => {
  expect(
    await remove(`
    //- src/colors.ts
    export const IS_BLUE = client.getVariant('color') === 'blue';
    export const port = 80;
    //- src/page.ts
    import { IS_BLUE, port } from './colors';
    export const size = IS_BLUE ? port : 2;
    send({ IS_BLUE });`),
  ).toBe(`//- src/colors.ts
export const port = 80;
//- src/page.ts
import { port } from './colors';
export const size = port;
send({ IS_BLUE: true });`);
});

describe('all that a module exports', () => {
  const remove = (asking: string, more = ''): Promise<string> =>
    removeWhole(
      `//- src/flags.ts
export const isNew = process.env.NEW_UI === '1';
export const isNewer = () => process.env.NEW_UI === '1';
export const port = 3;
//- src/page.ts
import * as features from './flags';
${asking}
${more}`,
      { flag: 'NEW_UI' },
    );
  const PAGE =
    'export const page = () => (features.isNew && features.isNewer() ? fresh(features.port) : old());';

  it('is asked for a constant, or a function, by its name', async () => {
    expect(await remove(PAGE)).toContain(`//- src/page.ts
import * as features from './flags';
export const page = () => fresh(features.port);`);
  });

  it('is asked on for what code takes out of it', async () => {
    const other = "//- src/other.ts\nimport * as all from './flags';\ndelete all.isNew;";
    expect(await remove(PAGE, other)).toContain('(features.isNew ? fresh(features.port) : old())');
  });

  it.each([
    ["//- src/other.ts\nimport * as all from './flags';\n(all as any).isNew = read();"],
    ["//- src/other.ts\nimport * as all from './flags';\nObject.assign(all, read());"],
    ["//- src/page.test.ts\nimport * as all from './flags';\njest.spyOn(all, 'isNewer'); all.isNew;"],
  ])('is asked on where something may be put into it: %s', async (more) => {
    expect(await remove(PAGE, more)).not.toContain('//- src/page.ts');
  });
});
