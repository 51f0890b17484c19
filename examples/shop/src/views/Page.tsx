import { useFlag } from '../flags';
import type { Child, View } from '../jsx';

export function Page({ title, children }: { title: string; children?: Child }): View {
  const dark = useFlag('dark_mode');
  return (
    <main class={dark ? 'page dark' : 'page'}>
      <header>
        {useFlag('dark_mode') ? <img src="/logo-night.svg" alt="Shop" /> : <img src="/logo.svg" alt="Shop" />}
        <h1>{title}</h1>
      </header>
      {useFlag('holiday_banner') && <Banner text="Order by Thursday, and it is there for the holidays." />}
      {children}
      {dark && <footer class="moon">Good night</footer>}
    </main>
  );
}

function Banner({ text }: { text: string }): View {
  return <aside class="banner">{text}</aside>;
}
