import { describe, expect, test } from 'vitest';
import { removal } from '../support/removal';

const OFF = { keep: false };

describe('statements', () => {
  test('a dangling else finds its own if', () => {
    removal('if (a) if (F()) b(); else c(); else d();').becomes('if (a) b(); else d();');
    removal('if (a) if (F()) b(); else if (q) c(); else; else d();', OFF).becomes(
      'if (a) if (q) c(); else; else d();',
    );
    removal('if (a) if (F()) if (q) b(); else; else c(); else d();').becomes(
      'if (a) if (q) b(); else; else d();',
    );
    removal('if (a) if (F()) { if (q) b(); } else c(); else d();').becomes(
      'if (a) { if (q) b(); } else d();',
    );
  });

  test('a branch without braces, and a line that would run into the next', () => {
    removal(`
      const a = 1
      if (F()) (b || c)()
      ;[1].forEach(x)
    `).becomes(`
      const a = 1;
      (b || c)()
      ;[1].forEach(x)
    `);
    removal(
      `
      foo()
      if (F()) bar()
      (baz || q)
    `,
      OFF,
    ).becomes(`
      foo()
    `);
    removal(
      `
      foo()
      if (F()) { bar() }
      [1].map(x)
    `,
      OFF,
    ).becomes(`
      foo();
      [1].map(x)
    `);
  });

  test('what comes to stand at the beginning of a line does not continue the one above', () => {
    removal("f()\ngetVariant('x') + q", { keep: -1 }).becomes('f();\n-1 + q');
    removal("f()\ngetVariant('x') + q", { keep: { a: 1 } }).becomes('f();\n({ a: 1 }) + q');
    removal('f()\nif ((a || b) && c) { if (F()) g() }', OFF).becomes('f()');
    removal('f()\nif ((a || b()) && c) { if (F()) g() }', OFF).becomes('f()\na || b()');
    removal('f()\nif ((a || b)() && c) { if (F()) g() }', OFF).becomes('f();\n(a || b)()');
  });

  test('what a branch without braces did goes where an exit is now in front of it', () => {
    removal(`
      function f() {
        if (F()) return a();
        if (!F()) b();
        else c();
        for (const d of e) g(d);
      }
      f();
    `).becomes(`
      function f() {
        return a();
      }
      f();
    `);
  });

  test('what follows an exit goes, hoisted declarations stay', () => {
    removal(`
      export function f() {
        use(h());
        if (F()) {
          y = 1;
          return y;
        }
        var y = 2;
        function h() { return 1; }
        return y + 3;
      }
    `).becomes(`
      export function f() {
        use(h());
        y = 1;
        return y;
        var y;
        function h() { return 1; }
      }
    `);
  });

  describe('what follows a call that never comes back goes', () => {
    const page = (top: string, call: string): string => `
      ${top}
      export function page(user) {
        if (F()) {
          ${call}
        }
        return old(user);
      }
    `;

    test.each([
      ["import { redirect } from 'next/navigation';", "redirect('/new');"],
      ["import { notFound as none } from 'next/navigation';", 'none();'],
      ["import process from 'node:process';", 'process.exit(1);'],
      ['function fail(why) { if (why) log(why); throw new Error(why); }', "fail('gone');"],
      ['const fail = (why: string): never => { throw new Error(why); };', "fail('gone');"],
      ['function wait() { for (;;) next(); }', 'wait();'],
      ['', 'process.exit(1);'],
    ])('%s %s', (top, call) => {
      const before = page(top, call);
      const after = before.replace(/if \(F\(\)\) \{\s*(.*)\s*\}\s*return old\(user\);/, '$1');
      removal(before).becomes(after);
    });

    test.each([
      ["import { redirect } from './navigation';", "redirect('/new');"],
      ['', "redirect('/new');"],
      [
        "import { redirect } from 'next/navigation';\n      const at = (redirect) => redirect;",
        "redirect('/new');",
      ],
      ["import { redirect } from 'next/navigation';", "later(() => redirect('/new'));"],
      ['function fail(why) { if (why) throw new Error(why); }', "fail('gone');"],
      ['function fail(why) { if (!why) return; throw new Error(why); }', "fail('gone');"],
      ['async function fail(why) { throw new Error(why); }', "fail('gone');"],
      ['function* fail(why) { throw new Error(why); }', "fail('gone');"],
      ['function fail(why) { throw new Error(why); }\n      fail = log;', "fail('gone');"],
      ['function fail(why) { throw new Error(why); }\n      [fail] = [log];', "fail('gone');"],
      ['function fail(why) { throw new Error(why); }', "fail?.('gone');"],
      ['function fail(why) { throw new Error(why); }\n      ({ fail, b: [fail] } = log);', "fail('gone');"],
      ['let fail = () => { throw new Error(); };', 'fail();'],
      ['const process = next();', 'process.exit(1);'],
    ])('but stays where it may come back: %s %s', (top, call) => {
      const before = page(top, call);
      const after = before.replace(/if \(F\(\)\) \{\s*(.*)\s*\}\s*return/, '$1\n        return');
      removal(before).becomes(after);
    });
  });

  test('an exit that leads where the code goes anyway goes too, if the removal has put it there', () => {
    removal(
      `
      function show() {
        if (!F()) return;
        a();
      }
      function each(list) {
        start();
        for (const item of list) {
          b(item);
          if (!F()) continue;
          c(item);
        }
        return;
      }
      use(show, each);
    `,
      OFF,
    ).becomes(`
      function show() {
      }
      function each(list) {
        start();
        for (const item of list) {
          b(item);
        }
        return;
      }
      use(show, each);
    `);
    removal('useEffect(() => { if (!F()) return; a(); }, []);', OFF).becomes('');
  });

  test('labels and loops', () => {
    removal('out: if (F()) { if (q) break out; a(); }').becomes('out: { if (q) break out; a(); }');
    removal('while (F() && q()) a();').becomes('while (q()) a();');
    removal('while (F() && q()) a();', OFF).becomes('');
    removal('while (q() && F()) { var y = 1; } y = 2;', OFF).becomes('var y; q(); y = 2;');
    removal('for (; F(); ) { if (b()) break; }').becomes('for (; ; ) { if (b()) break; }');
    removal('for (let i = 0; F(); i++) a();', OFF).becomes('');
    removal('for (var i = 0; F(); i++) a(); use(i);', OFF).becomes(
      'for (var i = 0; false; i++) a(); use(i);',
    );
    removal('do { a(); } while (!F());').becomes('a();');
    removal('do { if (q) continue; a(); } while (!F());').becomes(
      'do { if (q) continue; a(); } while (false);',
    );
    removal('while (p()) if (F()) a();', OFF).becomes('while (p()) {}');
  });

  test('switch over a variation, with fallthrough', () => {
    removal(
      `
      switch (getVariant('x')) {
        case 'red':
          r();
          break;
        case 'blue':
          // the blue one
          b();
        case 'green': {
          const g = 1;
          use(g);
          break;
        }
        default:
          d();
      }
      end();
    `,
      { keep: 'blue' },
    ).becomes(`
      // the blue one
      b();
      {
        const g = 1;
        use(g);
      }
      end();
    `);
  });

  test('a case that asks for the flag, and is never the one', () => {
    removal(`
      switch (true) {
        case a:
          return 1;
        // The old way.
        case !F(): {
          const old = b();
          return old;
        }
        case c:
          d();
        case !F():
          return 3;
        case F():
          return 4;
        default:
          return 5;
      }
    `).becomes(`
      switch (true) {
        case a:
          return 1;
        case c:
          d();
        case false:
          return 3;
        case true:
          return 4;
        default:
          return 5;
      }
    `);
  });

  test('switch over the flag, and one that leaves early', () => {
    removal(`
      switch (F()) {
        case true: {
          a();
          break;
        }
        case false:
          b();
      }
    `).becomes(`
      a();
    `);
    removal('switch (F()) { case true: if (q) break; a(); }').isRefused('break inside the case');
    removal('switch (F()) { case q(): a(); }').isRefused('no literal');
  });

  test('a statement that is nothing but the flag goes', () => {
    removal('F() && a();', OFF).becomes('');
    removal('F() && a();').becomes('a();');
    removal('F() || a();').becomes('');
    removal('log() && F();').becomes('log();');
  });

  test('a choice that is a statement leaves what does something, and nothing else', () => {
    removal(`
      a();
      F() ? b() : null;
      F() ? null : c();
      (F() ? void 0 : d());
      if (e) F() ? undefined : f();
      F() && state;
    `).becomes(`
      a();
      b();
    `);
  });

  test('an if that lost its content', () => {
    removal('function f() { if (z) { if (F()) a(); } b(); } f();', OFF).becomes('function f() { b(); } f();');
    removal('if (z()) { if (F()) a(); }', OFF).becomes('z();');
    removal('if (z) { if (F()) a(); } else { b(); }', OFF).becomes('if (!z) { b(); }');
    removal('if (z) { b(); } else { if (F()) a(); }', OFF).becomes('if (z) { b(); }');
  });

  test('try, classes, enums, defaults', () => {
    removal('try { if (F()) a(); } catch (e) { b(); } finally { c(); }', OFF).becomes('c();');
    removal(
      'export class A { on = F(); get v() { return F() ? 1 : 2; } m(p = F()) {} static { if (F()) a(); } }',
    ).becomes('export class A { on = true; get v() { return 1; } m(p = true) {} static { a(); } }');
    removal('@Part({ on: F() }) export class B { @Input(F() ? "a" : "b") v = 1; }', OFF).becomes(
      '@Part({ on: false }) export class B { @Input("b") v = 1; }',
    );
    removal('function f() { try { if (F()) return a(); } finally { c(); } return b(); } f();', OFF).becomes(
      'function f() { c(); return b(); } f();',
    );
    removal('export enum E { A = F() ? 1 : 2 }').becomes('export enum E { A = 1 }');
    removal('export function* g() { if (F()) yield 1; yield F() ? 2 : 3; }').becomes(
      'export function* g() { yield 1; yield 2; }',
    );
  });
});

