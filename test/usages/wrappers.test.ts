import { describe, it } from 'vitest';
import { reads } from '../support/check';

describe('a function that hands its parameter on as the key is a reader', () => {
  it('as a function, an arrow, a function expression', () =>
    reads(`
      //- src/app.ts
      function one(key: string) { return flags.isEnabled(key); }
      const two = (key: string) => flags.isEnabled(key);
      const three = function (user: User, key: string) { return flags.isEnabled(key); };
      one('a');
      //   ^ a certain
      two('b');
      //   ^ b certain
      three(user, 'c');
      //           ^ c certain
    `));

  it('and none that says for whom it asks', () =>
    reads(`
      //- src/app.ts
      function one(context: Context) { return feature.isEnabled(context); }
      const two = (user) => feature.isEnabled(user);
      const three = (key) => feature.isEnabled(key);
      one(context);
      two(user);
      three('c');
      //     ^ c certain
    `));

  it('as a method, a static one, a class field, and by `this`', () =>
    reads(`
      //- src/app.ts
      class Gate {
        one(key: string) { return flags.isEnabled(key); }
        static two(key: string) { return flags.isEnabled(key); }
        three = (key: string) => flags.isEnabled(key);
        show() {
          this.one('a');
          //        ^ a certain
          this.three('b');
          //          ^ b certain
        }
      }
      Gate.two('c');
      //        ^ c certain
      new Gate().one('d');
      //              ^ d certain
      gate.three('e');
      //          ^ e certain
    `));

  it('as a member of an object', () =>
    reads(`
      //- src/app.ts
      export const api = {
        one: (key: string) => flags.isEnabled(key),
        two(key: string) { return flags.isEnabled(key); },
      } satisfies Api;
      api.one('a');
      //       ^ a certain
      api.two('b');
      //       ^ b certain
    `));

  it('wrapped in useCallback and its kin', () =>
    reads(`
      //- src/app.tsx
      function App() {
        const isOn = useCallback((key: string) => flags.isEnabled(key), []);
        return <b>{isOn('a')}</b>;
        //               ^ a certain
      }
    `));

  it('with the key inside an object', () =>
    reads(`
      //- src/app.ts
      const one = ({ key }: { key: string }) => flags.isEnabled(key);
      const two = (query: Query) => flags.isEnabled(query.flag.key);
      one({ key: 'a' });
      //          ^ a certain
      two({ flag: { key: 'b' } });
      //                  ^ b certain
    `));

  it('async, negated, or with more to do', () =>
    reads(`
      //- src/app.ts
      async function later(key: string) { return await flags.isEnabled(key); }
      const isOff = (key: string) => !flags.isEnabled(key);
      function noted(key: string) {
        log(key);
        return flags.isEnabled(key);
      }
      function used(key: string) {
        if (flags.isEnabled(key)) start();
      }
      later('a');
      //     ^ a certain promise
      isOff('b');
      //     ^ b certain negated
      noted('c');
      //     ^ c certain
      used('d');
      //    ^ d certain opaque
    `));

  it('as a method that is called like a word of the language, in a file that says nothing else', () =>
    reads(`
      //- src/gate.ts
      export class Gate {
        in(key: string) { return flags.isEnabled(key); }
      }
      export const gate = new Gate();
      //- src/app.ts
      import { gate } from './gate';
      gate.in('a');
      //       ^ a certain
      gate
        ?.in('b');
      //      ^ b certain
    `));

  it('by what a function makes of the value and its key; of the value alone it may make anything', () =>
    reads(`
      //- src/app.ts
      const flag = (key: string) => applyOverrides(flags.isEnabled(key), key, overrides) as boolean;
      function checked(key: string) {
        const on = flags.isEnabled(key);
        return override(key, on);
      }
      const hidden = (key: string) => unless(flags.isEnabled(key));
      const both = (key: string) => flags.isEnabled(key) && user.isAdmin;
      flag('a');
      //    ^ a certain
      checked('b');
      //       ^ b certain
      hidden('c');
      //      ^ c certain opaque
      both('d');
      //    ^ d certain opaque
    `));

  it('and is not found where another parameter is the key', () =>
    reads(`
      //- src/app.ts
      const isOn = (user: string, key: string) => flags.isEnabled(key);
      isOn('a', 'b');
      //         ^ b certain
      isOn(user, name());
      //         ^^^^^^ dynamic
    `));

  it('and stays one through wrappers of wrappers', () =>
    reads(`
      //- src/app.ts
      const one = (key: string) => flags.isEnabled(key);
      const two = (user: User, key: string) => !one(key);
      function three(key: string) { return two(user, key); }
      three('a');
      //     ^ a certain negated
    `));

  it('but a function of another name, or a shadowing one, is none', () =>
    reads(`
      //- src/app.ts
      const ask = (key: string) => flags.isEnabled(key);
      function run(ask: (text: string) => void) {
        ask('person');
      }
      other.ask('person');
    `));
});

