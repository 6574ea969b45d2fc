// Takes pictures of every screen on the real server, with runs of every kind, into the folder that is named: `node tests/browser/realScreens.mjs DIR`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RealServer } from './axle.mjs';
import { openBrowser, openPage, see } from './browser.mjs';
import { startModel } from './model.mjs';
import { becomeOwner } from './owner.mjs';
import { project } from './project.mjs';

const folder = process.argv[2];
const looks = (process.argv[3] ?? 'desktop-dark,desktop-light,phone-dark,phone-light').split(',');
mkdirSync(folder, { recursive: true });
const model = await startModel(
  'The shop sells in **two** more countries.\n\n- Prices are rounded once.\n- Receipts are kept for ten years.',
);
const prices = `providers:
  scripted: { kind: openai-compatible, baseUrl: "${model.url}", defaultModel: scripted, inputPrice: 3, outputPrice: 15 }
budgets:
  - { for: user, per: day, usd: 0.2 }
`;
const server = new RealServer({
  ...project,
  '.axle/workflows/news.yaml': `name: news
description: Writes what is new, for customers.
on:
  schedule: [{ every: 6h, missed: once }]
inputs:
  topic: { type: string, default: prices }
steps:
  - { key: draft, prompt: "Write about \${{ inputs.topic }}.", provider: scripted }
  - { key: shorten, prompt: "Shorten: \${{ steps.draft.output.text }}", provider: scripted }
outputs:
  text: \${{ steps.shorten.output.text }}
`,
  '.axle/workflows/import-orders.yaml': `name: import-orders
description: Takes orders of the day over.
steps:
  - { key: fetch, run: [echo, "218 orders"] }
  - { key: load, dependsOn: [fetch], run: [sh, -c, "echo 'orders.csv:17: the price is no number' >&2; exit 2"], retry: { maxAttempts: 2, initialDelay: 1s } }
outputs:
  loaded: \${{ steps.load.status }}
`,
});
await server.start();
// Whatever happens, no server is left behind.
process.on('exit', () => server.process.kill('SIGKILL'));
const browser = await openBrowser();
const owner = await openPage(browser);
await becomeOwner(owner.page, server);

const call = (method, path, body) =>
  owner.page.evaluate(
    async ([method, path, body]) => {
      const { csrf } = await (await fetch('/api/v1/session')).json();
      const headers = { 'Content-Type': 'application/json', 'X-Axle-CSRF': csrf };
      const answer = await fetch(`/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
      const text = await answer.text();
      if (!answer.ok) console.log(`${method} ${path}: ${answer.status} ${text}`);
      return text && JSON.parse(text);
    },
    [method, path, body],
  );
owner.page.on('console', message => console.log(message.text()));
const start = (workflow, id, inputs = {}) => call('POST', '/runs', { workflow, id, inputs, apply: true });
const reached = async (id, status) => {
  await owner.page.goto(`${server.url}/runs/${id}`);
  await see(owner.page.locator(`h1 ~ .run-states [data-status="${status}"]`), `${id} to be ${status}`, 90);
};
// The review is made offline; what comes after it is asked of a model that has a price.
await start('code-review', 'review-1');
await reached('review-1', 'completed');
await server.kill();
writeFileSync(join(server.folder, 'axle.yaml'), prices);
await server.start();
await owner.page.goto(server.url);
for (const one of ['news-1', 'news-2', 'news-3']) await start('news', one, { topic: one });
await start('import-orders', 'orders-1');
await start('release', 'release-1');
await start('release', 'release-2');
await start('release', 'release-3', { service: 'basket' });
await call('POST', '/keys', { name: 'nightly build', permissions: ['runsRead', 'runsStart'], days: 90 });
await call('POST', '/users', { user: 'ann', email: 'ann@example.com', role: 'operator' });
await owner.page.goto(`${server.url}/runs/release-2`);
await see(owner.page.locator('.graph-node[data-step="ask"][data-status="waiting"]'), 'release-2 to wait', 60);
await call('POST', '/approvals/release-2/decision', { step: 'ask', decision: 'approve', parameters: { replicas: 4 } });
await reached('news-3', 'completed');
await reached('orders-1', 'failed').catch(error => console.log(String(error)));
await call('POST', '/runs/news-1/forks', { at: '3', id: 'news-1-shorter', steps: { shorten: { prompt: 'In five words.' } } });
await reached('news-1-shorter', 'completed');

const screens = {
  overview: '/', runs: '/runs', run: '/runs/review-1', step: '/runs/review-1?step=security', timeline: '/runs/review-1?tab=timeline',
  events: '/runs/review-1?tab=events&event=6', data: '/runs/news-1?tab=data', trace: '/runs/review-1?tab=trace', cost: '/runs/news-1?tab=cost',
  state: '/runs/news-1?tab=state&at=4', forks: '/runs/news-1-shorter?tab=forks&with=news-1', failed: '/runs/orders-1', waiting: '/runs/release-1',
  running: '/runs/release-2', approvals: '/approvals?run=release-1', deadletters: '/dead-letters', workflows: '/workflows',
  workflow: '/workflows/code-review', yaml: '/workflows/news?tab=yaml', versions: '/workflows/news?tab=versions', schedules: '/schedules',
  agents: '/agents', agent: '/agents?agent=security', providers: '/providers', costs: '/costs', 'costs-user': '/costs?by=user', chat: '/chat?agent=security',
  users: '/admin', keys: '/admin?tab=keys', tenants: '/admin?tab=tenants', nodes: '/admin?tab=nodes', sessions: '/admin?tab=sessions', audit: '/admin?tab=audit',
}; // prettier-ignore
for (const look of looks) {
  const [size, theme] = look.split('-');
  const { page, faults, context } = await openPage(browser, { size, theme });
  await context.addCookies(await owner.context.cookies());
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
await browser.close();
await server.remove();
await model.stop();
