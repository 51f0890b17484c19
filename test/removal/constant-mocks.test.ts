import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const SOURCES = `
//- flags.yaml
flags:
  new_ui: { enabled: true }
  other: { enabled: true }
//- src/use-flag.ts
import { client } from './client';
export const useFlag = (key: string): boolean => client.isEnabled(key);
//- src/page.tsx
import { useFlag } from './use-flag';
export const Page = () => (useFlag('new_ui') ? <b>new</b> : <i>old</i>);
//- src/rest.tsx
import { useFlag } from './use-flag';
export const Rest = () => (useFlag('other') ? <b>rest</b> : null);
//- src/frame.tsx
import { Page } from './page';
export const Frame = () => <p><Page /></p>;
`;

/** What becomes of a test of the page. */
async function tests(text: string, keep = true, sources = SOURCES): Promise<string> {
  const result = await removeWhole(`${sources}//- src/page.test.tsx\n${text}`, {
    flag: 'new_ui',
    keep,
    hidden: ['src/page.tsx', 'src/rest.tsx', 'src/use-flag.ts'],
  });
  return result.replace('//- src/page.test.tsx\n', '');
}

const PAGE = "import { Page } from './page';\n";
const NEW = "it('is new', () => {\n  expect(show(<Page />)).toBe('new');\n});";
const OLD = "it('is old', () => {\n  expect(show(<Page />)).toBe('old');\n});";
const OTHER =
  'src/page.test.tsx: The tests of this file ran with the other value of the flag. Those of what is gone fail now, and can go.';
const setting = (test: string, told: string): string => test.replace('{\n', `{\n  ${told}\n`);

describe('a mock that answers for all flags, of a reader that a test reaches for this flag alone', () => {
  it.each([
    ['() => mocked()', 'const mocked = vi.fn();', 'mocked'],
    ['(key: string) => mocked(key)', 'const mocked = jest.fn().mockReturnValue(true);', 'mocked'],
    ['(...keys) => mocked(...keys)', 'const mocked = jest.fn(() => true);', 'mocked'],
  ])(
    'goes with what tells it the kept answer, and the tests that tell it the other one: %s',
    async (made, held, name) => {
      const source = `${PAGE}${held}
vi.mock('./use-flag', () => ({ useFlag: ${made} }));
afterEach(() => {
  ${name}.mockReset();
});
${setting(NEW, `${name}.mockReturnValue(true);`)}
${setting(OLD, `${name}.mockReturnValueOnce(false);`)}
`;
      const rest = PAGE;
      expect(await tests(source)).toBe(`${rest}${NEW}`);
      expect(await tests(source, false)).toBe(`${rest}${OLD}`);
    },
  );

  it.each([
    ["vi.mock('./use-flag', () => ({ useFlag: vi.fn() }));", '(useFlag as Mock).mockReturnValue(true);'],
    [
      "jest.mock('./use-flag', () => ({ ...jest.requireActual('./use-flag'), useFlag: jest.fn() }));",
      'vi.mocked(useFlag).mockReturnValue(true);',
    ],
    [
      "vi.mock('./use-flag', () => ({ __esModule: true, useFlag: vi.fn() }));",
      'useFlag.mockImplementation(() => true);',
    ],
  ])('and is told by the reader’s own name: %s', async (mock, told) => {
    const source = `import { useFlag } from './use-flag';\n${PAGE}${mock}\n${setting(NEW, told)}\n`;
    expect(await tests(source)).toBe(`${PAGE}${NEW}`);
  });

  it('leaves what else of its module is mocked', async () => {
    const source = `${PAGE}vi.mock('./use-flag', () => ({ useFlag: () => true, useAll: () => [] }));\n${NEW}\n`;
    expect(await tests(source)).toBe(`${PAGE}vi.mock('./use-flag', () => ({ useAll: () => [] }));\n${NEW}`);
  });

  it('leaves a module that is taken otherwise mocked', async () => {
    const sources = `${SOURCES.replace('export const useFlag', 'export const all = [];\nexport const useFlag')}//- src/list.ts
import { all } from './use-flag';
export const list = all;
`;
    const source = `import { list } from './list';\n${PAGE}vi.mock('./use-flag', () => ({ useFlag: () => true }));\n${NEW}\nlist();\n`;
    expect(await tests(source, true, sources)).toBe(
      source.replace('{ useFlag: () => true }', '{}').trimEnd(),
    );
  });

  it('stays, without them, where it tells both answers in turn, and says so', async () => {
    const both = (one: string, other: string) =>
      `it('is new, and old', () => {\n${one}  expect(show(<Page />)).toBe('new');\n${other}  expect(show(<Page />)).toBe('old');\n});`;
    const mock =
      "import { useFlag } from './use-flag';\nvi.mock('./use-flag', () => ({ useFlag: vi.fn() }));\n";
    const told = (answer: boolean) => `  vi.mocked(useFlag).mockReturnValue(${answer});\n`;
    expect(await tests(`${mock}${PAGE}${both(told(true), told(false))}\n`)).toBe(
      `${PAGE}${both('', '')}\n${OTHER}`,
    );
  });

  it('is put back at the end of a test, which says nothing of what that is about', async () => {
    const mock =
      "import { useFlag } from './use-flag';\nvi.mock('./use-flag', () => ({ useFlag: vi.fn(() => true) }));\n";
    const told = (answer: boolean) => `  vi.mocked(useFlag).mockReturnValue(${answer});\n`;
    const old = OLD.replace('{\n', `{\n${told(false)}`).replace(
      /\}\);$/,
      `${told(true)}  vi.restoreAllMocks();\n});`,
    );
    expect(await tests(`${mock}${PAGE}${NEW}\n${old}\n`)).toBe(`${PAGE}${NEW}`);
    expect(await tests(`${mock}${PAGE}${old}\n`, false)).toBe(
      `${PAGE}${OLD.replace(/\}\);$/, '  vi.restoreAllMocks();\n});')}`,
    );
  });

  it('is told by way of its whole module, and stays where that is asked for it otherwise', async () => {
    const mock = "vi.mock('./use-flag', () => ({ useFlag: vi.fn() }));\n";
    const whole = "import * as flags from './use-flag';\n";
    const alias = 'const asked = flags.useFlag as Mock;\n';
    const test = (told: string) => `${whole}${PAGE}${mock}${alias}${setting(NEW, told)}\n`;
    expect(await tests(test('asked.mockReturnValue(true);'))).toBe(`${PAGE}${NEW}`);
    expect(await tests(test('vi.mocked(flags.useFlag).mockReturnValue(true);').replace(alias, ''))).toBe(
      `${PAGE}${NEW}`,
    );
    for (const other of [
      test("expect(asked).toHaveBeenCalledWith('old');"),
      test('reset(flags);'),
      `${PAGE}${mock}${setting(NEW, "vi.importMock('./use-flag').useFlag.mockReturnValue(true);")}\n`,
    ])
      expect(await tests(other)).toBe('');
  });

  it('says so where all tests ran with the other answer', async () => {
    const mock = "vi.mock('./use-flag', () => ({ useFlag: () => false }));\n";
    expect(await tests(`${PAGE}${mock}${OLD}\n`)).toBe(`${PAGE}${OLD}\n${OTHER}`);
    const setUp =
      "const mocked = vi.fn();\nvi.mock('./use-flag', () => ({ useFlag: () => mocked() }));\nbeforeEach(() => {\n  mocked.mockReturnValue(false);\n});\n";
    expect(await tests(`${PAGE}${setUp}${OLD}\n`)).toBe(`${PAGE}${OLD}\n${OTHER}`);
  });
});

