import { isEnabled } from './flags';
import type { Order, User } from './types';

/** Where the customer finds the invoice of an order. */
export function invoiceLink(order: Order, user: User): string {
  if (isEnabled('legacy_invoice', user)) {
    return `https://printer.shop.example/pdf?order=${encodeURIComponent(order.id)}`;
  }
  return `/invoices/${order.id}`;
}
