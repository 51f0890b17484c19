import type { Node, Pair, Scalar as YamlScalar } from 'yaml';
import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  Parser,
  type YAMLParseError,
} from 'yaml';
import { type Span, span } from './span';
import {
  type AliasUse,
  type Comment,
  type DataNode,
  type DataTree,
  type Entry,
  type Item,
  MAX_DEPTH,
  onePerLine,
  type SyntaxProblem,
} from './tree';
import { type Repair, repairQuotes, repairTabs } from './yaml-repair';

/**
 * Parses a YAML text; spans are UTF-16 offsets of that text, a byte order mark and CR included. Never throws: what is
 * wrong with the text are the tree's problems, and the rest is kept.
 */
export function parseYaml(text: string): DataTree {
  if (text.length > MAX_LENGTH) {
    const size = (text.length / 1e6).toFixed(1);
    return unreadable(
      `This file has ${size} million characters, and YAML is read up to ${MAX_LENGTH / 1e6} million. Split it, or write it as JSON, which is read at any size.`,
    );
  }
  try {
    // A CR alone ends a line too (YAML 1.2, §5.4), but not to the parser.
    return parse(text.replace(/\r(?!\n)/g, '\n'));
  } catch (error) {
    return unreadable(`The YAML cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The parser takes about a second for this much; a longer text would hold up everything else. */
const MAX_LENGTH = 2_000_000;

/** Each round parses again, and shows the strings that the ones closed before had swallowed. */
const MAX_REPAIRS = 4;

/** What all aliases of a text may stand for together, in nodes; only an alias bomb is larger. */
const MAX_EXPANSION = 500_000;

/** A block ends with its last member; the library counts the line break behind it, too. */
function upTo(place: Span, last: { readonly span: Span } | undefined): Span {
  return last ? span(place.start, Math.max(place.start, last.span.end)) : place;
}

function unreadable(message: string): DataTree {
  return {
    documents: [],
    comments: [],
    aliases: [],
    broken: true,
    problems: [{ message, span: span(0, 0) }],
  };
}

function parse(text: string): DataTree {
  let repair: Repair = { text, problems: [], unclosed: new Set() };
  let tokens = tokenize(text);
  for (let round = 0; round < MAX_REPAIRS; round++) {
    const closed = repairQuotes(repair, tokens.scalars);
    if (!closed) break;
    repair = closed;
    tokens = tokenize(repair.text);
  }
  if (tokens.tooDeep) {
    return unreadable(`The YAML is nested more than ${MAX_DEPTH} levels deep, so it is not read.`);
  }
  let documents = compose(tokens.tokens, text.length);
  const tabs = repairTabs(repair, errorsOf(documents));
  if (tabs) {
    repair = tabs;
    tokens = tokenize(repair.text);
    documents = compose(tokens.tokens, text.length);
  }

  const errors = errorsOf(documents);
  const converter = new Converter(text, repair.unclosed);
  const nodes = documents.flatMap((document) => converter.document(document) ?? []);
  const syntax = errors.map((error) => ({ message: inWords(error), span: span(...error.pos) }));
  const problems = [...repair.problems, ...onePerLine(text, syntax), ...converter.problems];
  return {
    documents: nodes,
    comments: tokens.comments,
    aliases: converter.aliases,
    // Some errors lie just behind the end of the text.
    problems: problems.map(({ message, span: { start, end } }) => ({
      message,
      span: span(Math.min(start, text.length), Math.min(end, text.length)),
    })),
    broken: converter.incomplete || errors.some(isLossy),
  };
}

/** A list or map in brackets that ends with the text is lossy; a quote that does not close has been mended. */
function isLossy(error: YAMLParseError): boolean {
  return LOSSY.has(error.code) || (error.code === 'MISSING_CHAR' && error.message.includes('Flow'));
}

/** The errors after which the parser has passed over text or taken it for something else. */
const LOSSY: ReadonlySet<string> = new Set([
  'UNEXPECTED_TOKEN',
  'IMPOSSIBLE',
  'RESOURCE_EXHAUSTION',
  'MULTILINE_IMPLICIT_KEY',
  'BLOCK_AS_IMPLICIT_KEY',
  'BLOCK_IN_FLOW',
  'BAD_COLLECTION_TYPE',
  // A bracket that nothing closes takes in whatever follows.
  'BAD_INDENT',
]);

const WORDS: Readonly<Partial<Record<YAMLParseError['code'], string>>> = {
  BAD_INDENT:
    'This is not indented as what it belongs to. Align it with its neighbours, and close every bracket.',
  TAB_AS_INDENT: 'YAML does not allow tabs for indentation. Use spaces.',
  BLOCK_AS_IMPLICIT_KEY: 'A second ": " stands on this line. Put text that holds a colon in quotes.',
  MULTILINE_IMPLICIT_KEY:
    'This line has no ":" after its key, so it runs on into the next one. Add the colon.',
  BAD_SCALAR_START: 'A value cannot begin with this character. Put it in quotes.',
  BAD_DQ_ESCAPE:
    'This backslash sequence means nothing in double quotes. Double the backslash, or use single quotes.',
  UNEXPECTED_TOKEN: 'This text does not belong here, so it was passed over.',
};

function inWords(error: YAMLParseError): string {
  if (error.message.includes('quote')) return 'This string has no closing quote. Close it.';
  return WORDS[error.code] ?? `The YAML is not valid here: ${error.message}.`;
}

function errorsOf(documents: readonly Document.Parsed[]): YAMLParseError[] {
  return documents.flatMap((document) => document.errors);
}

interface Tokens {
  readonly tokens: CST.Token[];
  readonly comments: Comment[];
  readonly scalars: CST.FlowScalar[];
  readonly tooDeep: boolean;
}

/** Parses to tokens, and walks them with a stack of its own: hostile nesting must not overflow the call stack. */
function tokenize(text: string): Tokens {
  const tokens = [...new Parser().parse(text)];
  const comments: Comment[] = [];
  const scalars: CST.FlowScalar[] = [];
  let tooDeep = false;
  const pending: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  while (pending.length > 0) {
    const { token, depth } = pending.pop()!;
    if (token.type === 'comment') {
      comments.push({ span: span(token.offset, token.offset + token.source.length), text: token.source });
      continue;
    }
    if (token.type === 'single-quoted-scalar' || token.type === 'double-quoted-scalar') scalars.push(token);
    if (depth > MAX_DEPTH) {
      tooDeep = true;
      continue;
    }
    const visit = (inner: CST.Token | null | undefined) =>
      inner && pending.push({ token: inner, depth: depth + 1 });
    for (const item of 'items' in token ? token.items : []) {
      item.start.forEach(visit);
      visit(item.key);
      item.sep?.forEach(visit);
      visit(item.value);
    }
    if ('props' in token) token.props.forEach(visit);
    if (token.type === 'document') {
      token.start.forEach(visit);
      visit(token.value);
    }
    if ('end' in token) token.end?.forEach(visit);
  }
  comments.sort((a, b) => a.span.start - b.span.start);
  scalars.sort((a, b) => a.offset - b.offset);
  return { tokens, comments, scalars, tooDeep };
}

function compose(tokens: Iterable<CST.Token>, length: number): Document.Parsed[] {
  const options = {
    prettyErrors: false,
    uniqueKeys: false,
    keepSourceTokens: true,
    logLevel: 'silent',
  } as const;
  const documents = [...new Composer(options).compose(tokens, true, length)];
  return documents as Document.Parsed[];
}

/** Turns the parser's nodes into our tree. An alias shares what its anchor holds, so nothing is ever copied out. */
class Converter {
  readonly problems: SyntaxProblem[] = [];
  readonly aliases: AliasUse[] = [];
  incomplete = false;
  private anchors = new Map<string, { node: DataNode; weight: number }>();
  private count = 0;
  private expanded = 0;

  constructor(
    private readonly text: string,
    private readonly unclosed: ReadonlySet<number>,
  ) {}

  document(document: Document.Parsed): DataNode | undefined {
    this.anchors = new Map();
    return document.contents ? this.node(document.contents, document.contents.range[0]) : undefined;
  }

  private node(node: Node | null | undefined, at: number): DataNode {
    if (!node) return this.empty(span(at, at));
    const place = node.range ? span(node.range[0], Math.max(node.range[0], node.range[1])) : span(at, at);
    if (isAlias(node)) return this.alias(node.source, place);
    const before = this.count++;
    const anchor = 'anchor' in node ? node.anchor : undefined;
    const plain = this.unanchored(node, place);
    if (!anchor) return plain;
    const anchored = { ...plain, anchored: true };
    this.anchors.set(anchor, { node: anchored, weight: this.count - before });
    return anchored;
  }

  private unanchored(node: Node, place: Span): DataNode {
    if (isScalar(node)) return this.scalar(node, place);
    if (isMap(node)) {
      const flow = node.flow === true;
      const entries = node.items.flatMap((pair) => this.entry(pair, place.start));
      const merges = entries.some(isMerge);
      const own = flow ? place : upTo(place, entries.at(-1));
      return { kind: 'map', span: own, flow, entries: this.merged(entries), ...(merges && { merges }) };
    }
    if (!('items' in node)) return this.empty(place);
    const sources = (node.srcToken as CST.BlockSequence | undefined)?.items;
    const items = node.items.map((item, i): Item => {
      const value = this.node(item as Node, place.start);
      const dash = sources?.[i]?.start.find((token) => token.type === 'seq-item-ind');
      return { value, span: span(dash?.offset ?? value.span.start, value.span.end) };
    });
    const flow = node.flow === true;
    return { kind: 'list', span: flow ? place : upTo(place, items.at(-1)), flow, items };
  }

  private scalar(node: YamlScalar, place: Span): DataNode {
    const quoted = node.type !== 'PLAIN';
    if (this.unclosed.has(place.start)) {
      const text = this.text.slice(place.start + 1, place.end).trimEnd();
      return { kind: 'scalar', span: place, value: text, text, quoted };
    }
    const { value } = node;
    if (typeof value === 'string') return { kind: 'scalar', span: place, value, text: value, quoted };
    const text = node.source ?? this.text.slice(place.start, place.end);
    const isData = value === null || typeof value === 'number' || typeof value === 'boolean';
    // A tag can make dates, big integers and bytes: their text is what our fields are read from.
    return { kind: 'scalar', span: place, value: isData ? value : text, text, quoted };
  }

  private empty(place: Span): DataNode {
    return { kind: 'scalar', span: place, value: null, text: '', quoted: false };
  }

  private entry(pair: Pair, at: number): Entry | [] {
    const key = pair.key as Node | null;
    const start = key?.range?.[0] ?? at;
    if (!key || !isScalar(key)) {
      this.incomplete = true;
      const place = span(start, key?.range?.[1] ?? start);
      this.problems.push({
        message: 'This key is no text, so its entry is not read. Use a plain name.',
        span: place,
      });
      return [];
    }
    const node = this.node(key, start);
    if (node.kind !== 'scalar') return [];
    const closing = node.quoted && node.span.end - node.span.start >= 2 ? 1 : 0;
    const colon = pair.srcToken && 'sep' in pair.srcToken ? pair.srcToken.sep?.find(isColon) : undefined;
    const value = this.node(pair.value as Node | null, colon ? colon.offset + 1 : node.span.end);
    return {
      key: node.text,
      keySpan: span(node.span.start + closing, node.span.end - closing),
      span: span(node.span.start, Math.max(value.span.end, node.span.end)),
      value,
    };
  }

  private alias(name: string, place: Span): DataNode {
    const target = this.anchors.get(name);
    if (!target) {
      const message = `No anchor '&${name}' stands before this alias. Check its name, or add the anchor.`;
      this.problems.push({ message, span: place });
      this.incomplete = true;
      return this.empty(place);
    }
    this.expanded += target.weight;
    this.count += target.weight;
    if (this.expanded > MAX_EXPANSION) {
      if (!this.incomplete)
        this.problems.push({ message: 'The aliases stand for too much data.', span: place });
      this.incomplete = true;
      return this.empty(place);
    }
    this.aliases.push({ span: place, target: target.node.span });
    const { anchored: _, ...shared } = target.node;
    return { ...shared, span: place };
  }

  /** Adds what merge keys bring in, behind a map's own entries; a map's own entry wins, then the earlier merged one. */
  private merged(entries: readonly Entry[]): Entry[] {
    const own = entries.filter((entry) => !isMerge(entry));
    if (own.length === entries.length) return own;
    const keys = new Set(own.map((entry) => entry.key));
    for (const { value } of entries.filter(isMerge)) {
      const sources = value.kind === 'list' ? value.items.map((item) => item.value) : [value];
      for (const source of sources) {
        for (const entry of source.kind === 'map' ? source.entries : []) {
          if (keys.has(entry.key)) continue;
          keys.add(entry.key);
          own.push({ ...entry, inherited: true });
        }
      }
    }
    return own;
  }
}

function isMerge(entry: Entry): boolean {
  return (
    entry.key === '<<' &&
    (entry.value.kind === 'map' ||
      (entry.value.kind === 'list' && entry.value.items.every((item) => item.value.kind === 'map')))
  );
}

function isColon(token: CST.SourceToken): boolean {
  return token.type === 'map-value-ind';
}
