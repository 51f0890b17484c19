/** Several roots in one window, each with its own configuration, and packages of a monorepo below one. */
import { describe, expect, it } from 'vitest';
import type { Hover, Location } from 'vscode-languageserver-protocol/node';
import { ask, start } from './shop';

const WEB = `import { isEnabled } from './flags';
export const menu = () => (isEnabled('menu') ? 1 : 2);
export const wrong = () => isEnabled('only_api');
`;
const API = `import { ask } from './flags';
export const menu = () => (ask('menu') ? 1 : 2);
`;

const ROOTS = {
  'web/flagwright.config.json': '{ "rules": { "unknown-flag": "error" } }',
  'web/flags.yaml': 'flags:\n  menu: { enabled: true, percentage: 10, owner: web, expires: 2099-01-01 }\n',
  'web/src/flags.ts': 'export function isEnabled(key: string): boolean {\n  return table.has(key);\n}\n',
  'web/src/app.ts': WEB,
  'api/flagwright.config.json':
    '{ "flagFiles": [{ "glob": "toggles.yml" }], "wrappers": [{ "call": "ask", "key": 0 }] }',
  'api/toggles.yml':
    'flags:\n  menu: { enabled: true, percentage: 70, owner: api, expires: 2099-01-01 }\n  only_api: { enabled: false, owner: api, expires: 2099-01-01 }\n',
  'api/src/flags.ts': 'export declare function ask(key: string): boolean;\n',
  'api/src/app.ts': API,
};

describe('several roots', () => {
  it('have their own configurations, flag files and reads', async () => {
    const server = await start(ROOTS, { roots: ['web', 'api'] });
    expect(await server.untilStatus(({ state }) => state === 'ready')).toMatchObject({
      flags: 3,
      flagFiles: 2,
    });
    expect(await server.untilFindings('web/src/app.ts', (found) => found.length > 0)).toEqual([
      "unknown-flag: No flag file declares 'only_api'. Declare it there, or correct the key.",
    ]);
    expect(server.findings('api/src/app.ts')).toEqual([]);
    // Where another root declares it, one is led there.
    const related = await server.until(() =>
      server
        .publications('web/src/app.ts')
        .at(-1)!
        .flatMap(({ relatedInformation = [] }) => relatedInformation)
        .at(0),
    );
    expect(related).toMatchObject({
      message: "The folder 'api' declares it, in toggles.yml.",
      location: { uri: server.uri('api/toggles.yml'), range: { start: { line: 2, character: 2 } } },
    });
    const rollout = async (file: string, text: string) =>
      JSON.stringify((await ask<Hover>(server, 'hover', file, text, "'me|nu'")).contents);
    expect(await rollout('web/src/app.ts', WEB)).toContain('10 %');
    expect(await rollout('api/src/app.ts', API)).toContain('70 %');
    const references = await ask<Location[]>(server, 'references', 'web/src/app.ts', WEB, "'me|nu'");
    expect(references.every(({ uri }) => uri.includes('/web/'))).toBe(true);
  });

  it('come and go while the window is open', async () => {
    const server = await start(ROOTS, { roots: ['web'] });
    await server.untilFindings('web/src/app.ts', (found) => found.length > 0);
    const api = { uri: server.uri('api'), name: 'api' };
    const change = (event: object) =>
      server.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
    await change({ added: [api], removed: [] });
    expect(await server.untilStatus(({ flags }) => flags === 3)).toMatchObject({ flagFiles: 2 });
    await change({ added: [], removed: [{ uri: server.uri('web'), name: 'web' }] });
    expect(await server.untilFindings('web/src/app.ts', (found) => found.length === 0)).toEqual([]);
    expect(await server.untilStatus(({ flags }) => flags === 2)).toMatchObject({ flagFiles: 1 });
  });

  it('of which one lies in another: the inner one speaks for its files', async () => {
    const server = await start(ROOTS, { roots: ['', 'web'] });
    await server.untilStatus(({ state }) => state === 'ready');
    // Below the outer root alone it would be known, for a package beside it declares it.
    const found = await server.untilFindings('web/src/app.ts', (list) => list.length > 0);
    expect(found).toEqual([
      "unknown-flag: No flag file declares 'only_api'. Declare it there, or correct the key.",
    ]);
  });
});

it('a configuration below the root is said not to count here', async () => {
  const config = '{ "rules": { "unknown-flag": "off" } }';
  const server = await start({ ...ROOTS, 'web/src/flagwright.config.json': config }, { roots: ['web'] });
  server.open('web/src/flagwright.config.json', config);
  expect(await server.untilFindings('web/src/flagwright.config.json', (found) => found.length > 0)).toEqual([
    'other-root: This configuration counts where its folder is opened as a root of its own, or named by --root. Here flagwright.config.json counts.',
  ]);
});

describe('packages below one root', () => {
  const READ = (key: string) => `import { isEnabled } from '../../shared/src/flags';
export const on = () => (isEnabled('${key}') ? 1 : 2);
`;
  const PACKAGES = {
    'package.json': '{ "workspaces": ["packages/*"] }',
    'packages/shared/package.json': '{ "name": "shared" }',
    'packages/shared/flags.yaml':
      'flags:\n  everywhere: { enabled: true, percentage: 30, owner: all, expires: 2099-01-01 }\n',
    'packages/shared/src/flags.ts':
      'export function isEnabled(key: string): boolean {\n  return table.has(key);\n}\n',
    'packages/web/package.json': '{ "name": "web" }',
    'packages/web/flags.yaml':
      'flags:\n  menu: { enabled: true, created: 2020-01-01, owner: web, expires: 2099-01-01 }\n',
    'packages/web/src/app.ts': READ('menu'),
    'packages/web/src/shared.ts': READ('everywhere'),
    'packages/api/package.json': '{ "name": "api" }',
    'packages/api/flags.yaml':
      'flags:\n  menu: { enabled: true, percentage: 5, owner: api, expires: 2099-01-01 }\n',
    'packages/api/src/app.ts': READ('menu'),
    'packages/api/src/shared.ts': READ('everywhere'),
  };

  it('have the flags of the nearest file, and share those of a package', async () => {
    const server = await start(PACKAGES);
    expect(await server.untilFindings('packages/web/src/app.ts', (found) => found.length > 0)).toEqual([
      expect.stringMatching(/^stale-flag: Flag 'menu' is stale/),
    ]);
    expect(server.findings('packages/api/src/app.ts')).toEqual([]);
    const hover = async (file: string) =>
      JSON.stringify(
        (await ask<Hover>(server, 'hover', file, PACKAGES[file as keyof typeof PACKAGES], "isEnabled('|"))
          .contents,
      );
    expect(await hover('packages/web/src/app.ts')).toContain('packages/web/flags.yaml');
    expect(await hover('packages/api/src/app.ts')).toContain('packages/api/flags.yaml');
    for (const one of ['web', 'api']) {
      expect(await hover(`packages/${one}/src/shared.ts`)).toContain('packages/shared/flags.yaml');
      expect(server.findings(`packages/${one}/src/shared.ts`)).toEqual([]);
    }
  });
});
