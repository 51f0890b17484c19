import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diskHost } from '../../server/src/node/disk';
import { checkWorkspace } from '../../server/src/rules/check';
import { indexLines } from '../../server/src/text/lines';
import { createWorkspace } from '../../server/src/workspace/workspace';
import { folder } from '../node/folder';
import { TODAY } from '../support/memory-host';

const eol = fc.constantFrom('\n', '\r\n', '\r');
/** Characters that other tools count otherwise, or take for the end of a line. */
const odd = fc
  .array(
    fc.constantFrom(
      '🎉',
      '\u2028',
      '\u2029',
      '\u0085',
      '\u00e9',
      'e\u0301',
      '\ufeff',
      '👩‍👩‍👧',
      '\t',
      '\f',
      '\u200b',
      'x',
      ' ',
      '\u{10ffff}',
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));
const statement = fc
  .tuple(odd, odd, fc.nat(3))
  .map(
    ([before, inside, kind]) =>
      [
        `/*${before}*/ flags.isEnabled('key');`,
        `x('${inside.replaceAll(/[\t\f]/g, '')}', flags.isEnabled('key'));`,
        `const t = \`${before}\${flags.isEnabled('key')}${inside}\`; // ${before}`,
        `// ${inside.replaceAll(/[\u2028\u2029]/g, '')}`,
      ][kind]!,
  );
const source = fc
  .tuple(fc.boolean(), fc.array(fc.tuple(statement, eol), { minLength: 1, maxLength: 8 }))
  .map(([hasMark, lines]) => (hasMark ? '\ufeff' : '') + lines.map((line) => line.join('')).join(''));

const entry = fc.tuple(odd, fc.nat(2)).map(([text, kind]) => {
  const plain = text.replaceAll(/[\t\f\u0085\u2028\u2029\ufeff]/g, '');
  return [
    `  # ${plain}`,
    `  key${plain.includes('x') ? '' : '2'}: true # ${plain}`,
    `  "${plain}🎉": { enabled: true, owner: "${plain}" }`,
  ][kind]!;
});
const flagFile = fc
  .tuple(
    fc.boolean(),
    eol,
    fc.uniqueArray(entry, { minLength: 1, maxLength: 6, selector: (text) => text.trim().split(/[:#]/)[0] }),
  )
  .map(([hasMark, end, lines]) => `${hasMark ? '\ufeff' : ''}flags:${end}${lines.join(end)}${end}`);

/** The text of a range as an editor has it: lines end with LF, CRLF or CR, and characters are UTF-16 units. */
function shown(text: string, { start, end }: ReturnType<ReturnType<typeof indexLines>['rangeOf']>): string {
  const lines = text.split(/\r\n|\r|\n/);
  if (start.line !== end.line) return `${start.line}-${end.line}`;
  return lines[start.line]!.slice(start.character, end.character);
}

describe('positions', () => {
  it('are those of an editor, whatever stands before them', async () => {
    await fc.assert(
      fc.asyncProperty(source, flagFile, async (code, flags) => {
        const root = folder({ 'src/a.ts': code, 'flags.yaml': flags });
        const workspace = createWorkspace(diskHost(root), { clock: () => TODAY });
        await workspace.load();
        const snapshot = workspace.snapshot();
        const wanted = code.match(/isEnabled\('key'\)/g)?.length ?? 0;
        const text = (await workspace.text('src/a.ts'))!;
        expect(text).toBe(code.replace(/^\ufeff/, ''));
        const reads = snapshot.readsIn('src/a.ts');
        expect(reads).toHaveLength(wanted);
        for (const { span } of reads) expect(shown(text, indexLines(text).rangeOf(span))).toBe('key');
        const own = (await workspace.text('flags.yaml'))!;
        for (const { key, keySpan } of snapshot.flagFiles.get('flags.yaml')!.flags)
          expect(shown(own, indexLines(own).rangeOf(keySpan)).replaceAll('"', '')).toBe(key);
        for (const { file, span } of checkWorkspace(snapshot)) {
          const of = file === 'src/a.ts' ? text : own;
          expect(span.end).toBeLessThanOrEqual(of.length);
        }
      }),
      { numRuns: 120, seed: 21 },
    );
  });

  it('do not stumble over halves of characters in an open file', async () => {
    const half = fc
      .array(fc.constantFrom('\ud83c', '\udf89', 'a', '\r', '\n', '🎉'), { maxLength: 8 })
      .map((parts) => parts.join(''));
    const workspace = createWorkspace(
      diskHost(folder({ 'flags.yaml': 'flags:\n  key: true\n', 'src/a.ts': '' })),
      { clock: () => TODAY },
    );
    await workspace.load();
    await fc.assert(
      fc.asyncProperty(half, half, async (before, behind) => {
        const text = `/*${before}*/ flags.isEnabled('key'); x("${behind.replaceAll(/[\r\n]/g, '')}", flags.isEnabled('key'));`;
        await workspace.setBuffer('src/a.ts', text);
        const reads = workspace.snapshot().readsIn('src/a.ts');
        expect(reads).toHaveLength(2);
        for (const { span } of reads) expect(shown(text, indexLines(text).rangeOf(span))).toBe('key');
      }),
      { numRuns: 200, seed: 22 },
    );
  });
});
