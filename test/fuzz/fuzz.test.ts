import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fuzzTarget } from './run';
import { TARGETS } from './targets';

const FINDS = 'test/fuzz/finds';
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 15);
const SEED = Number(process.env.FUZZ_SEED ?? 1);

/** Each text that once broke a target, by the target. */
const finds = Object.keys(TARGETS).flatMap((target) =>
  namesIn(join(FINDS, target)).map((name) => [target, name] as const),
);

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

describe('what was found', () => {
  it('is tried again', () => expect(Object.keys(TARGETS)).toHaveLength(4));

  it.each(finds)('%s: %s', async (target, name) => {
    await TARGETS[target]!(JSON.parse(readFileSync(join(FINDS, target, name), 'utf8')).text);
  });
});

describe('fuzzing', () => {
  it.each(Object.keys(TARGETS))('%s', { timeout: (SECONDS + 120) * 1000 }, async (target) => {
    const { runs, kept, places, finds } = await fuzzTarget(target, SECONDS, SEED);
    console.log(`${target}: ${runs} texts in ${SECONDS} s, ${kept} kept, ${places} places of the code`);
    // A find becomes a regression test.
    for (const { text, error } of process.env.FUZZ_KEEP ? finds : []) {
      const name = createHash('sha256').update(text).digest('hex').slice(0, 12);
      mkdirSync(join(FINDS, target), { recursive: true });
      writeFileSync(
        join(FINDS, target, `${name}.json`),
        `${JSON.stringify({ text, error: error.split('\n')[0] }, null, 2)}\n`,
      );
    }
    expect(finds, 'to keep the texts, set FUZZ_KEEP=1').toEqual([]);
    expect(runs).toBeGreaterThan(SECONDS);
  });
});
