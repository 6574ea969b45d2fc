import { describe, expect, it } from 'vitest';
import { lookOf } from './status';

describe('States', () => {
  const steps = ['pending', 'running', 'retrying', 'waiting', 'handling', 'completed', 'failed', 'skipped', 'cancelled', 'unresolved'];

  it('can be told apart without colour', () => {
    const looks = steps.map(name => `${lookOf(name).icon} ${lookOf(name).label}`);
    expect(new Set(looks).size).toBe(steps.length);
  });

  it('that are not known yet are shown by their own name', () => expect(lookOf('dreaming').label).toBe('dreaming'));
});
