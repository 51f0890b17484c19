import { accountPage } from './account';
import { shelf } from './catalogue';
import { loadFlags } from './flags';
import { draw, type View } from './jsx';
import { search } from './search';
import { signIn } from './session';
import type { Product, User } from './types';
import { Page } from './views/Page';
import { ProductCard } from './views/ProductCard';

/** Draws the start page, or what the visitor searched for. */
export async function start(user: User, products: Product[], words = ''): Promise<string> {
  await loadFlags();
  signIn(user);
  const { products: shown, note } = words
    ? { products: search(products, words, user), note: undefined }
    : shelf(products, user);
  return draw(
    <Page title={note ?? 'Welcome'}>
      {shown.map((product) => (
        <ProductCard product={product} />
      ))}
      <AccountLines lines={accountPage(user, [])} />
    </Page>,
  );
}

function AccountLines({ lines }: { lines: string[] }): View {
  return (
    <ul>
      {lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  );
}
