// A passkey is added and used with the authenticator that Chromium itself brings for tests: a real ceremony, without a finger.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { RealServer, ax } from './axle.mjs';
import { longest, openBrowser, openPage, picture, see } from './browser.mjs';
import { becomeOwner } from './owner.mjs';
import { totp } from './totp.mjs';

const browser = ax ? await openBrowser() : undefined;
const skip = browser ? false : ax ? 'no Chromium on this machine' : 'ax is not built';
const server = new RealServer({ 'README.md': 'A shop.' });
after(async () => {
  await browser?.close();
  await server.remove();
});

test('Somebody adds a passkey, signs in with it, and without it no more', { skip, timeout: longest }, async () => {
  await server.start();
  const { page, context, faults } = await openPage(browser);
  const devices = await context.newCDPSession(page);
  await devices.send('WebAuthn.enable');
  await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await picture(page, 'passkeys', async () => {
    // A passkey belongs to a domain, and an address is none.
    const home = server.url.replace('127.0.0.1', 'localhost');
    const { secret, recovery } = await becomeOwner(page, { setup: server.setup.replace('127.0.0.1', 'localhost') });

    await page.goto(`${home}/admin?tab=sessions`);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByLabel('Name').fill('Work laptop');
    await page.getByLabel('Password').fill('a sentence to remember');
    await page.getByLabel('Code').fill(totp(secret, Date.now() + 30_000));
    await page.getByRole('button', { name: 'Continue on the device' }).click();
    await see(page.getByRole('cell', { name: 'Work laptop' }), 'the passkey to be listed');

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await see(page.locator('[data-live="live"]'), 'the dashboard after signing in with the passkey');

    await page.goto(`${home}/admin?tab=sessions`);
    await see(page.getByRole('cell', { name: 'Work laptop' }), 'the passkey to be listed again');
    assert.equal(await page.getByRole('row', { name: 'Work laptop' }).getByText('–').count(), 0, 'it says when it was used');
    await page.getByRole('row', { name: 'Work laptop' }).getByRole('button', { name: 'Remove' }).click();
    await page.getByLabel('Password').fill('a sentence to remember');
    await page.getByLabel('Code').fill(recovery[0]);
    await page.getByRole('button', { name: 'Remove the passkey' }).click();
    await see(page.getByText('No passkeys yet'), 'the passkey to be gone');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await see(page.getByText('This passkey lets nobody in here'), 'the refusal');
    assert.deepEqual(
      faults.filter(f => !f.includes('401')),
      [],
    );
  });
});
