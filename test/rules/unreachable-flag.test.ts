import { describe, it } from 'vitest';
import { check } from '../support/check';

const checkStates = (source: string) =>
  check(
    `
//- config/flags.yaml
flags:
  on: { enabled: true }
  off: { enabled: false }
  some: { enabled: true, percentage: 50 }
  odd: { percentage: 50 }
  b: { enabled: true, percentage: 50 }
//- src/uses.ts
flags.isEnabled('on'), flags.isEnabled('off'), flags.isEnabled('some'), flags.isEnabled('odd'), flags.isEnabled('b');
//- src/app.tsx
${source}`,
    { quiet: ['missing-owner', 'missing-expiry', 'nested-flag', 'invalid-flag'] },
  );

describe('unreachable-flag finds a read', () => {
  it('in a branch that the outer flag makes dead', () =>
    checkStates(`
if (flags.isEnabled('off')) flags.isEnabled('b');
//                                           ^ unreachable-flag: Flag 'b' is asked in a branch that never runs, since 'off' is off for everyone. Remove 'off' with the branch.
if (flags.isEnabled('on')) start();
else flags.isEnabled('b');
//                    ^ unreachable-flag: Flag 'b' is asked in a branch that never runs, since 'on' is on for everyone.
flags.isEnabled('off') && show(flags.isEnabled('b') ? 1 : 2);
//                                              ^ unreachable-flag
const x = flags.isEnabled('on') ? 1 : flags.isEnabled('b');
//                                                     ^ unreachable-flag`));

  it('after a guard that always leaves', () =>
    checkStates(`
function run() {
  if (!flags.isEnabled('off')) return;
  flags.isEnabled('b');
  //               ^ unreachable-flag: Flag 'b' is asked in a branch that never runs, since 'off' is off
}`));

  it('further in, whatever lies between', () =>
    checkStates(`
if (flags.isEnabled('off')) {
  if (flags.isEnabled('some')) {
    //                 ^^^^ unreachable-flag: Flag 'some' is asked in a branch that never runs
    flags.isEnabled('b');
    //               ^ unreachable-flag: Flag 'b' is asked in a branch that never runs
  }
}`));

  it('that asks what an enclosing branch has decided', () =>
    checkStates(`
if (flags.isEnabled('some')) {
  if (!flags.isEnabled('some')) start();
  //                    ^^^^ unreachable-flag: Flag 'some' is asked again where it is known to be on. Drop this test.
} else {
  const x = flags.isEnabled('some') ? 1 : 2;
  //                         ^^^^ unreachable-flag: Flag 'some' is asked again where it is known to be off.
}`));

  it('in a function of another file that is called in such a branch alone', () =>
    checkStates(`
import { again, dead } from './parts';
if (flags.isEnabled('off')) dead();
if (flags.isEnabled('some')) again();
//- src/parts.ts
export const dead = () => flags.isEnabled('b') ? 1 : 2;
//                                         ^ unreachable-flag: Flag 'b' is asked in a branch that never runs, since 'off' is off
export const again = () => flags.isEnabled('some') ? 1 : 2;
//                                          ^^^^ unreachable-flag: Flag 'some' is asked again where it is known to be on.`));

  it('under an inverted reader', () =>
    checkStates(`
if (flags.isOff('on')) flags.isEnabled('b');
//                                      ^ unreachable-flag
if (!flags.isOff('off')) flags.isEnabled('b');
//                                        ^ unreachable-flag`));
});

describe('unreachable-flag raises no false alarm', () => {
  it('where a flag of several values is asked for one after the other', () =>
    checkStates(`
if (flags.getVariant('some') === 'blue') start();
else if (flags.getVariant('some') === 'red') stop();
else if (flags.getVariant('some') !== 'off') show();
if (flags.getTreatment('some') === 'off') stop();
else if (flags.getTreatment('some') === 'v1') show();
switch (flags.getVariant('some')) {
  case 'blue':
    if (flags.getVariant('some')) show();
}`));

  it('where another part of an object is asked for', () =>
    checkStates(`
if (allFlags.some?.beta) start();
else if (allFlags.some?.new) start();
else if (allFlags.some) start();
const { enabled } = allFlags.some;
if (!enabled) {
  if (allFlags.some['limit']) start();
  if (allFlags.some!.enabled) start();
  //           ^^^^ unreachable-flag: Flag 'some' is asked again where it is known to be off. Drop this test.
}`));

  it('where the value is used, not tested again', () =>
    checkStates(`
if (flags.getFlagValue('some')) show(flags.getFlagValue('some'));
if (flags.getFlagValue('some')) {
  const isBlue = flags.getFlagValue('some') === 'blue';
}`));

  it('where the key is one of several', () =>
    checkStates(`
const key = pick ? 'off' : 'some';
if (flags.isEnabled(key)) flags.isEnabled('b');
if (flags.isEnabled('some')) show(flags.isEnabled(key) ? 1 : 2);`));

  it('in the branch that does run', () =>
    checkStates(`
if (flags.isEnabled('on')) flags.isEnabled('b');
if (!flags.isEnabled('off')) flags.isEnabled('b');
if (flags.isOff('off')) flags.isEnabled('b');`));

  it('where the state is partial or unknown', () =>
    checkStates(`
if (flags.isEnabled('some')) flags.isEnabled('b');
else flags.isEnabled('b');
if (!flags.isEnabled('odd')) flags.isEnabled('b');
if (flags.isEnabled('undeclared')) flags.isEnabled('b');
//                   ^^^^^^^^^^ unknown-flag`));

  it('where the condition holds more than the flag', () =>
    checkStates(`
if (flags.isEnabled('off') || ready) flags.isEnabled('b');
if (flags.isEnabled('on') && ready) start();
else flags.isEnabled('b');
if (flags.isEnabled('some') && ready) start();
else if (flags.isEnabled('some')) stop();`));

  it('in a later test of the same flag that is not enclosed', () =>
    checkStates(`
if (flags.isEnabled('some')) start();
if (flags.isEnabled('some')) stop();`));

  it('where environments disagree', () =>
    check(`
      //- flagwright.config.json
      {
        "flagFiles": [
          { "glob": "dev.yaml", "environment": "dev" },
          { "glob": "prod.yaml", "environment": "prod" }
        ]
      }
      //- dev.yaml
      flags:
        a: true
        b: true
      //- prod.yaml
      flags:
        a: false
        b: true
      //- src/app.ts
      if (flags.isEnabled('a')) start(flags.isEnabled('b'));
      //                                               ^ nested-flag
      else stop(flags.isEnabled('b'));
      //                         ^ nested-flag
    `));

  it('under a likely read', () =>
    checkStates(`
if ('off' in featureFlags) flags.isEnabled('b');`));
});
