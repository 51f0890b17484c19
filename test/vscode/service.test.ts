/**
 * What somebody meets in VS Code whose flags live in a service: no flag file, no configuration, no account. scripts/test.mjs
 * starts the workbench.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';

const APP = `import { useFlag } from '@unleash/proxy-client-react';
export function Cart() {
  if (useFlag('new_cart')) return 'new';
  return useFlag('old_cart') ? 'old' : 'none';
}
`;

/** What may be opted in to: no question that is known for one about a flag. */
const OPTIONS = `export interface Config {
  experimental: { newTotal: boolean; late: boolean };
}
export const total = (config: Config) => (config.experimental.newTotal ? 1 : 2);
`;

function given(name: string): string {
  const value = process.env[name];
  assert(value, `${name} is not set; run this test by "npm run test:person".`);
  return value;
}

let folder: string;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'flagwright-service-'));
  mkdirSync(path.join(folder, 'src'));
  writeFileSync(path.join(folder, 'src', 'cart.ts'), APP);
  writeFileSync(path.join(folder, 'src', 'options.ts'), OPTIONS);
  browser = await chromium.launch({
    executablePath: given('FLAGWRIGHT_CHROMIUM'),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  });
  page = await browser.newPage({ viewport: { width: 1080, height: 720 }, colorScheme: 'light' });
  page.setDefaultTimeout(45_000);
  const workbench = new URL(given('FLAGWRIGHT_WORKBENCH'));
  workbench.searchParams.set('folder', folder);
  const file = `vscode-remote://${workbench.host}${folder}/src/cart.ts:3:17`;
  const payload = [
    ['gotoLineMode', 'true'],
    ['openFile', file],
  ];
  workbench.searchParams.set('payload', JSON.stringify(payload));
  await page.goto(workbench.href);
});

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  const file = path.resolve('.cache', 'service-failed.png');
  await page.screenshot({ path: file });
  console.error(`What was to be seen: ${file}`);
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The text of the editor, which draws its lines in any order. */
const lines = async (): Promise<string> => {
  const drawn = await page.locator('.monaco-editor .view-line').all();
  const placed = await Promise.all(
    drawn.map(async (line) => ({ top: (await line.boundingBox())?.y ?? 0, text: await line.innerText() })),
  );
  return placed
    .sort((a, b) => a.top - b.top)
    .map(({ text }) => text.replaceAll('\u00a0', ' '))
    .join('\n');
};

test('opening a source is enough to start, and the code says which flags there are', async () => {
  await page.locator('.monaco-editor .view-line').first().waitFor();
  await page.locator('.statusbar-item').filter({ hasText: '2 flags in code' }).waitFor();
});

test('the light bulb removes one of them by a decision', async () => {
  await page.locator('.monaco-editor .view-line').filter({ hasText: 'new_cart' }).click();
  await page.keyboard.press('Home');
  for (const _ of "if (useFlag('new") await page.keyboard.press('ArrowRight');
  const item = page
    .locator('.action-widget .monaco-list-row')
    .filter({ hasText: "Remove flag 'new_cart': keep the enabled branch in this file" });
  // A menu that opens while VS Code itself is still starting closes again.
  await vi.waitFor(
    async () => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+.');
      await item.click({ timeout: 4_000 });
    },
    { timeout: 45_000 },
  );
  await expect.poll(lines, { timeout: 30_000 }).toBe("export function Cart() {\n  return 'new';\n}\n");
  // Nothing here is about flags any more.
  await page.locator('.statusbar-item').filter({ hasText: 'in code' }).waitFor({ state: 'detached' });
});

test('an option that has the name alone is removed by its name', async () => {
  await page.keyboard.press('F1');
  await page.keyboard.type('Flagwright: Remove a Flag');
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-title').filter({ hasText: 'Remove a Flag' }).waitFor();
  await page.keyboard.type('newTotal');
  const rows = page.locator('.quick-input-list .monaco-list-row');
  await rows.filter({ hasText: 'by this name alone' }).click();
  await rows.filter({ hasText: 'Keep the enabled branch' }).click();
  await page
    .locator('.notification-toast')
    .filter({ hasText: "Remove flag 'newTotal' from 1 file" })
    .waitFor();
  await page.locator('.editor-actions .action-label').filter({ hasText: 'Apply' }).click();
  await page
    .locator('.notification-toast')
    .filter({ hasText: "Flag 'newTotal' was removed from 1 file" })
    .waitFor();
});
