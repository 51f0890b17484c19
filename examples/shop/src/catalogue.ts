import { isEnabled } from './flags';
import type { Product, User } from './types';

const FEW = 5;

export interface Shelf {
  readonly products: Product[];
  readonly note?: string;
}

/** What the start page shows: things that can be bought, the scarce ones first. */
export function shelf(products: readonly Product[], user: User): Shelf {
  const badges = isEnabled('stock_badges', user);
  const available = products.filter((product) => product.stock > 0);
  if (badges) {
    available.sort((a, b) => a.stock - b.stock);
  }

  const scarce = available.filter((product) => product.stock < FEW).length;
  return { products: available, ...(badges && scarce > 0 && { note: `${scarce} nearly sold out` }) };
}
