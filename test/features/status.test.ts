import { describe, expect, it } from 'vitest';
import { status } from '../../server/src/features/status';
import { createWorkspace } from '../../server/src/workspace/workspace';
import { createMemoryHost, loadWorkspace } from '../support/memory-host';
import { openFixture } from '../support/workspace';

describe('the status', () => {
  it('counts flags, files and reads over all folders', async () => {
    const { snapshot } = await openFixture(`
      //- flags.yaml
      flags: { a: true, b: false }
      //- app.ts
      isEnabled('a'); isEnabled('b'); isEnabled('nobody');
    `);
    expect(status([snapshot])).toEqual({ state: 'ready', flags: 2, flagFiles: 1, reads: 2 });
    expect(status([snapshot, snapshot])).toEqual({ state: 'ready', flags: 4, flagFiles: 2, reads: 4 });
  });

  it('is indexing until all is read', () => {
    expect(status([createWorkspace(createMemoryHost()).snapshot()]).state).toBe('indexing');
  });

  it('counts the flags that code reads where there is no flag file', async () => {
    const { snapshot } = await openFixture(`
      //- app.ts
      import { useFlags, useLDClient } from 'launchdarkly-react-client-sdk';
      const { newCart, oldCart } = useFlags();
      useLDClient().variation('newCart', false);
      isEnabled('a');
    `);
    const none = { flags: 0, flagFiles: 0, reads: 0 };
    const undeclared = { flags: 2, reads: 3 };
    expect(status([snapshot])).toEqual({ state: 'noFlagFile', ...none, undeclared });
  });

  it('says that there is no flag file where the configuration is about one, and nothing in a workspace without flags', async () => {
    const none = { flags: 0, flagFiles: 0, reads: 0 };
    const configured = await openFixture(`
      //- flagwright.config.json
      { "staleAfterDays": { "release": 30 } }
      //- app.ts
      isEnabled('a');
    `);
    expect(status([configured.snapshot])).toEqual({ state: 'noFlagFile', ...none });
    const other = await openFixture(`
      //- app.ts
      isEnabled('a');
    `);
    expect(status([other.snapshot])).toEqual({ state: 'nothing', ...none });
    expect(status([])).toEqual({ state: 'nothing', ...none });
  });

  it('tells of the first thing that is wrong', async () => {
    const host = createMemoryHost([['flags.yaml', 'flags: { a: true }']]);
    host.block('config/flags.yml', 'It cannot be read: permission denied.');
    const snapshot = (await loadWorkspace(host)).snapshot();
    expect(status([snapshot]).message).toBe('config/flags.yml: It cannot be read: permission denied.');
    const config = await openFixture(`
      //- flagwright.config.json
      { "rulez": {} }
    `);
    expect(status([config.snapshot]).message).toMatch(/^flagwright\.config\.json: 'rulez' is no setting/);
  });

  it('has failed where a folder could not be read', async () => {
    const { snapshot } = await openFixture(`
      //- flags.yaml
      flags: { a: true }
    `);
    const failed = status([snapshot, createWorkspace(createMemoryHost()).snapshot()], {
      failures: ['It broke.'],
    });
    expect(failed).toMatchObject({ state: 'failed', flags: 1, message: 'It broke.' });
  });

  it('is ready where Flagwright fails on one file, and says so', async () => {
    const host = createMemoryHost([
      ['flags.yaml', 'flags: { a: true }'],
      ['odd.ts', "isEnabled('a');"],
      ['app.ts', "isEnabled('a');"],
    ]);
    const read: typeof host.read = (path) =>
      path === 'odd.ts' ? Promise.reject(new Error('boom')) : host.read(path);
    const workspace = await loadWorkspace({ ...host, read });
    expect(status([workspace.snapshot()])).toEqual({
      state: 'ready',
      flags: 1,
      flagFiles: 1,
      reads: 1,
      message: 'odd.ts: Flagwright fails on this file, which is a defect of its own: Error: boom',
    });
  });
});
