import { expect, test } from 'vitest';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { applyEdits } from '../../server/src/text/edits';
import { openFixture } from '../support/workspace';

const FLAGS = `//- flags.yaml
flags:
  new_ui: { enabled: true }
  other_ui: { enabled: true, percentage: 50 }
//- src/flags.ts
import { client } from './client';
export const isEnabled = (key: string) => client.isEnabled(key);
export const one = isEnabled('new_ui') && isEnabled('other_ui');
`;

const TABLE = `//- src/table.ts
export const ROWS: Row[] = [
  { path: '/', title: 'Home' },
  { path: '/new', title: 'New', flag: 'new_ui', rank: 2 },
  { path: '/other', title: 'Other', flag: 'other_ui', isPaid: true },
];
`;

/** Removes a flag, kept on unless otherwise said; the text of the table, and what is said of it. */
async function remove(source: string, keep = true, flags = FLAGS) {
  const { workspace, textOf } = await openFixture(flags + source);
  const plan = await planFromWorkspace(workspace, { flag: 'new_ui', keep, scope: { kind: 'everywhere' } });
  const edits = plan.files.find(({ file }) => file === 'src/table.ts')?.edits ?? [];
  const said = [...plan.review.map(({ reason }) => reason), ...plan.notes.map(({ message }) => message)];
  return { table: applyEdits(textOf('src/table.ts'), edits), said: said.join('\n'), plan };
}

const WITHOUT = `{ path: '/new', title: 'New', rank: 2 }`;

const IMPORTS = `import { ROWS } from './table';
import { isEnabled } from './flags';
`;

test.each([
  ['a filter', 'export const shown = () => ROWS.filter((row) => !row.flag || isEnabled(row.flag)).length;'],
  [
    'a choice',
    'export const shown = () => ROWS.filter((row) => (row.flag ? isEnabled(row.flag) : true)).map(({ path }) => path);',
  ],
  [
    'a filter that takes the row apart',
    'export const shown = () => ROWS.filter(({ flag }) => !flag || isEnabled(flag)).map((row) => row.path);',
  ],
  [
    'early returns',
    `export function shown(user) {
  return ROWS.filter((row) => {
    if (row.isPaid && !user.pays) return false;
    const { flag } = row;
    if (flag !== undefined) {
      const isOn = isEnabled(flag);
      if (!isOn) return false;
    }
    return user.sees(row.path);
  }).map(({ path }) => path);
}`,
  ],
  [
    'a filter that a function makes',
    `const bySettings = (user) => (row) => {
  if (row.isPaid && !user.pays) return false;
  if (row.flag) return Boolean(isEnabled(row.flag));
  if (row.setting) return Boolean(user[row.setting]);
  return true;
};
export const shown = (user) => ROWS.filter(bySettings(user)).map((row) => row.path);`,
  ],
  [
    'a loop',
    `export function shown(all) {
  for (const row of ROWS) {
    if (row.flag && !isEnabled(row.flag)) continue;
    all.add(row.path);
  }
}`,
  ],
  [
    'markup',
    `export const Menu = () => (
  <ul>
    {ROWS.map((row) => (!row.flag || isEnabled(row.flag)) && <li key={row.path}>{row.title}</li>)}
  </ul>
);`,
  ],
  [
    'a component that shows one',
    `function Item({ row, isLast }) {
  const { flag, title } = row;
  const isOff = flag !== undefined && !isEnabled(flag);
  if (isOff) return null;
  return <li hidden={isOff} title={isLast ? title : ''}>{title}</li>;
}
export const Menu = () => <ul>{ROWS.map((row, index) => <Item key={row.path} row={row} isLast={index === 2} />)}</ul>;`,
  ],
  [
    'the row put together anew',
    `const condensed = ROWS.map((row) => ({ path: row.path, feature: row.flag, isPaid: row.isPaid }));
export const shown = (pays) =>
  condensed.filter((row) => {
    if (row.feature) return isEnabled(row.feature);
    return !row.isPaid || pays;
  }).length;`,
  ],
  [
    'a function that is given the key',
    `const isOn = (key?: string) => {
  if (key === undefined) return true;
  return isEnabled(key);
};
export const shown = () => ROWS.filter((row) => isOn(row.flag)).length;`,
  ],
  [
    'a list made of it, sorted and searched',
    `const all = [...ROWS, { path: '/more', title: 'More' }].sort((a, b) => a.path.localeCompare(b.path));
export const shown = (path) => {
  const row = all.find((one) => one.path === path);
  if (row && row.flag && !isEnabled(row.flag)) return undefined;
  return row?.title;
};`,
  ],
  [
    'a hook that others use',
    `const useRows = (user) => {
  const visible = useMemo(() => ROWS.filter((row) => !row.flag || isEnabled(row.flag)), [user]);
  return { rows: visible, count: visible.length };
};
export function Page({ user }) {
  const { rows, count } = useRows(user);
  return <p title={count}>{rows.map(({ title }) => title)}</p>;
}`,
    "import { useMemo } from 'react';\n",
  ],
  [
    'sums',
    `export const ranks = () =>
  ROWS.reduce((sum, row) => (row.flag && !isEnabled(row.flag) ? sum : sum + (row.rank ?? 0)), 0);`,
  ],
])('a row does without the flag where all that asks for it is %s', async (_, use, more = '') => {
  const { table, said } = await remove(`${TABLE}//- src/use.tsx\n${IMPORTS}${more}${use}\n`);
  expect(said).not.toContain('row');
  expect(table).toContain(WITHOUT);
  expect(table).toContain("{ path: '/other', title: 'Other', flag: 'other_ui', isPaid: true }");
});

