import { describe, expect, it } from 'vitest';
import { checkWorkspace } from '../../server/src/rules/check';
import { fixesFor } from '../../server/src/rules/rules';
import { applyEdits } from '../../server/src/text/edits';
import { check } from '../support/check';
import { createMemoryHost, loadWorkspace, workspaceOf } from '../support/memory-host';

describe('unknown-flag finds', () => {
  it('a key that no flag file declares, and says what was probably meant', () =>
    check(`
      //- config/flags.yaml
      flags:
        dark_mode: true
      //- src/app.ts
      flags.isEnabled('dark_mode');
      flags.isEnabled('dark_mod');
      //               ^^^^^^^^ unknown-flag: No flag file declares 'dark_mod'. Did you mean 'dark_mode'?
      flags.isEnabled('sidebar');
      //               ^^^^^^^ unknown-flag: No flag file declares 'sidebar'. Declare it there, or correct the key.
    `));

  it('an experiment, where the flag files declare one', () =>
    check(`
      //- flags.yaml
      flags: { prices: true }
      //- src/prices.ts
      import { useExperiment } from '@statsig/react-bindings';
      export const usePrices = () => useExperiment('prices');
      //- src/app.tsx
      import { useLayer } from '@statsig/react-bindings';
      export const useSide = () => useLayer('sidebar');
      //                                     ^^^^^^^ unknown-flag: No flag file declares 'sidebar'.
    `));

  it('a constant from another file, at the name that stands for it', () =>
    check(`
      //- config/flags.yaml
      flags:
        dark_mode: true
      //- src/keys.ts
      export const KEYS = { dark: 'dark_mode', side: 'side_bar' } as const;
      //- src/app.ts
      import { KEYS } from './keys';
      flags.isEnabled(KEYS.dark);
      flags.isEnabled(KEYS.side);
      //                   ^^^^ unknown-flag: No flag file declares 'side_bar'.
    `));

  it('a key at a reader without a telling name, once that reader is known to read flags', () =>
    check(`
      //- config/flags.yaml
      flags:
        dark_mode: true
      //- src/gate.ts
      export function isEnabled(name: string): boolean { return lookUp(name); }
      //- src/app.ts
      import { isEnabled } from './gate';
      isEnabled('dark_mode');
      //- src/other.ts
      import { isEnabled as on } from './gate';
      import { isEnabled } from './gate';
      isEnabled('drak_mode');
      //         ^^^^^^^^^ unknown-flag: No flag file declares 'drak_mode'. Did you mean 'dark_mode'?
    `));

  it('a key at a wrapper of the project, in JavaScript and JSX too', () =>
    check(`
      //- config/flags.yaml
      flags:
        dark_mode: true
      //- src/gate.js
      export const gated = (name) => client.isEnabled(name);
      //- src/app.jsx
      import { gated } from './gate';
      export const App = () => <b>{gated('dark_mode') && gated('dusk_mode')}</b>;
      //                                                        ^^^^^^^^^ unknown-flag
    `));

  it('a key at a configured reader and in a configured table', () =>
    check(`
      //- flagwright.config.json
      { "wrappers": [{ "call": "ask", "key": 1 }, { "bulk": "uiConfig.flags" }] }
      //- config/flags.yaml
      flags:
        dark_mode: true
      //- src/app.ts
      ask(request, 'dusk');
      //            ^^^^ unknown-flag
      if (uiConfig.flags.darkMode || uiConfig.flags.dark_mode) start();
      //                 ^^^^^^^^ unknown-flag: No flag file declares 'darkMode'. Did you mean 'dark_mode'?
    `));

  it('a key in an SDK, whatever the client is called', () =>
    check(`
      //- config/flags.yaml
      flags:
        dark_mode: true
      //- src/app.tsx
      import { useFeatureIsOn } from '@growthbook/growthbook-react';
      export const useDark = () => useFeatureIsOn('dark_mode') && useFeatureIsOn('dusk');
      //                                                                          ^^^^ unknown-flag
    `));
});

