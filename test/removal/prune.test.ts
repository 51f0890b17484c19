import { describe, expect, test } from 'vitest';
import { removal } from '../support/removal';
import { removeWhole } from '../support/whole-removal';

describe('what only the flag needed goes', () => {
  test('a private field with the statements that set it, and what those took', () => {
    removal(`
      import type { Flags, Mail } from './types';

      class Page {
        private flags: Flags;

        private mail: Mail;

        readonly #old: string;

        constructor(config: Config, { flags, mail }: { flags: Flags; mail: Mail }) {
          this.flags = flags;
          this.mail = mail;
          this.#old = config.old;
        }

        show() {
          if (this.flags.isEnabled('x')) return this.mail.send();
          return this.legacy(this.#old);
        }

        private legacy(old: string) {
          return old;
        }
      }
    `).becomes(`
      import type { Flags, Mail } from './types';

      class Page {
        private mail: Mail;

        constructor(config: Config, { mail }: { flags: Flags; mail: Mail }) {
          this.mail = mail;
        }

        show() {
          return this.mail.send();
        }
      }
    `);
  });

  test('a private field that only holds the answer, set where it is declared or first of all', () => {
    removal(`
      class Page {
        private readonly isNew = flags.isEnabled('x');
        private readonly items: Item[];

        constructor(items: Item[]) {
          this.items = items;
        }

        show() {
          return this.items.map((item) => (this.isNew ? this.draw(item) : this.drawOld(item)));
        }

        private draw(item: Item) {
          return item;
        }

        private drawOld(item: Item) {
          return [item];
        }
      }

      class Cart {
        #isNew: boolean;

        constructor() {
          this.#isNew = flags.isEnabled('x');
        }

        total() {
          if (!this.#isNew) return 0;
          return 1;
        }
      }
    `).becomes(`
      class Page {
        private readonly items: Item[];

        constructor(items: Item[]) {
          this.items = items;
        }

        show() {
          return this.items.map((item) => this.draw(item));
        }

        private draw(item: Item) {
          return item;
        }
      }

      class Cart {
        constructor() {
        }

        total() {
          return 1;
        }
      }
    `);
  });

  test('a private getter that nothing asks any more; one that is set by a function stays', () => {
    removal(`
      class Page {
        private get old() {
          return 1;
        }

        private get set() {
          return this.value;
        }

        private set set(value) {
          this.value = value;
        }

        show() {
          this.set = 2;
          return F() ? 3 : this.old + this.set;
        }
      }
      use(Page);
    `).becomes(`
      class Page {
        private get set() {
          return this.value;
        }

        private set set(value) {
          this.value = value;
        }

        show() {
          this.set = 2;
          return 3;
        }
      }
      use(Page);
    `);
  });

  test('a variable that was given its value under the flag has it from the beginning', () => {
    removal(`
      export function theme(mode) {
        let isNew = false;
        if (typeof F() === 'boolean') {
          isNew = F();
        } else {
          isNew = mode.name !== 'off';
        }
        return () => (isNew ? a : b);
      }
      export function look(mode) {
        let look: Look = old;
        const size = 1;
        // The new one.
        if (F()) look = mode.fresh;
        return [look, size];
      }
      export function late() {
        let value;
        if (F()) value = make();
        else value = 1;
        return value;
      }
    `).becomes(`
      export function theme(mode) {
        return () => a;
      }
      export function look(mode) {
        const look: Look = mode.fresh;
        const size = 1;
        return [look, size];
      }
      export function late() {
        const value = make();
        return value;
      }
    `);
  });

  test.each([
    ['it is assigned again', 'let a = 1; if (F) a = 2; b(() => (a = 3)); c(a);'],
    [
      'something runs in between that may ask for it',
      'let a = 1; b(); if (F) a = d(); function b() { c(a); }',
    ],
    ['it is asked before', 'let a = 1; b(a); b(); if (F) a = 2; c(a);'],
    ['something in between may ask for it', 'let a = 1; b(() => a); if (F) a = 2; c(a);'],
    ['it is asked in between', 'let a = 1; const d = a; if (F) a = 2; c(a, d);'],
    ['its new value is made of the old one', 'let a = 1; if (F) a = a + 1; c(a);'],
    ['it is one of a case', 'switch (e) { case 1: let a = 1; b(); if (F) a = 2; c(a); }'],
    ['its old value has effects', 'let a = b(); if (F) a = 2; c(a);'],
    ['it is a part of the function’s own way', 'let a = 1; for (const d of e) { if (F) a = d; } c(a);'],
  ])('it stays where %s', (_, code) => {
    const kept = code.replace('if (F) ', '');
    removal(`export function f() { ${code.replace('F', "flags.isEnabled('x')")} }`).becomes(
      `export function f() { ${kept} }`,
    );
  });

  test('of what only the flag was taken from, the call is left', async () => {
    const text = await removeWhole(
      `//- src/page.ts
export const usePage = async () => {
  const { featureFlags } = useConfig().external;
  const shared = (await useShared())!.config;
  return (featureFlags.x ? 1 : 2) + (shared.featureFlags.x ? 3 : 4);
};`,
      { flag: 'x', keep: true },
    );
    expect(text).toContain(`export const usePage = async () => {
  useConfig();
  await useShared();
  return 1 + 3;
};`);
  });

  test('it is declared where it gets its value in a file without semicolons', () => {
    removal(`
      export const url = (key) => {
        let url: string | undefined

        if (F()) {
          const saved = get(key)
          url = saved ? of(saved) : undefined
        }

        embed(url)
      }
      export const plain = () => {
        let plain
        if (F()) plain = make()
        return plain
      }
    `).becomes(`
      export const url = (key) => {
        const saved = get(key)
        const url: string | undefined = saved ? of(saved) : undefined

        embed(url)
      }
      export const plain = () => {
        const plain = make()
        return plain
      }
    `);
  });

  test('it is declared where it gets its value, if what comes before that has to stay there', () => {
    removal(`
      export function plans(feature, name) {
        const { plans: fromHook, loading } = usePlans(name);
        let plans: Plan[] = fromHook;

        const environment = feature.environments.find((one) => one.name === name);
        if (F()) {
          plans = environment?.plans ?? [];
        }
        return { plans, loading };
      }
      export function size(list) {
        let size = 1;
        log(list);
        if (F()) size = list.length;
        return () => size;
      }
    `).becomes(`
      export function plans(feature, name) {
        const { loading } = usePlans(name);

        const environment = feature.environments.find((one) => one.name === name);
        const plans: Plan[] = environment?.plans ?? [];
        return { plans, loading };
      }
      export function size(list) {
        log(list);
        const size = list.length;
        return () => size;
      }
    `);
  });

  test('a private field of a component of React, set behind what does not read it', () => {
    removal(`
      import React from 'react';
      export class Panel extends React.Component<Props> {
        private readonly isNew: boolean;

        constructor(props: Props) {
          super(props);
          this.state = { open: this.opens() };
          this.close = this.close.bind(this);
          this.isNew = flags.isEnabled('x');
        }

        opens() {
          return this.props.size > 1;
        }

        close() {
          return this.isNew ? 1 : 2;
        }
      }
    `).becomes(`
      import React from 'react';
      export class Panel extends React.Component<Props> {
        constructor(props: Props) {
          super(props);
          this.state = { open: this.opens() };
          this.close = this.close.bind(this);
        }

        opens() {
          return this.props.size > 1;
        }

        close() {
          return 1;
        }
      }
    `);
  });

  test.each([
    [
      'something may read it before it is set',
      'first = this.a(); private isNew = F; a() { return this.isNew ? 1 : 2; }',
    ],
    [
      'the constructor of another class may',
      'private isNew = F; a() { return this.isNew ? 1 : 2; }',
      'extends Base ',
    ],
    [
      'the constructor calls a method first',
      'private isNew; constructor() { this.a(); this.isNew = F; } a() { return this.isNew ? 1 : 2; }',
    ],
    [
      'it is set again',
      'private isNew = F; a() { return this.isNew ? 1 : 2; } b() { this.isNew = !this.isNew; }',
    ],
    ['a pattern sets it', 'private isNew = F; a() { return this.isNew ? 1 : 2; } b(x) { [this.isNew] = x; }'],
    [
      'a method does, by way of another one',
      'private isNew; constructor() { this.b(); this.isNew = F; } a() { return this.isNew ? 1 : 2; } b() { return () => this.a(); }',
    ],
    [
      'a method is handed on',
      'private isNew; constructor() { on(this.a); this.isNew = F; } a() { return this.isNew ? 1 : 2; }',
    ],
    [
      'a field that is called may be the method',
      'private isNew; constructor(run) { this.run = run; this.run(); this.isNew = F; } run; a() { return this.isNew ? 1 : 2; }',
    ],
    [
      'it is not always set',
      'private isNew; constructor(early) { if (early) return; this.isNew = F; } a() { return this.isNew ? 1 : 2; }',
    ],
    ['another object of the class is asked', 'private isNew = F; a(other) { return other.isNew ? 1 : 2; }'],
    ['it is of the class itself', 'private static isNew = F; static a() { return this.isNew ? 1 : 2; }'],
  ])('it keeps its value where %s', (_, members, derived = '') => {
    const written = (value: string) => `class Page ${derived}{ ${members.replace('F', value)} }`;
    removal(written("flags.isEnabled('x')")).becomes(written('true'));
  });

  test('a field that others may see, that something still reads, or that takes an effect to set, stays', () => {
    removal(`
      class Page {
        flags: Flags;
        private shared: Flags;
        private made: Flags;

        constructor(flags: Flags) {
          this.flags = flags;
          this.shared = flags;
          this.made = make();
        }

        show() {
          if (this.flags.isEnabled('x')) a();
          if (this.shared.isEnabled('x')) b();
          if (this.made.isEnabled('x')) c();
          return ((page: Page) => page['shared'])(this);
        }
      }
    `).becomes(`
      class Page {
        flags: Flags;
        private shared: Flags;
        private made: Flags;

        constructor(flags: Flags) {
          this.flags = flags;
          this.shared = flags;
          this.made = make();
        }

        show() {
          a();
          b();
          c();
          return ((page: Page) => page['shared'])(this);
        }
      }
    `);
  });

  test('a constant that is made of itself throws, and stays', () => {
    removal("const on = F('x'); function f() { if (on) { const on = on; } } use(f);").becomes(
      'function f() { const on = on; } use(f);',
    );
  });

  test('what a known package only makes: styles, lazy components, hooks that look something up', () => {
    removal(
      `
      import { lazy, useMemo, useState } from 'react';
      import { useNavigate } from 'react-router-dom';
      import styled from 'styled-components';
      import { load } from './load';

      const Old = styled(Box)(({ theme }) => ({ margin: theme.spacing(1) }));
      const Frame = styled.div\`margin: 1px\`;
      const OldPage = lazy(() => import('./OldPage'));
      const loaded = load();

      export const Page = () => {
        const navigate = useNavigate();
        const [old, setOld] = useState(false);
        const start = useMemo(() => load(), []);
        return isEnabled('x') ? <New /> : <Old><Frame /><OldPage on={[navigate, old, setOld, start, loaded]} /></Old>;
      };
    `,
      { file: 'page.tsx' },
    ).becomes(`
      import { useMemo } from 'react';
      import { load } from './load';

      load();

      export const Page = () => {
        useMemo(() => load(), []);
        return <New />;
      };
    `);
  });
});

