import { describe, test } from 'vitest';
import { removal } from '../support/removal';

const OFF = { keep: false };

describe('spreads', () => {
  test('what spreads nothing goes', () => {
    removal('use({ a, ...(F() ? { b } : undefined), c });', OFF).becomes('use({ a, c });');
    removal('use({ a, ...(F() ? { b } : null) });', OFF).becomes('use({ a });');
    removal('use(<A {...(F() ? { b } : null)} c />);', OFF).becomes('use(<A c />);');
    removal('use(<A {...(F() ? { b } : {})} c />);', OFF).becomes('use(<A c />);');
  });

  test('a property that was given before takes its new value there', () => {
    removal('use({ size: 1, wide, ...(F() && { size: 2 }), tall });').becomes(
      'use({ size: 2, wide, tall });',
    );
    removal("use({ size: 1, ...(F() ? { size: f(), 'kind': 'k' } : {}) });").becomes(
      "use({ size: f(), 'kind': 'k' });",
    );
  });

  test('a name never stands twice in a literal; where its new value could come out otherwise, the spread stays', () => {
    removal('use({ ...(F() && { a: 1, b: 2 }), a: 3 });').becomes('use({ ...{ a: 1, b: 2 }, a: 3 });');
    removal('use({ a: 1, ...rest, ...(F() && { a: 2 }) });').becomes('use({ a: 1, ...rest, ...{ a: 2 } });');
    removal('use({ a: f(), ...(F() && { a: 2 }) });').becomes('use({ a: f(), ...{ a: 2 } });');
    removal('use({ a: 1, b: g(), ...(F() && { a: f() }) });').becomes(
      'use({ a: 1, b: g(), ...{ a: f() } });',
    );
  });

  test('attributes stand by themselves', () => {
    removal(
      "use(<A {...(F() && { id: 'k', title, 'data-x': f(1), wide: true, say: 'a \"b\"' })} />);",
    ).becomes('use(<A id="k" title={title} data-x={f(1)} wide say={\'a "b"\'} />);');
    removal(`
      export const page = (
        <A
          id="k"
          {...(F() && {
            title,
            size: 2,
          })}
        />
      );
    `).becomes(`
      export const page = (
        <A
          id="k"
          title={title}
          size={2}
        />
      );
    `);
  });

  test('attributes that mean something else by name, or stand there already, stay spread', () => {
    removal('use(<A {...(F() && { key: 1 })} />);').becomes('use(<A {...{ key: 1 }} />);');
    removal('use(<A {...(F() && { id: 1 })} id={2} />);').becomes('use(<A {...{ id: 1 }} id={2} />);');
  });
});
