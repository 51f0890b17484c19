import { useFlags } from 'launchdarkly-react-client-sdk';
import { GiftWrapping } from './GiftWrapping';
import { OnePage } from './OnePage';
import { Steps } from './Steps';

/** The way from the cart to the order. */
export function Checkout({ total }: { total: number }) {
  const { giftWrapping, onePageCheckout } = useFlags();
  return (
    <main>
      <h1>Checkout</h1>
      {onePageCheckout ? <OnePage total={total} /> : <Steps total={total} count={3} />}
      {giftWrapping && <GiftWrapping />}
    </main>
  );
}
