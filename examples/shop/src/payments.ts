import { isEnabled } from './flags';
import type { Order, Receipt, User } from './types';

/** Of the ways to pay that the bank offers, those that we can: cards always, the others one flag each. */
export function paymentMethods(offered: readonly string[], user: User): string[] {
  return offered.filter((method) => method === 'card' || isEnabled(`payment_${method}`, user));
}

export async function charge(order: Order, user: User): Promise<Receipt> {
  const response = await fetch('/api/charges', {
    method: 'POST',
    body: JSON.stringify({ order: order.id, user: user.id, amount: order.total + order.shipping }),
  });
  return { paid: response.ok, message: response.ok ? 'Thank you!' : 'Your bank said no.' };
}

export function mayRefund(order: Order, clerk: User): boolean {
  return order.total < 50 || isEnabled('refund_approval', clerk);
}
