import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Context } from '../flags/evaluate';
import { decode } from '../node/encoding';
import { codeOf } from '../node/paths';
import { UsageError } from './command';

/**
 * The users of a CSV file, each as a context: the first line names the attributes, `user_id` among them; a file of one
 * column without such a line holds ids. An empty cell is an attribute that the user lacks. @throws {UsageError}
 */
export function readUsers(file: string, cwd: string): Context[] {
  const rows = parseRows(textOf(resolve(cwd, file), file), file);
  const [first, ...others] = rows;
  if (!first) throw new UsageError(`${file} holds no users.`);
  const names = first.map((name) => name.trim());
  if (names.includes('user_id')) return others.map((row) => contextOf(names, row));
  if (first.length > 1) {
    throw new UsageError(
      `The first line of ${file} must name the columns, with user_id among them; it is ${names.join(', ')}.`,
    );
  }
  return rows.map((row) => contextOf(['user_id'], row));
}

function contextOf(names: readonly string[], row: readonly string[]): Context {
  const context: Record<string, string> = Object.create(null);
  for (const [i, name] of names.entries()) {
    const value = row[i]?.trim() ?? '';
    if (name !== '' && value !== '') context[name] = value;
  }
  return context;
}

function parseRows(text: string, file: string): string[][] {
  try {
    return parse(text, { relax_column_count: true, skip_empty_lines: true, delimiter: [',', ';', '\t'] });
  } catch (error) {
    throw new UsageError(`${file} is no CSV: ${(error as Error).message}`);
  }
}

function textOf(path: string, file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') throw new UsageError(`There is no file ${file}.`);
    throw new UsageError(
      code === 'EISDIR' ? `${file} is a folder, not a CSV file.` : `${file} cannot be read (${code}).`,
    );
  }
  const content = decode(bytes);
  if ('problem' in content) throw new UsageError(`${file}: ${content.problem}`);
  return content.text;
}