describe('a method is called', () => {
  const GATE = `
//- flags.yaml
flags:
  known: true
//- src/gate.ts
export interface Asking { get(key: string): boolean }
export class Gate implements Asking {
  get(key: string) { return flags.isEnabled(key); }
  #own(key: string) { return flags.isEnabled(key); }
  show() { return this.#own('own'); }
  //                         ^^^ own certain
}
export const gate = new Gate();
export const makeGate = async () => new Gate();
`;

  it('of an instance, however it was come by', () =>
    reads(`${GATE}
//- src/app.ts
import { type Asking, Gate, gate, makeGate } from './gate';
const own = new Gate();
own.get('a');
//       ^ a certain
gate.get('b');
//        ^ b certain
(await makeGate()).get('c');
//                      ^ c certain
class Page {
  private readonly other = inject(Gate);
  constructor(private readonly g: Gate, private readonly asking: Asking) {}
  show() { return this.g.get('d') || this.asking.get('e') || this.other.get('f'); }
  //                          ^ d certain
  //                                                  ^ e certain
  //                                                                         ^ f certain
}
const test = (g: Readonly<Gate> | undefined) => g?.get('g');
//                                                      ^ g certain
class Sub extends Gate { test() { return this.get('h') && super.get('i'); } }
//                                                 ^ h certain
//                                                                   ^ i certain
new Sub().get('j');
//             ^ j certain
`));

  it('of something else, which is no read', () =>
    reads(`${GATE}
//- src/app.ts
import { store } from './store';
import axios from 'axios';
new Map().get('person');
const map: Map<string, string> = fill();
map.get('person');
store.get('person');
axios.get('person');
class Cache { get(key: string) { return key; } }
new Cache().get('person');
function load(params: URLSearchParams) { return params.get('person'); }
//- src/store.ts
export const store = new Map();
`));

  it('of something that cannot be told, which is likely where the flag is declared', () =>
    reads(`${GATE}
//- src/app.js
function test(it, gate) {
  it.get('person');
  it.get('known');
  //      ^^^^^ known likely
  gate.get('a');
  //        ^ a certain
}
`));
});

