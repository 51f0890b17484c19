import { describe, expect, test, vi } from 'vitest';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { applyEdits } from '../../server/src/text/edits';
import { openFixture } from '../support/workspace';

const FLAGS = `
    //- flags.yaml
    flags:
      x: { enabled: true }`;

/** Removes flag `x`, kept on; gives the changed sources as a fixture, the deleted files, then the notes. */
async function remove(source: string, deleteOrphans = false): Promise<string> {
  const { workspace, textOf } = await openFixture(FLAGS + source);
  const plan = await planFromWorkspace(workspace, {
    flag: 'x',
    keep: true,
    scope: { kind: 'everywhere' },
    deleteOrphans,
  });
  const changed = plan.files
    .filter(({ file }) => file !== 'flags.yaml')
    .sort((a, b) => (a.file < b.file ? -1 : 1))
    .map(({ file, edits }) => `//- ${file}\n${applyEdits(textOf(file), edits).trimEnd()}`);
  const deleted = plan.deleted.map((file) => `deleted ${file}`);
  return [
    ...changed,
    ...deleted,
    ...plan.review.map(({ file, reason }) => `${file}: ${reason}`),
    ...plan.notes.map(({ file, message }) => `${file}: ${message}`),
  ].join('\n');
}

test('an exported wrapper goes when its importers no longer need it, with what only it needed', async () => {
  expect(
    await remove(`
    //- src/flags.ts
    import { flags } from './client';
    const KEY = 'x';
    export function isNew() {
      return flags.isEnabled(KEY);
    }
    export const other = 1;
    //- src/page.ts
    import { isNew, other } from './flags';
    if (isNew()) a(other);`),
  ).toBe(`//- src/flags.ts
export const other = 1;
//- src/page.ts
import { other } from './flags';
a(other);`);
});

test('of what goes nothing is told that stays', async () => {
  expect(
    await remove(`
    //- src/old.ts
    export const seen = [];
    export const old = () => {
      const { size } = load();
      const [first] = list();
      return size + first;
    };
    //- src/page.ts
    import { old, seen } from './old';
    show(flags.isEnabled('x') ? 1 : old(), seen);`),
  ).toBe(`//- src/old.ts
export const seen = [];
//- src/page.ts
import { seen } from './old';
show(1, seen);`);
});

test('exports of files that hold no read go when they lost their last importer, through files that hand them on', async () => {
  expect(
    await remove(`
    //- src/page.ts
    import { newLook, oldLook } from './looks';
    import type { OldProps } from './looks';
    const old: OldProps = {};
    show(flags.isEnabled('x') ? newLook() : oldLook(old));
    //- src/looks/index.ts
    export { newLook, oldLook } from './all';
    export * from './types';
    //- src/looks/all.ts
    import { paint, scratch } from '../paint';
    export const newLook = () => paint();
    export const oldLook = (props: object) => scratch(props);
    //- src/looks/types.ts
    export interface OldProps {}
    export interface Props {}
    //- src/other.ts
    import { newLook, type Props } from './looks';
    import { scratch } from './paint';
    scratch(newLook() as Props);
    //- src/paint.ts
    export function paint() {}
    export function scratch(of?: object) {}`),
  ).toBe(`//- src/looks/all.ts
import { paint } from '../paint';
export const newLook = () => paint();
//- src/looks/index.ts
export { newLook } from './all';
export * from './types';
//- src/looks/types.ts
export interface Props {}
//- src/page.ts
import { newLook } from './looks';
show(newLook());`);
});

const ORPHANS = `
    //- src/page.tsx
    import { NewCard } from './NewCard';
    import { OldCard } from './OldCard';
    export const Page = () => (flags.isEnabled('x') ? <NewCard /> : <OldCard />);
    //- src/NewCard.tsx
    export const NewCard = () => <p>new</p>;
    //- src/OldCard.tsx
    import { Frame } from './Frame';
    import { title, footer } from './texts';
    export const OldCard = () => <Frame title={title}>{footer}</Frame>;
    //- src/OldCard.test.tsx
    import { OldCard } from './OldCard';
    it('shows', () => render(<OldCard />));
    //- src/Frame.tsx
    export const Frame = ({ title }: { title: string }) => <p>{title}</p>;
    //- src/texts.ts
    export const title = 'a';
    export const footer = 'b';
    //- src/main.ts
    import { Page } from './page';
    import { title } from './texts';
    start(Page, title);`;

