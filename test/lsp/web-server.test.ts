/** The server as a web worker runs it: the built bundle, in a scope that has nothing of Node. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { expect, it } from 'vitest';
import type { CompletionItem, Hover, PublishDiagnosticsParams } from 'vscode-languageserver-protocol';
import { CHECKOUT, SHOP } from './shop';

const DIST = path.resolve(import.meta.dirname, '../../dist');
const ROOT = 'vscode-vfs://github/team/shop';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** A web worker with the bundle in it, as far as messages go; `answer` is asked what the server asks the client. */
function startWorker(answer: (method: string, params: { readonly uri: string }) => unknown) {
  const waiting = new Map<number, (message: Message) => void>();
  const listeners: ((message: Message) => void)[] = [];
  const inside: ((event: { readonly data: unknown }) => void)[] = [];
  const scope: Record<string, unknown> & { onmessage?: (event: { readonly data: unknown }) => void } = {
    ...{ setTimeout, clearTimeout, setInterval, clearInterval, queueMicrotask, performance, crypto, btoa },
    ...{ TextDecoder, TextEncoder, URL, AbortController, console, structuredClone },
    addEventListener: (type: string, listener: (typeof inside)[number]) => {
      if (type === 'message') inside.push(listener);
    },
    importScripts: (name: string) => runInContext(readFileSync(path.join(DIST, name), 'utf8'), context),
    postMessage(message: Message) {
      const { id, method, params } = structuredClone(message);
      if (method === undefined) waiting.get(id!)?.(message);
      else if (id === undefined) for (const listener of listeners) listener(message);
      else {
        void Promise.resolve(answer(method, params as { uri: string })).then((result) =>
          send({ id, result: result === undefined ? null : result }),
        );
      }
    },
  };
  scope.self = scope;
  const context = createContext(scope);
  const post = (data: unknown): void => {
    scope.onmessage?.({ data });
    for (const listener of inside) listener({ data });
  };
  const send = (message: Message): void => queueMicrotask(() => post({ jsonrpc: '2.0', ...message }));
  runInContext(readFileSync(path.join(DIST, 'web-server.js'), 'utf8'), context);
  post({ syntax: 'syntax.js', core: 'core.js' });
  let next = 0;
  return {
    notify: (method: string, params: unknown) => send({ method, params }),
    ask: <T>(method: string, params: unknown): Promise<T> =>
      new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, ({ result, error }) => (error ? reject(error) : resolve(result as T)));
        send({ id, method, params });
      }),
    on: (listener: (message: Message) => void) => void listeners.push(listener),
  };
}

/** A client's answers about files in memory. */
function clientOver(files: Readonly<Record<string, string>>) {
  const read: string[] = [];
  const answer = (method: string, { uri }: { readonly uri: string }): unknown => {
    const place = decodeURIComponent(uri ?? '').slice(ROOT.length + 1);
    if (method === 'flagwright/entries') {
      const below = Object.keys(files).filter((name) => place === '' || name.startsWith(`${place}/`));
      const names = new Map<string, string>();
      for (const name of below) {
        const [first = '', ...rest] = name.slice(place === '' ? 0 : place.length + 1).split('/');
        names.set(first, rest.length > 0 ? 'folder' : 'file');
      }
      return [...names].map(([name, kind]) => ({ name, kind }));
    }
    if (method === 'flagwright/read') {
      read.push(place);
      const text = files[place];
      return text === undefined ? { problem: 'The file is gone.', missing: true } : { text };
    }
    return undefined;
  };
  return { answer, read };
}

it('answers for files that only the client can read', async () => {
  const { answer, read } = clientOver({
    ...SHOP,
    '.gitignore': 'generated/\n',
    'generated/flags.ts': "isEnabled('nobody_knows');\n",
    'node_modules/x/index.js': "isEnabled('nobody_knows');\n",
    'package.json': '{}',
    'dist/bundle.js': "isEnabled('nobody_knows');\n",
  });
  const worker = startWorker(answer);
  const found = new Map<string, string[]>();
  const untilFound = (file: string): Promise<string[]> =>
    new Promise((resolve) => {
      const look = (): void => {
        const list = found.get(`${ROOT}/${file}`);
        if (list?.length) resolve(list);
      };
      worker.on(look);
      look();
    });
  worker.on(({ method, params }) => {
    if (method !== 'textDocument/publishDiagnostics') return;
    const { uri, diagnostics } = params as PublishDiagnosticsParams;
    found.set(
      uri,
      diagnostics.map(({ code, range }) => `${code} ${range.start.line + 1}`),
    );
  });
  await worker.ask('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {
      textDocument: {
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
      },
    },
    workspaceFolders: [{ uri: ROOT, name: 'shop' }],
  });
  worker.notify('initialized', {});
  expect(await untilFound('src/checkout.ts')).toEqual(['stale-flag 4', 'unknown-flag 5']);

  const textDocument = { uri: `${ROOT}/src/checkout.ts` };
  worker.notify('textDocument/didOpen', {
    textDocument: { ...textDocument, languageId: 'typescript', version: 1, text: CHECKOUT },
  });
  const position = { line: 2, character: 42 };
  const hover = await worker.ask<Hover>('textDocument/hover', { textDocument, position });
  expect(JSON.stringify(hover.contents)).toContain('10 %');
  const items = await worker.ask<CompletionItem[]>('textDocument/completion', { textDocument, position });
  expect(items.map(({ label }) => label).sort()).toEqual(['dark_mode', 'new_checkout']);
  const at = { line: 4, character: 40 };
  const actions = await worker.ask<{ title: string }[]>('textDocument/codeAction', {
    textDocument,
    range: { start: at, end: at },
    context: { diagnostics: [] },
  });
  expect(actions.map(({ title }) => title)).toContainEqual(expect.stringContaining("'new_checkout'"));
  // What git ignores, what others wrote, and what was built, is not even asked for.
  expect(read.filter((name) => /^(?:generated|node_modules|dist)\//.test(name))).toEqual([]);
});

