import { describe, test } from 'vitest';
import { removal } from '../support/removal';

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

      const loaded = load();

      export const Page = () => {
        const start = useMemo(() => load(), []);
        return <New />;
      };
    `);
  });
});
