import { describe, expect, it, test } from 'vitest';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { applyEdits } from '../../server/src/text/edits';
import { removal } from '../support/removal';
import { openFixture } from '../support/workspace';

test('a member of what a hook returns is told to those who take it, and goes', () => {
  removal(`
    function usePage(id) {
      const isNew = isEnabled('x');
      if (!id) return { isNew, title: '' };
      return { title: useTitle(id), isNew };
    }
    function Page({ id }) {
      const { isNew, title } = usePage(id);
      return isNew ? <b>{title}</b> : <i>{title}</i>;
    }
  `).becomes(`
    function usePage(id) {
      if (!id) return { title: '' };
      return { title: useTitle(id) };
    }
    function Page({ id }) {
      const { title } = usePage(id);
      return <b>{title}</b>;
    }
  `);
});

test('the call stays where nothing of what it returns is asked for any more', () => {
  removal(`
    const usePage = (id) => {
      visit(id);
      return { isNew: isEnabled('x') };
    };
    const { isNew: on } = usePage(1);
    show(on ? 1 : 2);
  `).becomes(`
    const usePage = (id) => {
      visit(id);
      return {};
    };
    usePage(1);
    show(1);
  `);
});

test.each([
  ['another use of the result', 'const all = f(); show(all);', 'show(1);'],
  ['what is left of it', 'const { a, ...rest } = f(); show(a, rest);', 'show(1);'],
  ['a function that is handed on', 'run(f);', 'show(1);'],
  ['a member by its name', 'show(f().isNew);', 'show(1);'],
  ['a computed member', 'const { [key]: one } = f(); show(one);', 'show(1);'],
])('the member stays for %s', (_, use) => {
  const { after } = removal(`
    const f = () => ({ isNew: isEnabled('x'), a: 1 });
    const { isNew } = f();
    show(isNew ? 1 : 2);
    ${use}
  `);
  expect(after).toContain('({ isNew: true, a: 1 })');
  expect(after).toContain('show(1);');
});

test.each([
  [
    'it is another value on another way',
    "function f() { if (a) return { isNew: false }; return { isNew: isEnabled('x') }; }",
  ],
  ['it may return nothing', "function f() { if (a) return { isNew: isEnabled('x') }; }"],
  ['it may return something else', "function f() { if (a) return other; return { isNew: isEnabled('x') }; }"],
  ['something is put over it', "const f = () => ({ isNew: isEnabled('x'), ...other });"],
  ['it is set twice', "const f = () => ({ isNew: isEnabled('x'), isNew: a });"],
  ['its name is computed', "const f = () => ({ isNew: isEnabled('x'), [key]: a });"],
  ['it is asked for', "const f = () => ({ isNew: isEnabled('x'), get isNew() { return a; } });"],
  ['it is another function later', "let f = () => ({ isNew: isEnabled('x') }); f = other;"],
  ['it is a promise', "const f = async () => ({ isNew: isEnabled('x') });"],
  [
    'it has the rest as well',
    "const f = () => ({ isNew: isEnabled('x') }); const { isNew, ...others } = f();",
  ],
])('nothing is told where %s', (_, made) => {
  const take = made.includes('others') ? '' : 'const { isNew } = f();';
  const { after, plan } = removal(`${made}\n${take}\nshow(isNew ? 1 : 2);\n`);
  expect(plan.review).toEqual([]);
  expect(after).toContain('show(isNew ? 1 : 2);');
});

test('a name that is set again takes part in nothing', () => {
  const { after, plan } = removal(`
    const f = () => ({ isNew: isEnabled('x') });
    let { isNew } = f();
    isNew = other();
    show(isNew);
  `);
  expect(plan.review).toEqual([]);
  expect(after).toContain('let { isNew } = f();');
});

/** Removes a flag, kept on, from a workspace; the changed sources as a fixture. */
async function remove(source: string): Promise<string> {
  const flags = '//- flags.yaml\nflags:\n  new_ui: { enabled: true }\n';
  const { workspace, textOf } = await openFixture(flags + source);
  const request = { flag: 'new_ui', keep: true, scope: { kind: 'everywhere' } } as const;
  const plan = await planFromWorkspace(workspace, request);
  expect(plan.review).toEqual([]);
  return plan.files
    .filter(({ file }) => file !== 'flags.yaml')
    .sort((a, b) => (a.file < b.file ? -1 : 1))
    .map(({ file, edits }) => `//- ${file}\n${applyEdits(textOf(file), edits).trimEnd()}\n`)
    .join('');
}

