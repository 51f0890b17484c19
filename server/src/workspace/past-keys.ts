import type { FlagFile } from '../flags/model';
import { readFlagFile } from '../flags/read';
import type { flagFileOptions } from './config';

/**
 * The keys of a version of a flag file; nothing where it is broken, for then nobody knows. It is asked from version to
 * version, and parses only what differs from the one before where that tells the same as parsing all.
 */
export type KeyReader = (name: string, text: string | undefined) => ReadonlySet<string> | undefined;

export function keyReader(options: ReturnType<typeof flagFileOptions>): KeyReader {
  let last: Known | undefined;
  return (name, text) => {
    if (text === undefined) return NONE;
    if (last?.text === text) return last.keys;
    const before = last?.chunks && { text: last.text, chunks: last.chunks };
    const chunks = before && chunksOf(text, before, (part) => read(name, part));
    const file = chunks ? undefined : read(name, text);
    if (file?.broken) return undefined;
    const keys = new Set((chunks ?? file?.flags ?? []).map(({ key }) => key));
    const known: ReadonlySet<string> = last?.keys ?? NONE;
    // Most versions have the flags of the one before: one set for all of them.
    const isSame = keys.size === known.size && [...keys].every((key) => known.has(key));
    last = {
      text,
      keys: isSame ? known : keys,
      chunks: chunks ?? (file && wholeChunks(file, text)),
    };
    return last.keys;
  };
  function read(name: string, text: string): FlagFile | undefined {
    return readFlagFile(name, text, options);
  }
}

const NONE: ReadonlySet<string> = new Set();

interface Known {
  readonly text: string;
  readonly keys: ReadonlySet<string>;
  /** Absent where the file is no plain column of entries. */
  readonly chunks?: readonly Chunk[] | undefined;
}

/** The whole lines of an entry, with the blank lines and comments below it. */
interface Chunk {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** The entries of a file in YAML's block style that stand in one column, one below the other, and nothing else between them. */
function wholeChunks({ service, syntax, flags, problems }: FlagFile, text: string): Chunk[] | undefined {
  if (service !== undefined || syntax !== 'yaml' || flags.length === 0) return undefined;
  // A text that is left open may hide what follows it.
  if (problems.some(({ rule }) => rule === 'invalid-flag')) return undefined;
  const starts = flags.map(({ span }) => text.lastIndexOf('\n', span.start - 1) + 1);
  const column = leadAt(text, starts[0]!);
  const chunks = flags.map(({ key, span }, i): Chunk => {
    const newline = text.indexOf('\n', span.end);
    return { key, start: starts[i]!, end: starts[i + 1] ?? (newline < 0 ? text.length : newline + 1) };
  });
  const isColumn = chunks.every(({ key, start, end }, i) => {
    const { span, environment } = flags[i]!;
    const below = text.slice(span.end, end).split('\n').slice(1);
    const isOwn = start < end && environment === undefined && !key.includes('.');
    return isOwn && leadAt(text, start) === column && below.every(isBlank);
  });
  return isColumn ? chunks : undefined;
}

/** The chunks of a text that has the entries of another, or others in their place; nothing where only all of it would tell. */
function chunksOf(
  text: string,
  { text: other, chunks }: { readonly text: string; readonly chunks: readonly Chunk[] },
  parse: (text: string) => FlagFile | undefined,
): readonly Chunk[] | undefined {
  const start = chunks[0]!.start;
  const below = other.length - chunks.at(-1)!.end;
  const end = text.length - below;
  const head = text.slice(0, start);
  if (end <= start || !other.startsWith(head) || other.slice(other.length - below) !== text.slice(end))
    return undefined;
  const places = split(text, start, end, leadAt(other, start));
  if (!places) return undefined;
  const known = new Map(chunks.map((chunk) => [other.slice(chunk.start, chunk.end), chunk.key]));
  const unknown = places.filter((place) => !known.has(text.slice(place.start, place.end)));
  const part = unknown.map((place) => text.slice(place.start, place.end));
  // A last line without its end would run into what stands below it here.
  if (part.slice(0, -1).some((one) => !one.endsWith('\n'))) return undefined;
  const keys = part.length === 0 ? [] : keysOfEntries(head, part, parse);
  if (!keys) return undefined;
  const found = new Map(unknown.map(({ start }, i) => [start, keys[i]!]));
  return places.map((place) => ({
    ...place,
    key: found.get(place.start) ?? known.get(text.slice(place.start, place.end))!,
  }));
}

/** The entries of a column by their lines; nothing where a line ends the column. */
function split(
  text: string,
  start: number,
  end: number,
  lead: string,
): { start: number; end: number }[] | undefined {
  const column = indentAt(lead, 0);
  const starts: number[] = [];
  for (let at = start; at < end; ) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 || newline >= end ? end : newline + 1;
    if (!isBlank(text.slice(at, next).trimEnd())) {
      const indent = indentAt(text, at);
      if (indent < column || (indent === column && leadAt(text, at) !== lead)) return undefined;
      if (indent === column) starts.push(at);
      else if (starts.length === 0) return undefined;
    } else if (starts.length === 0) return undefined;
    at = next;
  }
  return starts.map((from, i) => ({ start: from, end: starts[i + 1] ?? end }));
}

/** The key of each of some entries, read behind the lines that lead to them. */
function keysOfEntries(
  head: string,
  entries: readonly string[],
  parse: (text: string) => FlagFile | undefined,
): string[] | undefined {
  const text = head + entries.join('');
  const file = parse(text);
  const chunks = file && !file.broken ? wholeChunks(file, text) : undefined;
  if (chunks?.length !== entries.length) return undefined;
  let at = head.length;
  for (const [i, entry] of entries.entries()) {
    if (chunks[i]!.start !== at) return undefined;
    at += entry.length;
  }
  return chunks.map(({ key }) => key);
}

/** What an entry's line begins with: its indent, and the mark of a list's item. */
function leadAt(text: string, start: number): string {
  const indent = indentAt(text, start);
  return text.startsWith('- ', start + indent) ? `${' '.repeat(indent)}-` : ' '.repeat(indent);
}

function indentAt(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ') at++;
  return at - start;
}

function isBlank(line: string): boolean {
  return /^\s*(?:#.*)?$/.test(line);
}
