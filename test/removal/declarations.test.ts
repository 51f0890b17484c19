import { describe, expect, it, test } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const remove = (source: string, keep = true): Promise<string> =>
  removeWhole(source, { flag: 'new_ui', keep });

const FLAGS = `
    //- flags.yaml
    flags:
      new_ui: { enabled: true }
      other: { enabled: true, percentage: 50 }
    //- src/app.ts
    export const isNew = flags.isEnabled('new_ui') ? 1 : 2;`;

test('the flag leaves enums, unions, interfaces, tables, lists and the settings of tests', async () => {
  expect(
    await remove(`${FLAGS}
    //- src/flags.ts
    export enum Flag {
      NewUi = 'new_ui',
      Other = 'other', // stays
    }
    export type FlagKey =
      | 'new_ui'
      | 'other';
    export type ShortFlagKey = 'other' | 'new_ui';
    export interface Flags {
      /** The new looks. */
      new_ui?: boolean;
      other: boolean;
    }
    export const flagDefaults = {
      new_ui: parse(process.env.NEW_UI, false), // until March
      other: false,
    };
    export const FLAG_KEYS = ['other', 'new_ui'] as const;
    //- src/app.test.ts
    setup({ flags: { new_ui: true } });`),
  ).toBe(`//- src/app.test.ts
setup({ flags: {} });
//- src/app.ts
export const isNew = 1;
//- src/flags.ts
export enum Flag {
  Other = 'other', // stays
}
export type FlagKey =
  | 'other';
export type ShortFlagKey = 'other';
export interface Flags {
  other: boolean;
}
export const flagDefaults = {
  other: false,
};
export const FLAG_KEYS = ['other'] as const;`);
});

test('all stay where something else in the code says the name, with a note', async () => {
  const text = await remove(`${FLAGS}
    //- src/flags.ts
    export type FlagKey = 'new_ui' | 'other';
    //- src/track.ts
    track('new_ui');
    // new_ui in a comment would not matter`);
  expect(text).toContain('src/flags.ts: Its declaration stays. src/track.ts still names it.');
  expect(text).not.toContain('//- src/flags.ts');
});

test('a member that code still asks for stays', async () => {
  const text = await remove(`${FLAGS}
    //- src/flags.ts
    export enum Flag { NewUi = 'new_ui', Other = 'other' }
    //- src/names.ts
    import { Flag } from './flags';
    export const title = titles[Flag.NewUi];`);
  expect(text).toContain('src/flags.ts: Its declaration stays. src/names.ts still names it.');
});

test.each([
  ["titles[Flag['NewUi']]"],
  ["titles[Flag[isOld ? 'Other' : 'NewUi']]"],
  ["titles[Flag[name || 'NewUi']]"],
  ["'NewUi' in Flag"],
  ["(({ 'NewUi': own }) => own)(Flag)"],
])('a member that code asks for by its text stays: %s', async (asked) => {
  const text = await remove(`${FLAGS}
    //- src/flags.ts
    export enum Flag { NewUi = 'new_ui', Other = 'other' }
    //- src/names.ts
    import { Flag } from './flags';
    export const title = ${asked};`);
  expect(text).not.toContain('//- src/flags.ts');
});

test('a text that only looks like the name of a member asks for nothing', async () => {
  const text = await remove(`${FLAGS}
    //- src/flags.ts
    export enum Flag { NewUi = 'new_ui', Other = 'other' }
    //- src/names.ts
    export const title = isNew ? 'NewUi' : 'Other';`);
  expect(text).toContain("export enum Flag { Other = 'other' }");
});

test('what may have an effect stays, and so does the last member of a type', async () => {
  const effect = await remove(`${FLAGS}
    //- src/flags.ts
    export const flagDefaults = { new_ui: store.load('x'), other: false };`);
  expect(effect).toContain('src/flags.ts: Its declaration stays. Its value may have an effect.');
  const last = await remove(`${FLAGS}
    //- src/flags.ts
    export type OnlyFlag = ('new_ui');`);
  expect(last).toContain('src/flags.ts: Its declaration stays.');
});

test('where a read is left, the declarations are left as well', async () => {
  const text = await remove(`${FLAGS}
    //- src/flags.ts
    export type FlagKey = 'new_ui' | 'other';
    //- src/dynamic.ts
    flags.isEnabled(name);`);
  expect(text).toBe(`//- src/app.ts
export const isNew = 1;
src/dynamic.ts! This read computes its key and may reach the flag.`);
});

test('a text that is only compared names no flag', async () => {
  const text = await remove(`${FLAGS}
    //- src/flags.ts
    export const defaults = { new_ui: false, other: false };
    //- src/changes.ts
    export const isNew = (action: string) => action === 'new_ui' || ['new_ui', 'other'].includes(action);
    export function label(action: string) {
      switch (action) {
        case 'new_ui':
          return 'New';
      }
    }`);
  expect(text).toContain('export const defaults = { other: false };');
});

describe('a read that takes its key from a list written beside it', () => {
  const withTabs = (entry: string, more = ''): Promise<string> =>
    remove(`${FLAGS}
    //- src/flags.ts
    export interface Flags {
      new_ui?: boolean;
      other?: boolean;
    }
    //- src/tabs.ts
    const tabs: { name: string; flag?: string }[] = [{ name: 'a' }, ${entry}, ...(more ? [{ name: 'c' }] : [])];${more}
    export const shown = [...tabs].filter((tab) => !tab.flag || flags.isEnabled(tab.flag));`);
  const DECLARED = '//- src/flags.ts';

  test('asks for no other flag', async () => {
    expect(await withTabs("{ name: 'b', flag: 'other' }")).toContain(DECLARED);
  });

  test.each([
    ['the list names it', "{ name: 'b', flag: 'new_ui' }", ''],
    ['an entry is made elsewhere', 'entry', ''],
    ['an entry is spread', "{ name: 'b', ...entry }", ''],
    ['the list grows', "{ name: 'b' }", ' tabs.push(entry);'],
    ['the list is handed on', "{ name: 'b' }", ' grow(tabs);'],
    ['an entry is written', "{ name: 'b' }", ' tabs.find((tab) => tab.name)!.flag = name;'],
  ])('may ask for it where %s', async (_, entry, more) => {
    expect(await withTabs(entry, more)).not.toContain(DECLARED);
  });
});

