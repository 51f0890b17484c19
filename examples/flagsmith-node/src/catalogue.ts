const PRODUCTS = ['green tea', 'black tea', 'coffee'];

const INDEX = new Map<string, string[]>();
for (const product of PRODUCTS)
  for (const word of product.split(' ')) INDEX.set(word, [...(INDEX.get(word) ?? []), product]);

/** The products with a word in their name. */
export function lookUp(word: string): string[] {
  return INDEX.get(word) ?? [];
}

/** The products with a text anywhere in their name. */
export function scan(text: string): string[] {
  return PRODUCTS.filter((product) => product.includes(text));
}
