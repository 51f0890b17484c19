import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkWorkspace } from '../../server/src/rules/check';
import { fixesFor } from '../../server/src/rules/rules';
import { scanSource } from '../../server/src/usages/scan';
import { NAMED_SHAPES, shapeTable } from '../../server/src/usages/shapes';
import { readConfig } from '../../server/src/workspace/config';
import { mentionSearcher } from '../../server/src/workspace/mentions';
import type { Snapshot } from '../../server/src/workspace/snapshot';
import { workspaceOf } from '../support/memory-host';

/** Random bytes as an editor or the disk would hand them over. */
const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => new TextDecoder('utf-8').decode(array));

/** Text made of what sources and flag files are made of, in no order that makes sense. */
const PIECES = [
  ...'(){}[]<>;:,.!?&|=+-*/\\\'"`$#@~^% \n\r\t',
  ...['=>', '...', '${', '</', '/>', '//', '/*', '*/', '\u2028', '🎉', '\ud800', '\0', '\ufeff'],
  ...[
    'if',
    'else',
    'return',
    'const',
    'let',
    'enum',
    'class',
    'static',
    'export',
    'default',
    'import',
    'from',
    'function',
  ],
  ...[
    'async',
    'await',
    'for',
    'of',
    'in',
    'switch',
    'case',
    'type',
    'keyof',
    'typeof',
    'as',
    'this',
    'new',
    'delete',
    'namespace',
  ],
  ...[
    'flags',
    'isEnabled',
    "isEnabled('a')",
    'flags.isEnabled(',
    "flags['a']",
    'KILL_SWITCHES.a',
    'useFlag',
    '__proto__',
    'constructor',
  ],
  ...[
    'x',
    'y',
    "'a'",
    '`a${',
    '0',
    'true',
    'null',
    'flagwright-ignore nested-flag: x',
    '<b>',
    '<Feature name="a">',
    "require('./a')",
  ],
  ...[
    'flags:',
    '\n  a:',
    ' { enabled: true }',
    '&a',
    '*a',
    '<<: ',
    '- ',
    '|',
    'percentage: 50',
    '"wrappers":',
    '"call":',
    '"key":',
    '"0.a"',
  ],
];
const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(''));
const text = fc.oneof(bytes, soup, fc.string({ unit: 'binary', maxLength: 200 }));

/** Asks a snapshot everything that it can be asked. */
function interrogate(snapshot: Snapshot, files: ReadonlyMap<string, string>): void {
  for (const finding of checkWorkspace(snapshot)) {
    const content = files.get(finding.file)!;
    expect(finding.span.start).toBeGreaterThanOrEqual(0);
    expect(finding.span.end).toBeGreaterThanOrEqual(finding.span.start);
    expect(finding.span.end).toBeLessThanOrEqual(content.length);
    fixesFor(snapshot, finding, (path) => files.get(path));
  }
  for (const key of [...snapshot.keys(), '__proto__', 'constructor', '', 'a']) {
    snapshot.flag(key, 'src/app.ts');
    snapshot.readsOf(key);
    snapshot.dynamicReadsOf(key);
    snapshot.writesOf(key);
    snapshot.mentionsOf(key);
  }
  for (const path of files.keys()) snapshot.importersOf(path);
}

describe('whatever the files hold, a workspace can be read and asked', () => {
  it('any source, flag file and configuration', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, text, text, async (flags, source, other, config) => {
        const files = new Map([
          ['flags.yaml', flags],
          ['flags.json', flags],
          ['src/app.tsx', source],
          ['src/other.js', other],
          ['run.py', other],
          ['flagwright.config.json', config],
          ['tsconfig.json', config],
          ['p/package.json', config],
        ]);
        interrogate((await workspaceOf(files)).snapshot(), files);
      }),
      { numRuns: 150, seed: 3 },
    );
  });

  it('a sound flag file beside broken sources', async () => {
    const flags = 'flags:\n  a: true\n  x: { enabled: false }\n';
    await fc.assert(
      fc.asyncProperty(soup, async (source) => {
        const files = new Map([
          ['flags.yaml', flags],
          ['src/app.tsx', `${source}\n`],
        ]);
        const snapshot = (await workspaceOf(files)).snapshot();
        expect(snapshot.keys()).toEqual(['a', 'x']);
        interrogate(snapshot, files);
      }),
      { numRuns: 150, seed: 4 },
    );
  });

  it('any configuration, in JSON and YAML', () => {
    fc.assert(
      fc.property(
        text,
        fc.constantFrom('flagwright.config.json', 'flagwright.config.yaml'),
        (content, file) => {
          const { problems } = readConfig(file, content);
          for (const { span, message } of problems) {
            expect(span.end).toBeLessThanOrEqual(content.length);
            expect(message).not.toBe('');
          }
        },
      ),
      { numRuns: 300, seed: 5 },
    );
  });

  it('any data where a setting is expected', () => {
    const settings = [
      'flagFiles',
      'wrappers',
      'rules',
      'staleAfterDays',
      'include',
      'exclude',
      'ticketUrl',
      '__proto__',
    ];
    const inner = [
      'glob',
      'fields',
      'root',
      'call',
      'bulk',
      'component',
      'key',
      'keys',
      'default',
      'result',
      'table',
      'release',
    ];
    const { tree: value } = fc.letrec<{ tree: unknown; leaf: unknown }>((tie) => ({
      leaf: fc.oneof(
        fc.constantFrom('', 'a', '[', '**', '0.a', '!(', 'src/f.ts#A', null, true, false),
        fc.double(),
        fc.integer(),
      ),
      tree: fc.oneof(
        { maxDepth: 4 },
        tie('leaf'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...inner), tie('tree'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...settings), value), (config) => {
        readConfig('flagwright.config.json', JSON.stringify(config));
      }),
      { numRuns: 300, seed: 6 },
    );
  });
});

