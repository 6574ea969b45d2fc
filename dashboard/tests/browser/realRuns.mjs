// A real server with a day's work on it: a review, runs of every kind, a release that asks, a session that a person was called for.
import { cpSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { RealServer } from './axle.mjs';
import { openBrowser, openPage, see } from './browser.mjs';
import { startModel } from './model.mjs';
import { becomeOwner, send, startRun } from './owner.mjs';
import { project } from './project.mjs';

const files = {
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
  '.axle/agents/support.md': `---
id: support
name: Support
description: Answers customers about their orders.
capabilities: [{ name: customer support, confidence: 0.9, keywords: [order, parcel, customer] }]
tools: [files.read]
models: [{ provider: scripted }]
---
You answer customers about their orders. Each order is a file below \`orders/\`.
`,
  'archive/4411.md': 'Order 4411: delivered on Monday, left with the neighbour at number 12.\n',
};
const text = 'The shop sells in **two** more countries.\n\n- Prices are rounded once.\n- Receipts are kept for ten years.';
const looks = [
  ['The order is looked up by its number.', 'orders/4411.md'],
  ['Not there. Orders may be kept by year.', 'orders/2026/4411.md'],
  ['Nor there. Perhaps it is in another format.', 'orders/4411.json'],
];

/** Looks for an order where it is not, until a person says where it is. Whatever else it is asked, it answers with the same news. */
function says(asked, body) {
  const read = asked.tools?.find(tool => /read/.test(tool.function.name))?.function.name;
  if (body.includes('In five words')) return 'Two more countries, rounder prices.';
  if (!read || !body.includes('4411')) return text;
  const calls = asked.messages.filter(message => message.role === 'tool').length;
  if (body.includes('neighbour'))
    return JSON.stringify({ summary: 'It came on Monday. Your neighbour at number 12 has it.', done: true, confidence: 0.9 });
  const [thought, path] = body.includes('archive') ? ['The person says: in the archive.', 'archive/4411.md'] : looks[calls % looks.length];
  return { text: thought, tool: read, args: { path } };
}

const conversation = [
  { role: 'user', content: 'Hello, my parcel has not come.' },
  { role: 'assistant', content: 'I am sorry to hear that. What is the number of your order?' },
];

/**
 * Starts it; the review is of the code in a folder, of a few lines when none is named.
 * @returns the server, the browser, the cookies of its owner, and what ends all of it
 */
export async function startRealRuns(code) {
  const model = await startModel(says);
  const server = new RealServer(files);
  if (code) {
    const isSource = path => !['bin', 'obj'].includes(basename(path));
    cpSync(code, join(server.folder, 'src', basename(code)), { recursive: true, filter: isSource });
  }
  await server.start();
  // Whatever happens, no server is left behind.
  process.on('exit', () => server.process.kill('SIGKILL'));
  const browser = await openBrowser();
  const { page, context } = await openPage(browser);
  page.on('console', message => console.log(message.text()));
  await becomeOwner(page, server);
  const start = (workflow, id, inputs = {}) => startRun(page, workflow, id, { inputs, apply: true });
  const reached = async (id, status, seconds = 90) => {
    await page.goto(`${server.url}/runs/${id}`);
    await see(page.locator(`h1 ~ .run-states [data-status="${status}"]`), `${id} to be ${status}`, seconds);
  };

  // The review is made offline; what comes after it is asked of a model that has a price.
  await start('code-review', 'review-1');
  await reached('review-1', 'completed', 300);
  await server.kill();
  writeFileSync(
    join(server.folder, 'axle.yaml'),
    `providers:
  scripted: { kind: openai-compatible, baseUrl: "${model.url}", defaultModel: scripted, inputPrice: 3, outputPrice: 15 }
budgets:
  - { for: user, per: day, usd: 0.2 }
`,
  );
  await server.start();
  await page.goto(server.url);
  for (const one of ['news-1', 'news-2', 'news-3']) await start('news', one, { topic: one });
  await start('import-orders', 'orders-1');
  await start('release', 'release-1');
  await start('release', 'release-2');
  await start('release', 'release-3', { service: 'basket' });
  await send(page, 'POST', '/keys', { name: 'nightly build', permissions: ['runsRead', 'runsStart'], days: 90 });
  await send(page, 'POST', '/users', { user: 'ann', email: 'ann@example.com', role: 'operator' });
  await page.goto(`${server.url}/runs/release-2`);
  await see(page.locator('.graph-node[data-step="ask"][data-status="waiting"]'), 'release-2 to wait', 60);
  await send(page, 'POST', '/approvals/release-2/decision', { step: 'ask', decision: 'approve', parameters: { replicas: 4 } });
  await reached('news-3', 'completed');
  await reached('orders-1', 'failed');
  await send(page, 'POST', '/runs/news-1/forks', { at: '3', id: 'news-1-shorter', steps: { shorten: { prompt: 'In five words.' } } });
  await reached('news-1-shorter', 'completed');
  // A chat is told as a stream that ends with its run: it is left when the person is called.
  await page.evaluate(
    async body => {
      const { csrf } = await (await fetch('/api/v1/session')).json();
      const headers = { 'Content-Type': 'application/json', 'X-Axle-CSRF': csrf };
      await fetch('/api/v1/agents/support/chat', { method: 'POST', headers, body: JSON.stringify(body) });
    },
    { message: 'It is order **4411**. Where is it?', session: 'support-17', messages: conversation },
  );
  await page.goto(`${server.url}/sessions`);
  await see(page.locator('[data-session="support-17"]'), 'the session that a person was called for', 60);
  const stop = async () => {
    await browser.close();
    await server.remove();
    await model.stop();
  };
  return { server, browser, context, stop };
}
