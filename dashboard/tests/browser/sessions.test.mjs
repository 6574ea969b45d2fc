// A session in which too much fails comes to a person, on the real server: a model that refuses three times opens the breaker, the person
// reads what happened, tells the agent where to look, and the run goes on. Another one is ended, and forgotten.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { RealServer, ax } from './axle.mjs';
import { accessibilityFaults, longest, openBrowser, openPage, picture, see } from './browser.mjs';
import { startModel } from './model.mjs';
import { becomeOwner, joinByInvitation, send, startRun } from './owner.mjs';

const browser = ax ? await openBrowser() : undefined;
const skip = browser ? false : ax ? 'no Chromium on this machine' : 'ax is not built';
// It answers whoever is told of the archive, and is unsure of what it is asked to guess.
const model = await startModel((_, asked) =>
  asked.includes('How many shops')
    ? '{"shops": 3, "confidence": 0.2}'
    : asked.includes('Look into the archive')
      ? 'Order 4411 was delivered.'
      : undefined,
);
const server = new RealServer({
  'axle.yaml': `providers:
  scripted: { kind: openai-compatible, baseUrl: "${model.url}", defaultModel: scripted }
guardrails:
  escalation: { for: runs }
`,
  '.axle/workflows/orders.yaml': `name: orders
defaults: { retry: { maxAttempts: 1 } }
steps:
  - { key: inbox, prompt: "Is order 4411 in the inbox?", provider: scripted, continueOnError: true }
  - { key: carrier, dependsOn: [inbox], prompt: "Does the carrier know order 4411?", provider: scripted, continueOnError: true }
  - { key: answer, dependsOn: [carrier], prompt: "Where is order 4411?", provider: scripted }
outputs:
  text: \${{ steps.answer.output.text }}
`,
  '.axle/workflows/guess.yaml': `name: guess
steps:
  - key: count
    prompt: "How many shops are there?"
    provider: scripted
    output: { type: object, properties: { shops: { type: integer }, confidence: { type: number } }, required: [shops] }
outputs:
  shops: \${{ steps.count.output.shops }}
`,
});
let page, faults;
before(async () => {
  if (skip) return;
  await server.start();
  ({ page, faults } = await openPage(browser));
  await becomeOwner(page, server);
  faults.length = 0;
});
after(async () => {
  await browser?.close();
  await server.remove();
  await model.stop();
});

const row = name => page.locator(`[data-session="run:${name}"]`);
const card = name => page.getByRole('article', { name: `Run ${name}` });
const ended = (name, status) => see(page.locator(`h1 ~ .run-states [data-status="${status}"]`), `${name} to be ${status}`);

test('Three failures in a row call a person, whose guidance lets the run go on', { skip, timeout: longest }, () =>
  picture(page, 'session-resumed', async () => {
    await page.goto(`${server.url}/sessions`);
    await see(page.getByText('No session needs a person'), 'the empty list');
    await startRun(page, 'orders', 'orders-1');
    await see(row('orders-1').locator('[data-status="withPerson"]'), 'the session to come up by itself');
    await see(card('orders-1').getByText('3 times in a row'), 'why a person was called');
    await see(card('orders-1').getByText('Where is order 4411?'), 'what was asked');

    await page.goto(`${server.url}/runs/orders-1`);
    await page.getByRole('link', { name: 'Decide' }).click();
    await see(page.getByRole('article', { name: 'Run orders-1 needs a person' }), 'its question among the approvals');
    await page.getByRole('link', { name: 'the whole session' }).click();
    await see(card('orders-1'), 'the session that the question leads to');
    await page.getByLabel('Guidance for the agent').fill('Look into the archive.');
    await page.getByRole('button', { name: 'Let it go on' }).click();
    await see(page.locator('article[data-status="closed"]'), 'the session to do well again');
    await card('orders-1').getByRole('link', { name: 'orders-1' }).click();
    await ended('orders-1', 'completed');
    await page.getByRole('tab', { name: 'Data' }).click();
    await see(page.getByRole('tabpanel').getByText('Order 4411 was delivered.'), 'the answer that the guidance brought');
  }),
);

