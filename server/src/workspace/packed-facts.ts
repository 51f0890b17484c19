import { type Packed, pack, packedParts, unpacker } from '../text/packing';
import { emptyFacts } from '../usages/empty-facts';
import type { SourceFacts } from '../usages/facts';
import { isSameText, type KeptText, textOf } from './kept-texts';

/** A part of a file's facts. */
export type FactPart = Exclude<keyof SourceFacts, 'path'>;

/**
 * Facts as they are kept of all files: packed, for of most files hardly anything is ever asked. They are taken like any
 * others, and each part is unpacked when it is taken; only they cannot be spread into another object.
 */
export function packFacts(facts: SourceFacts): SourceFacts {
  if (facts instanceof KeptFacts) return facts;
  const isHeld = (part: FactPart): boolean => holds(facts, part);
  return openFacts(facts.path, pack(PARTS.map((part) => (isHeld(part) ? facts[part] : undefined))));
}

/** The facts that were packed, of the file at `path`. */
export function openFacts(path: string, packed: Packed): SourceFacts {
  const held = packedParts(packed).reduce((bits, part) => bits | (1 << part), 0);
  return openKept(path, { held, text: packed });
}

/** What is kept of packed facts; it is plain data but for a text that lies elsewhere. */
export interface Kept {
  /** Bits of the parts that hold anything. */
  readonly held: number;
  readonly text: KeptText;
}

/** The facts of which this was kept. */
export function openKept(path: string, { held, text }: Kept): SourceFacts {
  return new KeptFacts(path, held, text) as KeptFacts & SourceFacts;
}

/** What there is to keep of facts. */
export function keptOf(facts: SourceFacts): Kept {
  return facts instanceof KeptFacts ? facts : keptOf(packFacts(facts));
}

/** From now on what was kept of facts, if `kept` is that, is taken from where it lies now. */
export function placeKept(kept: Kept, text: KeptText): void {
  if (kept instanceof KeptFacts) kept.text = text;
}

/** What `packFacts` has made of facts. */
export function packedOf(facts: SourceFacts): Packed {
  return textOf(keptOf(facts).text);
}

/** Whether both are packed, and hold the same. */
export function arePackedAlike(a: SourceFacts | undefined, b: SourceFacts): boolean {
  return a instanceof KeptFacts && b instanceof KeptFacts && isSameText(a.text, b.text);
}

/** Whether a part of the facts holds anything, which is known without unpacking it. */
export function holds(facts: SourceFacts, part: FactPart): boolean {
  if (facts instanceof KeptFacts) return (facts.held & (1 << PARTS.indexOf(part))) !== 0;
  const value = facts[part];
  if (value === undefined || typeof value === 'string') return value !== undefined;
  return ('size' in value ? value.size : value.length) > 0;
}

/** All parts, in the order in which they are packed. */
const PARTS = Object.keys({
  unparsed: 0,
  reads: 0,
  wrappers: 0,
  holders: 0,
  bulkHolders: 0,
  asked: 0,
  doubtful: 0,
  overrides: 0,
  askers: 0,
  modules: 0,
  exports: 0,
  guardedCalls: 0,
  exportAll: 0,
  writes: 0,
  declarations: 0,
  keyTypes: 0,
  silencers: 0,
  mocks: 0,
  asks: 0,
} satisfies Record<FactPart, 0>) as FactPart[];

const EMPTY = emptyFacts('');

class KeptFacts implements Kept {
  constructor(
    readonly path: string,
    readonly held: number,
    public text: KeptText,
  ) {}
}

PARTS.forEach((part, index) => {
  Object.defineProperty(KeptFacts.prototype, part, {
    get(this: KeptFacts) {
      return this.held & (1 << index) ? unpacked(this, index) : EMPTY[part];
    },
  });
});

interface Opened {
  readonly part: (index: number) => unknown;
  readonly parts: Map<number, unknown>;
}

/** What was unpacked last, the latest last: what files export is asked again and again. */
const recent = new Map<KeptFacts, Opened>();
const MOST_RECENT = 500;

/** Lets go of what was unpacked, for whoever is at rest: it is unpacked again where it is asked for. */
export function forgetUnpacked(): void {
  recent.clear();
}

function unpacked(facts: KeptFacts, index: number): unknown {
  const opened = recent.get(facts) ?? {
    part: unpacker(textOf(facts.text)),
    parts: new Map<number, unknown>(),
  };
  recent.delete(facts);
  if (recent.size >= MOST_RECENT) recent.delete(recent.keys().next().value!);
  recent.set(facts, opened);
  if (!opened.parts.has(index)) opened.parts.set(index, opened.part(index));
  return opened.parts.get(index);
}
