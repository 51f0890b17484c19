import { describe, expect, it } from 'vitest';
import { modulesNamed } from '../../server/src/usages/module-texts';
import { createMemoryHost, loadWorkspace } from '../support/memory-host';

describe('the modules that a source names', () => {
  it('are told by its text, however it is laid out', () => {
    const text = [
      "import a from './a';",
      'import { b } /* from "no" */ from /* here */ "./b";',
      "import './c'; export * from './d'; export { e } from'./e';",
      "const f = require( './f' ); import('./g').then(go); import(`./h`);",
      "import i = require('./i'); type J = import('./j').J;",
      'import k from // the last one',
      "  './k';",
    ].join('\n');
    const names = 'abcdefghijk'.split('').map((name) => `./${name}`);
    expect(modulesNamed(text)).toEqual(new Set([...names, 'no']));
  });

  it('are unescaped', () => {
    expect(modulesNamed(String.raw`import './\x61\u0062\u{63}\'';`)).toEqual(new Set(["./abc'"]));
  });
});

const FLAGS = ['flags.yaml', 'flags: { dark: true, light: true }'] as const;
const WRAPPER = ['one/door.ts', 'export function opens(key) { return flags.isEnabled(key); }'] as const;

/** Which of the files were scanned that nothing but the name of a wrapper speaks for. */
async function scanned(...files: (readonly [string, string])[]): Promise<readonly string[]> {
  const workspace = await loadWorkspace(createMemoryHost([FLAGS, WRAPPER, ...files]));
  const snapshot = workspace.snapshot();
  return files.map(([path]) => path).filter((path) => snapshot.facts(path) !== undefined);
}

describe('a file that bears the name of a wrapper', () => {
  it('is scanned where imports may lead to it, and not where none does', async () => {
    const use = "opens('dark');";
    const beside = ['one/app.ts', `import { opens } from './door';\n${use}`] as const;
    const far = ['two/app.ts', `import { opens } from '../one/door';\n${use}`] as const;
    const farther = ['three/app.ts', `import { opens } from '../two/app';\n${use}`] as const;
    const other = ['four/app.ts', `import { opens } from './own';\n${use}`] as const;
    expect(await scanned(beside, other)).toEqual(['one/app.ts']);
    expect(await scanned(beside, far, farther, other)).toEqual(['one/app.ts', 'two/app.ts', 'three/app.ts']);
  });

  it('is scanned where a package or an alias leads to it', async () => {
    const named = ['one/package.json', '{ "name": "doors", "main": "door.ts" }'] as const;
    const alias = ['tsconfig.json', '{ "compilerOptions": { "paths": { "~door": ["one/door"] } } }'] as const;
    const byName = ['two/app.ts', "import { opens } from 'doors';\nopens('dark');"] as const;
    const byAlias = ['three/app.ts', "import { opens } from '~door';\nopens('light');"] as const;
    expect(await scanned(named, alias, byName, byAlias)).toEqual(['two/app.ts', 'three/app.ts']);
  });

  it('is scanned where the wrapper is a method, which an object from anywhere may have', async () => {
    const method = [
      'five/door.ts',
      'export class Door { ask(key) { return flags.isEnabled(key); } }',
    ] as const;
    expect(await scanned(method, ['six/app.ts', "door.ask('dark');"])).toContain('six/app.ts');
  });
});

it('a file that asks what is named for flags is scanned without a wrapper, behind `?.` too', async () => {
  expect(await scanned(['seven/app.ts', "toggle?.ask('dark');"])).toEqual(['seven/app.ts']);
});
