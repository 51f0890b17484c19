import { describe, it } from 'vitest';
import { reads } from '../support/check';

const FLAGS = `
//- config/flags.yaml
flags:
  dark: true
  light: true
`;

describe('a reader by its name', () => {
  it('is certain on a receiver that is named for flags', () =>
    reads(`
      //- src/app.ts
      flags.isEnabled('a');
      //               ^ a certain
      this.featureFlags.isEnabled('b');
      //                           ^ b certain
      ldClient.variation('c', user, false);
      //                  ^ c certain default=false
      unleash.isEnabled('d');
      //                 ^ d certain
      context.toggles.is_enabled('e');
      //                          ^ e certain
      openFeatureClient.getBooleanValue('f', true);
      //                                 ^ f certain default=true
    `));

  it('may be given back outside of any function', () =>
    reads(`
      //- src/app.js
      return flags.isEnabled('a');
      //                      ^ a certain
      //- src/other.js
      try { return flags.isEnabled('b'); } catch { return false; }
      //                            ^ b certain default=false
    `));

  it('is likely on any other, or on none', () =>
    reads(`
      //- src/app.ts
      client.isEnabled('a');
      //                ^ a likely
      isFeatureEnabled('b');
      //                ^ b likely
      useFlag('c');
      //       ^ c likely
    `));

  it('is certain once it reads a declared key somewhere', () =>
    reads(`${FLAGS}
//- src/a.ts
resolver.isEnabled('dark');
//                  ^^^^ dark certain
//- src/b.ts
resolver.isEnabled('unknown');
//                  ^^^^^^^ unknown certain
other.isEnabled('unknown');
//               ^^^^^^^ unknown likely
`));

  it('is told from others of its name by its declaration', () =>
    reads(`${FLAGS}
//- src/flags.ts
export function isEnabled(name: string): boolean { return ask(name); }
//- src/plugins.ts
export function isEnabled(name: string): boolean { return list(name); }
//- src/a.ts
import { isEnabled } from './flags';
isEnabled('dark');
//         ^^^^ dark certain
//- src/b.ts
import { isEnabled as on } from './plugins';
import * as flagging from './flags';
import { isEnabled } from './plugins';
isEnabled('unknown');
//         ^^^^^^^ unknown likely
flagging.isEnabled('more');
//                  ^^^^ more certain
`));

  it('is certain when it comes from a service', () =>
    reads(`
      //- src/app.tsx
      import { useFeatureIsOn } from '@growthbook/growthbook-react';
      import { useFlag } from '@unleash/proxy-client-react';
      import { useFlag as local } from './own';
      useFeatureIsOn('a');
      //              ^ a certain configured
      useFlag('b');
      //       ^ b certain configured
    `));

  it('is found in every dialect', () =>
    reads(`
      //- src/a.mts
      flags.isEnabled('mts');
      //               ^^^ mts certain
      //- src/a.cts
      flags.isEnabled('cts');
      //               ^^^ cts certain
      //- src/a.js
      const x = <b>{flags.isEnabled('js')}</b>;
      //                             ^^ js certain
      //- src/a.jsx
      const x = <b>{flags.isEnabled('jsx')}</b>;
      //                             ^^^ jsx certain
      //- src/a.mjs
      flags.isEnabled('mjs');
      //               ^^^ mjs certain
      //- src/a.cjs
      flags.isEnabled('cjs');
      //               ^^^ cjs certain
      //- src/a.tsx
      const x = <T,>(y: T) => <b title={flags.isEnabled('tsx') ? 'a' : 'b'} />;
      //                                                 ^^^ tsx certain
      //- src/a.ts
      const x = <boolean>flags.isEnabled('ts');
      //                                  ^^ ts certain
    `));

  it('is found wherever an expression stands', () =>
    reads(`
      //- src/app.ts
      @gate(flags.isEnabled('decorator'))
      //                     ^^^^^^^^^ decorator certain
      class A {
        field = flags.isEnabled('field');
        //                       ^^^^^ field certain
        static { flags.isEnabled('block'); }
        //                        ^^^^^ block certain
        get x(): boolean { return flags.isEnabled('getter'); }
        //                                         ^^^^^^ getter certain
        [flags.isEnabled('computed') ? 'a' : 'b'] = 1;
        //                ^^^^^^^^ computed certain
      }
      function f(a = flags.isEnabled('parameter')) {}
      //                              ^^^^^^^^^ parameter certain
      const { b = flags.isEnabled('pattern') } = {};
      //                           ^^^^^^^ pattern certain
      enum E { A = flags.isEnabled('enum') ? 1 : 2 }
      //                            ^^^^ enum certain
      label: for (;flags.isEnabled('loop');) break label;
      //                            ^^^^ loop certain
      export default flags.isEnabled('exported');
      //                              ^^^^^^^^ exported certain
      const t = tag\`\${flags.isEnabled('tagged')}\`;
      //                               ^^^^^^ tagged certain
      flags?.isEnabled?.('optional');
      //                  ^^^^^^^^ optional certain
      await (flags.isEnabled)('grouped');
      //                       ^^^^^^^ grouped certain
    `));

  it('is not found in types, comments and strings', () =>
    reads(`
      //- src/app.ts
      type A = typeof flags['typed'];
      interface B { isEnabled(key: 'typed'): boolean }
      declare function isEnabled(key: 'typed'): boolean;
      // flags.isEnabled('comment')
      const s = "flags.isEnabled('text')";
      const r = /flags.isEnabled\\('text'\\)/;
    `));
});

