import { expect, test } from 'vitest';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { drawPlace, openFixture } from '../support/workspace';

const SOURCES = `//- flags.yaml
flags:
  new_ui: { enabled: true }
//- src/use-flag.ts
import { client } from './client';
export const useFlag = (key: string) => client.isEnabled(key);
//- src/page.tsx
import { useFlag } from './use-flag';
export const Page = () => (useFlag('new_ui') ? <b>new</b> : <i>old</i>);
//- src/rest.ts
import { useFlag } from './use-flag';
export const rest = () => useFlag('other');
`;

/** Where a removal says that a test answers for all flags. */
async function told(test: string, sources = SOURCES): Promise<string[]> {
  const { workspace, textOf } = await openFixture(`${sources}//- src/page.test.tsx\n${test}`);
  const request = { flag: 'new_ui', keep: true, scope: { kind: 'everywhere' } } as const;
  const { notes } = await planFromWorkspace(workspace, request);
  return notes
    .filter(({ message }) => message.startsWith('This test answers for all flags at once'))
    .map(({ file, span }) => drawPlace(textOf(file), span));
}

const TEST =
  "import './rest';\nimport { Page } from './page';\nit('shows the old one', () => expect(render(<Page />)).toBe('old'));\n";

test('a test that gives the reader the answer that is gone, for whatever flag', async () => {
  expect(await told(`vi.mock('./use-flag', () => ({ useFlag: () => false }));\n${TEST}`)).toEqual([
    "[vi.mock('./use-flag', () => ({ useFlag: () => false }))];",
  ]);
  expect(
    await told(`jest.mock('./use-flag', () => ({ useFlag: jest.fn().mockReturnValue(false) }));\n${TEST}`),
  ).toHaveLength(1);
});

test.each([
  '(useFlag as jest.Mock).mockReturnValue(false)',
  'vi.mocked(useFlag).mockReturnValueOnce(false)',
  "vi.spyOn(flags, 'useFlag').mockImplementation(() => false)",
  'asked.mockResolvedValue(false)',
])('a test that tells the reader to give the answer that is gone: %s', async (call) => {
  const head = `import { useFlag } from './use-flag';
import * as flags from './use-flag';
const asked = vi.mocked(useFlag);
`;
  expect(await told(`${head}beforeEach(() => ${call});\n${TEST}`)).toEqual([`beforeEach(() => [${call}]);`]);
  expect(await told(`${head}beforeEach(() => ${call.replace('false', 'true')});\n${TEST}`)).toEqual([]);
});

test('a test that names the flag elsewhere, and one of which something goes', async () => {
  const head =
    "import { useFlag } from './use-flag';\nvi.mock('./use-flag', () => ({ useFlag: vi.fn() }));\n";
  const old = 'it("is old", () => {\n  vi.mocked(useFlag).mockReturnValue(false);\n});\n';
  const called = "it('asks', () => expect(useFlag).toHaveBeenCalledWith('new_ui'));\n";
  const fresh = "it('is new', () => {\n  useFlag.mockImplementation((flag) => flag === 'new_ui');\n});\n";
  for (const others of [called, fresh])
    expect(await told(`${head}${TEST}${others}${old}`)).toEqual([
      '[vi.mocked(useFlag).mockReturnValue(false)];',
    ]);
});

test('what a reader that answers whether the flag is off does not answer any more', async () => {
  const sources = SOURCES.replaceAll('useFlag', 'isOff').replace('client.is', '!client.is');
  const mock = (answer: boolean) => `vi.mock('./use-flag', () => ({ isOff: () => ${answer} }));\n${TEST}`;
  expect(await told(mock(true), sources)).toHaveLength(1);
  expect(await told(mock(false), sources)).toEqual([]);
});

test.each([
  ['gives the answer that is left', "vi.mock('./use-flag', () => ({ useFlag: () => true }));", TEST],
  [
    'says the flag',
    "vi.mock('./use-flag', () => ({ useFlag: (key) => (key === 'new_ui' ? true : false) }));",
    TEST,
  ],
  ['mocks something else', "vi.mock('./client', () => ({ client: { isEnabled: () => false } }));", TEST],
  ['gives no answer', "vi.mock('./use-flag');", TEST],
  [
    'answers in the place of another function',
    "import * as flags from './use-flag';\nimport { isWide } from './use-flag';\nvi.mock('./use-flag', () => ({ isWide: () => false }));\nvi.spyOn(flags, 'isWide').mockReturnValue(false);\nvi.mocked(isWide).mockReturnValue(false);\nvi.mocked(flags.isWide).mockReturnValue(false);",
    TEST,
  ],
  [
    'is of what did not change',
    "vi.mock('./use-flag', () => ({ useFlag: () => false }));",
    "import { useFlag } from './use-flag';\n",
  ],
])('none is told of that %s', async (_, mock, test) => {
  expect(await told(`${mock}\n${test}`)).toEqual([]);
});

test.each([
  ['flags', 'new Page({ isEnabled: () => false })'],
  ['a mock', 'new Page({ isEnabled: vi.fn().mockReturnValue(false) })'],
  ['one by its name', 'const isEnabled = vi.fn(() => false);\nnew Page({ isEnabled })'],
  ['one that is told', "vi.spyOn(client, 'isEnabled').mockReturnValue(false)"],
  ['a method', 'new Page({ isEnabled() { return false; } })'],
])('a test that gives what asks for the flag %s of the answer that is gone', async (_, code) => {
  const sources = `//- flags.yaml
flags:
  new_ui: { enabled: true }
//- src/page.tsx
import { client } from './client';
export class Page {
  constructor(private readonly flags = client) {}
  show() {
    return this.flags.isEnabled('new_ui') ? 'new' : 'old';
  }
}
`;
  const head = "import { client } from './client';\nimport { Page } from './page';\n";
  expect(await told(`${head}it('shows', () => {\n${code};\n});`, sources)).toHaveLength(1);
  expect(await told(`${head}it('shows', () => {\n${code.replace('false', 'true')};\n});`, sources)).toEqual(
    [],
  );
});

test('a test whose set-up puts a mock of all flags in a variable', async () => {
  const code = `import * as flags from './use-flag';
let asked;
beforeEach(() => {
  asked = vi.spyOn(flags, 'useFlag');
});
it('is old', () => {
  asked.mockReturnValue(false);
});
`;
  expect(await told(`${TEST}${code}`)).toEqual(['[asked.mockReturnValue(false)];']);
});