describe('a helper of tests that is told the value', () => {
  const withTests = (source: string): Promise<string> =>
    remove(`${FLAGS}
    //- src/app.test.ts
    ${source}`);

  test('forgets it, and the tests that give the other value go', async () => {
    expect(
      await withTests(`const setUp = (new_ui: boolean, id = 1) => start({ id, flags: { new_ui, other: true } });
    function render(count: number, isNew = true) {
      return start({ count, flags: { new_ui: isNew } });
    }
    test('is new', () => {
      setUp(true);
      check(setUp(true, 2), render(3), render(4, true));
    });
    test('is old', () => {
      setUp(false);
    });
    describe('the old page', () => {
      beforeEach(() => check());
      it('is there', () => check(render(1, false)));
      it('has a title', () => {
        check(setUp(false, 2));
      });
    });`),
    ).toContain(`//- src/app.test.ts
const setUp = (id = 1) => start({ id, flags: { other: true } });
function render(count: number) {
  return start({ count, flags: {} });
}
test('is new', () => {
  setUp();
  check(setUp(2), render(3), render(4));
});`);
  });

  test('tables of tests lose the rows of the other value', async () => {
    const text = await withTests(`it.each([
      [false, 1],
      [true, 2],
      [false, 3],
      [false, 4],
    ])('shows %s %s', (isNew, count) => {
      check(start({ flags: { new_ui: isNew } }), count);
    });
    describe.each([{ on: true, path: '/' }, { on: false, path: '/old' }])('on $path', ({ on, path }) => {
      beforeEach(() => start({ path, flags: { other: true, new_ui: on } }));
      it('is there', () => check(path));
    });
    test.each([false])('old', (on) => check(start({ flags: { new_ui: on } })));`);
    expect(text).toContain(`//- src/app.test.ts
it.each([
  [true, 2],
])('shows %s %s', (isNew, count) => {
  check(start({ flags: {} }), count);
});
describe.each([{ on: true, path: '/' }])('on $path', ({ path }) => {
  beforeEach(() => start({ path, flags: { other: true } }));
  it('is there', () => check(path));
});`);
    expect(text).not.toContain("'old'");
  });

  test('so do tables that are templates or constants, and lists that tests are made of in a loop', async () => {
    const text = await withTests(`it.each\`
      isNew    | name
      \${true}  | \${'a'}
      \${false} | \${'b'}
      \${true}  | \${'c'}
    \`('$name is there', ({ isNew, name }) => {
      check(start({ flags: { new_ui: isNew } }), name);
    });
    const cases = [
      { on: false, path: '/old' },
      { on: false, path: '/older' },
      { on: true, path: '/' },
    ] as const;
    test.each(cases)('on $path', ({ on, path }) => check(start({ flags: { new_ui: on } }), path));
    [true, false].forEach((on) => {
      it('starts', () => check(start({ flags: { new_ui: on } })));
    });
    for (const [on, count] of [[true, 1], [false, 2]]) {
      it('counts', () => check(start({ flags: { new_ui: on } }), count));
    }`);
    expect(text).toContain(`//- src/app.test.ts
it.each\`
  isNew    | name
  \${true}  | \${'a'}
  \${true}  | \${'c'}
\`('$name is there', ({ name }) => {
  check(start({ flags: {} }), name);
});
const cases = [
  { on: true, path: '/' },
] as const;
test.each(cases)('on $path', ({ path }) => check(start({ flags: {} }), path));
[true].forEach((on) => {
  it('starts', () => check(start({ flags: {} })));
});
for (const [on, count] of [[true, 1]]) {
  it('counts', () => check(start({ flags: {} }), count));
}`);
  });

  test.each([
    [
      'a row gives what cannot be told',
      "it.each([[on], [true]])('is', (isNew) => start({ flags: { new_ui: isNew } }));",
    ],
    [
      'a call gives what cannot be told',
      'setUp(on); const setUp = (new_ui) => start({ flags: { new_ui } });',
    ],
    ['it is used for more', 'setUp(true); const setUp = (new_ui) => start({ new_ui, flags: { new_ui } });'],
    ['others may call it', 'export const setUp = (new_ui) => start({ flags: { new_ui } });'],
    ['it is handed on', 'run(setUp); const setUp = (new_ui) => start({ flags: { new_ui } });'],
    ['no test is around the call', 'setUp(false); const setUp = (new_ui) => start({ flags: { new_ui } });'],
  ])('stays where %s', async (_, source) => {
    expect(await withTests(source)).toMatch(/src\/app\.test\.ts: Its declaration stays\./);
  });
});

test('the tests of the branch that is gone go whole, with what only they needed', async () => {
  const text = await remove(`${FLAGS}
    //- src/app.test.ts
    import { old } from './old';
    const setUp = (on: object) => start({ flags: { new_ui: true }, ...on });
    describe('the page', () => {
      it('is new', () => {
        check(setUp({}));
      });

      // Until everybody has the new one.
      it('is old', async () => {
        const page = start({ flags: { new_ui: false } });
        expect(page).toBe(old(1));
      });
    });
    describe('the old page', () => {
      beforeEach(() => {
        start({ flags: { new_ui: false } });
      });
      it('is there', () => check(old(3)));
    });`);
  expect(text).toContain(`//- src/app.test.ts
const setUp = (on: object) => start({ flags: {}, ...on });
describe('the page', () => {
  it('is new', () => {
    check(setUp({}));
  });
});
//- src/app.ts`);
});

