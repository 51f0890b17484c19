/**
 * The report in a browser: what a person sees, clicks and types, and that nothing from a flag file is more than text. It is
 * the built page over a repository of its own; scripts/test.mjs names the browser and where the pictures go.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contrast } from './contrast';

const CLI = path.resolve(import.meta.dirname, '../../dist/cli.js');
const root = mkdtempSync(path.join(tmpdir(), 'flagwright-report-'));
const html = path.join(root, 'report.html');

const HOSTILE = `</script><img src=x onerror="window.hacked=1"><!--`;

/** Commits the flag file as it was on a day. */
function commit(day: string, lines: readonly string[]): void {
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  };
  write('flags.yaml', `flags:\n${lines.map((line) => `  ${line}\n`).join('')}`);
  write(
    'src/app.ts',
    `import { flags } from './flags';
if (flags.isEnabled('settled')) show();
else hide();
if (flags.isEnabled('outer')) {
  if (flags.isEnabled('inner')) paint();
}
`,
  );
  const date = `${day}T12:00:00Z`;
  const run = (...args: string[]): Buffer =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: root,
      env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    });
  if (day === '2024-01-10') run('init', '--quiet');
  run('add', '--all');
  run('commit', '--quiet', '--message', 'flags');
}

const SETTLED = 'settled: { enabled: true, owner: web, created: 2024-01-10 }';
const OUTER = 'outer: { enabled: true, percentage: 50, owner: web, created: 2024-01-10 }';
const INNER = `inner: { enabled: true, percentage: 10, owner: '${HOSTILE.replaceAll("'", "''")}', created: 2024-03-10 }`;
const NAMED = `'${HOSTILE}': { enabled: true, percentage: 75, owner: web }`;

let browser: Browser;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  commit('2024-01-10', [SETTLED, OUTER, 'gone: true']);
  commit('2024-03-10', [SETTLED, OUTER, INNER, NAMED]);
  execFileSync(process.execPath, [CLI, 'report', '--root', root, '--html', html], { stdio: 'pipe' });
  const executablePath = process.env.FLAGWRIGHT_CHROMIUM;
  assert(executablePath, 'FLAGWRIGHT_CHROMIUM is not set; run this test by "npm run test:person".');
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
  });
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
});

