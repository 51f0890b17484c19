// Removes a flag from small edge cases with Flagwright and with other tools, runs each case before and after, and
// counts who kept the behaviour. How the other tools are fetched and installed is told in bench/removal-peers.md.
//   node bench/removal-peers.mjs [--piranha DIR] [--devcycle DIR] [--codemod DIR] [--verbose]
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { behaveAlike, isProgram } from './removal-peers/behaviour.mjs';
import { tools } from './removal-peers/tools.mjs';

const { values: options } = parseArgs({
  options: {
    piranha: { type: 'string' },
    devcycle: { type: 'string' },
    codemod: { type: 'string' },
    verbose: { type: 'boolean' },
  },
});
const cases = readCases('bench/removal-peers/cases.txt');
const folder = mkdtempSync(path.join(tmpdir(), 'flagwright-peers-'));
const rows = [];
try {
  for (const tool of tools) {
    const home = tool.option === undefined ? process.cwd() : options[tool.option];
    if (home === undefined) continue;
    const work = path.join(folder, String(rows.length));
    const files = cases.map((one, index) => writeCase(tool, one, work, index));
    const failures = tool.run(path.resolve(home), work, files);
    const outcomes = cases.map((one, index) => outcomeOf(one, files[index], failures.get(files[index].file)));
    rows.push({ tool, outcomes });
    for (const [index, { outcome, after }] of outcomes.entries()) {
      if (outcome === 'same') continue;
      const { title, text } = cases[index];
      console.log(`${tool.name}, ${outcome}: ${title}${options.verbose ? `\n${text}→\n${after}\n` : ''}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`\n${cases.length} cases, each run under 24 assignments\n\n${table(rows)}`);

function readCases(file) {
  return readFileSync(file, 'utf8')
    .split(/^=== /m)
    .slice(1)
    .map((block) => {
      const end = block.indexOf('\n');
      const [title, ...settings] = block
        .slice(0, end)
        .split('|')
        .map((part) => part.trim());
      const keep = settings.find((setting) => setting.startsWith('keep '));
      return {
        title,
        text: block.slice(end + 1),
        keep: keep === undefined ? true : JSON.parse(keep.slice('keep '.length)),
        ending: settings.find((setting) => setting === 'ts' || setting === 'tsx') ?? 'js',
      };
    });
}

function writeCase(tool, { text, keep, ending }, work, index) {
  const folder = path.join(work, String(index));
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `case.${ending}`);
  const read = tool.read(keep, `x${index}`);
  const before = text.replaceAll('$F', () => read);
  writeFileSync(file, before);
  return { file, key: `x${index}`, keep, read, before };
}

/** What became of a case: `same`, `changed`, `invalid` or `left` (refused, crashed, or the read is still there). */
function outcomeOf(one, { file, read, before }, failure) {
  const after = readFileSync(file, 'utf8');
  if (after === before) return { outcome: 'left', after: failure ?? 'nothing changed' };
  if (!isProgram(after, one.ending)) return { outcome: 'invalid', after };
  if (!behaveAlike(before, after, one)) return { outcome: 'changed', after };
  return { outcome: after.includes(read) ? 'left' : 'same', after };
}

function table(rows) {
  const lines = rows.map(({ tool, outcomes }) => {
    const count = (kind) => outcomes.filter(({ outcome }) => outcome === kind).length;
    return `| ${tool.name} | ${['same', 'changed', 'invalid', 'left'].map(count).join(' | ')} |`;
  });
  return [
    '| remover | same behaviour | behaviour changed | invalid code | crashed, refused or left as it was |',
    '|---|--:|--:|--:|--:|',
    ...lines,
  ].join('\n');
}
