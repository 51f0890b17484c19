import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffFormat } from '../../server/src/cli/formats/diff';
import { styleFor } from '../../server/src/cli/terminal';
import { removeFromSource } from '../../server/src/removal/source';
import { applyEdits } from '../../server/src/text/edits';
import type { TextChange } from '../../server/src/text/patch';
import { folder } from '../node/folder';
import { generateProgram } from '../support/programs/generator';
import { findSites } from '../support/removal-sites';

const plain = styleFor({ write: () => true }, {});

it('creates, deletes and empties files with git apply', () => {
  const changes: TextChange[] = [
    { file: 'changed.ts', before: 'a\nb\n', after: 'a\nc\n' },
    { file: 'deleted.ts', before: 'x\n', after: null },
    { file: 'emptied.ts', before: 'x', after: '' },
    { file: 'new/born.ts', before: null, after: 'x\ny' },
    { file: 'new/empty.ts', before: null, after: '' },
    { file: 'same.ts', before: 'a', after: 'a' },
    { file: 'void.ts', before: '', after: null },
  ];
  const root = applied(changes);
  for (const { file, after } of changes) {
    expect(existsSync(join(root, file))).toBe(after !== null);
    if (after !== null) expect(readFileSync(join(root, file), 'utf8')).toBe(after);
  }
});

it('agrees with git apply on any two texts', () => {
  const line = fc.constantFrom(
    'a',
    'b',
    '',
    ' a',
    '-a',
    '+a',
    '\\ No newline',
    '@@ -1 +1 @@',
    'é',
    '\u2028',
    '\r',
  );
  const end = fc.constantFrom('\n', '\r\n', '\n', '\n');
  const lines = fc.array(fc.tuple(line, end), { maxLength: 12 });
  const content = fc
    .tuple(lines, line)
    .map(([all, last]) => all.map((parts) => parts.join('')).join('') + last);
  const pairs = fc.array(fc.tuple(content, content), { minLength: 20, maxLength: 20 });
  fc.assert(
    fc.property(pairs, (texts) => {
      const changes = texts.map(([before, after], i) => ({ file: `f${i}.ts`, before, after }));
      const root = applied(changes);
      for (const { file, after } of changes) expect(readFileSync(join(root, file), 'utf8')).toBe(after);
    }),
    { numRuns: 12 },
  );
});

it('carries removals from random programs', () => {
  const changes = Array.from({ length: 60 }, (_, index): TextChange => {
    const program = generateProgram(index + 1);
    const { edits } = removeFromSource({ ...program, sites: findSites(program.file, program.text) });
    return { file: `src/p${index}`, before: program.text, after: applyEdits(program.text, edits) };
  });
  const root = applied(changes);
  for (const { file, after } of changes) expect(readFileSync(join(root, file), 'utf8')).toBe(after);
});

function applied(changes: readonly TextChange[]): string {
  const root = folder(
    Object.fromEntries(changes.flatMap(({ file, before }) => (before === null ? [] : [[file, before]]))),
  );
  execFileSync('git', ['init', '-q', root]);
  const patch = diffFormat(changes, plain);
  execFileSync('git', ['-C', root, 'apply', '--whitespace=nowarn', '-'], { input: patch });
  return root;
}
