import { expect } from 'vitest';
import type { Flag, FlagFile } from '../../server/src/flags/model';
import type { FlagFileOptions } from '../../server/src/flags/options';
import { readFlagFile } from '../../server/src/flags/read';
import { parseFixture } from '../support/fixture';

/** Reads a text as a flag file that the configuration names, so that its content need not give it away. */
export function readFlags(text: string, options: FlagFileOptions = {}, path = 'flags.yaml'): FlagFile {
  return readFlagFile(path, text, { ...options, configured: true })!;
}

/** The one flag of a text, or the first of them. */
export function readFlag(text: string, options: FlagFileOptions = {}): Flag {
  return readFlags(text, options).flags[0]!;
}

/** A flag by its fields, in flow or block YAML: `flagWith('enabled: true, percentage: 10')`. */
export function flagWith(fields: string, key = 'f'): Flag {
  return readFlag(`flags:\n  ${key}: { ${fields} }\n`);
}

/** Holds the problems of a fixture's files against its carets: each is expected, and each expected one is there. */
export function expectProblems(source: string, options: FlagFileOptions = {}): void {
  const { files, expectations } = parseFixture(source);
  for (const [path, text] of files) {
    const found = readFlags(text, options, path).problems.map(({ rule, message, span }) => ({
      line: text.slice(0, span.start).split('\n').length,
      text: text.slice(span.start, span.end),
      problem: `${rule}: ${message}`,
    }));
    const expected = expectations
      .filter((expectation) => expectation.file === path)
      .map(({ start, end, text: problem }) => ({
        line: text.slice(0, start).split('\n').length,
        text: text.slice(start, end),
        problem,
      }))
      .sort((a, b) => a.line - b.line);
    expect(found).toEqual(expected);
  }
}

/** `{ key: state }` of all flags. */
export function states(
  text: string,
  options: FlagFileOptions = {},
  path = 'flags.yaml',
): Record<string, string> {
  return Object.fromEntries(readFlags(text, options, path).flags.map((flag) => [flag.key, flag.state.kind]));
}
