import { expect, test } from 'vitest';
import { removal } from '../support/removal';

test('line ends, tabs, a byte order mark, emoji and a missing last newline are kept', () => {
  const before =
    "\ufeffimport { a } from './a';\r\n\r\nif (F()) {\r\n\ta('🎏');\r\n\tb();\r\n} else {\r\n\tc();\r\n}\r\n// end 🎉";
  expect(removal(before).after).toBe("\ufeffimport { a } from './a';\r\n\r\na('🎏');\r\nb();\r\n// end 🎉");
  const off = '\ufeffif (F()) {\r\n\ta();\r\n}\r\nb()';
  expect(removal(off, { keep: false }).after).toBe('\ufeffb()');
});

test('moved lines take their new indentation, the text of templates does not', () => {
  removal(`
    function f() {
        if (F()) {
            const s = \`
              keep
            \`;

            use(s,
                s);
        }
    }
    f();
  `).becomes(`
    function f() {
        const s = \`
              keep
            \`;

        use(s,
            s);
    }
    f();
  `);
});

test('licence and section comments stay, a comment about what goes goes', () => {
  removal(
    `
    /* @license MIT */
    import { a } from './a';

    // --- section ---
    // about it
    if (F()) { a(); }
    rest();
  `,
    { keep: false },
  ).becomes(`
    /* @license MIT */

    // --- section ---
    rest();
  `);
});

test("comments of the kept branch stay, an else's goes", () => {
  removal(`
    if (F()) { // why
      a(); // first
      // last
    } else { // no
      b();
    } // over
    c();
  `).becomes(`
    // why
    a(); // first
    // last
    c();
  `);
  removal(`
    if (F())
      a(); // first
    else
      b(); // second
  `).becomes(`
    a(); // first
  `);
});

test("a tool's comment about the line of the flag goes with it", () => {
  removal(`
    // eslint-disable-next-line no-flags
    if (F()) {
      a();
    }
    // @ts-expect-error untyped
    const on = F();
    if (on) b();
  `).becomes(`
    a();
    b();
  `);
});

test('imports: the binding, the clause, the declaration', () => {
  removal(`
    import './effects';
    import one, { two } from './one';
    import three, { four } from './three';
    import * as five from './five';
    import type { Six } from './six';
    import {
      seven,
      eight,
    } from './seven';
    if (F()) {
      one(four, eight);
    } else {
      two(three, five.x as Six, seven);
    }
  `).becomes(`
    import './effects';
    import one from './one';
    import { four } from './three';
    import {
      eight,
    } from './seven';
    one(four, eight);
  `);
});

test('parts that stood side by side leave no hole', () => {
  removal(`
    import { old } from './old';
    import { older } from './older';

    import { one } from './one';

    import { two } from './two';
    import { three } from './three';

    import { four } from './four';

    class A {

      private first = 1;
      private second = 2;

      run() {
        return F() ? one(four) : old(this.first, older(two(this.second)), three);

      }
    }
    use(A);
  `).becomes(`
    import { one } from './one';

    import { four } from './four';

    class A {

      run() {
        return one(four);

      }
    }
    use(A);
  `);
});

test('locals, functions and types that only the dead branch used go, what was unused before stays', () => {
  removal(`
    import { unused } from './unused';
    type Old = { a: Older };
    interface Older { b: 1 }
    const SIZE = 3;
    const never = 1;
    function old(value: Old) { return older(value, SIZE); }
    function older(value: Old, size: number) { return size; }
    export function f() {
      if (F()) return 1;
      return old({} as Old);
    }
  `).becomes(`
    import { unused } from './unused';
    const never = 1;
    export function f() {
      return 1;
    }
  `);
});

test('overloads and generics that only the dead branch used go', () => {
  removal(`
    import type { Shape } from './shape';
    function old(value: string): string;
    function old(value: number): string;
    function old(value: unknown): string { return String(value); }
    function pick<T extends Shape>(value: T): T { return value; }
    if (F()) {
      a();
    } else {
      pick(old(1));
    }
  `).becomes(`
    a();
  `);
});

test('a call that may have effects stays when its result is of no use any more, with a note', () => {
  const plan = removal(`
    async function show() {
      const label = load(),
        title = 1;
      const { limit, rest: { first } } =
        await service.limits({
          all: true,
        });
      const old = new Old()
      ;(function () {})();
      if (!F()) use(label, limit, first, old);
      return title;
    }
  `).becomes(`
    async function show() {
      const label = load(),
        title = 1;
      await service.limits({
        all: true,
      });
      new Old()
      ;(function () {})();
      return title;
    }
  `);
  expect(plan.notes.map(({ message }) => message)).toEqual([
    '`label` is no longer used; its value may have effects, so it stays.',
    'Nothing uses what this gives any more; it may have effects, so it stays.',
    'Nothing uses what this gives any more; it may have effects, so it stays.',
  ]);
});

test('what is short now joins the line before', () => {
  removal(`
    const canCreateInProject =
      F() && canCreateProjectTemplate;
    const badge = (template: Template) =>
      F() ? (
        show({
          template,
        })
      ) : undefined;
    const long =
      F() && aNameThatIsSoLongThatNoFormatterWouldEverPutItOnTheLineOfWhatIsGivenItsValue;
    const said =
      // Why.
      F() && a;
  `).becomes(`
    const canCreateInProject = canCreateProjectTemplate;
    const badge = (template: Template) => (
      show({
        template,
      })
    );
    const long =
      aNameThatIsSoLongThatNoFormatterWouldEverPutItOnTheLineOfWhatIsGivenItsValue;
    const said =
      // Why.
      a;
  `);
});

