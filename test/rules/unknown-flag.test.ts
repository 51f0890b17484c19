import { describe, it } from 'vitest';
import { check } from '../support/check';

describe('unknown-flag', () => {
  it('finds a key that no flag file declares, and says what was probably meant', () =>
    check(`
      //- config/flags.yaml
      flags:
        dark_mode: true
      //- src/app.ts
      isEnabled('dark_mode');
      isEnabled('dark_mod');
      //         ^^^^^^^^ unknown-flag: No flag file declares 'dark_mod'. Did you mean 'dark_mode'?
      isEnabled('sidebar');
      //         ^^^^^^^ unknown-flag: No flag file declares 'sidebar'. Declare it there, or correct the key.
    `));
});