describe('readers are held', () => {
  it('by what a hook or a factory returns', () =>
    reads(`
      //- src/hook.ts
      export function useAnswers() {
        const ask = useCallback((key: string) => flags.isEnabled(key), []);
        return { ask, test: (key: string) => !flags.isEnabled(key) };
      }
      export const useAsk = () => (key: string) => flags.isEnabled(key);
      //- src/app.ts
      import { useAsk, useAnswers } from './hook';
      const { ask, test: query } = useAnswers();
      const gates = useAnswers();
      const probe = useAsk();
      ask('a');
      //   ^ a certain
      query('b');
      //     ^ b certain negated
      gates.ask('c');
      //         ^ c certain
      probe('d');
      //     ^ d certain
      other.ask(1);
    `));

  it('by an object under another name', () =>
    reads(`
      //- src/api.ts
      const ask = (key: string) => flags.isEnabled(key);
      export const api = { test: ask, deep: { probe: ask } };
      //- src/app.ts
      import { api } from './api';
      api.test('a');
      //        ^ a certain
      api.deep.probe('b');
      //              ^ b certain
    `));

  it('by a context of React', () =>
    reads(`
      //- src/context.tsx
      import { createContext, useCallback, useContext, useMemo } from 'react';
      export const OneContext = createContext({ ask: (key: string) => false });
      export const TwoContext = createContext<(key: string) => boolean>(() => false);
      export const OtherContext = createContext({ ask: (name: string) => '' });
      export function Provider({ children }) {
        const test = useCallback((key: string) => flags.isEnabled(key), []);
        const one = useMemo(() => ({ ask: test }), [test]);
        return <OneContext.Provider value={one}><TwoContext value={test}>{children}</TwoContext></OneContext.Provider>;
      }
      export const useOne = () => useContext(OneContext);
      //- src/app.tsx
      import { useContext } from 'react';
      import { OneContext, OtherContext, TwoContext, useOne } from './context';
      const one = useContext(OneContext);
      const { ask } = useOne();
      const two = useContext(TwoContext);
      one.ask('a');
      //       ^ a certain
      ask('b');
      //   ^ b certain
      two('c');
      //   ^ c certain
      useContext(OtherContext).ask('person');
    `));

  it('by a component, which shows its children for the one answer or the other', () =>
    reads(`
      //- src/gate.tsx
      export function Gate({ name, children }) { return flags.isEnabled(name) ? children : null; }
      export const Hide = ({ name, children }) => (flags.isEnabled(name) ? null : <>{children}</>);
      export function Show(props) {
        const on = flags.isEnabled(props.flag);
        if (!on) return null;
        return <>{props.children}</>;
      }
      //- src/app.tsx
      import { Gate, Hide, Show } from './gate';
      const a = <Gate name="a">{flags.isEnabled('z')}</Gate>;
      //                    ^ a certain opaque
      //                                         ^ z certain
      const b = <Hide name={'b'} />;
      //                     ^ b certain negated
      const c = <Show flag="c" />;
      //                    ^ c certain
      const d = <Gate other="d" />;
    `));

  it('by a component that is imported under another name', () =>
    reads(`
      //- src/gate.tsx
      export function Gate({ name, children }) { return flags.isEnabled(name) ? children : null; }
      export default Gate;
      //- src/app.tsx
      import Door, { Gate as Entrance } from './gate';
      const a = <Entrance name="a" />;
      //                        ^ a certain opaque
      const b = <Door name="b" />;
      //                    ^ b certain opaque
    `));
});

describe('what a reader gives follows from its body', () => {
  it('a comparison with a treatment, a choice of true and false', () =>
    reads(`
      //- src/app.ts
      import { SplitFactory } from '@splitsoftware/splitio';
      const client = SplitFactory(settings).client();
      const one = (key: string) => client.getTreatment(user, key) === 'on';
      const two = (key: string) => client.getTreatment(user, key) !== 'on';
      const three = (key: string) => (flags.isEnabled(key) ? false : true);
      one('a');
      //   ^ a certain
      two('b');
      //   ^ b certain negated
      three('c');
      //     ^ c certain negated
      const four = () => client.getTreatment(user, 'd') === 'off';
      //                                            ^ d certain
      if (four()) start();
      //  ^^^^ d certain negated
    `));

  it('the default, if it hands that on', () =>
    reads(`
      //- src/app.ts
      const one = (key: string, fallback: boolean) => flags.variation(key, user, fallback);
      one('a', true);
      //   ^ a certain default=true
      one('b', name());
      //   ^ b certain
    `));
});

describe('a function that returns the value of one flag is that flag', () => {
  it('at each call, and inside', () =>
    reads(`
      //- src/app.ts
      export const isDark = () => flags.isEnabled('dark');
      //                                           ^^^^ dark certain
      function isLight() { return !flags.isEnabled('dark'); }
      //                                            ^^^^ dark certain
      const isLater = async () => flags.isEnabled('late');
      //                                           ^^^^ late certain
      if (isDark()) start();
      //  ^^^^^^ dark certain
      if (isLight()) start();
      //  ^^^^^^^ dark certain negated
      await isLater();
      //    ^^^^^^^ late certain promise
    `));

  it('but not where the flag is only a part of the answer', () =>
    reads(`
      //- src/app.ts
      const both = () => flags.isEnabled('a') && ready();
      //                                  ^ a certain
      const two = () => flags.isEnabled('a') || flags.isEnabled('b');
      //                                 ^ a certain
      //                                                         ^ b certain
      function some() {
        if (late) return true;
        return flags.isEnabled('c');
        //                      ^ c certain
      }
      both(), two(), some();
    `));
});