describe('asynchronous code', () => {
  test('await goes with the call', () => {
    const plan = removal(`
      export async function f() {
        if (await client.variation('x', ctx, false)) {
          a();
        }
      }
    `).becomes(`
      export async function f() {
        a();
      }
    `);
    expect(plan.notes[0]?.message).toMatch('await goes with the call');
  });

  test('Promise.all loses the element', () => {
    removal(`
      export async function f() {
        const [on, user] = await Promise.all([client.variation('x'), load()]);
        return on ? user : null;
      }
    `).becomes(`
      export async function f() {
        const [user] = await Promise.all([load()]);
        return user;
      }
    `);
  });

  test('Promise.all of which nobody takes the answers loses the element', () => {
    removal(
      `
      async function f() {
        const [on, a] = await Promise.all([F(), one()]);
        if (!on) return 1;
        return a;
      }
      f();
    `,
      OFF,
    ).becomes(`
      async function f() {
        await Promise.all([one()]);
        return 1;
      }
      f();
    `);
    removal('async function f() { await Promise.all([F(), a()]); b(); } f();').becomes(
      'async function f() { await Promise.all([a()]); b(); } f();',
    );
    removal('async function f() { await Promise.all([F()]); b(); } f();').becomes(
      'async function f() { b(); } f();',
    );
  });

  test('then: the callback knows the value', () => {
    removal("client.variation('x').then((on) => (on ? a() : b()));").becomes(
      'Promise.resolve(true).then(() => a());',
    );
  });

  test('a promise that is awaited later', () => {
    removal(`
      export async function f() {
        const p = client.variation('x');
        other();
        return (await p) ? 1 : 2;
      }
    `).becomes(`
      export async function f() {
        other();
        return 1;
      }
    `);
  });

  test('a promise that nobody awaits', () => {
    removal("if (client.variation('x')) a();").isRefused('not awaited');
  });

  test('an asynchronous wrapper', () => {
    removal(`
      const isNew = async () => client.variation('x');
      export async function f() {
        return (await isNew()) ? 1 : 2;
      }
    `).becomes(`
      export async function f() {
        return 1;
      }
    `);
  });
});

