import { describe, it } from 'vitest';
import { guards } from '../support/check';

// `b under a on`: b is read only where a came out on. The nearest guard comes first.

describe('a read is guarded by', () => {
  it('the condition of the branch it stands in', () =>
    guards(`
      //- src/app.ts
      if (flags.isEnabled('a')) flags.isEnabled('b');
      //                   ^ a
      //                                         ^ b under a on
      else flags.isEnabled('c');
      //                    ^ c under a off
      const x = flags.isEnabled('d') ? flags.isEnabled('e') : flags.isEnabled('f');
      //                         ^ d
      //                                                ^ e under d on
      //                                                                       ^ f under d off
    `));

  it('all conditions around it, the nearest first', () =>
    guards(`
      //- src/app.ts
      if (flags.isEnabled('a')) {
        //                 ^ a
        if (!flags.isEnabled('b')) {
          //                  ^ b under a on
          flags.isEnabled('c');
          //               ^ c under b off, a on
        }
      }
    `));

  it('both sides of a condition, by neither plainly, and by none where something else may have decided', () =>
    guards(`
      //- src/app.ts
      if (flags.isEnabled('a') && flags.isEnabled('b')) flags.isEnabled('c');
      //                   ^ a
      //                                           ^ b
      //                                                                 ^ c under a on, b on
      else flags.isEnabled('d');
      //                    ^ d under a, b
      if (flags.isEnabled('e') || ready) flags.isEnabled('f');
      //                   ^ e
      //                                                  ^ f
      else flags.isEnabled('g');
      //                    ^ g under e off
    `));

  it('what stands left of it, unless both are operands of one condition', () =>
    guards(`
      //- src/app.ts
      flags.isEnabled('a') && show(flags.isEnabled('b'));
      //               ^ a
      //                                            ^ b under a on
      flags.isEnabled('c') || show(flags.isEnabled('d'));
      //               ^ c
      //                                            ^ d under c off
      flags.isEnabled('e') && !(ready || flags.isEnabled('f'));
      //               ^ e
      //                                                  ^ f
    `));

  it('an exit before it', () =>
    guards(`
      //- src/app.ts
      function one() {
        if (!flags.isEnabled('a')) return;
        //                    ^ a
        flags.isEnabled('b');
        //               ^ b under a on
        if (flags.isEnabled('c')) { log(); throw new Error(); }
        //                   ^ c under a on
        flags.isEnabled('d');
        //               ^ d under c off, a on
      }
      for (;;) {
        if (flags.isEnabled('e')) continue;
        //                   ^ e
        flags.isEnabled('f');
        //               ^ f under e off
      }
      switch (kind) {
        case 1:
          if (flags.isEnabled('g')) break;
          //                   ^ g
          flags.isEnabled('h');
          //               ^ h under g off
        case 2:
          flags.isEnabled('i');
          //               ^ i
      }
    `));

  it('an else that exits, but not by an if whose both branches do', () =>
    guards(`
      //- src/app.ts
      function one() {
        if (flags.isEnabled('a')) start();
        //                   ^ a
        else return;
        flags.isEnabled('b');
        //               ^ b under a on
        if (flags.isEnabled('c')) log();
        //                   ^ c under a on
        flags.isEnabled('d');
        //               ^ d under a on
      }
    `));

  it('whatever is tested in loops and switches', () =>
    guards(`
      //- src/app.ts
      while (flags.isEnabled('a')) flags.isEnabled('b');
      //                      ^ a
      //                                            ^ b under a on
      for (let i = 0; flags.isEnabled('c'); next(flags.isEnabled('d'))) flags.isEnabled('e');
      //                               ^ c
      //                                                          ^ d under c on
      //                                                                                 ^ e under c on
      switch (flags.getVariant('f')) {
        //                      ^ f
        default: flags.isEnabled('g');
        //                        ^ g under f
      }
      do { flags.isEnabled('h'); } while (flags.isEnabled('i'));
      //                    ^ h
      //                                                   ^ i
    `));

  it('what a local constant holds', () =>
    guards(`
      //- src/app.ts
      const on = flags.isEnabled('a');
      //                          ^ a
      const off = !on;
      const both = on && ready;
      const { enabled } = flags.getFlag('b');
      //                                 ^ b
      if (on) flags.isEnabled('c');
      //                       ^ c under a on
      if (off) flags.isEnabled('d');
      //                        ^ d under a off
      if (both) flags.isEnabled('e');
      //                         ^ e under a on
      if (enabled) flags.isEnabled('f');
      //                            ^ f under b on
    `));

  it('an answer that is awaited, compared or made boolean', () =>
    guards(`
      //- src/app.ts
      if (await flags.isEnabled('a')) flags.isEnabled('b');
      //                         ^ a
      //                                               ^ b under a on
      if (flags.isEnabled('c') !== true) flags.isEnabled('d');
      //                   ^ c
      //                                                  ^ d under c off
      if (flags.isEnabled('e') === false) flags.isEnabled('f');
      //                   ^ e
      //                                                   ^ f under e off
      if (flags.getTreatment('g') === 'on') flags.isEnabled('h');
      //                      ^ g
      //                                                     ^ h under g on
      if (!!Boolean(flags.isEnabled('i'))) flags.isEnabled('j');
      //                             ^ i
      //                                                    ^ j under i on
      if (flags.isOff('k')) flags.isEnabled('l');
      //               ^ k
      //                                     ^ l under k off
    `));

  it('an answer compared with a text, which says little', () =>
    guards(`
      //- src/app.ts
      if (flags.getVariant('a') === 'blue') flags.isEnabled('b');
      //                    ^ a
      //                                                     ^ b under a
      else flags.isEnabled('c');
      //                    ^ c under a
      if (flags.getTreatment('d') === 'on') flags.isEnabled('e');
      //                      ^ d
      //                                                     ^ e under d on
      else flags.isEnabled('f');
      //                    ^ f under d
      if (flags.getTreatment('g') !== 'off') flags.isEnabled('h');
      //                      ^ g
      //                                                      ^ h under g
      else flags.isEnabled('i');
      //                    ^ i under g off
      if (flags.getFlag('j') !== undefined) flags.isEnabled('k');
      //                 ^ j
      //                                                     ^ k under j
    `));

  it('the conditions around a callback, a function and a class in the branch', () =>
    guards(`
      //- src/app.ts
      if (flags.isEnabled('a')) {
        //                 ^ a
        items.map((item) => flags.isEnabled('b'));
        //                                   ^ b under a on
        class View { show = flags.isEnabled('c'); }
        //                                   ^ c under a on
      }
    `));
});