describe('unknown-flag raises no false alarm', () => {
  it('about experiments and configurations where the flag files are about flags alone', () =>
    check(`
      //- flags.yaml
      flags: { navigation: true }
      //- src/app.tsx
      import { useExperiment, useGateValue } from '@statsig/react-bindings';
      export const useTitle = () => [useGateValue('navigation'), useExperiment('titles').get('title', '')];
      //- src/server.ts
      import Statsig from 'statsig-node';
      const config = (name: string) => Statsig.getConfig({ userID: 'a' }, name);
      export const limits = config('limits');
    `));

  it('at a key that is negated', () =>
    check(`
      //- flags.yaml
      flags: { dark_mode: true }
      //- src/app.ts
      flags.isEnabled('dark_mode') || flags.isEnabled('!dark_mode');
      flags.isEnabled('!dusk');
      //               ^^^^^ unknown-flag
    `));

  it('at look-alikes', () =>
    check(`
      //- config/flags.yaml
      flags:
        dark_mode: true
      //- src/app.ts
      flags.isEnabled('dark_mode');
      button.isEnabled('x');
      form.isEnabled('submit');
      seen.has('x');
      new Set(['a']).has('b');
      element.getVariant('bold');
      plugin.isEnabled(name);
      // flags.isEnabled('only_said')
      const text = "flags.isEnabled('quoted')";
    `));

  it('at a method of the same name on another receiver', () =>
    check(`
      //- config/flags.yaml
      flags:
        dark_mode: true
      //- src/app.ts
      client.isEnabled('dark_mode');
      button.isEnabled('primary');
    `));

  it('at a function of the same name from another module', () =>
    check(`
      //- config/flags.yaml
      flags:
        dark_mode: true
      //- src/flags.ts
      export function isEnabled(name: string) { return store.get(name); }
      //- src/plugins.ts
      export function isEnabled(name: string) { return plugins.includes(name); }
      //- src/a.ts
      import { isEnabled } from './flags';
      isEnabled('dark_mode');
      //- src/b.ts
      import { isEnabled } from './plugins';
      isEnabled('spell-check');
    `));

  it('at members of tables, `in` and `includes`', () =>
    check(`
      //- config/flags.yaml
      flags:
        dark_mode: true
      //- src/app.ts
      if (featureFlags.dark_mode) start();
      if (featureFlags.length) start();
      if (featureFlags['dusk']) start();
      if ('dusk' in featureFlags) start();
      if (enabledFlags.includes('dusk')) start();
      const { dusk } = featureFlags;
    `));

  it('at keys that are known only at run time', () =>
    check(`
      //- config/flags.yaml
      flags:
        dark_mode: true
      //- src/app.ts
      flags.isEnabled('dark_mode');
      flags.isEnabled(name());
      //              ^^^^^^ dynamic-flag
    `));

  it('without a flag file', () =>
    check(`
      //- src/app.ts
      flags.isEnabled('dark_mode');
    `));

  it('while a flag file is so broken that flags may be missing', () =>
    check(
      `
      //- config/flags.yaml
      flags:
        dark_mode
        light: true
      //- src/app.ts
      flags.isEnabled('light') && flags.isEnabled('dark_mode');
    `,
      { quiet: ['invalid-flag', 'unused-flag', 'missing-owner', 'missing-expiry'] },
    ));

  it('but speaks where a broken file has lost nothing', () =>
    check(`
      //- config/flags.yaml
      flags:
        light: true
        dark: tru
      # ^^^^ invalid-flag
      //- src/app.ts
      flags.isEnabled('light'), flags.isEnabled('dark'), flags.isEnabled('dusk');
      //                                                                  ^^^^ unknown-flag
    `));

  it('while one of several flag files is broken', () =>
    check(
      `
      //- a/flags.yaml
      flags:
        dark_mode: true
      //- b/flags.json
      { "flags": { "dusk": { "enabled": 
      //- src/app.ts
      flags.isEnabled('dark_mode');
      flags.isEnabled('light');
    `,
      { quiet: ['invalid-flag', 'missing-owner', 'missing-expiry', 'unused-flag'] },
    ));

  it('while a flag file cannot be read', async () => {
    const host = createMemoryHost([
      ['a/flags.yaml', 'flags:\n  dark_mode: true\n'],
      ['src/app.ts', "flags.isEnabled('dark_mode') || flags.isEnabled('dusk');"],
    ]);
    host.block('b/flags.yaml', 'Permission denied.');
    const workspace = await loadWorkspace(host);
    expect(checkWorkspace(workspace.snapshot())).toEqual([]);

    host.write('b/flags.yaml', 'flags:\n  light: true\n');
    await workspace.refresh(['b/flags.yaml']);
    const found = checkWorkspace(workspace.snapshot()).map(({ rule, flag }) => `${rule} ${flag}`);
    expect(found).toContain('unknown-flag dusk');
  });

  it('in a flags.json about countries', () =>
    check(`
      //- data/flags.json
      { "de": { "name": "Germany", "colors": ["black", "red", "gold"] }, "fr": { "name": "France" } }
      //- src/app.ts
      flags.isEnabled('dark_mode');
    `));

  it('at a key that another package of a monorepo declares', () =>
    check(`
      //- packages/a/package.json
      { "name": "a" }
      //- packages/a/flags.yaml
      flags:
        alpha: true
      //- packages/b/package.json
      { "name": "b" }
      //- packages/b/flags.yaml
      flags:
        beta: true
      //- packages/b/src/app.ts
      flags.isEnabled('alpha') || flags.isEnabled('beta');
    `));

  it('at keys that only exist on every object', () =>
    check(`
      //- config/flags.yaml
      flags:
        dark_mode: true
      //- src/app.ts
      flags.isEnabled('dark_mode');
      flags.isEnabled('constructor');
      //               ^^^^^^^^^^^ unknown-flag
      flags.isEnabled('__proto__');
      //               ^^^^^^^^^ unknown-flag
    `));
});

