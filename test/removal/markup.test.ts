import { describe, test } from 'vitest';
import { removal } from '../support/removal';

const OFF = { keep: false };

describe('markup', () => {
  test('a choice between elements', () => {
    removal(`
      export const page = (
        <div>
          {F() ? (
            <A
              b={1}
            />
          ) : (
            <B />
          )}
          {F() && <C />}
          {F() ? 'Yes' : 'No'}
        </div>
      );
    `).becomes(`
      export const page = (
        <div>
          <A
            b={1}
          />
          <C />
          Yes
        </div>
      );
    `);
  });

  test('what an attribute is given stands between the braces as a value does', () => {
    const source = `
      export const page = (
        <Table
          rows={
            F()
              ? {
                  size: 1,
                }
              : null
          }
          onClose={
            F()
              ? () => {
                  close();
                }
              : other
          }
        />
      );
    `;
    removal(source).becomes(`
      export const page = (
        <Table
          rows={{
            size: 1,
          }}
          onClose={() => {
            close();
          }}
        />
      );
    `);
    removal(source, OFF).becomes(`
      export const page = (
        <Table
          rows={null}
          onClose={other}
        />
      );
    `);
  });

  test('markup in an attribute, and what a comment speaks of, keep their lines', () => {
    removal(`
      export const page = (
        <Table
          icon={
            F() ? <A /> : <B />
          }
          size={
            // In rows.
            F() ? 1 : 2
          }
        />
      );
    `).becomes(`
      export const page = (
        <Table
          icon={
            <A />
          }
          size={
            // In rows.
            1
          }
        />
      );
    `);
  });

  test('nothing to show takes its line along', () => {
    removal(
      `
      export const page = (
        <div>
          {F() && <A />}
          <B />
        </div>
      );
    `,
      OFF,
    ).becomes(`
      export const page = (
        <div>
          <B />
        </div>
      );
    `);
  });

  test('blanks that render stay as they were', () => {
    removal('export const p = <p>text {F() && <b />} more</p>;', OFF).becomes(
      'export const p = <p>text  more</p>;',
    );
    removal(
      `
      export const p = <p>
        a
        {F() && <b />}
        c
      </p>;
    `,
      OFF,
    ).becomes(`
      export const p = <p>
        a
        {false}
        c
      </p>;
    `);
  });

  test('nothing is shown under a condition', () => {
    const off = (type: string, name = 'isOpen') =>
      removal(
        `export function A({ ${name} }: ${type}) { return <p id="a">{isOpen && F() && <B />}</p>; }`,
        OFF,
      );
    off('{ isOpen?: boolean }').becomes(
      'export function A({ isOpen }: { isOpen?: boolean }) { return <p id="a"></p>; }',
    );
    off('{ isOpen?: number }', 'isOpen = 0').becomes(
      'export function A({ isOpen = 0 }: { isOpen?: number }) { return <p id="a">{isOpen && false}</p>; }',
    );
    removal(
      `
      interface Props { isOpen?: boolean }
      export function A({ isOpen = false }: Props) { const all = isOpen && F(); return [isOpen, all]; }
    `,
      OFF,
    ).becomes(`
      interface Props { isOpen?: boolean }
      export function A({ isOpen = false }: Props) { return [isOpen, false]; }
    `);
  });

  test('a fragment left with one element gives way to it, unless that has a key', () => {
    removal('export const p = <>{F() && <A />}<B /></>;', OFF).becomes('export const p = <B />;');
    removal('export const p = <>{F() && <A />}<B key="b" /></>;', OFF).becomes(
      'export const p = <><B key="b" /></>;',
    );
    removal('export const p = <>{F() && <A />}</>;').becomes('export const p = <A />;');
    removal('export const p = <><A /></>; F();', OFF).becomes('export const p = <><A /></>;');
  });

  test('a fragment that groups children gives way to them where groups make no difference', () => {
    const kept = (code: string) => removal(`export const p = ${code};`);
    kept('<ul>{F() && <><A /><B /></>}</ul>').becomes('export const p = <ul><A /><B /></ul>;');
    kept('<><C />{F() ? <><A />{b}</> : <D />}</>').becomes('export const p = <><C /><A />{b}</>;');
    // A component may count its children, and a text's blanks depend on its lines.
    kept('<Stack>{F() && <><A /><B /></>}</Stack>').becomes(
      'export const p = <Stack><><A /><B /></></Stack>;',
    );
    kept('<p>a {F() && <> b <B /></>}</p>').becomes('export const p = <p>a <> b <B /></></p>;');
  });

  test('React Router looks for its routes through fragments', () => {
    const routes = (from: string, tag: string, fragment: boolean) => {
      const [open, close] = fragment ? ['<>', '</>'] : ['', ''];
      return `import { ${tag}, Route } from '${from}';
export const p = <${tag}>${open}<Route path="a" /><Route path="b" />${close}</${tag}>;`;
    };
    const flagged = (code: string) => code.replace('<>', '{F() && <>').replace('</>', '</>}');
    removal(flagged(routes('react-router-dom', 'Routes', true))).becomes(
      routes('react-router-dom', 'Routes', false),
    );
    removal(flagged(routes('react-router-dom', 'Switch', true))).becomes(
      routes('react-router-dom', 'Switch', true),
    );
    removal(flagged(routes('./routes', 'Routes', true))).becomes(routes('./routes', 'Routes', true));
  });

  test('attributes', () => {
    removal(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the tested source's own template.
      'export const b = <button disabled={!F()} className={`a ${F() ? "n" : "o"}`} {...(F() && { id })} />;',
    ).becomes('export const b = <button disabled={false} className={`a n`} id={id} />;');
    removal('export const b = <button {...(F() && { id })} />;', OFF).becomes('export const b = <button />;');
  });

  test('nothing is left of a choice that shows nothing, nor of the comment on it', () => {
    removal(
      `
      export const page = (
        <div>
          {/* the new one */}
          {F() ? <A /> : null}
          {/* the old one */}
          {!F() && <B />}
          <i title={F() ? 'new' : 'old'} alt={F() ? 'a' : 'a "b"'} />
        </div>
      );
    `,
      OFF,
    ).becomes(`
      export const page = (
        <div>
          {/* the old one */}
          <B />
          <i title="old" alt={'a "b"'} />
        </div>
      );
    `);
    removal('export const p = <p>{F() ? <A /> : null} text</p>;', OFF).becomes(
      'export const p = <p> text</p>;',
    );
  });

  test('a component that asks for the flag', () => {
    const page = `
      export const p = (
        <main>
          <Feature name="x" fallback={<Old />}>
            <New />
            <More />
          </Feature>
        </main>
      );
    `;
    removal(page).becomes(`
      export const p = (
        <main>
          <New />
          <More />
        </main>
      );
    `);
    removal(page, OFF).becomes(`
      export const p = (
        <main>
          <Old />
        </main>
      );
    `);
    removal(`
      export const p = a && (
        <Feature name="x">
          <p title="one
              two">
            {\`three\`}
          </p>
        </Feature>
      );
    `).becomes(`
      export const p = a && (
        <p title="one
              two">
          {\`three\`}
        </p>
      );
    `);
    removal('export const p = <Feature name="x">text</Feature>;').becomes('export const p = <>text</>;');
    removal('export const p = <Feature name="x">text</Feature>;', OFF).becomes('export const p = null;');
    removal('export const p = <Feature name="x" match="a"><A /></Feature>;').isRefused('of another kind');
    removal('export const p = <Feature name="x">{(on) => <A />}</Feature>;').isRefused(
      'function of the flag',
    );
  });

  test('an object that a hook depends on would be another one each time', () => {
    const keep = { a: 1 };
    removal("function C() { const v = getVariant('x'); useEffect(() => send(v), [v]); } use(C);", {
      keep,
    }).isRefused('a new object each time');
    removal("function C() { const v = getVariant('x'); useEffect(() => send(v.a), [v.a]); } use(C);", {
      keep,
    }).becomes('function C() { useEffect(() => send(1), []); } use(C);');
  });

  test('hooks', () => {
    removal(`
      import { useClient } from './client';
      export function C() {
        const client = useClient();
        const on = client.isEnabled('x');
        useEffect(() => {
          if (!on) {
            old();
          }
        }, [on, dep]);
        useEffect(() => {
          if (on) {
            neu();
          }
        }, [on, dep]);
        const memo = useMemo(() => on, [on]);
        return memo ? <A /> : <B />;
      }
    `).becomes(`
      export function C() {
        useEffect(() => {
          neu();
        }, [dep]);
        return <A />;
      }
    `);
  });
});

test('what is kept over several lines stands in its braces without the parentheses that held it', () => {
  removal(
    `
      export const Row = ({ user }) => (
        <p>
          {F() ? (
            <New />
          ) : (
            !user.isActive && (
              <b>{user.name}</b>
            )
          )}
        </p>
      );
    `,
    { keep: false },
  ).becomes(`
      export const Row = ({ user }) => (
        <p>
          {!user.isActive && (
            <b>{user.name}</b>
          )}
        </p>
      );
    `);
});
