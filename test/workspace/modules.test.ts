import { describe, expect, it } from 'vitest';
import { reads } from '../support/check';
import { createMemoryHost, loadWorkspace } from '../support/memory-host';

describe('tsconfig.json', () => {
  it('extends one in another folder, whose paths are relative to where they stand', () =>
    reads(`
      //- config/base.json
      { "compilerOptions": { "paths": { "~/*": ["../packages/*"] } } }
      //- config/tsconfig.web.json
      { "extends": "./base" }
      //- packages/keys/index.ts
      export const DARK = 'dark';
      //- apps/web/tsconfig.json
      { "extends": "../../config/tsconfig.web.json" }
      //- apps/web/app.ts
      import { DARK } from '~/keys';
      flags.isEnabled(DARK);
      //              ^^^^ dark certain
      //- apps/other/app.ts
      import { DARK } from '~/keys';
      flags.isEnabled(DARK);
      //              ^^^^ dynamic
    `));

  it('extends several, of which the last to say so wins, and has its own paths over all of them', () =>
    reads(`
      //- a.json
      { "compilerOptions": { "baseUrl": "a", "paths": { "keys": ["keys.ts"] } } }
      //- b.json
      { "compilerOptions": { "baseUrl": "b" } }
      //- b/keys.ts
      export const DARK = 'b';
      //- own/keys.ts
      export const DARK = 'own';
      //- one/tsconfig.json
      { "extends": ["../a.json", "../b.json"] }
      //- one/app.ts
      import { DARK } from 'keys';
      flags.isEnabled(DARK);
      //              ^^^^ b certain
      //- two/tsconfig.json
      { "extends": "../a.json", "compilerOptions": { "baseUrl": ".", "paths": { "keys": ["../own/keys.ts"] } } }
      //- two/app.ts
      import { DARK } from 'keys';
      flags.isEnabled(DARK);
      //              ^^^^ own certain
    `));

  it('extends a package: one of the workspace, or one in node_modules', () =>
    reads(`
      //- tooling/tsconfig/package.json
      { "name": "@shop/tsconfig", "exports": { "./web": "./web.json" } }
      //- tooling/tsconfig/web.json
      { "compilerOptions": { "paths": { "@/*": ["\${configDir}/src/*"] } } }
      //- apps/web/tsconfig.json
      { "extends": "@shop/tsconfig/web" }
      //- apps/web/src/keys.ts
      export const DARK = 'dark';
      //- apps/web/src/pages/app.ts
      import { DARK } from '@/keys';
      flags.isEnabled(DARK);
      //              ^^^^ dark certain
      //- node_modules/presets/tsconfig.json
      { "compilerOptions": { "baseUrl": "\${configDir}/lib" } }
      //- apps/api/tsconfig.json
      { "extends": "presets" }
      //- apps/api/lib/names.ts
      export const LIGHT = 'light';
      //- apps/api/app.ts
      import { LIGHT } from 'names';
      flags.isEnabled(LIGHT);
      //              ^^^^^ light certain
    `));

  it('refers to the projects that hold for its sources', () =>
    reads(`
      //- tsconfig.json
      { "files": [], "references": [{ "path": "./projects/app.json" }, { "path": "./lib" }] }
      //- projects/app.json
      { "compilerOptions": { "paths": { "#keys": ["../src/keys.ts"] } }, "include": ["../src/**/*.ts"] }
      //- lib/tsconfig.json
      { "compilerOptions": { "baseUrl": "." } }
      //- src/keys.ts
      export const DARK = 'dark';
      //- lib/names.ts
      export const LIGHT = 'light';
      //- src/app.ts
      import { DARK } from '#keys';
      flags.isEnabled(DARK);
      //              ^^^^ dark certain
      //- lib/app.ts
      import { LIGHT } from 'names';
      flags.isEnabled(LIGHT);
      //              ^^^^^ light certain
    `));

  it('is asked for the exact name first, then for the pattern that says most; the nearest has the last word', () =>
    reads(`
      //- tsconfig.json
      { "compilerOptions": { "paths": { "@/*": ["src/*"], "@/keys/*": ["keys/*"], "@/keys/one": ["one.ts"], "up/*": ["keys/*"] } } }
      //- one.ts
      export const KEY = 'one';
      //- keys/two.ts
      export const KEY = 'two';
      //- src/three.ts
      export const KEY = 'three';
      //- app.ts
      import { KEY as ONE } from '@/keys/one';
      import { KEY as TWO } from '@/keys/two';
      import { KEY as THREE } from '@/three';
      flags.isEnabled(ONE);
      //              ^^^ one certain
      flags.isEnabled(TWO);
      //              ^^^ two certain
      flags.isEnabled(THREE);
      //              ^^^^^ three certain
      //- inner/tsconfig.json
      { "compilerOptions": { "paths": { "@/*": ["./*"] } } }
      //- inner/app.ts
      import { KEY as THREE } from '@/three';
      import { KEY as TWO } from 'up/two';
      flags.isEnabled(THREE);
      //              ^^^^^ dynamic
      flags.isEnabled(TWO);
      //              ^^^ two certain
    `));

  it('may extend itself, or nothing that is there', () =>
    reads(`
      //- tsconfig.json
      { "extends": ["./tsconfig.json", "./gone.json", "gone", 1], "compilerOptions": { "baseUrl": "src" } }
      //- src/keys.ts
      export const DARK = 'dark';
      //- app.ts
      import { DARK } from 'keys';
      flags.isEnabled(DARK);
      //              ^^^^ dark certain
    `));

  it('counts as it is now', async () => {
    const host = createMemoryHost([
      ['config/base.json', '{ "compilerOptions": { "paths": { "~/*": ["../one/*"] } } }'],
      ['tsconfig.json', '{ "extends": "./config/base.json" }'],
      ['one/keys.ts', "export const DARK = 'one';"],
      ['two/keys.ts', "export const DARK = 'two';"],
      ['app.ts', "import { DARK } from '~/keys';\nflags.isEnabled(DARK);"],
    ]);
    const workspace = await loadWorkspace(host);
    const key = (): unknown => workspace.snapshot().readsIn('app.ts')[0]?.key;
    expect(key()).toBe('one');
    host.write('config/base.json', '{ "compilerOptions": { "paths": { "~/*": ["../two/*"] } } }');
    await workspace.refresh(['config/base.json']);
    expect(key()).toBe('two');
    host.write('tsconfig.json', '{ "extends": "./config/other.json" }');
    host.write('config/other.json', '{ "compilerOptions": { "paths": { "~/*": ["../one/*"] } } }');
    await workspace.refresh(['tsconfig.json', 'config/other.json']);
    expect(key()).toBe('one');
  });
});