describe('a call of an imported function goes with what needed it', () => {
  const files = (counts: string, rest = '') => `
    //- src/counts.ts
    import { sum } from './sum';
    ${counts}
    //- src/sum.ts
    export { sum } from './adding';
    //- src/adding.ts
    export function sum(a, b) {
      if (!b) return a;
      return a + b;
    }
    export const logged = (a) => { log(a); return a; };
    ${rest}
    //- src/app.tsx
    import { count } from './counts';
    const Gate = ({ when, show, otherwise = null }) => (when ? show : otherwise);
    export const App = ({ items }) => {
      const total = count(items);
      const isNew = flags.isEnabled('x', { size: count(items) });
      return <Gate when={isNew} show={<New />} otherwise={<Old count={count(items)}>{total}</Old>} />;
    };`;

  test('where it only computes, as do those that it calls', async () => {
    const text = await remove(
      files('export const count = (items) => items.reduce((all, item) => sum(all, item.size), 0);'),
    );
    expect(text).toContain(`//- src/app.tsx
export const App = ({ items }) => {
  return <New />;
};`);
  });

  test.each([
    ['it does more', 'export const count = (items) => { seen.push(items); return 1; };'],
    [
      'one that it calls does more',
      "import { logged } from './adding';\nexport const count = (items) => logged(items);",
    ],
    [
      'it calls one that nobody can look into',
      "import { all } from 'elsewhere';\nexport const count = (items) => all(items);",
    ],
    ['it may be another one', 'export let count = (items) => sum(1, items);'],
    ['it may never end', 'export function count(items) { return count(items); }'],
  ])('not where %s', async (_, counts) => {
    const text = await remove(files(counts));
    expect(text).toContain(`  const total = count(items);
  count(items);
  return <Gate show={<New />} otherwise={<Old count={count(items)}>{total}</Old>} />;`);
  });
});

test('a file that nobody imports any more is named', async () => {
  expect(await remove(ORPHANS)).toBe(`//- src/page.tsx
import { NewCard } from './NewCard';
export const Page = () => <NewCard />;
src/OldCard.test.tsx: It is there for src/OldCard.tsx alone, which no other file imports any more.
src/OldCard.tsx: No other file than its own tests or stories imports this one any more.`);
});

test('it goes where that is asked for, with its own tests, and with what only it needed', async () => {
  expect(await remove(ORPHANS, true)).toBe(`//- src/page.tsx
import { NewCard } from './NewCard';
export const Page = () => <NewCard />;
//- src/texts.ts
export const title = 'a';
deleted src/Frame.tsx
deleted src/OldCard.test.tsx
deleted src/OldCard.tsx`);
});

test('what others than the workspace may use stays', async () => {
  expect(
    await remove(
      `
    //- package.json
    { "name": "shop", "main": "src/index.ts" }
    //- src/index.ts
    export { oldLook } from './old';
    //- src/old.ts
    export const oldLook = () => 1;
    //- src/page.ts
    import { oldLook } from './old';
    show(flags.isEnabled('x') ? 2 : oldLook());
    //- src/lazy.ts
    export const load = () => import('./extra');
    //- src/extra.ts
    export const extra = 1;
    //- src/use.ts
    import { extra } from './extra';
    show(flags.isEnabled('x') ? 2 : extra);`,
      true,
    ),
  ).toBe(`//- src/page.ts
show(2);
//- src/use.ts
show(2);`);
});

describe('what a pattern of a published package leads to', () => {
  const files = (exports: string, isPrivate = false): string => `
    //- lib/package.json
    { "name": "lib", "private": ${isPrivate}, "exports": ${exports} }
    //- lib/src/old/look.ts
    export const oldLook = (isNew: boolean) => (isNew ? 1 : 2);
    //- lib/src/page.ts
    import { oldLook } from './old/look';
    show(oldLook(flags.isEnabled('x')));
    show(flags.isEnabled('x') ? 3 : oldLook(false));`;

  test.each([
    ['{ "./*": "./src/*.ts" }'],
    ['{ "./*": { "types": "./dist/*.d.ts", "import": "./dist/*.js" } }'],
    ['{ "./old/*": "./dist/old/*.js" }'],
    ['{ "./*/look": "./src/*/look.ts" }'],
  ])('stays as it is for others: %s', async (exports) => {
    expect(await remove(files(exports), true)).toBe(`//- lib/src/page.ts
import { oldLook } from './old/look';
show(oldLook(true));
show(3);`);
  });

  test.each([
    ['{ "./new/*": "./src/new/*.ts" }', false],
    ['{ "./*": "./src/*.ts" }', true],
  ])('does not where it is another, or nobody else has the package: %s %s', async (exports, isPrivate) => {
    expect(await remove(files(exports, isPrivate), true)).not.toContain('oldLook(true)');
  });
});

