// A client of the built server, as an editor is one, for what is measured here.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

const SERVER = fileURLToPath(new URL('../dist/server.js', import.meta.url));

/** Starts the server over a folder; `storage` is where it may keep its index, and `env` what its environment has besides. */
export async function connect(folder, storage, env = {}) {
  const child = spawn(process.execPath, [SERVER, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const [reader, writer] = [new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin)];
  const waiting = new Map();
  const listeners = new Set();
  const versions = new Map();
  const defects = [];
  let ready;
  const indexed = new Promise((settle) => {
    ready = settle;
  });
  reader.listen((message) => {
    const { method, params, id: number } = message;
    if (method === 'window/logMessage' && /defect/i.test(params.message)) defects.push(params.message);
    if (method === 'flagwright/status' && params.state === 'ready') ready();
    if (method === 'textDocument/publishDiagnostics')
      for (const listener of [...listeners]) listener(params.uri, params.diagnostics);
    if (method === undefined) {
      waiting.get(number)?.(message);
      waiting.delete(number);
    } else if (number !== undefined) {
      const result = method === 'workspace/configuration' ? params.items.map(() => ({})) : null;
      void writer.write({ jsonrpc: '2.0', id: number, result });
    }
  });
  let last = 0;
  const notify = (method, params) => writer.write({ jsonrpc: '2.0', method, params });
  const ask = async (method, params) => {
    const own = ++last;
    const answer = new Promise((settle) => waiting.set(own, settle));
    await writer.write({ jsonrpc: '2.0', id: own, method, params });
    return answer;
  };
  const uri = (file) => pathToFileURL(join(folder, file)).href;
  /** Waits until so many files that `isWanted` had findings sent. */
  const until = (count, isWanted) =>
    new Promise((settle) => {
      const seen = new Set();
      const listener = (file) => {
        if (!isWanted(file) || seen.add(file).size < count) return;
        listeners.delete(listener);
        settle();
      };
      listeners.add(listener);
    });
  const root = pathToFileURL(folder).href;
  await ask('initialize', {
    processId: process.pid,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: basename(folder) }],
    initializationOptions: { storage },
    capabilities: {
      textDocument: {
        hover: { contentFormat: ['markdown'] },
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
      },
      workspace: {
        configuration: true,
        didChangeWatchedFiles: { dynamicRegistration: true },
        workspaceFolders: true,
      },
    },
  });
  await notify('initialized', {});
  return {
    defects,
    /** Settles when the whole folder is known. */
    indexed,
    notify,
    ask,
    uri,
    published: (file) => until(1, (sent) => sent === uri(file)),
    publishedMany: (count) => until(count, (sent) => sent.endsWith('.ts')),
    open(file, text, languageId = 'typescriptreact') {
      versions.set(file, 1);
      return notify('textDocument/didOpen', {
        textDocument: { uri: uri(file), languageId, version: 1, text },
      });
    },
    /** Changes an open file: the range's text, or all of it. */
    change(file, change) {
      const version = versions.get(file) + 1;
      versions.set(file, version);
      return notify('textDocument/didChange', {
        textDocument: { uri: uri(file), version },
        contentChanges: [change],
      });
    },
    close: (file) => notify('textDocument/didClose', { textDocument: { uri: uri(file) } }),
    /** In MB, as the system counts the process. */
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
    /** The most that it ever was. */
    peak: () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
    /** Milliseconds of a processor that the server has taken since it was started, in steps of ten. */
    processor() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
    /** Ends the server; its exit status. */
    async end() {
      const exit = new Promise((settle) => child.once('exit', settle));
      await ask('shutdown');
      await notify('exit');
      return exit;
    },
  };
}