describe('package.json', () => {
  const KEYS = `
//- packages/keys/src/index.ts
export const DARK = 'dark';
//- packages/keys/src/flags/pay.ts
export const PAY = 'pay';
//- packages/keys/src/node.ts
export const NODE = 'node';
`;
  const APP = `
//- apps/web/app.ts
import { DARK } from '@shop/keys';
import { PAY } from '@shop/keys/flags/pay';
import { NODE } from '@shop/keys/node';
flags.isEnabled(DARK);
//              ^^^^ dark certain
flags.isEnabled(PAY);
//              ^^^ pay certain
flags.isEnabled(NODE);
//              ^^^^ node certain
`;

  it('exports by conditions and patterns, of sources or of what a build makes of them', async () => {
    await reads(`
//- package.json
{ "workspaces": ["packages/*"] }
//- packages/keys/package.json
{
  "name": "@shop/keys",
  "exports": {
    ".": { "browser": "./browser.js", "import": { "types": "./dist/types/index.d.ts", "default": "./dist/esm/index.mjs" } },
    "./flags/*": ["./missing/*.js", "./src/flags/*.ts"],
    "./*": "./build/*.js",
    "./flags/secret": null
  }
}${KEYS}${APP}`);
    await reads(`
//- pnpm-workspace.yaml
packages:
  - packages/*
//- packages/keys/package.json
{ "name": "@shop/keys", "exports": { ".": "./out/index.js", "./*.js": "./nowhere/*.js", "./*": "./out/*.js" } }
//- packages/keys/tsconfig.json
{ "compilerOptions": { "outDir": "out", "rootDir": "./src" } }${KEYS}${APP}`);
  });

  it('without exports: its main file, and any file of it', () =>
    reads(`
//- packages/keys/package.json
{ "name": "@shop/keys", "main": "dist" }${KEYS}${APP}`));

  it('names what is its own with #, and itself by its name', () =>
    reads(`
      //- packages/keys/package.json
      {
        "name": "@shop/keys",
        "exports": "./src/index.ts",
        "imports": { "#names": { "node": "./dist/names.js", "default": "./dist/names.js" }, "#lib/*.js": "./lib/*.js", "#more": "@shop/more" }
      }
      //- packages/keys/src/index.ts
      export const DARK = 'dark';
      //- packages/keys/src/names.ts
      export const NAME = 'name';
      //- packages/keys/lib/deep/er.ts
      export const DEEP = 'deep';
      //- packages/more/package.json
      { "name": "@shop/more" }
      //- packages/more/index.ts
      export const MORE = 'more';
      //- packages/keys/test/app.ts
      import { DARK } from '@shop/keys';
      import { NAME } from '#names';
      import { DEEP } from '#lib/deep/er.js';
      import { MORE } from '#more';
      import { GONE } from '#gone';
      flags.isEnabled(DARK);
      //              ^^^^ dark certain
      flags.isEnabled(NAME);
      //              ^^^^ name certain
      flags.isEnabled(DEEP);
      //              ^^^^ deep certain
      flags.isEnabled(MORE);
      //              ^^^^ more certain
      flags.isEnabled(GONE);
      //              ^^^^ dynamic
    `));

  it('names its dependencies as it likes', () =>
    reads(`
      //- packages/keys/package.json
      { "name": "@shop/keys", "main": "./index.ts" }
      //- packages/keys/index.ts
      export const DARK = 'dark';
      //- apps/web/package.json
      { "dependencies": { "a": "workspace:@shop/keys@*", "b": "file:../../packages/keys", "c": "workspace:../../packages/keys", "keys": "^1.0.0" } }
      //- keys.ts
      export const DARK = 'of the root, not of the package';
      //- apps/web/app.ts
      import { DARK as A } from 'a';
      import { DARK as B } from 'b';
      import { DARK as C } from 'c';
      import { DARK as D } from 'keys';
      flags.isEnabled(A);
      //              ^ dark certain
      flags.isEnabled(B);
      //              ^ dark certain
      flags.isEnabled(C);
      //              ^ dark certain
      flags.isEnabled(D);
      //              ^ dynamic
    `));

  it('of a member of the workspace wins over one that only bears its name; else the nearest does', () =>
    reads(`
      //- package.json
      { "workspaces": { "packages": ["packages/*", "!packages/old"] } }
      //- fixtures/keys/package.json
      { "name": "keys" }
      //- fixtures/keys/index.ts
      export const DARK = 'fixture';
      //- packages/old/package.json
      { "name": "keys" }
      //- packages/old/index.ts
      export const DARK = 'old';
      //- packages/keys/package.json
      { "name": "keys" }
      //- packages/keys/index.ts
      export const DARK = 'dark';
      //- fixtures/app.ts
      import { DARK } from 'keys';
      flags.isEnabled(DARK);
      //              ^^^^ dark certain
      //- one/names/package.json
      { "name": "names" }
      //- one/names/index.ts
      export const NAME = 'one';
      //- two/names/package.json
      { "name": "names" }
      //- two/names/index.ts
      export const NAME = 'two';
      //- two/app.ts
      import { NAME } from 'names';
      flags.isEnabled(NAME);
      //              ^^^^ two certain
    `));
});

