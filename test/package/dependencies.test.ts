import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { thirdPartyNotices } from '../../scripts/lib/notices.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const json = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const manifest = json('package.json');

it('every dependency is pinned, and whoever installs the package gets none besides', () => {
  expect(manifest.dependencies).toBeUndefined();
  for (const [name, version] of Object.entries(manifest.devDependencies)) {
    expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
  }
});

it('the lock names no server, and knows what each package is by its hash', () => {
  for (const [name, entry] of Object.entries<{ integrity?: string; resolved?: string; link?: boolean }>(
    json('package-lock.json').packages,
  )) {
    if (name === '' || entry.link) continue;
    expect([name, entry.resolved]).toEqual([name, undefined]);
    expect([name, entry.integrity]).toEqual([name, expect.stringMatching(/^sha512-/)]);
  }
});

it('the notices name what the bundles hold now, each with its version and its licence', {
  timeout: 120_000,
}, async () => {
  const bundled = await Promise.all([
    bundle('node', [
      'client/src/extensionNode.ts',
      'server/src/lsp/main.ts',
      'server/src/cli/main.ts',
      'server/src/node/type-check-process.ts',
    ]),
    bundle('browser', ['client/src/extensionWeb.ts', 'server/src/lsp/worker-main.ts', 'page/main.ts']),
  ]);
  const headOf = (text: string) =>
    [...text.matchAll(/^(?:@[^/\s]+\/)?[^\s/]+ \d+\.\d+\.\d+\S* \(.+\)$/gm)].map(([line]) => line);
  const fresh = headOf(thirdPartyNotices(bundled));
  const shipped = headOf(readFileSync(path.join(root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8'));
  expect(fresh.length).toBeGreaterThan(10);
  // The build leaves one validator out, with what it needs.
  const leftOut = /^(ajv|ajv-formats|fast-deep-equal|fast-uri|json-schema-traverse|require-from-string) /;
  expect(fresh.filter((line) => !shipped.includes(line) && !leftOut.test(line))).toEqual([]);
  expect(shipped.filter((line) => !fresh.includes(line))).toEqual([]);
});

async function bundle(platform: 'node' | 'browser', entryPoints: string[]) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    bundle: true,
    write: false,
    outdir: 'unused',
    metafile: true,
    platform,
    external: ['vscode', ...builtinModules],
    logLevel: 'error',
  });
  return metafile;
}
