// Takes pictures of every screen on the real server, with runs of every kind, into the folder that is named: `node tests/browser/realScreens.mjs DIR`.
import { mkdirSync } from 'node:fs';
import { openPage, see } from './browser.mjs';
import { startRealRuns } from './realRuns.mjs';

const folder = process.argv[2];
const looks = (process.argv[3] ?? 'desktop-dark,desktop-light,phone-dark,phone-light').split(',');
mkdirSync(folder, { recursive: true });
const { server, browser, context: owners, stop } = await startRealRuns();

const screens = {
  overview: '/', runs: '/runs', run: '/runs/review-1', step: '/runs/review-1?step=security', timeline: '/runs/review-1?tab=timeline',
  events: '/runs/review-1?tab=events&event=6', data: '/runs/news-1?tab=data', trace: '/runs/review-1?tab=trace', cost: '/runs/news-1?tab=cost',
  state: '/runs/news-1?tab=state&at=4', forks: '/runs/news-1-shorter?tab=forks&with=news-1', failed: '/runs/orders-1', waiting: '/runs/release-1',
  running: '/runs/release-2', approvals: '/approvals?run=release-1', 'session': '/sessions', deadletters: '/dead-letters', workflows: '/workflows',
  workflow: '/workflows/code-review', yaml: '/workflows/news?tab=yaml', versions: '/workflows/news?tab=versions', schedules: '/schedules',
  agents: '/agents', agent: '/agents?agent=security', providers: '/providers', costs: '/costs', 'costs-user': '/costs?by=user', chat: '/chat?agent=security',
  users: '/admin', keys: '/admin?tab=keys', tenants: '/admin?tab=tenants', nodes: '/admin?tab=nodes', sessions: '/admin?tab=sessions', audit: '/admin?tab=audit',
}; // prettier-ignore
for (const look of looks) {
  const [size, theme] = look.split('-');
  const { page, faults, context } = await openPage(browser, { size, theme });
  await context.addCookies(await owners.cookies());
  for (const [name, path] of Object.entries(screens)) {
    await page.goto(server.url + path);
    await see(page.locator('h1'), name).catch(error => console.log(String(error)));
    await page
      .waitForFunction(() => !document.querySelector('.skeleton'), undefined, { timeout: 15_000 })
      .catch(() => console.log(`${name} has no data`));
    if (name === 'yaml') await see(page.locator('.cm-content'), 'the editor').catch(error => console.log(String(error)));
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: `${folder}/${name}.${look}.png` });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    if (wide) console.log(`${name} ${look}: wider than the screen`);
    for (const fault of faults.splice(0)) console.log(`${name} ${look}: ${fault}`);
  }
  await context.close();
}
await stop();
