import type { CallShape } from './shapes';

type KeyPlace = readonly [number, ...string[]];
type Options = Partial<Omit<CallShape, 'name' | 'keys' | 'packages'>>;

/** The functions of packages. */
export function of(packages: readonly string[], shapes: readonly Omit<CallShape, 'packages'>[]): CallShape[] {
  return shapes.map((shape) => ({ ...shape, packages }));
}

/** Functions, their names parted by blanks, that take the key at the same place. */
export function calls(
  names: string,
  key: KeyPlace,
  { alternatives = [], ...options }: Options & { readonly alternatives?: readonly KeyPlace[] } = {},
): CallShape[] {
  return names.split(' ').map((name) => ({ name, keys: [key, ...alternatives], ...options }));
}

/** Functions that differ in what they give alone: true or false, or texts, numbers and objects. */
export function kin(booleans: string, others: string, key: KeyPlace, options: Options): CallShape[] {
  return [...calls(booleans, key, options), ...calls(others, key, { ...options, gives: 'variant' })];
}
