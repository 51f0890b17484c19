import { describe, expect, test } from 'vitest';
import { removal } from '../support/removal';

describe('a parameter that every call gives the same value goes', () => {
  test('with its arguments', () => {
    removal(`
      const label = (status: string, isNew: boolean) => {
        if (isNew) return status;
        return 'old ' + status;
      };
      show(label('a', F()), label('b', true));
    `).becomes(`
      const label = (status: string) => {
        return status;
      };
      show(label('a'), label('b'));
    `);
  });

  test('of functions that hand it on to one another', () => {
    removal(`
      function outer(isNew) {
        return inner(isNew, 1);
      }
      function inner(isNew, count) {
        return isNew ? count : 0;
      }
      show(outer(F()));
    `).becomes(`
      function outer() {
        return inner(1);
      }
      function inner(count) {
        return count;
      }
      show(outer());
    `);
  });

  test('as an option of an object, with the object where nothing else is in it', () => {
    removal(`
      const list = (items: string[], { grouped }: { grouped: boolean }) => grouped ? group(items) : items;
      const table = (items: string[], { grouped, wide }: { grouped: boolean; wide: boolean }) =>
        draw(grouped ? group(items) : items, wide);
      const isGrouped = F();
      show(list(a, { grouped: isGrouped }), table(b, { grouped: isGrouped, wide: false }));
    `).becomes(`
      const list = (items: string[]) => group(items);
      const table = (items: string[], { wide }: { wide: boolean }) =>
        draw(group(items), wide);
      show(list(a), table(b, { wide: false }));
    `);
  });

  test('as a prop of a component, with its place in the type of the props', () => {
    removal(`
      interface RowProps {
        name: string;
        isNew?: boolean;
      }
      const Row: FC<RowProps> = ({ name, isNew = false }) => <td>{isNew ? <b>{name}</b> : name}</td>;
      export const Table = () => {
        const isNew = F();
        return (
          <tr>
            <Row name="a" isNew={isNew} />
            <Row name="b" isNew />
          </tr>
        );
      };
    `).becomes(`
      interface RowProps {
        name: string;
      }
      const Row: FC<RowProps> = ({ name }) => <td><b>{name}</b></td>;
      export const Table = () => {
        return (
          <tr>
            <Row name="a" />
            <Row name="b" />
          </tr>
        );
      };
    `);
  });
});

test('what is asked for as a member goes as what is taken out does', () => {
  removal(`
    type RowProps = { name: string; isNew: boolean };
    const Row: FC<RowProps> = (props) => (
      <td onClick={() => open(props.isNew)}>{props.isNew ? <b>{props.name}</b> : props.name}</td>
    );
    function list(options: { isNew: boolean; count: number }) {
      const { count } = options;
      if (options.isNew) return count;
      return options.count + 1;
    }
    const Mark = (props: { isNew: boolean }) => props.isNew ? <b /> : <i />;
    export const Table = () => [<Row name="a" isNew={F()} />, <Row name="b" isNew />, list({ isNew: F(), count: 1 }), <Mark isNew={F()} />];
  `).becomes(`
    type RowProps = { name: string };
    const Row: FC<RowProps> = (props) => (
      <td onClick={() => open(true)}><b>{props.name}</b></td>
    );
    function list(options: { count: number }) {
      const { count } = options;
      return count;
    }
    const Mark = () => <b />;
    export const Table = () => [<Row name="a" />, <Row name="b" />, list({ count: 1 }), <Mark />];
  `);
});

test.each([
  ['is handed on whole', '<b>{show(props)}{props.isNew}</b>'],
  ['is spread', '<b {...props}>{props.isNew}</b>'],
  ['is changed', '<b>{(props.isNew = next())}{props.isNew}</b>'],
  ['is asked whether it has it', "<b>{'isNew' in props && props.isNew}</b>"],
  ['is asked by a name that is made', '<b>{props[name]}{props.isNew}</b>'],
])('a member stays where what it is a member of %s', (_, shown) => {
  const text = `
    const Row = (props) => ${shown};
    export const Table = () => <Row name="a" isNew={F()} />;
  `;
  removal(text).becomes(text.replace('F()', 'true'));
});

test('what no call gives any more goes too', () => {
  removal(`
    const Page = ({ name, Side }: { name: string; Side?: ComponentType }) => (
      <main>
        {Side ? <Side /> : <New />}
        {name}
      </main>
    );
    const Top: FC<{ Side?: ComponentType }> = ({ Side }) => (Side ? <Side /> : <New />);
    export const App = () => [<Page name="a" Side={F() ? undefined : Old} />, <Page name="b" />];
    export const Head = () => <Top Side={F() ? undefined : Old} />;
  `).becomes(`
    const Page = ({ name }: { name: string }) => (
      <main>
        <New />
        {name}
      </main>
    );
    const Top: FC = () => <New />;
    export const App = () => [<Page name="a" />, <Page name="b" />];
    export const Head = () => <Top />;
  `);
});

describe('a parameter stays', () => {
  test.each([
    ['a call gives another value', 'show(label(F()), label(other));'],
    ['a call gives none', 'show(label(F()), label());'],
    ['the function is handed on', 'show(label(F()), list.map(label));'],
    ['it is called in another way', 'show(label(F()), label.call(null, true));'],
    ['what a call gives is spread', 'show(label(F()), label(...rest));'],
  ])('where %s', (_, calls) => {
    removal(`
      const label = (isNew) => isNew ? 1 : 2;
      ${calls}
    `).becomes(`
      const label = (isNew) => isNew ? 1 : 2;
      ${calls.replace('F()', 'true')}
    `);
  });

  test.each([
    ['others may call it', 'export function label(isNew) { return isNew ? 1 : 2; }'],
    ['it is assigned again', 'function label(isNew) { isNew = next(isNew); return isNew; }'],
    ['all arguments are read', 'function label(isNew) { return isNew ? arguments : 2; }'],
    ['the function calls itself', 'function label(isNew) { return isNew ? label(next()) : 2; }'],
  ])('where %s', (_, declared) => {
    const text = `
      ${declared}
      show(label(F()));
    `;
    removal(text).becomes(text.replace('F()', 'true'));
  });

  test('where its type is made of more', () => {
    removal(`
      const Row = ({ name, isNew }: Props & Other) => <td>{isNew ? name : null}</td>;
      show(<Row name="a" isNew={F()} />);
    `).becomes(`
      const Row = ({ name, isNew }: Props & Other) => <td>{isNew ? name : null}</td>;
      show(<Row name="a" isNew={true} />);
    `);
  });
});

test('where code is not strict, a function of a block may be called by the name of one around it', () => {
  const { after } = removal(
    `
    function main() {
      {
        function take({ on }) { return !on; }
        log(take({ on: isEnabled('x') }));
      }
      function take({ other }) { return other; }
      return take({ other: 2 });
    }
    `,
    { file: 'src/app.js' },
  );
  expect(after).toContain('log(take({ on: true }));');
});

test('what a component is given besides its properties does not come in their place', () => {
  const { after } = removal(`
    const Row = ({ isNew }, ...rest) => show(isNew, rest);
    show(<Row isNew={F()} />);
  `);
  expect(after).toContain('const Row = ({ isNew }, ...rest) =>');
  expect(after).toContain('<Row isNew={true} />');
});
