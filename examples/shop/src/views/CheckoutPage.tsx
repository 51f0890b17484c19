import { checkout, pay, thankYouPage } from '../checkout';
import type { View } from '../jsx';
import { paymentMethods } from '../payments';
import { price } from '../pricing';
import { deliveryPromise } from '../shipping';
import type { Cart, User } from '../types';
import { Page } from './Page';

interface Props {
  readonly cart: Cart;
  readonly user: User;
  readonly offered: readonly string[];
}

export function CheckoutPage({ cart, user, offered }: Props): View {
  const order = checkout(cart, user);

  async function submit() {
    const { paid, message } = await pay(order, user);
    location.assign(paid ? thankYouPage(order, user) : `/sorry?why=${message}`);
  }

  return (
    <Page title={`Step 1 of ${order.steps.length}: ${order.steps[0]}`}>
      <p>{deliveryPromise(user, new Date())}</p>
      <select>
        {paymentMethods(offered, user).map((method) => (
          <option>{method}</option>
        ))}
      </select>
      <button type="button" onclick={submit}>
        Pay {(price(cart, user) + order.shipping).toFixed(2)} €
      </button>
    </Page>
  );
}
