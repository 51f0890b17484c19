import { isEnabled } from './flags';
import { invoiceLink } from './invoices';
import type { Order, User } from './types';

/** The lines of the account page, from top to bottom. */
export function accountPage(user: User, orders: readonly Order[]): string[] {
  const lines = [`Signed in as ${user.email}`];
  if (isEnabled('loyalty_points', user)) {
    const points = isEnabled('loyalty_points', user) ? user.points : 0;
    lines.push(`You have ${points} points`);
  }
  for (const order of orders) {
    lines.push(`${order.total.toFixed(2)} €: ${invoiceLink(order, user)}`);
  }
  return lines;
}