test('a test of several rows that runs with the other value stays without it, for it is about the rows', async () => {
  const text = await remove(`${FLAGS}
    //- src/app.test.ts
    it.each(['a', 'b'])('shows %s', (name) => {
      mockFlags({ new_ui: false });
      check(name);
    });
    it.each\`name | id
    \${'a'} | \${1}\`('shows $name', ({ name }) => {
      start({ flags: { new_ui: false, other: true } });
      check(name);
    });
    it('is old', () => {
      mockFlags({ new_ui: false });
      check('old');
    });`);
  expect(text).toContain(`//- src/app.test.ts
it.each(['a', 'b'])('shows %s', (name) => {
  mockFlags({});
  check(name);
});
it.each\`name | id
\${'a'} | \${1}\`('shows $name', ({ name }) => {
  start({ flags: { other: true } });
  check(name);
});
//- src/app.ts`);
  expect(text).toContain('src/app.test.ts: The tests of this file ran with the other value of the flag.');
});

describe('a list of flags that a test has turned on', () => {
  const listed = async (tests: string, keep = true): Promise<string> => {
    const text = await remove(
      `${FLAGS}
    //- src/flag.ts
    export enum Flag { NewUi = 'new_ui', Other = 'other' }
    //- src/app.test.ts
    import { Flag } from './flag';
    import { isNew } from './app';
    ${tests}`,
      keep,
    );
    return text.split('//- ').find((file) => file.startsWith('src/app.test.ts')) ?? '';
  };

  it.each([
    ['setFeatureFlags([Flag.NewUi, Flag.Other]);', 'setFeatureFlags([Flag.Other]);'],
    ["beforeEach(() => mockFlags(['other', 'new_ui']));", "beforeEach(() => mockFlags(['other']));"],
    [
      'enableFlags([Flag.NewUi]);\nenableFlags([Flag.Other]);',
      'enableFlags([]);\nenableFlags([Flag.Other]);',
    ],
  ])('loses it: %s', async (before, after) => {
    const text = await listed(before);
    expect(text).toContain(after);
    expect(text).not.toContain('NewUi');
  });

  it('takes along the tests for which it was on, where off is kept', async () => {
    expect(
      await listed(
        "it('is new', () => {\n  setFeatureFlags([Flag.NewUi]);\n  check(isNew);\n});\nit('is old', () => check(isNew));",
        false,
      ),
    ).toContain("import { isNew } from './app';\nit('is old', () => check(isNew));");
  });

  it.each(['disableFlags([Flag.NewUi]);', 'show([Flag.NewUi]);', 'setFeatureFlags([Flag.NewUi], true);'])(
    'is none that says something else: %s',
    async (tests) => {
      expect(await listed(tests)).not.toContain('[]');
    },
  );
});

describe('the table that a function named for feature flags gives', () => {
  const given = (source: string): Promise<string> =>
    remove(`${FLAGS}
    //- src/get-flags.ts
    const params = new URLSearchParams(location.search);
    ${source}`);

  it('loses what it gives for the flag, with its type', async () => {
    expect(
      await given(`interface Flags { new_ui: boolean; other: boolean }
    export function getFeatureFlags(): Flags {
      return {
        new_ui: !params.has('old'),
        other: params.has('other'),
      };
    }
    export const useAppFlags = () => ({ new_ui: toBoolean(read('NEW_UI', 'false')), other: 1 });`),
    ).toContain(`interface Flags { other: boolean }
export function getFeatureFlags(): Flags {
  return {
    other: params.has('other'),
  };
}
export const useAppFlags = () => ({ other: 1 });`);
  });

  it.each([
    ['where making it has an effect', 'export const getFlags = () => ({ new_ui: params.load(), other: 1 });'],
    [
      'where it stands in what is given only now and then',
      'export function getFlags() { if (a) return { new_ui: 1, other: 1 }; load(); }',
    ],
    ['of a function of another name', 'export const getPages = () => ({ new_ui: 1, other: 1 });'],
  ])('keeps it %s', async (_, source) => {
    expect(await given(source)).not.toContain('//- src/get-flags.ts');
  });
});

test('where all tests of a file run with the other value, they stay without it', async () => {
  const text = await remove(`${FLAGS}
    //- src/app.test.ts
    describe('the page', () => {
      beforeEach(() => start({ flags: { new_ui: false } }));
      it('has a title', () => check(1));
      it('is old', () => check(2));
    });`);
  expect(text).toContain(`//- src/app.test.ts
describe('the page', () => {
  beforeEach(() => start({ flags: {} }));
  it('has a title', () => check(1));
  it('is old', () => check(2));
});`);
  expect(text).toContain('src/app.test.ts: The tests of this file ran with the other value of the flag.');
});

test('a flag that nothing reads goes where it is declared among flags that are read, and only there', async () => {
  const declared = `
    //- src/app.ts
    export const isNew = flags.isEnabled('other') ? 1 : 2;
    //- src/flags.ts
    export type FlagKey = 'new_ui' | KEYS;`;
  const none = `
    //- flags.yaml
    flags:
      other: { enabled: true, percentage: 50 }`;
  expect(await remove(none + declared.replace('KEYS', "'other'"))).toBe(`//- src/flags.ts
export type FlagKey = 'other';`);
  expect(await remove(none + declared.replace('KEYS', "'color'"))).toBe('');
});

