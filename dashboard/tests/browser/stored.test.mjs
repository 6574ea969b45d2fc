// Text that a model, a workflow or a caller wrote is shown as text: nothing of it runs, wherever the dashboard shows it.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { RealServer, ax } from './axle.mjs';
import { longest, openBrowser, openPage, picture, see } from './browser.mjs';
import { startModel } from './model.mjs';
import { becomeOwner, startRun } from './owner.mjs';

const evil = [
  '<script>globalThis.ran = "script"</script>',
  '<img src=x onerror="globalThis.ran = \'image\'">',
  '<svg onload="globalThis.ran = \'drawing\'"></svg><iframe srcdoc="<script>parent.ran = 1</script>"></iframe>',
  '**bold** [link](javascript:globalThis.ran="link") ![picture](https://example.com/steal.png)',
  '<a href="javascript:globalThis.ran=1">a</a>',
].join('\n\n');

const workflow = `name: stored
description: ${JSON.stringify(evil)}
inputs:
  text: { type: string }
steps:
  - { key: say, prompt: "Repeat: \${{ inputs.text }}", provider: scripted }
  - key: ask
    dependsOn: [say]
    approval:
      message: "\${{ steps.say.output.text }}"
      parameters: { note: ${JSON.stringify(evil)} }
outputs:
  said: \${{ steps.say.output.text }}
`;

const browser = ax ? await openBrowser() : undefined;
const skip = browser ? false : ax ? 'no Chromium on this machine' : 'ax is not built';
const model = await startModel((_, asked) => (asked.includes('Refuse this') ? undefined : evil));
const server = new RealServer({
  'axle.yaml': `providers:\n  scripted: { kind: openai-compatible, baseUrl: "${model.url}", defaultModel: scripted }\nguardrails: { escalation: { for: runs, failures: 1 } }\n`,
  '.axle/workflows/stored.yaml': workflow,
  // A person is called for its session, and sees the text there.
  '.axle/workflows/refused.yaml':
    'name: refused\ninputs: { text: { type: string } }\nsteps:\n  - { key: say, prompt: "Refuse this: ${{ inputs.text }}", provider: scripted }\n',
});
after(async () => {
  await browser?.close();
  await server.remove();
  await model.stop();
});

const places = [
  '/',
  '/runs',
  '/runs/stored-1?step=say',
  '/runs/stored-1?step=ask',
  '/runs/stored-1?tab=events&event=5',
  '/runs/stored-1?tab=data',
  '/runs/stored-1?tab=trace',
  '/runs/stored-1?tab=state',
  '/approvals?run=stored-1',
  '/approvals?run=refused-1',
  '/sessions',
  '/workflows',
  '/workflows/stored',
  '/workflows/stored?tab=yaml',
];

test('Script in what a model says, in workflows and in inputs does not run', { skip, timeout: longest }, async () => {
  await server.start();
  const { page, context } = await openPage(browser);
  const asked = [];
  page.on('request', request => asked.push(request.url()));
  page.on('dialog', dialog => assert.fail(`A dialog was opened: ${dialog.message()}`));
  await picture(page, 'stored', async () => {
    await becomeOwner(page, server);
    for (const name of ['stored', 'refused']) await startRun(page, name, `${name}-1`, { inputs: { text: evil } });
    await page.goto(`${server.url}/runs/stored-1`);
    await see(page.locator('.graph-node[data-step="ask"][data-status="waiting"]'), 'the run to wait for approval');
    await page.goto(`${server.url}/sessions`);
    await see(page.getByRole('article').getByText('<script>globalThis.ran'), 'the session that a person was called for');
    for (const path of places) {
      await page.goto(server.url + path);
      await see(page.locator('h1'), `the heading of ${path}`);
      await page
        .waitForFunction(() => !document.querySelector('.skeleton'))
        .catch(() => assert.fail(`${path} does not come to have its data.`));
      const found = await page.evaluate(() => ({
        ran: globalThis.ran,
        scripts: [...document.scripts].filter(script => !script.src).length,
        frames: document.querySelectorAll('iframe, object, embed, [onerror], [onload]').length,
        links: [...document.links].filter(link => !/^(https?|mailto):/.test(link.href)).map(link => link.href),
      }));
      assert.deepEqual(found, { ran: undefined, scripts: 0, frames: 0, links: [] }, path);
    }
    await page.goto(`${server.url}/approvals?run=stored-1`);
    await see(page.locator('strong', { hasText: 'bold' }), 'the Markdown of the question to be shown as such');
    await see(page.getByText('<script>globalThis.ran'), 'the script to be shown as text');
    assert.deepEqual(asked.filter(url => !url.startsWith(server.url)), [], 'nothing is fetched from elsewhere'); // prettier-ignore
  });
  await context.close();
});
