/**
 * What a person does in the shop, in a browser: looks, hovers, completes, clicks the bulb. Each step leaves a picture,
 * which the README shows. scripts/test.mjs starts the workbench and says where it is.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

function given(name: string): string {
  const value = process.env[name];
  assert(value, `${name} is not set; run this test by "npm run test:person".`);
  return value;
}

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: given('FLAGWRIGHT_CHROMIUM'),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  });
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
  page.setDefaultTimeout(45_000);
  await page.goto(given('FLAGWRIGHT_WORKBENCH'));
  await page.locator('.explorer-folders-view').getByText('README.md').waitFor();
});

afterAll(() => browser?.close());

/** Stores what is to be seen, without the blinking cursor. */
async function picture(name: string): Promise<void> {
  const file = path.join(given('FLAGWRIGHT_PICTURES'), `${name}.png`);
  await page.screenshot({ path: file, caret: 'hide' });
}

/** Opens a file as a person does who knows its name. */
async function openFile(name: string): Promise<void> {
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input').first().fill(name);
  await page
    .locator('.quick-input-list .monaco-list-row')
    .filter({ hasText: path.basename(name) })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await page
    .locator('.tab.active')
    .filter({ hasText: path.basename(name) })
    .waitFor();
}

/** The first line of the editor that holds a text. VS Code draws spaces as no-break spaces. */
function line(text: string): Locator {
  const pattern = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s');
  return page.locator('.editor-instance .view-line', { hasText: new RegExp(pattern) }).first();
}

/** The word of a line, to hover or click. */
function word(text: string, inLine: string): Locator {
  return line(inLine).locator('span > span').filter({ hasText: text }).last();
}

async function editorText(): Promise<string> {
  const lines = await page.locator('.editor-instance .view-line').allInnerTexts();
  return lines.join('\n').replace(/\u00a0/g, ' ');
}

test('opens a file and sees what is wrong', async () => {
  await openFile('src/checkout.ts');
  await page.keyboard.press('Control+B');
  await page.locator('.squiggly-warning').first().waitFor();
  await page
    .locator('#flagwright\\.flagwright\\.flagwright\\.status')
    .getByText(/\d+ flags/)
    .waitFor();
  await picture('findings');
});

test('hovers a flag and reads its rollout and its owner', async () => {
  await word('new_checkout', "if (isEnabled('new_checkout'").hover();
  const hover = page.locator('.monaco-hover').filter({ hasText: 'payments-team' });
  await hover.waitFor();
  expect(await hover.textContent()).toMatch(/10\s*%/);
  await picture('hover');
  await page.keyboard.press('Escape');
});

test('completes the name of a flag inside quotes', async () => {
  await line('return order;').click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type("if (isEnabled('");
  const item = page.locator('.suggest-widget .monaco-list-row').filter({ hasText: 'loyalty_points' });
  await item.waitFor();
  await page.keyboard.type('loy');
  await page
    .locator('.suggest-widget .monaco-list-row.focused')
    .filter({ hasText: 'loyalty_points' })
    .waitFor();
  await picture('completion');
  await page.keyboard.press('Enter');
  await line("isEnabled('loyalty_points')").waitFor();
  for (let i = 0; i < 8; i++) await page.keyboard.press('Control+Z');
});

test('clicks the bulb and sees the flag go', async () => {
  await word('express_shipping', "isEnabled('express_shipping'").click();
  await page.locator('.lightBulbWidget, .codicon-gutter-lightbulb').first().click();
  const fix = page
    .locator('.action-widget .monaco-list-row')
    .filter({ hasText: /Remove flag .express_shipping/ });
  await fix.first().waitFor();
  await picture('quick-fix');
  await fix.filter({ hasText: 'in this file' }).first().click();
  await expect.poll(editorText, { timeout: 20_000 }).not.toContain('express_shipping');
  expect(await editorText()).toContain('\n  order.shipping = courierRate(cart);');
  await picture('removed');
});

test('sees in the flag file what each flag lacks', async () => {
  await openFile('config/feature_flags.yaml');
  await page.locator('.squiggly-warning, .squiggly-info').first().waitFor();
  await picture('flag-file');
});