describe('where the key stands', () => {
  it('is where the shape says, or the argument that looks most like a key', () =>
    reads(`
      //- src/app.ts
      flags.isEnabled(user, 'second');
      //                     ^^^^^^ second certain
      flags.getTreatment('user', 'split');
      //                          ^^^^^ split certain
      flags.getTreatment('only');
      //                  ^^^^ only certain
      flags.checkGate(user, 'gate');
      //                     ^^^^ gate certain
      flags.isEnabled('first', user);
      //               ^^^^^ first certain
    `));

  it('is where the configuration says', () =>
    reads(`
      //- flagwright.config.json
      {
        "wrappers": [
          { "call": "ask", "key": 1, "default": 2, "async": true },
          { "call": "resolver.check", "key": "0.flag.name" },
          { "call": "isOffline", "negated": true },
          { "call": "useDecision", "result": "[0].enabled" }
        ]
      }
      //- src/app.ts
      ask(request, 'a', true);
      //            ^ a certain configured promise default=true
      resolver.check({ flag: { name: 'b' } });
      //                              ^ b certain configured
      const name = 'c';
      this.resolver.check({ flag: { name } });
      //                            ^^^^ c certain configured
      other.check({ flag: { name: 'd' } });
      resolver.check({ flag: 'e' });
      isOffline('f');
      //         ^ f certain configured negated
      useDecision('g');
      //           ^ g certain configured .0.enabled
    `));

  it('is in the function that the configuration names by its module', () =>
    reads(`
      //- flagwright.config.json
      { "wrappers": [{ "call": "ask", "module": "**/launchDarkly" }] }
      //- src/launchDarkly.ts
      export function ask(key: string): boolean { return true; }
      //- src/person.ts
      export function ask(question: string): string { return ''; }
      //- src/a.ts
      import { ask } from './launchDarkly';
      ask('dark');
      //   ^^^^ dark certain configured
      //- src/b.ts
      import { ask } from './person';
      ask('how are you?');
    `));
});

describe('the value of a read', () => {
  it('is negated, promised or inside the result', () =>
    reads(`
      //- src/app.ts
      flags.isOff('a');
      //           ^ a certain negated
      flags.getFlag('b').value;
      //             ^ b certain .value
      flags.useFeature('c').on;
      //                ^ c certain .on
      flags.useFeature('d').off;
      //                ^ d certain .off negated
      const { enabled } = flags.getFlag('e');
      //                                 ^ e certain .enabled
      if (!flags.isEnabled('f')) stop();
      //                    ^ f certain
    `));
});
