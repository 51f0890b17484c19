// An hour of editing, replayed as fast as the server answers: node bench/soak.mjs [FOLDER]
//
// FOLDER is copied; without one it is the shop of the examples. The session is made from a seed, as a person works: files
// are opened, typed in key by key with completion, hovered over, searched, saved and closed; flag files and the
// configuration change now and then. What is watched: the server's memory, the time that each kind of request takes, and
// the log. Ends with 1 where memory grows from one quarter of the session to the last, a defect is logged, or the server ends.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { connect } from './client.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
/** A person who types all the time makes some 200 keystrokes a minute; half of an hour goes into reading. */
const MINUTES = Number(process.env.SOAK_MINUTES ?? 60);
const KEYSTROKES_A_MINUTE = 100;
/**
 * Milliseconds in which 99 of 100 answers come, by kind, on a machine that has nothing else to do. Completion and hover
 * are asked in the middle of typing. A link in a source, of which there are none, is the round trip by itself.
 */
const BUDGETS = {
  completion: 50,
  hover: 50,
  definition: 50,
  codeAction: 100,
  documentHighlight: 50,
  references: 250,
  codeLens: 250,
  inlayHint: 100,
  documentSymbol: 100,
  documentLink: 5,
};

function random(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/node_modules|\.git\//.test(entry.parentPath))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

async function soak(source) {
  const parent = mkdtempSync(path.join(os.tmpdir(), 'flagwright-soak-'));
  const folder = path.join(parent, 'workspace');
  cpSync(source, folder, { recursive: true, filter: (name) => !/node_modules|\.git(\/|$)/.test(name) });
  const all = filesIn(folder);
  const sources = all.filter((file) => /\.[jt]sx?$/.test(file) && !file.endsWith('.d.ts'));
  const telling = sources
    .filter((file) => /isEnabled|useFlag|flags\./.test(readFileSync(file, 'utf8')))
    .slice(0, 200);
  const flagFiles = all.filter((file) => /flags?\.(ya?ml|json)$/.test(file) && !/schema/.test(file));
  const below = random(7);
  const pick = (list) => list[below(list.length)];
  const session = await connect(folder);
  await session.indexed;
  const open = new Map();
  const times = new Map();
  const memory = [];

  const uriOf = (file) => pathToFileURL(file).href;
  const positionIn = (text, offset) => {
    const before = text.slice(0, offset).split('\n');
    return { line: before.length - 1, character: before.at(-1).length };
  };
  const ask = async (kind, file, text, offset) => {
    const position = positionIn(text, offset);
    const params = {
      textDocument: { uri: uriOf(file) },
      position,
      range: { start: position, end: position },
      context: { diagnostics: [], includeDeclaration: true },
    };
    const start = performance.now();
    await session.ask(`textDocument/${kind}`, params);
    times.set(kind, [...(times.get(kind) ?? []), performance.now() - start]);
  };
  const show = async (file) => {
    if (open.has(file)) return;
    const text = readFileSync(file, 'utf8');
    open.set(file, { text, version: 1 });
    await session.notify('textDocument/didOpen', {
      textDocument: { uri: uriOf(file), languageId: 'typescript', version: 1, text },
    });
    for (const kind of ['documentSymbol', 'codeLens', 'inlayHint']) await ask(kind, file, text, 0);
  };
  const change = async (file, text, from, to, newText) => {
    const state = open.get(file);
    const [start, end] = [positionIn(text, from), positionIn(text, to)];
    state.text = text.slice(0, from) + newText + text.slice(to);
    state.version++;
    await session.notify('textDocument/didChange', {
      textDocument: { uri: uriOf(file), version: state.version },
      contentChanges: [{ range: { start, end }, text: newText }],
    });
  };
  const type = async (file, words) => {
    const { text } = open.get(file);
    const at = text.indexOf('\n', below(text.length)) + 1;
    const original = text;
    for (let i = 0; i < words.length; i++) {
      await change(file, open.get(file).text, at + i, at + i, words[i]);
      if (i % 4 === 3) await ask('completion', file, open.get(file).text, at + i + 1);
      if (i % 10 === 9) await ask('codeAction', file, open.get(file).text, at + i);
    }
    await ask('hover', file, open.get(file).text, at + Math.min(18, words.length - 1));
    // And it goes again, so that the files are the same size at the end.
    await change(file, open.get(file).text, at, at + words.length, '');
    if (open.get(file).text !== original) throw new Error('the session is not what it should be');
  };
  const save = async (file) => {
    writeFileSync(file, open.get(file).text);
    await session.notify('textDocument/didSave', { textDocument: { uri: uriOf(file) } });
    await session.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(file), type: 2 }] });
  };
  const close = async (file) => {
    await session.notify('textDocument/didClose', { textDocument: { uri: uriOf(file) } });
    open.delete(file);
  };

  const begin = performance.now();
  for (let minute = 0; minute < MINUTES; minute++) {
    for (let keys = 0; keys < KEYSTROKES_A_MINUTE; ) {
      const file = pick(telling);
      await show(file);
      const words = pick([
        "if (flags.isEnabled('new",
        "  flags.isEnabled('dark_mode');",
        '// a remark',
        'const x = useFlag("a");',
        'export function y() {}',
      ]);
      await type(file, words);
      keys += words.length;
      const { text } = open.get(file);
      for (const kind of ['hover', 'definition', 'documentHighlight'])
        await ask(kind, file, text, Math.max(0, text.indexOf('isEnabled') + 11));
      if (below(3) === 0) await save(file);
      if (below(6) === 0) await ask('references', file, text, Math.max(0, text.indexOf('isEnabled') + 12));
      if (open.size > 8) await close(pick([...open.keys()]));
    }
    if (flagFiles.length > 0) {
      const file = pick(flagFiles);
      await show(file);
      await type(file, '# a remark\n');
      await save(file);
      await close(file);
    }
    // What a round trip takes by itself, on the machine as it is now.
    for (let n = 0; n < 20; n++) await ask('documentLink', telling[0], '', 0);
    if (minute % 10 === 5) {
      const config = path.join(folder, 'flagwright.config.json');
      await session.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(config), type: 2 }] });
      await ask('references', telling[0], '', 0);
    }
    memory.push(session.memory());
  }
  const seconds = (performance.now() - begin) / 1000;
  const status = await session.end();
  rmSync(parent, { recursive: true, force: true });
  return { files: all.length, seconds, memory, times, defects: session.defects, status };
}

