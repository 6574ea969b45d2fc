// Takes a picture of every screen into tests/browser/shots: `npm run screens`, or `npm run screens run-` for those that begin so.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startContract } from '../contract/server.mjs';
import { failedRun, run } from '../contract/data.mjs';
import { agentSessions, sessionApproval } from '../contract/sessions.mjs';
import { openBrowser, openPage } from './browser.mjs';

const folder = fileURLToPath(new URL('./shots/', import.meta.url));
mkdirSync(folder, { recursive: true });
const of = (id, query = '') => `/runs/${id}${query}`;
const screens = {
  overview: '/',
  runs: '/runs',
  'run-graph': of(run.id),
  'run-step': of(run.id, '?step=security'),
  'run-timeline': of(run.id, '?tab=timeline'),
  'run-events': of(run.id, '?tab=events&event=4'),
  'run-data': of(run.id, '?tab=data'),
  'run-trace': of(run.id, '?tab=trace'),
  'run-cost': of(run.id, '?tab=cost'),
  'run-state': of(run.id, '?tab=state&at=14'),
  'run-forks': of(run.id, `?tab=forks&with=${run.id}-fork`),
  'run-failed': of(failedRun.id, '?step=security'),
  approvals: '/approvals?run=' + run.id,
  'approvals-session': '/approvals?run=' + sessionApproval.run,
  sessions: '/sessions',
  'sessions-held': '/sessions?id=' + agentSessions[1].id,
  'sessions-ended': '/sessions?id=' + agentSessions[3].id,
  deadletters: '/dead-letters',
  workflows: '/workflows',
  'workflow-graph': '/workflows/code-review',
  'workflow-yaml': '/workflows/code-review?tab=yaml',
  schedules: '/schedules',
  agents: '/agents',
  'agents-one': '/agents?agent=security',
  providers: '/providers',
  costs: '/costs?days=30d',
  chat: '/chat?agent=security',
  'admin-users': '/admin',
  'admin-keys': '/admin?tab=keys',
  'admin-audit': '/admin?tab=audit',
  'admin-nodes': '/admin?tab=nodes',
  'admin-sessions': '/admin?tab=sessions',
};
const only = process.argv[2] ?? '';
const looks = (process.argv[3] ?? 'desktop-dark,desktop-light,phone-dark,phone-light').split(',');

const browser = await openBrowser();
const full = await startContract();
const signedOut = await startContract({ signedIn: false });
const fresh = await startContract({ signedIn: false, fresh: true });
const empty = await startContract({ empty: true });
let faults = 0;
for (const look of looks) {
  const [size, theme] = look.split('-');
  const { page, faults: found, context } = await openPage(browser, { size, theme });
  const shoot = async (name, url, act) => {
    if (!name.startsWith(only)) return;
    await page.goto(url, { waitUntil: 'load' });
    await page.waitForTimeout(name === 'workflow-yaml' ? 2500 : 700);
    await act?.(page);
    await page.screenshot({ path: `${folder}${name}.${look}.png` });
    for (const fault of found.splice(0)) {
      if (fault.includes('401')) continue;
      faults++;
      console.log(`${name} ${look}: ${fault}`);
    }
  };
  for (const [name, path] of Object.entries(screens)) {
    await shoot(
      name,
      full.url + path,
      name === 'chat'
        ? async p => {
            await p.getByRole('textbox', { name: 'Message' }).fill('Where are amounts parsed?');
            await p.keyboard.press('Enter');
            await p.waitForTimeout(400);
          }
        : undefined,
    );
  }
  await shoot('palette', full.url + '/runs', p => p.keyboard.press('Control+k'));
  await shoot('start', full.url + '/runs', async p => {
    await p.getByRole('button', { name: 'Start a run' }).click();
    await p.waitForTimeout(300);
  });
  await shoot('fork', full.url + of(run.id, '?step=security'), async p => {
    await p.getByRole('button', { name: 'Fork', exact: true }).click();
    await p.waitForTimeout(200);
  });
  await shoot('sign-in', signedOut.url);
  await shoot('setup', fresh.url);
  await shoot('setup-code', fresh.url, async p => {
    await p.getByLabel('User').fill('nikola');
    await p.getByLabel('Password').fill('a sentence to remember');
    await p.getByRole('button', { name: 'Continue' }).click();
    await p.waitForTimeout(400);
  });
  await shoot('empty-runs', empty.url + '/runs');
  await shoot('empty-approvals', empty.url + '/approvals');
  await shoot('empty-sessions', empty.url + '/sessions');
  await shoot('sessions-end', full.url + '/sessions?id=' + agentSessions[0].id, async p => {
    await p.getByRole('button', { name: 'End', exact: true }).click();
    await p.waitForTimeout(200);
  });
  await context.close();
}
await Promise.all([full, signedOut, fresh, empty].map(server => server.stop()));
await browser.close();
console.log(`${faults} faults in the pages`);
