import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const GUARDS = `
//- flags.yaml
flags:
  x: { enabled: true }
  y: { enabled: true }
//- src/flags.ts
import { client } from './client';
export const useFlag = (key: string): boolean => client.isEnabled(key);
`;

const COMPONENT = `  return function Guarded(props) {
    const on = useFlag(flag);
    if (!on) return <NotFound />;
    return <Page {...props} />;
  };`;

const guard = (body = COMPONENT, head = 'export function withFlag(Page, flag) {'): string => `${GUARDS}
//- src/with-flag.tsx
import { useRouter } from 'next/router';
import { useEffect } from 'react';
import { useFlag } from './flags';
${head}
${body}
}
export const other = withFlag(() => null, 'y');
`;

/** What becomes of a page, and what is left for a person. */
async function page(
  call: string,
  guards = guard(),
  keep: boolean | string = true,
  more = '',
): Promise<string> {
  const source = `${guards}${more}
//- src/page.tsx
import { withFlag } from './with-flag';
import { Page } from './pages';
export const Shown = ${call};
`;
  const result = await removeWhole(source, { flag: 'x', keep, hidden: ['src/with-flag.tsx'] });
  return withoutOrphan(result.replace(/^\/\/- src\/page\.tsx\n/, ''));
}

/** The guard's file is left alone. */
function withoutOrphan(result: string): string {
  return result.replace(/\nsrc\/[\w-]+\.tsx?: No other file imports this one any more\./, '');
}

const LEFT = "import { Page } from './pages';\nexport const Shown = Page;";
const MORE = 'src/page.tsx! The function around it does more than return the flag.';

describe('a component under a guard', () => {
  it('is shown as it is where the flag is on', async () => {
    expect(await page("withFlag(Page, 'x')")).toBe(LEFT);
  });

  it('stays under it where the flag is off, for what is shown then is something else', async () => {
    expect(await page("withFlag(Page, 'x')", guard(), false)).toBe(MORE);
  });

  it.each([
    ['(Page: FC, flag: string) => (props) => (useFlag(flag) ? <Page {...props} /> : null)'],
    [
      '(Page, flag) => { const C = (props) => { if (useFlag(flag)) { return <Page {...props} />; } return null; }; C.displayName = "with(" + flag + ")"; return C; }',
    ],
    [
      "(Page, flag) => (props) => { const on = useFlag(flag); const router = useRouter(); useEffect(() => { if (!on) router.replace('/404'); }, [on, router]); return on ? <Page {...(props as any)} /> : null; }",
    ],
    ['(Page, flag, wanted = true) => (props) => (useFlag(flag) === wanted ? <Page {...props} /> : null)'],
  ])('whatever way the guard is written: %s', async (written) => {
    const source = guard('', '').replace('\n\n}\n', `\nexport const withFlag = ${written};\n`);
    expect(await page("withFlag(Page, 'x')", source)).toBe(LEFT);
  });

  it('that is given later', async () => {
    const curried = guard('', '').replace(
      "\n\n}\nexport const other = withFlag(() => null, 'y');",
      "\nexport const withFlag = (flag: string, Other = null) => (Page) => (props) =>\n  useFlag(flag) ? <Page {...props} /> : Other;\nexport const other = withFlag('y')(() => null);",
    );
    expect(await page("withFlag('x')(Page)", curried)).toBe(LEFT);
    expect(await page("withFlag('x')", curried)).toBe(MORE);
  });

  it('that another guard has made stays under that', async () => {
    expect(await page("withFlag(withUser(Page), 'x')")).toBe(
      "import { Page } from './pages';\nexport const Shown = withUser(Page);",
    );
  });

  it.each([
    [
      'has an effect when it is shown',
      '    track();\n    return useFlag(flag) ? <Page {...props} /> : null;',
    ],
    [
      'has an effect where the flag is on',
      '    if (useFlag(flag)) { track(); return <Page {...props} />; }\n    return null;',
    ],
    ['gives something else along', '    return useFlag(flag) ? <Page {...props} isNew /> : null;'],
    ['gives only some', '    return useFlag(flag) ? <Page name={props.name} /> : null;'],
    ['shows more', '    return useFlag(flag) ? <div><Page {...props} /></div> : null;'],
    ['asks for more', '    return useFlag(flag) && props.user ? <Page {...props} /> : null;'],
    [
      'asks a hook of the project',
      '    const user = useUser();\n    return useFlag(flag) ? <Page {...props} /> : null;',
    ],
  ])('of a guard that %s stays there', async (_, body) => {
    const source = guard(`  return function Guarded(props) {\n${body}\n  };`);
    expect(await page("withFlag(Page, 'x')", source)).toBe(MORE);
  });

  it.each([['is given members', 'Shown.layout = 1;', "import { Page } from './pages';"]])(
    'keeps what the guard %s',
    async (_, more) => {
      const source = guard(
        `${COMPONENT.replace('return function', 'const Guarded = function').replace(/;$/, ';\n  Guarded.layout = Page.layout;\n  return Guarded;')}`,
      );
      expect(await page(`withFlag(Page, 'x');\n${more}`, source)).toBe(MORE);
    },
  );

  it('that has members of its own stays, for the guard did not hand them on', async () => {
    const own = (member: string): string =>
      `\n//- src/pages.tsx\nexport const Page = () => <b />;\nPage.${member} = 1;`;
    expect(await page("withFlag(Page, 'x')", guard(), true, own('getLayout'))).toBe(MORE);
    expect(await page("withFlag(Page, 'x')", guard(), true, own('displayName'))).toBe(LEFT);
  });

  it('stays where something the guard is given has an effect', async () => {
    expect(await page("withFlag(Page, 'x', make())")).toBe(MORE);
  });
});