beforeEach(async () => {
  await page.goto(`file://${html}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
});

afterAll(async () => {
  await browser?.close();
  rmSync(root, { recursive: true, force: true });
});

/** The chosen flag's corner. */
const details = () => page.getByRole('complementary', { name: 'The chosen flag' });

test('shows the whole in numbers', async () => {
  const tiles = await page.locator('.tiles li').allInnerTexts();
  expect(tiles.map((text) => text.replace(/\s+/g, ' '))).toEqual([
    '4 flags',
    '1 due for removal',
    '3 lines to delete with them',
    '1 without a read',
    '1 nested pair',
  ]);
  const stages = page.getByRole('table', { name: 'Flags by stage' });
  expect(await stages.getByRole('row', { name: /^6 · settled/ }).innerText()).toMatch(/settled\s+1\s+1/);
  const owners = page.getByRole('table', { name: 'Flags by owner' });
  expect(await owners.getByRole('row', { name: /^web/ }).innerText()).toMatch(/web\s+3\s+1/);
});

test('a click on a mark tells of its flag', async () => {
  await page.getByRole('button', { name: /^settled: on for everyone/ }).click();
  expect(await details().innerText()).toContain('flags.yaml:2');
  expect(await details().innerText()).toContain(
    'keep the enabled branch: 3 lines deleted and 1 added in 2 files',
  );
  await page.keyboard.press('Escape');
  expect(await details().count()).toBe(0);
});

test('the keyboard alone gets to every flag', async () => {
  const plot = page.getByRole('group', { name: /^Flags by age and rollout/ });
  await plot.getByRole('button').first().focus();
  const seen: (string | null)[] = [];
  for (let i = 0; i < 4; i++) {
    seen.push(await page.locator(':focus').getAttribute('aria-label'));
    await page.keyboard.press('ArrowRight');
  }
  expect(new Set(seen).size).toBe(4);
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  expect(await page.locator(':focus').getAttribute('aria-pressed')).toBe('true');
  await details().waitFor();
});

test('flags nested in flags are a graph, and a table', async () => {
  const graph = page.getByRole('group', { name: /^Flags that are asked inside of others/ });
  const nodes = await graph.getByRole('button').all();
  const names = await Promise.all(nodes.map((node) => node.getAttribute('aria-label')));
  expect(names).toEqual(['outer', 'inner']);
  await graph.getByRole('button', { name: 'inner' }).click();
  expect(await details().innerText()).toContain('on for 10 % of users');
  await page.locator('section', { has: graph }).getByText('As a table').click();
  expect(await page.getByRole('table', { name: 'Nested flags' }).innerText()).toMatch(/outer\s+inner\s+1/);
});

test('what is due, and how the number changed', async () => {
  const due = await page.getByRole('table', { name: 'Removals due' }).getByRole('row').nth(1).innerText();
  expect(due).toMatch(/^settled\s+web\s+3\s+2\s+0\s+It is fully on/);
  const chart = page.getByRole('img', { name: /^Number of flags from 2024-01/ });
  expect(await chart.getAttribute('aria-label')).toContain('now 4, at most 4.');
  await page.locator('section', { has: chart }).getByText('As a table').click();
  const months = await page.getByRole('table', { name: 'Flags over time' }).innerText();
  expect(months).toMatch(/2024-03\s+2\s+1\s+4/);
  expect(months).toMatch(/2024-01\s+3\s+0\s+3/);
});

test('the table of all flags is sorted and filtered', async () => {
  const all = page.getByRole('region', { name: 'Table of all flags' });
  const names = async () =>
    (await all.getByRole('rowheader').allInnerTexts()).map((name) => (name === HOSTILE ? 'hostile' : name));
  await all.getByRole('button', { name: 'Reads' }).click();
  expect((await names()).at(-1)).toBe('hostile');
  expect(await all.getByRole('columnheader', { name: 'Reads' }).getAttribute('aria-sort')).toBe('descending');
  await page.getByLabel('Filter').fill('web everyone');
  expect(await names()).toEqual(['settled']);
  expect(await page.getByRole('status').innerText()).toBe('1 of 4 flags');
});

test('what files say is text, whatever it is, and nothing is loaded', async () => {
  expect(await page.evaluate('window.hacked')).toBeUndefined();
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.getByRole('button', { name: HOSTILE, exact: true }).first().innerText()).toBe(HOSTILE);
  // The policy stops even what somebody would bring in later.
  const isStopped = await page.evaluate(`new Promise((resolve) => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.hacked = 2';
    document.body.append(script);
  })`);
  expect(isStopped).toBe('script-src-elem');
  expect(await page.evaluate('window.hacked')).toBeUndefined();
  errors.splice(0, errors.length, ...errors.filter((text) => !text.includes('Content Security Policy')));
});

describe('in each theme', () => {
  const THEMES = {
    light: { colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' },
    dark: { colorScheme: 'dark', contrast: 'no-preference', forcedColors: 'none' },
    'high-contrast': { colorScheme: 'dark', contrast: 'more', forcedColors: 'none' },
    forced: { colorScheme: 'dark', contrast: 'more', forcedColors: 'active' },
  } as const;

  test.each(Object.entries(THEMES))('%s: text and marks stand out from the page', async (_name, media) => {
    await page.emulateMedia(media);
    await page.getByRole('button', { name: /^settled: on for everyone/ }).click();
    const colours = (await page.evaluate(`(() => {
      const of = (selector, property) => getComputedStyle(document.querySelector(selector))[property];
      return {
        page: of('body', 'backgroundColor'),
        text: of('body', 'color'),
        quiet: of('.quiet', 'color'),
        mark: of('path.dot:not(.due)', 'fill'),
        due: of('path.dot.due', 'fill'),
      };
    })()`)) as Record<string, string>;
    const { page: back = '', ...rest } = colours;
    for (const [what, colour] of Object.entries(rest)) {
      const wanted = what === 'text' || what === 'quiet' ? 4.5 : 3;
      expect(contrast(colour, back), `${what} ${colour} on ${back}`).toBeGreaterThanOrEqual(wanted);
    }
  });
});

test('a screen reader finds nothing missing, as far as a program can tell', async () => {
  await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' });
  for (const details of await page.locator('details').all())
    await details.evaluate((node) => Reflect.set(node, 'open', true));
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
});

test('a picture of the shop', async () => {
  const folder = process.env.FLAGWRIGHT_PICTURES;
  assert(folder, 'FLAGWRIGHT_PICTURES is not set; run this test by "npm run test:person".');
  const shop = path.resolve(import.meta.dirname, '../../examples/shop');
  execFileSync(process.execPath, [CLI, 'report', '--root', shop, '--html', html], { stdio: 'pipe' });
  await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' });
  await page.reload();
  await page
    .getByRole('button', { name: /^express_shipping: / })
    .first()
    .click();
  await page.screenshot({ path: path.join(folder, 'report.png') });
});

test('a thousand flags stand at what they say, each to be clicked, and only the tables are long', async () => {
  const many = mkdtempSync(path.join(tmpdir(), 'flagwright-many-'));
  const entries = Array.from({ length: 1000 }, (_, i) => {
    const day = new Date(Date.UTC(2023, 0, 1 + i)).toISOString().slice(0, 10);
    return `  flag_${i}: { enabled: true, percentage: ${[1, 10, 50, 100][i % 4]}, created: ${day}, permanent: true }\n`;
  });
  writeFileSync(path.join(many, 'flags.yaml'), `flags:\n${entries.join('')}`);
  const file = path.join(many, 'report.html');
  execFileSync(process.execPath, [CLI, 'report', '--root', many, '--html', file], { stdio: 'pipe' });
  await page.goto(`file://${file}`);
  const plot = page.getByRole('group', { name: /^Flags by age and rollout/ });
  const marks = await page.evaluate<{ name: string; place: string }[]>(
    `Array.from(document.querySelectorAll('path.dot[role=button]'),
      (mark) => ({ name: mark.getAttribute('aria-label'), place: mark.getAttribute('transform') }))`,
  );
  const heights = marks.map(({ name, place }) => ({
    share: /on for (\d+) %/.exec(name)?.[1] ?? '100',
    height: Number(/,([\d.]+)\)/.exec(place)?.[1]),
  }));
  expect(heights).toHaveLength(1000);
  const rangeOf = (share: string) => {
    const all = heights.flatMap((mark) => (mark.share === share ? [mark.height] : []));
    return { top: Math.min(...all), bottom: Math.max(...all) };
  };
  expect(rangeOf('100').bottom).toBeLessThan(rangeOf('50').top);
  expect(rangeOf('50').bottom).toBeLessThan(rangeOf('10').top);
  await plot.getByRole('button', { name: /^flag_500:/ }).click();
  expect(await details().innerText()).toContain('flag_500');
  const reads = page.getByRole('table', { name: 'Reads of each flag' });
  expect(await reads.getByRole('row').count()).toBe(21);
  rmSync(many, { recursive: true });
});

test('nothing went wrong on the way', () => {
  expect(errors).toEqual([]);
});
