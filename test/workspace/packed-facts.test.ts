import { expect, it } from 'vitest';
import type { SourceFacts } from '../../server/src/usages/facts';
import { scanSource } from '../../server/src/usages/scan';
import { NAMED_SHAPES, shapeTable } from '../../server/src/usages/shapes';
import {
  type FactPart,
  forgetUnpacked,
  holds,
  openFacts,
  packedOf,
  packFacts,
} from '../../server/src/workspace/packed-facts';

const SOURCE = `
  import { client } from './client';
  export const FLAGS = { dark: 'dark_mode', größe: 'größe' };
  export function isOn(key: string) { return client.isEnabled(key); }
  // flagwright-ignore-next-line
  export const dark = () => client.isEnabled('dark_mode', false) && isOn(FLAGS.dark);
`;

function partsOf({ path: _, ...parts }: SourceFacts): [FactPart, unknown][] {
  return Object.entries(parts) as [FactPart, unknown][];
}

it('gives each part as the scan has found it, packed and saved', () => {
  const facts = scanSource('src/flags.ts', SOURCE, shapeTable(NAMED_SHAPES));
  const packed = packFacts(facts);
  const saved = openFacts('src/flags.ts', packedOf(packed));
  for (const [part, value] of partsOf(facts)) {
    expect(packed[part], part).toEqual(value);
    expect(saved[part], part).toEqual(value);
    expect(holds(packed, part), part).toBe(holds(facts, part));
  }
  expect(facts.reads.length).toBeGreaterThan(1);
  expect(packed.overrides).toBeUndefined();
});

it('keeps what was unpacked until it is let go of, and unpacks the same again', () => {
  const packed = packFacts(scanSource('src/flags.ts', SOURCE, shapeTable(NAMED_SHAPES)));
  const { reads } = packed;
  expect(packed.reads).toBe(reads);
  forgetUnpacked();
  expect(packed.reads).not.toBe(reads);
  expect(packed.reads).toEqual(reads);
});

it('of a source that could not be parsed says so', () => {
  const facts = scanSource('src/deep.ts', '['.repeat(100_000), shapeTable(NAMED_SHAPES));
  expect(packFacts(facts).unparsed).toBe('deep');
});
