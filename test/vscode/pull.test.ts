/**
 * How a person pulls flags in VS Code: names a token, watches, cancels, and lets it happen by itself. The service is a small
 * one on loopback that answers as LaunchDarkly's description says. scripts/test.mjs starts the workbench.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

const TOKEN = 'api-0123456789abcdef';
const SNAPSHOT = 'flags.launchdarkly.production.json';

function given(name: string): string {
  const value = process.env[name];
  assert(value, `${name} is not set; run this test by "npm run test:person".`);
  return value;
}

/** What the service has, and whether it answers at all. */
const flags: Record<string, boolean> = { checkout: true, search: false };
let isSilent = false;
let refused = 0;
let isAccepted = true;
let left = 0;
const waiting: (() => void)[] = [];

const service = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url!, 'http://loopback');
  const answer = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  const decide = (): void => answer(...answered());
  const answered = (): [status: number, body: object] => {
    if (!isAccepted || request.headers.authorization !== TOKEN) {
      refused++;
      return [401, { message: 'Invalid access token' }];
    }
    if (pathname.endsWith('/environments')) return [200, { items: [{ key: 'production' }] }];
    if (pathname !== '/api/v2/flags/shop') return [200, { items: [] }];
    const items = searchParams.has('filter') ? [] : Object.entries(flags).map(flagOf);
    return [200, { items, totalCount: items.length, _links: {} }];
  };
  response.on('close', () => {
    if (!response.writableEnded) left++;
  });
  if (isSilent) waiting.push(decide);
  else decide();
});

const flagOf = ([key, on]: [string, boolean]) => ({
  key,
  name: key,
  temporary: true,
  creationDate: Date.parse('2026-09-01'),
  variations: [{ value: true }, { value: false }],
  environments: { production: { on, fallthrough: { variation: 0 }, offVariation: 1, salt: 'x', version: 1 } },
});

let url: string;
let folder: string;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  folder = mkdtempSync(path.join(tmpdir(), 'flagwright-pull-'));
  const source = { service: 'launchdarkly', url, project: 'shop', environment: 'production' };
  write('flagwright.config.json', { pull: [source] });
  browser = await chromium.launch({
    executablePath: given('FLAGWRIGHT_CHROMIUM'),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  });
  page = await browser.newPage({ viewport: { width: 1080, height: 720 }, colorScheme: 'light' });
  page.setDefaultTimeout(45_000);
  const workbench = new URL(given('FLAGWRIGHT_WORKBENCH'));
  workbench.searchParams.set('folder', folder);
  await page.goto(workbench.href);
  await page.locator('.explorer-folders-view').getByText('flagwright.config.json').waitFor();
  // The list of commands has ours once the extension runs.
  await page.locator('.statusbar-item').filter({ hasText: 'No flag file' }).waitFor();
});

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  const file = path.resolve('.cache', 'pull-failed.png');
  await page.screenshot({ path: file });
  console.error(`What was to be seen: ${file}`);
});

afterAll(async () => {
  await browser?.close();
  service.closeAllConnections();
  service.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, value: object): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), JSON.stringify(value));
}

/** What the snapshot says of each flag; undefined where there is none. */
function pulled(): Record<string, boolean> | undefined {
  if (!readdirSync(folder).includes(SNAPSHOT)) return undefined;
  const file = JSON.parse(readFileSync(path.join(folder, SNAPSHOT), 'utf8')) as {
    readonly flags: Record<string, { readonly on: boolean }>;
  };
  return Object.fromEntries(Object.entries(file.flags).map(([key, { on }]) => [key, on]));
}

const toast = (text: string): Locator => page.locator('.notification-toast').filter({ hasText: text });
const PROGRESS = 'Pulling flags from LaunchDarkly (shop, production)';

const pull = (): Promise<void> => choose('LaunchDarkly (shop, production)');

/** What the command offers to pull, by its words. */
async function choose(what: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').first().fill('>Flagwright: Pull Flags');
  await page
    .locator('.quick-input-list .monaco-list-row')
    .filter({ hasText: 'Pull Flags' })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  const item = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: what });
  await item.waitFor();
  await item.click();
}

async function enter(token: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type=password]');
  // What is typed before it is there is lost.
  await input.waitFor();
  // As a hand types: VS Code shows no third message within 0.8 seconds of the first.
  await input.pressSequentially(token, { delay: 50 });
  expect(await input.inputValue()).toBe(token);
  await page.keyboard.press('Enter');
}