describe('a file that names modules', () => {
  const FILES = [
    ['flags.yaml', 'flags: { dark: true }'],
    ['packages/k/package.json', '{ "name": "keys", "main": "index.ts" }'],
    ['packages/k/index.ts', "export const DARK = 'dark';"],
    ['app.ts', "import { DARK } from 'keys';\nflags.isEnabled(DARK);"],
  ] as const;

  it('has nothing connected anew where an editor opens and closes it as it is', async () => {
    const workspace = await loadWorkspace(createMemoryHost(FILES));
    const before = workspace.snapshot().readsIn('app.ts');
    await workspace.setBuffer('packages/k/package.json', FILES[1][1]);
    await workspace.setBuffer('packages/k/package.json', undefined);
    expect(before).toMatchObject([{ key: 'dark' }]);
    expect(workspace.snapshot().readsIn('app.ts')).toBe(before);
  });

  it('is heeded when another text is typed in it, and when that is gone', async () => {
    const workspace = await loadWorkspace(createMemoryHost(FILES));
    const keys = () =>
      workspace
        .snapshot()
        .readsIn('app.ts')
        .map(({ key }) => key);
    await workspace.setBuffer('packages/k/package.json', '{ "name": "locks", "main": "index.ts" }');
    expect(keys()).toEqual([undefined]);
    await workspace.setBuffer('packages/k/package.json', undefined);
    expect(keys()).toEqual(['dark']);
  });
});