describe('a read is not guarded by', () => {
  it('what comes after it, or beside it', () =>
    guards(`
      //- src/app.ts
      function one() {
        flags.isEnabled('a');
        //               ^ a
        if (flags.isEnabled('b')) return;
        //                   ^ b
      }
      function two() { flags.isEnabled('c'); }
      //                                ^ c
      const x = [flags.isEnabled('d'), flags.isEnabled('e')];
      //                          ^ d
      //                                                ^ e
    `));

  it('an exit before it, where it stands in a function that is hoisted', () =>
    guards(`
      //- src/app.ts
      function one() {
        if (flags.isEnabled('a')) return;
        //                   ^ a
        function inner() { flags.isEnabled('b'); }
        //                                  ^ b
      }
    `));

  it('a variable that is assigned again, or another of its name', () =>
    guards(`
      //- src/app.ts
      let on = flags.isEnabled('a');
      //                        ^ a
      on = ready();
      if (on) flags.isEnabled('b');
      //                       ^ b
      const off = flags.isEnabled('c');
      //                           ^ c
      function one(off: boolean) {
        if (off) flags.isEnabled('d');
        //                        ^ d
      }
    `));
});

describe('a constant that is tested elsewhere', () => {
  it('carries the guards of those places', () =>
    guards(`
      //- src/app.ts
      const inner = flags.isEnabled('b');
      //                             ^ b tested under a on
      if (flags.isEnabled('a') && other) {
        //                 ^ a
        if (inner) start();
      }
      const shown = flags.isEnabled('c');
      //                             ^ c
      send(shown);
    `));
});
