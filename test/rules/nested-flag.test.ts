import { describe, it } from 'vitest';
import { check } from '../support/check';

/** A workspace whose flags are partly on, so that no branch is dead. */
const checkNesting = (source: string, fields = 'enabled: true, percentage: 50') =>
  check(`
//- config/flags.yaml
flags:
  a: { ${fields} }
  b: { enabled: true, percentage: 50 }
  c: { enabled: true, percentage: 50 }
//- src/uses.ts
flags.isEnabled('a'), flags.isEnabled('b'), flags.isEnabled('c');
//- src/app.tsx
${source}`);

describe('nested-flag finds a read', () => {
  it('in the branch of an if, and names both flags', () =>
    checkNesting(`
if (flags.isEnabled('a')) {
  if (flags.isEnabled('b')) start();
  //                   ^ nested-flag: Flag 'b' is nested in flag 'a'. Ask both in one condition, or settle 'a' first.
}`));

  it('in the else branch, and in an else-if', () =>
    checkNesting(`
if (flags.isEnabled('a')) {
  start();
} else {
  flags.isEnabled('b');
  //               ^ nested-flag: Flag 'b' is nested in flag 'a'.
}
if (flags.isEnabled('a')) start();
else if (flags.isEnabled('b')) stop();
//                        ^ nested-flag: Flag 'b' is nested in flag 'a'.`));

  it('once, naming the nearest outer flag', () =>
    checkNesting(`
if (flags.isEnabled('a')) {
  if (flags.isEnabled('b')) {
    //                 ^ nested-flag: Flag 'b' is nested in flag 'a'.
    flags.isEnabled('c');
    //               ^ nested-flag: Flag 'c' is nested in flag 'b'.
  }
}`));

  it('in a branch of a conditional expression', () =>
    checkNesting(`
const x = flags.isEnabled('a') ? flags.isEnabled('b') : flags.isEnabled('c');
//                                                ^ nested-flag: Flag 'b' is nested in flag 'a'.
//                                                                       ^ nested-flag: Flag 'c' is nested in flag 'a'.`));

  it('inside an operand that another flag guards', () =>
    checkNesting(`
flags.isEnabled('a') && show(flags.isEnabled('b') ? 1 : 2);
//                                            ^ nested-flag: Flag 'b' is nested in flag 'a'.
flags.isEnabled('a') || show(flags.isEnabled('b') ? 1 : 2);
//                                            ^ nested-flag: Flag 'b' is nested in flag 'a'.`));

  it('after a guard that exits', () =>
    checkNesting(`
function run() {
  if (!flags.isEnabled('a')) return;
  flags.isEnabled('b');
  //               ^ nested-flag: Flag 'b' is nested in flag 'a'.
}
function must() {
  if (!flags.isEnabled('a')) { throw new Error('no'); }
  flags.isEnabled('b');
  //               ^ nested-flag: Flag 'b' is nested in flag 'a'.
}
for (const item of items) {
  if (!flags.isEnabled('a')) continue;
  flags.isEnabled('b');
  //               ^ nested-flag: Flag 'b' is nested in flag 'a'.
}`));

  it('in a callback', () =>
    checkNesting(`
if (flags.isEnabled('a')) {
  button.onClick(() => {
    if (flags.isEnabled('b')) start();
    //                   ^ nested-flag: Flag 'b' is nested in flag 'a'.
  });
}`));

  it('behind a local constant, negated and not', () =>
    checkNesting(`
const on = flags.isEnabled('a');
const off = !on;
if (on) flags.isEnabled('b');
//                       ^ nested-flag: Flag 'b' is nested in flag 'a'.
if (off) flags.isEnabled('c');
//                        ^ nested-flag: Flag 'c' is nested in flag 'a'.`));

  it('whose constant is tested under another flag', () =>
    checkNesting(`
const inner = flags.isEnabled('b');
//                             ^ nested-flag: Flag 'b' is nested in flag 'a'.
if (flags.isEnabled('a')) {
  if (inner) start();
}`));

  it('in JSX', () =>
    checkNesting(`
const App = () => (
  <main>
    {flags.isEnabled('a') && <Panel wide={flags.isEnabled('b')} />}
    {/*                                                    ^ nested-flag: Flag 'b' is nested in flag 'a'. */}
    {flags.isEnabled('a') ? <b>{flags.isEnabled('b') && <i />}</b> : null}
    {/*                                          ^ nested-flag: Flag 'b' is nested in flag 'a'. */}
  </main>
);`));

  it('in loops and switches', () =>
    checkNesting(`
while (flags.isEnabled('a')) flags.isEnabled('b');
//                                            ^ nested-flag: Flag 'b' is nested in flag 'a'.
switch (flags.getVariant('a')) {
  case 'blue':
    flags.isEnabled('b');
    //               ^ nested-flag: Flag 'b' is nested in flag 'a'.
}`));

  it('behind an awaited, compared or wrapped answer', () =>
    checkNesting(`
async function run() {
  if (await flags.isEnabled('a')) flags.isEnabled('b');
  //                                               ^ nested-flag: Flag 'b' is nested in flag 'a'.
  if (flags.isEnabled('a') === true) flags.isEnabled('b');
  //                                                  ^ nested-flag: Flag 'b' is nested in flag 'a'.
  if (Boolean(flags.isEnabled('a'))) flags.isEnabled('b');
  //                                                  ^ nested-flag: Flag 'b' is nested in flag 'a'.
  if (ready && flags.isEnabled('a')) flags.isEnabled('b');
  //                                                  ^ nested-flag: Flag 'b' is nested in flag 'a'.
}`));

  it('where its answer is taken out of a set, or else in the list that asks for the set', () =>
    checkNesting(`
import { useTreatments } from '@splitsoftware/splitio-react';
if (flags.isEnabled('a')) {
  const { treatments } = useTreatments({ names: ['b', 'c'] });
  //                                                   ^ nested-flag: Flag 'c' is nested in flag 'a'.
  if (treatments.b.treatment === 'on') start();
  //             ^ nested-flag: Flag 'b' is nested in flag 'a'.
  show(treatments);
}`));

  it('in members of flag tables', () =>
    checkNesting(`
if (featureFlags.a) {
  if (featureFlags.b) start();
  //               ^ nested-flag: Flag 'b' is nested in flag 'a'.
}`));

  it('behind a wrapper of one flag', () =>
    checkNesting(`
const isAOn = () => flags.isEnabled('a');
if (isAOn()) flags.isEnabled('b');
//                            ^ nested-flag: Flag 'b' is nested in flag 'a'.`));

  it('that a likely reader makes, where the flag is declared', () =>
    checkNesting(`
if ('a' in featureFlags) {
  if (enabledFlags.includes('b')) start();
  //                         ^ nested-flag: Flag 'b' is nested in flag 'a'.
}`));
});

