/**
 * What a person does in the shop, in a browser: looks, hovers, completes, clicks the bulb. Each step leaves a picture,
 * which the README shows. scripts/test.mjs starts the workbench and says where it is.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { contrast } from './contrast';

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
  page = await browser.newPage({ viewport: { width: 1080, height: 720 }, colorScheme: 'light' });
  page.setDefaultTimeout(45_000);
  await page.goto(given('FLAGWRIGHT_WORKBENCH'));
  await page.locator('.explorer-folders-view').getByText('README.md').waitFor();
});

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  const file = path.resolve('.cache', 'person-failed.png');
  await page.screenshot({ path: file });
  console.error(`What was to be seen: ${file}`);
});

afterAll(() => browser?.close());

/** True once the visible code has colours. */
const COLOURED = `new Set(Array.from(document.querySelectorAll('.editor-instance .view-line span[class^=mtk]'),
  ({ className }) => className)).size > 3`;

/** Stores what is to be seen once everything has its colours and nothing is being loaded. */
async function picture(name: string): Promise<void> {
  await page.waitForFunction(COLOURED);
  const loading = page.locator('.statusbar-item').filter({ hasText: /Initializing|Analyzing/ });
  await loading.waitFor({ state: 'hidden' });
  await page.screenshot({ path: path.join(given('FLAGWRIGHT_PICTURES'), `${name}.png`), caret: 'hide' });
}

/** Waits until what is wanted is what Enter takes: a list that is still being filled has something else in front. */
async function inFront(text: string): Promise<void> {
  await page
    .locator('.quick-input-list .monaco-list-row.focused')
    .filter({ hasText: text })
    .waitFor({ timeout: 10_000 });
}

/** Opens a file as a person does who knows its name. */
async function openFile(name: string): Promise<void> {
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input').first().fill(name);
  await inFront(path.basename(name));
  await page.keyboard.press('Enter');
  await page
    .locator('.tab.active')
    .filter({ hasText: path.basename(name) })
    .waitFor();
}