describe('where the name is said of something else', () => {
  /** Whether the flag leaves its type beside a program. */
  const leavesBeside = async (program: string, file = 'src/other.ts') => {
    const text = await remove(`${FLAGS}
    //- src/flags.ts
    export type FlagKey = 'new_ui' | 'other';
    //- ${file}
    ${program.replaceAll('\n', '\n    ')}`);
    const isNamed = text.includes(`src/flags.ts: Its declaration stays. ${file} still names it.`);
    expect(text.includes("export type FlagKey = 'other';")).toBe(!isNamed);
    return !isNamed;
  };

  test.each([
    ['plan.new_ui.map(show);'],
    ['show(plan?.new_ui?.[0]);'],
    ['const plan = load(); if (plan.new_ui) for (const one of plan.new_ui) show(one);'],
    ['show([...plan.new_ui]);'],
    ['show((plan.new_ui ?? []).length);'],
    ['const { new_ui } = usePlan(); show(new_ui.length);'],
    ['const { new_ui: [first] } = usePlan();'],
    ['const { new_ui = [] } = usePlan(); show(new_ui);'],
    ['const rows = plan.new_ui; show(rows, rows.length);'],
    ['setUp({ new_ui: [] });'],
    ['const new_ui = [1, 2]; setUp({ new_ui });'],
    ["const schema = { new_ui: { type: 'array', items: {} } };"],
    ["const schema = { required: ['new_ui'], properties: { new_ui: { type: 'string' } } };"],
    [
      "interface Change { action: 'new_ui' }\ninterface Other { action: 'delete' }\nadd({ action: isNew ? 'new_ui' : 'delete' });",
    ],
    ["interface Change { action: 'new_ui' | 'delete' }\nadd({ action: 'new_ui' as const });"],
    ["export type Action = 'new_ui' | 'delete';"],
  ])('%s: goes', async (program) => {
    expect(await leavesBeside(program)).toBe(true);
  });

  test.each([
    ['show(plan.new_ui);'],
    ['show(plan.new_ui.enabled);'],
    ['show(plan.new_ui.value.length);'],
    ['show(plan.new_ui, others.new_ui.length);'],
    ['let plan = first(); show(plan.new_ui.length); plan = flags(); show(plan.new_ui);'],
    ['show(plan.new_ui ?? false);'],
    ['show({ ...plan.new_ui });'],
    ['const { new_ui } = usePlan(); show(new_ui);'],
    ['let { new_ui } = usePlan(); new_ui = []; show(new_ui.length);'],
    ['setUp({ new_ui: true });'],
    ['setUp({ new_ui: load() });'],
    ['setUp({ new_ui: { enabled: true } });'],
    ["const schema = { new_ui: { type: 'boolean' } };"],
    ["const schema = { required: ['new_ui'], properties: { other: { type: 'string' } } };"],
    ["import type { FlagKey } from './flags';\nexport type Key = Exclude<FlagKey, 'new_ui' | 'b'>;"],
    ["import type { flags } from './flags';\nexport type On = (typeof flags)['new_ui'];"],
    ["export const first = <K extends 'new_ui'>(key: K) => ask(key);"],
    // Which texts there are besides is not told, or all are flags.
    ["interface Change { action: 'new_ui' }\nadd({ action: 'new_ui' });"],
    ["interface Change { action: 'new_ui' | 'other' }\nadd({ action: 'new_ui' });"],
    ["interface Change { flag: 'new_ui' | 'delete' }\nadd({ flag: 'new_ui' });"],
    ["interface Change { action: 'new_ui' | 'delete' }\nadd({ action: ask('new_ui') });"],
  ])('%s: stays', async (program) => {
    expect(await leavesBeside(program)).toBe(false);
  });
});

test('a member of another type goes where nothing else bears its name', async () => {
  const types = `
    //- src/types.ts
    export type FlagKey = 'new_ui' | 'other';
    export interface Config {
      name: string;
      new_ui?: boolean;
    }`;
  expect(await remove(FLAGS + types)).toContain(`//- src/types.ts
export type FlagKey = 'other';
export interface Config {
  name: string;
}`);
  const used = `${types}
    //- src/config.ts
    show(config.new_ui);`;
  expect(await remove(FLAGS + used)).toContain('Its declaration stays. src/config.ts still names it.');
});

test('an entry of a table of flags goes whole where it tells of nothing else', async () => {
  const table = (entry: string, name = 'FLAGS') => `
    //- src/app.ts
    import { ${name} } from './flags';
    export const isNew = flags.isEnabled(${name}.NEW_UI.flag) ? 1 : 2;
    //- src/flags.ts
    export const ${name} = {
      /** The new looks. */
      NEW_UI: ${entry},
      OTHER: { flag: 'other', defaultValue: false },
    } as const;`;
  const flags = FLAGS.slice(0, FLAGS.indexOf('//- src/app.ts'));
  expect(await remove(flags + table("{ flag: 'new_ui', defaultValue: false }"))).toContain(`//- src/flags.ts
export const FLAGS = {
  OTHER: { flag: 'other', defaultValue: false },
} as const;`);
  // A page or a tab is more than its flag.
  expect(await remove(flags + table("{ flag: 'new_ui', path: '/new' }"))).toContain(
    "  NEW_UI: { path: '/new' },",
  );
  expect(await remove(flags + table("{ flag: 'new_ui' }", 'TABS'))).not.toContain('//- src/flags.ts');
});

describe('what sets the flag in a test by nothing but its name', () => {
  const test = `
    //- src/app.test.ts
    it('is new', () => {
      const view = render(page, { route: '/', flags: { new_ui: true } });
      mockClient({ new_ui: true, other: false });
      check(view);
    });
    it('is old', () => {
      const view = render(page, { route: '/', flags: { new_ui: false } });
      check(view);
    });`;

  it('goes, and the test that gives it the other value', async () => {
    expect(await remove(FLAGS + test)).toContain(`//- src/app.test.ts
it('is new', () => {
  const view = render(page, { route: '/', flags: {} });
  mockClient({ other: false });
  check(view);
});
//- src/app.ts`);
  });

  it('with the setting that it was all of, where another call does without', async () => {
    const other = `
    it('is another', () => check(render(page, { route: '/b' })));`;
    expect(await remove(FLAGS + test + other)).toContain("  const view = render(page, { route: '/' });\n");
  });

  it('with no setting where others of that function say something else', async () => {
    const served = `
    //- src/app.test.ts
    serve('/config', { version: 1, flags: { new_ui: true } });
    serve('/health', { version: 1 });
    answer({ version: 1, flags: { new_ui: true } });
    answer({ users: [] });`;
    const text = await remove(FLAGS + served);
    expect(text).toContain("serve('/config', { version: 1, flags: {} });");
    expect(text).toContain('answer({ version: 1, flags: {} });');
  });

  it('stays where the program has something of that name', async () => {
    const text = await remove(`${FLAGS}${test}
    //- src/track.ts
    track({ new_ui: version });`);
    expect(text).toContain("render(page, { route: '/', flags: {} });");
    expect(text).toContain('mockClient({ new_ui: true, other: false });');
  });
});

