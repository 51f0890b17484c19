import { expect, test } from 'vitest';
import { removal } from '../support/removal';

test('a state that nothing sets any more is what it began with', () => {
  removal(`
    import { useEffect, useState } from 'react';
    export function Page({ load }) {
      const isNew = isEnabled('x');
      const [isOpen, setIsOpen] = useState(false);
      const [title, setTitle] = useState('');
      useEffect(() => { load(title); }, [title, isOpen]);
      if (isNew) return <b onClick={() => setTitle('a')}>{title}{isOpen && <Dialog />}</b>;
      return <i onClick={() => setIsOpen(true)}>{isOpen ? <Dialog /> : title}</i>;
    }
  `).becomes(`
    import { useEffect, useState } from 'react';
    export function Page({ load }) {
      const [title, setTitle] = useState('');
      useEffect(() => { load(title); }, [title]);
      return <b onClick={() => setTitle('a')}>{title}</b>;
    }
  `);
});

test('what sets it to what it is does nothing, and goes', () => {
  removal(`
    import * as React from 'react';
    export const Page = () => {
      const [open, setOpen] = React.useState<boolean>(false);
      const close = () => {
        setOpen(false);
        track('closed');
      };
      const reset = (hard) => {
        if (hard) setOpen(false);
        else track('soft');
      };
      return (
        <div onBlur={reset}>
          {isEnabled('x') ? <New onClose={close} /> : <button onClick={() => setOpen(true)} />}
          <Drawer open={open} onLeave={() => setOpen(false)} />
          {open ? <Dialog onClose={() => setOpen(false)} /> : null}
        </div>
      );
    };
  `).becomes(`
    import * as React from 'react';
    export const Page = () => {
      const close = () => {
        track('closed');
      };
      const reset = (hard) => {
        if (!hard) track('soft');
      };
      return (
        <div onBlur={reset}>
          <New onClose={close} />
          <Drawer open={false} onLeave={() => {}} />
        </div>
      );
    };
  `);
});

test('a state that a removed function alone set', () => {
  removal(`
    import { useState } from 'react';
    export const Page = ({ item }) => {
      const [chosen, setChosen] = useState<Item | null>(null);
      const choose = () => setChosen(item);
      return isEnabled('x') ? <New item={chosen} /> : <Old onClick={choose} />;
    };
  `).becomes(`
    export const Page = ({ item }) => {
      return <New item={null} />;
    };
  `);
});

test('a state that begins with the flag', () => {
  removal(`
    import { useState } from 'react';
    export const Page = () => {
      const [isNew, setIsNew] = useState(isEnabled('x'));
      return isEnabled('x') ? <p>{isNew ? 1 : 2}</p> : <i onClick={() => setIsNew(false)} />;
    };
  `).becomes(`
    export const Page = () => {
      return <p>{1}</p>;
    };
  `);
});

test.each([
  ['is set to another value elsewhere', 'const [a, set] = useState(1);', 'set(2);'],
  ['is set to what is computed', 'const [a, set] = useState(1);', 'set(n);'],
  ['is set by a function', 'const [a, set] = useState(1);', 'set((old) => old);'],
  ['hands on what sets it', 'const [a, set] = useState(1);', 'run(set);'],
  ['gives what setting it gives', 'const [a, set] = useState(1);', 'run(set(1));'],
  ['begins with what is computed', 'const [a, set] = useState(n);', ''],
  ['begins with what a function gives', 'const [a, set] = useState(() => 1);', ''],
  ['begins with an object', 'const [a, set] = useState({});', ''],
  ['is of another hook', 'const [a, set] = useStored(1);', ''],
  ['has more to it', 'const [a, set, more] = useState(1);', 'run(more);'],
  ['may be left out', 'const [a = 2, set] = useState(1);', ''],
])('a state stays that %s', (_, state, use) => {
  const { after } = removal(`
    import { useState } from 'react';
    export function Page({ n }) {
      ${state}
      if (isEnabled('x')) { ${use} return a === 1; }
      return set(2);
    }
  `);
  expect(after).toContain('return a === 1;');
});

test.each([
  ['was never set', 'const [a] = useState(1);'],
  ['was only set to what it is', 'const [a, set] = useState(1); set(1);'],
])('a state is none of the removal that %s', (_, state) => {
  const { after } = removal(`
    import { useState } from 'react';
    export function Page() {
      ${state}
      return isEnabled('x') ? a : 0;
    }
  `);
  expect(after).toContain('return a;');
});

test('a function of that name that is not of React', () => {
  const { after } = removal(`
    import { useState } from './state';
    export function Page() {
      const [a, set] = useState(1);
      return isEnabled('x') ? a : set(2);
    }
  `);
  expect(after).toContain('return a;');
});

test('a state that begins with a member of an enum keeps its name and its type', () => {
  removal(`
    import { useState } from 'react';
    enum Mode { Old = 'old', New = 'new' }
    export const Page = () => {
      const [mode, setMode] = useState<Mode>(Mode.Old);
      if (!isEnabled('x')) return <i onClick={() => setMode(Mode.New)} />;
      return <b onClick={() => send({ mode })} />;
    };
  `).becomes(`
    import { useState } from 'react';
    enum Mode { Old = 'old', New = 'new' }
    export const Page = () => {
      const [mode] = useState<Mode>(Mode.Old);
      return <b onClick={() => send({ mode })} />;
    };
  `);
});
