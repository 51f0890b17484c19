import { describe, test } from 'vitest';
import { removal } from '../support/removal';

const SHOW = `
      const Show = ({ when, fallback, children }: Props) => {
        if (when) return <>{children}</>;
        return fallback ?? null;
      };`;

describe('a component that only chooses among what it is given goes', () => {
  test('for what stands inside of it', () => {
    removal(`${SHOW}
      export const App = () => (
        <main>
          <Show when={F()} fallback={<Old />}>
            <New />
          </Show>
          <Show when={!F()} fallback={<New />}>
            <Old />
          </Show>
          <Show when={!F()}>text</Show>
        </main>
      );
    `).becomes(`
      export const App = () => (
        <main>
          <New />
          <New />
        </main>
      );
    `);
  });

  test('for one of its attributes, however it asks', () => {
    removal(`
      export const Either = (props: Props) => {
        const isFunction = (part: unknown): boolean => typeof part === 'function';
        const shown = (part: Part) => {
          if (isFunction(part)) return part();
          return part;
        };
        if (props.condition) return shown(props.show);
        if (!props.condition && props.elseShow) {
          return shown(props.elseShow);
        }
        return null;
      };
      export const App = ({ name }) => {
        const isNew = F();
        if (name) return <Either condition={isNew} show={<New x={next()} />} elseShow={<Old />} />;
        return <p>{name}<Either condition={!isNew} show={name} elseShow="new" /></p>;
      };
    `).becomes(`
      export const Either = (props: Props) => {
        const isFunction = (part: unknown): boolean => typeof part === 'function';
        const shown = (part: Part) => {
          if (isFunction(part)) return part();
          return part;
        };
        if (props.condition) return shown(props.show);
        if (!props.condition && props.elseShow) {
          return shown(props.elseShow);
        }
        return null;
      };
      export const App = ({ name }) => {
        if (name) return <New x={next()} />;
        return <p>{name}{"new"}</p>;
      };
    `);
  });
});

describe('a component stays', () => {
  test.each([
    ['it does more', '{ when, children }', 'useEffect(track); return when ? children : null;'],
    ['it shows more', '{ when, children }', 'return when ? <b>{children}</b> : null;'],
    ['the choice hangs on more', '{ when, other, children }', 'return when && other ? children : null;'],
    ['it takes what cannot be seen', '{ when, ...rest }', 'return when ? rest.children : null;'],
  ])('where %s', (_, props, body) => {
    const text = `
      export function Show(${props}) { ${body} }
      export const App = ({ a }) => <Show when={F()} other={a}><New /></Show>;
    `;
    removal(text).becomes(text.replace('F()', 'true'));
  });

  test.each([
    ['it has a key', 'key="a"'],
    ['an attribute is spread', '{...rest}'],
    ['what is not shown has effects', 'fallback={make()}'],
  ])('where %s', (_, attribute) => {
    const text = `
      export const Show = ({ when, fallback, children }) => (when ? children : fallback);
      export const App = ({ rest }) => <Show when={F()} ${attribute}><New /></Show>;
    `;
    removal(text).becomes(text.replace('F()', 'true'));
  });
});