describe('a parameter that every call gives the same value goes in all files', () => {
  const LIST = `
    //- src/list.ts
    export const list = (items: string[], { grouped }: { grouped: boolean }) => {
      if (!grouped) return items;
      return group(items);
    };`;

  test('with what each call gives, and the tests that give another value', async () => {
    const text = await remove(`${LIST}
    //- src/app.ts
    import { list } from './list';
    const isGrouped = flags.isEnabled('x');
    show(list(items, { grouped: isGrouped }));
    //- src/other.ts
    import { list as drawn } from './list';
    show(drawn([], { grouped: true }));
    //- src/list.test.ts
    import { list } from './list';
    it('groups', () => check(list([], { grouped: true })));
    it('groups nothing', () => {
      check(list([], { grouped: false }));
    });`);
    expect(text).toBe(`//- src/app.ts
import { list } from './list';
show(list(items));
//- src/list.test.ts
import { list } from './list';
it('groups', () => check(list([])));
//- src/list.ts
export const list = (items: string[]) => {
  return group(items);
};
//- src/other.ts
import { list as drawn } from './list';
show(drawn([]));`);
  });

  test('with what a helper of many tests gives, and a word on those', async () => {
    const text = await remove(`
    //- src/menu.ts
    export const menu = (size: number, isNew: boolean) => (isNew ? size : 0);
    //- src/app.ts
    import { menu } from './menu';
    show(menu(2, flags.isEnabled('x')));
    //- src/menu.test.ts
    import { menu } from './menu';
    const small = () => menu(1, false);
    it('is small', () => check(small()));`);
    expect(text).toBe(`//- src/app.ts
import { menu } from './menu';
show(menu(2));
//- src/menu.test.ts
import { menu } from './menu';
const small = () => menu(1);
it('is small', () => check(small()));
//- src/menu.ts
export const menu = (size: number) => size;
src/menu.test.ts: The tests of this file called it with another value than the one that is left. Those of what is gone fail now, and can go.`);
  });

  describe('with a default, which is what a call without it gives', () => {
    const called = (fallback: string, call: string): Promise<string> =>
      remove(`
    //- src/menu.ts
    export const menu = (size: number, isNew = ${fallback}) => (isNew ? size : 0);
    //- src/app.ts
    import { menu } from './menu';
    show(menu(2, flags.isEnabled('x')));
    //- src/menu.test.ts
    import { menu } from './menu';
    it('is small', () => check(${call}));
    it('is large', () => check(menu(9, true)));`);
    const LEFT = `//- src/app.ts
import { menu } from './menu';
show(menu(2));`;
    const MENU = '//- src/menu.ts\nexport const menu = (size: number) => size;';
    const TESTS = (small: string): string =>
      `//- src/menu.test.ts\nimport { menu } from './menu';\n${small}it('is large', () => check(menu(9)));`;

    test.each([['menu(1)'], ['menu(1, undefined)']])('the value that is left: %s stays', async (call) => {
      expect(await called('true', call)).toBe(
        [LEFT, TESTS("it('is small', () => check(menu(1)));\n"), MENU].join('\n'),
      );
    });

    test('another one: the test is of what is gone', async () => {
      expect(await called('false', 'menu(1)')).toBe([LEFT, TESTS(''), MENU].join('\n'));
    });

    test('one that is worked out: the test stays, with a word on it', async () => {
      expect(await called('WIDE', 'menu(1)')).toBe(
        [
          LEFT,
          TESTS("it('is small', () => check(menu(1)));\n"),
          MENU,
          'src/menu.test.ts: The tests of this file called it with what cannot be told. Those that gave another value than the one that is left fail now, and can go.',
        ].join('\n'),
      );
    });

    test('and code that gives none may give what is left as well', async () => {
      const text = await remove(`
    //- src/menu.ts
    export const menu = (size: number, isNew = true) => (isNew ? size : 0);
    //- src/app.ts
    import { menu } from './menu';
    show(menu(2, flags.isEnabled('x')), menu(3));`);
      expect(text).toBe(`//- src/app.ts
import { menu } from './menu';
show(menu(2), menu(3));
${MENU}`);
    });
  });

  describe('with a file of tests of which all are of what is gone', () => {
    const source = (more = '') => `
    //- src/menu.ts
    export const menu = (isNew: boolean) => (isNew ? 1 : 0);
    //- src/app.ts
    import { menu } from './menu';
    show(menu(flags.isEnabled('x')));
    //- src/menu.spec.ts
    import { menu } from './menu';
    vi.mock('./api');
    ${more}const id = 1;
    describe('the menu', () => {
      beforeEach(() => prepare(id));
      it('is small', () => check(menu(false)));
    });
    //- src/menu.test.ts
    import { menu } from './menu';
    it('is large', () => check(menu(true)));`;
    const rest = '//- src/menu.ts\nexport const menu = () => 1;';
    const large =
      "//- src/menu.test.ts\nimport { menu } from './menu';\nit('is large', () => check(menu()));";

    test('it goes as well', async () => {
      expect(await remove(source(), true)).toBe(`//- src/app.ts
import { menu } from './menu';
show(menu());
${large}
${rest}
deleted src/menu.spec.ts`);
    });

    test('or it is named', async () => {
      expect(await remove(source())).toContain('src/menu.spec.ts: No test is left in this file.');
    });

    test.each([['export const other = 1;\n    '], ['shared();\n    ']])('but not with %s', async (more) => {
      expect(await remove(source(more), true)).not.toContain('deleted');
    });
  });

  describe('in tests that give it by a variable', () => {
    const given = (value: string) =>
      remove(`
    //- src/menu.ts
    export const menu = (size: number, isNew: boolean) => (isNew ? size : 0);
    //- src/app.ts
    import { menu } from './menu';
    show(menu(2, flags.isEnabled('x')));
    //- src/menu.test.ts
    import { menu } from './menu';
    const on = true;
    it('is large', () => {
      let isNew = ${value};
      check(menu(1, isNew));
    });
    it('is there', () => check(menu(2, true)));`);

    test.each([
      ['true', "it('is large', () => {\n  check(menu(1));\n});\nit('is there', () => check(menu(2)));"],
      ['false', "it('is there', () => check(menu(2)));"],
      ['!true', "it('is there', () => check(menu(2)));"],
      ['!!on', "it('is large', () => {\n  check(menu(1));\n});\nit('is there', () => check(menu(2)));"],
    ])('which is %s', async (value, tests) =>
      expect(await given(value)).toContain(
        `//- src/menu.test.ts\nimport { menu } from './menu';\n${value.includes('on') ? '' : 'const on = true;\n'}${tests}\n`,
      ),
    );

    test('or by what a helper is given, with a word on them', async () =>
      expect(
        await remove(`
    //- src/menu.ts
    export const menu = (size: number, isNew: boolean) => (isNew ? size : 0);
    //- src/app.ts
    import { menu } from './menu';
    show(menu(2, flags.isEnabled('x')));
    //- src/menu.test.ts
    import { menu } from './menu';
    const open = ({ size, isNew }: { size: number; isNew?: boolean }) => check(menu(size, isNew));
    it('is large', () => open({ size: 1, isNew: true }));
    it('is there', () => open({ size: 2 }));`),
      ).toBe(`//- src/app.ts
import { menu } from './menu';
show(menu(2));
//- src/menu.test.ts
import { menu } from './menu';
const open = ({ size }: { size: number }) => check(menu(size));
it('is large', () => open({ size: 1 }));
it('is there', () => open({ size: 2 }));
//- src/menu.ts
export const menu = (size: number) => size;
src/menu.test.ts: The tests of this file called it with what cannot be told. Those that gave another value than the one that is left fail now, and can go.`));

    test('but stays where that cannot be told', async () =>
      expect(await given('next()')).toBe(`//- src/app.ts
import { menu } from './menu';
show(menu(2, true));`));
  });

  test('which takes its props apart in its body', async () => {
    const text = await remove(`
    //- src/app.tsx
    import { List, Only } from './list';
    export const App = () => {
      const isNew = useFlag('x');
      return <List name="a" isNew={isNew}><Only isNew={isNew} /></List>;
    };
    //- src/list.tsx
    export interface ListProps {
      name: string;
      isNew: boolean;
    }
    export function List(props: ListProps) {
      const { name, isNew } = props;
      return isNew ? <b>{name}{props.children}</b> : <i>{name}</i>;
    }
    export function Only(props: { isNew: boolean }) {
      const { isNew } = props;
      return isNew ? <b /> : <i />;
    }`);
    expect(text).toBe(`//- src/app.tsx
import { List, Only } from './list';
export const App = () => {
  return <List name="a"><Only /></List>;
};
//- src/list.tsx
export interface ListProps {
  name: string;
}
export function List(props: ListProps) {
  const { name } = props;
  return <b>{name}{props.children}</b>;
}
export function Only() {
  return <b />;
}`);
  });

  test('which is asked for its props as members', async () => {
    const text = await remove(`
    //- src/app.tsx
    import { List } from './list';
    import { Only } from './only';
    export const App = () => <List name="a" isNew={useFlag('x')}><Only isNew={useFlag('x')} /></List>;
    //- src/list.stories.tsx
    import { List } from './list';
    export const Filled = { render: () => <List name="b" isNew /> };
    //- src/list.tsx
    import { Only } from './only';
    export type ListProps = { name: string; isNew: boolean; children?: ReactNode };
    export const List = (props: ListProps) => (
      <ul>
        {props.isNew && props.name}
        <Only isNew={props.isNew} />
        {props.children}
      </ul>
    );
    //- src/only.tsx
    export function Only(props: { isNew: boolean }) {
      return props.isNew ? <b /> : <i />;
    }`);
    expect(text).toBe(`//- src/app.tsx
import { List } from './list';
import { Only } from './only';
export const App = () => <List name="a"><Only /></List>;
//- src/list.stories.tsx
import { List } from './list';
export const Filled = { render: () => <List name="b" /> };
//- src/list.tsx
import { Only } from './only';
export type ListProps = { name: string; children?: ReactNode };
export const List = (props: ListProps) => (
  <ul>
    {props.name}
    <Only />
    {props.children}
  </ul>
);
//- src/only.tsx
export function Only() {
  return <b />;
}`);
  });

  test.each([
    'return props.isNew ? <Other {...props} /> : 1;',
    'props.isNew = next(); return props.isNew ? 1 : 2;',
    'const { isNew } = props; return isNew ? props.isNew : 1;',
    'const { isNew } = props; return isNew ? <Other {...props} /> : 1;',
    'const { isNew, ...rest } = props; return isNew ? <Other {...rest} /> : 1;',
    'const { isNew } = next(props); return isNew ? 1 : 2;',
    'let { isNew } = props; isNew = next(isNew); return isNew ? 1 : 2;',
  ])('but stays where its props are asked for in another way: %s', async (body) => {
    const text = await remove(`
    //- src/app.tsx
    import { List } from './list';
    export const App = () => <List isNew={useFlag('x')} />;
    //- src/list.tsx
    export function List(props) { ${body} }`);
    expect(text).toContain('<List isNew={true} />');
    expect(text).not.toContain('//- src/list.tsx');
  });

  test('from component to component', async () => {
    const text = await remove(`
    //- src/app.tsx
    import { Table } from './table';
    export const App = () => {
      const isNew = useFlag('x');
      return <Table name="a" isNew={isNew} />;
    };
    //- src/table.tsx
    import Row from './row';
    interface TableProps {
      name: string;
      isNew: boolean;
    }
    export const Table: FC<TableProps> = ({ name, isNew }) => (
      <table>
        <Row isNew={isNew} />
        {isNew ? <b>{name}</b> : <i>{name}</i>}
      </table>
    );
    //- src/row.tsx
    export default function Row({ isNew }: { isNew: boolean }) {
      return isNew ? <tr /> : null;
    }`);
    expect(text).toBe(`//- src/app.tsx
import { Table } from './table';
export const App = () => {
  return <Table name="a" />;
};
//- src/row.tsx
export default function Row() {
  return <tr />;
}
//- src/table.tsx
import Row from './row';
interface TableProps {
  name: string;
}
export const Table: FC<TableProps> = ({ name }) => (
  <table>
    <Row />
    <b>{name}</b>
  </table>
);`);
  });

  test.each([
    ['a call gives another value', "import { list } from './list';\nlist([], { grouped: other });"],
    ['it is handed on', "import { list } from './list';\nrun(list);"],
    ['a whole module is taken', "import * as lists from './list';\nlists.list([], { grouped: true });"],
    [
      'a component of another kind takes it',
      '',
      "<script>import { list } from './list';</script>",
      'src/page.vue',
    ],
    ['it is handed on', "import { list } from './list';\nexport { list };"],
    [
      'another name of it gives another value',
      "import { list } from './list';\nimport { list as drawn } from './list';\ndrawn([], { grouped: other });",
    ],
    ['it is loaded later', "const list = await import('./list');"],
  ])('but not where %s', async (_, other, page = '', at = 'src/page.html') => {
    const text = await remove(`${LIST}
    //- src/app.ts
    import { list } from './list';
    show(list(items, { grouped: flags.isEnabled('x') }));
    //- src/other.ts
    ${other.replaceAll('\n', '\n    ')}
    //- ${at}
    ${page}`);
    expect(text).toBe(`//- src/app.ts
import { list } from './list';
show(list(items, { grouped: true }));`);
  });
});

