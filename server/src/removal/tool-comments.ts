/**
 * Comments that tell a tool from where to where something holds: they are about all that stands between them, not about the
 * statement that one of them happens to stand above.
 */
const PAIRS: readonly (readonly [string, string])[] = [
  ['eslint-disable', 'eslint-enable'],
  ['oxlint-disable', 'oxlint-enable'],
  ['tslint:disable', 'tslint:enable'],
  ['biome-ignore-start', 'biome-ignore-end'],
  ['prettier-ignore-start', 'prettier-ignore-end'],
  ['v8 ignore start', 'v8 ignore stop'],
  ['c8 ignore start', 'c8 ignore stop'],
  ['node:coverage disable', 'node:coverage enable'],
  ['jscpd:ignore-start', 'jscpd:ignore-end'],
  ['#region', '#endregion'],
];

/** Whether a comment opens or closes such a stretch of lines: `// #endregion`. */
export function boundsStretch(comment: string): boolean {
  return PAIRS.some(([open, close]) => says(comment, open) || says(comment, close));
}

/** Whether one comment opens a stretch that the other closes. */
export function enclose(first: string, last: string): boolean {
  return PAIRS.some(([open, close]) => says(first, open) && says(last, close));
}

/** What tells a tool of the next line. */
const OF_NEXT_LINE = [
  'eslint-disable-next-line',
  '@ts-expect-error',
  '@ts-ignore',
  'biome-ignore ',
  'prettier-ignore',
  'istanbul ignore',
  'c8 ignore next',
  'v8 ignore next',
];

/** Whether a comment tells a tool of the line below it: `// @ts-expect-error`. */
export function speaksOfNextLine(comment: string): boolean {
  return OF_NEXT_LINE.some((word) => comment.includes(word));
}

/** What tells a tool of the whole file, `/** @jsxImportSource preact *\/`, by its first word or the beginning of that. */
const OF_FILE = [
  ...['@ts-check', '@ts-nocheck', '@flow', '@noflow', '@jsx', '@format', '@prettier', '@jest-', '@vitest-'],
  ...['jest-environment', 'global ', 'globals ', 'exported ', 'eslint ', 'eslint-env', 'jshint ', 'jslint '],
];

/** Whether a comment tells a tool of the whole file: `// @ts-check`, `/* global window *\/`. */
export function speaksOfFile(comment: string): boolean {
  const [first = ''] = comment.replace(/^\/[/*]+[\s*]*/, '').split('\n');
  return OF_FILE.some((word) => first.startsWith(word));
}

/** Whether a text may hold a comment that opens a stretch. */
export function mayHaveStretches(text: string): boolean {
  return PAIRS.some(([open]) => text.includes(open));
}

/** `eslint-disable-next-line` is another word than `eslint-disable`. */
function says(comment: string, word: string): boolean {
  const text = comment.slice(2).trimStart();
  return text.startsWith(word) && !/[\p{L}-]/u.test(text.charAt(word.length));
}