const HOOK = `//- src/use-page.ts
export function usePage(id: string) {
  const isNew = flags.isEnabled('new_ui');
  const title = useTitle(id);
  return { isNew, title };
}
`;

test('other files are told, under whatever name, and the member goes once none asks for it', async () => {
  expect(
    await remove(`${HOOK}//- src/page.tsx
import { usePage as use } from './use-page';
import { Old } from './old';
export function Page({ id }) {
  const { isNew, title } = use(id);
  return isNew ? <b>{title}</b> : <Old />;
}
//- src/title.tsx
import { usePage } from './use-page';
export const Title = ({ id }) => <p>{usePage(id).title}</p>;
//- src/old.tsx
export const Old = () => <i />;
`),
  ).toBe(`//- src/page.tsx
import { usePage as use } from './use-page';
export function Page({ id }) {
  const { title } = use(id);
  return <b>{title}</b>;
}
//- src/use-page.ts
export function usePage(id: string) {
  const title = useTitle(id);
  return { title };
}
`);
});

test('a function that is exported by default; what takes the member hands it on as a prop', async () => {
  expect(
    await remove(`//- src/use-page.ts
const usePage = () => ({ isNew: flags.isEnabled('new_ui'), title: useTitle() });
export default usePage;
//- src/page.tsx
import usePage from './use-page';
import { Title } from './title';
export const Page = () => {
  const { isNew, title } = usePage();
  return <Title isNew={isNew} title={title} />;
};
//- src/title.tsx
export const Title = ({ isNew, title }) => (isNew ? <b>{title}</b> : <i>{title}</i>);
`),
  ).toBe(`//- src/page.tsx
import usePage from './use-page';
import { Title } from './title';
export const Page = () => {
  const { title } = usePage();
  return <Title title={title} />;
};
//- src/title.tsx
export const Title = ({ title }) => <b>{title}</b>;
//- src/use-page.ts
const usePage = () => ({ title: useTitle() });
export default usePage;
`);
});

test.each([
  ['asks for it', "import { usePage } from './use-page';\nexport const isNew = (id) => usePage(id).isNew;\n"],
  ['takes all', "import * as pages from './use-page';\nexport const all = pages;\n"],
  ['hands it on', "export { usePage } from './use-page';\n"],
  ['hands all on', "export * from './use-page';\n"],
  [
    'makes a type of it',
    "import { usePage } from './use-page';\nexport type Page = ReturnType<typeof usePage>;\n",
  ],
])('the member stays where a file %s', async (_, other) => {
  const text = await remove(`${HOOK}//- src/page.tsx
import { usePage } from './use-page';
export function Page({ id }) {
  const { isNew, title } = usePage(id);
  return isNew ? <b>{title}</b> : <i />;
}
//- src/other.ts
${other}`);
  expect(text).toContain('return <b>{title}</b>;');
  expect(text).toContain('return { isNew: true, title };');
});

test('the member stays where the type of what is returned is written out', async () => {
  const text =
    await remove(`${HOOK.replace('(id: string)', '(id: string): { isNew: boolean; title: string }')}//- src/page.tsx
import { usePage } from './use-page';
export function Page({ id }) {
  const { isNew, title } = usePage(id);
  return isNew ? <b>{title}</b> : <i />;
}
`);
  expect(text).toContain('return <b>{title}</b>;');
  expect(text).toContain('return { isNew: true, title };');
});

describe('what nobody here but tests imports is for others, so its members stay:', () => {
  const LOADER = `//- src/route.ts
export function loader() {
  const isNew = flags.isEnabled('new_ui');
  return { isNew, title: title() };
}
`;
  const left = LOADER.replace("  const isNew = flags.isEnabled('new_ui');\n", '').replace(
    'isNew,',
    'isNew: true,',
  );

  it('the loader of a route that a framework calls', async () => {
    expect(await remove(LOADER)).toBe(left);
  });

  it('the same with a test that asks for something else', async () => {
    const test = `//- src/route.test.ts
import { loader } from './route';
it('has a title', () => {
  const { title } = loader();
  expect(title).toBe('page');
});
`;
    expect(await remove(LOADER + test)).toBe(left);
  });
});
