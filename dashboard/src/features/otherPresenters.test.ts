import { describe, expect, it } from 'vitest';
import { findAgents, stateOf, workOf } from './agents/presenter/agent';
import { deviceText, permissionText } from './administration/presenter/roles';
import { budgetLines, daysOf, linesOf, subjectOf } from './costs/presenter/costs';
import { qrPath } from './identity/presenter/qr';
import { columnsOf, failureShare } from './overview/presenter/throughput';
import { failureShareOf, limitsOf, stateOf as providerState } from './providers/presenter/provider';

const minute = (completed: number, failed = 0) => ({ at: '2026-01-01T00:00:00Z', started: 0, completed, failed });

describe('Agents', () => {
  const agent = { id: 'security', name: 'Security', description: 'Finds secrets', actions: ['audit'], calls: 10, successShare: 0.9 };

  it('are found by name and by what they can do', () => {
    expect(findAgents([agent], 'sec audit')).toHaveLength(1);
    expect(findAgents([agent], 'sql')).toEqual([]);
  });

  it('tell how they are doing', () => {
    expect(workOf({ ...agent, done: 9, failed: 1, tookSeconds: 1.5 })).toBe('10 pieces, 90 % went well, 1.5 s each');
    expect(workOf({ ...agent, done: 1, failed: 0, successShare: 1, tookSeconds: 2 })).toBe('1 piece, all went well, 2.0 s each');
    expect(workOf({ id: 'new', name: 'new', successShare: null })).toMatch(/^None/);
    expect(stateOf({ ...agent, load: { working: 2, waiting: 0 } })).toBe('working');
  });
});

describe('Costs', () => {
  it('are ordered, with shares of the largest', () =>
    expect(
      linesOf([
        { key: 'a', usd: 1 },
        { key: 'b', usd: 4 },
      ]).map(line => [line.key, line.share]),
    ).toEqual([
      ['b', 1],
      ['a', 0.25],
    ]));

  it('have a day also where nothing was spent', () => {
    const days = daysOf([{ key: '2026-01-02', usd: 3 }], 3, Date.parse('2026-01-03T08:00:00Z'));
    expect(days.map(day => [day.key, day.usd])).toEqual([
      ['2026-01-01', 0],
      ['2026-01-02', 3],
      ['2026-01-03', 0],
    ]);
  });

  it('of a budget are told for what is limited', () =>
    expect(budgetLines({ id: 'a', spent: { usd: 2, tokens: 9 }, limit: { usd: 5, calls: 3 } })).toEqual([
      { unit: 'usd', spent: 2, limit: 5 },
      { unit: 'calls', spent: 0, limit: 3 },
    ]));
});

describe('A budget', () => {
  it('is told by whom it is for', () => {
    expect(subjectOf('user:default/usr_1/day')).toEqual({ kind: 'user', name: 'usr_1', tenant: 'default', every: 'day' });
    expect(subjectOf('tenant:a%2Fb/month')).toEqual({ kind: 'tenant', name: 'a/b', tenant: undefined, every: 'month' });
    expect(subjectOf('session:s1')).toEqual({ kind: 'session', name: 's1', tenant: undefined, every: undefined });
    expect(subjectOf('user:ann/day')).toEqual({ kind: 'user', name: 'ann', tenant: undefined, every: 'day' });
  });
});

describe('The overview', () => {
  it('gathers minutes into as many columns as there is room for', () => {
    const columns = columnsOf(
      Array.from({ length: 120 }, () => minute(1)),
      60,
    );
    expect(columns).toHaveLength(60);
    expect(columns[0]).toMatchObject({ completed: 2 });
  });

  it('tells failures only where runs ended', () => {
    expect(failureShare([minute(3, 1)])).toBe(0.25);
    expect(failureShare([])).toBeUndefined();
  });
});

describe('Providers and people', () => {
  it('a provider whose circuits are all open is failing, whatever else is said of it', () => {
    const deployment = (circuit: 'open' | 'closed') => ({ model: 'm', circuit, requests: { limit: 10, left: 4 } });
    expect(providerState({ name: 'a', state: 'ready', deployments: [deployment('open')] })).toBe('failing');
    expect(providerState({ name: 'a', state: 'ready', deployments: [deployment('open'), deployment('closed')] })).toBe('degraded');
    expect(failureShareOf({ name: 'a', state: 'ready', calls: 8, failed: 2 })).toBe(0.25);
    expect(limitsOf({ name: 'a', state: 'ready', deployments: [deployment('closed')] })).toEqual([
      { name: 'm: requests', used: 6, limit: 10 },
    ]);
  });

  it('a device and a permission are told in words', () => {
    expect(deviceText('Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0 Safari/537.36')).toBe('Chrome on Linux');
    expect(deviceText('curl/8.1')).toBe('curl/8.1');
    expect(deviceText(null)).toBe('Unknown');
    expect(permissionText('runsStart')).toBe('runs start');
  });

  it('a second factor is drawn here and fetched from nowhere', () => {
    const { path, size } = qrPath('otpauth://totp/Axle:ada?secret=JBSWY3DPEHPK3PXP');
    expect(size).toBeGreaterThan(20);
    expect(path).toMatch(/^(M\d+ \d+h1v1h-1z)+$/);
  });
});