/** Closes what is in front, by the middle button. */
async function closeTab(): Promise<void> {
  await page.locator('.tab.active').first().click({ button: 'middle' });
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

/** Clicks where a thing is. Playwright's own click may scroll parts of the workbench that no person can scroll. */
async function click(target: Locator, timeout = 45_000): Promise<void> {
  // The editor draws its lines anew all the time: what was found may have been replaced when it is measured.
  const { x, y, width, height } = await vi.waitFor(
    async () => {
      const box = await target.boundingBox({ timeout: 1_000 });
      assert(box, 'it is not to be seen');
      return box;
    },
    { timeout },
  );
  await page.mouse.click(x + Math.min(width / 2, 60), y + height / 2);
}

/** What is to be seen of the text, from top to bottom: the order of the lines' elements is another one. */
async function editorText(): Promise<string> {
  const lines = `Array.from(document.querySelectorAll('.editor-instance .view-line'))
    .sort((a, b) => parseFloat(a.style.top) - parseFloat(b.style.top)).map(({ textContent }) => textContent)`;
  return (await page.evaluate<string[]>(lines)).join('\n').replace(/\u00a0/g, ' ');
}

test('opens a file and sees what is wrong', async () => {
  await openFile('src/checkout.ts');
  await page.keyboard.press('Control+B');
  await page.locator('.squiggly-warning').first().waitFor();
  await page
    .locator('.statusbar-item')
    .filter({ hasText: /\d+ flags/ })
    .waitFor();
});

test('sees the findings of the whole shop, also in files that are not open', async () => {
  await page.keyboard.press('Control+Shift+M');
  await page
    .locator('.markers-panel .monaco-list-row')
    .filter({ hasText: 'legacy_invoice' })
    .first()
    .waitFor();
  await picture('findings');
  await page.keyboard.press('Control+J');
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
  const before = await editorText();
  await click(line('const order = newOrder(cart);'));
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
  // Without the closing quote: under load VS Code does not always close it by itself.
  await line("isEnabled('loyalty_points").waitFor();
  await expect
    .poll(
      async () => {
        await page.keyboard.press('Control+Z');
        return editorText();
      },
      { timeout: 20_000 },
    )
    .toBe(before);
});

test('clicks the bulb and sees the flag go', async () => {
  const fix = page
    .locator('.action-widget .monaco-list-row')
    .filter({ hasText: /Remove flag .express_shipping/ });
  // For a moment the bulb may still be the one of the last place; then a person closes its menu and tries again.
  await vi.waitFor(
    async () => {
      await page.keyboard.press('Escape');
      await click(line('return order;'));
      await click(word('express_shipping', "isEnabled('express_shipping'"));
      await click(page.locator('.lightBulbWidget, .codicon-gutter-lightbulb').first(), 5_000);
      await fix.first().waitFor({ timeout: 3_000 });
    },
    { timeout: 45_000 },
  );
  await picture('quick-fix');
  await click(fix.filter({ hasText: 'in this file' }).first());
  await expect
    .poll(editorText, { timeout: 20_000 })
    .toContain('in spring 2025.\n  order.shipping = courierRate(cart);\n');
  expect(await editorText()).not.toContain('express_shipping');
  await picture('removed');
});

test('sees in the flag file what each flag lacks', async () => {
  await openFile('config/feature_flags.yaml');
  await page.locator('.squiggly-warning, .squiggly-info').first().waitFor();
  await page.locator('.codelens-decoration').filter({ hasText: 'Remove flag' }).first().waitFor();
  await picture('flag-file');
});

test('removes a flag everywhere: chooses it, sees all changes, applies them, and takes them back at once', async () => {
  await openFile('src/views/Page.tsx');
  await click(word('dark_mode', "'dark_mode'"));
  const before = await editorText();
  await page.keyboard.press('F1');
  await page.keyboard.type('Flagwright: Remove a Flag');
  await page.keyboard.press('Enter');
  const choice = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'dark_mode' }).first();
  await choice.waitFor();
  await click(choice);

  await page.locator('.tab.active').filter({ hasText: "Remove flag 'dark_mode'" }).waitFor();
  const question = page
    .locator('.notification-toast')
    .filter({ hasText: "Remove flag 'dark_mode' from 2 files" });
  await question.waitFor();
  await page.locator('.multiDiffEntry .line-delete, .multiDiffEntry .char-delete').first().waitFor();
  await picture('removal');
  await click(page.locator('.editor-actions .action-label').filter({ hasText: 'Apply' }));
  await page
    .locator('.notification-toast')
    .filter({ hasText: "Flag 'dark_mode' was removed from 2 files, with its entry" })
    .waitFor();
  await expect.poll(editorText, { timeout: 20_000 }).not.toContain('dark_mode');

  await click(line('return ('));
  await page.keyboard.press('Control+Z');
  await expect.poll(editorText, { timeout: 20_000 }).toBe(before);
  await page.locator('.notification-toast').hover();
  await click(page.locator('.notification-toast .codicon-notifications-clear'));
});

/** Sets what the workspace sets, and nothing else. */
function settings(values: object): void {
  const folder = path.join(given('FLAGWRIGHT_SHOP'), '.vscode');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(values));
}

/** A row of the view of flags. */
function row(text: string | RegExp): Locator {
  return page.locator('.sidebar .monaco-list-row').filter({ hasText: text }).first();
}

/** One of the buttons that a row has while the mouse is over it. */
async function button(of: Locator, name: string): Promise<void> {
  await of.hover();
  await click(of.getByRole('button', { name }));
}

/** A button in the title of the view. */
function title(name: string): Locator {
  return page.locator('.sidebar .title-actions, .sidebar .actions').getByRole('button', { name }).first();
}

