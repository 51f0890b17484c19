import { describe, expect, it } from 'vitest';
import { complete, documentationOf } from '../../server/src/features/completion';
import { drawPlace, openFixture } from '../support/workspace';

const FLAGS = `
      //- flags.yaml
      flags:
        old_search: { enabled: true, created: 2025-01-01 }
        new_checkout: { enabled: true, percentage: 10, owner: payments-team }
        new-cart: { enabled: false }
        payments: { type: kill_switch, enabled: true }`;

const ALL = ['new-cart', 'new_checkout', 'old_search', 'payments'];

/** What is replaced, and the names that are offered, in their order. */
async function completeAt(
  code: string,
  flags = FLAGS,
): Promise<{ place: string; names: string[] } | undefined> {
  const { snapshot, file, offset, textOf } = await openFixture(`${flags}
      //- app.ts
      ${code}
    `);
  const list = complete(snapshot, file, textOf(), offset);
  if (!list) return undefined;
  const items = [...list.items].sort((a, b) => (a.sortText < b.sortText ? -1 : 1));
  return { place: drawPlace(textOf(), list.span), names: items.map(({ name }) => name) };
}

async function offered(code: string): Promise<string | undefined> {
  return (await completeAt(code))?.place;
}

describe('completion of a flag', () => {
  it('replaces all that stands between the quotes', async () => {
    expect(await offered("isEnabled('$0');")).toBe("isEnabled('[]');");
    expect(await offered("isEnabled('new_$0chekout', user);")).toBe("isEnabled('[new_chekout]', user);");
    expect(await offered('isEnabled("$0x");')).toBe('isEnabled("[x]");');
    expect(await offered('isEnabled(`new$0`);')).toBe('isEnabled(`[new]`);');
    expect(await offered("isEnabled('a b$0 c');")).toBe("isEnabled('[a b c]');");
  });

  it('works while a call is typed, where nothing is closed yet', async () => {
    expect(await offered("isEnabled('$0")).toBe("isEnabled('[]");
    expect(await offered("isEnabled('$0)")).toBe("isEnabled('[])");
    expect(await offered("isEnabled('new_$0)")).toBe("isEnabled('[new_])");
    expect(await offered("isEnabled('new_$0, user); next('x')")).toBe("isEnabled('[new_], user); next('x')");
    expect(await offered('if (isEnabled("new-$0')).toBe('if (isEnabled("[new-]');
    expect(await offered('if (isEnabled(`$0')).toBe('if (isEnabled(`[]');
    expect(await offered('if (isEnabled(`new$0)) {\n}\nconst t = `later`;')).toBe('if (isEnabled(`[new])) {');
    expect(await offered("function f() {\n  return flags.isEnabled('$0\n}\nconst a = 'b';")).toBe(
      "return flags.isEnabled('[]",
    );
  });

  it('knows where the key stands', async () => {
    expect(await offered("isEnabled(user, '$0');")).toBe("isEnabled(user, '[]');");
    expect(await offered("client.variation('$0', ctx, false);")).toBe("client.variation('[]', ctx, false);");
    expect(await offered("client.variation('new_checkout', ctx, '$0');")).toBeUndefined();
    expect(await offered("await flags.isEnabled(on ? '$0' : 'payments');")).toBe(
      "await flags.isEnabled(on ? '[]' : 'payments');",
    );
    expect(await offered("isEnabled(('$0' as const));")).toBe("isEnabled(('[]' as const));");
  });

  it('knows tables of flags', async () => {
    expect(await offered("flags['$0'];")).toBe("flags['[]'];");
    expect(await offered("if ('$0' in featureFlags) go();")).toBe("if ('[]' in featureFlags) go();");
    expect(await offered("enabledFlags.includes('$0');")).toBe("enabledFlags.includes('[]');");
    expect(await offered("user['$0'];")).toBeUndefined();
  });

  it('offers nothing in any other string', async () => {
    expect(await offered("console.log('$0');")).toBeUndefined();
    expect(await offered("import x from './$0';")).toBeUndefined();
    expect(await offered("isEnabled; const x = '$0';")).toBeUndefined();
    expect(await offered("isEnabled('new_checkout') ? '$0' : 'b';")).toBeUndefined();
    expect(await offered("isEnabled(format('$0'));")).toBeUndefined();
    expect(await offered("isEnabled({ name: '$0' });")).toBeUndefined();
    expect(await offered("// isEnabled('$0');")).toBeUndefined();
    expect(await offered('const t = "isEnabled(\'$0\')";')).toBeUndefined();
    expect(await offered(`isEnabled(\`a\${b}$0\`);`)).toBeUndefined();
    expect(await offered("isEnabled('x')$0;")).toBeUndefined();
    expect(await offered("isEnabled($0'x');")).toBeUndefined();
    expect(await offered('isEnabled(KE$0Y);')).toBeUndefined();
    expect(await offered('a.b$0;')).toBeUndefined();
  });

  it('puts first what begins as typed, and last what is stale', async () => {
    expect((await completeAt("isEnabled('$0');"))?.names).toEqual([
      'new-cart',
      'new_checkout',
      'payments',
      'old_search',
    ]);
    expect((await completeAt("isEnabled('o$0');"))?.names).toEqual([
      'old_search',
      'new-cart',
      'new_checkout',
      'payments',
    ]);
    expect((await completeAt("isEnabled('NEW$0');"))?.names.slice(0, 2)).toEqual([
      'new-cart',
      'new_checkout',
    ]);
  });

  it('tells rollout, owner and state in the item', async () => {
    const { snapshot, file, offset, textOf } = await openFixture(`${FLAGS}
      //- app.ts
      isEnabled('$0');
    `);
    const items = complete(snapshot, file, textOf(), offset)!.items;
    expect(items.map(({ key, summary, detail }) => `${key} | ${summary} | ${detail}`)).toEqual([
      'old_search | on · stale | on for everyone (stale)',
      'new_checkout | 10 % · payments-team | on for 10 % of users, owned by payments-team',
      'new-cart | off | off for everyone',
      'payments | on | on for everyone',
    ]);
    const { markdown } = (await documentationOf(snapshot, file, 'new_checkout'))!;
    expect(markdown).toContain('▰▱▱▱▱▱▱▱▱▱ 10 %');
    expect(markdown).toContain('**payments-team**');
    expect(await documentationOf(snapshot, file, 'nobody')).toBeUndefined();
  });

  it('offers the flags to a wrapper of the project, inferred or configured', async () => {
    const wrapper = `
      export const allows = (user: string, key: string) => flags.isEnabled(key, user);
      allows('u', 'new_checkout');`;
    expect(await offered(`${wrapper}\n      allows('u', '$0');`)).toBe("allows('u', '[]');");
    expect(await offered(`${wrapper}\n      allows('$0', 'new_checkout');`)).toBeUndefined();
    expect(await offered(`${wrapper}\n      allows('u', 'new_$0);\n      next('x');`)).toBe(
      "allows('u', '[new_]);",
    );
    const configured = `${FLAGS}
      //- flagwright.config.json
      { "wrappers": [{ "call": "resolver.ask", "key": "0.flag" }, { "component": "Feature", "key": "name" }] }`;
    expect((await completeAt("resolver.ask({ flag: '$0' });", configured))?.names.toSorted()).toEqual(ALL);
    expect(await completeAt("resolver.ask({ user: '$0' });", configured)).toBeUndefined();
    expect(await completeAt("other.ask({ flag: '$0' });", configured)).toBeUndefined();
  });

  it('offers the flags to a configured component', async () => {
    const { snapshot, file, offset, textOf } = await openFixture(`${FLAGS}
      //- flagwright.config.json
      { "wrappers": [{ "component": "Feature", "key": "name" }] }
      //- app.tsx
      export const a = <Feature name="$0"><b title="x" /></Feature>;
    `);
    const list = complete(snapshot, file, textOf(), offset)!;
    expect(drawPlace(textOf(), list.span)).toBe(
      'export const a = <Feature name="[]"><b title="x" /></Feature>;',
    );
  });

  it('says nothing in a flag file or in the configuration', async () => {
    const { snapshot, file, offset, textOf } = await openFixture(`
      //- flags.json
      { "flags": { "a": { "enabled": true, "owner": "$0" } } }
    `);
    expect(complete(snapshot, file, textOf(), offset)).toBeUndefined();
  });
});