test('rows inside of rows, and rows by their names', async () => {
  const { table } = await remove(`//- src/table.ts
export const SECTIONS = {
  main: { title: 'Main', items: [{ id: 1, flag: 'new_ui' }, { id: 2, flag: 'other_ui' }] },
  more: { title: 'More', items: [{ id: 3, flags: 'new_ui' }, { id: 4 }] },
};
//- src/use.ts
import { SECTIONS } from './table';
import { isEnabled } from './flags';
export const shown = () =>
  Object.values(SECTIONS).map((section) => section.items.filter((item) => !item.flag || isEnabled(item.flag)).length);
`);
  expect(table).toContain('{ id: 1 }');
  expect(table).toContain('{ id: 3 }, { id: 4 }');
});

test.each([
  [
    'it decides before what stands beside it',
    'export const a = (pays) => ROWS.filter((row) => (row.flag ? isEnabled(row.flag) : row.rank === 1)).length;',
    'would be treated otherwise in src/use.tsx',
  ],
  [
    'it is shown',
    'export const a = () => ROWS.map((row) => row.flag);\nexport const b = a().join();',
    'src/use.tsx',
  ],
  [
    'it is a key',
    'export const a = () => ROWS.map((row) => <i key={row.flag ?? row.path} />);',
    'treated otherwise',
  ],
  [
    'rows with it are counted',
    'export const a = () => ROWS.filter((row) => row.flag).length;',
    'treated otherwise',
  ],
  [
    'another reader is asked',
    'export const a = () => ROWS.filter((row) => !row.flag || process.env[row.flag]).length;',
    'treated otherwise',
  ],
  [
    'asking does something else as well',
    'export const a = () => ROWS.filter((row) => !row.flag || isEnabled(row.flag, count())).length;',
    'treated otherwise',
  ],
  [
    'more is asked than the flag',
    'export const a = () => ROWS.filter((row) => !row.flag || (isEnabled(row.flag) && log(row))).length;',
    '`log` is given it',
  ],
  [
    'what asks without it asks for nothing',
    'export const a = () => ROWS.filter((row) => isEnabled(row.flag)).length;',
    'treated otherwise',
  ],
  ['all is given to somebody', 'export const a = createRouter(ROWS);', '`createRouter` is given it'],
  [
    'one is given to somebody',
    'export const a = () => ROWS.map((row) => toRoute(row));',
    '`toRoute` is given it',
  ],
  ['it is written out', 'export const a = JSON.stringify(ROWS);', '`JSON.stringify` is given it'],
  [
    'its names are asked for',
    'export const a = ROWS.map((row) => Object.keys(row).length);',
    '`Object.keys` is given it',
  ],
  [
    'it is asked for by any name',
    'export const a = (name) => ROWS.map((row) => row[name]);',
    'by names that are not known',
  ],
  [
    'it is asked whether it has one',
    "export const a = ROWS.filter((row) => !('flag' in row)).length;",
    'whether it has the property',
  ],
  [
    'it is put into markup whole',
    'export const a = () => ROWS.map((row) => <Item {...row} />);',
    '`Item` is given it',
  ],
  ['it is changed', "ROWS.forEach((row) => { row.flag = 'other_ui'; });", 'is written here'],
  [
    'what it is has a default',
    "export const a = () => ROWS.map(({ flag = 'none' }) => isEnabled(flag));",
    'not followed',
  ],
  [
    'something shows where it is missing',
    "export const a = ROWS.map((row) => ({ flag: 'other_ui', ...row })).filter((row) => isEnabled(row.flag));",
    'not followed',
  ],
  [
    'one is another later',
    'let row = ROWS[1];\nexport const a = () => !row.flag || isEnabled(row.flag);\nexport const b = () => { row = undefined; };',
    'assigned again',
  ],
  [
    'two may be meant',
    'export const a = (c) => { const row = c ? ROWS[0] : ROWS[1]; const other = c ? ROWS[1] : ROWS[0]; return row.flag === other.flag; };',
    'treated otherwise',
  ],
  [
    'a function is handed on that gets it',
    'const isOn = (row) => !row.flag || isEnabled(row.flag);\nexport const a = ROWS.filter(isOn);\nregister(() => ROWS.filter((row) => other(row)));',
    'A function that has it is handed on.',
  ],
  ['it comes out of a method', 'export class Menu { rows = ROWS; }', 'not followed'],
  ['a generator gives it', 'export function* all() { for (const row of ROWS) yield row; }', 'not followed'],
  [
    'it waits',
    'export const all = async () => ROWS.filter((row) => !row.flag || isEnabled(row.flag));',
    'not followed',
  ],
  [
    'it is taken whole',
    "import * as tables from './table';\nexport const a = tables;",
    'does not show all who use it',
  ],
  [
    'arguments are asked for by number',
    'function isOn(row) { return arguments[0].flag; }\nexport const a = ROWS.filter(isOn);',
    'not followed',
  ],
])('the row keeps the flag where %s', async (_, use, reason) => {
  const { table, said } = await remove(`${TABLE}//- src/use.tsx\n${IMPORTS}${use}\n`);
  expect(table).toContain("flag: 'new_ui'");
  expect(said).toContain(reason);
});

