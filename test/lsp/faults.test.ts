import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver-protocol';
import { checkWorkspace } from '../../server/src/rules/check';
import type { WorkspaceHost } from '../../server/src/workspace/host';
import { createWorkspace } from '../../server/src/workspace/workspace';
import { folder } from '../node/folder';
import { createMemoryHost, type MemoryHost, TODAY } from '../support/memory-host';
import { createRandom } from '../support/random';
import { type Session, startSession } from './session';
import { askHover, CHECKOUT, FLAG_FILE, PAGE, SHOP, start } from './shop';

const sessions: Session[] = [];
afterEach(async () => {
  for (const session of sessions.splice(0)) await session.dispose();
});

async function at(root: string): Promise<Session> {
  const session = await startSession({}, { at: root });
  sessions.push(session);
  return session;
}

/** Every file below a folder, and what it holds. */
function contents(root: string): Map<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path, createHash('sha256').update(readFileSync(path)).digest('hex')];
    }),
  );
}

async function killed(session: Session): Promise<void> {
  const exit = new Promise((done) => session.process.once('exit', done));
  session.process.kill('SIGKILL');
  await exit;
}

const MANY: Record<string, string> = { ...SHOP };
for (let i = 0; i < 400; i++)
  MANY[`src/many/f${i}.ts`] =
    `import { isEnabled } from '../flags';\n${CHECKOUT.slice(40)}// ${'x'.repeat(500)}\n`;

describe('a server that is killed', () => {
  it('in the middle of reading leaves the files as they are, and the next one knows everything', {
    timeout: 120_000,
  }, async () => {
    const root = folder(MANY);
    const before = contents(root);
    const first = await at(root);
    await first.untilStatus(({ state }) => state === 'indexing');
    await killed(first);
    expect(contents(root)).toEqual(before);
    const second = await at(root);
    await second.untilFindings('src/checkout.ts', (found) => found.length === 2);
    await second.untilFindings('src/many/f399.ts', (found) => found.length === 2);
    expect(contents(root)).toEqual(before);
  });

  it('in the middle of an edit leaves all of it or nothing', async () => {
    const root = folder(SHOP);
    const first = await at(root);
    await first.untilFindings('src/checkout.ts', (found) => found.length === 2);
    const request = { flag: 'dark_mode', keep: true, scope: { kind: 'everywhere' } };
    await first.connection.sendRequest('workspace/executeCommand', {
      command: 'flagwright.removeEverywhere',
      arguments: [{ uri: first.uri('src/page.ts'), request }],
    });
    // The client has the edit, and answers a server that is gone.
    await first.until(() => (first.edits.length > 0 ? true : undefined));
    await killed(first);
    const second = await at(root);
    await second.untilStatus(({ state, flags }) => state === 'ready' && flags === 1);
    for (const file of ['config/flags.yaml', 'src/page.ts', 'src/checkout.ts'])
      expect(readFileSync(join(root, file), 'utf8')).not.toContain('dark_mode');
    expect(
      readdirSync(root, { recursive: true }).filter((name) => String(name).includes('.flagwright')),
    ).toEqual([]);
  });
});

describe('a thousand requests at once, half of them cancelled', () => {
  it('are answered or cancelled, each of them, and the server goes on', { timeout: 120_000 }, async () => {
    const server = await start();
    server.open('src/page.ts', PAGE);
    server.open('src/checkout.ts', CHECKOUT);
    const position = server.at(PAGE, "'dark|_mode'");
    const params = {
      textDocument: { uri: server.uri('src/page.ts') },
      position,
      range: { start: position, end: position },
      context: { diagnostics: [], includeDeclaration: true },
    };
    const methods = [
      'hover',
      'completion',
      'definition',
      'references',
      'codeAction',
      'documentHighlight',
      'prepareRename',
    ];
    const outcomes = await Promise.allSettled(
      Array.from({ length: 1000 }, (_, i) => {
        const cancel = new CancellationTokenSource();
        const answer = server.connection.sendRequest(
          `textDocument/${methods[i % methods.length]}`,
          params,
          cancel.token,
        );
        if (i % 2 === 1) cancel.cancel();
        else if (i % 50 === 0) server.change('src/checkout.ts', `${CHECKOUT}// ${i}\n`);
        return answer;
      }),
    );
    for (const [i, outcome] of outcomes.entries()) {
      if (i % 2 === 0) expect(outcome.status).toBe('fulfilled');
      else if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    }
    expect(await askHover(server, 'src/page.ts', PAGE, "'dark|_mode'")).toContain('dark_mode');
  });
});

/** A host whose answers come late, in whatever order chance has them. */
function slow(host: MemoryHost, seed: number): WorkspaceHost {
  const random = createRandom(seed);
  const wait = async (): Promise<void> => {
    for (let turns = random.below(6); turns > 0; turns--) await new Promise((done) => setImmediate(done));
  };
  return {
    ...host,
    list: async (exclude) => {
      await wait();
      return host.list(exclude);
    },
    read: async (path) => {
      await wait();
      const content = await host.read(path);
      await wait();
      return content;
    },
  };
}

describe('a drive that answers late', () => {
  it.each([1, 2, 3, 4, 5])('gives the same answers (seed %i)', async (seed) => {
    const host = createMemoryHost(Object.entries(SHOP));
    const workspace = createWorkspace(slow(host, seed), { clock: () => TODAY });
    const loaded = workspace.load();
    const random = createRandom(seed);
    const changes: Promise<void>[] = [];
    for (let i = 0; i < 30; i++) {
      const file = random.pick(['src/page.ts', 'src/checkout.ts', 'config/flags.yaml']);
      const text = random.pick([PAGE, CHECKOUT, FLAG_FILE, FLAG_FILE.replace('dark', 'light'), '']);
      if (random.chance(0.5)) changes.push(workspace.setBuffer(file, random.chance(0.3) ? undefined : text));
      else {
        host.write(file, text);
        changes.push(workspace.refresh([file]));
      }
      if (random.chance(0.3)) await new Promise((done) => setImmediate(done));
    }
    await Promise.all([loaded, ...changes]);
    const texts = await Promise.all(
      host.paths.map(async (path) => [path, (await workspace.text(path)) ?? ''] as const),
    );
    const fresh = createWorkspace(createMemoryHost(texts), { clock: () => TODAY });
    await fresh.load();
    expect(checkWorkspace(workspace.snapshot())).toEqual(checkWorkspace(fresh.snapshot()));
    expect(workspace.snapshot().keys()).toEqual(fresh.snapshot().keys());
  });
});

it('a clock that is set back and forth changes what follows from the day, and nothing else', async () => {
  let now = TODAY;
  const host = createMemoryHost(
    Object.entries({ ...SHOP, 'config/flags.yaml': FLAG_FILE.replaceAll('2099', '2027') }),
  );
  const workspace = createWorkspace(host, { clock: () => now });
  await workspace.load();
  const day = 86_400_000;
  for (const days of [0, 400, -400, 36_500, -20_000, 0, 1]) {
    now = TODAY + days * day;
    const fresh = createWorkspace(host, { clock: () => now });
    await fresh.load();
    expect(checkWorkspace(workspace.snapshot())).toEqual(checkWorkspace(fresh.snapshot()));
    await workspace.setBuffer('src/page.ts', `${PAGE}// ${days}\n`);
    await workspace.setBuffer('src/page.ts', undefined);
  }
});