describe('a variable that is only set', () => {
  test('goes with what sets it, where what asked for it has gone', () => {
    removal(`
      let last = 0;
      export function step(n: number) {
        last = n;
        if (!F()) show(last);
      }
    `).becomes(`
      export function step(n: number) {
      }
    `);
  });

  test('stays where setting it does more, where it can be asked for from outside, and where nothing asked for it', () => {
    removal(`
      let last = 0;
      export function step() {
        last = next();
        if (!F()) show(last);
      }
    `).becomes(`
      let last = 0;
      export function step() {
        last = next();
      }
    `);
    removal(`
      export let last = 0;
      export function step(n: number) {
        last = n;
        if (!F()) show(last);
      }
    `).becomes(`
      export let last = 0;
      export function step(n: number) {
        last = n;
      }
    `);
    removal(`
      let last = 0;
      export function step(n: number) {
        last = n;
        if (!F()) show();
      }
    `).becomes(`
      let last = 0;
      export function step(n: number) {
        last = n;
      }
    `);
  });
});

test('what asks for a name too early throws, and goes on to', () => {
  removal(`
    export function take() {
      const early = late;
      if (!F()) use(early);
      const late = 1;
      return late;
    }
  `).becomes(`
    export function take() {
      const early = late;
      const late = 1;
      return late;
    }
  `);
});

