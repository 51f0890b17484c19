import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { expect, it } from 'vitest';
import { serveMcp } from '../../server/src/cli/mcp';
import { folder, put } from '../node/folder';
import { TODAY } from './cli';

const FILES = {
  'flags.yaml': `flags:
  checkout: { enabled: true, percentage: 10, owner: pay, description: One page. }
  done: { enabled: true, created: 2026-01-01 }
`,
  'src/app.ts': "if (flags.isEnabled('done')) go();\nelse stay();\nflags.isEnabled('checkout');\n",
};

/** An assistant that talks to a server on a folder; `ask` gives the answer's JSON, or the refusal's text. */
async function assistant(root: string, { allowWrite = false } = {}) {
  const [own, its] = InMemoryTransport.createLinkedPair();
  const log: string[] = [];
  const served = serveMcp(its, { root, allowWrite, log: (line) => log.push(line), clock: () => TODAY });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(own);
  return {
    client,
    log,
    async ask(name: string, input: Record<string, unknown> = {}) {
      const { content, isError } = await client.callTool({ name: `flagwright_${name}`, arguments: input });
      const [{ text }] = content as [{ text: string }];
      return isError ? text : JSON.parse(text);
    },
    async close() {
      await client.close();
      await served;
    },
  };
}

it('offers four tools, and none that writes', async () => {
  const { client, close } = await assistant(folder(FILES));
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual([
    'flagwright_list_flags',
    'flagwright_find_usages',
    'flagwright_plan_removal',
    'flagwright_evaluate',
  ]);
  for (const { annotations, description } of tools) {
    expect(annotations).toMatchObject({ readOnlyHint: true });
    expect(description).toMatch(/\.$/);
  }
  await close();
});

it('says which flags code reads that no flag file declares', async () => {
  const app =
    "import { useFlag } from '@unleash/proxy-client-react';\nexport const isNew = () => useFlag('new_cart');\n";
  const { ask, close } = await assistant(folder({ 'app.ts': app }));
  const { total, flags } = await ask('list_flags');
  expect(total).toBe(1);
  expect(flags).toMatchObject([{ key: 'new_cart', declared: false, reads: 1, file: 'app.ts', line: 2 }]);
  expect((await ask('list_flags', { due: true })).flags).toEqual([]);
  await close();
});

it('says which flags there are', async () => {
  const { ask, close } = await assistant(folder(FILES));
  const { total, flags } = await ask('list_flags');
  expect(total).toBe(2);
  expect(flags[0]).toEqual({
    key: 'checkout',
    state: 'partial',
    rollout: 'on for 10 % of users',
    stage: 'gradual rollout',
    owner: 'pay',
    description: 'One page.',
    type: null,
    created: null,
    expires: null,
    due: false,
    why: 'It is on for some and off for others, so it is still in use.',
    reads: 1,
    file: 'flags.yaml',
    line: 2,
    column: 3,
    code: 'checkout: { enabled: true, percentage: 10, owner: pay, description: One page. }',
  });
  expect((await ask('list_flags', { due: true })).flags).toMatchObject([{ key: 'done' }]);
  expect((await ask('list_flags', { query: 'PAY' })).flags).toMatchObject([{ key: 'checkout' }]);
  await close();
});

it('finds usages, and says what was probably meant', async () => {
  const { ask, close } = await assistant(folder(FILES));
  expect(await ask('find_usages', { flag: 'checkout' })).toEqual({
    flag: 'checkout',
    declared: true,
    usages: [
      expect.objectContaining({ kind: 'declaration', file: 'flags.yaml', line: 2 }),
      {
        kind: 'read',
        certainty: 'certain',
        file: 'src/app.ts',
        line: 3,
        column: 18,
        code: "flags.isEnabled('checkout');",
      },
    ],
  });
  expect(await ask('find_usages', { flag: 'chekout' })).toEqual({
    flag: 'chekout',
    declared: false,
    didYouMean: 'checkout',
    usages: [],
  });
  expect(await ask('find_usages')).toBe('"flag" is a text, and is needed.');
  await close();
});

it('plans a removal and writes nothing', async () => {
  const root = folder(FILES);
  const { ask, close } = await assistant(root);
  expect(await ask('plan_removal', { flag: 'done' })).toEqual({
    flag: 'done',
    keep: true,
    complete: true,
    removesEntry: true,
    files: ['src/app.ts', 'flags.yaml'],
    diff: expect.stringContaining("-if (flags.isEnabled('done')) go();\n-else stay();\n+go();\n"),
    review: [],
    notes: [],
    checks: { types: 'not-run', reason: expect.any(String) },
  });
  expect(readFileSync(`${root}/src/app.ts`, 'utf8')).toBe(FILES['src/app.ts']);
  expect(await ask('plan_removal', { flag: 'checkout' })).toBe(
    '\'checkout\' is on for 10 % of users: neither fully on nor fully off. Ask the person which value the code keeps, and give it as "keep".',
  );
  expect(await ask('plan_removal', { flag: 'checkout', keep: false })).toMatchObject({ keep: false });
  expect(await ask('plan_removal', { flag: 'dnoe' })).toContain("Did you mean 'done'?");
  await close();
});

it('evaluates', async () => {
  const { ask, close } = await assistant(folder(FILES));
  expect(await ask('evaluate', { flag: 'done' })).toMatchObject({ flag: 'done', declared: true, on: true });
  expect(await ask('evaluate', { flag: 'checkout', context: { user_id: 'user_123' } })).toMatchObject({
    on: false,
    step: 'percentage',
  });
  expect(await ask('evaluate', { flag: 'checkout', context: 'user_123' })).toMatch(/^"context" is an object/);
  await close();
});

it('answers from the files as they are now', async () => {
  const root = folder(FILES);
  const { ask, close } = await assistant(root);
  await ask('list_flags');
  put(root, 'flags.yaml', 'flags: { other: true }');
  const { flags } = await ask('list_flags');
  expect(flags.filter(({ declared }: { declared?: boolean }) => declared !== false)).toMatchObject([
    { key: 'other' },
  ]);
  await close();
});

it('writes a removal where it was allowed to', async () => {
  const root = folder(FILES);
  const { ask, client, close } = await assistant(root, { allowWrite: true });
  const { tools } = await client.listTools();
  expect(tools.at(-1)).toMatchObject({
    name: 'flagwright_apply_removal',
    annotations: { readOnlyHint: false, destructiveHint: true },
  });
  expect(await ask('apply_removal', { flag: 'done' })).toMatchObject({ written: true, complete: true });
  expect(readFileSync(`${root}/src/app.ts`, 'utf8')).toBe("go();\nflags.isEnabled('checkout');\n");
  await close();
});

it('talks over standard input and output', async () => {
  const cli = join(__dirname, '../../dist/cli.js');
  if (!existsSync(cli)) execFileSync(process.execPath, ['esbuild.mjs'], { cwd: join(__dirname, '../..') });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [cli, 'mcp', '--root', folder(FILES)] }),
  );
  const { content } = await client.callTool({ name: 'flagwright_evaluate', arguments: { flag: 'done' } });
  expect((content as [{ text: string }])[0].text).toContain('"on": true');
  await client.close();
});