describe('a guard of routes', () => {
  const ROUTES = `${GUARDS}
//- src/require-flag.ts
import { isEnabled } from './enabled';
export const requireFlag = (flag: string) => (req, res, next) => {
  if (!isEnabled(flag)) return res.status(404).send();
  next();
};
export const other = requireFlag('y');
//- src/enabled.ts
import { client } from './client';
export const isEnabled = (key: string): boolean => client.isEnabled(key);
`;
  const routes = async (body: string, router = "import express from 'express';\nconst app = express();") => {
    const source = `${ROUTES}//- src/routes.ts\nimport { requireFlag } from './require-flag';\n${router}\n${body}\n`;
    const result = await removeWhole(source, { flag: 'x' });
    return withoutOrphan(
      result
        .replace(/^\/\/- src\/routes\.ts\n/, '')
        .replace(router, '')
        .trim(),
    );
  };
  const STAYS = 'src/routes.ts! The function around it does more than return the flag.';

  it.each([
    ["app.get('/a', requireFlag('x'), show);", "app.get('/a', show);"],
    ["app.get(PATHS.A, requireFlag('x'), show);", 'app.get(PATHS.A, show);'],
    ["app.post('/a', user, requireFlag('x'), show);", "app.post('/a', user, show);"],
    ["app.use('/a', user(), requireFlag('x'));", "app.use('/a', user());"],
    ["a();\napp.use('/a', requireFlag('x'));\nb(app);", 'a();\nb(app);'],
    ["app.use(requireFlag('x'));\nb(app);", 'b(app);'],
  ])('leaves the list of handlers: %s', async (before, after) => {
    expect(await routes(before)).toBe(after);
  });

  it.each([
    ["import { Router } from 'express';\nconst app = Router();"],
    ["import { Hono } from 'hono';\nconst app = new Hono();"],
    ["import type { Router } from 'express';\nexport const make = (app: Router) => {"],
  ])('of whatever router: %s', async (router) => {
    const end = router.endsWith('{') ? '\n};' : '';
    expect(await routes(`app.get('/a', requireFlag('x'), show);${end}`, router)).toBe(
      `app.get('/a', show);${end}`,
    );
  });

  it('stays where it is called for an error', async () => {
    const before = '(req, res, next) => {';
    const source = `${ROUTES.replace(before, before.replace('(', '(error, '))}
//- src/routes.ts
import express from 'express';
import { requireFlag } from './require-flag';
const app = express();
app.get('/a', requireFlag('x'), show);
`;
    expect(await removeWhole(source, { flag: 'x' })).toContain(STAYS);
  });

  it.each([
    ["app.get('/a', requireFlag('x'));", undefined],
    ["app.use(user, requireFlag('x'));", undefined],
    ["const guard = requireFlag('x');\napp.get('/a', guard, show);", undefined],
    ["app.get('/a', requireFlag('x'), show);", "import { app } from './app';"],
    ["app.use(requireFlag('x')).use(user);", undefined],
    ["app.register('/a', requireFlag('x'), show);", undefined],
  ])('stays where it cannot be told what the list does: %s', async (body, router) => {
    expect(await routes(body, router)).toBe(STAYS);
  });
});

