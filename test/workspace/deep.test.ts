import { describe, expect, it } from 'vitest';
import { complete } from '../../server/src/features/completion';
import { hover } from '../../server/src/features/hover';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { checkWorkspace } from '../../server/src/rules/check';
import { TooDeep } from '../../server/src/usages/source';
import { workspaceOf } from '../support/memory-host';

/** As many brackets as that, in characters; less of what is only odd. */
const lengthOf = (piece: string): number => (/^[[({]+$/.test(piece) ? 100_000 : 20_000);
const FLAGS = 'flags:\n  a: { enabled: true, created: 2020-01-01 }\n';
const READ = "flags.isEnabled('a')";

/** What can be repeated without end, in a file of data and in a source. */
const DATA = [
  '[',
  '{',
  '{"a":',
  '[[',
  '- ',
  '? ',
  'a: ',
  '{"flags":{"a":',
  '"',
  '\n  ',
  '&a ',
  '!x ',
  '}',
  '//\n',
];
const CODE = [
  '(',
  '[',
  '{',
  '<a>',
  '!',
  '`${',
  'x=>',
  'if(a)',
  'a?',
  'a.b',
  'a(',
  '-',
  'new ',
  'await ',
  '...',
  'a&&',
  "f('a'+",
  'else ',
  'class{',
  'function f(){',
  '@a ',
  '/*',
  '<',
  'a??(',
  'x as ',
  '()=>({a:',
  'switch(a){case ',
  'try{',
  'a?b:',
  `${READ}?`,
  `${READ}&&(`,
  `if(${READ}){`,
  `!(${READ}||`,
  `{${READ};`,
];

describe('nested without end', () => {
  it.each(DATA)('%j in files of data', { timeout: 60_000 }, async (piece) => {
    const text = piece.repeat(lengthOf(piece) / piece.length);
    for (const name of [
      'flags.yaml',
      'flags.json',
      'flagwright.config.json',
      'flagwright.config.yaml',
      'tsconfig.json',
      'package.json',
      'pnpm-workspace.yaml',
    ]) {
      const files = new Map([
        ['src/a.ts', READ],
        ['more/flags.yaml', FLAGS],
        [name, text],
      ]);
      const snapshot = (await workspaceOf(files)).snapshot();
      expect([name, ...snapshot.unreadable.values()].join()).not.toContain('defect');
      checkWorkspace(snapshot);
    }
  });

  it.each(CODE)('%j in a source', { timeout: 60_000 }, async (piece) => {
    const text = `${READ};\n${piece.repeat(lengthOf(piece) / piece.length)}${READ}`;
    const workspace = await workspaceOf(
      new Map([
        ['flags.yaml', FLAGS],
        ['src/a.tsx', text],
      ]),
    );
    const snapshot = workspace.snapshot();
    expect([...snapshot.unreadable.values()].join()).not.toContain('defect');
    expect(checkWorkspace(snapshot).map(({ rule }) => rule)).not.toContain('unused-flag');
    await hover(snapshot, 'src/a.tsx', 18);
    complete(snapshot, 'src/a.tsx', text, 18);
    const request = { flag: 'a', keep: true, scope: { kind: 'everywhere' } } as const;
    const plan = await planFromWorkspace(workspace, request).catch((error: unknown) => error);
    if (plan instanceof Error) return expect(plan).toBeInstanceOf(TooDeep);
    // Nobody knows what the source asks: it keeps the entry.
    if (snapshot.unreadable.has('src/a.tsx')) expect(plan).toMatchObject({ removesEntry: false });
    else expect(snapshot.readsOf('a').length).toBeGreaterThan(0);
  });
});
