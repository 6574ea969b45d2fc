// How long the first page takes on a cold cache, in ms: `node tests/browser/load.mjs ADDRESS [TIMES]`, ADDRESS as `ax serve --local` prints it.
import { openBrowser, see } from './browser.mjs';

const [address, times = '7'] = process.argv.slice(2);
const browser = await openBrowser();
const taken = [];
for (let turn = 0; turn < Number(times); turn++) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const begun = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  await see(page.locator('h1'), 'the heading');
  await page.waitForFunction(() => !document.querySelector('.skeleton'), undefined, { timeout: 15_000 });
  taken.push(Math.round(performance.now() - begun));
  await context.close();
}
await browser.close();
taken.sort((a, b) => a - b);
console.log(`usable after ${taken[Math.floor(taken.length / 2)]} ms (median of ${taken.length}; ${taken[0]} to ${taken.at(-1)})`);
