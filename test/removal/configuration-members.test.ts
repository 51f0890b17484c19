import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const TYPED = '//- src/types.ts\nexport interface Config { port: number; enableNewUi: boolean }';

const remove = (page: string, more = TYPED, keep = true): Promise<string> =>
  removeWhole(`//- src/page.ts\n${page}\n${more}`, { flag: 'enableNewUi', keep });

describe("a member of the program's configuration", () => {
  it.each([
    ['if (config.enableNewUi) a();\nelse b();', 'a();'],
    ['if (store.get().config.enableNewUi) a();', 'a();'],
    [
      'const { enableNewUi, port } = serverConfig;\nif (enableNewUi) a(port);',
      'const { port } = serverConfig;\na(port);',
    ],
    ['const { enableNewUi: isNew } = useServerConfig();\nif (isNew) a();', 'a();'],
    ['const { config: { enableNewUi } } = store.get();\nif (enableNewUi) a();', 'a();'],
  ])('is the flag that bears its name: %s', async (page, left) => {
    expect(await remove(page)).toContain(`//- src/page.ts\n${left}`);
  });

  it('is the flag where it is kept off, too', async () => {
    expect(await remove('if (config.enableNewUi) a();\nelse b();', TYPED, false)).toContain(
      '//- src/page.ts\nb();',
    );
  });

  it('is the flag where tests say that it is true or false', async () => {
    const test =
      "//- src/page.test.ts\nit('is new', () => { set({ config: { ...defaults, enableNewUi: true } }); });";
    expect(await remove('if (config.enableNewUi) a();', test)).toContain('//- src/page.ts\na();');
  });

  it.each([
    ['nothing says that it is boolean', '//- src/other.ts\nb();'],
    ['it is of another type', '//- src/types.ts\nexport interface Config { enableNewUi: string }'],
    ['it is a text somewhere', "//- src/page.test.ts\nset({ enableNewUi: 'blue' });"],
    ['a program sets it', `${TYPED}\n//- src/form.ts\nsave({ enableNewUi: checked });`],
    ['a program writes it', `${TYPED}\n//- src/form.ts\nconfig.enableNewUi = checked;`],
    ['a program takes it away', `${TYPED}\n//- src/form.ts\ndelete config.enableNewUi;`],
    ['something else has such a member', `${TYPED}\n//- src/form.ts\nif (user.enableNewUi) b();`],
    ['a user chooses it', `${TYPED}\n//- src/form.ts\nif (settings.enableNewUi) b();`],
    [
      'it is given to something',
      `${TYPED}\n//- src/form.ts\nexport const form = ({ enableNewUi }) => enableNewUi && b();`,
    ],
    ['it is asked for by its text', `${TYPED}\n//- src/form.ts\nask('enableNewUi');`],
    [
      'it has a default',
      `${TYPED}\n//- src/form.ts\nconst { enableNewUi = true } = config;\nb(enableNewUi);`,
    ],
  ])('may be something else where %s', async (_, more) => {
    expect(await remove('if (config.enableNewUi) a();', more)).not.toContain('//- src/page.ts');
  });

  it('may be something else where its name is one word', async () => {
    const source =
      '//- src/page.ts\nif (config.fresh) a();\n//- src/types.ts\nexport interface Config { fresh: boolean }';
    expect(await removeWhole(source, { flag: 'fresh' })).not.toContain('//- src/page.ts');
  });

  it('is no flag where what is called to get it does something', async () => {
    const page = 'if ((await startServer()).config.enableNewUi) a();';
    expect(await remove(page)).toBe(
      'src/page.ts! What is called or given here may have effects, and they cannot be kept.',
    );
  });
});
