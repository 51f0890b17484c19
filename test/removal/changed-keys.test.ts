import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const CHANGED = '! Other code puts another key in the place of the one it asks by.';

/** What becomes of a page that asks by a key of a table, beside other code. */
const remove = (own: string, file = 'src/boot.ts', text = ''): Promise<string> =>
  removeWhole(
    `//- flags.yaml
flags:
  new_ui: { enabled: true }
  old_ui: { enabled: true, percentage: 50 }
//- src/keys.ts
export const KEYS = { NEW: 'new_ui', OLD: 'old_ui', deep: { OTHER: 'old_ui' } };
${own}
//- src/flags.ts
import { client } from './client';
import { KEYS } from './keys';
export const isNew = () => client.isEnabled(KEYS.NEW);
//- src/page.ts
import { isNew } from './flags';
export const page = () => (isNew() ? fresh() : old());
//- src/all.ts
export * from './keys';
//- ${file}
${text}`,
    { flag: 'new_ui' },
  );

describe('a key in whose place code puts another one', () => {
  it.each([
    ["KEYS.NEW = 'old_ui';"],
    ["KEYS['NEW'] = read();"],
    ['[KEYS.NEW] = [read()];'],
    ["KEYS.NEW += '_2';"],
    ['Object.assign(KEYS, read());'],
    ['for (const name in KEYS) KEYS[name] = read();'],
    ["const names = KEYS;\nnames.NEW = 'old_ui';"],
    ["function rename(names) { names.NEW = 'old_ui'; }\nrename(KEYS);"],
  ])('is asked for on: %s', async (own) => {
    const result = await remove(own);
    expect(result).toContain(`src/flags.ts${CHANGED}`);
    expect(result).not.toContain('fresh();');
  });

  it.each([
    ["import { KEYS } from './keys';\nKEYS.NEW = 'old_ui';"],
    ["import { KEYS as names } from './all';\nObject.assign(names, { NEW: read() });"],
    ["import * as all from './keys';\nall.KEYS.NEW = read();"],
    ["import { KEYS } from './keys';\nconst rename = (names) => { names.NEW = read(); };\nrename(KEYS);"],
    ['export function rename(names) { names.NEW = read(); }'],
    ["import * as all from './keys';\nconst names = all.KEYS;\nObject.assign(names, { NEW: read() });"],
  ])('is asked for on, where another file does so: %s', async (text) => {
    expect(await remove('', 'src/boot.ts', text)).toContain(`src/flags.ts${CHANGED}`);
  });

  it.each([
    ['another one of the table is', "KEYS.OLD = 'older_ui';\nKEYS.deep.OTHER = 'older_ui';", '', ''],
    ['it is only compared', "if (KEYS.NEW === 'old_ui') warn();", '', ''],
    ['another table is', "const others = { NEW: 'a' };\nothers.NEW = 'b';", '', ''],
    [
      'another one of what has another name is',
      '',
      'src/boot.ts',
      "import { KEYS } from './keys';\nfunction rename(names) { names.OLD = names.NEW; }",
    ],
    ['a test does so', '', 'src/keys.test.ts', "import { KEYS } from './keys';\nKEYS.NEW = 'old_ui';"],
  ])('goes where %s', async (_, own, file, text) => {
    expect(await remove(own, file || 'src/boot.ts', text)).toContain('export const page = () => fresh();');
  });
});
