import fc from 'fast-check';
import ignore from 'ignore';
import { expect, it } from 'vitest';
import { ignoreLayer } from '../../server/src/node/ignore-layers';

const COMMON = [
  'a',
  'B',
  '.c',
  'x-y',
  'é',
  '!',
  '#',
  ' ',
  '~',
  ']',
  '[',
  '{',
  '$',
  '+',
  '|',
  '(',
  'Desk',
  'desk',
];
const joined = (pieces: readonly string[], most: number) =>
  fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: most }).map((found) => found.join(''));
const pattern = joined(
  [...COMMON, '*', '?', '**', '/', '[ab]', '[!a]', '[Dd]', '[]', '\\', '\\*', '\\#', '\uFEFF'],
  7,
);
const path = fc
  .array(joined(COMMON, 3), { minLength: 1, maxLength: 4 })
  .map((names) => names.map((name) => (/^\.+$/.test(name) ? 'z' : name)).join('/'));

it('a path is ignored as if it was tried on each pattern', () => {
  fc.assert(
    fc.property(
      fc.array(pattern, { minLength: 1, maxLength: 3 }),
      path,
      fc.boolean(),
      (lines, own, ignoresCase) => {
        const layer = ignoreLayer(lines.join('\n'), { name: '', report: () => undefined, ignoresCase });
        const { ignored, unignored } = ignore({ ignorecase: ignoresCase }).add(lines).test(own);
        expect(layer.test(own)).toMatchObject({ ignored, unignored });
      },
    ),
    { numRuns: 3000 },
  );
});
