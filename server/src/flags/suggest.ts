/**
 * The candidate that was probably meant by `word`: the same but for case, `-` and `_`, a beginning of it, or one or two
 * letters off. Undefined where none is near: a wrong suggestion is worse than none.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const letters = lettersOf(word);
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const target = lettersOf(candidate);
    const allowed = Math.min(letters.length, target.length) >= 7 ? 2 : 1;
    let distance = editDistance(letters, target, allowed);
    if (letters.length >= 5 && target.startsWith(letters)) distance = Math.min(distance, 1);
    if (letters.length < 4 && distance > 0) continue;
    if (distance <= allowed && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Up to three candidates that may have been meant, the nearest first. The same list is asked again and again. */
export function suggestAll(word: string, candidates: readonly string[]): readonly string[] {
  const known = SUGGESTED.get(candidates) ?? new Map<string, readonly string[]>();
  SUGGESTED.set(candidates, known);
  const before = known.get(word);
  if (before) return before;
  const found = nearest(word, candidates);
  if (known.size >= MOST_WORDS) known.clear();
  known.set(word, found);
  return found;
}

const SUGGESTED = new WeakMap<readonly string[], Map<string, readonly string[]>>();
const MOST_WORDS = 1000;

function nearest(word: string, candidates: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (
    let rest = candidates;
    found.length < 3;
    rest = candidates.filter((candidate) => !found.includes(candidate))
  ) {
    const next = suggest(word, rest);
    if (next === undefined) break;
    found.push(next);
  }
  return found;
}

function lettersOf(word: string): string {
  return word.replaceAll('-', '').replaceAll('_', '').replaceAll(' ', '').toLowerCase();
}

/** Insertions, deletions, replacements and swaps of neighbours; `limit + 1` stands for everything beyond the limit. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(replaced, previous[j]! + 1, current[j - 1]! + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, before[j - 2]! + 1);
      current.push(least);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length]!;
}