test('broken code is left alone', () => {
  removal('if (F()) { a(; }').isRefused('syntax errors');
  removal('// @flow strict\nif (F()) a((b: any));').isRefused('is written in Flow');
});

test('what a comment stands above moves with it', () => {
  removal(`
    const v = (
      F()
        ? // the new way
          a.b(
            c,
          )
        : // the old way
          d
    );
  `).becomes(`
    const v = (
      // the new way
      a.b(
        c,
      )
    );
  `);
});

test('a list that loses its only element closes where it opens', () => {
  removal(`
    export const ware = (
      on: boolean,
    ): Handler => (on ? a : b);
    use(ware(
      F(),
    ));
  `).becomes(`
    export const ware = (
      on: boolean,
    ): Handler => (on ? a : b);
    use(ware(
      true,
    ));
  `);
  removal(`
    const ware = (
      on: boolean,
    ): Handler => (on ? a : b);
    use(ware(
      F(),
    ), [
      ...(F() ? [] : [a]),
    ]);
  `).becomes(`
    const ware = (): Handler => a;
    use(ware(), []);
  `);
});

test('what is left of a condition over lines stands beside its parentheses', () => {
  removal(`
    if (
      F() &&
      a
    ) {
      b();
    }
  `).becomes(`
    if (a) {
      b();
    }
  `);
  removal(`
    if (
      // why
      F() && a
    ) {
      b();
    }
  `).becomes(`
    if (
      // why
      a
    ) {
      b();
    }
  `);
});

test('a value on lines of its own stays on them where its variable is declared', () => {
  removal(`
    function f() {
      let all: Item[];
      if (F()) {
        all =
          await load(
            one,
          );
      } else {
        all = [];
      }
      return all.map(a);
    }
    f();
  `).becomes(`
    function f() {
      const all: Item[] =
        await load(
          one,
        );
      return all.map(a);
    }
    f();
  `);
});

test('what tells a tool from where to where something holds goes when nothing is left between', () => {
  removal(
    `
    /* eslint-disable no-console */
    if (F()) { a(); }
    console.log(b);
    /* eslint-enable no-console */

    /* v8 ignore start */
    if (F()) { c(); }
    /* v8 ignore stop */

    // #region new
    if (F()) {
      d();
    }
    // about e
    if (F()) e();
    // #endregion

    class G {
      /* tslint:disable:no-any */
      private h() { return 1; }
      /* tslint:enable:no-any */
      i() { return F() ? this.h() : 2; }
    }

    // #region empty
    // #endregion
    export default G;
  `,
    { keep: false },
  ).becomes(`
    /* eslint-disable no-console */
    console.log(b);
    /* eslint-enable no-console */

    class G {
      i() { return 2; }
    }

    // #region empty
    // #endregion
    export default G;
  `);
});

test('a comment above several imports is the heading of them all, and goes with the last', () => {
  removal(
    `
    // Components
    import { Old } from './Old';
    import { Older } from './Older';
    import { New } from './New';
    // Utils
    import { old } from './old';
    import { older } from './older';

    // @ts-expect-error untyped
    import oldest from 'oldest';
    import { rest } from './rest';
    if (F()) old(Old, Older, older, oldest);
    else rest(New);
  `,
    { keep: false },
  ).becomes(`
    // Components
    import { New } from './New';

    import { rest } from './rest';
    rest(New);
  `);
});

test('of what stays for its effects the rest goes, and in a file without semicolons none is left', () => {
  removal(
    `
    const wide = load(1) && !isOpen && F()
    let other
    if (!(load(2)) && isOpen) {
      if (F()) { a() }
    }
    if (load(3)) { if (F()) b() }
    ;[other].map(c)
    show(wide ? 1 : 2)
  `,
    { keep: false },
  ).becomes(`
    load(1)
    let other
    load(2)
    load(3)
    ;[other].map(c)
    show(2)
  `);
});

test.each([
  '// @ts-check',
  // Written out, the runner would take these for its own.
  '/** \x40jest-environment jsdom */',
  '// \x40vitest-environment jsdom',
  '/** @jsxImportSource preact */',
  '/* global window */',
  '/* eslint no-console: 0 */',
  '// What this file is about.',
])('what stands above the only import speaks of the file: %s', (comment) => {
  removal(`
    ${comment}
    import { client } from './client';

    export const a = client.isEnabled('x') ? 1 : 2;
  `).becomes(`
    ${comment}

    export const a = 1;
  `);
});

test.each([['// @ts-nocheck'], ['/** @jsx h */'], ['/* globals window, document */']])(
  'what tells a tool of the file stays above any statement: %s',
  (comment) => {
    removal(`
      ${comment}
      const isNew = isEnabled('x');
      export const a = isNew ? 1 : 2;
    `).becomes(`
      ${comment}
      export const a = 1;
    `);
  },
);

test('what tells a tool of the only import goes with it', () => {
  removal(`
    // eslint-disable-next-line import/no-cycle
    import { client } from './client';

    export const a = client.isEnabled('x') ? 1 : 2;
  `).becomes(`
    export const a = 1;
  `);
});