describe('the view of flags', () => {
  test('shows all flags; its buttons lead to the entry, to a read, and to who gets it', async () => {
    settings({ 'workbench.activityBar.location': 'default', 'editor.inlayHints.enabled': 'on' });
    const tab = page.locator('.activitybar .action-item', { has: page.getByLabel(/^Flagwright/) }).first();
    await tab.locator('.badge', { hasText: '4' }).waitFor();
    await click(tab);
    await row('dark_mode').waitFor();
    expect(await row('dark_mode').getAttribute('aria-label')).toMatch(
      /^flag dark_mode, on for everyone, 100 % · due · 2 reads · \d+ d · design-system$/,
    );
    await button(row('new_checkout'), 'Go to Entry');
    await page.locator('.tab.active', { hasText: 'feature_flags.yaml' }).waitFor();
    await row('dark_mode').click();
    await page.keyboard.press('ArrowRight');
    await row('Page.tsx:5').click();
    await page.locator('.tab.active', { hasText: 'Page.tsx' }).waitFor();
    await line('100 % for').waitFor();
    await picture('flags-view');
    await button(row('new_checkout'), 'Who Gets This Flag?');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'plan=pro' }).waitFor();
    await page.keyboard.press('Escape');
  });

  test('is grouped and searched', async () => {
    const groups = () =>
      page.locator('.sidebar .monaco-list-row[aria-level="1"] .label-name').allInnerTexts();
    expect(await groups()).toContain('Gradual rollout');
    await click(title('Group Flags'));
    await click(page.locator('.quick-input-list .monaco-list-row', { hasText: 'by owner' }));
    const own = ['growth', 'payments-team', 'No owner', 'In no flag file'];
    await expect.poll(groups).toEqual(expect.arrayContaining(own));
    await click(title('Search Flags'));
    await page.locator('.quick-input-widget input:focus').first().fill('payments-team');
    // The misspelt one is in no flag file.
    await page.locator('.sidebar').getByText('3 of 15 flags match').waitFor();
    await page.keyboard.press('Enter');
    expect(await groups()).toEqual(['payments-team']);
    await click(title('Clear the Search for Flags'));
    await row('gift_wrap').waitFor();
    await click(title('Group Flags'));
    await click(page.locator('.quick-input-list .monaco-list-row', { hasText: 'by life-cycle stage' }));
    await row('Gradual rollout').waitFor();
  });

  test('plans the removal of a flag', async () => {
    await button(row('dark_mode'), 'Remove Flag');
    await page.locator('.tab.active').filter({ hasText: "Remove flag 'dark_mode'" }).waitFor();
    await click(page.locator('.editor-actions .action-label').filter({ hasText: 'Cancel' }));
    await page.locator('.tab').filter({ hasText: "Remove flag 'dark_mode'" }).waitFor({ state: 'detached' });
  });
});

/** A test that sets two flags, one of which is misspelt. */
const TEST = `import * as flags from './flags';

it('reviews and pays in one step', () => {
  vi.spyOn(flags, 'isEnabled').mockImplementation((key) => key === 'new_checkout' || key === 'gift_rap');
});
`;

/** Runs a command by its title, as who has no key for it does. */
async function command(title: string): Promise<void> {
  const input = page.locator('.quick-input-widget input').first();
  // A page that has just gone may have taken the key with it.
  await vi.waitFor(
    async () => {
      await page.keyboard.press('F1');
      await input.fill(`>${title}`, { timeout: 3_000 });
      await inFront(title);
    },
    { timeout: 45_000 },
  );
  await page.keyboard.press('Enter');
}

