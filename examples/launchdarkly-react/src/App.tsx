import { LDProvider } from 'launchdarkly-react-client-sdk';
import { Checkout } from './Checkout';

/** The page, with the values of flags that the server has worked out for the first paint. */
export function App({ flags }: { flags: Record<string, boolean> }) {
  return (
    <LDProvider clientSideID="client-side-id" options={{ bootstrap: flags }} deferInitialization>
      <Checkout total={42} />
    </LDProvider>
  );
}
