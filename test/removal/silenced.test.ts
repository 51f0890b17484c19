import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const FLAGS = `
    //- src/flags.ts
    export const isEnabled = (key: string): boolean => key.length > 3;
    //- flags.yaml
    flags:
      new_ui: { enabled: true }
      dark: { enabled: true, percentage: 50 }`;

/** What becomes of the source. */
const remove = async (source: string): Promise<string> => {
  const all = await removeWhole(
    `
    //- src/app.ts
    import { isEnabled } from './flags';
${source}${FLAGS}`,
    { flag: 'new_ui' },
  );
  return all
    .split('//- ')
    .find((file) => file.startsWith('src/app.ts'))!
    .replace('src/app.ts\n', '')
    .trimEnd();
};

describe('a comment that silences a rule', () => {
  it('goes with the read that it is about', async () => {
    expect(
      await remove(`
    export function page(): string {
      if (isEnabled('dark')) {
        // flagwright-ignore nested-flag: both are ours
        return isEnabled('new_ui') ? 'new' : 'old';
      }
      return isEnabled('new_ui') ? 'bright' : 'old'; // flagwright-ignore stale-flag: until May
    }`),
    ).toBe(`import { isEnabled } from './flags';

export function page(): string {
  if (isEnabled('dark')) {
    return 'new';
  }
  return 'bright';
}`);
  });

  it('stays where another flag is asked on its line', async () => {
    expect(
      await remove(`
    // flagwright-ignore stale-flag: until May
    export const page = () => (isEnabled('new_ui') && isEnabled('dark') ? 'new' : 'old');`),
    ).toContain('// flagwright-ignore stale-flag: until May\nexport');
  });

  it('stays where the read does', async () => {
    const source = `
    declare const betaFlags: string[];
    // flagwright-ignore stale-flag: until May
    export const isBeta = betaFlags.includes('new_ui');
    export const page = isEnabled('new_ui') ? 'new' : 'old';`;
    expect(await remove(source)).toContain('// flagwright-ignore stale-flag: until May\nexport const isBeta');
  });
});
