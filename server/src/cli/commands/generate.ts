import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { writeFiles } from '../../node/write';
import type { Snapshot } from '../../workspace/snapshot';
import { type Command, DONE, FAILED, FOUND, type Invocation, UsageError } from '../command';
import { count } from '../formats/words';
import { open, reportFlagFiles, tellOn } from '../session';

export const generate: Command = {
  name: 'generate',
  summary: 'Writes TypeScript with which the compiler refuses unknown flags.',
  synopsis: 'types [--out FILE] [--check]',
  options: [
    {
      name: 'out',
      value: 'FILE',
      help: 'The file to write, relative to the root; standard output by default.',
    },
    { name: 'check', help: 'Writes nothing, and exits with 1 where FILE is not up to date.' },
  ],
  details: [
    'The file has the union of all keys, FlagKey, and typedReader, which makes a reader of any text one of FlagKey: `export const isEnabled = typedReader((key) => client.isEnabled(key));`',
  ],
  run: runGenerate,
};

async function runGenerate(invocation: Invocation): Promise<number> {
  const [what, ...others] = invocation.operands;
  if (what !== 'types' || others.length > 0)
    throw new UsageError('There is one thing to generate: flagwright generate types.');
  const { root, terminal } = invocation;
  const file = invocation.option('out');
  if (file === undefined && invocation.has('check'))
    throw new UsageError('--check looks at a file: name it with --out FILE.');
  const session = await open(invocation, { withCallers: false });
  const status = reportFlagFiles(session, invocation);
  const isBroken = [...session.snapshot.flagFiles.values()].some(({ broken }) => broken);
  // A union of half of the keys would refuse the others.
  if (status !== DONE || isBroken) return FAILED;
  const text = typesFor(session.snapshot);
  if (file === undefined) {
    terminal.stdout.write(text);
    return DONE;
  }
  const path = resolve(root, file);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : null;
  if (before === text) return DONE;
  if (invocation.has('check')) {
    tellOn(terminal)(`${file} is not up to date: run flagwright generate types --out ${file}`);
    return FOUND;
  }
  writeFiles(root, [{ file, before, after: text }]);
  tellOn(terminal)(`${file} names ${count(session.snapshot.keys().length, 'flag')}`);
  return DONE;
}

/** One key a line, sorted, so that its difference can be read. */
function typesFor(snapshot: Snapshot): string {
  const keys = [...snapshot.keys()].sort();
  const union = keys.length === 0 ? ' never' : keys.map((key) => `\n  | ${literal(key)}`).join('');
  return `// Written by \`flagwright generate types\`: change the flag files, and run it again.

/** The key of a flag that a flag file declares. */
export type FlagKey =${union};

/** Makes a function that reads any flag one that the compiler lets read only those that are declared. */
export function typedReader<Rest extends unknown[], Value>(
  read: (key: string, ...rest: Rest) => Value,
): (key: FlagKey, ...rest: Rest) => Value {
  return read;
}
`;
}

function literal(text: string): string {
  const json = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}
