import type { Snapshot } from '../workspace/snapshot';

/**
 * Whether what stands at a place may be a declared flag's name, as code writes it or as the flag file does: `new-checkout`,
 * `flags.newCheckout`, `NEW_CHECKOUT`.
 */
export function namesFlag(snapshot: Snapshot, text: string, offset: number): boolean {
  const names = [IN_QUOTES, IN_CODE].map((part) => lettersOf(around(text, offset, part)));
  return snapshot.keys().some((key) => names.includes(lettersOf(key)));
}

const IN_QUOTES = /[^\s'"`]/;
const IN_CODE = /[\p{L}\p{N}_$]/u;

/** All that is around a place and consists of such characters. */
function around(text: string, offset: number, part: RegExp): string {
  let [start, end] = [offset, offset];
  while (start > 0 && part.test(text[start - 1]!)) start--;
  while (end < text.length && part.test(text[end]!)) end++;
  return text.slice(start, end);
}

function lettersOf(name: string): string {
  return name.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}
