/**
 * Plain data as a text of bytes, which takes a small part of the memory that objects take: each text and each object's list
 * of keys is written once, and nothing is made of it until a part is asked for.
 *
 * A part is what may be unpacked without the others. Values are what JSON knows, `undefined`, maps and `Int32Array`s; anything
 * else makes `pack` throw.
 */
export type Packed = string;

/** Packs parts; an absent one is `undefined`. */
export function pack(parts: readonly unknown[]): Packed {
  const texts = new Map<string, number>();
  const shapes = new Map<string, number>();
  const idIn = (table: Map<string, number>, text: string): number => {
    const known = table.get(text);
    if (known !== undefined) return known;
    table.set(text, table.size);
    return table.size - 1;
  };
  const bodies = parts.map((part) => {
    const bytes: number[] = [];
    if (part !== undefined)
      write(
        part,
        bytes,
        (text) => idIn(texts, text),
        (keys) => idIn(shapes, keys),
      );
    return bytes;
  });
  const shapeTexts = [...shapes.keys()].map((keys) => idIn(texts, keys));
  const head: number[] = [];
  number(head, bodies.length);
  for (const bytes of bodies) number(head, bytes.length);
  number(head, shapeTexts.length);
  for (const id of shapeTexts) number(head, id);
  number(head, texts.size);
  const tail: string[] = [];
  for (const text of texts.keys()) {
    const isWide = !IS_NARROW.test(text);
    number(head, text.length * 2 + (isWide ? 1 : 0));
    tail.push(isWide ? toBytes(text) : text);
  }
  return [ofBytes(head), ...bodies.map(ofBytes), ...tail].join('');
}

/** Which parts are not absent. */
export function packedParts(packed: Packed): number[] {
  const reader = { packed, at: 0 };
  const lengths = Array.from({ length: numberAt(reader) }, () => numberAt(reader));
  return lengths.flatMap((length, part) => (length > 0 ? [part] : []));
}

/** Opens what was packed: gives one part after the other, `undefined` for one that was absent. */
export function unpacker(packed: Packed): (part: number) => unknown {
  const reader: Reader = { packed, at: 0 };
  const lengths = Array.from({ length: numberAt(reader) }, () => numberAt(reader));
  const shapes = Array.from({ length: numberAt(reader) }, () => numberAt(reader));
  const sizes = new Int32Array(numberAt(reader));
  for (let i = 0; i < sizes.length; i++) sizes[i] = numberAt(reader);
  let at = reader.at;
  const starts = lengths.map((length) => {
    at += length;
    return at - length;
  });
  const places = new Int32Array(sizes.length);
  for (let i = 0; i < sizes.length; i++) {
    places[i] = at;
    at += sizes[i]! & 1 ? sizes[i]! - 1 : sizes[i]! >> 1;
  }
  const texts: string[] = [];
  const textOf = (id: number): string => {
    const known = texts[id];
    if (known !== undefined) return known;
    const [start, size] = [places[id]!, sizes[id]!];
    const text = size & 1 ? fromBytes(packed, start, size >> 1) : copied(packed, start, size >> 1);
    texts[id] = text;
    return text;
  };
  const keyLists: (readonly string[])[] = [];
  const keysOf = (id: number): readonly string[] => {
    keyLists[id] ??= keysIn(textOf(shapes[id]!));
    return keyLists[id];
  };
  return (part) => {
    if (!lengths[part]) return undefined;
    reader.at = starts[part]!;
    return read(reader, textOf, keysOf);
  };
}

/** Where a value begins: what it is in the lower bits, and above them a number that belongs to it, or `MORE` before a larger one. */
const UNDEFINED = 0;
const NULL = 1;
const TRUE = 2;
const FALSE = 3;
const COUNT = 4;
const OTHER_NUMBER = 5;
const TEXT = 6;
const LIST = 7;
const MAP = 8;
const SHAPED = 9;
const OBJECT = 10;
const INTEGERS = 11;
const KIND_BITS = 4;
const KIND_MASK = (1 << KIND_BITS) - 1;
const MORE = 15;