describe.each([
  ['vs-dark', 'Dark Modern'],
  ['hc-black', 'Default High Contrast'],
  ['hc-light', 'Default High Contrast Light'],
  ['vs', 'Light Modern'],
])('in the theme %s', (kind, theme) => {
  /** What the guidelines for accessible pages ask of text, and of marks. */
  const TEXT = kind.startsWith('hc') ? 7 : 4.5;
  const MARK = kind.startsWith('hc') ? 4.5 : 3;

  beforeAll(async () => {
    writeFileSync(path.join(given('FLAGWRIGHT_SHOP'), 'src', 'checkout.test.ts'), TEST);
    settings({
      'editor.inlayHints.enabled': 'on',
      'workbench.colorTheme': theme,
      'editor.codeLens': true,
    });
    await page.locator(`.monaco-workbench.${kind}`).waitFor();
  });

  /** A picture of each scene, for whoever looks; and how much its text stands out, at least. */
  const seen = async (name: string, ...texts: readonly Locator[]): Promise<number> => {
    const folder = path.resolve('.cache', 'themes');
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: path.join(folder, `${name}-${kind}.png`), caret: 'hide' });
    return Math.min(...(await Promise.all(texts.map(contrastOf))));
  };

  test('keys, states and branches that never run', async () => {
    await click(page.locator('.tab', { hasText: 'checkout.ts' }));
    await row('dark_mode').waitFor();
    const key = word('new_checkout', "if (isEnabled('new_checkout'");
    const icon = row('dark_mode').locator('.custom-view-tree-node-item-icon');
    await expect.poll(() => seen('code', key, icon), { timeout: 20_000 }).toBeGreaterThanOrEqual(MARK);
  });

  test('the hover', async () => {
    await word('new_checkout', "if (isEnabled('new_checkout'").hover();
    const hover = page.locator('.monaco-hover').filter({ hasText: 'payments-team' });
    await hover.waitFor();
    expect(await seen('hover', hover.getByText('Schedule:').first())).toBeGreaterThanOrEqual(TEXT);
    await page.mouse.move(540, 700);
    await hover.waitFor({ state: 'hidden' });
  });

  test('the bulb, by keys', async () => {
    await click(word('gift_wrap', "isEnabled('gift_wrap'"));
    const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'Remove flag' }).first();
    await vi.waitFor(
      async () => {
        await page.keyboard.press('Control+.');
        await fix.waitFor({ timeout: 3_000 });
      },
      { timeout: 20_000 },
    );
    expect(await seen('bulb', fix.locator('.title'))).toBeGreaterThanOrEqual(TEXT);
    await page.keyboard.press('Escape');
  });

  test('cleaning up: flags are picked by keys, and the plan is shown', async () => {
    await command('Flagwright: Clean Up Flags');
    const flag = page.locator('.quick-input-list .monaco-list-row', { hasText: 'dark_mode' }).first();
    await flag.getByText(/deletes \d+ lines/).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.locator('.quick-input-count', { hasText: '1 Selected' }).waitFor();
    expect(await seen('clean-up', flag.locator('.label-name').first())).toBeGreaterThanOrEqual(TEXT);
    await page.keyboard.press('Enter');
    const plan = page.locator('.tab').filter({ hasText: /^Remove flag '/ });
    await plan.waitFor();
    await page.locator('.multiDiffEntry .line-delete, .multiDiffEntry .char-delete').first().waitFor();
    const apply = page.locator('.editor-actions .action-label').filter({ hasText: 'Apply' });
    expect(await seen('plan', apply)).toBeGreaterThanOrEqual(TEXT);
    await click(page.locator('.editor-actions .action-label').filter({ hasText: 'Cancel' }));
    await plan.waitFor({ state: 'detached' });
  });

  test('a new flag, whose name is checked while it is typed', async () => {
    await command('Flagwright: New Flag');
    await page.locator('.quick-input-title', { hasText: 'New Flag' }).waitFor();
    await page.keyboard.type('Two Words');
    const problem = page.locator('.quick-input-message', { hasText: 'holds no spaces' });
    await problem.waitFor();
    expect(await seen('new-flag', problem)).toBeGreaterThanOrEqual(TEXT);
    await page.keyboard.press('Escape');
  });

  test('a test that sets a flag', async () => {
    await openFile('src/checkout.test.ts');
    const lens = page.locator('.codelens-decoration', { hasText: "'new_checkout' is on here" });
    await lens.waitFor();
    await page.locator('.squiggly-warning').first().waitFor();
    await seen('test');
    await closeTab();
  });

  test('the report: a mark is chosen by keys', async () => {
    await command('Flagwright: Report of All Flags');
    const report = page.frameLocator('iframe.webview').frameLocator('#active-frame');
    await report
      .getByRole('button', { name: /^dark_mode: / })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    const chosen = report.getByRole('complementary', { name: 'The chosen flag' });
    await chosen.getByText('design-system').waitFor();
    const quiet = report.locator('.quiet').first();
    expect(await seen('report', report.getByRole('heading', { level: 1 }), quiet)).toBeGreaterThanOrEqual(
      4.5,
    );
    await closeTab();
  });

  test('the settings', async () => {
    await command('Preferences: Open Settings (UI)');
    await page.locator('.settings-editor .suggest-input-container').click();
    await page.keyboard.type('@ext:flagwright.flagwright');
    const setting = page.locator('.setting-item-description', {
      hasText: 'Controls whether Flagwright runs',
    });
    await setting.first().waitFor();
    expect(await seen('settings', setting.first())).toBeGreaterThanOrEqual(TEXT);
    await page.keyboard.press('Escape');
    await page.locator('.settings-editor').waitFor({ state: 'detached' });
  });

  test('the walkthrough', async () => {
    await command('Welcome: Open Walkthrough');
    await click(
      page.locator('.quick-input-list .monaco-list-row', { hasText: 'Feature flags in your editor' }),
    );
    const step = page.locator('.getting-started-step', { hasText: 'Remove flags that are done' });
    await click(step);
    await page.getByText('Pick the flags that are due.').waitFor();
    expect(await seen('walkthrough', page.getByText('Pick the flags that are due.'))).toBeGreaterThanOrEqual(
      TEXT,
    );
    await closeTab();
  });
});

