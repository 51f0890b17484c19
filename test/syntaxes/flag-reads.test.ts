import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NAMED_SHAPES } from '../../server/src/usages/shapes';
import { expectColors, expectNoDisturbance, FLAG, scopeNameOf, THEMES } from './colors';
import { tokenize } from './tokens';

/** Readers whose names mean other things elsewhere, or whose key comes second: the grammar leaves them alone. */
const TOO_GENERAL = new Set([
  'isOn',
  'isOff',
  'getStringValue',
  'getNumberValue',
  'getObjectValue',
  'getTreatment',
  'getVariant',
  'useVariant',
  'variableValue',
  'useVariableValue',
]);

describe('a flag is coloured', () => {
  it('as the key of a call', () =>
    expectColors(`
      //- a.ts
      if (isEnabled('new_checkout', user)) start();
      //             ^^^^^^^^^^^^ flag
      const on = await flags.is_enabled("dark-mode");
      //                                 ^^^^^^^^^ flag
      const { value } = useFeatureFlag<boolean>(\`team.dark\`);
      //                                         ^^^^^^^^^ flag
      client?.variation?.( 'beta', { key: 'user' }, false) || isEnabled('b');
      //                    ^^^^ flag
      //                                                                 ^ flag
    `));

  it('as the key of a call on the next line', () =>
    expectColors(`
      //- a.ts
      const on = isFeatureEnabled(
        'new_checkout',
      // ^^^^^^^^^^^^ flag
        'user',
      );
      const off = isEnabled(
        key,
        'new_checkout',
      );
    `));

  it('as a member of a table of flags', () =>
    expectColors(`
      //- a.ts
      if (!KILL_SWITCHES.payments) return;
      //                 ^^^^^^^^ flag
      if (KILL_SWITCHES?.payments || flags['x'] || featureToggles["y"]) return;
      //                 ^^^^^^^^ flag
      //                                    ^ flag
      //                                                           ^ flag
      KILL_SWITCHES.reset();
      flags.length + cards['x'] + flags[key];
    `));

  it('in every language of TypeScript and JavaScript', () =>
    expectColors(`
      //- a.js
      isEnabled('a');
      //         ^ flag
      //- a.tsx
      const view = <main class={useFlag('dark') ? 'night' : 'day'}>{useFlag('b') && <b>no</b>}</main>;
      //                                 ^^^^ flag
      //                                                                     ^ flag
      //- a.jsx
      const view = <main class={useFlag('dark') ? 'night' : 'day'}>{useFlag('b') && <b>no</b>}</main>;
      //                                 ^^^^ flag
      //                                                                     ^ flag
    `));

  it('inside a template', () =>
    expectColors(`
      //- a.ts
      const path = \`/\${isEnabled('new') ? 'checkout' : 'cart'} isEnabled('no')\`;
      //                          ^^^ flag
    `));

  it('by each reader that the analysis knows, unless its name means other things elsewhere', async () => {
    const names = NAMED_SHAPES.map((shape) => shape.name);
    const tokens = await tokenize('source.ts', names.map((name) => `${name}('some_flag');`).join('\n'));
    const colored = new Set(
      tokens.filter((token) => token.scopes.at(-1) === FLAG).map((token) => token.line),
    );
    const left = names.filter((_, line) => !colored.has(line));
    expect(left).toEqual([...TOO_GENERAL]);
  });
});

describe('nothing is coloured', () => {
  it('in comments, strings, patterns and text', () =>
    expectColors(`
      //- a.ts
      // isEnabled('a') KILL_SWITCHES.payments
      /** isEnabled('a') */
      const words = "isEnabled('a') KILL_SWITCHES.payments";
      const pattern = /isEnabled('a')/;
      const text = \`isEnabled('a')\`;
      //- a.tsx
      const view = <p title="isEnabled('a')">isEnabled('a') KILL_SWITCHES.payments</p>;
    `));

  it('in calls and lookups of other things', () =>
    expectColors(`
      //- a.ts
      open('new_checkout');
      thisIsEnabled('a', getFlagColors('b'));
      isEnabled(user, 'a');
      isEnabled(\`a_\${b}\`);
      isEnabled('it\\'s');
      isEnabled('not closed
      const isEnabled = ['a'];
      countries['x'];
    `));
});

describe('beside the colour all is as before', () => {
  const shop = join(__dirname, '../../examples/shop/src');
  const sources = readdirSync(shop, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.includes('.ts'),
  );

  it.each(sources)('%s', async (file) => {
    const text = readFileSync(join(shop, file), 'utf8');
    await expectNoDisturbance(scopeNameOf(file), text, { theme: 'dark_modern' });
  });

  it('in time, too', async () => {
    const source = readFileSync(join(__dirname, '../../server/src/usages/shapes.ts'), 'utf8').repeat(8);
    const time = async (injected: boolean) => {
      const start = performance.now();
      await tokenize('source.ts', source, { injected });
      return performance.now() - start;
    };
    await time(true);
    // It costs a fifth; a careless lookbehind costs the thirtyfold.
    expect(await time(true)).toBeLessThan(5 * (await time(false)));
  });
});

describe.each(THEMES)('in the theme %s', (theme) => {
  it("a flag's name differs from a string, whose quotes it keeps", async () => {
    const tokens = await tokenize('source.ts', "isEnabled('flag'); open('string');", { theme });
    const color = (text: string) => tokens.find((token) => token.text === text)!.color;
    expect(color('flag')).toBeDefined();
    expect(color('flag')).not.toBe(color('string'));
    expect(color("'")).toBe(color('string'));
  });
});