it('answers about open files while the others are read, and lets no editor wait for what may be nothing', async () => {
  const { answer } = clientOver(SHOP);
  let readOn: () => void = () => undefined;
  const isReadOn = new Promise<void>((resolve) => {
    readOn = resolve;
  });
  const worker = startWorker(async (method, params) => {
    if (method === 'flagwright/read' && params.uri.endsWith('src/page.ts')) await isReadOn;
    return answer(method, params);
  });
  await worker.ask('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {
      textDocument: {
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
      },
    },
    workspaceFolders: [{ uri: ROOT, name: 'shop' }],
  });
  worker.notify('initialized', {});
  const open = (file: string, languageId: string, text: string) => {
    const textDocument = { uri: `${ROOT}/${file}` };
    worker.notify('textDocument/didOpen', {
      textDocument: { ...textDocument, languageId, version: 1, text },
    });
    return (method: string, line: number, character: number) =>
      worker.ask<unknown>(`textDocument/${method}`, { textDocument, position: { line, character } });
  };
  const inCode = open(
    'src/new.ts',
    'typescript',
    "import { useFlag } from '@unleash/proxy-client-react';\nuseFlag('new_checkout'), ask('new_checkout'), other();\n",
  );
  expect(JSON.stringify(await inCode('hover', 1, 12))).toContain(
    'Not all of the workspace has been read yet',
  );
  expect(await inCode('definition', 1, 12)).toHaveLength(1);
  expect(await inCode('completion', 1, 12)).toHaveLength(2);
  for (const method of ['hover', 'definition', 'documentHighlight', 'completion'])
    expect([method, await inCode(method, 1, 50)]).toEqual([method, null]);
  const textDocument = { uri: `${ROOT}/src/new.ts` };
  const range = { start: { line: 1, character: 12 }, end: { line: 1, character: 12 } };
  const context = { diagnostics: [] };
  expect(await worker.ask('textDocument/codeAction', { textDocument, range, context })).not.toHaveLength(0);
  expect(await worker.ask('textDocument/codeLens', { textDocument })).toEqual([]);
  expect(await worker.ask('textDocument/foldingRange', { textDocument })).toEqual(null);

  const inFlags = open('config/flags.yaml', 'yaml', '# mine\nflags:\n  dark_mode: { enabled: true }\n');
  expect(JSON.stringify(await inFlags('hover', 2, 4))).toContain('dark_mode');
  expect(JSON.stringify(await inFlags('completion', 2, 15))).toContain('percentage');

  // Whether that is a read, the others tell.
  let isAnswered = false;
  const likely = inCode('hover', 1, 32).finally(() => {
    isAnswered = true;
  });
  expect(await inCode('hover', 1, 50)).toBe(null);
  expect(isAnswered).toBe(false);
  readOn();
  await likely;
});

it('stops reading when a person wants it to, asks whether to go on, and goes on for what takes all of it', async () => {
  const { answer } = clientOver(SHOP);
  const seen: Message[] = [];
  const listeners = new Set<() => void>();
  const until = <T>(look: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const listener = (): void => {
        const found = look();
        if (found === undefined) return;
        listeners.delete(listener);
        resolve(found);
      };
      listeners.add(listener);
      listener();
    });
  const take = (message: Message): void => {
    seen.push(message);
    for (const listener of listeners) listener();
  };
  const isStatus = (wanted: string) => (): true | undefined =>
    seen.some(
      ({ method, params }) =>
        method === 'flagwright/status' && (params as { readonly state: string }).state === wanted,
    ) || undefined;

  let isStopped = false;
  const worker = startWorker(async (method, params) => {
    if (method === 'window/showMessageRequest') take({ method, params });
    // The reading lasts until it is stopped.
    if (method === 'flagwright/read' && params.uri.endsWith('src/page.ts') && !isStopped) {
      isStopped = true;
      worker.notify('flagwright/stopReading', {});
      await new Promise((resolve) => setImmediate(resolve));
    }
    return answer(method, params);
  });
  worker.on(take);
  await worker.ask('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {},
    workspaceFolders: [{ uri: ROOT, name: 'shop' }],
  });
  worker.notify('initialized', {});
  const question = await until(() => seen.find(({ method }) => method === 'window/showMessageRequest'));
  expect(question.params).toMatchObject({
    message:
      'Not all of shop has been read: until it has, Flagwright calls nothing wrong there, and removes nothing.',
    actions: [{ title: 'Read the Rest' }],
  });
  await until(isStatus('part'));
  const textDocument = { uri: `${ROOT}/config/flags.yaml` };
  const position = { line: 1, character: 4 };
  const hover = await worker.ask<Hover>('textDocument/hover', { textDocument, position });
  expect(JSON.stringify(hover.contents)).toContain('Not all of the workspace has been read yet');
  expect(seen.filter(({ method }) => method === 'textDocument/publishDiagnostics')).toEqual([]);

  const context = { includeDeclaration: false };
  const reads = await worker.ask<unknown[]>('textDocument/references', { textDocument, position, context });
  expect(reads).toHaveLength(2);
  await until(isStatus('ready'));
});

it('keeps within its size', () => {
  const size = (name: string): number => readFileSync(path.join(DIST, name)).length;
  expect(size('web-extension.js')).toBeLessThan(500_000);
  // The server without TypeScript: what a page loads once, and what a library taken in by mistake would show in.
  expect(size('web-server.js')).toBeLessThan(50_000);
  expect(size('core.js')).toBeLessThan(1_600_000);
});
