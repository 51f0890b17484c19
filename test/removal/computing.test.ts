import { describe, expect, test } from 'vitest';
import { removal } from '../support/removal';

describe('a call that only computes goes with what needed it', () => {
  test.each([
    'items.map((item) => item.id)',
    'items.filter(({ on }) => on).some((item) => !item.id)',
    "text.trim().toLowerCase().replace(/ /g, '_')",
    'Object.keys(items)',
    'Math.max(1, items.length)',
    'new Date()',
    "(() => { switch (item.kind) { case 1: return 'a'; default: return item.name ?? 'b'; } })()",
    'nameOf(item)',
    'items.map((item) => nameOf(item))',
    '/^a/g.test(item.name)',
    'new Label(item)',
  ])('%s', (call) => {
    removal(`
      function nameOf(item) {
        const { first, last } = item;
        if (!last) return first;
        return first + last;
      }
      export class Label { constructor(item) { this.item = item; } }
      export const label = (item) => {
        const old = ${call};
        return F() ? nameOf(item).trim() : old;
      };
    `).becomes(`
      function nameOf(item) {
        const { first, last } = item;
        if (!last) return first;
        return first + last;
      }
      export class Label { constructor(item) { this.item = item; } }
      export const label = (item) => {
        return nameOf(item).trim();
      };
    `);
  });

  test.each([
    'items.map((item) => save(item))',
    'items.map(save)',
    'items.push(1)',
    '/^a/g.exec(next(item))',
    'pattern.test(item)',
    'store.find(1)',
    "history.replace('/a', item)",
    'imported(item)',
    'counts()',
    'waits()',
    'again(item)',
    'replaced(item)',
    '(() => { throw item; })()',
    '((item) => { nameOf = item; })(item)',
    'new imported(item)',
    'new Told(item)',
    'new Counted()',
    'new Derived()',
  ])('%s stays', (call) => {
    const rest = `
      import { imported } from './a';
      let count = 0;
      function counts() { return count++; }
      async function waits() { return 1; }
      function again(item) { return again(item); }
      function replaced(item) { return item; }
      if (imported) replaced = imported;
      export class Told { constructor(item) { this.item = item; tell(this); } }
      export class Counted { number = counts(); }
      export class Derived extends imported {}
      export const all = [counts, waits, again, replaced];
    `;
    removal(`${rest}
      export const label = (item) => {
        const old = ${call};
        return F() ? item : old;
      };
    `).becomes(`${rest}
      export const label = (item) => {
        ${call};
        return item;
      };
    `);
  });

  test('a name that a function declares further in, for all of it, is that one', () => {
    removal(`
      export const label = (item) => {
        if (item) { var Math = item.math; }
        const old = Math.max(item);
        return F() ? item : old;
      };
    `).becomes(`
      export const label = (item) => {
        if (item) { var Math = item.math; }
        Math.max(item);
        return item;
      };
    `);
  });

  test('a function of the language whose name the file gives to another is that one', () => {
    removal(`
      import { Math } from './a';
      export const label = (item) => {
        const old = Math.max(item);
        return F() ? item : old;
      };
    `).becomes(`
      import { Math } from './a';
      export const label = (item) => {
        Math.max(item);
        return item;
      };
    `);
  });

  test.each([
    ['a collection', "import { Map } from './a';", 'new Map([])'],
    ['a date', 'class Date { constructor() { tell(this); } }', 'new Date(1)'],
    ['a conversion', "import Boolean from './a';", 'Boolean(item)'],
  ])('%s whose name the file gives to another is that one', (_, declared, value) => {
    removal(`${declared}
      export const label = (item) => {
        const old = ${value};
        return F() ? item : old;
      };
    `).becomes(`${declared}
      export const label = (item) => {
        ${value};
        return item;
      };
    `);
  });

  test("a package's function whose name is taken out of something nearer is that one", () => {
    removal(`
      import { useRef } from 'react';
      export const label = (item, { useRef }) => {
        const old = useRef(item);
        return F() ? item : old;
      };
    `).becomes(`
      import { useRef } from 'react';
      export const label = (item, { useRef }) => {
        useRef(item);
        return item;
      };
    `);
  });
});

