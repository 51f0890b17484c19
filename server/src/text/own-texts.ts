/**
 * A copy of what JSON can say, with texts of its own. A text that was cut out of another keeps the whole other one in memory:
 * what outlives a source's text must not be made of pieces of it.
 */
export function ownTexts<T extends string | readonly unknown[]>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
