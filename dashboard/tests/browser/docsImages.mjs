// Makes the pictures of the documentation anew, from real runs on a real server: `npm run images`. What is reviewed is a room of Axle itself.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { openPage, see } from './browser.mjs';
import { startRealRuns } from './realRuns.mjs';

const folder = fileURLToPath(new URL('../../../docs/images/', import.meta.url));
const room = fileURLToPath(new URL('../../../src/Axle.Identity/', import.meta.url));
const mostBytes = 200_000;
const pictures = [
  ['dashboard-run', 'desktop-dark', '/runs/review-1'],
  ['dashboard-timeline', 'desktop-dark', '/runs/review-1?tab=timeline'],
  ['dashboard-approval', 'desktop-dark', '/approvals?run=release-1'],
  ['dashboard-session', 'desktop-dark', '/sessions'],
  ['dashboard-comparison', 'desktop-dark', '/runs/news-1-shorter?tab=forks&with=news-1'],
  ['dashboard-light', 'desktop-light', '/'],
  ['dashboard-phone', 'phone-dark', '/runs/release-1'],
];

const { server, browser, context: owners, stop } = await startRealRuns(room);
for (const [name, look, path] of pictures) {
  const [size, theme] = look.split('-');
  const { page, context } = await openPage(browser, { size, theme });
  await context.addCookies(await owners.cookies());
  await page.goto(server.url + path);
  await ready(page, name);
  await page.screenshot({ path: `${folder}${name}.png` });
  await context.close();
}

const reports = join(server.folder, '.axle', 'reports');
const report = readdirSync(reports, { recursive: true }).find(file => file.endsWith('.html'));
const paper = await browser.newPage({ viewport: { width: 1280, height: 1280 } });
await paper.goto(pathToFileURL(join(reports, report)).href);
await paper.evaluate(() => document.fonts.ready);
await paper.screenshot({ path: `${folder}review.png` });
await stop();

for (const file of readdirSync(folder)) {
  const { size } = statSync(folder + file);
  console.log(`${file}: ${Math.round(size / 1000)} kB`);
  if (size > mostBytes) {
    console.error(`${file} is larger than ${mostBytes / 1000} kB: show less of the page.`);
    process.exitCode = 1;
  }
}

async function ready(page, name) {
  await see(page.locator('h1'), name);
  await page.waitForFunction(() => !document.querySelector('.skeleton'), undefined, { timeout: 15_000 });
  await page.waitForFunction(() => document.querySelector('[data-live="live"]'), undefined, { timeout: 15_000 });
  await page.evaluate(() => document.fonts.ready);
}