test('a test, or a helper of tests, that asks for each flag of a table keeps none of them', async () => {
  const files = (helper: string) => `${FLAGS}
    //- src/flags.ts
    export const FLAGS = { newUi: 'new_ui', other: 'other' } as const;
    //- ${helper}
    import { FLAGS } from './flags';
    export const all = () => Object.values(FLAGS).map((key) => flags.isEnabled(key));`;
  expect(await remove(files('src/testHelpers.ts'))).toContain(
    "//- src/flags.ts\nexport const FLAGS = { other: 'other' } as const;",
  );
  expect(await remove(files('src/all.ts'))).not.toContain('//- src/flags.ts');
});

test('where tests run with the other value outside of any test, the declarations stay', async () => {
  const text = await remove(`${FLAGS}
    //- src/app.test.ts
    start({ flags: { new_ui: false } });`);
  expect(text).toContain('src/app.test.ts: Its declaration stays. Tests run with its other value here.');
});

test('mocks of the flag in a kept test go, and the tests where they gave it the other value', async () => {
  const text = await remove(`${FLAGS}
    //- src/app.test.ts
    import { useFlag } from './flags';
    beforeEach(() => {
      (useFlag as jest.Mock).mockImplementation((flag) => flag === 'new_ui');
    });
    it('is new', () => {
      when(flags.isEnabled).calledWith('new_ui').mockReturnValue(true);
      check();
    });
    it('is old', () => {
      when(flags.isEnabled).calledWith('new_ui').mockReturnValue(false);
      check();
    });`);
  expect(text).toContain(`//- src/app.test.ts
it('is new', () => {
  check();
});
//- src/app.ts`);
});

test('a group that is set up with answers for several flags may be about another one, and stays', async () => {
  const text = await remove(`${FLAGS}
    //- src/app.test.ts
    import { useFlag } from './flags';
    describe('the menu', () => {
      beforeEach(() => {
        vi.mocked(useFlag).mockImplementation((flag) => {
          if (flag === 'new_ui') return false;
          if (flag === 'menu') return true;
          return false;
        });
      });
      it('opens', () => check(menu()));
    });
    describe('the side bar', () => {
      beforeEach(() => start({ flags: { new_ui: false, bar: true } }));
      it('opens', () => check(bar()));
    });
    describe('the old page', () => {
      beforeEach(() => start({ flags: { new_ui: false } }));
      it('is old', () => check(page()));
    });
    it('is new', () => check(page()));`);
  expect(text).toContain(`//- src/app.test.ts
import { useFlag } from './flags';
describe('the menu', () => {
  beforeEach(() => {
    vi.mocked(useFlag).mockImplementation((flag) => {
      if (flag === 'menu') return true;
      return false;
    });
  });
  it('opens', () => check(menu()));
});
describe('the side bar', () => {
  beforeEach(() => start({ flags: { bar: true } }));
  it('opens', () => check(bar()));
});
it('is new', () => check(page()));`);
  expect(text).toContain('src/app.test.ts: The tests of this file ran with the other value of the flag.');
});

test('a test that gives the flag both answers in turn stays, without them', async () => {
  const text = await remove(`${FLAGS}
    //- src/app.test.ts
    import { useFlag } from './flags';
    it('is new, and old', () => {
      when(useFlag).calledWith('new_ui').mockReturnValue(true);
      check(page());
      when(useFlag).calledWith('new_ui').mockReturnValue(false);
      check(page());
    });`);
  expect(text).toContain(`//- src/app.test.ts
it('is new, and old', () => {
  check(page());
  check(page());
});`);
  expect(text).toContain('src/app.test.ts: The tests of this file ran with the other value of the flag.');
});

test('what a test puts back at its end says nothing of what it is about', async () => {
  const reset = `
      useFlag.mockImplementation((flag) => {
        if (flag === 'new_ui') return false;
        return true;
      });
    });`;
  const text = await remove(`${FLAGS}
    //- src/app.test.ts
    import { useFlag } from './flags';
    it('is another one', () => {
      useFlag.mockImplementation(() => 'nothing');
      check(page());${reset}
    it('is old', () => {
      when(useFlag).calledWith('new_ui').mockReturnValue(false);
      check(page());
      when(useFlag).calledWith('new_ui').mockReturnValue(true);
    });`);
  expect(text).toContain(`//- src/app.test.ts
import { useFlag } from './flags';
it('is another one', () => {
  useFlag.mockImplementation(() => 'nothing');
  check(page());
  useFlag.mockImplementation((flag) => {
    return true;
  });
});`);
  expect(text).not.toContain('is old');
});

test('a test that turns the flag off beside another one that it turns on may be about that', async () => {
  const mock = (value: boolean) => `
      useFlag.mockImplementation((flag) => {
        if (flag === 'new_ui') return false;
        if (flag === 'other') return ${value};
        return false;
      });
      setUp({ flags: { new_ui: false, other: ${value} } });`;
  const tests = `${FLAGS}
    //- src/app.test.ts
    import { useFlag } from './flags';
    it('is one', () => {${mock(true)}
      check(page());
    });
    it('is two', () => {${mock(false)}
      check(page());
    });`;
  const text = await remove(tests);
  expect(text).toContain(`it('is one', () => {
  useFlag.mockImplementation((flag) => {
    if (flag === 'other') return true;
    return false;
  });
  setUp({ flags: { other: true } });
  check(page());
});`);
  expect(text).not.toContain('is two');
});

