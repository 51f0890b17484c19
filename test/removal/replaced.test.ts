import { describe, expect, it, test } from 'vitest';
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
    "import { gate } from './flags';\n({ isNew: gate.isNew } = never);",
    "import { gate } from './flags';\ngate.isNew ||= never;",
    "import { gate } from './flags';\ngate[name] = never;",
    "import { gate } from './flags';\nObject.assign(gate, never);",
    "import { Gate } from './flags';\nfor (const flags of never) Object.assign(Gate.prototype, { ...flags });",
    "import { gate } from './flags';\nReflect.set(gate, 'isNew', never);",
    "import { gate } from './flags';\nObject.defineProperties(gate, { isNew: { value: never } });",
    "import { gate } from './flags';\nObject.setPrototypeOf(gate, never);",
    "import * as all from './flags';\nObject.assign(all.gate, never);",
    "import { gate } from './flags';\nsinon.stub(gate, 'isNew').returns(false);",
    "import { gate } from './flags';\nfunction close(one) { one.isNew = never; }\nclose(gate);",
    "import { gate } from './flags';\nconst close = (one) => Object.assign(one, { isNew: never });\nclose(gate);",
    "import * as all from './flags';\nconst { isOpen } = user;\nconst own = all.gate;\nif (isOpen) own.isNew = never;",
  ])('is asked on, where it is a method: %s', async (code) => {
    const text = await remove('src/boot.ts', code);
    expect(text).toContain(PAGE);
    expect(text).not.toContain(MENU);
  });

  it('is asked on, where its own file does so', async () =>
    expect(await remove('src/other.ts', '', 'flags.newUi = never;')).not.toContain(PAGE));

  it('is asked on, where its own file does so by another name', async () =>
    expect(
      await remove('src/other.ts', '', 'export function close(one) { one.isNew = never; }'),
    ).not.toContain(MENU));

  it.each([
    ['a test does so', 'src/page.test.ts', "import { flags } from './flags';\nflags.newUi = () => false;"],
    ['it is another one', 'src/boot.ts', "import { flags } from './flags';\nflags.other = () => false;"],
    [
      'others are',
      'src/boot.ts',
      "import { gate } from './flags';\nObject.assign(gate, { other, ...{ size } });",
    ],
    ['it is counted', 'src/boot.ts', "import { gate } from './flags';\ngate[name] += 1;\ngate[name] = 1;"],
    [
      'another one is made',
      'src/boot.ts',
      "import { Gate } from './flags';\nObject.assign(new Gate(), read());",
    ],
    [
      'others of what has another name are',
      'src/boot.ts',
      "import { gate } from './flags';\nfunction set(one) { one.size = read(); one.isNew(); }\nset(gate);",
    ],
    [
      'one of something else is that is made there',
      'src/boot.ts',
      "import { gate } from './flags';\nconst own = {};\nown.isNew = () => gate.isNew();",
    ],
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
    ["Object.defineProperty(exports, '__esModule', { value: true });"],
    ['exports.size = 1;\nexports.size += 1;'],
    ['if (require.main === module) exports.isNew();'],
    ['module.exports.list = Object.keys(module.exports);'],
    ['module.hot.accept(exports.isNew);'],
    ['var load = (this && this.load) || require;'],
    ['function Page() {\n  this.isNew = false;\n}'],
    ['const self = (module.exports.more = {});\nself.size = 1;'],
  ])('is asked no more, whatever else is done with what is exported: %s', async (more) => {
    expect(await asked(`exports.isNew = () => client.isEnabled('new_ui');\n${more}`)).toContain(LEFT);
  });

  it.each([
    ["exports['isNew'] = () => false;"],
    ['exports.isNew &&= () => false;'],
    ['({ isNew: exports.isNew } = client);'],
    ["Object.defineProperty(exports, 'isNew', { value: () => false });"],
    ["Object.assign(exports, require('./more'));"],
    ['const self = exports;\nself.isNew = () => false;'],
    ['for (const name of names) exports[name] = () => false;'],
    ['client.extend(module);'],
    ['this.isNew = () => false;'],
    ['const set = () => Object.assign(this, client);'],
    ['exports.isNew = client.isOld || client.isNew;'],
    ['if (late) module.exports.isNew = () => false;'],
  ])('is asked on where its own file may give its name to another one: %s', async (more) => {
    const written = "exports.isNew = () => client.isEnabled('new_ui');";
    const declared = "function isNew() { return client.isEnabled('new_ui'); }";
    for (const flags of [written, `${declared}\nexports.isNew = isNew;`])
      expect(await asked(`${flags}\n${more}`)).not.toContain('fresh();');
  });

  it.each([
    ['if (late) exports.isNew = isNew;\nelse exports.isNew = () => false;'],
    ["Object.assign(exports, require('./client'));"],
    ['module.exports = { isNew };\nmodule.exports = { isNew: () => false };'],
    ['if (late) module.exports = { isNew: () => false };\nelse module.exports = { isNew };'],
    ['const self = (module.exports = { isNew });\nself.isNew = () => false;'],
    ['const self = (module.exports = { isNew });\nclient.extend(self);'],
    ['module.exports = { isNew, ...client };'],
  ])('is not told by the name that it has in its own file: %s', async (exported) => {
    const flags = `function isNew() { return client.isEnabled('new_ui'); }\n${exported}`;
    expect(await asked(flags)).not.toContain('fresh();');
  });

  it.each([
    ['exports.isNew = isNew;'],
    ['exports.isNew = exports.more = void 0;\nexports.isNew = isNew;'],
    ['exports.more = exports.isNew = isNew;'],
    ['module.exports = { ...client, isNew };'],
    ['const self = (module.exports = { isNew });\nself.size = 1;'],
  ])('is asked no more where it has one name in its file and outside: %s', async (exported) => {
    const flags = `function isNew() { return client.isEnabled('new_ui'); }\n${exported}`;
    expect(await asked(flags)).toContain(LEFT);
  });

  it('is told where it is all of its module, and asked on where something else may be', async () => {
    const whole = (more: string): Promise<string> =>
      removeWhole(
        `//- flags.yaml
flags:
  new_ui: { enabled: true }
//- lib/is-new.js
const client = require('./client');
function isNew() { return client.isEnabled('new_ui'); }
module.exports = isNew;
${more}
//- lib/client.js
exports.isEnabled = (key) => read(key);
//- lib/page.js
const isNew = require('./is-new');
exports.page = () => (isNew() ? fresh() : old());`,
        { flag: 'new_ui', hidden: ['lib/is-new.js'] },
      );
    expect(await whole('')).toContain('exports.page = () => fresh();');
    expect(await whole('if (late) module.exports = () => false;')).not.toContain('fresh();');
  });

  it.each([
    ['const flags = require("./flags");\nObject.assign(flags, { isNew: () => false });'],
    ['Object.assign(require("./flags"), { isNew: () => false });'],
    ["Object.defineProperty(require('./flags'), 'isNew', { value: () => false });"],
    ["Object.assign(require('./flags'), require('./client'));"],
    ["const flags = require('./flags');\nfor (const name of names) flags[name] = () => false;"],
    ["require('./flags').isNew = () => false;"],
    ["Reflect.set(require('./flags'), 'isNew', () => false);"],
    ["require('./flags').isNew ??= () => false;"],
  ])('is asked on where a file that requires it puts another one there: %s', async (boot) => {
    const flags = "exports.isNew = () => client.isEnabled('new_ui');";
    expect(await asked(flags, `//- lib/boot.js\n${boot}`)).not.toContain('fresh();');
  });

  it('is asked on by a name that is given another one', async () => {
    const late = `//- lib/late.js
let { isNew } = require('./flags');
if (offline) isNew = () => false;
exports.late = () => (isNew() ? fresh() : old());`;
    const after = await asked("exports.isNew = () => client.isEnabled('new_ui');", late);
    expect(after).toContain(LEFT);
    expect(after).not.toContain('lib/late.js');
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

describe('a member of an object', () => {
  const asked = (gate: string, more = ''): Promise<string> =>
    removeWhole(
      `//- flags.yaml
flags:
  new_ui: { enabled: true }
//- src/gate.ts
import { flags } from './client';
import { more } from './more';
export const gate = ${gate};
//- src/page.ts
import { gate } from './gate';
export const page = () => (gate.isNew() ? fresh() : old());
${more}`,
      { flag: 'new_ui', hidden: ['src/gate.ts'] },
    );
  const LEFT = '//- src/page.ts\nexport const page = () => fresh();';

  it.each([
    ["{ isNew: () => flags.isEnabled('new_ui'), size: 1 }"],
    ["{ ...more, isNew: () => flags.isEnabled('new_ui') }"],
    ["{ isNew: () => flags.isEnabled('new_ui'), ...(more && { size: 1 }) }"],
  ])('is asked no more: %s', async (gate) => {
    expect(await asked(gate)).toContain(LEFT);
  });

  it.each([
    ["{ isNew: () => flags.isEnabled('new_ui'), ...more }"],
    ["{ isNew() { return flags.isEnabled('new_ui'); }, ...more }"],
    ["{ isNew: () => flags.isEnabled('new_ui'), [more]: () => false }"],
    ["{ isNew: () => flags.isEnabled('new_ui'), ...(more && { isNew: () => false }) }"],
  ])('is asked on where what follows may take its place: %s', async (gate) => {
    expect(await asked(gate)).not.toContain('fresh();');
  });

  it('is asked on where another file assigns one', async () => {
    const boot =
      "//- src/boot.ts\nimport { gate } from './gate';\nObject.assign(gate, { isNew: () => false });";
    expect(await asked("{ isNew: () => flags.isEnabled('new_ui') }", boot)).not.toContain('fresh();');
  });
});

test('another name of a function is asked on where it is given another one', async () => {
  const after = await removeWhole(
    `//- flags.yaml
flags:
  new_ui: { enabled: true }
//- src/flags.ts
import { flags } from './client';
export const isNew = () => flags.isEnabled('new_ui');
//- src/page.ts
import { isNew } from './flags';
let ask = isNew;
export const set = (other) => { ask = other; };
export const page = () => (ask() ? fresh() : old());`,
    { flag: 'new_ui', hidden: ['src/flags.ts'] },
  );
  expect(after).toBe('');
});

describe('a function of an object or a class', () => {
  const asked = (gate: string): Promise<string> =>
    removeWhole(
      `//- flags.yaml
flags:
  new_ui: { enabled: true }
//- src/gate.ts
import { flags } from './client';
${gate}
//- src/page.ts
import { gate } from './gate';
export const page = () => (gate.isNew() ? fresh() : old());`,
      { flag: 'new_ui', hidden: ['src/gate.ts'] },
    );
  const TABLE = "export let gate = { isNew: () => flags.isEnabled('new_ui') };";
  const METHOD = "isNew() { return flags.isEnabled('new_ui'); }";

  it.each([
    [TABLE],
    [
      `class Gate { ${METHOD} }\nexport let gate = new Gate();\nexport const reset = () => { gate = new Gate(); };`,
    ],
    [
      `class Gate { constructor() { this.isNew = this.isNew.bind(this); this.size = 1; } ${METHOD} }\nexport const gate = new Gate();`,
    ],
  ])('is asked no more: %s', async (gate) => {
    expect(await asked(gate)).toContain('export const page = () => fresh();');
  });

  it.each([
    [`${TABLE}\nexport const use = (other) => { gate = other; };`],
    [`${TABLE}\n({ gate } = read());`],
    [
      `class Gate { ${METHOD} }\nexport let gate = new Gate();\nexport const use = (other) => { gate = other; };`,
    ],
    [`class Gate { ${METHOD} }\nexport let gate = new Gate();\nif (late) gate = new Never();`],
    [`class Gate { ${METHOD} force(is) { this.isNew = () => is; } }\nexport const gate = new Gate();`],
    [
      `class Gate { constructor(own) { Object.assign(this, own); } ${METHOD} }\nexport const gate = new Gate(read());`,
    ],
    [
      `class Gate { constructor(own) { for (const name in own) this[name] = own[name]; } ${METHOD} }\nexport const gate = new Gate(read());`,
    ],
  ])('is asked on where another one may take its place: %s', async (gate) => {
    expect(await asked(gate)).not.toContain('fresh();');
  });
});
