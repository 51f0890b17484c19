import { describe, it } from 'vitest';
import { reads } from '../support/check';

// `flags` is a name for flags, so that its reads are certain whatever their keys.

describe('a key is', () => {
  it('a literal, in whatever quotes', () =>
    reads(`
      //- src/app.ts
      flags.isEnabled('single');
      //               ^^^^^^ single certain
      flags.isEnabled("double");
      //               ^^^^^^ double certain
      flags.isEnabled(\`back\`);
      //               ^^^^ back certain
      flags.isEnabled(('in' as Flag)!);
      //                ^^ in certain
      flags.isEnabled('é🎉-\\u0061');
      //               ^^^^^^^^^^ é🎉-a certain
    `));

  it('a template or a sum of constant parts', () =>
    reads(`
      //- src/app.ts
      const AREA = 'pay';
      flags.isEnabled(\`\${AREA}_card\`);
      //              ^^^^^^^^^^^^^^ pay_card certain
      flags.isEnabled(AREA + '_' + 'cash');
      //              ^^^^^^^^^^^^^^^^^^^ pay_cash certain
      flags.isEnabled(\`\${AREA}_\${version}\`);
      //              ^^^^^^^^^^^^^^^^^^^^ dynamic pay_
      flags.isEnabled(\`\${AREA}_\${cash ? 'cash' : 'card'}\`);
      //              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pay_cash certain
      //              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pay_card certain
      flags.isEnabled(\`\${version}_pay\`);
      //              ^^^^^^^^^^^^^^^^ dynamic
    `));

  it('a const, or a variable that is never assigned again', () =>
    reads(`
      //- src/app.ts
      const A = 'a';
      const B = A;
      let c = 'c';
      let d = 'd';
      d = other();
      flags.isEnabled(A);
      //              ^ a certain
      flags.isEnabled(B);
      //              ^ a certain
      flags.isEnabled(c);
      //              ^ c certain
      flags.isEnabled(d);
      //              ^ dynamic
    `));

  it("what an object holds that the project's own class has made", () =>
    reads(`
      //- src/feature.ts
      export class Feature<T> {
        readonly id: string;
        private asked = 0;
        constructor(id: string, public readonly defaultValue: T) {
          this.id = id;
        }
      }
      export class Named {
        readonly key: string;
        constructor({ key }: { key: string }) {
          this.key = key;
        }
      }
      //- src/features.ts
      import { Feature, Named } from './feature';
      export const newUi = new Feature('new_ui', false);
      export const features = { search: new Feature('search_v2', 1), feed: new Named({ key: 'feed_v3' }) };
      //- src/app.ts
      import { Feature } from './feature';
      import { features as all, newUi } from './features';
      const isOn = (feature: Feature<boolean>) => flags.isEnabled(feature.id);
      const own = new Feature('own', true);
      flags.isEnabled(newUi.id);
      //                    ^^ new_ui certain
      flags.isEnabled(all.search.id);
      //                         ^^ search_v2 certain
      flags.isEnabled(all.feed.key);
      //                       ^^^ feed_v3 certain
      flags.isEnabled(own.id);
      //                  ^^ own certain
      isOn(newUi);
      //   ^^^^^ new_ui certain
      isOn(all.search);
      //       ^^^^^^ search_v2 certain
    `));

  it('what an object holds whose class is one of the same file, or takes it as a field at once', () =>
    reads(`
      //- src/features.ts
      class Plain {
        constructor(public id: string) {}
      }
      const plain = new Plain('b');
      flags.isEnabled(new Plain('a').id);
      //                             ^^ a certain
      flags.isEnabled(plain.id);
      //                    ^^ b certain
      function ask(name: string) {
        class Asked {
          readonly key = name;
          constructor(readonly other: string) {}
        }
        return flags.isEnabled(new Asked('a').key);
      }
      ask('x');
      //   ^ x certain
    `));

  it('a literal that an object of a service is given that another file has made', () =>
    reads(`
      //- src/client.ts
      import { PostHog } from 'posthog-node';
      export const client = new PostHog('phc_key');
      //- src/app.ts
      import { client } from './client';
      client.isFeatureEnabled('new_ui', user);
      //                       ^^^^^^ new_ui certain
    `));

  it('not known of an object whose fields may be others by then', () =>
    reads(`
      //- src/features.ts
      class Renamed {
        constructor(public id: string) {}
        rename(id: string) {
          this.id = id;
        }
      }
      class Base {}
      class Derived extends Base {
        constructor(readonly id: string) {
          super();
        }
      }
      class Chosen {
        readonly id: string;
        constructor(id: string, late: boolean) {
          if (late) this.id = id;
          else this.id = 'early';
        }
      }
      class Trimmed {
        readonly id: string;
        constructor({ id }: { id: string }) {
          id = id.trim();
          this.id = id;
        }
      }
      class Swapped {
        constructor(public id: string) {}
        take(others: string[]) {
          [this.id] = others;
        }
      }
      flags.isEnabled(new Renamed('a').id);
      //                               ^^ dynamic
      flags.isEnabled(new Derived('a').id);
      //                               ^^ dynamic
      flags.isEnabled(new Chosen('a', true).id);
      //                                    ^^ dynamic
      flags.isEnabled(new Trimmed({ id: 'a' }).id);
      //                                       ^^ dynamic
      flags.isEnabled(new Swapped('a').id);
      //                               ^^ dynamic
      flags.isEnabled(new Elsewhere('a').id);
      //                                 ^^ dynamic
    `));

  it('a member of an enum', () =>
    reads(`
      //- src/app.ts
      enum Flag { A = 'a', 'B-2' = 'b', C = \`c\` }
      const enum Fast { D = 'd' }
      export declare enum Far { E = 'e' }
      flags.isEnabled(Flag.A);
      //                   ^ a certain
      flags.isEnabled(Flag['B-2']);
      //                    ^^^ b certain
      flags.isEnabled(Flag.C);
      //                   ^ c certain
      flags.isEnabled(Fast.D);
      //                   ^ d certain
      flags.isEnabled(Far.E);
      //                  ^ e certain
    `));

  it('a member of a constant object, however deep', () =>
    reads(`
      //- src/app.ts
      const KEYS = { pay: { card: 'pay_card', 'by-cash': 'pay_cash' }, side: 'side' } as const;
      const FROZEN = Object.freeze({ dark: 'dark' });
      const ALL = { ...KEYS, more: 'more' } satisfies Record<string, unknown>;
      const { side } = KEYS;
      const { pay: { card: byCard } } = KEYS;
      flags.isEnabled(KEYS.pay.card);
      //                       ^^^^ pay_card certain
      flags.isEnabled(KEYS.pay['by-cash']);
      //                        ^^^^^^^ pay_cash certain
      flags.isEnabled(FROZEN.dark);
      //                     ^^^^ dark certain
      flags.isEnabled(ALL.side);
      //                  ^^^^ side certain
      flags.isEnabled(ALL.more);
      //                  ^^^^ more certain
      flags.isEnabled(side);
      //              ^^^^ side certain
      flags.isEnabled(byCard);
      //              ^^^^^^ pay_card certain
      flags.isEnabled(KEYS.nowhere);
      //                   ^^^^^^^ dynamic
    `));

  it('a static member of a class, or one of its readonly members', () =>
    reads(`
      //- src/app.ts
      class Keys {
        static readonly DARK = 'dark';
        static LIGHT = 'light';
      }
      class Page {
        private readonly key = 'page';
        private other = 'other';
        show() {
          flags.isEnabled(this.key);
          //                   ^^^ page certain
          flags.isEnabled(this.other);
          //                   ^^^^^ dynamic
        }
      }
      flags.isEnabled(Keys.DARK);
      //                   ^^^^ dark certain
      flags.isEnabled(Keys.LIGHT);
      //                   ^^^^^ light certain
    `));

  it('a member that names another one', () =>
    reads(`
      //- src/app.ts
      enum Flag { A = 'a', B = Flag.A, C = Flag.B, D = Flag.D }
      class Keys {
        static readonly C = Keys.B;
        static readonly B = Keys.A;
        static readonly A = 'a';
      }
      flags.isEnabled(Flag.C);
      //                   ^ a certain
      flags.isEnabled(Flag.D);
      //                   ^ dynamic
      flags.isEnabled(Keys.C);
      //                   ^ a certain
    `));

  it('a member of a namespace', () =>
    reads(`
      //- src/app.ts
      namespace Keys { export const DARK = 'dark'; }
      flags.isEnabled(Keys.DARK);
      //                   ^^^^ dark certain
    `));

  it('one of several, where a choice is made', () =>
    reads(`
      //- src/app.ts
      const KEY = cash ? 'cash' : 'card';
      flags.isEnabled(pick ? 'a' : 'b');
      //              ^^^^^^^^^^^^^^^^ a certain opaque
      //              ^^^^^^^^^^^^^^^^ b certain opaque
      flags.isEnabled(KEY);
      //              ^^^ cash certain opaque
      //              ^^^ card certain opaque
      flags.isEnabled(pick ? 'a' : name());
      //              ^^^^^^^^^^^^^^^^^^^ dynamic
    `));

  it('one of the texts of a type that names them all', () =>
    reads(`
      //- src/app.ts
      type Key = 'a' | 'b';
      const TABLE = { c: 1, d: 2 } as const;
      const LIST = ['e', 'f'] as const;
      enum Flag { G = 'g', H = 'h' }
      names((key: Key) => flags.isEnabled(key));
      //                                  ^^^ a certain
      //                                  ^^^ b certain
      names((key: keyof typeof TABLE) => flags.isEnabled(key));
      //                                                 ^^^ c certain
      //                                                 ^^^ d certain
      names((key: (typeof LIST)[number]) => flags.isEnabled(key));
      //                                                    ^^^ e certain
      //                                                    ^^^ f certain
      names((key: Flag) => flags.isEnabled(key));
      //                                   ^^^ g certain
      //                                   ^^^ h certain
      const key: Key = choose();
      flags.isEnabled(key);
      //              ^^^ a certain
      //              ^^^ b certain
      names((key: string) => flags.isEnabled(key));
      //                                     ^^^ dynamic
    `));

  it('one element of a constant list that a loop or a callback runs over', () =>
    reads(`
      //- src/app.ts
      const LIST = ['a', 'b'] as const;
      for (const key of LIST) flags.isEnabled(key);
      //                                      ^^^ a certain
      //                                      ^^^ b certain
      ['c', 'd'].forEach((key) => flags.isEnabled(key));
      //                                          ^^^ c certain
      //                                          ^^^ d certain
      Object.values({ E: 'e' }).some((key) => flags.isEnabled(key));
      //                                                      ^^^ e certain
      Object.keys({ f: 1 }).every((key) => flags.isEnabled(key));
      //                                                   ^^^ f certain
      flags.isEnabled(LIST[0]);
      //              ^^^^^^^ a certain
      flags.isEnabled(LIST[n]);
      //              ^^^^^^^ a certain
      //              ^^^^^^^ b certain
      flags.isEnabled(Object.keys({ h: 1, i: 2 })[0]);
      //              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ h certain
      //              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ i certain
      const [first] = Object.values({ J: 'j', K: 'k' });
      flags.isEnabled(first);
      //              ^^^^^ j certain
      //              ^^^^^ k certain
      list.push('g');
      for (const key of list) flags.isEnabled(key);
      //                                      ^^^ dynamic
    `));

  it('one of all that a variable is ever assigned', () =>
    reads(`
      //- src/app.ts
      let key = 'a';
      if (late) key = 'b';
      flags.isEnabled(key);
      //              ^^^ a certain
      //              ^^^ b certain
      let other;
      other = 'c';
      other = name();
      flags.isEnabled(other);
      //              ^^^^^ dynamic
      let third = 'd';
      [third] = names;
      flags.isEnabled(third);
      //              ^^^^^ dynamic
    `));

  it('a member or the name of a member that a loop runs over', () =>
    reads(`
      //- src/app.ts
      const TABLE = { a: 'x', b: 'y' } as const;
      const ROUTES = [{ path: '/', flag: 'home' }, { path: '/about' }, { path: '/pay', flag: 'pay' }] as const;
      for (const key in TABLE) flags.isEnabled(key);
      //                                       ^^^ a certain
      //                                       ^^^ b certain
      for (const [name, key] of Object.entries(TABLE)) flags.isEnabled(key);
      //                                                               ^^^ x certain
      //                                                               ^^^ y certain
      ROUTES.filter((route) => flags.isEnabled(route.flag));
      //                                             ^^^^ home certain
      //                                             ^^^^ pay certain
      ROUTES.map(({ flag }) => flags.isEnabled(flag));
      //                                       ^^^^ home certain
      //                                       ^^^^ pay certain
    `));

  it('one of the names of an interface, or of the texts that a template of types makes', () =>
    reads(`
      //- src/app.ts
      interface Flags { a: boolean; 'b-2': boolean }
      type Defaults = { c: string };
      type Area = 'pay' | 'ship';
      names((key: keyof Flags) => flags.isEnabled(key));
      //                                          ^^^ a certain
      //                                          ^^^ b-2 certain
      names((key: keyof Defaults) => flags.isEnabled(key));
      //                                             ^^^ c certain
      names((key: \`\${Area}_new\` | undefined) => flags.isEnabled(key));
      //                                                        ^^^ pay_new certain
      //                                                        ^^^ ship_new certain
    `));

  it('dynamic where nothing is known of it', () =>
    reads(`
      //- src/app.ts
      flags.isEnabled(name());
      //              ^^^^^^ dynamic
      flags.isEnabled(config.key);
      //                     ^^^ dynamic
      flags.isEnabled(\`pay_\${name}_x\`);
      //              ^^^^^^^^^^^^^^^ dynamic pay_
    `));

  it('no number, object, function or list', () =>
    reads(`
      //- src/app.ts
      flags.isEnabled();
      flags.isEnabled(1);
      flags.isEnabled(true);
      flags.isEnabled({ key: 'a' });
      flags.isEnabled(['a']);
      flags.isEnabled(() => 'a');
      flags.isEnabled(...names);
    `));
});

