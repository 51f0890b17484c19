import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

/** What a removal leaves of a page that asks an object's function, an instance and a class, where other code does something besides. */
const remove = (file: string, text: string, own = ''): Promise<string> =>
  removeWhole(
    `
//- flags.yaml
flags:
  new_ui: { enabled: true }
//- src/flags.ts
import { client } from './client';
export const flags = { newUi: () => client.isEnabled('new_ui'), other: () => client.isEnabled('other') };
export class Gate { isNew() { return client.isEnabled('new_ui'); } }
export const gate = new Gate();
${own}
//- src/page.ts
import { flags, gate } from './flags';
export const page = () => (flags.newUi() ? fresh() : old());
export const menu = () => (gate.isNew() ? fresh() : old());
//- ${file}
${text}`,
    { flag: 'new_ui', hidden: ['src/flags.ts'] },
  );

const PAGE = 'export const page = () => fresh();';
const MENU = 'export const menu = () => fresh();';

describe('a function in whose place other code puts another one', () => {
  it('is asked on, where it is a member of an object', async () => {
    const text = await remove(
      'src/boot.ts',
      "import { flags } from './flags';\nif (process.env.FORCE) flags.newUi = () => true;",
    );
    expect(text).not.toContain(PAGE);
    expect(text).toContain(MENU);
  });

  it.each([
    "import { gate } from './flags';\ngate.isNew = forced ? () => false : gate.isNew;",
    "import { Gate } from './flags';\nGate.prototype.isNew = never;",
    "import * as all from './flags';\nall.gate['isNew'] = never();",
  ])('is asked on, where it is a method: %s', async (code) => {
    const text = await remove('src/boot.ts', code);
    expect(text).toContain(PAGE);
    expect(text).not.toContain(MENU);
  });

  it('is asked on, where its own file does so', async () =>
    expect(await remove('src/other.ts', '', 'flags.newUi = never;')).not.toContain(PAGE));

  it.each([
    ['a test does so', 'src/page.test.ts', "import { flags } from './flags';\nflags.newUi = () => false;"],
    ['it is another one', 'src/boot.ts', "import { flags } from './flags';\nflags.other = () => false;"],
    [
      'it is bound',
      'src/flags2.ts',
      'export class Gate { constructor() { this.isNew = this.isNew.bind(this); } }',
    ],
  ])('goes where %s', async (_what, file, text) => {
    const after = await remove(file, text);
    expect(after).toContain(PAGE);
    expect(after).toContain(MENU);
  });
});

describe('a function of a CommonJS module', () => {
  const asked = (flags: string, more = ''): Promise<string> =>
    removeWhole(
      `//- flags.yaml
flags:
  new_ui: { enabled: true }
//- lib/flags.js
const client = require('./client');
${flags}
//- lib/client.js
exports.isEnabled = (key) => read(key);
//- lib/page.js
const { isNew } = require('./flags');
const flags = require('./flags');
exports.page = () => (isNew() ? fresh() : old());
exports.menu = () => (flags.isNew() ? fresh() : old());
${more}`,
      { flag: 'new_ui', hidden: ['lib/flags.js'] },
    );
  const LEFT = '//- lib/page.js\nexports.page = () => fresh();\nexports.menu = () => fresh();';

  it.each([
    ["exports.isNew = () => client.isEnabled('new_ui');"],
    ["exports.isNew = void 0;\nexports.isNew = function () { return client.isEnabled('new_ui'); };"],
    ["module.exports = { isNew: () => client.isEnabled('new_ui'), other: 1 };"],
    ["module.exports = { isNew() { return client.isEnabled('new_ui'); } };"],
  ])('is asked no more: %s', async (flags) => {
    expect(await asked(flags)).toContain(LEFT);
  });

  it.each([
    ["exports.isNew = () => client.isEnabled('new_ui');\nif (late) exports.isNew = () => false;", ''],
    ["exports.isNew = () => client.isEnabled('new_ui');\nexports.isNew = () => false;", ''],
    ["exports.isNew = () => client.isEnabled('new_ui');\nmodule.exports = { isNew: () => false };", ''],
    [
      "exports.isNew = () => client.isEnabled('new_ui');",
      "//- lib/boot.js\nconst flags = require('./flags');\nflags.isNew = () => false;",
    ],
  ])('is asked on where another one takes its place: %s %s', async (flags, more) => {
    expect(await asked(flags, more)).not.toContain('fresh();');
  });
});