it('is told of a reader that answers whether the flag is off by what that answers', async () => {
  const sources = SOURCES.replaceAll('useFlag', 'isOff')
    .replace('client.isEnabled(key)', '!client.isEnabled(key)')
    .replace('? <b>new</b> : <i>old</i>', '? <i>old</i> : <b>new</b>');
  const source = `${PAGE}const mocked = vi.fn();
vi.mock('./use-flag', () => ({ isOff: () => mocked() }));
${setting(NEW, 'mocked.mockReturnValue(false);')}
${setting(OLD, 'mocked.mockReturnValue(true);')}
`;
  expect(await tests(source, true, sources)).toBe(`${PAGE}${NEW}`);
  expect(await tests(source, false, sources)).toBe(`${PAGE}${OLD}`);
});

describe('such a mock stays', () => {
  const MOCK = "const mocked = vi.fn();\nvi.mock('./use-flag', () => ({ useFlag: () => mocked() }));\n";
  it.each([
    [
      'where the test reaches another flag',
      `import { Rest } from './rest';\n${PAGE}${MOCK}${setting(NEW, 'mocked.mockReturnValue(true);')}\nRest();`,
    ],
    ['where it is asked for more', `${PAGE}${MOCK}${setting(NEW, 'expect(mocked).toHaveBeenCalled();')}`],
    [
      'where what it is told is not written',
      `${PAGE}${MOCK}${setting(NEW, 'mocked.mockReturnValue(isNew);')}`,
    ],
    [
      'where what it is told is no answer of the reader',
      `${PAGE}${MOCK}${setting(OLD, "mocked.mockReturnValue('off');")}\n${NEW}`,
    ],
    [
      'where it looks at the key',
      `${PAGE}vi.mock('./use-flag', () => ({ useFlag: (key) => list.includes(key) }));\n${NEW}`,
    ],
    ['where no test would be left', `${PAGE}${MOCK}${setting(OLD, 'mocked.mockReturnValue(false);')}`],
    [
      'where the test comes to what asked for the flag by way of another',
      `import { Frame } from './frame';\n${MOCK}${setting(OLD, 'mocked.mockReturnValue(false);')}\n${NEW}\nFrame();`,
    ],
    [
      'where the test reaches nothing that asked for the flag',
      `import { Else } from './else';\n${MOCK}${setting(NEW, 'mocked.mockReturnValue(true);')}\nElse();`,
    ],
  ])('%s', async (_, source) => {
    expect(await tests(source)).not.toContain('it(');
  });
});
