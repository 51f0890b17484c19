import type { Cart } from './types';

const HOME = 'DE';

/** What the post takes: parcels are weighed one by one, and it costs double to go abroad. */
export function postalRate(cart: Cart, country: string): number {
  const stamps = cart.lines.reduce((sum, { product, quantity }) => sum + stamp(product.weight) * quantity, 0);
  return country === HOME ? stamps : stamps * 2;
}

function stamp(kilograms: number): number {
  if (kilograms <= 2) return 4.5;
  return kilograms <= 10 ? 7.5 : 16.5;
}