describe('the fixes of unknown-flag', () => {
  const fixes = async (source: string) => {
    const files = new Map([
      ['config/flags.yaml', 'flags:\n  dark_mode:\n    enabled: true\n  dark_mood: { enabled: true }\n'],
      ['src/keys.ts', "export const DARK = 'dark_moody';\n"],
      ['src/app.ts', source],
    ]);
    const workspace = await workspaceOf(files);
    const finding = checkWorkspace(workspace.snapshot()).find(({ rule }) => rule === 'unknown-flag')!;
    return fixesFor(workspace.snapshot(), finding, (path) => files.get(path)).map(
      ({ title, edits, isPreferred = false }) => ({
        title,
        isPreferred,
        after: applyEdits(files.get(edits[0]!.file)!, edits[0]!.edits),
      }),
    );
  };

  it('offer the nearest keys first, then the entry that is missing', async () => {
    const source = "flags.isEnabled('dark_mod');\n";
    const found = await fixes(source);
    expect(found.map(({ title, isPreferred }) => `${isPreferred ? '* ' : ''}${title}`)).toEqual([
      "* Change to 'dark_mode'",
      "Change to 'dark_mood'",
      "Add 'dark_mod' to config/flags.yaml",
    ]);
    expect(found[0]!.after).toBe("flags.isEnabled('dark_mode');\n");
    expect(found[2]!.after).toContain('  dark_mod: { enabled: false, created: 2026-11-23 }\n');
  });

  it('leave the name alone that stands for a key', async () => {
    const found = await fixes("import { DARK } from './keys';\nflags.isEnabled(DARK);\n");
    expect(found.map(({ title }) => title)).toEqual(["Add 'dark_moody' to config/flags.yaml"]);
  });
});