function write(
  value: unknown,
  to: number[],
  textId: (text: string) => number,
  shapeId: (keys: string) => number,
): void {
  const begin = (kind: number, own: number): void => {
    to.push(kind | (Math.min(own, MORE) << KIND_BITS));
    if (own >= MORE) number(to, own - MORE);
  };
  const more = (item: unknown): void => write(item, to, textId, shapeId);
  if (value === undefined) begin(UNDEFINED, 0);
  else if (value === null) begin(NULL, 0);
  else if (typeof value === 'boolean') begin(value ? TRUE : FALSE, 0);
  else if (typeof value === 'string') begin(TEXT, textId(value));
  else if (typeof value === 'number') {
    const isCount = Number.isInteger(value) && value >= 0 && value < 2 ** 31 && !Object.is(value, -0);
    if (isCount) begin(COUNT, value);
    else begin(OTHER_NUMBER, textId(Object.is(value, -0) ? '-0' : String(value)));
  } else if (Array.isArray(value)) {
    begin(LIST, value.length);
    value.forEach(more);
  } else if (value instanceof Map) {
    begin(MAP, value.size);
    for (const [key, item] of value) {
      more(key);
      more(item);
    }
  } else if (value instanceof Int32Array) {
    begin(INTEGERS, value.length);
    for (const item of value)
      to.push(item & 0xff, (item >> 8) & 0xff, (item >> 16) & 0xff, (item >> 24) & 0xff);
  } else if (typeof value === 'object' && isPlain(value)) {
    const entries = Object.entries(value);
    const isShaped = entries.every(
      ([key]) => key !== '' && key !== '__proto__' && !key.includes(BETWEEN_KEYS),
    );
    if (isShaped) begin(SHAPED, shapeId(entries.map(([key]) => key).join(BETWEEN_KEYS)));
    else begin(OBJECT, entries.length);
    for (const [key, item] of entries) {
      if (!isShaped) more(key);
      more(item);
    }
  } else {
    throw new TypeError(`There is no way to pack a ${typeof value}: ${String(value)}`);
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

interface Reader {
  readonly packed: Packed;
  at: number;
}

function read(
  reader: Reader,
  textOf: (id: number) => string,
  keysOf: (id: number) => readonly string[],
): unknown {
  const first = reader.packed.charCodeAt(reader.at++);
  let own = first >> KIND_BITS;
  if (own === MORE) own += numberAt(reader);
  switch (first & KIND_MASK) {
    case UNDEFINED:
      return undefined;
    case NULL:
      return null;
    case TRUE:
      return true;
    case FALSE:
      return false;
    case COUNT:
      return own;
    case OTHER_NUMBER:
      return Number(textOf(own));
    case TEXT:
      return textOf(own);
    case LIST: {
      if (own === 0) return NOTHING;
      // Made at its size: one that grows keeps room for sixteen more.
      const list = new Array<unknown>(own);
      for (let i = 0; i < own; i++) list[i] = read(reader, textOf, keysOf);
      return list;
    }
    case MAP: {
      const map = new Map<unknown, unknown>();
      for (let i = 0; i < own; i++) {
        const key = read(reader, textOf, keysOf);
        map.set(key, read(reader, textOf, keysOf));
      }
      return map;
    }
    case INTEGERS: {
      const list = new Int32Array(own);
      const { packed } = reader;
      for (let i = 0, { at } = reader; i < own; i++, at += 4)
        list[i] =
          packed.charCodeAt(at) |
          (packed.charCodeAt(at + 1) << 8) |
          (packed.charCodeAt(at + 2) << 16) |
          (packed.charCodeAt(at + 3) << 24);
      reader.at += own * 4;
      return list;
    }
    case SHAPED: {
      const object: Record<string, unknown> = {};
      for (const key of keysOf(own)) object[key] = read(reader, textOf, keysOf);
      return object;
    }
    default:
      return Object.fromEntries(
        Array.from({ length: own }, () => [
          read(reader, textOf, keysOf) as string,
          read(reader, textOf, keysOf),
        ]),
      );
  }
}

/** Most lists are empty ones. */
const NOTHING: readonly unknown[] = Object.freeze([]);

const BETWEEN_KEYS = '\0';

/** Lists of keys as they are written, each with its keys: there are few, and the engine looks up a text of its own table sooner. */
const knownKeys = new Map<string, readonly string[]>();

function keysIn(text: string): readonly string[] {
  const known = knownKeys.get(text);
  if (known) return known;
  if (knownKeys.size >= MOST_KNOWN_KEYS) knownKeys.clear();
  const keys = text === '' ? [] : text.split(BETWEEN_KEYS);
  knownKeys.set(text, keys);
  return keys;
}

const MOST_KNOWN_KEYS = 2000;

/** Seven bits a byte, the lowest first. */
function number(to: number[], value: number): void {
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) to.push((rest & 0x7f) | 0x80);
  to.push(rest);
}

function numberAt(reader: Reader): number {
  let value = 0;
  for (let factor = 1; ; factor *= 0x80) {
    const byte = reader.packed.charCodeAt(reader.at++);
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return value;
  }
}

/** Whether each character of a text is one byte. */
const IS_NARROW = /^[\0-\xff]*$/;

function toBytes(text: string): string {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    bytes.push(code >> 8, code & 0xff);
  }
  return ofBytes(bytes);
}

function fromBytes(packed: Packed, start: number, length: number): string {
  let text = '';
  for (let at = start; at < start + 2 * length; at += 2)
    text += String.fromCharCode((packed.charCodeAt(at) << 8) | packed.charCodeAt(at + 1));
  return text;
}

/** A part of a text by itself: the engine's own slice would keep all of what it is a part of. */
function copied(packed: Packed, start: number, length: number): string {
  const text = packed.slice(start, start + length);
  return length < SLICED ? text : [text.slice(0, 1), text.slice(1)].join('');
}

/** From this length on the engine makes no copy of a part by itself. */
const SLICED = 13;

/** Joined, for what is put together with `+` stays in its pieces. */
function ofBytes(bytes: readonly number[]): string {
  if (bytes.length <= AT_ONCE) return String.fromCharCode(...bytes);
  const pieces: string[] = [];
  for (let from = 0; from < bytes.length; from += AT_ONCE)
    pieces.push(String.fromCharCode(...bytes.slice(from, from + AT_ONCE)));
  return pieces.join('');
}

const AT_ONCE = 4096;