test('what a hook would remember goes where making it only computes, statement by statement', () => {
  const hooks = (more: string) => `
      import { useMemo } from 'react';
      export function Page({ term }) {
        const isMatch = useMemo(() => {
          const word = term.trim();
          if (/^a/.test(word)) return true;${more}
          return WORDS.includes(word);
        }, [term]);
        if (!F()) return null;
        return <p>{isMatch}</p>;
      }
    `;
  removal(hooks(''), { keep: false }).becomes(`
      export function Page({ term }) {
        return null;
      }
    `);
  expect(removal(hooks(' count(word);'), { keep: false }).after).toContain('count(word);');
});

test('whom a service is asked about goes with the question', () => {
  removal(`
    import * as configcat from 'configcat-node';
    import { User } from './users';
    export async function page(id) {
      const asked = new configcat.User(id);
      const other = new User(id);
      return F() ? 1 : old(asked, other);
    }
  `).becomes(`
    import { User } from './users';
    export async function page(id) {
      new User(id);
      return 1;
    }
  `);
});

test('what a framework hands out, and a client of a service of flags, go where nothing asks for them', () => {
  removal(`
    import { computed, inject } from '@angular/core';
    import { OpenFeature } from '@openfeature/server-sdk';

    export class Page {
      private readonly old = inject(Old);
      private readonly flags = OpenFeature.getClient('app');
      private readonly count = inject(save());
      readonly size = computed(() => (this.flags.isEnabled('x') ? this.count : this.old.size()));
    }
  `).becomes(`
    import { computed, inject } from '@angular/core';

    export class Page {
      private readonly count = inject(save());
      readonly size = computed(() => this.count);
    }
  `);
});

test('a class whose parameters are decorated does something when it is made', () => {
  removal(`
    class Old { constructor(@Inject('a') private readonly a: A) {} }
    class New { constructor(private readonly a: A) {} }
    export const Page = F() ? New : Old;
  `).becomes(`
    class Old { constructor(@Inject('a') private readonly a: A) {} }
    class New { constructor(private readonly a: A) {} }
    export const Page = New;
  `);
});

test('what stands last in a file goes with what stands above it, and its import with the last of them', async () => {
  const result = await removeWhole(
    `//- flags.yaml
flags:
  new-ui: { enabled: true }
//- src/page.tsx
import styled from 'styled-components';
import { Item, Menu } from './select';

export const Page = () => (isEnabled('new-ui') ? <b /> : <$Menu><$Item /></$Menu>);

const $Menu = styled(Menu)\`
  gap: 1px;
\`;

const $Item = styled(Item)\`
  top: 1px;
\`;
`,
    { flag: 'new-ui' },
  );
  expect(result).toBe('//- src/page.tsx\nexport const Page = () => <b />;');
});
