import { expect, test } from 'vitest';
import { dedent, removal } from '../support/removal';

test('a component that only shows another one from now on gives way to it', () => {
  removal(`
    const OldPage = (props: Props) => <i>{props.title}</i>;

    // The page.
    const NewPage = ({ title }: Props) => {
      const shown = useTitle(title);
      return <b>{shown}</b>;
    };

    export const Page = (props: Props) => {
      if (isEnabled('x')) {
        return <NewPage {...props} />;
      }
      return <OldPage {...props} />;
    };
  `).becomes(`
    // The page.
    export const Page = ({ title }: Props) => {
      const shown = useTitle(title);
      return <b>{shown}</b>;
    };
  `);
});

/** What is left of a function that chose by the flag and of the one that it chose. */
const merged = (before: string): string => removal(dedent(before)).after;

test('functions as well, with what exports them', () => {
  expect(
    merged(`
    export default function total(items: Item[], tax: number): number {
      return isEnabled('x') ? newTotal(items, tax) : 0;
    }

    function newTotal(all: Item[], rate: number): number {
      return all.length * rate;
    }
    show(total([], 2));
  `),
  ).toBe(
    dedent(`
    export default function total(all: Item[], rate: number): number {
      return all.length * rate;
    }
    show(total([], 2));
  `),
  );
  expect(
    merged(`
    const newTotal = async (all) => all.length;
    export const total = (items) => (isEnabled('x') ? newTotal(items) : none());
  `),
  ).toBe('export const total = async (all) => all.length;\n');
  expect(
    merged(`
    import type { FC } from 'react';
    const NewPage = () => <b>{total()}</b>;
    export const Page: FC = () => (isEnabled('x') ? <NewPage /> : <i />);
  `),
  ).toBe("import type { FC } from 'react';\nexport const Page: FC = () => <b>{total()}</b>;\n");
  expect(
    merged(`
    const NewPage: FC = () => <b>{total()}</b>;
    const Page: FC = () => (isEnabled('x') ? <NewPage /> : <i />);
    Page.displayName = 'Page';
    export default memo(Page);
  `),
  ).toBe(
    "const Page: FC = () => <b>{total()}</b>;\nPage.displayName = 'Page';\nexport default memo(Page);\n",
  );
});

const CHOOSING = "isEnabled('x') ? fresh(a, b) : 0";

test.each([
  [
    'other arguments',
    `const fresh = (a, b) => a + b; export const f = (a, b) => (isEnabled('x') ? fresh(b, a) : 0);`,
  ],
  ['fewer', `const fresh = (a) => a; export const f = (a, b) => (isEnabled('x') ? fresh(a) : 0);`],
  ['a default', `const fresh = (a, b = 1) => a + b; export const f = (a, b) => (${CHOOSING});`],
  ['a default of its own', `const fresh = (a, b) => a + b; export const f = (a, b = 1) => (${CHOOSING});`],
  [
    'it is used elsewhere',
    `const fresh = (a, b) => a + b; export const f = (a, b) => (${CHOOSING}); show(fresh);`,
  ],
  ['it calls itself', `const fresh = (a, b) => a || fresh(a, b); export const f = (a, b) => (${CHOOSING});`],
  ['it is exported', `export const fresh = (a, b) => a + b; export const f = (a, b) => (${CHOOSING});`],
  [
    'it does more',
    `const fresh = (a, b) => a + b; export const f = (a, b) => { track(); return ${CHOOSING}; };`,
  ],
  ['it is asynchronous', `const fresh = (a, b) => a + b; export const f = async (a, b) => (${CHOOSING});`],
  [
    '`arguments`',
    `function fresh(a, b) { return arguments.length; } export const f = (a, b) => (${CHOOSING});`,
  ],
  ['`this`', `function fresh(a, b) { return this; } export const f = (a, b) => (${CHOOSING});`],
  [
    '`new.target`',
    `function fresh(a, b) { return new.target; } export function f(a, b) { return ${CHOOSING}; }`,
  ],
  ['other types', `const fresh = (a: string, b) => a + b; export const f = (a: 'a', b) => (${CHOOSING});`],
  ['another result', `const fresh = (a, b) => a + b; export const f = (a, b): string => (${CHOOSING});`],
  ['not there yet', `export const f = (a, b) => (${CHOOSING}); start(f); const fresh = (a, b) => a + b;`],
  ['hoisted', `start(f); const fresh = (a, b) => a + b; export function f(a, b) { return ${CHOOSING}; }`],
  ['replaced', `let fresh = (a, b) => a + b; fresh = other; export const f = (a, b) => (${CHOOSING});`],
  [
    'its own name',
    `const fresh = function again(a, b) { return again; }; export const f = (a, b) => (${CHOOSING});`,
  ],
  ['in another block', `{ const fresh = (a, b) => a + b; { var f = (a, b) => (${CHOOSING}); show(f); } }`],
  ['a doc', `const fresh = (a, b) => a + b;\n/** Adds. */\nexport const f = (a, b) => (${CHOOSING});`],
  [
    'a prop',
    `const Fresh = (props) => <b />; export const F = (props) => (isEnabled('x') ? <Fresh {...props} a /> : 0);`,
  ],
  ['a key', `const Fresh = () => <b />; export const F = () => (isEnabled('x') ? <Fresh key="a" /> : 0);`],
  [
    'no props',
    `const Fresh = (props) => <b />; export const F = (props) => (isEnabled('x') ? <Fresh /> : 0);`,
  ],
  [
    'another type',
    `const Fresh: FC = () => <b />; export const F: VFC = () => (isEnabled('x') ? <Fresh /> : null);`,
  ],
])('%s: both stay', (_, before) => {
  const { after } = removal(before);
  expect(after).toMatch(/\bfresh\b/i);
  expect(after).not.toContain('isEnabled');
  expect(after.match(/\bf\b/gi)!.length).toBeGreaterThan(0);
});

test('one that handed on before is nobody’s business', () => {
  removal(`
    const plain = (a) => a + 1;
    export const f = (a) => plain(a);
    show(isEnabled('x') ? 1 : 2);
  `).becomes(`
    const plain = (a) => a + 1;
    export const f = (a) => plain(a);
    show(1);
  `);
});
