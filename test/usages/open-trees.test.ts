import fc from 'fast-check';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { parseOpen } from '../../server/src/usages/open-trees';
import { scanSource } from '../../server/src/usages/scan';
import { NAMED_SHAPES, shapeTable } from '../../server/src/usages/shapes';
import { parseSource } from '../../server/src/usages/source';

const BEGINNINGS = [
  '',
  `import { client } from './client';
export async function show(user) {
  if (!client.isEnabled('dark_mode')) return null;
  const { beta } = flags;
  for await (const row of rows()) if (await client.isEnabled(\`old_\${row}\`)) yield_(row);
  return beta && <Panel on={client.isEnabled('new_panel', false)}>text {FLAGS.dark}</Panel>;
}
export const FLAGS = { dark: 'dark_mode', light: 'light_mode' };
`,
  `class Gate extends Base { isOn(key) { return this.client.isEnabled(key); } static { flags.x = 1; } }
const gate = new Gate();
function* all() { yield gate.isOn('checkout'); }
label: while (gate.isOn('loop')) { if (flags.stop) break label; else continue; }
type Key = 'a' | 'b'; enum Flags { Dark = 'dark', Light = 'light' }
export default (x) => gate.isOn(x) ? /re[/]x/.test(x) : x < y > (z);
`,
];

/** Long, and alike all over: what has been added may be any of it. */
const LONG = "if (client.isEnabled('same')) run();\n".repeat(40);

const PIECES = [
  ...[
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '<',
    '>',
    '/',
    '*/',
    '/*',
    '//',
    '`',
    '${',
    "'",
    '"',
    '\n',
    '\u2028',
    ';',
    ',',
  ],
  ...[
    'await ',
    'async ',
    'yield ',
    'function* f() {',
    'export ',
    'import ',
    "client.isEnabled('x')",
    'flags.dark',
    '=>',
  ],
  ...[
    'if (',
    'else ',
    'return ',
    '.',
    ':',
    '?',
    'x',
    'const x = ',
    '<div>',
    '</div>',
    '@',
    '#',
    '!',
    'λ',
    '👍',
    '\r\n',
  ],
];

/** What leaves a source whole more often than not. */
const STATEMENTS = [
  "if (client.isEnabled('other')) run();\n",
  'const { first, second } = flags;\n',
  'async function* later() { for await (const x of y) yield x; }\n',
  'await gate.isOn("top");\n',
  "import { Flags } from './flags';\n",
  'export { run } from "./run";\n',
  'let a = b\n',
  '(function () { return flags.dark; })();\n',
  `\`\${flags.light}\`;\n`,
  '/* ',
  ' */',
];

type Edit = (text: string) => string;
const place = fc.double({ min: 0, max: 1, noNaN: true });
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc
    .tuple(
      place,
      fc.oneof(fc.constant(0), fc.nat(3), fc.nat(80)),
      fc.array(fc.constantFrom(...PIECES), { maxLength: 3 }),
    )
    .map(
      ([at, removed, added]): Edit =>
        (text) => {
          const start = Math.floor(at * text.length);
          return text.slice(0, start) + added.join('') + text.slice(start + removed);
        },
    ),
  fc.tuple(place, fc.nat(2), fc.constantFrom('', ...STATEMENTS)).map(
    ([at, removed, added]): Edit =>
      (text) => {
        const lines = text.split(/(?<=\n)/);
        lines.splice(Math.floor(at * (lines.length + 1)), removed, added);
        return lines.join('');
      },
  ),
  // A key in the middle of a name or of a text.
  place.map(
    (at): Edit =>
      (text) => {
        const words = [...text.matchAll(/\w+/g)];
        const { index = 0, 0: word = '' } = words[Math.floor(at * words.length)] ?? {};
        return `${text.slice(0, index + word.length)}x${text.slice(index + word.length)}`;
      },
  ),
);

/** A tree as far as a scan can see it. */
function seen(node: ts.Node, source: ts.SourceFile): unknown {
  const children: unknown[] = [];
  ts.forEachChild(node, (child) => {
    // Of some texts with errors the parser itself forgets whose child a node is.
    children.push([seen(child, source), child.parent === node]);
  });
  const { kind, pos, end } = node;
  return [
    kind,
    pos,
    end,
    node.getStart(source),
    'text' in node && node !== source ? node.text : '',
    children,
  ];
}

it.each([
  ['any edits', BEGINNINGS, 200],
  ['any edits of a long text', [LONG], 10],
])(
  'a tree that was made from the one before is the one that parsing anew gives, after %s',
  (_, beginnings, numRuns) => {
    const shapes = shapeTable(NAMED_SHAPES);
    let files = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...beginnings),
        fc.constantFrom('.ts', '.tsx', '.js'),
        fc.array(edit, { maxLength: 8 }),
        (beginning, ending, edits) => {
          const path = `src/open${files++}${ending}`;
          let text = beginning;
          for (const change of [String, ...edits]) {
            text = change(text);
            const fresh = parseSource(path, text);
            const tree = parseOpen(path, text);
            expect(seen(tree, tree)).toEqual(seen(fresh, fresh));
            expect(ts.isExternalModule(tree)).toBe(ts.isExternalModule(fresh));
            expect(scanSource(path, text, shapes, { parse: parseOpen })).toEqual(
              scanSource(path, text, shapes),
            );
          }
        },
      ),
      { numRuns },
    );
  },
);

it('of a text that has not changed the tree is the same', () => {
  expect(parseOpen('a.ts', 'isEnabled("x")')).toBe(parseOpen('a.ts', 'isEnabled("x")'));
});

it('a text too deep to be parsed does no harm to the next one', () => {
  parseOpen('deep.ts', 'a');
  expect(() => parseOpen('deep.ts', `a${'['.repeat(100_000)}`)).toThrow();
  expect(parseOpen('deep.ts', 'b').statements).toHaveLength(1);
});