test.each([
  ['asks for itself', "{ flag: 'new_ui', isOn() { return isEnabled(this.flag); } }"],
  ['has more put into it', "{ ...DEFAULTS, flag: 'new_ui' }"],
  ['has it twice', "{ flag: 'other_ui', ['flag']: 'new_ui' }"],
])('a row keeps the flag that %s', async (_, row) => {
  const { table } = await remove(`//- src/table.ts
const ROWS: Row[] = [{ path: '/' }, ${row}];
export const shown = () => ROWS.filter((row) => !row.flag || isEnabled(row.flag));
`);
  expect(table).toContain("'new_ui'");
});

test('of a list without a type, the last row that has the property keeps it: the compiler knows it from nowhere else', async () => {
  const { table, said } = await remove(`//- src/table.ts
import { isEnabled } from './flags';
const ROWS = [{ path: '/' }, { path: '/new', flag: 'new_ui' }];
export const shown = () => ROWS.filter((row) => !row.flag || isEnabled(row.flag)).length;
`);
  expect(table).toContain("flag: 'new_ui'");
  expect(said).toContain('No other row has `flag`');
});

test.each([
  ['chooses among rows', 'ROWS.filter((row) => !row.flag || isEnabled(row.flag)).map(({ path }) => path)'],
  [
    'chooses twice',
    'ROWS.filter((row) => row.path).filter((row) => !row.flag || isEnabled(row.flag)).length',
  ],
  [
    'looks for one',
    "ROWS.find((row) => row.path === '/new' && (row.flag ? isEnabled(row.flag) : true))?.title",
  ],
  ['asks whether there is one', '[...ROWS].some(({ flag, rank }) => rank === 2 && flag && isEnabled(flag))'],
])('kept off, a row goes where all that sees it %s', async (_, use) => {
  const { table } = await remove(
    `${TABLE}//- src/use.tsx\n${IMPORTS}export const shown = () => ${use};\n`,
    false,
  );
  expect(table).toContain(`export const ROWS: Row[] = [
  { path: '/', title: 'Home' },
  { path: '/other', title: 'Other', flag: 'other_ui', isPaid: true },
];`);
});

