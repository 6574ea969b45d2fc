// The story of a team's first day, told in a real browser by the real server: become its owner, review code, watch, approve with an edited
// parameter, kill the server, recover, fork, compare, promote. Then every screen, with what is there by now, is looked at by axe.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RealServer, ax } from './axle.mjs';
import { accessibilityFaults, longest, openBrowser, openPage, picture, see } from './browser.mjs';
import { becomeOwner } from './owner.mjs';
import { project } from './project.mjs';

const browser = ax ? await openBrowser() : undefined;
const skip = browser ? false : ax ? 'no Chromium on this machine' : 'ax is not built';
const server = new RealServer(project);
let opened;
after(async () => {
  await browser?.close();
  await server.remove();
});

const step = (page, key, status) =>
  see(page.locator(`.graph-node[data-step="${key}"][data-status="${status}"]`), `step ${key} to be ${status}`);
const ended = page => see(page.locator('h1 ~ .run-states [data-status="completed"]'), 'the run to be completed');

async function start(page, workflow, id, apply = false) {
  await page.goto(`${server.url}/runs`);
  await page.getByRole('button', { name: 'Start a run' }).first().click();
  await page.getByLabel('Workflow').last().selectOption(workflow);
  await page.getByLabel('Run id (optional)').fill(id);
  if (apply) await page.getByLabel('It may run commands').check();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.waitForURL(`**/runs/${id}**`);
}

test('An owner is set up with a second factor, and is in', { skip, timeout: longest }, async () => {
  await server.start();
  opened = await openPage(browser);
  await picture(opened.page, 'setup', () => becomeOwner(opened.page, server));
  // That nobody was signed in is what the first page had to find out.
  opened.faults.length = 0;
});

test('The code review of the library runs to its end before the eyes of who started it', { skip, timeout: longest }, async () => {
  const { page } = opened;
  await picture(page, 'review', async () => {
    await start(page, 'code-review', 'review-1');
    await step(page, 'security', 'completed');
    await ended(page);
  });
});

test('A call is approved with an edited parameter, and the run outlives the death of the server', { skip, timeout: longest }, async () => {
  const { page } = opened;
  await picture(page, 'release', async () => {
    await start(page, 'release', 'release-1', true);
    await step(page, 'ask', 'waiting');
    await page.getByRole('link', { name: 'Decide' }).click();
    await page.getByLabel('replicas').fill('9');
    await see(page.getByText('At most 5.'), 'the fault of 9 replicas to be said');
    assert.equal(await page.getByRole('button', { name: 'Approve' }).isDisabled(), true);
    await page.getByLabel('replicas').fill('4');
    await page.getByRole('button', { name: 'Approve with changes' }).click();
    await see(page.getByText('Nothing waits for you'), 'the list of approvals to be empty');

    await page.goto(`${server.url}/runs/release-1`);
    await step(page, 'deploy', 'running');
    await server.kill();
    await see(page.locator('[data-live="reconnecting"]'), 'the page to notice that the server is gone');
    assert.equal(await page.locator('.graph-node').count(), 5, 'what was on the screen stays');
    const restarted = Date.now();
    await server.start();
    await see(page.locator('[data-live="live"]'), 'the page to be live again by itself');
    console.log(`live again ${Date.now() - restarted} ms after the restart began`);
    writeFileSync(join(server.folder, 'go'), '');
    await step(page, 'verify', 'completed');
    await ended(page);
    await page.getByRole('tab', { name: 'Data' }).click();
    await see(page.getByRole('tabpanel').getByText('replicas'), 'the outputs of the run');
    assert.match(await page.getByRole('tabpanel').innerText(), /replicas: ?4/);
  });
});

test('A run is forked before a step with another prompt, compared with its origin, and promoted', { skip, timeout: longest }, async () => {
  const { page } = opened;
  await picture(page, 'fork', async () => {
    await page.goto(`${server.url}/runs/release-1?step=notes`);
    await page.getByRole('button', { name: 'Fork', exact: true }).click();
    await page.getByLabel('Prompt for this step').fill('Tell in one sentence who is glad of it.');
    await page.getByRole('button', { name: 'Fork and compare' }).click();
    await page.waitForURL(/with=release-1/);
    const comparison = page.getByRole('region', { name: 'Comparison' });
    await see(comparison.locator('del, ins'), 'what differs');
    const lines = comparison.getByRole('group', { name: 'Lines of the definitions that differ' });
    await see(lines.locator('ins', { hasText: 'glad' }), 'the line of the definition that is another');
    assert.doesNotMatch(await lines.innerText(), /built/, 'lines that are far from it are left out');
    await ended(page);
    await page.getByRole('button', { name: 'Promote' }).click();
    await see(page.getByText('Promoted: it takes the place of'), 'the fork to say that it was promoted');
    assert.equal(await page.getByRole('button', { name: 'Promote' }).count(), 0, 'it is not promoted twice');
    await page.getByRole('region', { name: 'Which fork was chosen' }).getByRole('link').click();
    await see(page.getByText('Its place was taken by the fork'), 'its origin to say so, too');
  });
});

