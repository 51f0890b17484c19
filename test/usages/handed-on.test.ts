import { describe, it } from 'vitest';
import { guards, reads } from '../support/check';

const FLAGS = `
//- flags.yaml
flags: { dark: true, light: true, wide: true }
//- src/gate.ts
export const isOn = (key: string) => flags.isEnabled(key);`;

describe('a reader that is handed to what runs over a list is asked', () => {
  it('for each key of it', () =>
    reads(`${FLAGS}
//- src/app.ts
import { isOn } from './gate';
const KEYS = ['dark', 'light'] as const;
if (KEYS.some(isOn)) go();
//  ^^^^ dark certain opaque
//  ^^^^ light certain opaque
['wide'].filter(flags.isEnabled);
//^^^^ wide certain opaque
const all = Object.values({ a: 'dark' }).map(isOn);
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dark certain opaque
['dark'].every((key) => isOn(key));
//                           ^^^ dark certain`));

  it('for who knows what, where the list is not known', () =>
    reads(`${FLAGS}
//- src/app.ts
import { isOn } from './gate';
isOn('dark');
//    ^^^^ dark certain
const on = keysOf(user).filter(isOn);
//         ^^^^^^^^^^^^ dynamic opaque
['dark'].map(String).filter(Boolean);`));
});

describe('a promise of an answer', () => {
  it('decides in what is called with it', () =>
    guards(`${FLAGS}
//- src/app.ts
client.isEnabled('dark').then((on) => { if (on) flags.isEnabled('light'); });
//                ^^^^ dark
//                                                               ^^^^^ light under dark on
client.isEnabled('dark').then((on) => !on && show(flags.isEnabled('wide')));
//                ^^^^ dark
//                                                                 ^^^^ wide under dark off
//- src/other.ts
client.isEnabled('dark').then((on) => { on = other(); if (on) flags.isEnabled('wide'); });
//                ^^^^ dark
//                                                                             ^^^^ wide
client.isEnabled('dark').then(log, (on) => on && flags.isEnabled('wide') && 1);
//                ^^^^ dark
//                                                                ^^^^ wide`));

  it('is handed on with what is made of it', () =>
    reads(`${FLAGS}
//- src/app.ts
const isDay = () => client.isEnabled('dark').then((on) => !on);
//                                    ^^^^ dark certain promise
const isX = (key) => client.isEnabled(key).then((on) => on === true);
const isY = (key) => client.isEnabled(key).then(Boolean);
const isZ = (key) => client.isEnabled(key).then(function (on) { return on ?? false; });
const isNot = (key) => client.isEnabled(key).then((on) => on && ready);
  isDay();
//^^^^^ dark certain promise negated
isX('light');
//   ^^^^^ light certain promise
isY('wide');
//   ^^^^ wide certain promise
isZ('wide');
//   ^^^^ wide certain promise
isNot('dark');
//     ^^^^ dark certain opaque`));
});

describe('a function that gives a reader', () => {
  it('that another file knows by its name alone, gives a likely one', () =>
    reads(`${FLAGS}
//- src/hooks.ts
export function useFlagReader() { const client = useClient(); return client.isFeatureEnabled; }
//- src/app.ts
import { useFlagReader } from './hooks';
const has = useFlagReader();
has('dark');
//   ^^^^ dark likely
has('unknown');
useFlagReader()('light');
//               ^^^^^ light likely`));

  it('by a selector, or called at once', () =>
    reads(`${FLAGS}
//- src/hooks.ts
import { isOn } from './gate';
export const useReader = () => useSelector((state) => (key: string) => isOn(key));
export const useOther = () => (key: string) => isOn(key);
//- src/app.ts
import { useOther, useReader } from './hooks';
const has = useReader();
has('dark');
//   ^^^^ dark certain
useReader()('light');
//           ^^^^^ light certain
useOther()('wide');
//          ^^^^ wide certain`));

  it('as whatever another function makes of it, if that is called', () =>
    reads(`${FLAGS}
//- src/gates.ts
import { isOn } from './gate';
import { debounced } from 'elsewhere';
export const isLit = typed((key: string) => isOn(key));
export const isLate = debounced((key: string) => isOn(key));
export const never = register((key: string) => isOn(key));
//                                                  ^^^ dynamic
function typed<F>(fn: F): F { return fn; }
//- src/app.ts
import { isLate, isLit } from './gates';
isLit('dark');
//     ^^^^ dark certain
isLate('light');
//      ^^^^^ light certain`));
});

describe('a member that is a flag', () => {
  it('is a read wherever it is asked for: a getter, or what a class keeps readonly', () =>
    reads(`${FLAGS}
//- src/looks.ts
import { isOn } from './gate';
export class Looks {
  get dark() { return isOn('dark'); }
//                          ^^^^ dark certain
  static get light() { return !isOn('light'); }
//                                   ^^^^^ light certain
  readonly wide = isOn('wide');
//                      ^^^^ wide certain
  other = isOn('wide');
//              ^^^^ wide certain
  get counted() { count(); return isOn('dark'); }
//                                      ^^^^ dark certain
  run() { if (this.dark) go(this.wide, this.other); }
//                 ^^^^ dark certain
//                               ^^^^ wide certain
}
export const table = { get dark() { return isOn('dark'); } };
//                                               ^^^^ dark certain
//- src/app.ts
import { Looks, table } from './looks';
const looks = new Looks();
if (looks.dark) go(looks.wide, looks.other, looks.counted);
//        ^^^^ dark certain
//                       ^^^^ wide certain
//                                                ^^^^^^^ dark certain opaque
if (Looks.light) go(table.dark);
//        ^^^^^ light certain negated
//                        ^^^^ dark certain
looks.wide = true;
theme.dark && layout.wide;`));
});
