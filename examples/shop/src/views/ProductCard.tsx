import { useFlag } from '../flags';
import type { View } from '../jsx';
import type { Product } from '../types';

export function ProductCard({ product }: { product: Product }): View {
  const fewLeft = useFlag('stock_badges') && product.stock < 5;
  return (
    <article>
      <h2>{product.name}</h2>
      <p>{product.price.toFixed(2)} €</p>
      {fewLeft && <em>Only {product.stock} left</em>}
      <button type="button">{useFlag('buy_button_copy') ? 'Buy now' : 'Add to cart'}</button>
    </article>
  );
}