describe('a key from another file', () => {
  const KEYS = `
//- src/keys.ts
export const DARK = 'dark';
export const KEYS = { pay: { card: 'pay_card' } } as const;
export enum Flag { Side = 'side' }
export class Names { static readonly NEW = 'new'; }
export default { home: 'home' };
`;

  it('by a named, renamed, default or namespace import', () =>
    reads(`${KEYS}
//- src/app.ts
import home, { DARK, Flag as F, KEYS, Names } from './keys';
import * as all from './keys.js';
flags.isEnabled(DARK);
//              ^^^^ dark certain
flags.isEnabled(KEYS.pay.card);
//                       ^^^^ pay_card certain
flags.isEnabled(F.Side);
//                ^^^^ side certain
flags.isEnabled(Names.NEW);
//                    ^^^ new certain
flags.isEnabled(home.home);
//                   ^^^^ home certain
flags.isEnabled(all.DARK);
//                  ^^^^ dark certain
flags.isEnabled(all.KEYS.pay.card);
//                           ^^^^ pay_card certain
const { card } = KEYS.pay;
flags.isEnabled(card);
//              ^^^^ pay_card certain
`));

  it('through barrels: export from, export all, export as a namespace', () =>
    reads(`${KEYS}
//- src/index.ts
export { DARK as Night } from './keys';
export * from './middle';
export * as everything from './keys';
export { default as start } from './keys';
//- src/middle/index.ts
import { KEYS } from '../keys';
export { KEYS };
export const PAY = KEYS.pay;
//- src/pages/app.ts
import { Night, KEYS, PAY, everything, start } from '..';
flags.isEnabled(Night);
//              ^^^^^ dark certain
flags.isEnabled(KEYS.pay.card);
//                       ^^^^ pay_card certain
flags.isEnabled(PAY.card);
//                  ^^^^ pay_card certain
flags.isEnabled(everything.Flag.Side);
//                              ^^^^ side certain
flags.isEnabled(start.home);
//                    ^^^^ home certain
`));

  it('in CommonJS', () =>
    reads(`
      //- lib/keys.js
      const DARK = 'dark';
      module.exports = { DARK, LIGHT: 'light', deep: { er: 'deeper' } };
      //- lib/more.js
      exports.MORE = 'more';
      module.exports.MOST = 'most';
      //- lib/handed-on.js
      module.exports = require('./keys');
      //- lib/app.js
      const keys = require('./keys');
      const { LIGHT, deep: { er } } = require('./keys');
      const { MORE, MOST } = require('./more.js');
      flags.isEnabled(keys.DARK);
      //                   ^^^^ dark certain
      flags.isEnabled(LIGHT);
      //              ^^^^^ light certain
      flags.isEnabled(er);
      //              ^^ deeper certain
      flags.isEnabled(MORE);
      //              ^^^^ more certain
      flags.isEnabled(MOST);
      //              ^^^^ most certain
      flags.isEnabled(require('./handed-on').DARK);
      //                                     ^^^^ dark certain
    `));

  it('by the paths and baseUrl of tsconfig.json', () =>
    reads(`${KEYS}
//- tsconfig.json
{ "compilerOptions": { "baseUrl": ".", "paths": { "@keys": ["src/keys.ts"], "~/*": ["src/*"] } } } // a comment
//- src/app.ts
import { DARK } from '@keys';
import { KEYS } from '~/keys';
import { Flag } from 'src/keys';
flags.isEnabled(DARK);
//              ^^^^ dark certain
flags.isEnabled(KEYS.pay.card);
//                       ^^^^ pay_card certain
flags.isEnabled(Flag.Side);
//                   ^^^^ side certain
`));

  it("by the names of the workspace's own packages", () =>
    reads(`
      //- package.json
      { "workspaces": ["packages/*"] }
      //- packages/keys/package.json
      { "name": "@shop/keys", "main": "dist/index.js", "exports": { ".": { "import": "./dist/index.js" }, "./extra": "./dist/extra.js" } }
      //- packages/keys/src/index.ts
      export const DARK = 'dark';
      //- packages/keys/src/extra.ts
      export const EXTRA = 'extra';
      //- packages/app/package.json
      { "name": "@shop/app" }
      //- packages/app/src/app.ts
      import { DARK } from '@shop/keys';
      import { EXTRA } from '@shop/keys/extra';
      flags.isEnabled(DARK);
      //              ^^^^ dark certain
      flags.isEnabled(EXTRA);
      //              ^^^^^ extra certain
    `));

  it('is dynamic where the file cannot be found or the name is not there', () =>
    reads(`${KEYS}
//- src/app.ts
import { DARK } from 'elsewhere';
import { GONE } from './keys';
flags.isEnabled(DARK);
//              ^^^^ dynamic
flags.isEnabled(GONE);
//              ^^^^ dynamic
`));

  it('survives modules that import one another in a circle', () =>
    reads(`
      //- src/a.ts
      import { B } from './b';
      export const A = B;
      export * from './b';
      //- src/b.ts
      import { A } from './a';
      export const B = A;
      export * from './a';
      //- src/app.ts
      import { A, C } from './a';
      flags.isEnabled(A);
      //              ^ dynamic
      flags.isEnabled(C);
      //              ^ dynamic
    `));

  it('as a part of a text, a name of a table, or a list', () =>
    reads(`
      //- src/keys.ts
      export const AREA = 'pay';
      export const LIST = ['a', 'b'] as const;
      export const TABLE = { pay: 'table_pay', ship: 'table_ship' };
      export enum Flag { C = 'c', D = 'd' }
      //- src/app.ts
      import { AREA, Flag, LIST, TABLE } from './keys';
      flags.isEnabled(\`\${AREA}_card\`);
      //              ^^^^^^^^^^^^^^ pay_card certain
      flags.isEnabled(AREA + '_' + name());
      //              ^^^^^^^^^^^^^^^^^^^ dynamic pay_
      flags.isEnabled(TABLE[AREA]);
      //              ^^^^^^^^^^^ table_pay certain
      flags.isEnabled(TABLE[name()]);
      //              ^^^^^^^^^^^^^ table_pay certain
      //              ^^^^^^^^^^^^^ table_ship certain
      for (const key of LIST) flags.isEnabled(key);
      //                                      ^^^ a certain
      //                                      ^^^ b certain
      Object.values(Flag).some((key) => flags.isEnabled(key));
      //                                                ^^^ c certain
      //                                                ^^^ d certain
      Object.keys(TABLE).some((key) => flags.isEnabled(key));
      //                                               ^^^ pay certain
      //                                               ^^^ ship certain
    `));

  it('by its type', () =>
    reads(`
      //- src/types.ts
      export type Key = 'a' | 'b';
      export interface Flags { c: boolean }
      export enum Flag { D = 'd' }
      const LIST = ['e', 'f'] as const;
      export type Listed = (typeof LIST)[number];
      type Hidden = 'g';
      export { type Hidden as Shown };
      //- src/index.ts
      export * from './types';
      export type { Key as Name } from './types';
      //- src/app.ts
      import type { Flag, Flags, Key, Listed, Name, Shown } from '.';
      import type * as types from './types';
      names((key: Key) => flags.isEnabled(key));
      //                                  ^^^ a certain
      //                                  ^^^ b certain
      names((key: keyof Flags) => flags.isEnabled(key));
      //                                          ^^^ c certain
      names((key: Flag) => flags.isEnabled(key));
      //                                   ^^^ d certain
      names((key: Listed) => flags.isEnabled(key));
      //                                     ^^^ e certain
      //                                     ^^^ f certain
      names((key: Shown) => flags.isEnabled(key));
      //                                    ^^^ g certain
      const key: Name | 'z' = choose();
      flags.isEnabled(key);
      //              ^^^ a certain
      //              ^^^ b certain
      //              ^^^ z certain
      names((key: types.Key) => flags.isEnabled(key));
      //                                        ^^^ a certain
      //                                        ^^^ b certain
      names((key: Flags) => flags.isEnabled(key));
      //                                    ^^^ dynamic
    `));

  it('in a module of CommonJS that is one value, and in one that is imported where it is needed', () =>
    reads(`
      //- lib/keys.js
      const KEYS = { DARK: 'dark' };
      module.exports = KEYS;
      //- lib/names.cts
      const NAMES = { NEW: 'new' };
      export = NAMES;
      //- lib/parts.js
      exports.PART = 'part';
      //- lib/app.ts
      import keys from './keys';
      import names = require('./names.cjs');
      import parts from './parts';
      const { DARK } = require('./keys');
      flags.isEnabled(keys.DARK);
      //                   ^^^^ dark certain
      flags.isEnabled(DARK);
      //              ^^^^ dark certain
      flags.isEnabled(names.NEW);
      //                    ^^^ new certain
      flags.isEnabled(parts.PART);
      //                    ^^^^ part certain
      const { PART } = await import('./parts');
      flags.isEnabled(PART);
      //              ^^^^ part certain
    `));

  it('that exports what it destructures', () =>
    reads(`
      //- src/keys.ts
      const KEYS = { DARK: 'dark', pay: { card: 'pay_card' } } as const;
      export const { DARK, pay: { card } } = KEYS;
      //- src/app.ts
      import { card, DARK } from './keys';
      flags.isEnabled(DARK);
      //              ^^^^ dark certain
      flags.isEnabled(card);
      //              ^^^^ pay_card certain
    `));
});
