import { describe, expect, test } from 'vitest';
import { removal } from '../support/removal';

const OFF = { keep: false };

describe('effects and values', () => {
  test('a call beside the flag stays', () => {
    removal('if (log() || F()) a(); else b();').becomes('log();\na();');
    removal('if (log() && F()) a(); else b();', OFF).becomes('log();\nb();');
    removal('if (!(log() || F())) a(); else b();').becomes('log();\nb();');
    removal('if ((log(), F())) a(); else b();').becomes('log();\na();');
    removal('use((log(), F()) ? a() : b());').becomes('use((log(), a()));');
    removal('if (q() && (log() && F())) a(); else b();', OFF).becomes('q() && (log());\nb();');
    removal('while (log() && F()) a();', OFF).becomes('log();');
  });

  test('a text is written in the quotes of the source, those of its attributes aside', () => {
    const KEPT = { keep: `it's "so"` };
    removal('import { a } from "a";\nuse(F(), a);', KEPT).becomes(
      'import { a } from "a";\nuse("it\'s \\"so\\"", a);',
    );
    removal("import { a } from 'a';\nuse(F(), a);", KEPT).becomes(
      "import { a } from 'a';\nuse('it\\'s \"so\"', a);",
    );
    removal('use(<a b="c">{F()}{\'d\'}</a>);', { keep: 'new' }).becomes("use(<a b=\"c\">{'new'}{'d'}</a>);");
  });

  test('a value keeps its type, a test does not need to', () => {
    removal('const v = count && F(); use(v);').becomes('const v = count && true; use(v);');
    removal('if (count && F()) a();').becomes('if (count) a();');
    removal('const v = count > 1 && F(); use(v);').becomes('const v = count > 1; use(v);');
    removal('const v = count || F(); use(v);', OFF).becomes('const v = count || false; use(v);');
    removal('const v = Boolean(count && F()); use(v);').becomes('const v = Boolean(count); use(v);');
    removal('const v = count && F(); use(v ? 1 : 2, !v);').becomes('const v = count; use(v ? 1 : 2, !v);');
    removal('const v = count && F(); use(v ? 1 : 2, [v]);').becomes(
      'const v = count && true; use(v ? 1 : 2, [v]);',
    );
    removal('use(a && F() && b, c || F() || d);').becomes('use(a && b, c || true);');
    removal('use(a && F() && b, c || F() || d);', OFF).becomes('use(a && false, c || d);');
  });

  test.each([
    ['use(q() && count > 1 && F());', 'use(q() && count > 1);', true],
    [
      'const both = q() && count > 1; use(both && F(), both);',
      'const both = q() && count > 1; use(both, both);',
      true,
    ],
    ['use((q() ? !a : b === c) && F());', 'use(q() ? !a : b === c);', true],
    ['use((q() || !a) || F());', 'use(q() || !a);', false],
    [
      'const has = (x): x is A => true; use((!a ?? has(b)) && F());',
      'const has = (x): x is A => true; use(!a ?? has(b));',
      true,
    ],
    [
      'function has(): boolean { return q(); } use(has() && F());',
      'function has(): boolean { return q(); } use(has());',
      true,
    ],
    ['function f(on?: boolean) { use(on && F()); }', 'function f(on?: boolean) { use(on); }', true],
  ])('what is true only as the very true needs no other beside it: %s', (before, after, keep) => {
    removal(before, { keep }).becomes(after);
  });

  test.each([
    ['use(count > 1 && q() && F());', 'use(count > 1 && q() && true);', true],
    ['use((q() || !a) && F());', 'use((q() || !a) && true);', true],
    ['use((q() && !a) || F());', 'use((q() && !a) || false);', false],
    [
      'function has() { return q(); } use(has() && F());',
      'function has() { return q(); } use(has() && true);',
      true,
    ],
    [
      'function has(): asserts a is B { q(); } use(has() || F());',
      'function has(): asserts a is B { q(); } use(has() || false);',
      false,
    ],
    [
      'let both = count > 1; use(both && F()); both = 2;',
      'let both = count > 1; use(both && true); both = 2;',
      true,
    ],
    ['const both: any = !a; use(both && F());', 'const both: any = !a; use(both && true);', true],
    ['function f(on?: boolean) { use(on || F()); }', 'function f(on?: boolean) { use(on || false); }', false],
  ])('what may be true as something else keeps it: %s', (before, after, keep) => {
    removal(before, { keep }).becomes(after);
  });

  test('the other operand is never dropped', () => {
    removal('const v = F() && user.isAdmin; use(v);').becomes('const v = user.isAdmin; use(v);');
    removal('if (!F() || user.isAdmin) a();').becomes('if (user.isAdmin) a();');
    removal('const v = F() || user.isAdmin; use(v);', OFF).becomes('const v = user.isAdmin; use(v);');
    removal('const v = F() && user.isAdmin; use(v);', OFF).becomes('use(false);');
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

  test('a wrapper that the flag made choose between two answers goes as well', () => {
    removal(`
      const label = F() ? true : false;
      const isNew = (user) => {
        if (F()) {
          return true;
        }
        return false;
      };
      const isAlways = () => true;
      if (label && isNew(user) && isAlways()) a();
    `).becomes(`
      const isAlways = () => true;
      if (isAlways()) a();
    `);
  });

  test('a wrapper handed on as a value stays', () => {
    removal('const isNew = () => F(); use(xs.filter(isNew));').becomes(
      'const isNew = () => true; use(xs.filter(isNew));',
    );
  });

  test('a callback that gets the answer is not lost', () => {
    const reason = 'given to a callback';
    removal("isEnabled('x', (on) => { if (on) a(); });").isRefused(reason);
    removal("client.variation('x', user, false, function (error, on) { use(on); });").isRefused(reason);
    removal("const done = (on) => use(on); isEnabled('x', done);").isRefused(reason);
    removal("if (isEnabled('x', user, () => true)) a();").becomes('a();');
    removal("isEnabled('x', user);").becomes('');
  });

  test("a call's arguments with effects stay", () => {
    removal("if (isEnabled('x', next())) a();").becomes('next();\na();');
    removal("use(isEnabled('x', next()));").becomes('use((next(), true));');
    removal(
      "if (flags.isEnabled('x', { user: { id: user.id, mail: mailOf(user) }, at: [now()] })) a();",
    ).becomes('mailOf(user), [now()];\na();');
    removal("if (await client.variation('x', { user: load() })) a();").becomes('load();\na();');
    removal("const v = useFlag('x', next()).value; use(v);").isRefused('may have effects');
    removal("if (new Client(options).isEnabled('x')) a();").isRefused('may have effects');
    removal("if (new Map().isEnabled('x')) a();").becomes('a();');
  });

  test('variations fold by value', () => {
    const keep = 'blue';
    removal("const v = getVariant('x') ?? d; use(v);", { keep }).becomes("use('blue');");
    removal("if (getVariant('x') !== false) a();", { keep }).becomes('a();');
    removal("if (getVariant('x') === 'red') a(); else b();", { keep }).becomes('b();');
    removal("use(getVariant('x').length, getVariant('x')?.length);", { keep }).becomes('use(4, 4);');
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

  test('a value is written so that it is read as one where it stands', () => {
    const json = { keep: { a: 1 } };
    removal("export const f = () => getVariant('x');", json).becomes('export const f = () => ({ a: 1 });');
    removal("use(getVariant('x').toFixed(2), getVariant('x') + 1);", { keep: 5 }).becomes(
      'use((5).toFixed(2), 5 + 1);',
    );
    removal("use(-getVariant('x'), 1-getVariant('x'), getVariant('x') ** 2);", { keep: -5 }).becomes(
      'use(5, 1- -5, (-5) ** 2);',
    );
    removal("use(getVariant('x').map(double), getVariant('x').length);", { keep: [1, 2] }).becomes(
      'use([1, 2].map(double), 2);',
    );
  });

  test('an object is not written out at every call of a wrapper', () => {
    removal("const config = () => getVariant('x'); use(config(), config().a);", { keep: { a: 1 } }).becomes(
      'const config = () => ({ a: 1 }); use(config(), 1);',
    );
    removal("const c = getVariant('x'); c.a = 2; use(c.a);", { keep: { a: 1 } }).becomes(
      'const c = { a: 1 }; c.a = 2; use(c.a);',
    );
  });

  test('of a chain that ends early nothing is asked for', () => {
    removal("use(getVariant('x')?.a.b, getVariant('x')?.go(load()), getVariant('x')?.[key()] ?? d);", {
      keep: null,
    }).becomes('use(undefined, undefined, d);');
    removal("if (getVariant('x')?.on) a(); else b();", { keep: null }).becomes('b();');
    removal("delete getVariant('x')?.a;", { keep: null }).becomes('delete null?.a;');
  });

  test('words that would run into each other are kept apart', () => {
    removal('function* f(){yield(F()?p:q);return(F())} f();').becomes(
      'function* f(){yield p;return true} f();',
    );
    removal('if(p)a();else(F()?b():c()); use(typeof(F()?p:q), p-(F()?-q:r), (F())in o);').becomes(
      'if(p)a();else b(); use(typeof p, p- -q, true in o);',
    );
    removal('switch(p){case(F()):a()}', OFF).becomes('switch(p){case false:a()}');
  });

  test("another flag's default is just a value", () => {
    removal("variation('y', F());").becomes("variation('y', true);");
    removal("use(getVariant('y', 'x')); if (F()) a();").becomes("use(getVariant('y', 'x')); a();");
  });

  test("a constant of the file's own table", () => {
    removal(
      `
      const COLORS = { BLUE: 'blue', RED: 'red' } as const;
      if (getVariant('x') === COLORS.BLUE) a(); else b();
      switch (getVariant('x')) { case COLORS.RED: c(); break; default: d(); }
      use(COLORS);
    `,
      { keep: 'blue' },
    ).becomes(`
      const COLORS = { BLUE: 'blue', RED: 'red' } as const;
      a();
      d();
      use(COLORS);
    `);
    const changed = "const C = { A: 'blue' }; C.A = 'red'; if (getVariant('x') === C.A) a();";
    removal(changed, { keep: 'blue' }).becomes(
      "const C = { A: 'blue' }; C.A = 'red'; if ('blue' === C.A) a();",
    );
  });

  test('a list that drops what is false drops the flag', () => {
    removal('use([F() && a, b].filter(Boolean));', OFF).becomes('use([b].filter(Boolean));');
    removal('use([F() && a, b].filter(Boolean));').becomes('use([a, b].filter(Boolean));');
    removal('use([F() && a, b].filter(own));', OFF).becomes('use([false, b].filter(own));');
    const compact = (imported: string, asked: string, left: string) =>
      removal(`import ${imported};\nuse(${asked}([F() && a, b]));`, OFF).becomes(
        `import ${imported};\nuse(${asked}([${left}]));`,
      );
    compact("_ from 'lodash'", '_.compact', 'b');
    compact("_ from 'lodash/fp'", '_.compact', 'b');
    compact("compact from 'lodash/compact'", 'compact', 'b');
    compact("{ compact as dense } from 'lodash-es'", 'dense', 'b');
    compact("{ compact } from './lists'", 'compact', 'false, b');
    compact("_ from 'lodash'", '_.concat', 'false, b');
  });

  test('two reads in one statement are one edit', () => {
    const plan = removal('const one = F() ? 1 : 2, two = F() && load(); use(one, two);').becomes(
      'const one = 1, two = load(); use(one, two);',
    );
    expect(plan.edits.map(({ newText }) => newText)).toEqual(plan.edits.map(() => ''));
  });

  test('what is spread into a list of its own type', () => {
    removal('const items: Item[] = [a, ...(F() ? ([b, c] as Item[]) : [])];').becomes(
      'const items: Item[] = [a, b, c];',
    );
    removal('const items: Other[] = [a, ...(F() ? ([b, c] as Item[]) : [])];').becomes(
      'const items: Other[] = [a, ...[b, c] as Item[]];',
    );
  });

  test('spreads', () => {
    removal('use({ ...(F() && { a }) });', OFF).becomes('use({});');
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

test('a hook that gives what the function gives that it is handed', () => {
  removal('const on = useSelector((state) => F()); use(on ? a : b);').becomes('use(a);');
  removal("const on = useFlagStore((s) => variation('x'), shallow); use(on);").becomes(
    'const on = useFlagStore((s) => Promise.resolve(true), shallow); use(on);',
  );
  removal('use(useAppSelector((s) => F()) ? a : b);').becomes('use(a);');
  // Others may make something else of it.
  removal('use(useCallback(() => F()) ? a : b);').becomes('use(useCallback(() => true) ? a : b);');
  removal('use(useSelector(async () => F()) ? a : b);').becomes(
    'use(useSelector(async () => true) ? a : b);',
  );
  removal('use(useSelector(() => F(), log()) ? a : b);').becomes(
    'use(useSelector(() => true, log()) ? a : b);',
  );
});

test('what a decorator makes of the answer cannot be told', () => {
  removal('class A { @F() a() {} }').isRefused(/^A decorator asks for the flag here/);
});

test.each([
  'F()();',
  'new (F())();',
  'F()`x`;',
  'class A extends F() {}',
  'F().go();',
  'use(F()?.size);',
  'use(F()[0]);',
  'for (const one of F()) use(one);',
  'for (const one in F()) use(one);',
  'const [one] = F(); use(one);',
  'const { one } = F(); use(one);',
  'use(...F());',
  'use(a instanceof F());',
  "use('a' in F());",
  'const ask = F(); ask();',
])('what is used as something else than a yes or a no is none: %s', (code) => {
  removal(code).isRefused(/^The answer is used as something else/);
  removal(code, { keep: false }).isRefused(/^The answer is used as something else/);
});

test('what is kept decides in turn about the operators around it', () => {
  removal("use((F() && 'new') || 'old');").becomes("use('new');");
  removal("use((F() ? 'new' : '') || old);", { keep: false }).becomes('use(old);');
  removal('use((F() ? null : a) ?? b);').becomes('use(b);');
  removal('use((F() && { a }) || undefined);').becomes('use({ a });');
  removal('use((F() ? [] : a) && b);').becomes('use(b);');
  removal('use((F() ? [f()] : a) && b);').becomes('use([f()] && b);');
  removal('use(((F() ? a : b)) || c);').becomes('use(a || c);');
});

test('what is always true, or never, is left out where it is never the value of what is around it', () => {
  removal('use(a && (b || F()) && c);').becomes('use(a && c);');
  removal('use((b || F()) && c);').becomes('use(c);');
  removal('use(((b || F()) || d) && c);').becomes('use(c);');
  removal('use((b && F()) || c);', { keep: false }).becomes('use(c);');
  removal('use(a || (d && (b && F())) || c);', { keep: false }).becomes('use(a || c);');
  removal('use((b() || F()) && c);').becomes('use((b(), c));');
  // What it is shows here.
  removal('use((b || F()) || c);').becomes('use(b || true);');
  removal('use(a && (b || F()));').becomes('use(a && (b || true));');
  removal('use((b && F()) && c);', { keep: false }).becomes('use(b && false);');
});

test('a flag whose type is asked for may be a text or a number', () => {
  removal("use(typeof F() === 'string' ? 1 : 2);").isRefused('of another kind');
  removal("const kind = F(); if ('number' != typeof kind) a();").isRefused('of another kind');
  removal("use(typeof F() === 'boolean' ? 1 : 2);").becomes('use(1);');
  removal("use(typeof F() === 'string' ? 1 : 2);", { keep: 'blue' }).becomes('use(1);');
});

test("what a service's package gives as true or false needs no false beside it", () => {
  const source = (module: string) => `
    import { useFlag } from '${module}';
    const other = useFlag('other');
    use(other || F(), useFlag('third') || F());
  `;
  const other = (text: string) => text.replaceAll(' || F()', '');
  const unleash = source('@unleash/proxy-client-react');
  removal(unleash, { keep: false }).becomes(other(unleash));
  const own = source('./flags');
  removal(own, { keep: false }).becomes(own.replaceAll('F()', 'false'));
});

test('nothing is added to a text', () => {
  removal("use('a' + (F() ? 'b' : '') + c + (F() ? '' : 'd'));", { keep: false }).becomes(
    "use('a' + c + 'd');",
  );
  removal("use('a' + (F() ? 'b' : '') + c + (F() ? '' : 'd'));").becomes("use('a' + 'b' + c);");
  removal("use(a + (F() ? '' : 'b'));").becomes("use(a + '');");
  removal("use((F() ? '' : 'b') + (`a` + c));").becomes('use(`a` + c);');
  removal("use(1 + (F() ? '' : 'b') + 2);").becomes("use(1 + '' + 2);");
});

test('which object an answer is cannot be told', () => {
  removal('use(F() === other);', { keep: { on: true } }).isRefused(/the same object/);
  removal('use(F() !== null);', { keep: { on: true } }).becomes('use(true);');
});

test('nothing is carried on as nothing', () => {
  removal(`
    export function A() {
      const hint = F() ? undefined : old;
      const act = F() ? null : () => b();
      act?.();
      return <p title={c}>{hint && <B text={hint} />}</p>;
    }
  `).becomes(`
    export function A() {
      return <p title={c}></p>;
    }
  `);
  removal('use((F() ? old : null)?.size.of(a));', { keep: false }).becomes('use(undefined);');
  removal('let a = F() ? null : b; a = c; use(a);').becomes('let a = null; a = c; use(a);');
});

describe('what has one value from now on', () => {
  test('is a variable that gets true or false under the flag alone', () => {
    removal('let isNew: boolean = false;\nif (F()) {\n  isNew = true;\n}\nuse(isNew ? a() : b());').becomes(
      'use(a());',
    );
    removal('let isNew;\nif (F()) isNew = true;\nelse isNew = false;\nuse(isNew);', OFF).becomes(
      'use(false);',
    );
  });

  test('stays a variable where something else may set it', () => {
    removal('let isNew = false;\nif (F()) isNew = true;\nif (late) isNew = false;\nuse(isNew);').becomes(
      'let isNew = false;\nisNew = true;\nif (late) isNew = false;\nuse(isNew);',
    );
  });

  test('is a text that is only compared', () => {
    const mode = "const mode = F() ? 'new' : 'old';\n";
    removal(`${mode}if (mode === 'new') a();\nelse b();\nuse(mode !== 'old');`).becomes('a();\nuse(true);');
    removal(`${mode}if (mode === 'new') a();\nuse(mode);`).becomes(
      "const mode = 'new';\nif (mode === 'new') a();\nuse(mode);",
    );
    removal(`${mode}if (mode === other) a();`).becomes("const mode = 'new';\nif (mode === other) a();");
    removal(`export ${mode}if (mode === 'new') a();`).becomes(
      "export const mode = 'new';\nif (mode === 'new') a();",
    );
  });
});
