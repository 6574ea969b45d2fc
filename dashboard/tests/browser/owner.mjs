import { see } from './browser.mjs';
import { totp } from './totp.mjs';

/** Becomes the owner of a new server, as the first person who opens it does. Returns the secret of the authenticator app. */
export async function becomeOwner(page, server) {
  await page.goto(server.setup);
  await page.getByLabel('User').fill('nikola');
  await page.getByLabel('Password').fill('a sentence to remember');
  await page.getByRole('button', { name: 'Continue' }).click();
  await see(page.getByText('Recovery codes'), 'the second factor to be shown');
  const secret = await page.locator('code[title]').getAttribute('title');
  await page.getByLabel('Code', { exact: true }).fill(totp(secret));
  await page.getByRole('button', { name: 'Finish' }).click();
  await see(page.locator('[data-live="live"]'), 'the dashboard to be live after set-up');
  return secret;
}
