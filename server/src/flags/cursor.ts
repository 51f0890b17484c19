import { parseJson } from '../text/json';
import { type Span, span } from '../text/span';
import type { DataNode, DataTree, MapNode, ScalarNode } from '../text/tree';
import { parseYaml } from '../text/yaml';

/** Where in a YAML or JSON text a cursor stands, in text that is being typed too. */
export interface DataCursor {
  /** The word at the cursor, without quotes: what a completed one replaces. */
  readonly span: Span;
  /** Names and indexes from the document's root to the value in which the word stands, or which it begins. */
  readonly path: readonly (string | number)[];
  /** Where a key can stand: the names that its map has already. */
  readonly siblings?: readonly string[];
  /** Whether a value that is no map can stand. */
  readonly isValue: boolean;
  readonly inQuotes: boolean;
  /** Whether the word has its colon already. */
  readonly hasColon: boolean;
  /** The text as it was parsed: `offset` is where `WORD` begins, in place of the half-typed word. */
  readonly patched: { readonly text: string; readonly tree: DataTree; readonly offset: number };
}

/** Stands for what is being typed, so that the rest of the text can be parsed. */
export const WORD = 'flagwright_cursor';

/**
 * The text is parsed as it would be with a whole key, else with a whole value, in place of the half-typed word: so it
 * is the parser that says where the cursor is.
 */
export function dataCursor(syntax: 'yaml' | 'json', text: string, offset: number): DataCursor | undefined {
  const parse = syntax === 'json' ? parseJson : parseYaml;
  const quoted = quotedAt(parse(text), text, offset);
  const word = quoted ?? wordAround(text, offset);
  const before = text.slice(0, word.start);
  const after = text.slice(word.end);
  const inQuotes = quoted !== undefined || (isQuote(before.at(-1)) && after[0] === before.at(-1));
  const behind = inQuotes ? after.slice(1) : after;
  const hasColon = startsWithColon(behind);
  const quote = syntax === 'json' && !inQuotes ? '"' : '';
  const start = before.length + quote.length;
  for (const variant of hasColon ? [''] : [': 1', '']) {
    const patched = `${before}${quote}${WORD}${inQuotes ? after[0] : quote}${variant}${behind}`;
    const tree = parse(patched);
    const found = find(tree, start, patched);
    const isKey = found?.siblings !== undefined;
    if (!found || isKey !== (hasColon || variant !== '')) continue;
    // Of a value of several words the whole is replaced.
    const { place } = found;
    const lead = start - place.start;
    const whole =
      isKey || inQuotes || quote !== ''
        ? word
        : span(word.start - lead, word.end + place.end - start - WORD.length);
    const { path, siblings, isValue } = found;
    return {
      span: whole,
      path,
      ...(siblings && { siblings }),
      isValue,
      inQuotes,
      hasColon,
      patched: { text: patched, tree, offset: start },
    };
  }
  return undefined;
}

interface Found {
  readonly path: readonly (string | number)[];
  readonly siblings?: readonly string[];
  readonly isValue: boolean;
  /** The key, or the value. */
  readonly place: Span;
}

function find(tree: DataTree, at: number, text: string): Found | undefined {
  for (const document of tree.documents) {
    const found = descend(document, [], at, text);
    if (found) return found;
  }
  return undefined;
}

function descend(
  node: DataNode,
  path: readonly (string | number)[],
  at: number,
  text: string,
): Found | undefined {
  if (node.kind === 'scalar') {
    const isHere = node.span.start <= at && at < node.span.end && node.text.includes(WORD);
    return isHere ? { path, isValue: true, place: inner(node) } : undefined;
  }
  if (node.kind === 'list') {
    for (const [index, { value }] of node.items.entries()) {
      const found = descend(value, [...path, index], at, text);
      if (found) return found;
    }
    return undefined;
  }
  for (const entry of node.entries) {
    if (entry.inherited) continue;
    if (entry.keySpan.start === at && entry.key === WORD) {
      const siblings = node.entries.filter((other) => other !== entry).map(({ key }) => key);
      return {
        path,
        siblings,
        isValue: siblings.length === 0 && !isBracketed(node, text),
        place: entry.keySpan,
      };
    }
    // A map that begins behind a key on the key's line is the parser's guess at a value.
    const { value } = entry;
    const isGuess =
      value.kind === 'map' &&
      value.span.start <= at &&
      at <= value.span.end &&
      !isBracketed(value, text) &&
      !text.slice(entry.keySpan.end, value.span.start).includes('\n');
    const found = isGuess ? undefined : descend(value, [...path, entry.key], at, text);
    if (found) return found;
  }
  return undefined;
}

function isBracketed(map: MapNode, text: string): boolean {
  return text[map.span.start] === '{';
}

function inner({ span: place, quoted }: ScalarNode): Span {
  return quoted && place.end - place.start >= 2 ? span(place.start + 1, place.end - 1) : place;
}

/** The inside of the quotes around the cursor, where they are closed on the line. */
function quotedAt(tree: DataTree, text: string, offset: number): Span | undefined {
  const isInside = (place: Span): boolean =>
    place.start < offset &&
    offset < place.end &&
    isQuote(text[place.start]) &&
    text[place.end - 1] === text[place.start] &&
    !text.slice(place.start, place.end).includes('\n');
  const visit = (node: DataNode): Span | undefined => {
    if (node.kind === 'scalar')
      return isInside(node.span) ? span(node.span.start + 1, node.span.end - 1) : undefined;
    if (node.kind === 'list') return first(node.items, ({ value }) => visit(value));
    return first(node.entries, ({ keySpan, value, inherited }) => {
      if (inherited) return undefined;
      return isInside(span(keySpan.start - 1, keySpan.end + 1)) ? keySpan : visit(value);
    });
  };
  return first(tree.documents, visit);
}

function first<T, R>(list: readonly T[], look: (one: T) => R | undefined): R | undefined {
  for (const one of list) {
    const found = look(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What YAML and JSON put between words. */
const DELIMITERS = ' \t\r\n,:[]{}"\'#';

function wordAround(text: string, offset: number): Span {
  let start = offset;
  while (start > 0 && !DELIMITERS.includes(text[start - 1]!)) start--;
  let end = offset;
  while (end < text.length && !DELIMITERS.includes(text[end]!)) end++;
  return span(start, end);
}

function isQuote(unit: string | undefined): boolean {
  return unit === '"' || unit === "'";
}

function startsWithColon(text: string): boolean {
  let at = 0;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return text[at] === ':';
}

/** What stands at a place of a whole text: a key or a value, and the way to it. */
export interface PlaceInData {
  readonly span: Span;
  readonly isKey: boolean;
  /** From the root: the entries and items around it, its own last; items have no name. */
  readonly steps: readonly { readonly span: Span; readonly name?: string }[];
}

export function pathAt(tree: DataTree, offset: number): PlaceInData | undefined {
  const visit = (node: DataNode, steps: PlaceInData['steps']): PlaceInData | undefined => {
    if (node.kind === 'scalar') {
      const place = inner(node);
      return place.start <= offset && offset <= place.end ? { span: place, isKey: false, steps } : undefined;
    }
    if (node.kind === 'list')
      return first(node.items, (item) => visit(item.value, [...steps, { span: item.span }]));
    return first(node.entries, ({ key, keySpan, span: whole, value, inherited }) => {
      if (inherited) return undefined;
      const here = [...steps, { span: whole, name: key }];
      const isKey = keySpan.start <= offset && offset <= keySpan.end;
      return isKey ? { span: keySpan, isKey, steps: here } : visit(value, here);
    });
  };
  return first(tree.documents, (document) => visit(document, []));
}