const quantile = (list, q) =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))];
const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;

const source = path.resolve(process.argv[2] ?? path.join(root, 'examples/shop'));
const { files, seconds, memory, times, defects, status } = await soak(source);
console.log(
  `${path.basename(source)}: ${files} files; ${MINUTES} minutes of editing in ${seconds.toFixed(0)} s\n`,
);
console.log(
  '| request | asked | median | 99 of 100 | medians of a round trip | budget |\n|---|---|---|---|---|---|',
);
const late = [];
const trip = quantile(times.get('documentLink'), 0.5);
for (const [kind, list] of times) {
  const p99 = quantile(list, 0.99);
  if (p99 > BUDGETS[kind]) late.push(kind);
  console.log(
    `| ${kind} | ${list.length} | ${quantile(list, 0.5).toFixed(1)} ms | ${p99.toFixed(1)} ms | ${(p99 / trip).toFixed(0)} | ${BUDGETS[kind]} ms |`,
  );
}
// The first quarter warms up: caches fill, code is compiled.
const quarter = memory.length / 4;
const [second, last] = [mean(memory.slice(quarter, 2 * quarter)), mean(memory.slice(3 * quarter))];
console.log(
  `\nMemory (RSS): ${memory[0].toFixed(0)} MB after the first minute, ${second.toFixed(0)} MB in the second quarter, ${last.toFixed(0)} MB in the last, ${Math.max(...memory).toFixed(0)} MB at most.`,
);
console.log(
  `Defects logged: ${defects.length}. The server ended with ${status}. Over budget: ${late.join(', ') || 'nothing'}.`,
);
for (const defect of defects.slice(0, 5)) console.log(defect);
if (defects.length > 0 || status !== 0 || last > second * 1.15 + 10) process.exitCode = 1;
