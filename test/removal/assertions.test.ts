import { describe, expect, test } from 'vitest';
import { removal } from '../support/removal';
import { removeWhole } from '../support/whole-removal';

const IN_TEST = { file: 'src/app.test.ts' };

/** Whether an assertion of the kept answer, `true`, goes alone or with its test. */
function kindOf(assertion: string, keep = true): 'goes' | 'goes with its test' | 'stays' {
  const { after } = removal(`it('a', () => {\n  ${assertion};\n  go();\n});\nit('b', () => {});\n`, {
    ...IN_TEST,
    keep,
  });
  if (!after.includes('go()')) return 'goes with its test';
  return after === "it('a', () => {\n  go();\n});\nit('b', () => {});\n" ? 'goes' : 'stays';
}

describe('an assertion of the flag', () => {
  test.each([
    'expect(F()).toBe(true)',
    'expect(F()).not.toBe(false)',
    'expect(F()).toBeTruthy()',
    'expect(F()).not.toBeFalsy()',
    'expect(F()).to.be.true',
    'expect(F()).to.not.equal(false)',
    'await expect(F()).toEqual(true)',
    'assert(F())',
    "assert.true(F(), 'the flag is on')",
    'assert.strictEqual(F(), true)',
    'assert.notEqual(F(), false)',
    't.is(F(), true)',
    't.truthy(F())',
  ])('that holds says nothing any more: %s', (assertion) => {
    expect(kindOf(assertion)).toBe('goes');
    expect(kindOf(assertion, false)).toBe('goes with its test');
  });

  test.each([
    'expect(F()).toBe(false)',
    'expect(F()).toBeFalsy()',
    'expect(F()).to.be.false',
    'assert.false(F())',
    'assert.isFalse(F())',
    'assert.notOk(F())',
    't.false(F())',
    't.not(F(), true)',
  ])('that fails was made with the other branch: %s', (assertion) => {
    expect(kindOf(assertion)).toBe('goes with its test');
    expect(kindOf(assertion, false)).toBe('goes');
  });

  test.each([
    'expect(F()).toBe(other())',
    'expect(F()).toMatchSnapshot()',
    'expect(page(F())).toBe(true)',
    'expect(F(), go()).toBe(true)',
    'assert.equal(F(), true, go())',
    'verify(F())',
  ])('that says more stays: %s', (assertion) => {
    expect(kindOf(assertion)).toBe('stays');
  });

  test('stays in the program itself', () => {
    removal('assert(F());').becomes('assert(true);');
  });

  test('goes alone where the test asserts other flags as well', async () => {
    const source = `//- flags.yaml
flags:
  x: { enabled: true }
  y: { enabled: true }
//- flagwright.config.json
{ "wrappers": [{ "bulk": "flags" }] }
//- src/app.test.ts
it('a', () => {
  const flags = parse();
  expect(flags.x).toBe(false);
  expect(flags.y).toBe(true);
});
it('b', () => {
  const flags = parse();
  expect(flags.x).toBe(false);
});
it('c', () => {});`;
    expect(await removeWhole(source, { flag: 'x', keep: true })).toBe(`//- src/app.test.ts
it('a', () => {
  const flags = parse();
  expect(flags.y).toBe(true);
});
it('c', () => {});
src/app.test.ts: The test asserts more than this flag, so only what it says of this one goes: it ran with the other answer.
src/app.test.ts: What asserts that the flag has another answer goes as a whole.`);
  });

  test('goes alone where the test asserts more of what holds the flags', async () => {
    const source = `//- src/page.ts
export const usePage = () => (useConfig().featureFlags.x ? 1 : 2);
//- src/config.test.ts
it('takes what is set for the network', () => {
  const entry = read('test');
  expect(entry.plans.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(entry.config.featureFlags.x).toBe(false);
});
it('is off', () => {
  const entry = read('off');
  expect(entry.config.featureFlags.x).toBe(false);
  expect(page()).toBe('old');
});
it('c', () => {});`;
    expect(await removeWhole(source, { flag: 'x', keep: true })).toContain(`//- src/config.test.ts
it('takes what is set for the network', () => {
  const entry = read('test');
  expect(entry.plans.map(({ name }) => name)).toEqual(['a', 'b']);
});
it('c', () => {});`);
  });

  test('stays where a test counts its assertions', () => {
    removal("it('a', () => {\n  expect.assertions(1);\n  expect(F()).toBe(true);\n});", IN_TEST).becomes(
      "it('a', () => {\n  expect.assertions(1);\n  expect(true).toBe(true);\n});",
    );
  });

  test('takes the group along of which it leaves nothing, and never all that a file tests', () => {
    const off = "describe('off', () => {\n  it('a', () => {\n    expect(F()).toBe(false);\n  });\n});\n";
    const { notes } = removal(`${off}it('b', () => {});\n`, IN_TEST).becomes("it('b', () => {});\n");
    expect(notes.map(({ message }) => message)).toEqual([
      'What asserts that the flag has another answer goes as a whole.',
    ]);
    removal(off, IN_TEST).becomes(off.replace('F()', 'true'));
  });

  test('by a name that the test gave it', () => {
    removal(
      `
      it('a', () => {
        const isOn = F();
        expect(isOn).toBe(true);
        go();
      });
      `,
      IN_TEST,
    ).becomes(`
      it('a', () => {
        go();
      });
      `);
  });
});

describe('a test that does nothing but assert the answer', () => {
  test('goes with it, and the group that is left without any', () => {
    const { after } = removal(
      "describe('the flag', () => {\n  it('is on', () => {\n    expect(F()).toBe(true);\n  });\n});\nit('b', () => {});\n",
      IN_TEST,
    );
    expect(after).toBe("it('b', () => {});\n");
  });

  test('stays where the file has no other, and where it does more', () => {
    const alone = "it('is on', () => {\n  expect(F()).toBe(true);\n});\n";
    expect(removal(alone, IN_TEST).after).toBe("it('is on', () => {\n});\n");
    const more = "it('is on', () => {\n  go();\n  expect(F()).toBe(true);\n});\nit('b', () => {});\n";
    expect(removal(more, IN_TEST).after).toBe("it('is on', () => {\n  go();\n});\nit('b', () => {});\n");
  });
});

test('tests stay as they are where all that the program asks stays', async () => {
  const source = (more: string) => `//- src/page.tsx
export const page = (user) => <Gate flag="new_ui" user={user}><New /></Gate>;
${more}//- src/gate.tsx
export const Gate = ({ flag, user, children }) => (can(user, flag) ? children : null);
const can = (user, flag) => user.isAdmin || user.flags.includes(flag);
//- src/page.test.tsx
it('is there for some', () => {
  window.isNew = user.flags.includes('new_ui');
  render(page(user));
});
`;
  const stays = await removeWhole(source(''), { flag: 'new_ui', keep: true });
  expect(stays).not.toContain('//- src/page.test.tsx');
  expect(stays).toContain('src/page.test.tsx! All that the program asks stays, so this stays as well.');
  const goes = await removeWhole(source('export const a = user.flags.includes("new_ui");\n'), {
    flag: 'new_ui',
    keep: true,
  });
  expect(goes).toContain('window.isNew = true;');
});
