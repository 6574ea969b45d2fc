import { see } from './browser.mjs';
import { totp } from './totp.mjs';

const password = 'a sentence to remember';

/** Becomes the owner of a new server, as the first person who opens it does. Returns the secret of the authenticator app, and the recovery codes. */
export async function becomeOwner(page, server) {
  await page.goto(server.setup);
  await page.getByLabel('User').fill('nikola');
  return comeIn(page);
}

/** Comes in by an invitation, as its address leads there. */
export async function joinByInvitation(page, address) {
  await page.goto(address);
  await comeIn(page);
}

async function comeIn(page) {
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await see(page.getByText('Recovery codes'), 'the second factor to be shown');
  const secret = await page.locator('code[title]').getAttribute('title');
  const recovery = await page.locator('.recovery li').allInnerTexts();
  await page.getByLabel('Code', { exact: true }).fill(totp(secret));
  await page.getByRole('button', { name: 'Finish' }).click();
  await see(page.locator('[data-live="live"]'), 'the dashboard to be live');
  return { secret, recovery };
}

/** Sends a request as whoever is signed in on the page; gives what is answered, and fails with it when it is refused. */
export function send(page, method, path, body) {
  return page.evaluate(
    async ([method, path, body]) => {
      const { csrf } = await (await fetch('/api/v1/session')).json();
      const headers = { 'Content-Type': 'application/json', 'X-Axle-CSRF': csrf };
      const answer = await fetch(`/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return text && JSON.parse(text);
    },
    [method, path, body],
  );
}

/** Starts a run of a workflow. */
export function startRun(page, workflow, id, more = {}) {
  return send(page, 'POST', '/runs', { workflow, id, ...more });
}
