import { expect, it } from 'vitest';
import { fadedParts } from '../../server/src/features/fading';
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
  expect(fadedParts(snapshot, file).map(({ span }) => textOf().slice(span.start, span.end))).toEqual([
    'unused:\n    enabled: true\n    owner: me',
  ]);
});

/** The parts of the code that never run, a line each. */
async function dead(
  source: string,
  flags = 'on: { enabled: true }\n  off: { enabled: false }',
): Promise<string[]> {
  const { snapshot, textOf } = await openFixture(
    `//- app.ts\nimport { isEnabled } from './flags';\n${source}\n//- flags.yaml\nflags:\n  ${flags}\n`,
  );
  return fadedParts(snapshot, 'app.ts').map(({ span }) =>
    textOf('app.ts').slice(span.start, span.end).replace(/\s+/g, ' '),
  );
}

it('covers the branches that never run', async () => {
  expect(await dead("if (isEnabled('on')) a(); else { b(); }")).toEqual(['{ b(); }']);
  expect(await dead("if (!isEnabled('on')) a(); else { b(); }")).toEqual(['a();']);
  expect(await dead("const x = isEnabled('off') ? a() : b();")).toEqual(['a()']);
  expect(await dead("const x = isEnabled('off') && <b/>;")).toEqual(['<b/>']);
  expect(await dead("const x = isEnabled('on') || b();")).toEqual(['b()']);
  expect(await dead("const on = isEnabled('on');\nif (!on) { a(); }")).toEqual(['{ a(); }']);
});

it('covers what follows a test that leaves, but no function that can be called from before it', async () => {
  const source =
    "function f() {\n  if (isEnabled('on')) { return g(); }\n  a();\n  b();\n  function g() {}\n  c();\n}";
  expect(await dead(source)).toEqual(['a(); b();', 'c();']);
});

it('covers nothing that another answer may still run', async () => {
  for (const source of [
    "if (isEnabled('on') || other) { a(); } else { b(); }",
    "if (isEnabled('off') && other) { a(); } else { b(); }",
  ]) {
    expect((await dead(source)).filter((part) => part !== 'other')).toEqual([
      source.includes('||') ? '{ b(); }' : '{ a(); }',
    ]);
  }
  expect(await dead("if (isEnabled('on') && other) a(); else b();")).toEqual([]);
  expect(await dead("if (isEnabled('on')) a(); else b();", 'on: { enabled: true, percentage: 50 }')).toEqual(
    [],
  );
  expect(
    await dead("if (isEnabled('on')) a(); else b();", 'on: { enabled: true, type: kill_switch }'),
  ).toEqual([]);
});

it('shows a branch in a dead branch once', async () => {
  expect(await dead("if (isEnabled('off')) { if (isEnabled('on')) a(); else b(); }")).toEqual([
    "{ if (isEnabled('on')) a(); else b(); }",
  ]);
});
