const MENDED: Readonly<Record<string, string>> = { cofee: 'coffee', tee: 'tea' };

export function mended(word: string): string {
  return MENDED[word] ?? word;
}
