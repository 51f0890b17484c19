import { isEnabled } from './flags';
import type { Product, User } from './types';

const SEARCH = 'search_v2';

export function search(products: readonly Product[], words: string, user: User): Product[] {
  if (isEnabled(SEARCH, user)) {
    const found = products.filter((product) => looksLike(product.name, words));
    // flagwright-ignore nested-flag: sold-out things are hidden by the badges' team, who keep this read
    return isEnabled('stock_badges', user) ? found.filter((product) => product.stock > 0) : found;
  }
  return products.filter((product) => product.name.includes(words));
}

/** Forgives capitals, spaces and one wrong letter. */
function looksLike(name: string, words: string): boolean {
  const [a, b] = [fold(name), fold(words)];
  return a.includes(b) || [...b].some((_, i) => a.includes(b.slice(0, i)) && a.includes(b.slice(i + 1)));
}

function fold(text: string): string {
  return text.toLowerCase().replaceAll(' ', '');
}