describe('completion of a member', () => {
  const TABLE = `
      export const KILL_SWITCHES = { get payments(): boolean { return true; } };
      if (KILL_SWITCHES.payments) pay();`;

  it('offers kill switches to a table of kill switches', async () => {
    expect(await completeAt(`${TABLE}\n      KILL_SWITCHES.$0`)).toEqual({
      place: 'KILL_SWITCHES.[]',
      names: ['payments'],
    });
    expect(await completeAt(`${TABLE}\n      KILL_SWITCHES.pay$0ments;`)).toEqual({
      place: 'KILL_SWITCHES.[payments];',
      names: ['payments'],
    });
  });

  it('keeps to the line of the dot', async () => {
    expect((await completeAt(`${TABLE}\n      KILL_SWITCHES.$0\n      next();`))?.place).toBe(
      'KILL_SWITCHES.[]',
    );
  });

  it('offers names that can be written behind a dot', async () => {
    expect((await completeAt('if (flags.new_checkout) go();\n      flags.$0'))?.names).toEqual([
      'new_checkout',
      'payments',
      'old_search',
    ]);
  });

  it('is silent at tables that are not surely of flags', async () => {
    expect(await completeAt('features.length;\n      features.$0')).toBeUndefined();
    expect(await completeAt('user.$0')).toBeUndefined();
  });

  it('writes keys the way a configured table names them', async () => {
    const configured = `${FLAGS}
      //- flagwright.config.json
      { "wrappers": [{ "bulk": "useFlags()", "keys": "camelCase" }, { "bulk": "env.ld", "keys": { "prefix": "new_" } }] }`;
    expect((await completeAt('useFlags().$0', configured))?.names).toEqual([
      'newCart',
      'newCheckout',
      'payments',
      'oldSearch',
    ]);
    expect((await completeAt("env.ld['$0']", configured))?.names).toEqual(['checkout']);
  });

  it('writes keys the way a configured call or component names them', async () => {
    const configured = `${FLAGS}
      //- flagwright.config.json
      { "wrappers": [{ "call": "ask", "keys": { "prefix": "new_" } }, { "call": "gate", "keys": { "table": "gates.ts#GATES" } }] }
      //- gates.ts
      export const GATES = { shop: 'new_checkout', other: 'nothing' };`;
    expect((await completeAt("ask('$0');", configured))?.names).toEqual(['checkout']);
    expect((await completeAt("gate('$0');", configured))?.names).toEqual(['shop']);
  });
});

