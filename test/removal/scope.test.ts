import { describe, expect, test } from 'vitest';
import { removal } from '../support/removal';

describe('names stand for what they stood for', () => {
  test('a block that hides an outer name stays a block', () => {
    removal(`
      const x = 1;
      if (F()) {
        const x = 2;
        use(x);
      }
    `).becomes(`
      const x = 1;
      {
        const x = 2;
        use(x);
      }
    `);
  });

  test('a block whose name the code around it uses for something further out stays a block', () => {
    removal(`
      const y = 1;
      function f() {
        if (F()) {
          const y = 2;
          use(y);
        }
        return y;
      }
      f();
    `).becomes(`
      const y = 1;
      function f() {
        {
          const y = 2;
          use(y);
        }
        return y;
      }
      f();
    `);
  });

  test('a var of the dead branch that other code uses survives', () => {
    removal(`
      if (F()) {
        a();
      } else {
        var y;
      }
      y = 2;
    `).becomes(`
      var y;
      a();
      y = 2;
    `);
  });

  test('parameters, members and labels of the same name are other things', () => {
    removal(`
      const on = F();
      export function g(on) {
        cfg.on = 1;
        on: for (;;) break on;
        return on;
      }
      if (on) go();
    `).becomes(`
      export function g(on) {
        cfg.on = 1;
        on: for (;;) break on;
        return on;
      }
      go();
    `);
  });

  test('a shorthand property keeps its name', () => {
    removal('const on = F(); send({ on });').becomes('send({ on: true });');
  });

  test('a name that is assigned again is left alone', () => {
    removal('let on = F(); if (p) on = false; use(on);').isRefused('`on` is assigned again');
  });

  test('an exported constant keeps the value for its importers', () => {
    const plan = removal(`
      export const on = F();
      if (on) go();
    `).becomes(`
      export const on = true;
      go();
    `);
    expect(plan.notes.map(({ message }) => message)).toEqual([
      '`on` is exported, so it stays with the kept value.',
    ]);
  });

  test('types made of the name', () => {
    removal('const on = F(); let t: typeof on; x ||= F();').becomes('let t: boolean; x ||= true;');
  });

  test('a function that would be declared twice keeps its block', () => {
    removal(`
      function h() {}
      if (F()) {
        function h() {}
        h();
      }
    `).becomes(`
      function h() {}
      {
        function h() {}
        h();
      }
    `);
  });

  test("a block's function that code around the block asks for, as only a script may", () => {
    const script = 'if (F()) { a(); } else { function h() {} }\nuse(h);';
    removal(script, { file: 'src/a.js' }).isRefused('`h` would no longer be declared');
    removal(`${script} export {};`, { file: 'src/a.js' }).becomes('a();\nuse(h); export {};');
  });

  test('a var that may be read before it has its value', () => {
    removal('use(on); var on = F();').isRefused('may be read before');
  });

  test('a constant that a function may ask for too early', () => {
    removal('function early() { return on; } use(early()); const on = F();').isRefused('may be read before');
    removal('const early = () => on; const run = () => early(); run(); const on = F();').isRefused(
      'may be read before',
    );
    removal('const late = () => on; const on = F(); use(late());').becomes('use(true);');
  });

  test('a constant of one case that another case asks for has no value there', () => {
    removal('switch (n) { case 1: const on = F(); break; case 2: use(on); }').isRefused('may be read before');
  });
});
