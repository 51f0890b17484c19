import { weight } from './cart';
import { isEnabled } from './flags';
import type { Cart, User } from './types';

/** Couriers charge by the weight of the whole order. */
export function courierRate(cart: Cart): number {
  return 5.9 + Math.max(0, weight(cart) - 5) * 0.4;
}

/** When it will be there, in the words of the order page. */
export function deliveryPromise(user: User, now: Date): string {
  if (!isEnabled('express_shipping', user)) {
    return 'Within five working days';
  }

  const tooLateForToday = now.getHours() >= 16;
  return tooLateForToday ? 'The day after tomorrow' : 'Tomorrow';
}
