// What a team does after its first day, in a real browser on the real server: handle many runs at once, keep a view, try a dead letter again
// with other inputs, invite somebody who may only look.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { RealServer, ax } from './axle.mjs';
import { longest, openBrowser, openPage, picture, see } from './browser.mjs';
import { becomeOwner, joinByInvitation, startRun } from './owner.mjs';

const browser = ax ? await openBrowser() : undefined;
const skip = browser ? false : ax ? 'no Chromium on this machine' : 'ax is not built';
const server = new RealServer({
  '.axle/workflows/hold.yaml': 'name: hold\nsteps:\n  - { key: hold, wait: { signal: go } }\n',
  '.axle/workflows/greet.yaml': `name: greet
inputs:
  who: { type: string, default: nobody }
variables: { said: "" }
steps:
  - { key: say, set: { said: "Hello \${{ inputs.who }}" } }
  - { key: check, dependsOn: [say], when: "\${{ inputs.who == 'nobody' }}", fail: "Nobody is there to be greeted." }
outputs:
  greeted: \${{ inputs.who }}
`,
});
let page, faults;
before(async () => {
  if (skip) return;
  await server.start();
  ({ page, faults } = await openPage(browser));
  await becomeOwner(page, server);
  faults.length = 0;
  for (const id of ['hold-1', 'hold-2', 'hold-3']) await start('hold', id);
  await start('greet', 'greet-1');
});
after(async () => {
  await browser?.close();
  await server.remove();
});

const start = (workflow, id) => startRun(page, workflow, id);
const row = (id, status) => page.locator(`[data-run="${id}"]`).filter({ has: page.locator(`[data-status="${status}"]`) });

test('Many runs are paused at once: the server says first which of them it concerns', { skip, timeout: longest }, () =>
  picture(page, 'bulk', async () => {
    await page.goto(`${server.url}/runs`);
    await see(row('greet-1', 'failed'), 'the run that fails');
    for (const id of ['hold-1', 'hold-2', 'greet-1']) await page.getByLabel(`Choose run ${id}`).check();
    await page.getByRole('region', { name: 'Chosen runs' }).getByRole('button', { name: 'Pause' }).click();
    const dialog = page.getByRole('dialog');
    await see(dialog.getByText('2 runs of 3 can be paused'), 'how many it concerns');
    await see(dialog.getByText('It is failed, so there is nothing to pause.'), 'why it does not concern the third');
    await dialog.getByRole('button', { name: 'Pause 2' }).click();
    await see(row('hold-1', 'paused'), 'the first to be paused');
    await see(row('hold-2', 'paused'), 'the second to be paused');
    await see(row('hold-3', 'executing'), 'the third to go on');
    await dialog.waitFor({ state: 'detached' });
    await page.getByLabel('Choose run hold-1').check();
    await page.getByRole('region', { name: 'Chosen runs' }).getByRole('button', { name: 'Cancel' }).click();
    await dialog.getByRole('button', { name: 'Cancel 1' }).click();
    await see(row('hold-1', 'cancelled'), 'the first to be cancelled');
  }),
);

test('A view is kept in the browser under a name, and forgotten', { skip, timeout: longest }, () =>
  picture(page, 'view', async () => {
    await page.goto(`${server.url}/runs?status=paused&workflow=hold`);
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByLabel('Name of the view').fill('On hold');
    await page.keyboard.press('Enter');
    await page.goto(`${server.url}/runs`);
    await see(row('greet-1', 'failed'), 'all runs');
    await page.getByRole('button', { name: 'On hold', exact: true }).click();
    await page.waitForURL(/status=paused/);
    await row('greet-1', 'failed').waitFor({ state: 'detached' });
    await see(row('hold-2', 'paused'), 'the run on hold');
    assert.equal(await page.locator('[data-run]').count(), 1);
    await page.getByRole('button', { name: 'Forget the view On hold' }).click();
    await page.reload();
    await see(page.getByRole('button', { name: 'Save view' }), 'the view to be one that could be kept');
    assert.equal(await page.getByRole('button', { name: 'On hold', exact: true }).count(), 0);
  }),
);

test('A dead letter is tried again with other inputs, and completes', { skip, timeout: longest }, () =>
  picture(page, 'redrive', async () => {
    await page.goto(`${server.url}/dead-letters`);
    await see(page.getByText('Nobody is there to be greeted.'), 'the cause');
    await page.getByRole('button', { name: 'Other inputs' }).click();
    const dialog = page.getByRole('dialog');
    // It begins with the inputs as they are.
    await page.waitForFunction(() => /"who": "nobody"/.test(document.querySelector('dialog textarea')?.value ?? ''));
    await dialog.getByLabel(/Inputs/).fill('{"who": "Ann"}');
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await see(page.getByText('Nothing is stuck'), 'the list to be empty');
    await page.goto(`${server.url}/runs/greet-1?tab=data`);
    await see(page.getByRole('tabpanel').getByText('greeted'), 'the outputs');
    assert.match(await page.getByRole('tabpanel').innerText(), /greeted: ?.Ann/);
  }),
);