test('The versions that runs were started with are listed, lead to their runs and are compared', { skip, timeout: longest }, async () => {
  const { page } = opened;
  await picture(page, 'versions', async () => {
    await page.goto(`${server.url}/workflows/release?tab=versions`);
    await see(page.getByText('as it is now'), 'the version that is the present text');
    const compare = page.getByRole('button', { name: /^Compare/ });
    assert.equal(await compare.count(), 2);
    for (const button of await compare.all()) await button.click();
    await see(page.getByRole('region', { name: 'Comparison' }).locator('ins', { hasText: 'glad' }), 'the line that is another');
    await page.getByRole('link', { name: '1 run' }).first().click();
    await see(page.getByRole('button', { name: 'Show runs of every version' }), 'that the list is narrowed to a version');
    await see(page.locator('[data-run]'), 'a run of it');
    assert.equal(await page.locator('[data-run]').count(), 1);
  });
});

test('The audit says in words whatever can be done, and shows the request on demand', { skip, timeout: longest }, async () => {
  const { page } = opened;
  const { paths } = await (await page.request.get(`${server.url}/api/v1/openapi.json`)).json();
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(method => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
  );
  const words = JSON.parse(readFileSync(new URL('../../src/features/administration/presenter/deeds.json', import.meta.url), 'utf8'));
  const changes = routes.filter(route => !route.startsWith('GET'));
  assert.deepEqual(
    changes.filter(route => !words[route]),
    [],
  );
  assert.deepEqual(
    Object.keys(words).filter(route => !routes.includes(route) && !route.includes('/oidc/')),
    [],
  );

  await picture(page, 'audit', async () => {
    await page.goto(`${server.url}/admin?tab=audit`);
    await page
      .getByRole('row', { name: /Approved in place of who was asked release-1 ask/ })
      .getByRole('button')
      .click();
    await see(page.getByText('POST /api/v1/approvals/{run}/decision'), 'the request');
    assert.equal(await page.getByRole('row', { name: /\/api\// }).count(), 1, 'no other row shows a request');
  });
});

test('Nothing went wrong in the page but what a dead server makes fail', { skip }, () => {
  assert.deepEqual(
    opened.faults.filter(fault => !/ERR_CONNECTION|WebSocket|ERR_EMPTY|net::/.test(fault)),
    [],
  );
});

const run = query => `/runs/release-1${query}`;
const screens = [
  '/', '/runs', run('?step=ask'), run('?tab=timeline&at=3'), run('?tab=events&event=2'), run('?tab=data'), run('?tab=cost'), run('?tab=state'),
  '/runs/review-1?tab=trace', '/runs/review-1?tab=forks', '/approvals', '/sessions', '/dead-letters', '/workflows', '/workflows/release',
  '/workflows/release?tab=yaml', '/workflows/release?tab=versions', '/agents', '/agents?agent=security', '/providers', '/costs', '/chat?agent=security', '/schedules',
  '/admin', '/admin?tab=keys', '/admin?tab=tenants', '/admin?tab=nodes', '/admin?tab=sessions', '/admin?tab=audit',
]; // prettier-ignore

// Themes differ in nothing but colours.
for (const [theme, only] of [['dark'], ['light', ['color-contrast']]]) {
  test(`Every screen of the real server is clean for axe, ${theme}`, { skip, timeout: longest }, async () => {
    const { page, context } = await openPage(browser, { theme });
    await context.addCookies(await opened.context.cookies());
    const faults = {};
    for (const path of screens) {
      const found = await accessibilityFaults(page, server.url + path, only);
      if (found.length > 0) faults[path] = found;
    }
    await context.close();
    assert.deepEqual(faults, {});
  });
}