describe('nested-flag raises no false alarm', () => {
  it('at two flags in one condition', () =>
    checkNesting(`
if (flags.isEnabled('a') && flags.isEnabled('b')) start();
if (flags.isEnabled('a') && (ready || !flags.isEnabled('b'))) start();
const both = flags.isEnabled('a') && flags.isEnabled('b');
const one = flags.isEnabled('a') || flags.isEnabled('b') === true;
const x = flags.isEnabled('a') && flags.isEnabled('b') ? 1 : 2;
const on = flags.isEnabled('a');
const too = flags.isEnabled('b');
if (on && too) start();`));

  it('where something else than the other flag may have led there', () =>
    checkNesting(`
const tabs = all.filter((tab) => {
  if (!flags.isEnabled('a') && tab === 'new') return false;
  if (!flags.isEnabled('b') && tab === 'other') return false;
  return true;
});
if (flags.isEnabled('a') || isAdmin) flags.isEnabled('b');`));

  it('at one of two flags of which either has led there', () =>
    checkNesting(`
const isNew = flags.isEnabled('a');
const isWide = flags.isEnabled('b');
if (isNew || isWide) {
  if (isNew) start();
  if (isWide) stop();
}`));

  it('at flags beside one another', () =>
    checkNesting(`
if (flags.isEnabled('a')) start();
if (flags.isEnabled('b')) stop();
function first() {
  if (!flags.isEnabled('a')) return;
}
function second() {
  flags.isEnabled('b');
}`));

  it('after a guard that does not exit, or a branch in which both ways go on', () =>
    checkNesting(`
function run() {
  if (!flags.isEnabled('a')) log();
  flags.isEnabled('b');
}
function both() {
  if (flags.isEnabled('a')) return 1;
  else return 2;
}`));

  it('before a guard, or in a function declared below it', () =>
    checkNesting(`
function run() {
  flags.isEnabled('b');
  if (!flags.isEnabled('a')) return;
  function hoisted() { flags.isEnabled('c'); }
}`));

  it('in the condition that the outer flag stands in', () =>
    checkNesting(`
if (flags.isEnabled(flags.isEnabled('a') ? 'b' : 'c')) start();`));

  it('where a variable has been assigned in between', () =>
    checkNesting(`
let on = flags.isEnabled('a');
on = ready();
if (on) flags.isEnabled('b');`));

  it('where another variable of the same name is tested', () =>
    checkNesting(`
const on = flags.isEnabled('a');
function run(on: boolean) {
  if (on) flags.isEnabled('b');
}`));

  it('for the flag that is asked twice: that is another rule', () =>
    checkNesting(`
if (flags.isEnabled('a')) {
  if (flags.isEnabled('a')) start();
  //                   ^ unreachable-flag
}`));

  it('behind a kill switch', () =>
    checkNesting(
      `
if (flags.isEnabled('a')) flags.isEnabled('b');`,
      'enabled: true, type: kill_switch',
    ));

  it('behind a permission', () =>
    checkNesting(
      `
if (flags.isEnabled('a')) flags.isEnabled('b');`,
      'enabled: true, type: permission',
    ));

  it('but looks past a kill switch to the flag around it', () =>
    checkNesting(
      `
if (flags.isEnabled('c')) {
  if (flags.isEnabled('a')) {
    //                 ^ nested-flag: Flag 'a' is nested in flag 'c'.
    //                 ^ kill-switch
    flags.isEnabled('b');
    //               ^ nested-flag: Flag 'b' is nested in flag 'c'.
  }
}`,
      'enabled: true, type: kill_switch',
    ));

  it('at look-alikes', () =>
    checkNesting(`
if (flags.isEnabled('a')) {
  button.isEnabled('save');
  seen.has('b');
}
if (button.isEnabled('save')) flags.isEnabled('b');`));

  it('for dynamic keys', () =>
    checkNesting(`
if (flags.isEnabled(name())) {
//                  ^^^^^^ dynamic-flag
  flags.isEnabled('b');
}
if (flags.isEnabled('a')) {
  flags.isEnabled(name());
  //              ^^^^^^ dynamic-flag
}`));
});

