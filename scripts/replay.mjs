// Replays what `flagwright lsp --trace FILE` has written, to see a defect again: node scripts/replay.mjs FILE [FOLDER]
// FOLDER stands for the first folder of the recorded session. The server is that of dist/; defects end with status 1.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

const SERVER = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../dist/server.js');

/** Sends the messages in their order, each request once the one before it is answered; gives what the server logged. */
export async function replay(file, folder) {
  const [, ...lines] = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const recorded = lines.map((line) => JSON.parse(line).message);
  const first = recorded.find(({ method }) => method === 'initialize')?.params;
  const root = first?.workspaceFolders?.[0]?.uri ?? first?.rootUri;
  const moved = (message) =>
    folder && root
      ? JSON.parse(JSON.stringify(message).replaceAll(root, pathToFileURL(folder).href))
      : message;

  const child = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [reader, writer] = [new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin)];
  const logged = [];
  const answered = new Map();
  const settle = (id) => answered.get(id)?.();
  const recordedAnswers = new Map(
    recorded.filter(({ method }) => method === undefined).map((m) => [m.id, m]),
  );
  reader.listen((message) => {
    if (message.method === 'window/logMessage') logged.push(message.params.message);
    if (message.method === undefined) return settle(message.id);
    // What the server asks is answered as it was then.
    if (message.id !== undefined)
      void writer.write(recordedAnswers.get(message.id) ?? { jsonrpc: '2.0', id: message.id, result: null });
  });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
  const gone = ended.then(() => 'gone');
  for (const message of recorded.map(moved)) {
    if (message.method === undefined || message.method === 'exit') continue;
    const answer =
      message.id === undefined ? undefined : new Promise((resolve) => answered.set(message.id, resolve));
    const params =
      message.method === 'initialize' ? { ...message.params, processId: process.pid } : message.params;
    await writer.write({ ...message, params });
    if (answer && (await Promise.race([answer, gone])) === 'gone') break;
  }
  const shutdown = new Promise((resolve) => answered.set('end', resolve));
  await writer.write({ jsonrpc: '2.0', id: 'end', method: 'shutdown' }).catch(() => {});
  await Promise.race([shutdown, gone]);
  await writer.write({ jsonrpc: '2.0', method: 'exit' }).catch(() => {});
  return { logged, exit: await ended };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [file, folder] = process.argv.slice(2);
  if (!file) {
    console.error('node scripts/replay.mjs FILE [FOLDER]');
    process.exit(2);
  }
  const { logged, exit } = await replay(file, folder && path.resolve(folder));
  for (const line of logged) console.log(line);
  console.log(`the server ended with ${exit}`);
  if (logged.some((line) => line.startsWith('A defect')) || exit !== 0) process.exitCode = 1;
}
