import { describe, test } from 'vitest';
import { removal } from '../support/removal';

describe('branches', () => {
  test('the kept branch of an if stays, without its block', () => {
    removal(`
      before();
      if (isEnabled('x')) {
        // the new way
        show({
          page: 'new',
        });
      } else {
        // the old way
        show('old');
      }
      after();
    `).becomes(`
      before();
      // the new way
      show({
        page: 'new',
      });
      after();
    `);
  });

  test('off, the else branch stays', () => {
    removal(
      `
      if (flags.isEnabled('x')) {
        show('new');
      } else {
        show('old');
      }
    `,
      { keep: false },
    ).becomes(`
      show('old');
    `);
  });

  test('off and without else, the statement goes with its comment', () => {
    removal(
      `
      a();

      // shows the new page
      if (isEnabled('x')) {
        show('new');
      }

      b();
    `,
      { keep: false },
    ).becomes(`
      a();

      b();
    `);
  });

  test('else if in the middle', () => {
    const before = `
      if (a) {
        one();
      } else if (isEnabled('x')) {
        two();
      } else {
        three();
      }
    `;
    removal(before).becomes(`
      if (a) {
        one();
      } else {
        two();
      }
    `);
    removal(before, { keep: false }).becomes(`
      if (a) {
        one();
      } else {
        three();
      }
    `);
  });

  test('else if at the head', () => {
    const before = `
      if (isEnabled('x')) {
        two();
      } else if (a) {
        one();
      } else {
        three();
      }
    `;
    removal(before).becomes(`
      two();
    `);
    removal(before, { keep: false }).becomes(`
      if (a) {
        one();
      } else {
        three();
      }
    `);
  });

  test('else if at the end', () => {
    const before = `
      if (a) {
        one();
      } else if (isEnabled('x')) {
        two();
      }
    `;
    removal(before).becomes(`
      if (a) {
        one();
      } else {
        two();
      }
    `);
    removal(before, { keep: false }).becomes(`
      if (a) {
        one();
      }
    `);
  });

  test('a guard that returns takes the dead tail along', () => {
    removal(`
      function render() {
        if (isEnabled('x')) {
          return next();
        }
        const old = load();
        return show(old);
      }
    `).becomes(`
      function render() {
        return next();
      }
    `);
  });

  test('a tail of several parts leaves no hole', () => {
    removal(`
      export const Page = () => {
        if (F()) {
          return <New />;
        }

        // the old page
        const data = useOld();

        return <Old data={data} />;
      };
    `).becomes(`
      export const Page = () => {
        return <New />;
      };
    `);
  });

  test('a constant and its uses', () => {
    removal(`
      function render(user) {
        const on = isEnabled('x');
        const label = on ? 'new' : 'old';
        if (!on) return null;
        return on && user.isAdmin ? show(label) : hide({ on });
      }
    `).becomes(`
      function render(user) {
        const label = 'new';
        return user.isAdmin ? show(label) : hide({ on: true });
      }
    `);
  });

  test('imports that only the dead branch used go', () => {
    removal(`
      import './effects';
      import { oldWay } from './old';
      import React, { useState, useMemo } from 'react';
      import { isEnabled } from './flags';

      export const go = () => (isEnabled('x') ? useState() : oldWay(useMemo()));
    `).becomes(`
      import './effects';
      import React, { useState } from 'react';

      export const go = () => useState();
    `);
  });

  test('a block whose names collide stays a block', () => {
    removal(`
      const x = 1;
      if (isEnabled('x')) {
        const x = 2;
        use(x);
      }
      use(x);
    `).becomes(`
      const x = 1;
      {
        const x = 2;
        use(x);
      }
      use(x);
    `);
  });
});