/** Answers whoever waits, and everybody from now on. */
function answer(): void {
  isSilent = false;
  for (const one of waiting.splice(0)) one();
}

test('is asked for a token, for another where that one is refused, and watches', async () => {
  await pull();
  await enter('api-of-somebody-else');
  await toast('LaunchDarkly does not accept the token (401), and says “Invalid access token”').waitFor();
  isSilent = true;
  await page.getByRole('button', { name: 'Enter Another Token' }).click();
  await enter(TOKEN);
  await toast(PROGRESS)
    .filter({ hasText: "project 'shop' with environment 'production', request 1" })
    .waitFor();
  expect(pulled()).toBeUndefined();
  answer();
  await expect.poll(pulled, { timeout: 30_000 }).toEqual({ checkout: true, search: false });
  await toast(PROGRESS).waitFor({ state: 'detached' });
  // Of messages that come one after another at once, VS Code shows some in its list alone.
  const list = page.locator('.notifications-center.visible');
  await page.locator('[id="status.notifications"]').click();
  const done = list
    .locator('.notification-list-item')
    .filter({ hasText: `${SNAPSHOT}: 2 flags from LaunchDarkly; 2 new.` });
  await done.getByRole('button', { name: 'Open Snapshot' }).click();
  if (await list.isVisible()) await page.locator('[id="status.notifications"]').click();
  await list.waitFor({ state: 'hidden' });
  await page.locator('.tab.active').filter({ hasText: SNAPSHOT }).waitFor();
  expect(pulled()).toEqual({ checkout: true, search: false });
  await page.locator('.statusbar-item').filter({ hasText: '2 flags' }).waitFor();
});

test('is not asked for it again, and cancels: the snapshot stays as it was', async () => {
  flags.search = true;
  isSilent = true;
  await pull();
  await toast(PROGRESS).filter({ hasText: 'request 1' }).waitFor();
  const before = left;
  await toast(PROGRESS).hover();
  await toast(PROGRESS).getByRole('button', { name: 'Cancel' }).click();
  await toast(PROGRESS).waitFor({ state: 'detached' });
  // The process that asked hangs up.
  await expect.poll(() => left).toBe(before + 1);
  expect(pulled()).toEqual({ checkout: true, search: false });
  expect(await page.locator('.notification-toast').count()).toBe(0);
  waiting.splice(0);
  answer();
});

test('names a service that the team has not named, and gets what to write into the configuration', async () => {
  await choose('LaunchDarkly…');
  for (const [title, text] of [
    ['Address', url],
    ['Project', 'shop'],
    ['Environment', ''],
  ] as const) {
    const input = page.locator('.quick-input-widget').filter({ hasText: `LaunchDarkly: ${title}` });
    await input.locator('input').first().fill(text);
    await page.keyboard.press('Enter');
  }
  // The token was given for this address.
  const done = toast('flags.launchdarkly.json: 2 flags from LaunchDarkly; 2 new.');
  await done.waitFor();
  await done.getByRole('button', { name: 'Copy for flagwright.config.json' }).waitFor();
  await done.hover();
  await done.locator('.codicon-notifications-clear').click();
  rmSync(path.join(folder, 'flags.launchdarkly.json'));
});

test('lets it happen by itself, every so many minutes, and is told once where it does not work', async () => {
  write('.vscode/settings.json', { 'flagwright.pull.everyMinutes': 1 });
  await expect.poll(pulled, { timeout: 30_000 }).toEqual({ checkout: true, search: true });
  flags.reviews = true;
  await expect.poll(pulled, { timeout: 30_000 }).toEqual({ checkout: true, search: true, reviews: true });
  await page.locator('.statusbar-item').filter({ hasText: '3 flags' }).waitFor();
  expect(await page.locator('.notification-toast').count()).toBe(0);

  const before = refused;
  isAccepted = false;
  await toast('LaunchDarkly does not accept the token').waitFor();
  await expect.poll(() => refused, { timeout: 30_000 }).toBeGreaterThan(before + 2);
  expect(await page.locator('.notification-toast').count()).toBeLessThanOrEqual(1);
  expect(pulled()).toEqual({ checkout: true, search: true, reviews: true });
});

test('has the token nowhere but in the secret storage', () => {
  const files = [given('FLAGWRIGHT_CODE_SERVER'), folder].flatMap((root) =>
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes(`${path.sep}extensions${path.sep}`))
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  expect(files.some((file) => file.endsWith('.log'))).toBe(true);
  expect(files.filter((file) => readFileSync(file).includes(TOKEN))).toEqual([]);
});