describe('a function that makes the key of its parameter is a reader', () => {
  it('by a table from names to keys', () =>
    reads(`
      //- src/names.ts
      export const NAMES: Record<string, string> = { preload: 'r4c-preload', msaa: 'r4c-msaa' };
      //- src/gate.ts
      import { NAMES } from './names';
      const OWN = { dark: 'r4c-dark', light: 'r4c-light' };
      export const isOn = (name: string) => flags.isEnabled(NAMES[name]);
      //                                                    ^^^^^^^^^^^ r4c-preload certain
      //                                                    ^^^^^^^^^^^ r4c-msaa certain
      export const isLit = (name: keyof typeof OWN) => flags.isEnabled(OWN[name]);
      //                                                               ^^^^^^^^^ r4c-dark certain
      //                                                               ^^^^^^^^^ r4c-light certain
      //- src/app.ts
      import { isLit, isOn } from './gate';
      isOn('preload');
      //    ^^^^^^^ r4c-preload certain
      isLit('dark');
      //     ^^^^ r4c-dark certain
      isOn(name());
      //   ^^^^^^ r4c-preload certain
      //   ^^^^^^ r4c-msaa certain
    `));

  it('by adding to it', () =>
    reads(`
      //- src/gate.ts
      const AREA = 'pay';
      export const isOn = (name: string) => flags.isEnabled(\`\${AREA}_\${name}\`);
      export const isNew = (name: string) => isOn(name + '_new');
      //- src/app.ts
      import { isNew, isOn } from './gate';
      isOn('card');
      //    ^^^^ pay_card certain
      isNew('cash');
      //     ^^^^ pay_cash_new certain
    `));

  it('which is undeterminable where it is made, if nobody calls it or somebody with what is not known', () =>
    reads(`
      //- src/keys.ts
      export const AREA = 'pay';
      //- src/app.ts
      import { AREA } from './keys';
      const one = (name: string) => flags.isEnabled(AREA + '_' + name);
      //                                            ^^^^^^^^^^^^^^^^^ dynamic pay_
      const two = (name: string) => flags.isEnabled(AREA + '/' + name);
      //                                            ^^^^^^^^^^^^^^^^^ dynamic pay/
      two('card');
      //   ^^^^ pay/card certain
      two(name());
    `));

  it('which asks for nothing while nobody calls it, if all it makes of the key is the service’s form of it', () =>
    reads(`
      //- src/gate.tsx
      import { useFlags } from 'launchdarkly-react-client-sdk';
      export function Gate({ name, children }) {
        const flags = useFlags();
        return flags[name] ? children : null;
      }
    `));

  it('one for each of a list', () =>
    reads(`
      //- src/gate.ts
      export const allOn = (keys: string[]) => keys.every((key) => flags.isEnabled(key));
      //- src/app.ts
      import { allOn } from './gate';
      const LIST = ['c'];
      allOn(['a', 'b']);
      //    ^^^^^^^^^^ a certain opaque
      //    ^^^^^^^^^^ b certain opaque
      allOn(LIST);
      //    ^^^^ c certain opaque
    `));

  it('but not of two of them', () =>
    reads(`
      //- src/app.ts
      const probe = (area: string, name: string) => flags.isEnabled(\`new_\${area}_\${name}\`);
      //                                                            ^^^^^^^^^^^^^^^^^^^^^ dynamic new_
      probe('pay', 'card');
    `));
});

