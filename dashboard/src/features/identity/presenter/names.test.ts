import { expect, it } from 'vitest';
import { inNames } from './names';

it('People are told by name where it is known, and by id where it is not', () => {
  const names = new Map([['usr_4kd', 'nikola']]);
  expect(inNames('by usr_4kd (web)', names)).toBe('by nikola');
  expect(inNames('usr_4kd operator usr_other', names)).toBe('nikola operator usr_other');
  expect(inNames('ann (web)', names)).toBe('ann');
});