describe('nested-flag follows calls', () => {
  it('of a function that is called only under a flag, and shows the chain', () =>
    checkNesting(`
export function page() {
  if (flags.isEnabled('a')) panel();
}
function panel() {
  return [1].map(() => button());
}
const button = () => flags.isEnabled('b') ? 'new' : 'old';
//                                    ^ nested-flag: Flag 'b' is nested in flag 'a' by way of panel() → button().`));

  it('of components', () =>
    checkNesting(`
export const Page = () => flags.isEnabled('a') ? <Panel/> : null;
const Panel = () => <div>{flags.isEnabled('b') ? 1 : 2}</div>;
//                                         ^ nested-flag: Flag 'b' is nested in flag 'a' by way of Panel().`));

  it('but not of functions that are called elsewhere too, exported, or handed on as values', () =>
    checkNesting(`
if (flags.isEnabled('a')) { twice(); exported(); handedOn(); aliased(); }
twice();
register(handedOn);
function twice() { return flags.isEnabled('b') && 1; }
export function exported() { return flags.isEnabled('b') && 1; }
function handedOn() { return flags.isEnabled('b') && 2; }
function aliased() { return flags.isEnabled('b') && 3; }
export { aliased as other };`));
});

it('nested-flag does not speak of places that ask for any of several flags', () =>
  checkNesting(`
for (const key of ['a', 'b']) values[key] = flags.isEnabled(key) ? flags.isEnabled(key) : false;`));

