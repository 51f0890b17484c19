import { span } from './span';
import {
  type Comment,
  type DataNode,
  type DataTree,
  type Entry,
  type Item,
  MAX_DEPTH,
  onePerLine,
  type ScalarNode,
  type SyntaxProblem,
} from './tree';

/**
 * Parses JSON, with comments and commas before a closing bracket tolerated. Never throws: what is wrong with the text
 * are the tree's problems, at most one for a line, and the rest is kept.
 */
export function parseJson(text: string): DataTree {
  return new JsonParser(text).parse();
}

/** More mistakes than this help nobody. */
const MAX_PROBLEMS = 1000;

const LITERALS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

const ESCAPES = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
]);

const SPACES = ' \t\r\n\u00a0\ufeff';
const DELIMITERS = ' \t\r\n{}[],:"\'';

class JsonParser {
  private at = 0;
  private broken = false;
  private readonly comments: Comment[] = [];
  private readonly problems: SyntaxProblem[] = [];

  constructor(private readonly text: string) {}

  parse(): DataTree {
    const documents: DataNode[] = [];
    this.skip();
    if (this.at < this.text.length) documents.push(this.value(0));
    this.skip();
    if (this.at < this.text.length)
      this.lost('This text stands behind the end of the JSON. Check the brackets.', 1);
    return {
      documents,
      comments: this.comments,
      problems: onePerLine(this.text, this.problems),
      broken: this.broken,
      aliases: [],
    };
  }

  private value(depth: number): DataNode {
    const unit = this.text[this.at];
    if (unit === '{' || unit === '[') {
      if (depth >= MAX_DEPTH) return this.tooDeep();
      return unit === '{' ? this.map(depth) : this.list(depth);
    }
    if (unit === '"' || unit === "'") return this.string();
    return this.word();
  }

  private map(depth: number): DataNode {
    const start = this.at++;
    const entries: Entry[] = [];
    for (;;) {
      this.skip();
      if (this.closes('}', start)) break;
      const key = this.key();
      if (!key) continue;
      this.skip();
      let value: DataNode = this.empty(key.span.end);
      if (this.text[this.at] === ':') {
        this.at++;
        this.skip();
        if (!this.atDelimiter()) value = this.value(depth + 1);
        else this.problem('A value is missing here. Add it, or remove the entry.', this.at - 1, this.at);
      } else if (this.text[this.at] === '{' || this.text[this.at] === '[') {
        this.problem(`A ":" is missing after "${key.text}".`, key.span.start, key.span.end);
        value = this.value(depth + 1);
      } else {
        this.problem(`A ":" and a value are missing after "${key.text}".`, key.span.start, key.span.end);
      }
      const quotes = key.quoted ? 1 : 0;
      const end = key.quoted && key.closed ? key.span.end - 1 : key.span.end;
      entries.push({
        key: key.text,
        keySpan: span(key.span.start + quotes, end),
        span: span(key.span.start, Math.max(value.span.end, key.span.end)),
        value,
      });
      this.comma('}');
    }
    return { kind: 'map', span: span(start, this.at), flow: this.isFlow(start, entries), entries };
  }

  private list(depth: number): DataNode {
    const start = this.at++;
    const items: Item[] = [];
    for (;;) {
      this.skip();
      if (this.closes(']', start)) break;
      if (this.atDelimiter()) {
        this.lost('A value was expected here.', 1);
        continue;
      }
      const value = this.value(depth + 1);
      items.push({ value, span: value.span });
      this.comma(']');
    }
    return { kind: 'list', span: span(start, this.at), flow: true, items };
  }

  /** In JSON "flow" has only a meaning for edits: all on one line. */
  private isFlow(start: number, entries: readonly Entry[]): boolean {
    const first = entries[0];
    return !first || !this.text.slice(start, first.span.start).includes('\n');
  }

  /** True, and past it, where the bracket closes; true as well at the text's end and at the other kind of bracket. */
  private closes(bracket: string, start: number): boolean {
    const unit = this.text[this.at];
    if (unit === bracket) {
      this.at++;
      return true;
    }
    if (unit !== undefined && unit !== '}' && unit !== ']') return false;
    this.broken = true;
    this.problem(`This bracket has no closing "${bracket}". Add it.`, start, start + 1);
    return true;
  }

  private comma(closing: string): void {
    this.skip();
    const unit = this.text[this.at];
    if (unit === ',') this.at++;
    else if (unit !== undefined && unit !== closing && unit !== '}' && unit !== ']') {
      this.problem('A comma is missing before this.', this.at, this.at + 1);
    }
  }

