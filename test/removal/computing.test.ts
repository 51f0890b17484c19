import { describe, test } from 'vitest';
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
  ])('%s', (call) => {
    removal(`
      function nameOf(item) {
        const { first, last } = item;
        if (!last) return first;
        return first + last;
      }
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
  ])('%s stays', (call) => {
    const rest = `
      import { imported } from './a';
      let count = 0;
      function counts() { return count++; }
      async function waits() { return 1; }
      function again(item) { return again(item); }
      function replaced(item) { return item; }
      if (imported) replaced = imported;
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
    ['a date', 'class Date {}', 'new Date(1)'],
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
