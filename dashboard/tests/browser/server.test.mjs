// The story of a run, told in a real browser by the real server: start, watch, approve with an edited parameter, kill the server, recover, fork, compare.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { RealServer, ax } from './axle.mjs';
import { openBrowser, openPage, picture } from './browser.mjs';

const yaml = `name: release
inputs:
  service: { type: string, default: shop }
steps:
  - { key: build, run: [echo, "built \${{ inputs.service }}"] }
  - key: ask
    dependsOn: [build]
    approval:
      message: Deploy?
      assignees: [ops]
      parameters: { replicas: 3, image: "shop:7" }
      schema: { type: object, properties: { replicas: { type: integer, minimum: 1, maximum: 5 } } }
      editable: [replicas]
  - { key: deploy, dependsOn: [ask], run: [sleep, "6"] }
  - { key: verify, dependsOn: [deploy], run: [echo, "\${{ steps.ask.output.parameters.replicas }} replicas of \${{ inputs.service }}"] }
outputs:
  replicas: \${{ steps.ask.output.parameters.replicas }}
  service: \${{ inputs.service }}
`;

const browser = ax ? await openBrowser() : undefined;
const skip = browser ? false : ax ? 'no Chromium on this machine' : 'ax is not built';
const server = new RealServer();
after(async () => {
  await browser?.close();
  if (server.process) await server.kill();
});

test(
  'A run is started, watched, approved with an edited parameter, survives the death of the server, is forked and compared',
  { skip, timeout: 180_000 },
  async () => {
    await server.start();
    const { page, faults } = await openPage(browser);
    await picture(page, 'server', () => story(page, faults));
  },
);

async function story(page, faults) {
  const step = (key, status) => page.locator(`.graph-node[data-step="${key}"][data-status="${status}"]`).waitFor({ timeout: 30_000 });

  await page.goto(server.address);
  await page.locator('[data-live="live"]').first().waitFor();
  await page.goto(`${server.url}/runs`);
  await page.getByRole('button', { name: 'Start a run' }).click();
  await page.getByLabel('Workflow').last().selectOption('\u0000own');
  await page.getByLabel('YAML').fill(yaml);
  await page.getByLabel('Run id (optional)').fill('release-1');
  await page.getByLabel('It may run commands').check();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.waitForURL('**/runs/release-1**');
  await step('build', 'completed');
  await step('ask', 'waiting');

  await page.getByRole('link', { name: 'Decide' }).click();
  await page.getByLabel('replicas').fill('9');
  await page.getByText('At most 5.').last().waitFor();
  assert.equal(await page.getByRole('button', { name: 'Approve' }).isDisabled(), true);
  await page.getByLabel('replicas').fill('4');
  await page.getByRole('button', { name: 'Approve with changes' }).click();
  await page.getByText('Nothing waits for you').waitFor();

  await page.goto(`${server.url}/runs/release-1`);
  await step('deploy', 'running');
  await server.kill();
  await page.locator('[data-live="reconnecting"]').first().waitFor();
  assert.equal(await page.locator('.graph-node').count(), 4, 'what was on the screen stays');
  const killed = Date.now();
  await server.start();
  // Without users each start has a token of its own: it is shown once, in another tab. The page that was open is not touched.
  const other = await page.context().newPage();
  await other.goto(server.address);
  await other.close();
  await page.locator('[data-live="live"]').first().waitFor({ timeout: 30_000 });
  console.log(`live again ${Date.now() - killed} ms after the restart began`);
  await step('verify', 'completed');
  await page.locator('h1 ~ [data-status="completed"]').waitFor();

  await page.getByRole('tab', { name: 'Data' }).click();
  await page.getByText('replicas').first().waitFor();
  assert.match(await page.getByRole('tabpanel').innerText(), /replicas: ?4/);

  await page.goto(`${server.url}/runs/release-1?at=1&tab=state`);
  await page.getByRole('button', { name: 'Back to now' }).waitFor();
  await page.getByRole('button', { name: 'Fork', exact: true }).click();
  await page.getByLabel('From event').fill('0');
  await page.getByLabel('Other inputs (JSON)').fill('{"service":"basket"}');
  await page.getByRole('button', { name: 'Fork and compare' }).click();
  await page.waitForURL(/with=release-1/);
  const comparison = page.getByRole('region', { name: 'Comparison' });
  await comparison.getByText('basket').first().waitFor({ timeout: 30_000 });
  await comparison.locator('del').first().waitFor();

  // The server was away for a while: that requests failed then is what the page had to bear, and no fault of it.
  const own = faults.filter(fault => !/ERR_CONNECTION|WebSocket|ERR_EMPTY|net::/.test(fault));
  assert.deepEqual(
    own.filter(fault => !/404/.test(fault)),
    [],
  );
}
