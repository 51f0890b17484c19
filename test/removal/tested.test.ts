import { describe, expect, test } from 'vitest';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { applyEdits } from '../../server/src/text/edits';
import { removal } from '../support/removal';
import { openFixture } from '../support/workspace';

const OFF = { keep: false };

describe('what is given to something that asks only for its truth', () => {
  test('a component and a function of the same file', () => {
    removal(`
      const Show = (props: Props) => (props.when ? <>{props.children}</> : null);
      const load = (isWanted, path) => {
        if (!isWanted) return;
        if (isWanted && path) get(path);
      };
      export const App = ({ user }) => {
        load(user.isAdmin && F(), '/a');
        load(user.isAdmin && (user.isNew || !F()) && user.isThere, '/b');
        return <Show when={user.isAdmin() && F()}>{user.name}</Show>;
      };
    `).becomes(`
      const Show = (props: Props) => (props.when ? <>{props.children}</> : null);
      const load = (isWanted, path) => {
        if (!isWanted) return;
        if (isWanted && path) get(path);
      };
      export const App = ({ user }) => {
        load(user.isAdmin, '/a');
        load(user.isAdmin && user.isNew && user.isThere, '/b');
        return <Show when={user.isAdmin()}>{user.name}</Show>;
      };
    `);
  });

  test('what is settled by it', () => {
    removal(
      `
      function load({ isWanted }) { if (isWanted) get(); }
      load({ isWanted: user.isAdmin && F() });
      load({ isWanted: user.isAdmin() && F() });
    `,
      OFF,
    ).becomes(`
      function load({ isWanted }) { if (isWanted) get(); }
      load({ isWanted: false });
      load({ isWanted: user.isAdmin() && false });
    `);
  });

  test.each([
    ['it asks for more', 'const load = (isWanted) => isWanted ? 1 : isWanted;'],
    ['it hands it on', 'const load = (isWanted) => isWanted && get(isWanted);'],
    ['it has another value for nothing', 'const load = (isWanted = true) => isWanted ? 1 : 2;'],
    ['it sets it', 'const load = (isWanted) => { isWanted = 1; return isWanted ? 1 : 2; };'],
    ['it asks for all that it is given', 'function load(isWanted) { return isWanted ? 1 : arguments; }'],
    ['it is another one now', 'function load(isWanted) { return isWanted ? 1 : 2; }\n      load = other;'],
    ['it does not ask for it', 'const load = (isWanted) => 1;'],
  ])('but not where %s', (_, load) => {
    removal(`
      ${load}
      export const one = (user) => load(user.isAdmin && F());
    `).becomes(`
      ${load}
      export const one = (user) => load(user.isAdmin && true);
    `);
  });

  test('of another file', async () => {
    const { workspace, textOf } = await openFixture(`
    //- flags.yaml
    flags:
      x: { enabled: true }
    //- src/app.tsx
    import { Show as Shown, load } from './show';
    import { other } from './other';
    export const App = ({ user }) => {
      load('/a', user.isOss() || !flags.isEnabled('x'));
      other(user.isOss() || !flags.isEnabled('x'));
      return <Shown when={user.isOss() || !flags.isEnabled('x')} fallback={user.isOss() || !flags.isEnabled('x')}>a</Shown>;
    };
    //- src/show.tsx
    export { load } from './load';
    export const Show = ({ when, fallback, children }) => {
      if (when && children) return children;
      return !when && fallback ? fallback : null;
    };
    //- src/load.ts
    export function load(path: string, isOff: boolean): void {
      if (!isOff) get(path);
    }`);
    const plan = await planFromWorkspace(workspace, { flag: 'x', keep: true, scope: { kind: 'everywhere' } });
    const edits = plan.files.find(({ file }) => file === 'src/app.tsx')!.edits;
    expect(
      applyEdits(textOf('src/app.tsx'), edits).split('\n').slice(2).join('\n').trim(),
    ).toBe(`export const App = ({ user }) => {
  load('/a', user.isOss());
  other(user.isOss() || false);
  return <Shown when={user.isOss()} fallback={user.isOss() || false}>a</Shown>;
};`);
  });

  test('of another file, which is given less from now on', async () => {
    const { workspace, textOf } = await openFixture(`
    //- flags.yaml
    flags:
      x: { enabled: true }
    //- src/app.ts
    import { load } from './load';
    export const app = (user) => load(user.name, user.isNew && flags.isEnabled('x'));
    //- src/load.ts
    export function load(name, size) {
      if (!flags.isEnabled('x') && name) get();
      return size;
    }`);
    const plan = await planFromWorkspace(workspace, { flag: 'x', keep: true, scope: { kind: 'everywhere' } });
    const edits = plan.files.find(({ file }) => file === 'src/app.ts')!.edits;
    expect(applyEdits(textOf('src/app.ts'), edits)).toContain('load(user.isNew && true)');
  });
});

describe('a constant that is seen for one of its truths alone', () => {
  const page = (made: string, shown: string): string => `
    export const Page = ({ user, isIdle }) => {
      const isShown = ${made};
      return <p>${shown}</p>;
    };
  `;

  test.each([
    ['{isShown && <b />}'],
    ['{isIdle && isShown && <b />}{isShown ? <i /> : null}'],
    ['{(isShown || isIdle) && <b />}{!isShown}'],
  ])('is what stands beside the flag that is on: %s', (shown) => {
    removal(page('user.isAdmin && F()', shown)).becomes(page('user.isAdmin', shown));
  });

  test.each([['{isShown || <b />}'], ['{(isShown && isIdle) || <b />}']])(
    'and beside the one that is off: %s',
    (shown) => {
      removal(page('user.name || F()', shown), OFF).becomes(page('user.name', shown));
    },
  );

  test.each([
    ['user.isAdmin && F()', '{isShown || <b />}'],
    ['user.isAdmin && F()', '{isShown}'],
    ['user.isAdmin && F()', '{isShown && <b />}{show(isShown)}'],
    ['user.isAdmin && F()', '{isIdle || isShown}'],
  ])('is true or false where that is seen: %s in %s', (made, shown) => {
    removal(page(made, shown)).becomes(page('user.isAdmin && true', shown));
  });

  test('is what is off where nobody sees it otherwise', () => {
    removal(page('user.isAdmin && F()', '{isShown || <b />}'), OFF).becomes(`
    export const Page = ({ isIdle }) => {
      return <p><b /></p>;
    };
  `);
  });

  test('is what it is where what is off may be seen', () => {
    const shown = '{isShown && <b />}';
    removal(page('user.name || F()', shown), OFF).becomes(page('user.name || false', shown));
  });
});
