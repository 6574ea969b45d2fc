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