test('a read that could not be removed, but goes with a branch, is none that is left', () => {
  removal('if (F()) a(); else { let on = F(); on ||= p; use(on); }').becomes('a();');
});

test('where a step would be misread by the parser, nothing is built on it', () => {
  // With a literal in it, TypeScript takes the parentheses and the block for an arrow function without its arrow.
  const { after, plan } = removal(
    `
    let look = ({ dark: isEnabled('x') })
    {
      if (!isEnabled('x')) log(look)
      else { look = 1 }
    }
  `,
    { keep: false },
  );
  expect(after).toContain('log(look)');
  expect(plan.review.length).toBeGreaterThan(0);
});

test.each([
  ['if (b) if (a) p(); else { if (!F()) q(); } else r();', 'if (b) { if (a) p(); } else r();'],
  ['if (b) if (a) { if (!F()) q(); } else { p(); } else r();', 'if (b) { if (!a) { p(); } } else r();'],
  ['if (b) if (a) { if (!F()) q(); } else p(); else r();', 'if (b) { if (!a) p(); } else r();'],
  [
    'if (b) for (const i of l) if (a) p(); else { if (!F()) q(); } else r();',
    'if (b) for (const i of l) { if (a) p(); } else r();',
  ],
  ['if (b) if (a) p(); else if (c) { if (!F()) q(); } else s();', 'if (b) if (a) p(); else if (!c) s();'],
])('an `if` that loses its `else` takes no other one: %s', (before, after) => {
  removal(before).becomes(after);
});

