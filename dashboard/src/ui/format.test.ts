import { describe, expect, it } from 'vitest';
import { compact, duration, money, percent, relativeTime } from './format';

describe('Numbers as people read them', () => {
  const now = Date.parse('2026-01-01T12:00:00Z');

  it.each([
    ['2026-01-01T11:59:59.500Z', 'now'],
    ['2026-01-01T11:59:18Z', '42 s ago'],
    ['2026-01-01T11:57:01Z', '2 min ago'],
    ['2026-01-01T12:03:00Z', 'in 3 min'],
    ['2025-12-30T12:00:00Z', '2 d ago'],
    ['nonsense', ''],
  ])('a moment is told from now: %s is %s', (at, text) => expect(relativeTime(at, now)).toBe(text));

  it.each([
    [0, '0 ms'],
    [0.0204, '20 ms'],
    [3.44, '3.4 s'],
    [59.6, '60 s'],
    [125, '2 min 5 s'],
    [4800, '1 h 20 min'],
    [null, '–'],
    [Infinity, '–'],
  ])('a duration has at most two units: %s is %s', (seconds, text) => expect(duration(seconds)).toBe(text));

  it.each([
    [0, '$0'],
    [0.00004, '<$0.0001'],
    [0.0021, '$0.0021'],
    [0.412, '$0.412'],
    [18.4, '$18.40'],
    [undefined, '–'],
  ])('a small sum is not shown as nothing: %s is %s', (usd, text) => expect(money(usd)).toBe(text));

  it('large counts are short', () => expect([9_999, 78_400, 5_200_000].map(compact)).toEqual(['9999', '78.4 k', '5.2 M']));

  it('small shares keep a digit', () => expect([0, 0.022, 0.4].map(percent)).toEqual(['0 %', '2.2 %', '40 %']));
});