test(
  'Somebody is invited, comes in with a second factor, sees everything and is offered nothing that changes',
  { skip, timeout: longest },
  () =>
    picture(page, 'invitation', async () => {
      await page.goto(`${server.url}/admin`);
      await page.getByRole('button', { name: 'Invite a user' }).click();
      await page.getByLabel('User').last().fill('ann');
      await page.getByLabel('Role', { exact: true }).selectOption('viewer');
      await page.getByRole('button', { name: 'Invite', exact: true }).click();
      const address = await page.locator('.secret code').innerText();
      await page.getByRole('button', { name: 'Done' }).click();
      await see(page.getByRole('row', { name: /ann/ }).getByText('Invited'), 'ann to be invited');

      const { page: anns } = await openPage(browser);
      await picture(anns, 'invited', async () => {
        await joinByInvitation(anns, address);
        await anns.goto(`${server.url}/runs`);
        await see(anns.locator('[data-run="hold-2"]'), 'the runs of the tenant');
        assert.equal(await anns.getByRole('button', { name: 'Start a run' }).count(), 0);
        assert.equal(await anns.getByRole('checkbox').count(), 0, 'nothing can be chosen, for nothing can be done');
        await anns.goto(`${server.url}/runs/hold-2`);
        await see(anns.locator('.graph-node'), 'the run');
        for (const name of ['Fork', 'Resume', 'More actions']) {
          assert.equal(await anns.getByRole('button', { name, exact: true }).count(), 0, `${name} is not offered`);
        }
        await anns.goto(`${server.url}/costs?by=user`);
        await see(anns.locator('h1'), 'the costs');
        await anns.goto(`${server.url}/admin`);
        assert.equal(await anns.getByRole('tab', { name: 'Users' }).count(), 0);
      });
      await page.reload();
      await see(page.getByRole('row', { name: /ann/ }).getByText('Active'), 'ann to be active');
    }),
);

test('At every width, and enlarged to 400 %, names can be read and nothing lies beside the screen', { skip, timeout: longest }, () =>
  picture(page, 'widths', async () => {
    const paths = [
      '/',
      '/runs',
      '/runs/greet-1',
      '/runs/greet-1?tab=events',
      '/dead-letters',
      '/workflows/greet?tab=versions',
      '/agents',
      '/costs',
      '/admin?tab=audit',
    ];
    const faults = [];
    for (const width of [1280, 1024, 780, 720, 390, 320]) {
      await page.setViewportSize({ width, height: 700 });
      for (const path of paths) {
        await page.goto(server.url + path);
        await see(page.locator('h1'), path);
        await page.waitForFunction(() => !document.querySelector('.skeleton'));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) faults.push(`${path} at ${width}: ${wide} px too wide`);
        if (path !== '/runs') continue;
        const name = await page
          .locator('[data-run="hold-2"] .runs-name a')
          .evaluate(link => link.getBoundingClientRect().width - link.scrollWidth);
        if (name < -1) faults.push(`the name of a workflow is cut at ${width}`);
      }
    }
    assert.deepEqual(faults, []);
  }),
);

test('The palette finds screens, workflows and agents by name, and starts a run from anywhere', { skip, timeout: longest }, () =>
  picture(page, 'palette', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`${server.url}/costs`);
    await see(page.locator('[data-live="live"]'), 'the page to be live');
    const type = async text => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Type a command' }).fill(text);
    };
    await type('audit');
    await see(page.getByRole('option', { name: /Administration: Audit/ }), 'the audit');
    await page.keyboard.press('Enter');
    await page.waitForURL(/admin\?tab=audit/);
    await type('security engineer');
    await see(page.getByRole('option', { name: /^Security engineer/ }), 'the agent');
    await page.keyboard.press('Escape');
    await type('start hold');
    await see(page.getByRole('option', { name: /Start hold/ }), 'the workflow');
    await page.keyboard.press('Enter');
    // The tabs of a run can be chosen before the run itself is there.
    let arrive;
    const arrival = new Promise(resolve => (arrive = resolve));
    await page.route('**/api/v1/runs/hold-4', async route => (await arrival, route.continue()));
    await page.getByLabel('Run id (optional)').fill('hold-4');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.waitForURL(/runs\/hold-4/);
    await type('show timeline');
    await see(page.getByRole('option', { name: /Show Timeline/ }), 'the tab of the run');
    await page.keyboard.press('Enter');
    await page.waitForURL(/tab=timeline/);
    arrive();
    await see(page.getByRole('tab', { name: 'Timeline', selected: true }), 'the run on its timeline');
  }),
);

test('A server for one person says where its address stands, and has no users to administer', { skip, timeout: longest }, async () => {
  const local = new RealServer();
  await local.start('--local');
  const { page: alone, context } = await openPage(browser);
  await picture(alone, 'local', async () => {
    await alone.goto(local.url);
    await see(alone.getByText('Open the address that the server printed'), 'where to look');
    assert.equal(await alone.getByLabel('Password').count(), 0, 'no password is asked for that there is not');
    await alone.goto(local.open);
    await see(alone.getByText('No runs yet'), 'the overview');
    await alone.goto(`${local.url}/admin`);
    await see(alone.getByText('You have this server alone'), 'that there is nobody to administer');
  }).finally(() => local.remove());
  await context.close();
});

test('Nothing went wrong in the page', { skip }, () => assert.deepEqual(faults, []));