test.each([
  ["flag === 'new_ui' ? VALUE : useFlag(flag)", undefined],
  ["flag === 'new_ui' ? VALUE : actual(flag)", 'actual(flag)'],
  [
    "flag === 'other' ? false : flag === 'new_ui' ? VALUE : actual(flag)",
    "flag === 'other' ? false : actual(flag)",
  ],
  ["flag === 'other' || flag === 'new_ui' ? true : actual(flag)", "flag === 'other' ? true : actual(flag)"],
])('a mock that chooses says no more of the flag: %s', async (choice, left) => {
  const mock = (value: boolean) =>
    `useFlag.mockImplementation((flag) => ${choice.replace('VALUE', String(value))});`;
  const text = await remove(`${FLAGS}
    //- src/app.test.ts
    import { useFlag } from './flags';
    it('is one', () => {
      ${mock(true)}
      check(page());
    });
    it('is two', () => {
      ${mock(false)}
      check(page());
    });`);
  expect(text).toContain(
    `it('is one', () => {
${left === undefined ? '' : `  useFlag.mockImplementation((flag) => ${left});\n`}  check(page());
});`,
  );
  expect(text.includes('is two')).toBe(!choice.includes('VALUE'));
});

test.each([
  ['by the same test', '', 'useFlag.mockReturnValue(true);', true],
  ['by a set-up', 'beforeEach(() => useFlag.mockReturnValue(true));', '', true],
  ['by a default', "vi.mock('./flags', () => ({ useFlag: vi.fn(() => true) }));", '', true],
  ['by a test before it', "it('opens', () => { useFlag.mockReturnValue(true); check(); });", '', true],
  [
    'by a test before it, and is told nothing then',
    "afterEach(() => vi.resetAllMocks());\nit('opens', () => { useFlag.mockReturnValue(true); check(); });",
    '',
    false,
  ],
  [
    'by a function of the file',
    'beforeEach(openAll);',
    '',
    true,
    'function openAll() { useFlag.mockReturnValue(true); }',
  ],
  ['that no flag is on', 'beforeEach(() => useFlag.mockReturnValue(false));', '', false],
])(
  'a mock for the flag alone still says that others are off, where it is told before %s',
  async (_, before, inside, stays, below = '') => {
    const text = await remove(`${FLAGS}
    //- src/app.test.ts
    import { useFlag } from './flags';
    ${before}
    it('is new', () => {
      ${inside}
      useFlag.mockImplementation((user, flag) => flag === 'new_ui');
      check();
    });
    ${below}`);
    expect(text.includes('  useFlag.mockImplementation(() => false);')).toBe(stays);
    expect(text).not.toContain("=== 'new_ui'");
  },
);

test.each([
  ['what stands in for its module', 'src/__mocks__/flags.ts', 'export const useFlag = vi.fn(() => true);'],
  [
    'what the runner starts with',
    'test/setup.ts',
    "import { useFlag } from '../src/flags';\nbeforeEach(() => vi.mocked(useFlag).mockReturnValue(true));",
  ],
  [
    'a helper that is given it',
    'src/answer.ts',
    'export const answer = (mock) => mock.mockReturnValue(true);',
    "import { answer } from './answer';",
  ],
  [
    'the tests of another file, which speak for themselves alone',
    'src/other.test.ts',
    "import { useFlag } from './flags';\nit('opens', () => { useFlag.mockReturnValue(true); check(); });",
    '',
    false,
  ],
  ['what says that no flag is on', 'src/__mocks__/flags.ts', 'export const useFlag = vi.fn();', '', false],
])(
  'a mock for the flag alone still says that others are off, where another file may tell it before: %s',
  async (_, file, other, imported = '', stays = true) => {
    const indent = (text: string): string => text.replace(/\n/g, '\n    ');
    const text = await remove(`${FLAGS}
    //- ${file}
    ${indent(other)}
    //- src/app.test.ts
    import { useFlag } from './flags';
    ${imported}
    it('is new', () => {
      useFlag.mockImplementation((flag) => flag === 'new_ui');
      check();
    });`);
    expect(text.includes('  useFlag.mockImplementation(() => false);')).toBe(stays);
    expect(text).not.toContain("=== 'new_ui'");
  },
);

test('what stands before a real reader keeps doing so, under whichever name it is told', async () => {
  const text = await remove(`${FLAGS}
    //- src/app.test.ts
    import * as all from './flags';
    import { useFlag } from './flags';
    const mocked = useFlag as Mock;
    it('spies', () => {
      vi.spyOn(all, 'useFlag').mockImplementation((flag) => flag === 'new_ui');
      check();
    });
    it('stubs', () => {
      sinon.stub(all, 'useFlag').withArgs('new_ui').returns(true);
      check();
    });
    it('has another name', () => {
      mocked.mockReturnValue(true);
      vi.mocked(useFlag).mockImplementation((flag) => flag === 'new_ui');
      check();
    });
    it('has other members', () => {
      mocks.useUser.mockReturnValue(ada);
      mocks.useText.mockImplementation((flag) => flag === 'new_ui');
      check();
    });`);
  expect(text).toContain(`it('spies', () => {
  vi.spyOn(all, 'useFlag').mockImplementation(() => false);
  check();
});
it('stubs', () => {
  sinon.stub(all, 'useFlag');
  check();
});
it('has another name', () => {
  mocked.mockReturnValue(true);
  vi.mocked(useFlag).mockImplementation(() => false);
  check();
});
it('has other members', () => {
  mocks.useUser.mockReturnValue(ada);
  check();
});`);
});

