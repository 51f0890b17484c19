import { describe, test } from 'vitest';
import { removal } from '../support/removal';

const OFF = { keep: false };

describe('effects and values', () => {
  test('a call beside the flag stays', () => {
    removal('if (log() || F()) a(); else b();').becomes('log();\na();');
    removal('if (log() && F()) a(); else b();', OFF).becomes('log();\nb();');
    removal('if (!(log() || F())) a(); else b();').becomes('log();\nb();');
    removal('if (q() && (log() && F())) a(); else b();', OFF).becomes('q() && (log());\nb();');
    removal('while (log() && F()) a();', OFF).becomes('log();');
  });

  test('a value keeps its type, a test does not need to', () => {
    removal('const v = count && F(); use(v);').becomes('const v = count && true; use(v);');
    removal('if (count && F()) a();').becomes('if (count) a();');
    removal('const v = count > 1 && F(); use(v);').becomes('const v = count > 1; use(v);');
    removal('const v = count || F(); use(v);', OFF).becomes('const v = count || false; use(v);');
    removal('const v = Boolean(count && F()); use(v);').becomes('const v = Boolean(count); use(v);');
  });

  test('the other operand is never dropped', () => {
    removal('const v = F() && user.isAdmin; use(v);').becomes('const v = user.isAdmin; use(v);');
    removal('if (!F() || user.isAdmin) a();').becomes('if (user.isAdmin) a();');
  });

  test('a wrapper with effects keeps them', () => {
    removal(`
      const isNew = () => { track(); return F(); };
      if (isNew()) a();
    `).becomes(`
      const isNew = () => { track(); return true; };
      if (isNew()) a();
    `);
  });

  test('a wrapper without effects goes with its calls', () => {
    removal(`
      const isNew = () => F();
      function isOld() { return !isNew(); }
      if (isNew() && !isOld()) a();
    `).becomes(`
      a();
    `);
  });

  test('a wrapper handed on as a value stays', () => {
    removal('const isNew = () => F(); use(xs.filter(isNew));').becomes(
      'const isNew = () => true; use(xs.filter(isNew));',
    );
  });

  test("a call's arguments with effects stay", () => {
    removal("if (isEnabled('x', next())) a();").becomes('next();\na();');
    removal("use(isEnabled('x', next()));").becomes('use((next(), true));');
    removal("const v = useFlag('x', next()).value; use(v);").isRefused('arguments may have effects');
  });

  test('variations fold by value', () => {
    const keep = 'blue';
    removal("const v = getVariant('x') ?? d; use(v);", { keep }).becomes("use('blue');");
    removal("if (getVariant('x') !== false) a();", { keep }).becomes('a();');
    removal("if (getVariant('x') === 'red') a(); else b();", { keep }).becomes('b();');
    removal("const v = typeof getVariant('x'); use(v);", { keep }).becomes("use('string');");
    removal("const RED = 'red'; if (getVariant('x') === RED) a(); else b();", { keep }).becomes('b();');
    removal("enum T { Red = 'red' } if (getVariant('x') === T.Red) a(); else b();", { keep }).becomes('b();');
    removal("use(getVariant('x') || d, getVariant('x') ?? d);", { keep: '' }).becomes("use(d, '');");
    removal("use(getVariant('x') || d, getVariant('x') ?? d);", { keep: 0 }).becomes('use(d, 0);');
    removal("use(getVariant('x') || d, getVariant('x') ?? d);", { keep: null }).becomes('use(d, d);');
  });

  test('the members of a JSON value', () => {
    const keep = { title: 'T', limit: 0, none: null };
    removal(
      `
      const cfg = getVariant('x');
      if (cfg.limit === 0 && cfg.none === null) show(cfg.title);
    `,
      { keep },
    ).becomes(`
      show('T');
    `);
    removal("use(getVariant('x'));", { keep }).becomes("use({ title: 'T', limit: 0, none: null });");
  });

  test("another flag's default is just a value", () => {
    removal("variation('y', F());").becomes("variation('y', true);");
  });

  test('spreads', () => {
    removal('use({ ...(F() && { a }), b });').becomes('use({ a, b });');
    removal('use({ ...(F() && { a }), b });', OFF).becomes('use({ b });');
    removal('use([...(F() ? [a] : []), b]);').becomes('use([a, b]);');
    removal('use([...(F() ? [a] : []), b]);', OFF).becomes('use([b]);');
    removal('use(...(F() ? [a, c] : []), b);').becomes('use(a, c, b);');
  });

  test('a method keeps from getting a receiver that it did not have', () => {
    removal('(F() ? box.get : other)();').becomes('(0, box.get)();');
    removal('use((F() ? a?.b : c).d);').becomes('use((a?.b).d);');
  });

  test('parentheses where the kept part needs them', () => {
    removal('const f = () => F() ? { a: 1 } : null; use(f);').becomes('const f = () => ({ a: 1 }); use(f);');
    removal('use((F() ? a || b : c) ?? d);').becomes('use((a || b) ?? d);');
    removal('use((F() ? x => x : y)(1));').becomes('use((x => x)(1));');
    removal('use((F() && a) + 1);').becomes('use(a + 1);');
  });

  test("the author's own constants and blocks stay", () => {
    removal(`
      if (false) never();
      { own(); }
      const t = !1;
      if (F() && t) a();
    `).becomes(`
      if (false) never();
      { own(); }
      const t = !1;
      if (t) a();
    `);
  });

  test('a flag that is written is not removed', () => {
    removal('if (KILL_SWITCHES.x) a(); KILL_SWITCHES.x = false;').isRefused('written');
    removal('if (KILL_SWITCHES.x) a(); delete KILL_SWITCHES.x;').isRefused('written');
  });

  test('a result of which the flag is a part', () => {
    removal("const { value } = useFlag('x'); if (value) a();").becomes('a();');
    removal("const [decision] = useDecision('x'); if (decision.enabled) a();").becomes('a();');
    removal("const [{ enabled: on }] = useDecision('x'); if (on) a();").becomes('a();');
    removal("const r = useFlag('x'); if (r.value) a();").becomes('a();');
    removal("const { value, loading } = useFlag('x'); if (value) a(loading);").isRefused('as a whole');
  });
});
