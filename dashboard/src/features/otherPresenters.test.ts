import { describe, expect, it } from 'vitest';
import { findAgents, stateOf, successOf } from './agents/presenter/agent';
import { deviceText, permissionText } from './administration/presenter/roles';
import { daysOf, forecastText, linesOf } from './costs/presenter/costs';
import { qrPath } from './identity/presenter/qr';
import { columnsOf, failureShare, trendOf } from './overview/presenter/throughput';
import { failureShareOf, stateOf as providerState } from './providers/presenter/provider';

const minute = (completed: number, failed = 0) => ({ at: '2026-01-01T00:00:00Z', started: 0, completed, failed });

describe('Agents', () => {
  const agent = { name: 'security', description: 'Finds secrets', capabilities: ['audit'], success: { total: 10, failed: 1 } };

  it('are found by name and by what they can do', () => {
    expect(findAgents([agent], 'sec audit')).toHaveLength(1);
    expect(findAgents([agent], 'sql')).toEqual([]);
  });

  it('tell how they are doing', () => {
    expect(successOf(agent)).toBe(0.9);
    expect(successOf({ name: 'new' })).toBeUndefined();
    expect(stateOf({ ...agent, load: { running: 2 } })).toBe('busy');
  });
});

describe('Costs', () => {
  it('are ordered, with shares of the largest', () =>
    expect(linesOf([{ key: 'a', usd: 1 }, { key: 'b', usd: 4 }]).map(line => [line.key, line.share])).toEqual([['b', 1], ['a', 0.25]]));

  it('have a day also where nothing was spent', () => {
    const days = daysOf([{ key: '2026-01-02', usd: 3 }], 3, Date.parse('2026-01-03T08:00:00Z'));
    expect(days.map(day => [day.key, day.usd])).toEqual([['2026-01-01', 0], ['2026-01-02', 3], ['2026-01-03', 0]]);
  });

  it('say whether a budget lasts', () =>
    expect([318, 200, null].map(forecastUsd => forecastText({ id: 'a', spentUsd: 1, limitUsd: 300, forecastUsd }))).toEqual(['over', 'within', undefined]));
});

describe('The overview', () => {
  it('gathers minutes into as many columns as there is room for', () => {
    const columns = columnsOf(Array.from({ length: 120 }, () => minute(1)), 60);
    expect(columns).toHaveLength(60);
    expect(columns[0]).toMatchObject({ completed: 2 });
  });

  it('tells failures and trends only where there is something to compare', () => {
    expect(failureShare([minute(3, 1)])).toBe(0.25);
    expect(failureShare([])).toBeUndefined();
    expect(trendOf(12, 10)).toBeCloseTo(0.2);
    expect(trendOf(12, 0)).toBeUndefined();
  });
});

describe('Providers and people', () => {
  it('a provider with an open circuit is down, whatever was asked before', () => {
    expect(providerState({ name: 'a', state: 'healthy', breaker: 'open' })).toBe('down');
    expect(failureShareOf({ name: 'a', calls: { total: 8, failed: 2 } })).toBe(0.25);
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