test('of two rows side by side on a line one goes, and says nothing of the other', async () => {
  const { table, plan } = await remove(
    `//- src/table.ts
export const ROWS: Row[] = [{ path: '/' }, { path: '/a', flag: 'new_ui' }, { path: '/b', flag: 'new_ui' }];
//- src/use.tsx
${IMPORTS}export const shown = () => ROWS.filter((row) => !row.flag || isEnabled(row.flag)).length;
`,
    false,
  );
  expect(table).toContain("[{ path: '/' }, { path: '/b', flag: 'new_ui' }]");
  expect(plan.removesEntry).toBe(false);
});

test('kept off, the number of another row is that of the same row', async () => {
  const { table } = await remove(
    `${TABLE}//- src/use.tsx
${IMPORTS}export const titles = () => {
  const rows = [...ROWS];
  const index = rows.findIndex((row) => row.path === '/other');
  rows[index] = { ...rows[index], title: 'More' };
  return rows.filter((row) => !row.flag || isEnabled(row.flag)).map(({ title }) => title);
};
`,
    false,
  );
  expect(table).not.toContain('/new');
});

test.each([
  ['it is counted', 'ROWS.length + ROWS.filter((row) => !row.flag || isEnabled(row.flag)).length'],
  [
    'it is shown elsewhere',
    'ROWS.map(({ title }) => title) + ROWS.filter((row) => !row.flag || isEnabled(row.flag)).length',
  ],
  [
    'rows have numbers',
    'ROWS.filter((row, index) => index < 2 && (!row.flag || isEnabled(row.flag))).length',
  ],
  [
    'one is taken by its number',
    '[ROWS[2].title, ROWS.filter((row) => !row.flag || isEnabled(row.flag)).length]',
  ],
  [
    'something is done with it',
    'ROWS.filter((row) => { log(row.path); return !row.flag || isEnabled(row.flag); }).length',
  ],
  [
    'it may be chosen still',
    'ROWS.filter((row) => row.rank === n || (row.flag ? isEnabled(row.flag) : true)).length',
  ],
])('kept off, a row stays where %s', async (_, use) => {
  const { table } = await remove(
    `${TABLE}//- src/use.tsx\n${IMPORTS}export const shown = (n) => ${use};\n`,
    false,
  );
  expect(table).toContain("{ path: '/new', title: 'New', flag: 'new_ui', rank: 2 }");
});

test('kept off, a row goes without the flag that shows it elsewhere as well', async () => {
  const use =
    'export const marked = () => ROWS.map((row) => (row.flag && isEnabled(row.flag) ? <b /> : <i />));';
  const { table } = await remove(`${TABLE}//- src/use.tsx\n${IMPORTS}${use}\n`, false);
  expect(table).toContain(WITHOUT);
});

test('files that hand the table on are followed', async () => {
  const { table } = await remove(`${TABLE}//- src/index.ts
export { ROWS as TABLE } from './table';
//- src/all.ts
export * from './index';
//- src/use.ts
import { TABLE } from './all';
import { isEnabled } from './flags';
export const shown = () => TABLE.filter((row) => !row.flag || isEnabled(row.flag)).length;
`);
  expect(table).toContain(WITHOUT);
});

test('nobody else asks for it by a name: the declarations go as well', async () => {
  const { table, plan, said } = await remove(
    `//- src/table.ts
export type Flag = 'new_ui' | 'other_ui';
export const ROWS: { path: string; flag?: Flag }[] = [{ path: '/' }, { path: '/new', flag: 'new_ui' }];
//- src/use.ts
import { ROWS } from './table';
import { isEnabled } from './flags';
export const shown = () => ROWS.filter((row) => !row.flag || isEnabled(row.flag)).length;
`,
  );
  expect(said).toBe('');
  expect(table).toContain("export type Flag = 'other_ui';");
  expect(table).toContain("[{ path: '/' }, { path: '/new' }]");
  expect(plan.removesEntry).toBe(true);
});

test('what is asked for each row is not asked with the key of the only one that has it', async () => {
  const { plan } = await remove(`//- src/table.ts
import { isEnabled } from './flags';
const ROWS = [{ path: '/' }, { path: '/new', flag: 'new_ui' }];
export const shown = () => ROWS.filter((row) => isEnabled(row.flag));
`);
  expect(plan.files.map(({ file }) => file)).toEqual(['src/flags.ts']);
  expect(plan.review.map(({ reason }) => reason)).toEqual(['Its key is one of several.']);
});