describe('while someone types', () => {
  const CODE = `import { isEnabled } from './flags';
if (isEnabled('new_checkout', user) && !KILL_SWITCHES.payments) {
  const t = \`a \${isEnabled("old_search") ? flags['new-cart'] : \`b\`} c\`;
}
export const v = <T,>(x: T) => variation(\`new_checkout\`, { a: '' }, /'/.test(x));
`;

  it('never fails, and replaces text of one line around the cursor', async () => {
    const { snapshot } = await openFixture(`${FLAGS}
      //- app.ts
      isEnabled('new_checkout');
    `);
    const offers: string[] = [];
    for (let end = 0; end <= CODE.length; end++) {
      // The rest of the line may be there already: an editor closes quotes and brackets.
      for (const rest of ['', "')", '"', '`)', '\n}\n']) {
        const text = CODE.slice(0, end) + rest;
        const list = complete(snapshot, 'app.ts', text, end);
        if (!list) continue;
        expect(list.span.start).toBeLessThanOrEqual(end);
        expect(list.span.end).toBeGreaterThanOrEqual(end);
        expect(text.slice(list.span.start, list.span.end)).not.toContain('\n');
        if (rest === '') offers.push(text.slice(list.span.start, end));
      }
    }
    for (const name of ['new_checkout', 'old_search', 'new-cart']) expect(offers).toContain(name);
    expect(offers).not.toContain('./flags');
  });
});

describe('where no flag file declares any', () => {
  const OTHERS = `
      //- other.tsx
      import { useFlag } from '@unleash/proxy-client-react';
      useFlag('new_cart') || useFlag('new_search') || isEnabled('by_name_alone');`;

  it('offers the flags that other places read, and not what is being typed', async () => {
    const typed = "import { useFlag } from '@unleash/proxy-client-react';\nuseFlag('new_$0');";
    expect(await completeAt(typed, OTHERS)).toEqual({
      place: "useFlag('[new_]');",
      names: ['new_cart', 'new_search'],
    });
  });

  it('offers none of them beside a flag file: they are not declared', async () => {
    const typed = "import { useFlag } from '@unleash/proxy-client-react';\nuseFlag('$0');";
    expect((await completeAt(typed, `${FLAGS}${OTHERS}`))?.names.sort()).toEqual(ALL);
  });
});
