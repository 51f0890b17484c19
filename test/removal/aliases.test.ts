import { expect, test } from 'vitest';
import { removal } from '../support/removal';

test('a constant that chose between two names gives way to the one that is left', () => {
  removal(`
    import { NewBox, OldBox } from './boxes';
    export function Page() {
      const on = isEnabled('x');
      const Box = on ? NewBox : OldBox;
      const row = (item) => <Box.Row>{item}</Box.Row>;
      return <Box title={String(Box)}>{items.map(row)}{show({ Box })}</Box>;
    }
  `).becomes(`
    import { NewBox } from './boxes';
    export function Page() {
      const row = (item) => <NewBox.Row>{item}</NewBox.Row>;
      return <NewBox title={String(NewBox)}>{items.map(row)}{show({ Box: NewBox })}</NewBox>;
    }
  `);
});

test.each([
  ['the name means something else there', "const f = isEnabled('x') ? a : b; { const a = 1; show(f, a); }"],
  ['the name is set again', "const f = isEnabled('x') ? a : b; a = other; show(f);"],
  ['it is asked for before', "start(); const f = isEnabled('x') ? a : b; function start() { show(f); }"],
  ['it is exported', "export const f = isEnabled('x') ? a : b; show(f);"],
  ['it is handed on', "const f = isEnabled('x') ? a : b; export { f };"],
  ['its type is told', "const f: Show = isEnabled('x') ? a : b; show(f);"],
  ['a tag would be an element of the page', "const F = isEnabled('x') ? a : b; show(<F />);"],
  ['it is set again', "let f = isEnabled('x') ? a : b; if (a) f = b; show(f);"],
  ['it was a name before', "const f = a; show(f, isEnabled('x'));"],
])('both stay where %s', (_, code) => {
  const before = `let a = make(1);\nconst b = make(2);\n${code}\n`;
  const { after, plan } = removal(before);
  expect(plan.review).toEqual([]);
  expect(after).toMatch(/(?:const|let) f(?:: Show)? = a;/i);
  expect(after).not.toContain('isEnabled');
});

test.each([
  [
    'a variable of all rounds',
    "for (const one of all) { var a = one; const f = isEnabled('x') ? a : b; later(() => f); }",
  ],
  ['a variable that has no value yet', "const f = isEnabled('x') ? a : b; var a = 2; show(f);"],
  [
    'a parameter that is set another way',
    "function run(a) { const f = isEnabled('x') ? a : b; arguments[0] = 2; show(f); } run(1);",
  ],
])('both stay for %s', (_, code) => {
  const { after, plan } = removal(`const b = make(2);\n${code}\n`);
  expect(plan.review).toEqual([]);
  expect(after).toContain('const f = a;');
});

test('a name that nobody declares here may be set by anybody', () => {
  expect(removal("const f = isEnabled('x') ? a : b;\nshow(f);\n").after).toBe('const f = a;\nshow(f);\n');
});