test('An answer that is held back goes out as the person changed it', { skip, timeout: longest }, () =>
  picture(page, 'session-edited', async () => {
    await startRun(page, 'guess', 'guess-1');
    await page.goto(`${server.url}/sessions`);
    await see(card('guess-1').getByText('The answer that is held back'), 'the answer');
    await page.getByLabel('shops').fill('4');
    await page.getByRole('button', { name: 'Let it go on with changes' }).click();
    await see(page.getByText('It goes on, on probation'), 'that it goes on');
    await page.goto(`${server.url}/runs/guess-1?tab=data`);
    await ended('guess-1', 'completed');
    assert.match(await page.getByRole('tabpanel').innerText(), /shops: ?4/);
  }),
);

test('Who may only look is offered nothing, and told why', { skip, timeout: longest }, () =>
  picture(page, 'session-viewer', async () => {
    await startRun(page, 'orders', 'orders-2');
    await page.goto(`${server.url}/sessions`);
    await see(row('orders-2'), 'the session');
    const { invitation } = await send(page, 'POST', '/users', { user: 'vic', role: 'viewer' });
    const { page: vics, context } = await openPage(browser);
    await picture(vics, 'session-viewers', async () => {
      await joinByInvitation(vics, `${server.url}/invitation?token=${encodeURIComponent(invitation)}`);
      await vics.goto(`${server.url}/sessions`);
      await see(vics.getByText('Your role may look but not decide.'), 'why nothing can be done');
      for (const name of ['Let it go on', 'End', 'Forget']) {
        assert.equal(await vics.getByRole('button', { name, exact: true }).isDisabled(), true, name);
      }
      assert.equal(await vics.getByLabel('Guidance for the agent').count(), 0);
    });
    await context.close();
  }),
);

test('A session is ended with a reason, found under its state, and forgotten', { skip, timeout: longest }, () =>
  picture(page, 'session-ended', async () => {
    await page.getByRole('button', { name: 'End', exact: true }).click();
    const dialog = page.getByRole('dialog');
    const end = dialog.getByRole('button', { name: 'End the session' });
    assert.equal(await end.isDisabled(), true, 'nothing is ended without a reason');
    await dialog.getByLabel('Why').fill('Enough of it.');
    await end.click();
    await see(row('orders-2').locator('[data-status="ended"]'), 'the session to be ended');
    await page.getByRole('group', { name: 'Status' }).getByRole('button', { name: 'Needs a person' }).click();
    await see(page.getByText('No session fits these filters'), 'nothing that needs a person');
    await page.getByRole('group', { name: 'Status' }).getByRole('button', { name: 'Ended' }).click();
    await see(card('orders-2').getByText('nikola: Enough of it.'), 'who ended it, and why');
    await see(card('orders-2').getByText('Where is order 4411?'), 'what was asked, which is read afterwards, too');
    await page.getByRole('button', { name: 'Forget', exact: true }).click();
    await dialog.getByRole('button', { name: 'Forget the session' }).click();
    await see(page.getByText('No session fits these filters'), 'the list to be empty');
    await page.goto(`${server.url}/runs/orders-2`);
    await ended('orders-2', 'failed');
    await see(page.getByText(/Enough of it\./), 'the reason in the run');
  }),
);

test('The screen is clean for axe with what is there by now', { skip, timeout: longest }, async () => {
  for (const path of ['/sessions', '/sessions?status=closed'])
    assert.deepEqual(await accessibilityFaults(page, server.url + path), [], path);
});

test('Nothing of it lies beside the screen at any width', { skip, timeout: longest }, async () => {
  for (const width of [1280, 1024, 780, 390, 320]) {
    await page.setViewportSize({ width, height: 700 });
    await page.goto(`${server.url}/sessions`);
    await row('guess-1').click();
    await see(card('guess-1'), 'the session');
    assert.equal(await page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth)), 0, `${width} px`);
  }
});

test('Nothing went wrong in the page', { skip }, () => assert.deepEqual(faults, []));