describe('inputs that broke others', () => {
  const shapes = shapeTable(NAMED_SHAPES);

  it('a source nested deeper than any parser goes', () => {
    for (const text of [
      `flags.isEnabled(${'('.repeat(50_000)}`,
      `${'['.repeat(20_000)}flags.isEnabled('a')${']'.repeat(20_000)}`,
      `const x = ${"flags.isEnabled('a') + ".repeat(5_000)}1;`,
      `${'if (flags.isEnabled("a")) {'.repeat(2_000)}${'}'.repeat(2_000)}`,
      `a${'.b'.repeat(20_000)}.isEnabled('x')`,
    ]) {
      expect(scanSource('src/app.ts', text, shapes).path).toBe('src/app.ts');
    }
  });

  it('constants that name one another in a circle', () => {
    const facts = scanSource(
      'src/app.ts',
      'const a = b, b = a; enum E { A = E.A } const o = { p: o.p }; flags.isEnabled(a), flags.isEnabled(E.A), flags.isEnabled(o.p);',
      shapes,
    );
    expect(facts.reads.map(({ key }) => key.kind)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('constants that name one another many times over', () => {
    const [a, b] = ['A', 'B'].map((name) => `\`${`\${K.${name}}`.repeat(8)}\``);
    const text = `class K { static A = ${b}; static B = ${a}; }\nflags.isEnabled(K.A);`;
    expect(scanSource('src/app.ts', text, shapes).reads.map(({ key }) => key.kind)).toEqual(['unknown']);
  });

  it('choices that would multiply without end', () => {
    const choices = Array.from(
      { length: 11 },
      (_, i) => `const k${i + 1} = \`\${k${i}}\${c ? 'a' : 'b'}\`;`,
    ).join('\n');
    const facts = scanSource('src/app.ts', `const k0 = 'x';\n${choices}\nflags.isEnabled(k11);`, shapes);
    expect(facts.reads.map(({ key }) => key.kind)).toEqual(['unknown']);
  });

  it('wrappers that call one another in a circle', async () => {
    const files = new Map([
      ['flags.yaml', 'flags:\n  a: true\n'],
      [
        'src/a.ts',
        "import { b } from './b';\nexport const a = (key: string) => b(key) || flags.isEnabled(key);\n",
      ],
      ['src/b.ts', "import { a } from './a';\nexport const b = (key: string) => a(key);\nb('a');\n"],
    ]);
    const snapshot = (await workspaceOf(files)).snapshot();
    expect(snapshot.readsOf('a').map(({ file }) => file)).toEqual(['src/b.ts']);
  });

  it('flags named like members of every object', async () => {
    const files = new Map([
      [
        'flags.yaml',
        'flags:\n  constructor: true\n  __proto__: true\n  toString: { enabled: true, percentage: 50 }\n',
      ],
      ['src/a.ts', "flags.isEnabled('constructor'), flags.isEnabled('__proto__'), featureFlags.toString;\n"],
    ]);
    const snapshot = (await workspaceOf(files)).snapshot();
    expect(snapshot.keys()).toEqual(['constructor', '__proto__', 'toString']);
    expect(checkWorkspace(snapshot).filter(({ rule }) => rule === 'unknown-flag')).toEqual([]);
    expect(snapshot.readsOf('__proto__')).toHaveLength(1);
  });

  it('keys made of characters that mean something in patterns', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, unit: fc.constantFrom(...'ab-_.:/\\^$*+?()[]{}|#\n🎉') }), {
          minLength: 1,
          maxLength: 4,
        }),
        (keys) => {
          const search = mentionSearcher(keys);
          for (const key of keys) {
            const found = search('run.py', ` "${key}" `);
            expect([...found.keys()].some((other) => other.includes(key) || key.includes(other))).toBe(true);
          }
        },
      ),
      { numRuns: 300, seed: 7 },
    );
  });
});