test('a mock of a reader that is asked for no other flag says nothing of others', async () => {
  const source = (other: string): string => `
    //- flags.yaml
    flags:
      new_ui: { enabled: true }
      other: { enabled: true }
    //- src/flags.ts
    export const useFlag = (key: string): boolean => read(key);
    //- src/app.ts
    import { useFlag } from './flags';
    export const app = () => (useFlag('new_ui') ? 'new' : 'old')${other};
    //- src/app.test.ts
    import * as flags from './flags';
    import { app } from './app';
    it('is new', () => {
      vi.spyOn(flags, 'useFlag').mockImplementation((flag) => flag === 'new_ui');
      expect(app()).toContain('new');
    });`;
  const left = "vi.spyOn(flags, 'useFlag').mockImplementation(() => false);";
  expect(await remove(source(''))).not.toContain('spyOn');
  expect(await remove(source(" + useFlag('other')"))).toContain(left);
});

test('a promise stays one in such a mock, and an answer for one call alone goes', async () => {
  const text = await remove(`${FLAGS}
    //- src/app.test.ts
    import { useFlag } from './flags';
    useFlag.mockReturnValue(true);
    it('is new', () => {
      useFlag.mockImplementation(async (flag) => flag === 'new_ui');
      useFlag.mockImplementationOnce((flag) => flag === 'new_ui');
      check();
    });`);
  expect(text).toContain(`it('is new', () => {
  useFlag.mockImplementation(async () => false);
  check();
});`);
});

test('a mock of a reader that answers whether the flag is off is told by what that answers', async () => {
  const text = await remove(`${FLAGS}
    //- src/off.ts
    export const isOff = (key: string): boolean => !flags.isEnabled(key);
    //- src/page.ts
    import { isOff } from './off';
    export const page = () => (isOff('other') ? 'old' : 'new');
    //- src/off.test.ts
    import './app';
    import { isOff } from './off';
    vi.mock('./off', () => ({ isOff: (key) => mocked(key) }));
    vi.doMock('../off', () => ({ isOff: other }));
    const asked = vi.mocked(isOff);
    it('is new', () => {
      when(isOff).calledWith('new_ui').mockReturnValue(false);
      check();
    });
    it('is old', () => {
      asked.mockImplementation((flag) => flag === 'new_ui');
      check();
    });
    it('is old too', () => {
      mocked.mockImplementation((flag) => flag === 'new_ui');
      check();
    });
    it('is old by another mock', () => {
      other.mockImplementation((flag) => flag === 'new_ui');
      check();
    });
    it('is as old', () => {
      vi.spyOn(flags, 'isOff').mockImplementation((flag) => flag === 'new_ui');
      check();
    });`);
  expect(text.slice(text.indexOf('//- src/off.test.ts'))).toBe(`//- src/off.test.ts
import './app';
vi.mock('./off', () => ({ isOff: (key) => mocked(key) }));
vi.doMock('../off', () => ({ isOff: other }));
it('is new', () => {
  check();
});`);
});

test('what only resets such a mock goes with it, unless something else sets it', async () => {
  const tests = (more: string) => `${FLAGS}
    //- src/app.test.ts
    import { useFlag } from './flags';
    beforeAll(() => {
      (useFlag as jest.Mock).mockImplementation((flag) => flag === 'new_ui');
    });
    afterAll(() => {
      (useFlag as jest.Mock).mockReset();
    });
    it('is new', () => {${more}
      check();
    });`;
  expect(await remove(tests(''))).toContain(`//- src/app.test.ts
it('is new', () => {
  check();
});
//- src/app.ts`);
  expect(await remove(tests('\n      (useFlag as jest.Mock).mockReturnValue(true);'))).toContain(
    '  (useFlag as jest.Mock).mockReset();',
  );
});

test('tables that mocks of a reader of all flags give lose the row, and the tests of the other value go', async () => {
  const text = await remove(`${FLAGS}
    //- src/app.test.ts
    import { useFlags } from './flags';
    vi.mock('./flags', () => ({
      useFlags: vi.fn(() => ({ new_ui: true, other: false })),
    }));
    const mockUseFlags = useFlags as jest.Mock;
    it('is new', () => {
      vi.mocked(useFlags).mockReturnValue({ other: true, new_ui: true });
      check();
    });
    it('is old', () => {
      mockUseFlags.mockImplementation(() => ({ new_ui: false }));
      check();
    });
    it('is another', () => {
      mockUseFlags.mockReturnValueOnce({ other: true });
      check();
    });`);
  expect(text).toContain(`//- src/app.test.ts
import { useFlags } from './flags';
vi.mock('./flags', () => ({
  useFlags: vi.fn(() => ({ other: false })),
}));
const mockUseFlags = useFlags as jest.Mock;
it('is new', () => {
  vi.mocked(useFlags).mockReturnValue({ other: true });
  check();
});
it('is another', () => {
  mockUseFlags.mockReturnValueOnce({ other: true });
  check();
});
//- src/app.ts`);
});

describe('a list of the flags that are on', () => {
  const listed = (keep: boolean) =>
    remove(
      `
    //- flags.yaml
    flags:
      new_ui: { enabled: ${keep} }
    //- src/app.tsx
    export const App = ({ enabledFlags }) => enabledFlags.includes('new_ui') ? <New flags={enabledFlags} /> : <Old flags={enabledFlags} />;
    //- src/app.test.tsx
    import { App } from './app';
    const getEnabledFlagsMock = vi.fn();
    it('is new', () => {
      getEnabledFlagsMock.mockResolvedValue(['new_ui'] as FlagName[]);
      check(<App enabledFlags={['new_ui', 'other']} />);
    });
    it('is old', () => {
      check(<App enabledFlags={[...some, 'other']} />);
    });
    //- src/app.stories.tsx
    export const Old = { args: { enabledFlags: [] } };
    export const New = { args: { enabledFlags: ['new_ui'] } };`,
      keep,
    );

  it('in tests loses a flag that is kept on', async () =>
    expect(await listed(true)).toBe(`//- src/app.stories.tsx
export const Old = { args: { enabledFlags: [] } };
export const New = { args: { enabledFlags: [] } };
//- src/app.test.tsx
import { App } from './app';
const getEnabledFlagsMock = vi.fn();
it('is new', () => {
  getEnabledFlagsMock.mockResolvedValue([] as FlagName[]);
  check(<App enabledFlags={['other']} />);
});
it('is old', () => {
  check(<App enabledFlags={[...some, 'other']} />);
});
//- src/app.tsx
export const App = ({ enabledFlags }) => <New flags={enabledFlags} />;`));

  it('takes the tests and stories along in which a flag is on that is kept off', async () =>
    expect(await listed(false)).toBe(`//- src/app.stories.tsx
export const Old = { args: { enabledFlags: [] } };
//- src/app.test.tsx
import { App } from './app';
it('is old', () => {
  check(<App enabledFlags={[...some, 'other']} />);
});
//- src/app.tsx
export const App = ({ enabledFlags }) => <Old flags={enabledFlags} />;`));
});

