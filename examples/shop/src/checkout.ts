import { giftWrap, subtotal } from './cart';
import { isEnabled, KILL_SWITCHES } from './flags';
import { postalRate } from './legacy-shipping';
import { charge } from './payments';
import { courierRate } from './shipping';
import type { Cart, Order, Receipt, User } from './types';

/** Turns a cart into an order that waits to be paid. */
export function checkout(cart: Cart, user: User): Order {
  const order = newOrder(cart);

  // Couriers took over from the post in spring 2025.
  if (isEnabled('express_shipping', user)) {
    order.shipping = courierRate(cart);
  } else {
    // The post weighs each parcel on its own.
    order.shipping = postalRate(cart, user.country);
  }

  if (isEnabled('new_checkout', user)) {
    order.steps = ['review and pay'];
    if (isEnabled('gift_wrap', user)) {
      order.lines.push(giftWrap(cart));
    }
  }

  return order;
}

/** The page that thanks the customer. */
export function thankYouPage(order: Order, user: User): string {
  return isEnabled('new_chekout', user) ? `/thanks/${order.id}` : `/checkout/done?order=${order.id}`;
}

export async function pay(order: Order, user: User): Promise<Receipt> {
  if (!KILL_SWITCHES.payments) {
    return { paid: false, message: 'We cannot take payments right now. Your cart is safe.' };
  }
  return charge(order, user);
}

function newOrder(cart: Cart): Order {
  return {
    id: crypto.randomUUID(),
    lines: [...cart.lines],
    total: subtotal(cart),
    shipping: 0,
    steps: ['address', 'delivery', 'payment'],
  };
}
