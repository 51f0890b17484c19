import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { parseJson } from '../../server/src/text/json';
import { type DataNode, plainValue } from '../../server/src/text/tree';
import { parseYaml } from '../../server/src/text/yaml';

/** What every scalar's place holds must be what its value says. */
function checkPlaces(node: DataNode, text: string): void {
  if (node.kind === 'list') for (const item of node.items) checkPlaces(item.value, text);
  if (node.kind === 'map') {
    for (const entry of node.entries) {
      const key = text.slice(entry.keySpan.start, entry.keySpan.end);
      expect(JSON.parse(`"${key}"`)).toBe(entry.key);
      checkPlaces(entry.value, text);
    }
  }
  if (node.kind === 'scalar')
    expect(JSON.parse(text.slice(node.span.start, node.span.end))).toEqual(node.value);
}

describe('JSON', () => {
  test('is read as JSON.parse reads it, and every place is right', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const tree = parseJson(text);
        expect(tree).toMatchObject({ problems: [], broken: false });
        expect(plainValue(tree.documents[0]!)).toEqual(JSON.parse(text));
        checkPlaces(tree.documents[0]!, text);
      }),
    );
  });

  test('comments are found where they stand', () => {
    const text = '// a\n{ /* b */ "x": "// no", // c\n "y": 1/* d */ }';
    expect(parseJson(text).comments.map((comment) => comment.text)).toEqual([
      '// a',
      '/* b */',
      '// c',
      '/* d */',
    ]);
  });
});

describe('YAML', () => {
  test('is read as it was written, in block and in flow', () => {
    // JSON knows no -0.
    const value = fc
      .jsonValue({ maxDepth: 3, noUnicodeString: false })
      .map((data) => JSON.parse(JSON.stringify(data)));
    fc.assert(
      fc.property(
        value,
        fc.constantFrom('any', 'flow') as fc.Arbitrary<'any' | 'flow'>,
        (data, collectionStyle) => {
          const text = stringify(data, { collectionStyle });
          const tree = parseYaml(text);
          expect(tree.problems).toEqual([]);
          expect(plainValue(tree.documents[0]!)).toEqual(data);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('a text keeps the digits of a number', () => {
    const tree = parseYaml('version: 1.10');
    expect(tree.documents[0]).toMatchObject({ entries: [{ value: { value: 1.1, text: '1.10' } }] });
  });
});
