import { describe, expect, it } from 'vitest';
import { codeActions } from '../../server/src/features/code-actions';
import { hover } from '../../server/src/features/hover';
import { lenses } from '../../server/src/features/lenses';
import { applyEdits } from '../../server/src/text/edits';
import { mocksOf } from '../../server/src/workspace/mocks';
import { check } from '../support/check';
import { openFixture } from '../support/workspace';

const FLAGS = `
  //- flags.yaml
  flags: { new_ui: { enabled: true, percentage: 10, owner: web }, dark_mode: { enabled: true, percentage: 5 } }
  //- flags.ts
  export function isEnabled(key: string): boolean { return table.has(key); }
  //- app.ts
  import { isEnabled } from './flags';
  isEnabled('new_ui') && isEnabled('dark_mode');
  //- app.test.ts`;

/** The mocks of a test as `key on by whom`. */
async function mocks(source: string): Promise<string[]> {
  const { snapshot } = await openFixture(`${FLAGS}\n  ${source}\n`);
  return mocksOf(snapshot, 'app.test.ts').map(
    ({ key, value, by, isCertain }) =>
      `${key} ${value === undefined ? '?' : value ? 'on' : 'off'} ${by}${isCertain ? '' : ' likely'}`,
  );
}

describe('a test gives flags a value', () => {
  it('by what stands in for a module', async () => {
    expect(await mocks("vi.mock('./flags', () => ({ isEnabled: (key) => key === 'new_ui' }));")).toEqual([
      'new_ui on isEnabled',
    ]);
    expect(
      await mocks(
        "jest.mock('./flags', () => ({ isEnabled: jest.fn((k) => ['new_ui', 'dark_mode'].includes(k)) }));",
      ),
    ).toEqual(['new_ui on isEnabled', 'dark_mode on isEnabled']);
  });

  it('by spies and stubs', async () => {
    expect(
      await mocks("jest.spyOn(flags, 'isEnabled').mockImplementation((key) => key === 'new_ui');"),
    ).toEqual(['new_ui on isEnabled']);
    expect(
      await mocks('(isEnabled as jest.Mock).mockImplementation((k) => ({ new_ui: false })[k]);'),
    ).toEqual(['new_ui off isEnabled']);
    expect(
      await mocks(
        "vi.spyOn(flags, 'isEnabled').mockImplementation((key) => { return key === 'new_ui' || key === 'dark_mode'; });",
      ),
    ).toEqual(['new_ui on isEnabled', 'dark_mode on isEnabled']);
    expect(
      await mocks(
        "vi.spyOn(flags, 'isEnabled').mockImplementation((key) => isLocal && (key === 'new_ui' || key !== 'dark_mode'));",
      ),
    ).toEqual(['new_ui ? isEnabled', 'dark_mode ? isEnabled']);
    expect(await mocks("when(isEnabled).calledWith('new_ui').mockReturnValue(true);")).toEqual([
      'new_ui on isEnabled',
    ]);
    expect(await mocks("sinon.stub(flags, 'isEnabled').withArgs('new_ui').returns(false);")).toEqual([
      'new_ui off isEnabled',
    ]);
    expect(await mocks("jest.spyOn(store, 'load').mockImplementation((key) => key === 'new_ui');")).toEqual(
      [],
    );
  });

  it('by the helpers of services', async () => {
    expect(
      await mocks("import { mockFlags } from 'jest-launchdarkly-mock'; mockFlags({ newUi: true });"),
    ).toEqual(['new_ui on jest-launchdarkly-mock']);
    expect(
      await mocks(
        "import { InMemoryProvider } from '@openfeature/server-sdk'; new InMemoryProvider({ new_ui: { disabled: false, variants: { yes: true, no: false }, defaultVariant: 'no' } });",
      ),
    ).toEqual(['new_ui off InMemoryProvider']);
    expect(await mocks("import { mockFlags } from './own'; mockFlags({ newUi: true });")).toEqual([]);
  });
});