describe('what `useMemo` is given computes, as React asks of it', () => {
  const page = (head: string, body: string): string => `${head}
      import { total, save } from './totals';
      export function Page({ items, seen }) {
        ${body}
      }
      export const all = [total, save];
    `;
  const REACT = "\n      import { useMemo } from 'react';";
  const given = (made: string): string =>
    page(REACT, `const old = ${made};\n        return F() ? <b>{items.length}</b> : <i>{old}</i>;`);

  test.each([
    'useMemo(() => total(items), [items])',
    'useMemo(() => ({ ...items, sum: total(items) }), [items])',
    'useMemo(() => { const own = new Map(); items.forEach((one) => { own.set(one.id, total(one)); }); return own; }, [items])',
    'useMemo(() => items.reduce((sums, one) => { sums[one.id] = total(one); return sums; }, {}), [items])',
    'useMemo(() => { let count = 0; for (const one of items) count += total(one); return count; }, [items])',
  ])('%s goes', (made) => {
    removal(given(made)).becomes(page('', 'return <b>{items.length}</b>;'));
  });

  test.each([
    'useMemo(() => { save(items); return total(items); }, [items])',
    'useMemo(() => { seen.current = items; return total(items); }, [items])',
    'useMemo(() => { items.push(1); return total(items); }, [items])',
    'useMemo(() => { if (!items) throw items; return total(items); }, [items])',
    'useMemo(async () => total(await items), [items])',
    'useMemo(() => (save(items), total(items)), [items])',
    'useMemo(() => total(items), [save(items)])',
    'useMemo(() => total(items), [])',
    'useMemo(() => total(items))',
  ])('%s stays, for it does something besides', (made) => {
    removal(given(made)).becomes(page(REACT, `${made};\n        return <b>{items.length}</b>;`));
  });
});

describe('a text in the language of the user', () => {
  const text = (setUp: string, parameters: string, made: string) => `
      ${setUp}
      export function Page(${parameters}) {
        const old = ${made};
        return F() ? <b /> : <i>{old}</i>;
      }
    `;
  test.each([
    ["import { useTranslation } from 'react-i18next';", '', "useTranslation().t('old')"],
    ["import { t } from './texts';", '', "t('old')"],
    ["import { useIntl } from './intl';\n      const intl = useIntl();", '', 'intl.formatMessage(texts.old)'],
    [
      "import { useIntl } from 'react-intl';\n      let intl = useIntl();",
      '',
      'intl.formatMessage(texts.old)',
    ],
    ["import { useIntl } from 'react-intl';\n      const intl = useIntl();", '', 'intl.onError(texts.old)'],
    [
      "import { useIntl } from 'react-intl';\n      const intl = useIntl();",
      '',
      'intl.formatMessage(next())',
    ],
    ['', 't: TFunction', "t('old')"],
  ])('may be more where %s %s: %s', (setUp, parameters, made) => {
    removal(text(setUp, parameters, made)).becomes(`
      ${setUp}
      export function Page(${parameters}) {
        ${made};
        return <b />;
      }
    `);
  });

  test.each([
    [
      "import { useTranslation } from 'react-i18next';\n      const { t } = useTranslation();",
      '',
      "t('old')",
    ],
    [
      "import { useTranslation } from 'react-i18next';\n      const { t: text } = useTranslation();",
      '',
      "text('old')",
    ],
    ["import { useTranslation } from 'react-i18next';\n      const [t] = useTranslation();", '', "t('old')"],
    [
      "import { useTranslations } from 'next-intl';\n      const t = useTranslations('page');",
      '',
      "t.rich('old')",
    ],
    [
      "import { useIntl } from 'react-intl';\n      const intl = useIntl();",
      '',
      'intl.formatMessage(texts.old)',
    ],
    ["import { useIntl } from 'react-intl';\n      const { formatDate } = useIntl();", '', 'formatDate(0)'],
    ["import type { IntlShape } from 'react-intl';", 'intl: IntlShape', 'intl.formatMessage(texts.old)'],
    ["import type { TFunction } from 'i18next';", 't: TFunction', "t('old')"],
    ["import { useI18n } from 'vue-i18n';\n      const { t } = useI18n();", '', "t('old')"],
  ])('goes with what needed it where %s %s: %s', (setUp, parameters, made) => {
    const { after } = removal(
      `${text(setUp, parameters, made)}\nexport const used = [t, text, intl, formatDate];`,
    );
    expect(after).toContain(`export function Page(${parameters}) {\n        return <b />;`);
  });
});

test('of what only makes something of what it is given, that stays', () => {
  const hook = (made: string, left: string) =>
    removal(`
      import { useRef, useState } from 'react';
      export function Page() {
        const old = ${made};
        return F() ? <b /> : <i>{old}</i>;
      }
      export const all = [useRef, useState];
    `).becomes(`
      import { useRef, useState } from 'react';
      export function Page() {
        ${left};
        return <b />;
      }
      export const all = [useRef, useState];
    `);
  hook('useRef(load(1))', 'load(1)');
  hook('useState(load({\n          id: 1,\n        }))', 'load({\n          id: 1,\n        })');
  hook('useState(() => load(1))', 'useState(() => load(1))');
  hook('useRef(load(1), load(2))', 'useRef(load(1), load(2))');
  hook('useRef(...load(1))', 'useRef(...load(1))');
});
