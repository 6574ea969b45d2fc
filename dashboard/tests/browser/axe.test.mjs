// Every screen, dark and light, desktop and phone, is looked at by axe: no fault of accessibility that it knows.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { startContract } from '../contract/server.mjs';
import { failedRun, run } from '../contract/data.mjs';
import { agentSessions, sessionApproval } from '../contract/sessions.mjs';
import { accessibilityFaults, openBrowser, openPage } from './browser.mjs';

const of = query => `/runs/${run.id}${query}`;
const paths = [
  '/',
  '/runs',
  of('?step=security'),
  of('?tab=timeline&at=9'),
  of('?tab=events&event=4'),
  of('?tab=data'),
  of('?tab=trace'),
  of('?tab=cost'),
  of('?tab=state'),
  of(`?tab=forks&with=${run.id}-fork`),
  `/runs/${failedRun.id}`,
  `/approvals?run=${run.id}`,
  '/approvals?run=' + sessionApproval.run,
  '/sessions',
  '/sessions?id=' + agentSessions[1].id,
  '/sessions?status=ended',
  '/sessions?status=closed',
  '/sessions?search=nothing',
  '/dead-letters',
  '/workflows',
  '/workflows/code-review',
  '/workflows/code-review?tab=yaml',
  '/workflows/code-review?tab=versions&versions=aaaaaaaaaaaa.bbbbbbbbbbbb',
  '/schedules',
  '/agents',
  '/agents?agent=security',
  '/providers',
  '/costs',
  '/chat?agent=security',
  '/admin',
  '/admin?tab=keys',
  '/admin?tab=tenants',
  '/admin?tab=nodes',
  '/admin?tab=sessions',
  '/admin?tab=audit',
];

const browser = await openBrowser();
test('Every screen is clean for axe', { skip: browser ? false : 'no Chromium on this machine' }, async t => {
  const server = await startContract();
  const signedOut = await startContract({ signedIn: false });
  for (const [size, theme] of [
    ['desktop', 'dark'],
    ['desktop', 'light'],
    ['phone', 'dark'],
  ]) {
    const { page, context } = await openPage(browser, { size, theme });
    for (const url of [...paths.map(path => server.url + path), signedOut.url]) {
      const { pathname, search } = new URL(url);
      await t.test(`${pathname}${search} ${size} ${theme}${url === signedOut.url ? ' signed out' : ''}`, async () => {
        assert.deepEqual(await accessibilityFaults(page, url), []);
      });
    }
    await context.close();
  }
  await Promise.all([server.stop(), signedOut.stop()]);
});
after(() => browser?.close());
