import { subtotal } from './cart';
import { isEnabled } from './flags';
import type { Cart, User } from './types';

const EURO_PER_POINT = 0.01;

/** What the customer's points take off the price. */
export function discount(cart: Cart, user: User): number {
  const collectsPoints = isEnabled('loyalty_points', user);
  if (!collectsPoints) return 0;

  const worth = user.points * EURO_PER_POINT;
  // The old checkout cannot show a total below one euro.
  const least = isEnabled('new_checkout', user) ? 0 : 1;
  return Math.max(0, Math.min(worth, subtotal(cart) - least));
}

export function price(cart: Cart, user: User): number {
  return subtotal(cart) - discount(cart, user);
}
