/**
 * Files as they are written, held against the services' own SDKs: those of the examples, those that npm packages bring
 * along, and with `FLAG_FILES=FOLDER` all in a folder, e.g. of cloned repositories (bench/flag-files.md has what came of it).
 * `GO_FEATURE_FLAG_WASM=FILE` names the module that evaluates GO Feature Flag's.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import type { FlagFile } from '../../../server/src/flags/model';
import { readFlagFile } from '../../../server/src/flags/read';
import { configcat } from '../oracles/configcat';
import { flagd } from '../oracles/flagd';
import { flagsmith } from '../oracles/flagsmith';
import { flipt } from '../oracles/flipt';
import { goFeatureFlag } from '../oracles/go-feature-flag';
import { growthbook } from '../oracles/growthbook';
import { harness } from '../oracles/harness';
import { launchdarkly } from '../oracles/launchdarkly';
import { microsoft } from '../oracles/microsoft';
import type { Oracle } from '../oracles/oracle';
import { CROWD, peopleFor } from '../oracles/people';
import { split } from '../oracles/split';
import { unleash } from '../oracles/unleash';
import { disagreement, shareOff, type Tally, tally } from './support';

const wasm = process.env.GO_FEATURE_FLAG_WASM;
const ORACLES: Readonly<Record<string, Oracle>> = {
  configcat,
  flagd,
  flagsmith,
  flipt,
  growthbook,
  launchdarkly,
  microsoft,
  split,
  unleash,
  ...(wasm && { 'go-feature-flag': goFeatureFlag(wasm) }),
};

const FOLDERS = [
  'examples',
  'node_modules/flagsmith-nodejs/tests/sdk/data',
  'node_modules/unleash-client/examples/fixtures',
];

interface Outcome extends Tally {
  readonly service: string;
  readonly file: string;
  readonly differences: readonly string[];
  /** Why the SDK does not read the file, if it does not. */
  readonly refused?: string;
}

test.each(FOLDERS)('the files of %s', async (folder) => {
  const outcomes = await compareAll(path.resolve(folder));
  expect(outcomes.filter(({ refused, differences }) => refused || differences.length > 0)).toEqual([]);
  expect(outcomes.reduce((sum, { flags }) => sum + flags, 0)).toBeGreaterThan(0);
});

test.runIf(process.env.FLAG_FILES)('the files of FLAG_FILES', { timeout: 3_600_000 }, async () => {
  const outcomes = await compareAll(path.resolve(process.env.FLAG_FILES!));
  console.log(summary(outcomes));
  expect(outcomes.flatMap(({ file, differences }) => differences.map((one) => `${file}: ${one}`))).toEqual(
    [],
  );
});

async function compareAll(folder: string): Promise<Outcome[]> {
  // SDKs say on the console what they think of a file.
  const spies = (['log', 'warn', 'error', 'info', 'debug'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => {}),
  );
  const outcomes: Outcome[] = [];
  try {
    for (const file of filesIn(folder)) {
      const text = readFileSync(file, 'utf8');
      const read = readFlagFile(path.basename(file), text);
      const name = path.relative(folder, file);
      const documents = read?.service ? readings(text, read) : documentsIn(file, text);
      for (const document of documents) outcomes.push(await compare(name, ...document));
    }
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return outcomes;
}

/** The SDK of Harness is asked in one environment, and a file of its flags has several. */
function readings(text: string, read: FlagFile): [text: string, read: FlagFile, oracle?: Oracle][] {
  if (read.service !== 'harness') return [[text, read]];
  const names = read.flags.flatMap(({ environments = [] }) => environments.map((one) => one.environment!));
  return [...new Set(names)].map((environment) => [
    text,
    readFlagFile(read.path, text, { environment })!,
    harness(environment),
  ]);
}

/** Tests of SDKs are long lists of small files in one. */
function documentsIn(file: string, text: string): [string, FlagFile][] {
  if (!file.endsWith('.json')) return [];
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return [];
  }
  return innerDocuments(data);
}

function innerDocuments(data: unknown): [string, FlagFile][] {
  if (data === null || typeof data !== 'object') return [];
  if (ROOTS.some((name) => name in data)) {
    const text = JSON.stringify(data);
    const read = readFlagFile('inner.json', text);
    if (read?.service) return [[text, read]];
  }
  return Object.values(data).flatMap(innerDocuments);
}

const ROOTS = ['features', 'feature_states', 'flags', 'flagValues', 'f', 'feature_management'];

async function compare(file: string, text: string, read: FlagFile, own?: Oracle): Promise<Outcome> {
  const service = read.service!;
  const count = tally();
  const oracle = own ?? ORACLES[service];
  if (!oracle) return { service, file, differences: [], refused: 'no SDK', ...count };
  const keys = [...new Set(read.flags.map(({ key }) => key))];
  try {
    const answers = await oracle(text, keys, peopleFor(text));
    const shares = await oracle(text, keys, CROWD);
    const differences = read.flags.flatMap((flag) => {
      const given = answers.get(flag.key);
      // Of a key that stands in several documents of a file, the SDK's answer is about one of them.
      if (!given || read.flags.some((other) => other !== flag && other.key === flag.key)) return [];
      return disagreement(flag, given, count) ?? shareOff(flag, shares.get(flag.key)!) ?? [];
    });
    return { service, file, differences, ...count };
  } catch (error) {
    return { service, file, differences: [], refused: String(error).split('\n')[0]!, ...count };
  }
}

function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git') yield* filesIn(file);
    const isData = entry.isFile() && /\.(json|json5|jsonc|ya?ml)$/.test(entry.name);
    if (isData && statSync(file).size < 4_000_000) yield file;
  }
}

function summary(outcomes: readonly Outcome[]): string {
  const services = [...new Set(outcomes.map(({ service }) => service))].sort();
  const rows = services.map((service) => {
    const own = outcomes.filter((one) => one.service === service);
    const sum = (name: keyof Tally) => own.reduce((total, one) => total + one[name], 0);
    const refused = own.filter((one) => one.refused).length;
    const differences = own.reduce((total, one) => total + one.differences.length, 0);
    return `| ${service} | ${own.length - refused} | ${refused} | ${sum('flags')} | ${sum('settled')} | ${sum('varying')} | ${differences} |`;
  });
  const refusals = outcomes.filter((one) => one.refused && one.refused !== 'no SDK');
  return [
    '| format | files | not read by the SDK | flags | settled | varying | differences |',
    ...rows,
    '',
    ...refusals.map(({ service, file, refused }) => `${service} ${file}: ${refused}`),
    '',
    ...(process.env.FLAG_FILES_LIST
      ? outcomes.map(({ service, file, flags }) => `${service} ${file} ${flags}`)
      : []),
  ].join('\n');
}