  private key(): (ScalarNode & { closed?: boolean }) | undefined {
    const unit = this.text[this.at]!;
    if (unit === '"' || unit === "'") return this.string();
    if (DELIMITERS.includes(unit)) {
      this.lost('A key in double quotes was expected here.', 1);
      return undefined;
    }
    const start = this.at;
    this.skipWord();
    const place = span(start, this.at);
    this.problem('JSON wants its keys in double quotes.', place.start, place.end);
    const text = this.text.slice(place.start, place.end);
    return { kind: 'scalar', span: place, value: text, text, quoted: false };
  }

  private string(): ScalarNode & { closed: boolean } {
    const start = this.at;
    const quote = this.text[this.at++]!;
    let value = '';
    let from = this.at;
    let closed = false;
    for (; this.at < this.text.length; this.at++) {
      const unit = this.text[this.at]!;
      if (unit === '\n' || unit === '\r') break;
      if (unit === quote) {
        closed = true;
        break;
      }
      if (unit === '\\') {
        value += this.text.slice(from, this.at);
        value += this.escape();
        from = this.at + 1;
      }
    }
    value += this.text.slice(from, this.at);
    if (closed) this.at++;
    if (!closed) this.problem(`This string has no closing ${quote}. Close it.`, start, this.at);
    else if (quote === "'") this.problem('JSON wants its strings in double quotes.', start, this.at);
    return { kind: 'scalar', span: span(start, this.at), value, text: value, quoted: true, closed };
  }

  /** Reads the escape at the backslash; stands on its last character afterwards. */
  private escape(): string {
    const unit = this.text[this.at + 1];
    if (unit === undefined || unit === '\n' || unit === '\r') return '';
    this.at++;
    if (unit !== 'u') return ESCAPES.get(unit) ?? unit;
    const digits = this.text.slice(this.at + 1, this.at + 5);
    const isHex =
      digits.length === 4 && [...digits].every((digit) => '0123456789abcdefABCDEF'.includes(digit));
    if (!isHex) {
      this.problem('Four hexadecimal digits belong behind \\u.', this.at - 1, this.at + 1);
      return '';
    }
    this.at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  private word(): DataNode {
    const start = this.at;
    this.skipWord();
    const text = this.text.slice(start, this.at);
    const place = span(start, this.at);
    const literal = LITERALS.get(text);
    if (literal !== undefined) return { kind: 'scalar', span: place, value: literal, text, quoted: false };
    const number = Number(text);
    if (text !== '' && !Number.isNaN(number)) {
      return { kind: 'scalar', span: place, value: number, text, quoted: false };
    }
    this.problem(`"${text.slice(0, 40)}" is no JSON value. Put text in double quotes.`, start, this.at);
    return { kind: 'scalar', span: place, value: text, text, quoted: false };
  }

  private skipWord(): void {
    const start = this.at;
    while (this.at < this.text.length && !DELIMITERS.includes(this.text[this.at]!)) {
      if (this.text[this.at] === '/' && this.at > start && this.commentEnd() !== undefined) break;
      this.at++;
    }
    if (this.at === start) this.at++;
  }

  private empty(at: number): ScalarNode {
    return { kind: 'scalar', span: span(at, at), value: null, text: '', quoted: false };
  }

  private atDelimiter(): boolean {
    const unit = this.text[this.at];
    return unit === undefined || ',:}]'.includes(unit);
  }

  private tooDeep(): DataNode {
    const start = this.at;
    this.lost(`This is nested more than ${MAX_DEPTH} levels deep, so it is not read.`, 1);
    this.at = this.text.length;
    return this.empty(start);
  }

  /** Skips space and comments, which are collected. */
  private skip(): void {
    for (;;) {
      while (this.at < this.text.length && SPACES.includes(this.text[this.at]!)) this.at++;
      const end = this.commentEnd();
      if (end === undefined) return;
      const start = this.at;
      this.comments.push({ span: span(start, end), text: this.text.slice(start, end) });
      this.at = end;
    }
  }

  /** Where the comment that begins here ends; undefined where none begins. */
  private commentEnd(): number | undefined {
    if (this.text[this.at] !== '/') return undefined;
    if (this.text[this.at + 1] === '*') {
      const close = this.text.indexOf('*/', this.at + 2);
      return close < 0 ? this.text.length : close + 2;
    }
    if (this.text[this.at + 1] !== '/') return undefined;
    let end = this.at;
    while (end < this.text.length && this.text[end] !== '\n' && this.text[end] !== '\r') end++;
    return end;
  }

  /** Passes over `length` characters that mean nothing here. */
  private lost(message: string, length: number): void {
    this.broken = true;
    this.problem(message, this.at, this.at + length);
    this.at += length;
  }

  private problem(message: string, start: number, end: number): void {
    if (this.problems.length >= MAX_PROBLEMS) return;
    this.problems.push({ message, span: span(start, Math.min(end, this.text.length)) });
  }
}