describe('what nothing asks for any more is given no more', () => {
  test('a function that gave way to another keeps what that one asks for', async () => {
    expect(
      await remove(`
    //- src/total.ts
    const newTotal = (items: Item[], rate: number) => items.length * rate;
    const total = (items: Item[], rate: number) =>
      isEnabled('x') ? newTotal(items, rate) : 0;
    show(total(cart, 2));`),
    ).toBe(`//- src/total.ts
const total = (items: Item[], rate: number) => items.length * rate;
show(total(cart, 2));`);
  });

  const page = (row: string, more = '') => `
    //- src/page.tsx
    import { Row } from './row';
    export async function Page({ user }) {
      const enabledFlags = await getEnabledFlags({ user });
      return <Row name={user.name} enabledFlags={enabledFlags} />;
    }
    ${more}
    //- src/row.tsx
    ${row}`;

  test('a prop that is taken out, with what gave it', async () => {
    expect(
      await remove(
        page(`import type { FlagName } from './names';
    export function Row({ name, enabledFlags }: { name: string; enabledFlags: FlagName[] }) {
      return enabledFlags.includes('x') ? <b>{name}</b> : <i>{name}</i>;
    }
    Row.displayName = 'Row';`),
      ),
    ).toBe(`//- src/page.tsx
import { Row } from './row';
export async function Page({ user }) {
  return <Row name={user.name} />;
}
//- src/row.tsx
export function Row({ name }: { name: string }) {
  return <b>{name}</b>;
}
Row.displayName = 'Row';`);
  });

  test('a prop that is asked for as a member, in stories too, from component to component', async () => {
    expect(
      await remove(
        page(
          `import { Cell } from './cell';
    type Props = { name: string; enabledFlags: string[] };
    export const Row = (props: Props) => <tr><Cell name={props.name} flags={props.enabledFlags} /></tr>;
    //- src/cell.tsx
    export const Cell = (props: { name: string; flags: string[] }) =>
      props.flags.includes('x') ? <b>{props.name}</b> : <i>{props.name}</i>;`,
          `//- src/row.stories.tsx
    import type { Meta } from '@storybook/react';
    import { Row } from './row';
    const meta: Meta<typeof Row> = { component: Row };
    export default meta;
    export const Plain = { args: { name: 'a', enabledFlags: ['y'] } };
    export const Other = { args: { ...Plain.args, name: 'b' } };
    //- src/row.test.tsx
    import { Row } from './row';
    type Shown = typeof Row;
    run({ args: { enabledFlags: [] } });`,
        ),
      ),
    ).toBe(`//- src/cell.tsx
export const Cell = (props: { name: string }) => <b>{props.name}</b>;
//- src/page.tsx
import { Row } from './row';
export async function Page({ user }) {
  return <Row name={user.name} />;
}
//- src/row.stories.tsx
import type { Meta } from '@storybook/react';
import { Row } from './row';
const meta: Meta<typeof Row> = { component: Row };
export default meta;
export const Plain = { args: { name: 'a' } };
export const Other = { args: { ...Plain.args, name: 'b' } };
//- src/row.tsx
import { Cell } from './cell';
type Props = { name: string };
export const Row = (props: Props) => <tr><Cell name={props.name} /></tr>;`);
  });

  test('an argument', async () => {
    expect(
      await remove(`
    //- src/a.ts
    import { size } from './size';
    export const a = (user, list) => size(user.flags, list.length);
    //- src/size.ts
    export function size(flags: Flags, count: number) {
      return flags.isEnabled('x') ? count : 0;
    }`),
    ).toBe(`//- src/a.ts
import { size } from './size';
export const a = (user, list) => size(list.length);
//- src/size.ts
export function size(count: number) {
  return count;
}`);
  });

  test.each([
    ['what is given has an effect', 'export const a = size(next(), 1);'],
    ['it is handed on as a value', 'export const a = [size(user, 1), list.map(size)];'],
    ['nobody here calls it', 'export { size };'],
    ['what it is given is spread', 'export const a = size(...list);'],
  ])('but it is where %s', async (_, use) => {
    const text = await remove(`
    //- src/a.ts
    import { size } from './size';
    ${use}
    //- src/size.ts
    export function size(flags: Flags, count: number) {
      return flags.isEnabled('x') ? count : 0;
    }`);
    expect(text).toBe(`//- src/size.ts
export function size(flags: Flags, count: number) {
  return count;
}`);
  });

  describe('one after the other', () => {
    const draw = (taken: string, first: string): string => `
    //- src/page.ts
    import { draw } from './draw';
    draw(${first});
    //- src/draw.ts
    export function draw(${taken}) {
      if (!flags.isEnabled('x')) old(color, width);
      show(label);
    }`;

    test('arguments; the one behind those that went is looked at where it stands now', async () => {
      expect(await remove(draw('color, width, label', 'user.color, 2, text'))).toBe(`//- src/draw.ts
export function draw(label) {
  show(label);
}
//- src/page.ts
import { draw } from './draw';
draw(text);`);
      expect(await remove(draw('color, width, label', 'user.color, next(), text'))).toBe(`//- src/draw.ts
export function draw(width, label) {
  show(label);
}
//- src/page.ts
import { draw } from './draw';
draw(next(), text);`);
    });

    test('options of one object, which goes as a whole with the last; so does one that was empty', async () => {
      const both = draw(
        '{ color, width }: { color?: string; width?: number }, label',
        '{ color: red, width: 2 }, text',
      );
      const none = both.replace('draw({ color: red, width: 2 }, text);', '$&\n    draw({}, other);');
      expect(await remove(none)).toBe(`//- src/draw.ts
export function draw(label) {
  show(label);
}
//- src/page.ts
import { draw } from './draw';
draw(text);
draw(other);`);
    });

    test('but the object stays where something else is in it', async () => {
      expect(
        await remove(draw('{ color, width }, label', '{ color: red, width: 2, more: 3 }, text')),
      ).toBe(`//- src/draw.ts
export function draw({ width }, label) {
  show(label);
}
//- src/page.ts
import { draw } from './draw';
draw({ width: 2, more: 3 }, text);`);
    });

    test('a type of `this` is no parameter', async () => {
      expect(await remove(draw('this: Page, color, width, label', 'next(), 2, text'))).toBe(`//- src/draw.ts
export function draw(this: Page, color, width, label) {
  show(label);
}`);
    });
  });

  describe('by what makes a class', () => {
    const store = (members: string, use: string): string => `
    //- src/app.ts
    import { createStore } from './create';
    export const store = createStore(db, config.flags);
    //- src/create.ts
    import { Store } from './store';
    export const createStore = (db: Db, flags: Flags): Store => new Store(db, flags);
    ${use}
    //- src/store.ts
    import type { Flags } from './types';
    export class Store {
      static table = 'a';
      ${members}
      get(flag: boolean) {
        return this.db.get(Store.table);
      }
    }`;
    const TAKES = `private db: Db;
      private flags: Flags;
      constructor(db: Db, flags: Flags) {
        this.db = db;
        this.flags = flags;
      }
      isNew() {
        return this.flags.isEnabled('x') ? this.db.newest : this.db.oldest;
      }`;

    test('through functions that make it', async () => {
      const tests = `//- src/store.test.ts
    import { Store } from './store';
    const store: Store = new Store(fake, { isEnabled: () => true });
    expect(store instanceof Store).toBe(true);`;
      expect(await remove(store(TAKES, tests))).toBe(`//- src/app.ts
import { createStore } from './create';
export const store = createStore(db);
//- src/create.ts
import { Store } from './store';
export const createStore = (db: Db): Store => new Store(db);
//- src/store.test.ts
import { Store } from './store';
const store: Store = new Store(fake);
expect(store instanceof Store).toBe(true);
//- src/store.ts
export class Store {
  static table = 'a';
  private db: Db;
  constructor(db: Db) {
    this.db = db;
  }
  isNew() {
    return this.db.newest;
  }
  get(flag: boolean) {
    return this.db.get(Store.table);
  }
}`);
    });

    test('with a value that each gives', async () => {
      const handed = store(
        'constructor(private db: Db, isNew: boolean) { if (isNew) db.renew(); }',
        '',
      ).replace('config.flags', "config.flags.isEnabled('x')");
      expect(await remove(handed)).toBe(`//- src/app.ts
import { createStore } from './create';
export const store = createStore(db);
//- src/create.ts
import { Store } from './store';
export const createStore = (db: Db): Store => new Store(db);
//- src/store.ts
import type { Flags } from './types';
export class Store {
  static table = 'a';
  constructor(private db: Db) { db.renew(); }
  get(flag: boolean) {
    return this.db.get(Store.table);
  }
}`);
    });

    test.each([
      ['a class is made from it', TAKES, 'export class Other extends Store {}'],
      ['it is given away', TAKES, 'container.register(Store);'],
      ['it is asked how much it takes', TAKES, 'export const count = Store.length;'],
      ['its type is asked for', TAKES, 'export type Given = ConstructorParameters<typeof Store>;'],
      ['what it is given has an effect', TAKES, 'export const other = new Store(db, load());'],
      ['a list says what it wants', `${TAKES}\n      static inject = [Db, Flags];`, ''],
      [
        'it makes itself',
        `${TAKES}\n      again() { return new this.constructor(this.db, this.flags); }`,
        '',
      ],
      ['a decorator says what it wants', TAKES.replace('db: Db, flags', '@Inject() db: Db, flags'), ''],
    ])('but it stays where %s', async (_, members, use) => {
      const text = await remove(store(members, use));
      expect(text).toContain('flags: Flags) {');
      expect(text).not.toContain('//- src/create.ts');
    });
  });

  test('what tests alone call may be for a framework, which gives it as ever', async () => {
    expect(
      await remove(`
    //- src/pages/api/user.ts
    export default function handler(request, response) {
      response.send(flags.isEnabled('x') ? 1 : request.query);
    }
    //- src/pages/api/user.test.ts
    import handler from './user';
    handler({}, response);`),
    ).toBe(`//- src/pages/api/user.ts
export default function handler(request, response) {
  response.send(1);
}`);
  });
});

test('who imports what hands names on is looked for once, however many of them go', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `old${index}`);
  const { workspace } = await openFixture(`${FLAGS}
    //- src/old.ts
    ${names.map((name) => `export const ${name} = () => 1;`).join('\n    ')}
    //- src/inner/index.ts
    export * from '../old';
    //- src/index.ts
    export * from './inner';
    //- src/other.ts
    import { fresh } from './index';
    export const other = fresh;
    //- src/page.ts
    import { flags } from './client';
    import { ${names.join(', ')} } from './index';
    export const page = () => flags.isEnabled('x') ? 1 : [${names.map((name) => `${name}()`).join(', ')}];`);
  const looking = vi.spyOn(workspace, 'sourcesNaming');
  const plan = await planFromWorkspace(workspace, {
    flag: 'x',
    keep: true,
    scope: { kind: 'everywhere' },
  });
  expect(plan.files.map(({ file }) => file)).toContain('src/old.ts');
  expect(looking.mock.calls.length).toBeLessThan(names.length);
});
