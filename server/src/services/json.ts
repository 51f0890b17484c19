export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** Questions about an answer; what is missing or of another kind answers nothing. */
export function objectAt(value: Json | undefined, name: string): JsonObject | undefined {
  const found = isObject(value) ? value[name] : undefined;
  return isObject(found) ? found : undefined;
}

export function listAt(value: Json | undefined, name: string): readonly Json[] {
  const found = isObject(value) ? value[name] : undefined;
  return Array.isArray(found) ? found : [];
}

export function textAt(value: Json | undefined, name: string): string | undefined {
  const found = isObject(value) ? value[name] : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
}

export function numberAt(value: Json | undefined, name: string): number | undefined {
  const found = isObject(value) ? value[name] : undefined;
  return typeof found === 'number' ? found : undefined;
}

export function isTrueAt(value: Json | undefined, name: string): boolean {
  return isObject(value) && value[name] === true;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Without the members that say nothing: undefined and null. */
export function defined(members: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** The same value with the members of every object in one order. */
export function sorted(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => sorted(item) ?? null);
  if (!isObject(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])]));
}

/** By a text that each has, in an order that no machine's language changes. */
export function inOrder<T>(all: readonly T[], textOf: (one: T) => string): T[] {
  return [...all].sort((a, b) => (textOf(a) < textOf(b) ? -1 : textOf(a) > textOf(b) ? 1 : 0));
}

/** The UTC day of a moment, as ISO text or in milliseconds since 1970; finer, a snapshot would change at every pull. */
export function dayOf(moment: Json | undefined): string | undefined {
  if (typeof moment !== 'string' && typeof moment !== 'number') return undefined;
  const date = new Date(moment);
  const isMoment = !Number.isNaN(date.getTime()) && date.getTime() > 0;
  return isMoment ? date.toISOString().slice(0, 10) : undefined;
}
