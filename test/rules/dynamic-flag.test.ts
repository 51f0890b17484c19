import { describe, it } from 'vitest';
import { check } from '../support/check';

const checkKeys = (source: string) =>
  check(`
//- config/flags.yaml
flags:
  pay_card: true
  pay_cash: true
//- src/uses.ts
flags.isEnabled('pay_card'), flags.isEnabled('pay_cash');
//- src/app.ts
${source}`);

describe('dynamic-flag finds a key', () => {
  it('that is known only at run time, and says which flags it may read', () =>
    checkKeys(`
flags.isEnabled(name());
//              ^^^^^^ dynamic-flag: The key is known only at run time: this may read any flag, which
flags.isEnabled(\`pay_\${method}\`);
//              ^^^^^^^^^^^^^^^ dynamic-flag: The key is known only at run time: this may read any flag that begins with 'pay_', which
flags.isEnabled('pay_' + method);
//              ^^^^^^^^^^^^^^^ dynamic-flag: The key is known only at run time: this may read any flag that begins with 'pay_'
`));

  it('that a caller cannot know either: the callback of a map over unknown things', () =>
    checkKeys(`
names().filter((name) => flags.isEnabled(name));
//                                       ^^^^ dynamic-flag
`));

  it('where a table of flags is asked with it', () =>
    checkKeys(`
if (featureFlags.pay_card && featureFlags[name]) start();
//                                        ^^^^ dynamic-flag
`));
});

describe('dynamic-flag raises no false alarm', () => {
  it('at keys that can be told: constants, choices, unions, loops', () =>
    checkKeys(`
const KEY = 'pay_card';
flags.isEnabled(KEY);
flags.isEnabled(cash ? 'pay_cash' : KEY);
flags.isEnabled(\`pay_\${cash ? 'cash' : 'card'}\`);
for (const key of ['pay_card', 'pay_cash']) flags.isEnabled(key);
`));

  it('inside a wrapper, whose callers know the key', () =>
    checkKeys(`
export function isOn(key: string) { return flags.isEnabled(key); }
isOn('pay_card');
`));

  it('but at a wrapper that is asked with it', () =>
    checkKeys(`
export function isOn(key: string) { return flags.isEnabled(key); }
isOn(name());
//   ^^^^^^ dynamic-flag
`));

  it('at look-alikes', () =>
    checkKeys(`
button.isEnabled(name());
isOn(name());
seen.has(name());
`));
});
