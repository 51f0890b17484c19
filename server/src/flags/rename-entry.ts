import type { Span } from '../text/span';

/**
 * A key as it can stand in the place of another: as it is inside quotes, quoted where a plain one would not be read as
 * text. Nothing where it has characters that the quotes there cannot hold.
 */
export function layoutSafeKey(text: string, place: Span, key: string): string | undefined {
  const before = text[place.start - 1];
  const isQuoted = (before === '"' || before === "'") && text[place.end] === before;
  if (isQuoted) return key.includes(before) || key.includes('\\') || /[\r\n]/.test(key) ? undefined : key;
  if (PLAIN_KEY.test(key) && !NOT_TEXT.has(key.toLowerCase())) return key;
  return /["\\\r\n]/.test(key) ? undefined : `"${key}"`;
}

/** A plain scalar that every YAML version reads as text. */
const PLAIN_KEY = /^[A-Za-z_][\w./-]*$/;
const NOT_TEXT = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n']);
