// The system's Chromium, driven by Playwright.
import { findChromium } from './setup.mjs';

const ARGUMENTS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];

export async function openBrowser() {
  const { chromium } = await import('playwright-core');
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium was found; Debian has it as the package “chromium”.');
  return chromium.launch({ executablePath, args: ARGUMENTS });
}
