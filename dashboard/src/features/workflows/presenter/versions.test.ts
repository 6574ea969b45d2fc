import { expect, it } from 'vitest';
import { choose } from './versions';

it('Two versions are compared: a third takes the place of the first, and one that is chosen again is let go', () => {
  const [a, b, c] = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)] as const;
  const both = choose(choose(undefined, a), b);
  expect(both).toBe(`${a.slice(0, 12)}.${b.slice(0, 12)}`);
  expect(choose(both, c)).toBe(`${b.slice(0, 12)}.${c.slice(0, 12)}`);
  expect(choose(choose(both, a), b)).toBeUndefined();
});
