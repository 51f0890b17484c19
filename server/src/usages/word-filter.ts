/**
 * The words of a text as a Bloom filter, two bytes a word: it tells for certain that a word is not there. One for each
 * file of the workspace is kept, so it is a text of bytes, which takes a tenth of what an array of its own would.
 */
export type WordFilter = string;

/** What stands for one word in a filter: bits this many, at places that follow from the word. */
const HASHES = 5;
const BYTES_A_WORD = 2;
const LEAST_BYTES = 16;

/** What a mark begins with: no word, and no flag's name, has it. */
export const MARK = '\0';

/** `marks` are what else is to be told of a text; each begins with `MARK`. */
export function wordFilter(text: string, marks: readonly string[] = []): WordFilter {
  const words = hashesIn(text);
  for (const mark of marks) words.add(hashOf(mark));
  const bytes = new Uint8Array(Math.max(LEAST_BYTES, words.size * BYTES_A_WORD));
  const size = bytes.length * 8;
  for (const hash of words) {
    const step = stepOf(hash);
    for (let i = 0, at = hash & POSITIVE; i < HASHES; i++, at = (at + step) & POSITIVE) {
      const bit = at % size;
      bytes[bit >> 3]! |= 1 << (bit & 7);
    }
  }
  let filter = '';
  for (let from = 0; from < bytes.length; from += 4096)
    filter += String.fromCharCode(...bytes.subarray(from, from + 4096));
  return filter;
}

/**
 * Whether a text may hold one of some names as words of their own, or be marked with one; `new-checkout` is two words, and both must
 * be there. Says no only where none of them is.
 */
export function wordQuery(names: readonly string[]): (filter: WordFilter) => boolean {
  const asked = names.map((name) => (name.startsWith(MARK) ? [hashOf(name)] : [...hashesIn(name)]));
  return (filter) => asked.some((words) => words.every((hash) => holds(filter, hash)));
}

/** Asked for thousands of names of tens of thousands of files, so nothing is called on the way. */
function holds(filter: WordFilter, hash: number): boolean {
  const size = filter.length * 8;
  const step = stepOf(hash);
  for (let i = 0, at = hash & POSITIVE; i < HASHES; i++, at = (at + step) & POSITIVE) {
    const bit = at % size;
    if ((filter.charCodeAt(bit >> 3) & (1 << (bit & 7))) === 0) return false;
  }
  return true;
}

/** The files, by their filters, that may hold one of some names. */
export function filesHolding(
  words: ReadonlyMap<string, WordFilter>,
  names: readonly string[],
): readonly string[] {
  const isIn = wordQuery(names);
  return [...words].flatMap(([path, filter]) => (isIn(filter) ? [path] : []));
}

/**
 * For each name the files, by their filters, that may hold it: all of them, or where there are more than `most`, one more than that. One
 * file a step, for all names together: to go through the filters once for each name takes several times as long.
 */
export function* holdersOf(
  words: ReadonlyMap<string, WordFilter>,
  names: readonly string[],
  most: number,
): Generator<undefined, ReadonlyMap<string, Set<string>>> {
  const holders = new Map(names.map((name) => [name, new Set<string>()]));
  const open = [...holders].map(([name, files]) => ({ hashes: [...hashesIn(name)], files }));
  for (const [path, filter] of words) {
    const size = filter.length * 8;
    for (let i = 0; i < open.length; i++) {
      const { hashes, files } = open[i]!;
      // Of most names the first bit is not there.
      const bit = (hashes[0]! & POSITIVE) % size;
      if ((filter.charCodeAt(bit >> 3) & (1 << (bit & 7))) === 0) continue;
      if (!hashes.every((hash) => holds(filter, hash)) || files.add(path).size <= most) continue;
      open[i--] = open.at(-1)!;
      open.pop();
    }
    yield;
  }
  return holders;
}

/** Whole numbers of this many bits are divided several times as fast as longer ones. */
const POSITIVE = 0x7fffffff;

/** From one bit of a word to the next: of the upper bits, for the lower ones alone decide the first place where the size is a power of two. */
function stepOf(hash: number): number {
  return (Math.imul(hash, 0x9e3779b1) >>> 15) | 1;
}

/** FNV-1a of each word: of each run of characters that identifiers are made of. */
function hashesIn(text: string): Set<number> {
  const found = new Set<number>();
  let hash = OFFSET;
  let length = 0;
  for (let i = 0; i <= text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 128 ? IS_PART[code] === 1 : isLetter(text, i)) {
      hash = Math.imul(hash ^ code, 0x01000193);
      length++;
    } else if (length > 0) {
      found.add(hash);
      hash = OFFSET;
      length = 0;
    }
  }
  return found;
}

/** FNV-1a of a text as a whole. */
export function hashOf(word: string): number {
  let hash = OFFSET;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash;
}

const OFFSET = 0x811c9dc5 | 0;

const IS_PART = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w$]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** Half of a character beyond the first 65,536 counts as a letter wherever it stands: it parts no words. */
function isLetter(text: string, at: number): boolean {
  return at < text.length && /[\p{ID_Continue}\p{Cs}]|\u200c|\u200d/u.test(text[at]!);
}
