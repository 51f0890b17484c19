import { describe, expect, it } from 'vitest';
import { checkFile, checkWorkspace } from '../../server/src/rules/check';
import { fixesFor } from '../../server/src/rules/rules';
import { applyEdits } from '../../server/src/text/edits';
import { createWorkspace } from '../../server/src/workspace/workspace';
import { check } from '../support/check';
import { createMemoryHost, TODAY, workspaceOf } from '../support/memory-host';

describe('unused-flag finds', () => {
  it('a declared flag that nothing reads', () =>
    check(`
      //- config/flags.yaml
      flags:
        dark_mode: true
        sidebar: true
      # ^^^^^^^ unused-flag: Nothing reads flag 'sidebar'. Delete its entry, or read it.
      //- src/app.ts
      flags.isEnabled('dark_mode');
    `));

  it('flags that only comments, documents and the flag files themselves name', () =>
    check(`
      //- config/flags.yaml
      flags:
        dark_mode: true # ask sidebar first
        sidebar: true
      # ^^^^^^^ unused-flag
      //- docs/flags.md
      \`sidebar\` shows the sidebar.
      //- src/app.ts
      // sidebar is not asked here
      flags.isEnabled('dark_mode');
    `));

  it('flags whose names are only part of a longer word elsewhere', () =>
    check(`
      //- config/flags.yaml
      flags:
        dark: true
      # ^^^^ unused-flag
      //- tools/run.py
      if flags["dark_mode"] or my_dark or x.darker or "not-dark": pass
      //- src/app.ts
      start();
    `));
});

describe('unused-flag keeps silent', () => {
  it('about reads of every kind, likely ones too', () =>
    check(`
      //- config/flags.yaml
      flags:
        called: true
        member: true
        element: true
        tested: true
        listed: true
        taken: true
        chosen: true
        other: true
        wrapped: true
      //- src/app.ts
      flags.isEnabled('called');
      featureFlags.member;
      featureFlags['element'];
      'tested' in featureFlags;
      enabledFlags.includes('listed');
      const { taken } = featureFlags;
      flags.isEnabled(pick ? 'chosen' : 'other');
      //- src/wrap.ts
      export const isWrapped = () => flags.isEnabled('wrapped');
    `));

  it('about flags that a dynamic key may reach', () =>
    check(`
      //- config/flags.yaml
      flags:
        pay_card: true
        pay_cash: true
        ship: true
      # ^^^^ unused-flag
      //- src/app.ts
      flags.isEnabled(\`pay_\${method}\`);
      //              ^^^^^^^^^^^^^^^ dynamic-flag
    `));

  it('about flags that code writes', () =>
    check(`
      //- config/flags.yaml
      flags:
        payments: true
        orders: true
      //- src/app.ts
      KILL_SWITCHES.payments = false;
      delete KILL_SWITCHES['orders'];
    `));

  it('about flags that other languages name', () =>
    check(`
      //- config/flags.yaml
      flags:
        in_python: true
        in_vue: true
        in_yaml: true
        in_html: true
        in_shell: true
        in_go: true
        dotted.key-of: true
      //- tools/run.py
      if flags.is_enabled("in_python"): pass
      //- web/App.vue
      <template><b v-if="isOn('in_vue')" /></template>
      //- deploy/values.yaml
      enabledFlags: [in_yaml]
      //- web/index.html
      <script>window.flag = 'in_html'; window.more = "dotted.key-of"</script>
      //- bin/run.sh
      curl "$URL/in_shell"
      //- cmd/main.go
      if flags.On("in_go") {}
      //- src/app.ts
      start();
    `));

  it('about flags whose entry another one needs by its alias', () =>
    check(`
      //- config/flags.yaml
      flags:
        base: &base { enabled: true }
        copy: *base
      //- src/app.ts
      flags.isEnabled('copy');
    `));

  it('where the workspace has no sources at all', () =>
    check(`
      //- config/flags.yaml
      flags:
        dark_mode: true
      //- README.md
      Flags of another repository.
    `));

  it('until every file has been read', async () => {
    const host = createMemoryHost([
      ['flags.yaml', 'flags:\n  a: true\n  b: true\n'],
      ['src/a.ts', "flags.isEnabled('a');"],
    ]);
    const workspace = createWorkspace(host, { clock: () => TODAY });
    const stop = new AbortController();
    await workspace.load({ signal: stop.signal, onProgress: () => stop.abort() });
    expect(workspace.snapshot().complete).toBe(false);
    expect(checkFile(workspace.snapshot(), 'flags.yaml').map(({ rule }) => rule)).not.toContain(
      'unused-flag',
    );

    await workspace.load();
    expect(checkFile(workspace.snapshot(), 'flags.yaml').map(({ rule }) => rule)).toContain('unused-flag');
  });
});

it('the fix of unused-flag deletes the entry', async () => {
  const files = new Map([
    ['flags.yaml', 'flags:\n  a: true\n  # About b.\n  b:\n    enabled: true\n  c: true\n'],
    ['src/a.ts', "flags.isEnabled('a') || flags.isEnabled('c');"],
  ]);
  const snapshot = (await workspaceOf(files)).snapshot();
  const finding = checkWorkspace(snapshot).find(({ rule }) => rule === 'unused-flag')!;
  const [fix] = fixesFor(snapshot, finding, (path) => files.get(path));
  expect(fix).toMatchObject({ title: "Delete the unused flag 'b'", isPreferred: true });
  expect(applyEdits(files.get('flags.yaml')!, fix!.edits[0]!.edits)).toBe('flags:\n  a: true\n  c: true\n');
});
