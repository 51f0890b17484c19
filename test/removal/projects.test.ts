import { expect, test } from 'vitest';
import type { FlagValue } from '../../server/src/flags/model';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import type { RemovalPlan } from '../../server/src/removal/plan';
import { applyEdits } from '../../server/src/text/edits';
import { prepareModules, surroundings } from '../support/execution';
import { createMemoryHost, loadWorkspace } from '../support/memory-host';
import { generateEnvironment } from '../support/programs/environment';
import { generateFlagFunctions } from '../support/programs/flag-functions';
import { generateGuarded } from '../support/programs/guards';
import { generateIdle } from '../support/programs/idle';
import { generateMixtures } from '../support/programs/mixtures';
import { generateObjects } from '../support/programs/objects';
import { generateProject, type Project } from '../support/programs/project';
import { generateTable } from '../support/programs/rows';
import { generateSchemas } from '../support/programs/schemas';
import { generateSearches } from '../support/programs/searches';
import { generateTables } from '../support/programs/tables';
import { generateTexts } from '../support/programs/texts';

/**
 * Random programs of several modules, their reads found as in any workspace: before and after a removal everywhere they do the
 * same, and a second removal finds nothing more to do. `REMOVAL_PROJECTS` sets how many, `REMOVAL_SEED` with which to begin.
 */
const count = Number(process.env.REMOVAL_PROJECTS ?? 150);
const firstSeed = Number(process.env.REMOVAL_SEED ?? 1);
const FLAG_FILE = 'flags.yaml';
const READERS = [
  { call: 'isOff', negated: true },
  { call: 'useFlag', result: 'value' },
  { call: 'useDecision', result: '[0].enabled' },
  { call: 'variation', async: true },
  { call: 'variationDetail', async: true, result: 'value' },
  { component: 'Feature', key: 'name' },
];
const CONFIG = ['flagwright.config.json', JSON.stringify({ wrappers: READERS })] as const;

test.each([
  ['programs of several modules', generateProject, 0.7],
  ['tables with rows that name flags', generateTable, 0.2],
  ['functions that ask for less than they are given', generateIdle, 0.8],
  ['pages under guards', generateGuarded, 0.05],
  ['comparisons with texts that have names', generateTexts, 0.3],
  ['tables that hold answers', generateTables, 0.3],
  ['schemas of the environment', generateSchemas, 0.3],
  ['functions that give the environment', generateEnvironment, 0.15],
  ['objects that stand for flags', generateObjects, 0.1],
  ['lists in which flags are looked for', generateSearches, 0.1],
  ['functions that are the flag itself', generateFlagFunctions, 0.1],
  ['tables, lists and readers that are given more than the flag', generateMixtures, 0.1],
] as const)(
  `${count} random %s behave the same after the removal`,
  {
    timeout: 60_000 + 1000 * count,
  },
  async (_, generate, share) => {
    const failures: string[] = [];
    const tally = { programs: 0, files: 0, entries: 0, left: 0 };
    for (let seed = firstSeed; seed < firstSeed + count && failures.length < 3; seed++) {
      const failure = await check(seed, generate(seed), tally);
      if (failure !== undefined) failures.push(failure);
    }
    console.log(
      `${tally.programs} programs, ${tally.files} files changed, ${tally.entries} entries gone, ${tally.left} places left`,
    );
    expect(failures.join('\n\n')).toBe('');
    if (tally.programs >= 100) expect(tally.entries / tally.programs).toBeGreaterThan(share);
  },
);

async function check(
  seed: number,
  { files, entry, keep, variable, mayGoOn }: Project,
  tally: Record<string, number>,
): Promise<string | undefined> {
  const set = keep === true ? variable?.on : variable?.off;
  let before: ReturnType<typeof prepareModules>;
  try {
    before = prepareModules(files, entry, keep, set);
  } catch {
    // Chance wrote a program that is none, such as a name declared twice.
    return undefined;
  }
  const { plan, after: first } = await remove(files, keep, variable);
  tally.programs!++;
  tally.files! += plan.files.length;
  tally.entries! += plan.removesEntry || (variable && plan.review.length === 0) ? 1 : 0;
  tally.left! += plan.review.length;
  const again = await remove(first, keep, variable);
  const after = mayGoOn ? again.after : first;
  const report = (difference: string): string =>
    `REMOVAL_SEED=${seed} REMOVAL_PROJECTS=1, keep ${JSON.stringify(keep)}\n${shown(files)}\n--- after ---\n${shown(after)}\n${plan.review.map(({ file, reason }) => `${file}: ${reason}\n`).join('')}--- ${difference}`;
  const more = again.plan.files.filter(({ file }) => file !== FLAG_FILE);
  if (more.length > 0 && !mayGoOn) return report(`a second run changes more:\n${shown(again.after)}`);
  let changed: ReturnType<typeof prepareModules>;
  try {
    changed = prepareModules(after, entry, keep, set);
  } catch (error) {
    return report(`the result is no program: ${String(error)}`);
  }
  for (const around of surroundings(seed, 6)) {
    const [expected, actual] = [await before(around), await changed(around)];
    if (JSON.stringify(expected) === JSON.stringify(actual)) continue;
    return report(
      `with ${JSON.stringify(around)}\n  before: ${expected.trace.join(', ')} → ${expected.result}\n  after:  ${actual.trace.join(', ')} → ${actual.result}`,
    );
  }
  return undefined;
}

/** Removes the flag from all files, with the entry that they get here, if it is no variable. */
async function remove(
  files: Project['files'],
  keep: FlagValue,
  variable: Project['variable'],
): Promise<{ plan: RemovalPlan; after: ReadonlyMap<string, string> }> {
  const own = variable ? '' : `  x: { enabled: ${keep !== false} }\n`;
  const entry = `flags:\n${own}  y: { enabled: true, percentage: 50 }\n`;
  const workspace = await loadWorkspace(createMemoryHost([[FLAG_FILE, entry], CONFIG, ...files]));
  const plan = await planFromWorkspace(workspace, { flag: 'x', keep, scope: { kind: 'everywhere' } });
  const edits = new Map(plan.files.map((file) => [file.file, file.edits]));
  const after = [...files].map(([file, text]) => [file, applyEdits(text, edits.get(file) ?? [])] as const);
  return { plan, after: new Map(after) };
}

function shown(files: Project['files']): string {
  return [...files].map(([file, text]) => `//- ${file}\n${text}`).join('\n');
}