test('what only hands its key on under the name of a reader is no dynamic read', async () => {
  const text = await remove(`${FLAGS}
    //- src/flags.ts
    export type FlagKey = 'new_ui' | 'other';
    //- src/server.ts
    render({ flags: { isEnabled: (key: string) => flags.isEnabled(key) } });`);
  expect(text).toContain("//- src/flags.ts\nexport type FlagKey = 'other';");
});

describe('a test that sets the flag', () => {
  const WRITTEN = `
    //- flags.yaml
    flags:
      new_ui: { enabled: true }
      other: { enabled: true }
    //- src/config.ts
    export const config = { flags: { new_ui: isSet('NEW_UI'), other: isSet('OTHER') } };
    //- flagwright.config.json
    { "wrappers": [{ "bulk": "config.flags" }] }
    //- src/app.ts
    import { config } from './config';
    export const size = () => (config.flags.new_ui ? 1 : config.flags.other ? 2 : 3);
    //- src/app.test.ts
    import { config } from './config';
    import { size } from './app';`;

  it('to its kept value does so no more, nor puts back what was; one that sets the other value goes', async () => {
    const text = await remove(`${WRITTEN}
    describe('size', () => {
      afterEach(() => {
        config.flags.new_ui = false;
      });
      it('is 1', () => {
        config.flags.new_ui = true;
        expect(size()).toBe(1);
      });
      it('is 2', () => {
        config.flags.new_ui = false;
        expect(size()).toBe(2);
      });
    });`);
    expect(text).toBe(`//- src/app.test.ts
import { size } from './app';
describe('size', () => {
  it('is 1', () => {
    expect(size()).toBe(1);
  });
});
//- src/app.ts
export const size = () => 1;
//- src/config.ts
export const config = { flags: { other: isSet('OTHER') } };
src/config.ts: No other file imports this one any more.`);
  });

  it('for a group takes that along, and for one in which others set it again, tells', async () => {
    const text = await remove(`${WRITTEN}
    describe('off', () => {
      beforeEach(() => {
        config.flags.new_ui = false;
      });
      it('is 2', () => expect(size()).toBe(2));
    });
    describe('either', () => {
      beforeEach(() => {
        start();
        config.flags.new_ui = false;
      });
      it('is 1', () => {
        config.flags.new_ui = true;
        expect(size()).toBe(1);
      });
      it('is 2', () => expect(size()).toBe(2));
    });`);
    expect(text).toContain(`//- src/app.test.ts
import { size } from './app';
describe('either', () => {
  beforeEach(() => {
    start();
  });
  it('is 1', () => {
    expect(size()).toBe(1);
  });
  it('is 2', () => expect(size()).toBe(2));
});`);
    expect(text).toContain('src/app.test.ts: The tests of this file ran with the other value of the flag.');
  });

  it('from a table loses the rows of the other value', async () => {
    const text = await remove(`${WRITTEN}
    it.each([
      [true, 1],
      [false, 2],
    ])('is %s', (isNew, expected) => {
      config.flags.new_ui = isNew;
      expect(size()).toBe(expected);
    });`);
    expect(text).toContain(`it.each([
  [true, 1],
])('is %s', (isNew, expected) => {
  expect(size()).toBe(expected);
});`);
  });

  it.each(['config.flags.new_ui = false;', 'export const set = (on) => { config.flags.new_ui = on; };'])(
    'in another way keeps the declarations: %s',
    async (code) => {
      const text = await remove(`${WRITTEN}\n    ${code}`);
      expect(text).toContain('export const size = () => 1;');
      expect(text).not.toContain('//- src/config.ts');
      expect(text).toContain('src/app.test.ts: Its declaration stays.');
    },
  );

  it('is no program: where that sets it, nothing is done', async () => {
    const text = await remove(`${WRITTEN}
    //- src/start.ts
    import { config } from './config';
    config.flags.new_ui = false;`);
    expect(text).toBe(`src/start.ts! The flag is written here.
src/app.ts! The flag is written elsewhere, so its reads stay.`);
  });
});

describe('a story', () => {
  const story = (last: string) => `${FLAGS}
    //- src/flags.ts
    export interface Flags { new_ui: boolean; other: boolean }
    //- src/app.stories.tsx
    export default { component: App, parameters: { flags: { new_ui: true, other: false } } };
    export const Old = { parameters: { flags: { new_ui: false, other: false } } };
    ${last}`;

  it('of the other value goes, with what the others set', async () => {
    expect(await remove(story('export const New = { args: { size: 1 } };'))).toBe(`//- src/app.stories.tsx
export default { component: App, parameters: { flags: { other: false } } };
export const New = { args: { size: 1 } };
//- src/app.ts
export const isNew = 1;
//- src/flags.ts
export interface Flags { other: boolean }`);
  });

  it.each(['', 'export const New = { ...Old, args: { size: 1 } };'])(
    'stays where it is the only one, or another is made of it: %s',
    async (last) => {
      const text = await remove(story(last));
      expect(text).not.toContain('//- src/app.stories.tsx');
      expect(text).toContain('src/app.stories.tsx: Its declaration stays.');
    },
  );
});
