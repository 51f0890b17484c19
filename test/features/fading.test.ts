import { expect, it } from 'vitest';
import { fadedEntries } from '../../server/src/features/fading';
import { openFixture } from '../support/workspace';

it('covers the whole entry of a flag that nothing reads, whatever the rule is set to', async () => {
  const { snapshot, file, textOf } = await openFixture(`
    //- flags.yaml
    flags:
      used: true
      unused:
        enabled: true
        owner: me
      # flagwright-ignore unused-flag: the mail templates read it
      silenced: true
    //- flagwright.config.json
    { "rules": { "unused-flag": "off" } }
    //- app.ts
    isEnabled('used');
  `);
  expect(fadedEntries(snapshot, file).map(({ span }) => textOf().slice(span.start, span.end))).toEqual([
    'unused:\n    enabled: true\n    owner: me',
  ]);
});
