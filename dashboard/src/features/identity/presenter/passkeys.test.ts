import { expect, test } from 'vitest';
import { isAddress, passkeysWork } from './passkeys';

test.each([
  ['localhost', false],
  ['axle.example.com', false],
  ['127.0.0.1', true],
  ['::1', true],
  ['[::1]', true],
])('%s is an address: %s', (host, expected) => expect(isAddress(host)).toBe(expected));

test('A browser without WebAuthn is not offered any', () => expect(passkeysWork('localhost')).toBe(false));
