import type { Cart, CartLine, Product } from './types';

export function addToCart(cart: Cart, product: Product, quantity = 1): Cart {
  return { lines: [...cart.lines, { product, quantity }] };
}

export function subtotal(cart: Cart): number {
  return cart.lines.reduce((sum, line) => sum + line.product.price * line.quantity, 0);
}

export function weight(cart: Cart): number {
  return cart.lines.reduce((sum, line) => sum + line.product.weight * line.quantity, 0);
}

/** Paper and a ribbon for each thing in the cart. */
export function giftWrap(cart: Cart): CartLine {
  const quantity = cart.lines.reduce((sum, line) => sum + line.quantity, 0);
  return { product: { id: 'gift-wrap', name: 'Gift wrap', price: 3.5, weight: 0, stock: 999 }, quantity };
}
