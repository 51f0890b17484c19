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

  it('is scanned where imports lead on to it from there, and not where they lead there from it', async () => {
    const barrel = ['one/index.ts', "export * from './door';"] as const;
    const user = ['two/app.ts', "import { opens } from '../one';\nopens('dark');"] as const;
    const used = ['one/words.ts', "export const opens = (key) => key;\nopens('dark');"] as const;
    const door = [
      'one/door.ts',
      "import './words';\nexport function opens(key) { return flags.isEnabled(key); }",
    ] as const;
    expect(await scanned(door, barrel, user, used)).toEqual(['one/door.ts', 'one/index.ts', 'two/app.ts']);
  });

  it('is scanned where a test puts something in the place of a module', async () => {
    const setUp = [
      'one/setup.ts',
      "vi.mock('~nobody/knows/where', () => ({ opens: (key) => key === 'dark' }));",
    ] as const;
    expect(await scanned(setUp)).toEqual(['one/setup.ts']);
  });
});

describe('a file that bears the name of a method that is a wrapper', () => {
  const METHOD = ['five/door.ts', 'export class Door { ask(key) { return flags.isEnabled(key); } }'] as const;
  const isScanned = async (text: string, ...others: (readonly [string, string])[]): Promise<boolean> => {
    const found = await scanned(METHOD, ...others, ['six/app.ts', text]);
    return found.includes('six/app.ts');
  };

  it('is scanned where it says a declared flag, for an object from anywhere may have it', async () => {
    expect(await isScanned("anything.ask('dark');")).toBe(true);
    expect(await isScanned("anything.ask('else');")).toBe(false);
  });

  it('is scanned where a module may give it a declared flag', async () => {
    const keys = ['six/keys.ts', "export const DARK = 'dark';"] as const;
    const barrel = ['six/index.ts', "export { DARK } from './keys';"] as const;
    const other = [
      'six/other.ts',
      "import { DARK } from './keys';\nexport const other = DARK.length;",
    ] as const;
    expect(await isScanned("import { DARK } from './keys';\nanything.ask(DARK);", keys)).toBe(true);
    expect(await isScanned("import { DARK } from '.';\nanything.ask(DARK);", keys, barrel)).toBe(true);
    expect(await isScanned("import { other } from './other';\nanything.ask(other);", keys, other)).toBe(
      false,
    );
  });

  it('is scanned where imports lead to its class, or the object is called like it or for flags', async () => {
    expect(await isScanned("import { make } from '../five/door';\nmake().ask('else');")).toBe(true);
    expect(await isScanned("this.frontDoor\n  .ask('else');")).toBe(true);
    expect(await isScanned("toggle?.ask('else');")).toBe(true);
  });
});