test.each([
  ['try { p(); } finally { if (!F()) q(); }', 'p();'],
  ['try { p(); } catch { r(); } finally { if (!F()) q(); }', 'try { p(); } catch { r(); }'],
  ['export class A { static { if (!F()) q(); } p() {} }', 'export class A { p() {} }'],
  ['l: { if (!F()) break l; } p();', 'p();'],
  ['if (a) { if (!F()) q(); } else p();', 'if (!a) p();'],
])('no emptied block is left: %s', (before, after) => {
  removal(before).becomes(after);
});

test('a semicolon that begins a line is enough', () => {
  removal(`
    let a = b
    if (!F()) p()
    ;[1].map(q)
  `).becomes(`
    let a = b
    ;[1].map(q)
  `);
});

test('a variable is not given what it holds', () => {
  removal('let a = b(); a = F() ? c(a) : a; use(a);', { keep: false }).becomes('let a = b(); use(a);');
  removal('let a = b(); if (c) a = F() ? c(a) : a; use(a);', { keep: false }).becomes('let a = b(); use(a);');
  removal('a = F() ? c(a) : a;', { keep: false }).becomes('a = a;');
});

test("in code that is not strict a block's function stays in it where another block has one of its name", () => {
  const blocks =
    'if (p) { function g() { return 1; } use(g()); } if (F()) { function g() { return 2; } use(g()); }';
  removal(blocks, { file: 'a.js' }).becomes(
    'if (p) { function g() { return 1; } use(g()); } { function g() { return 2; } use(g()); }',
  );
  removal(`export {}; ${blocks}`, { file: 'a.js' }).becomes(
    'export {}; if (p) { function g() { return 1; } use(g()); } function g() { return 2; } use(g());',
  );
});

describe('a text that is a statement', () => {
  test.each([
    ["if (F()) 'use strict';\na();", 'a();'],
    ["F() && 'use strict';\na();", 'a();'],
    ["function f() { if (F()) 'use strict'; a(); }", 'function f() { a(); }'],
    ["'use strict';\nif (F()) a();", "'use strict';\na();"],
    ["x();\nif (F()) { 'a'; b(); }", "x();\n'a'; b();"],
  ])('becomes no directive, nor is one lost: %s', (before, after) => {
    removal(before, { file: 'a.js' }).becomes(after);
  });

  test.each([
    "if (F()) { 'use strict'; b(); }\na();",
    "if (!F()) b();\n'use strict';\na();",
    "const f = () => { if (!F()) b(); 'use strict'; a(); };",
  ])('stays behind what keeps it from being a directive: %s', (code) => {
    removal(code, { file: 'a.js' }).isRefused('A text would become a directive.');
  });
});

test("in code that is not strict a block's function stays that takes the place of one around it", () => {
  const source = `
    function main() {
      {
        function stop() { return 1; }
        if (F()) stop();
      }
      function stop() { return 2; }
      return stop();
    }
  `;
  removal(source, { keep: false, file: 'src/app.js' }).becomes(`
    function main() {
      {
        function stop() { return 1; }
      }
      function stop() { return 2; }
      return stop();
    }
  `);
  removal(`${source}  export {};\n`, { keep: false }).becomes(`
    function main() {
      function stop() { return 2; }
      return stop();
    }
    export {};
  `);
});