describe('wrappers in other files are found', () => {
  const GATE = `
//- src/gate.ts
export function isOn(key: string): boolean { return flags.isEnabled(key); }
export const isDark = () => flags.isEnabled('dark');
//                                           ^^^^ dark certain
export default isOn;
export class Gate { ask(key: string) { return flags.isEnabled(key); } }
export const gate = { ask: (key: string) => flags.isEnabled(key) };
`;

  it('by named, renamed, default and namespace imports', () =>
    reads(`${GATE}
//- src/app.ts
import on, { Gate, gate, isDark, isOn, isOn as lit } from './gate';
import * as all from './gate';
isOn('a');
//    ^ a certain
lit('b');
//   ^ b certain
on('c');
//  ^ c certain
all.isOn('d');
//        ^ d certain
if (isDark()) start();
//  ^^^^^^ dark certain
gate.ask('e');
//        ^ e certain
new Gate().ask('f');
//              ^ f certain
`));

  it('through barrels, tsconfig paths and packages of the workspace', () =>
    reads(`${GATE}
//- src/index.ts
export { isOn as viaBarrel } from './gate';
export * from './gate';
//- tsconfig.json
{ "compilerOptions": { "paths": { "~/*": ["./src/*"] } } }
//- packages/more/package.json
{ "name": "@shop/more", "main": "./src/index.ts" }
//- packages/more/src/index.ts
export const isMore = (key: string) => unleash.isEnabled(key);
//- src/pages/app.ts
import { viaBarrel, isOn } from '..';
import { isOn as aliased } from '~/gate';
import { isMore } from '@shop/more';
viaBarrel('a');
//         ^ a certain
isOn('b');
//    ^ b certain
aliased('c');
//       ^ c certain
isMore('d');
//      ^ d certain
`));

  it('where nothing but the name of their file gives them away', () =>
    reads(`${GATE}
//- src/pages/home.ts
import probe from '../gate';
probe('a');
//     ^ a certain
//- lib/index.ts
export default (key: string) => unleash.isEnabled(key);
//- src/cart.ts
import probe from '../lib';
probe('b');
//     ^ b certain
`));

  it('one after the other, over several files', () =>
    reads(`
      //- src/one.ts
      export const one = (key: string) => flags.isEnabled(key);
      //- src/two.ts
      import { one } from './one';
      export const two = (user: User, key: string) => one(key);
      //- src/three.ts
      import { two } from './two';
      export const three = (key: string) => two(me, key);
      //- src/app.ts
      import { three } from './three';
      three('a');
      //     ^ a certain
    `));

  it('in CommonJS', () =>
    reads(`
      //- lib/gate.js
      const isOn = (key) => flags.isEnabled(key);
      module.exports = { isOn, isDark: () => flags.isEnabled('dark') };
      //                                                      ^^^^ dark certain
      //- lib/app.js
      const { isOn } = require('./gate');
      const gate = require('./gate');
      isOn('a');
      //    ^ a certain
      gate.isOn('b');
      //         ^ b certain
    `));

  it('that CommonJS exports as they are written', () =>
    reads(`
      //- lib/gate.js
      exports.isOn = void 0;
      exports.isOn = (key) => flags.isEnabled(key);
      module.exports.isDark = function () { return flags.isEnabled('dark'); };
      //                                                            ^^^^ dark certain
      //- lib/gates.js
      module.exports = { isOpen: (key) => flags.isEnabled(key), isShut(key) { return !flags.isEnabled(key); } };
      //- lib/ask.js
      module.exports = (key) => flags.isEnabled(key);
      //- lib/app.js
      const { isOn, isDark: dark } = require('./gate');
      const gates = require('./gates');
      const ask = require('./ask');
      isOn('a');
      //    ^ a certain
      if (dark()) start();
      //  ^^^^ dark certain
      gates.isOpen('b');
      //            ^ b certain
      gates.isShut('c');
      //            ^ c certain
      ask('d');
      //   ^ d certain
    `));

  it('as certain as what they call', () =>
    reads(`
      //- config/flags.yaml
      flags:
        dark: true
      //- src/gate.ts
      export const isOn = (key: string) => resolver.isEnabled(key);
      export const isOpen = (key: string) => door.isEnabled(key);
      //- src/app.ts
      import { isOn, isOpen } from './gate';
      isOn('dark');
      //    ^^^^ dark certain
      isOn('dusk');
      //    ^^^^ dusk certain
      isOpen('dusk');
      //      ^^^^ dusk likely
      //- src/direct.ts
      resolver.isEnabled('dawn');
      //                  ^^^^ dawn certain
    `));
});
