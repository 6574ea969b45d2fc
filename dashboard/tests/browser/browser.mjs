import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
export const chromiumPath = process.env.CHROMIUM ?? known.find(path => existsSync(path));

/** Opens the browser of this machine; undefined when there is none, so that a test can skip visibly. */
export async function openBrowser() {
  if (!chromiumPath) return undefined;
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'] });
}

/** Seconds that anything may take. A machine that does much else is slow, and only a test that fails waits so long. */
const patience = 120;

/** Milliseconds that a test may take. */
export const longest = 600_000;

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
  context.setDefaultTimeout(patience * 1000);
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
    const folder = new URL('./shots/', import.meta.url).pathname;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: `${folder}failed-${name}.png` });
    throw error;
  }
}

/** Waits until something is on the screen; says what was waited for when it does not come. */
export async function see(locator, what, seconds = patience) {
  await locator
    .first()
    .waitFor({ timeout: seconds * 1000 })
    .catch(error => {
      throw new Error(`Waited ${seconds} s for ${what}, in vain.`, { cause: error });
    });
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Opens a screen, waits until all of it is there, and gives what axe finds wrong with it; `only` names the rules, all when left out. */
export async function accessibilityFaults(page, url, only) {
  await page.goto(url);
  await see(page.locator('h1'), `the heading of ${url}`);
  await page
    .waitForFunction(() => !document.querySelector('.skeleton'))
    .catch(() => {
      throw new Error(`Waited ${patience} s for ${url} to have its data, in vain.`);
    });
  // Evaluated by the debugger, so that the page's own policy stays as strict as it is.
  await page.evaluate(axe);
  const found = await page.evaluate(
    rules => globalThis.axe.run(document, { resultTypes: ['violations'], ...(rules ? { runOnly: rules } : {}) }),
    only,
  );
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.target.join(' ')).slice(0, 3).join(' | ')}`); // prettier-ignore
}
