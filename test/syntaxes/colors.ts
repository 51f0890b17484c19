import { expect } from 'vitest';
import { parseFixture } from '../support/fixture';
import { type Options, type Token, tokenize } from './tokens';

export const FLAG = 'variable.other.enummember.flagwright';
export const FIELD = 'support.type.property-name.flagwright';

/** VS Code's own themes; its default is among them in each of its versions. */
export const THEMES = [
  'dark_modern',
  'light_modern',
  '2026-dark',
  '2026-light',
  'dark_plus',
  'light_plus',
  'dark_vs',
  'light_vs',
  'hc_black',
  'hc_light',
];

const SCOPE_NAMES = new Map([
  ['ts', 'source.ts'],
  ['tsx', 'source.tsx'],
  ['js', 'source.js'],
  ['jsx', 'source.js.jsx'],
  ['yaml', 'source.yaml'],
]);

export function scopeNameOf(file: string): string {
  return SCOPE_NAMES.get(file.slice(file.lastIndexOf('.') + 1))!;
}

/** Expects what the fixture's carets say, `^^^^ flag` or `^^^^ field`, to be coloured, and nothing else. */
export async function expectColors(source: string, options: Options = {}): Promise<void> {
  const { files, expectations } = parseFixture(source);
  for (const [file, text] of files) {
    const words = (start: number, end: number, what: string) => `${start} ${text.slice(start, end)}: ${what}`;
    const lineStarts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
    const colored = (await tokenize(scopeNameOf(file), text, options)).flatMap((token) => {
      const what = colorOf(token);
      const start = lineStarts[token.line]!;
      return what ? [words(start + token.start, start + token.end, what)] : [];
    });
    const expected = expectations.filter((expectation) => expectation.file === file);
    expect(colored).toEqual(
      expected.sort((a, b) => a.start - b.start).map(({ start, end, text: what }) => words(start, end, what)),
    );
  }
}

function colorOf(token: Token): 'flag' | 'field' | undefined {
  const scope = token.scopes.at(-1);
  if (scope === FLAG) return 'flag';
  return scope === FIELD ? 'field' : undefined;
}

/** Expects that the grammars change nothing in a text but the colour of flags' names and of fields. */
export async function expectNoDisturbance(scopeName: string, text: string, options: Options): Promise<void> {
  const before = await tokenize(scopeName, text, { ...options, injected: false });
  const after = (await tokenize(scopeName, text, options)).filter((token) => !colorOf(token));
  expect(after.length).toBeGreaterThan(0);
  for (const { line, start, end, text, color } of after) {
    const same = before.find((token) => token.line === line && token.start <= start && end <= token.end);
    expect({ line, start, text, color: same?.color }).toEqual({ line, start, text, color });
  }
}