describe('a guard of Nest that is made for a flag', () => {
  const NEST = `${GUARDS}
//- src/feature-guard.ts
import { type CanActivate, type ExecutionContext, Injectable, mixin, NotFoundException } from '@nestjs/common';
import { useFlag } from './flags';
import { Flags } from './flag-service';
`;
  const GUARD = `export const FeatureGuard = (flag: string) => {
  @Injectable()
  class Guard implements CanActivate {
    constructor(private readonly flags: Flags) {}
    canActivate(context: ExecutionContext): boolean {
      return useFlag(flag);
    }
  }
  return mixin(Guard);
};`;
  /** What becomes of a controller under such guards. */
  const controller = async (used: string, guard = GUARD, keep = true): Promise<string> => {
    const source = `${NEST}${guard}
export const other = FeatureGuard('y');
//- src/page.controller.ts
import { Controller, Get, UseGuards } from '@nestjs/common';
import { AuthGuard } from './auth';
import { FeatureGuard } from './feature-guard';
@Controller()
export class PageController {
  ${used}
  @UseGuards(AuthGuard)
  @Get()
  page() {
    return 1;
  }
}
`;
    const result = await removeWhole(source, { flag: 'x', keep });
    const page = result.split('//- src/page.controller.ts\n')[1];
    return page === undefined
      ? result
      : (/\{\n {2}(.*)\n {2}@UseGuards\(AuthGuard\)\n {2}@Get/s.exec(page)?.[1] ?? 'gone');
  };

  it('goes where the flag is on', async () => {
    expect(await controller("@UseGuards(FeatureGuard('x'))")).toBe('gone');
    expect(await controller("@UseGuards(AuthGuard, FeatureGuard('x'))")).toBe('@UseGuards(AuthGuard)');
    expect(await controller("@UseGuards(FeatureGuard('x'), FeatureGuard('y'))")).toBe(
      "@UseGuards(FeatureGuard('y'))",
    );
  });

  it.each([
    ['if (!useFlag(flag)) { throw new NotFoundException(); } return true;'],
    [
      "const { length } = ['a']; const on = useFlag(flag); if (on) return true; throw new NotFoundException();",
    ],
    ['const request = context.switchToHttp().getRequest(); return useFlag(flag);'],
  ])('whatever way it refuses: %s', async (body) => {
    const guard = GUARD.replace('return useFlag(flag);', body);
    const isPlain = !body.includes('length');
    expect(await controller("@UseGuards(FeatureGuard('x'))", guard)).toBe(isPlain ? 'gone' : MORE_ASKED);
  });

  const MORE_ASKED = 'src/page.controller.ts! The function around it does more than return the flag.';

  it.each([
    [GUARD.replace('return useFlag(flag);', 'log(context); return useFlag(flag);')],
    [GUARD.replace('return useFlag(flag);', 'return useFlag(flag) && context.getClass().name.length > 3;')],
    [GUARD.replace('implements CanActivate', 'extends AuthGuard implements CanActivate')],
    [GUARD.replace('private readonly flags: Flags) {}', 'private readonly flags: Flags) { flags.count(); }')],
    [GUARD.replace('mixin(Guard)', 'wrap(Guard)')],
    [GUARD.replace('canActivate(', 'other() { return 1; }\n    canActivate(')],
  ])('stays where it does more: %s', async (guard) => {
    expect(await controller("@UseGuards(FeatureGuard('x'))", guard)).toBe(MORE_ASKED);
  });

  it('stays where the flag is off, for it lets nobody pass then', async () => {
    expect(await controller("@UseGuards(FeatureGuard('x'))", GUARD, false)).toBe(MORE_ASKED);
  });

  it('stays where another decorator takes it', async () => {
    const result = await controller("@Uses(FeatureGuard('x'))");
    expect(result).toBe(MORE_ASKED);
  });
});

describe('a guard of Angular’s routes', () => {
  const GUARD = `export const featureGuard = (flag: string): CanMatchFn => () => {
  const router = inject(Router);
  return useFlag(flag) ? true : router.createUrlTree(['/']);
};`;
  /** What becomes of a route. */
  const route = async (row: string, guard = GUARD, keep = true): Promise<string> => {
    const source = `${GUARDS}
//- src/feature-guard.ts
import { inject } from '@angular/core';
import { type CanMatchFn, Router } from '@angular/router';
import { useFlag } from './flags';
${guard}
export const other = featureGuard('y');
//- src/routes.ts
import type { Routes } from '@angular/router';
import { featureGuard } from './feature-guard';
export const routes: Routes = [{ path: 'new', ${row} }, { path: '', canMatch: [featureGuard('y')] }];
`;
    const result = await removeWhole(source, { flag: 'x', keep, hidden: ['src/feature-guard.ts'] });
    return /\[\{ path: 'new'(?:, )?(.*) \}, \{ path: ''/s.exec(result)?.[1] ?? result;
  };
  const STAYS = 'src/routes.ts! The function around it does more than return the flag.';

  it.each([
    ["canMatch: [featureGuard('x')], component: Page", 'component: Page'],
    ["canActivate: [user, featureGuard('x')]", 'canActivate: [user]'],
    ["canActivate: [featureGuard('x'), featureGuard('y')]", "canActivate: [featureGuard('y')]"],
    ["component: Page, canActivateChild: [featureGuard('x')]", 'component: Page'],
  ])('leaves the list where the flag is on: %s', async (before, after) => {
    expect(await route(before)).toBe(after);
  });

  it.each([
    ['export const featureGuard = (flag: string) => () => useFlag(flag);'],
    [
      "export const featureGuard = (flag: string) => async () => useFlag(flag) || inject(Router).parseUrl('/');",
    ],
    [
      "export function featureGuard(flag: string) { return () => { if (useFlag(flag)) return true; inject(Router).navigate(['/']); return false; }; }",
    ],
  ])('whatever way it is written: %s', async (guard) => {
    expect(await route("canMatch: [featureGuard('x')], component: Page", guard)).toBe('component: Page');
  });

  it.each([
    ['export const featureGuard = (flag: string) => (route) => { log(route); return useFlag(flag); };'],
    ['export const featureGuard = (flag: string) => (route) => useFlag(flag) && allows(route);'],
    ['export const featureGuard = (flag: string) => () => (useFlag(flag) ? enter() : false);'],
    ['export const featureGuard = (flag: string) => () => !useFlag(flag);'],
  ])('stays where it does more, or lets nobody pass: %s', async (guard) => {
    const [, reason] = (await route("canMatch: [featureGuard('x')], component: Page", guard)).split('! ');
    expect([STAYS.split('! ')[1], 'What it gives is a function that asks for the flag.']).toContain(reason);
  });

  it('stays where the flag is off', async () => {
    expect(await route("canMatch: [featureGuard('x')]", GUARD, false)).toBe(STAYS);
  });

  it('stays where it is not known who asks it', async () => {
    expect(await route("guards: [featureGuard('x')]")).toBe(STAYS);
    expect(await route("canMatch: featureGuard('x')")).toBe(STAYS);
  });
});

describe('a hook of Fastify', () => {
  const HOOK = `export const requireFlag = (flag: string) => async (request, reply) => {
  if (!useFlag(flag)) return reply.code(404).send();
};`;
  const routes = async (body: string, hook = HOOK, keep = true): Promise<string> => {
    const source = `${GUARDS}
//- src/require-flag.ts
import { useFlag } from './flags';
${hook}
export const other = requireFlag('y');
//- src/routes.ts
import { requireFlag } from './require-flag';
${body}
`;
    const result = await removeWhole(source, { flag: 'x', keep });
    return withoutOrphan(result.replace(/^\/\/- src\/routes\.ts\n/, ''));
  };
  const STAYS = 'src/routes.ts! The function around it does more than return the flag.';

  it.each([
    ["app.get('/a', { preHandler: requireFlag('x') }, show);", "app.get('/a', show);"],
    ["app.get('/a', { schema, preHandler: [requireFlag('x')] }, show);", "app.get('/a', { schema }, show);"],
    [
      "app.route({ onRequest: [user, requireFlag('x')], handler: show });",
      'app.route({ onRequest: [user], handler: show });',
    ],
    ["a();\napp.addHook('preValidation', requireFlag('x'));\nb();", 'a();\nb();'],
  ])('leaves its route where the flag is on: %s', async (before, after) => {
    expect(await routes(before)).toBe(after);
  });

  it('may call what comes after it', async () => {
    const hook =
      'export const requireFlag = (flag: string) => (request, reply, done) => {\n  if (!useFlag(flag)) return reply.code(404).send();\n  done();\n};';
    expect(await routes("app.get('/a', { preHandler: requireFlag('x') }, show);", hook)).toBe(
      "app.get('/a', show);",
    );
  });

  it.each([
    ["app.get('/a', { onSend: requireFlag('x') }, show);", HOOK, true],
    ["app.addHook('onSend', requireFlag('x'));", HOOK, true],
    ["app.addHook('preHandler', requireFlag('x')).ready();", HOOK, true],
    ["app.get('/a', { preHandler: requireFlag('x') }, show);", HOOK, false],
    ["app.get('/a', { preHandler: requireFlag('x') }, show);", HOOK.replace('async ', ''), true],
    ["app.get('/a', { preHandler: requireFlag('x') }, show);", HOOK.replace('reply)', 'reply, done)'), true],
    [
      "app.get('/a', { preHandler: requireFlag('x') }, show);",
      HOOK.replace('{\n', '{\n  log(request);\n'),
      true,
    ],
  ])('stays where it does more, or it is not known when it is called: %s %s %s', async (body, hook, keep) => {
    expect(await routes(body, hook, keep)).toBe(STAYS);
  });
});
