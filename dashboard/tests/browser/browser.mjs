import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
export const chromiumPath = process.env.CHROMIUM ?? known.find(path => existsSync(path));

/** Opens the browser of this machine; undefined when there is none, so that a test can skip visibly. */
export async function openBrowser() {
  if (!chromiumPath) return undefined;
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'] });
}

export const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

/** A page that remembers everything that went wrong in it. */
export async function openPage(browser, { size = 'desktop', theme = 'dark' } = {}) {
  const phone = size === 'phone';
  const context = await browser.newContext({
    viewport: sizes[size],
    deviceScaleFactor: phone ? 2 : 1,
    hasTouch: phone,
    isMobile: phone,
    reducedMotion: 'reduce',
  });
  await context.addInitScript(name => localStorage.setItem('axle.theme', name), theme);
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', error => faults.push(String(error)));
  page.on('console', message => message.type() === 'error' && faults.push(message.text()));
  return { page, faults, context };
}

/** Carries a test out; when it fails, what stood on the screen is kept in tests/browser/shots. */
export async function picture(page, name, work) {
  try {
    await work();
  } catch (error) {
    await page.screenshot({ path: new URL(`./shots/failed-${name}.png`, import.meta.url).pathname });
    throw error;
  }
}