/** How much a text stands out from what is behind it: the first background around it that is opaque enough. */
async function contrastOf(text: Locator): Promise<number> {
  const colours = await text.evaluate((node) => {
    const styleOf = (of: unknown) => Reflect.get(globalThis, 'getComputedStyle')(of);
    let back = '';
    for (let at: unknown = node; at && back === ''; at = Reflect.get(at as object, 'parentElement')) {
      const colour = String(styleOf(at).backgroundColor);
      if (!/transparent|, 0(?:\.\d+)?\)$/.test(colour)) back = colour;
    }
    return { front: String(styleOf(node).color), back };
  });
  return contrast(colours.front, colours.back);
}

test('opens the shop in a window of its own, in which the walkthrough goes on', async () => {
  const opened = page.context().waitForEvent('page');
  await command('Flagwright: Open the Example Shop');
  const shop = await opened;
  await shop.locator('.getting-started-step', { hasText: 'Read code with its flags' }).waitFor();
  await shop.close();
});

test('is told once about a setting that cannot be used', async () => {
  settings({ 'flagwright.trace.server': 'loud' });
  const toast = page.locator('.notification-toast').filter({ hasText: 'flagwright.trace.server is "loud"' });
  await toast.waitFor();
  expect(await toast.count()).toBe(1);
  expect(await toast.textContent()).toContain('must be one of messages, compact, verbose');
});

test('turns Flagwright off and on again', async () => {
  await click(page.locator('.tab', { hasText: 'checkout.ts' }));
  const status = page.locator('.statusbar-item');
  settings({ 'flagwright.enable': false });
  await status.filter({ hasText: 'Flags: off' }).waitFor();
  await page.locator('.squiggly-warning').first().waitFor({ state: 'detached' });
  expect(await page.locator('.notification-toast', { hasText: 'failed' }).count()).toBe(0);
  settings({});
  await status.filter({ hasText: /\d+ flags/ }).waitFor();
  await page.locator('.squiggly-warning').first().waitFor();
});
