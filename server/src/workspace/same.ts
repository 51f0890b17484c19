/** Whether two plain values say the same: objects, lists, maps and what they hold. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((own, i) => isSame(own, b[i]));
  if (a instanceof Map) {
    if (!(b instanceof Map) || a.size !== b.size) return false;
    const others = b.entries();
    // What is in another order is another text, too.
    for (const [key, value] of a) {
      const [otherKey, other] = others.next().value as [unknown, unknown];
      if (key !== otherKey || !isSame(value, other)) return false;
    }
    return true;
  }
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => isSame((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
