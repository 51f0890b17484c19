import { expect, test } from 'vitest';
import { removal } from '../support/removal';

test('a constant that chose between two components gives way to the one that is left', () => {
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

const CHOICE = "const F = isEnabled('x') ? A : B;";

test.each([
  ['the name means something else there', `${CHOICE} { const A = 1; show(<F />, A); }`],
  ['the name is set again', `${CHOICE} A = other; show(<F />);`],
  ['it is asked for before', `start(); ${CHOICE} function start() { show(<F />); }`],
  ['it is exported', `export ${CHOICE} show(<F />);`],
  ['it is handed on', `${CHOICE} show(<F />); export { F };`],
  ['its type is told', `${CHOICE.replace('F =', 'F: FC =')} show(<F />);`],
  ['a tag would be an element of the page', `${CHOICE.replace('A :', 'a :')} show(<F />);`],
  ['it is set again', `${CHOICE.replace('const', 'let')} if (b) F = B; show(<F />);`],
  ['it was a name before', "const F = A; show(<F />, isEnabled('x'));"],
  ['it names a value', `${CHOICE} show(F);`],
])('both stay where %s', (_, code) => {
  const { after, plan } = removal(`let A = make(1);\nlet a = A;\nconst B = make(2);\n${code}\n`);
  expect(plan.review).toEqual([]);
  expect(after).toMatch(/(?:const|let) F(?:: FC)? = a;/i);
  expect(after).not.toContain('isEnabled');
});

test.each([
  ['a variable of all rounds', `for (const one of all) { var A = one; ${CHOICE} later(() => <F />); }`],
  ['a variable that has no value yet', `${CHOICE} var A = 2; show(<F />);`],
  [
    'a parameter that is set another way',
    `function run(A) { ${CHOICE} arguments[0] = 2; show(<F />); } run(1);`,
  ],
  ['a name that nobody declares here', `${CHOICE} show(<F />);`],
])('both stay for %s', (_, code) => {
  const { after, plan } = removal(`const B = make(2);\n${code}\n`);
  expect(plan.review).toEqual([]);
  expect(after).toContain('const F = A;');
});
