import type { ShapeTable } from './shapes';

/**
 * Tells by its text alone whether a source may hold a read: whether it has one of the names anywhere. It lets through
 * too much, never too little; what it lets through is parsed.
 */
export function candidateFilter(shapes: ShapeTable): (text: string) => boolean {
  const names = [
    ...shapes.calls.keys(),
    ...shapes.bulks.map(({ names }) => names.at(-1)!),
    ...shapes.components.map(({ name }) => name),
  ];
  if (names.length === 0) return () => false;
  const words = names.map((name) => name.replace(/[$.*+?^()[\]{}|\\]/g, '\\$&'));
  const pattern = new RegExp(`(?<![\\w$])(?:${words.join('|')})(?![\\w$])|flagwright-ignore|${TABLES}`);
  return (text) => pattern.test(text);
}

/** Names of flag tables, as they stand before a member: see `isNamedForFlagTable`. */
const TABLES =
  '(?:[fF]lags|[tT]oggles|[fF]eatures|[sS]witches|[eE]xperiments|[gG]ates|FLAGS|TOGGLES|FEATURES|SWITCHES|EXPERIMENTS|GATES)\\b';