describe('nested-flag follows calls into other files', () => {
  it('of a function that is called only under a flag, and shows the chain', () =>
    checkNesting(`
import { panel } from './panel';
if (flags.isEnabled('a')) open();
function open() { panel(); }
//- src/panel.ts
export function panel() {
  return [1].map(() => button());
}
const button = () => flags.isEnabled('b') ? 'new' : 'old';
//                                    ^ nested-flag: Flag 'b' is nested in flag 'a' in src/app.tsx by way of open() → panel() → button(). Ask both`));

  it('of components, by barrels and other names, default exports and namespaces', () =>
    checkNesting(`
import { Card, Panel as P } from './parts';
import Row from './parts/Row';
import * as texts from './texts';
export const Page = () => flags.isEnabled('a') ? <><P/><Card/><Row>{texts.title()}</Row></> : null;
//- src/parts/index.ts
export { default as Card } from './Card';
export * from './Panel';
//- src/parts/Panel.tsx
import { memo } from 'react';
export const Panel = memo(() => <div>{flags.isEnabled('b') ? 1 : 2}</div>);
//                                                     ^ nested-flag: Flag 'b' is nested in flag 'a' in src/app.tsx by way of Panel().
//- src/parts/Card.tsx
const Card = () => <div>{flags.isEnabled('b') ? 1 : 2}</div>;
//                                        ^ nested-flag: Flag 'b' is nested in flag 'a' in src/app.tsx by way of Card().
export default Card;
//- src/parts/Row.tsx
export default function Row() { return <div>{flags.isEnabled('b') ? 1 : 2}</div>; }
//                                                            ^ nested-flag: Flag 'b' is nested in flag 'a' in src/app.tsx by way of Row().
//- src/texts.ts
export const title = () => flags.isEnabled('b') ? 1 : 2;
//                                          ^ nested-flag: Flag 'b' is nested in flag 'a' in src/app.tsx by way of title().`));

  it('from several places under the same flag, and through a file between', () =>
    checkNesting(`
import { open } from './between';
if (flags.isEnabled('a')) { open(); later(() => open()); }
//- src/between.ts
import { panel } from './panel';
export function open() { panel(); }
//- src/panel.ts
export const panel = () => flags.isEnabled('b') ? 'new' : 'old';
//                                          ^ nested-flag: Flag 'b' is nested in flag 'a' in src/app.tsx by way of open() → panel().`));

  it('but not where it is called without the flag too, or under its other answer', () =>
    checkNesting(`
import { twice, here, both } from './parts';
if (flags.isEnabled('a')) { twice(); here(); both(); } else both();
//- src/other.ts
import { twice } from './parts';
twice();
//- src/parts.ts
export const twice = () => flags.isEnabled('b') && 1;
export const here = () => flags.isEnabled('b') && 2;
export const both = () => flags.isEnabled('b') && 3;
here();`));

  it('nor where it may be called from anywhere', () =>
    checkNesting(`
import { value, again, late, inVue, odd, object } from './parts';
import lazy from './lazy';
import * as parts from './parts';
import { renamed } from './barrel';
if (flags.isEnabled('a')) { value(); again(); late(); lazy(); inVue(); renamed(); odd(); object.member(); parts.member(); }
//- src/other.ts
import { value } from './parts';
import { late as later } from '@somewhere/parts';
register(value);
later();
const load = () => import('./lazy');
//- src/more.ts
import { anew } from './barrel';
anew();
//- src/barrel.ts
export { again as anew } from './parts';
export { renamed } from './parts';
import { renamed } from './parts';
renamed();
//- src/Page.vue
<script>import { inVue } from './parts'; inVue();</script>
//- src/lazy.ts
export default function lazy() { return flags.isEnabled('b') && 0; }
//- src/parts.ts
export const value = () => flags.isEnabled('b') && 1;
export const again = () => flags.isEnabled('b') && 2;
export const late = () => flags.isEnabled('b') && 3;
export const inVue = () => flags.isEnabled('b') && 4;
export const renamed = () => flags.isEnabled('b') && 5;
export const odd = () => flags.isEnabled('b') && 6;
export { odd as even };
export const member = () => flags.isEnabled('b') && 7;
export const object = { member };`));

  it('nor where a test calls it by itself', () =>
    checkNesting(`
import { panel } from './panel';
if (flags.isEnabled('a')) panel();
//- src/panel.test.ts
import { panel } from './panel';
test('panel', () => expect(panel()).toBe('new'));
//- src/panel.ts
export const panel = () => flags.isEnabled('b') ? 'new' : 'old';`));
});