describe('an object in a test or a fixture gives flags a value', () => {
  it('where its name says that it holds flags', async () => {
    const set = ['new_ui on', 'dark_mode off'];
    const by = (name: string) => set.map((one) => `${one} ${name}`);
    expect(await mocks('const config = { flags: { new_ui: true, dark_mode: false } };')).toEqual(by('flags'));
    expect(await mocks('renderWithFlags({ new_ui: true, dark_mode: false } as Flags);')).toEqual(
      by('renderWithFlags'),
    );
    expect(
      await mocks(
        'const featureFlags = { new_ui: { enabled: true }, dark_mode: { enabled: false, to: [] } };',
      ),
    ).toEqual(by('featureFlags'));
    expect(await mocks('const settings = { new_ui: true, dark_mode: false };')).toEqual([]);
  });

  it('but only those that are declared, as long as few of them are', async () => {
    expect(await mocks('run({ flags: { new_ui: true, verbose: true, dry: true } });')).toEqual([
      'new_ui on flags likely',
    ]);
  });

  it('and a name that is none is told among others that are', async () => {
    await check(`${FLAGS}
  //- fixtures/config.ts
  export const config = { flags: { new_ui: true, dark_mode: false, dark_mod: true } };
  //                                                               ^^^^^^^^ unknown-flag: The test gives 'dark_mod' a value, but no flag file declares it. Did you mean 'dark_mode'?
  //- src/config.ts
  export const config = { flags: { new_ui: true, dark_mode: false, dark_mod: true } };
  `);
  });

  it('with one lens for many', async () => {
    const titles = async (keys: string) => {
      const { snapshot } = await openFixture(`
  //- flags.yaml
  flags: { a_1: true, a_2: true, a_3: true, a_4: true }
  //- flags.ts
  export function isEnabled(key: string): boolean { return table.has(key); }
  //- app.test.ts
  const flags = { ${keys} };
`);
      return lenses(snapshot, 'app.test.ts').map(({ title }) => title);
    };
    expect(await titles('a_1: true, a_2: false')).toEqual([
      "'a_1' is on here · else 100 %",
      "'a_2' is off here · else 100 %",
    ]);
    expect(await titles('a_1: true, a_2: false, a_3: true, a_4: true')).toEqual([
      '4 flags set here: 3 on, 1 off',
    ]);
  });
});

it('a flag that a test sets has its card, with what the test makes of it', async () => {
  const { snapshot, file, offset } = await openFixture(
    `${FLAGS}\n  vi.mock('./flags', () => ({ isEnabled: (key) => key === 'new$0_ui' }));\n`,
  );
  const found = await hover(snapshot, file, offset);
  expect(found?.markdown).toContain('This test sets it to on, through `isEnabled`');
  expect(found?.markdown).toContain('on for 10 % of users');
});

it('a test that sets a flag which no file declares is told', async () => {
  await check(`${FLAGS}
  vi.mock('./flags', () => ({ isEnabled: (key) => key === 'new_uii' }));
  //                                                       ^^^^^^^ unknown-flag: The test gives 'new_uii' a value, but no flag file declares it. Did you mean 'new_ui'?
  `);
});

/** The test file once "Add the other case" was chosen at the cursor. */
async function withOtherCase(source: string): Promise<string | undefined> {
  const { snapshot, file, offset, textOf } = await openFixture(`${FLAGS}\n${source}`);
  const action = codeActions(snapshot, file, { start: offset, end: offset }, textOf).find(({ title }) =>
    title.startsWith('Add the other case'),
  );
  if (action?.change.kind !== 'edits') return undefined;
  return applyEdits(textOf(), action.change.edits[0]!.edits);
}

it('the other case is a test that sets the flag the other way, and leaves what is expected', async () => {
  expect(
    await withOtherCase(`  describe('page', () => {
    it('shows the new page', async () => {
      const user = signIn();
      when(isEnabled).calledWith('new$0_ui').mockReturnValue(true);
      expect(await page(user)).toBe('new');
    });
  });
`),
  ).toBe(`describe('page', () => {
  it('shows the new page', async () => {
    const user = signIn();
    when(isEnabled).calledWith('new_ui').mockReturnValue(true);
    expect(await page(user)).toBe('new');
  });

  it('shows the new page, with new_ui off', async () => {
    const user = signIn();
    when(isEnabled).calledWith('new_ui').mockReturnValue(false);
    // What is expected when 'new_ui' is off.
  });
});
`);
});

it('the other case of what is set for all tests of a suite sets it for itself', async () => {
  expect(
    await withOtherCase(`  describe('page', () => {
    beforeEach(() => {
      jest.spyOn(flags, 'isEnabled').mockImplementation((key) => key === 'new$0_ui');
    });
    it('is new', () => {});
  });
`),
  ).toContain(`  it('is new', () => {});

  it('with new_ui off', () => {
    jest.spyOn(flags, 'isEnabled').mockImplementation(() => false);
    // What is expected when 'new_ui' is off.
  });
`);
});

it('a lens says what the flag is for everyone else', async () => {
  const { snapshot } = await openFixture(
    `${FLAGS}\n  when(isEnabled).calledWith('new_ui').mockReturnValue(true);\n`,
  );
  expect(lenses(snapshot, 'app.test.ts').map(({ title }) => title)).toEqual([
    "'new_ui' is on here · else 10 % · web",
  ]);
  expect(lenses(snapshot, 'app.ts')).toEqual([]);
});

it('a wrapper that is new makes what stands in for it known', async () => {
  const { workspace } = await openFixture(
    `${FLAGS}\n  vi.mock('./gate', () => ({ gated: (key) => key === 'new_ui' }));\n`,
  );
  const found = () => mocksOf(workspace.snapshot(), 'app.test.ts').map(({ key }) => key);
  expect(found()).toEqual([]);
  await workspace.setBuffer(
    'app.ts',
    "import { isEnabled } from './flags';\nexport const gated = (key: string) => isEnabled(key);\ngated('new_ui');\n",
  );
  expect(found()).toEqual(['new_ui']);
});
