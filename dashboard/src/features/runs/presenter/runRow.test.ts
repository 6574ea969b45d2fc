import { describe, expect, it } from 'vitest';
import type { RunRow } from '@/api/types';
import { fits, readRunFilter, toFilter } from './runFilter';
import { attentionOf, culpritOf, doneOf, mergeRow, progressOf } from './runRow';

const row = (id: string, createdAt: string, more: Partial<RunRow> = {}): RunRow => ({
  id,
  workflow: 'w',
  status: 'executing',
  createdAt,
  ...more,
});
const pages = [{ items: [row('b', '2026-01-02'), row('a', '2026-01-01')] }];

describe('A list of runs that is watched', () => {
  it('changes a row in its place', () =>
    expect(mergeRow(pages, row('a', '2026-01-01', { status: 'failed' }), true)[0]!.items.map(one => one.status)).toEqual([
      'executing',
      'failed',
    ]));

  it('shows a new run in front', () =>
    expect(mergeRow(pages, row('c', '2026-01-03'), true)[0]!.items.map(one => one.id)).toEqual(['c', 'b', 'a']));

  it('leaves out a new run that does not fit, and takes away one that does not any more', () => {
    expect(mergeRow(pages, row('c', '2026-01-03'), false)).toEqual(pages);
    expect(mergeRow(pages, row('a', '2026-01-01'), false)[0]!.items.map(one => one.id)).toEqual(['b']);
  });

  it('leaves an old run to the page that it belongs on', () => expect(mergeRow(pages, row('z', '2025-01-01'), true)).toEqual(pages));

  it('reads what waits in every form', () => {
    expect(attentionOf({ attention: 'deadLetter, budget' })).toEqual(['deadLetter', 'budget']);
    expect(attentionOf({ attention: ['approval'] })).toEqual(['approval']);
    expect(attentionOf({ attention: 'none' })).toEqual([]);
  });

  it('knows how far a run is', () =>
    expect([progressOf(row('a', '', { steps: { total: 4, completed: 2, failed: 1 } })), progressOf(row('a', ''))]).toEqual([
      0.75,
      undefined,
    ]));
});

describe('The address of the list', () => {
  it('lets only words through that are known', () =>
    expect(readRunFilter({ status: 'failed', attention: '<script>', span: '9y', search: 7, workflow: 'w' })).toEqual({
      status: 'failed',
      attention: undefined,
      span: undefined,
      search: '7',
      workflow: 'w',
    }));

  it('asks the same for a whole minute', () => {
    const at = Date.parse('2026-01-02T10:00:20Z');
    expect(toFilter({ span: '24h' }, at)).toEqual(toFilter({ span: '24h' }, at + 30_000));
    expect(toFilter({ span: '24h' }, at).from).toBe('2026-01-01T10:00:00.000Z');
  });

  it('decides whether a changed run belongs to the view', () => {
    expect(fits(row('a', '', { attention: 'approval' }), { attention: 'approval' })).toBe(true);
    expect(fits(row('a', ''), { status: 'failed' })).toBe(false);
  });

  it('finds a changed run as the server does', () => {
    const found = (id: string, search: string) => fits(row(id, ''), { search });
    expect(found('run-01kabcdefghijkl', 'RUN-01KABC')).toBe(true);
    expect(found('run-01kabcdefghijkl', 'run-01kab')).toBe(false);
    expect(found('run-01kabcdefghijkl', 'abcdefghijkl')).toBe(false);
    expect(found('run-5', 'run-5')).toBe(true);
    expect(fits(row('a', '', { workflow: 'Deploy-all' }), { search: 'deploy' })).toBe(true);
  });

  it('counts what a completed run skipped as done', () =>
    expect(doneOf({ ...row('a', '', { steps: { total: 4, completed: 2, failed: 1 } }), status: 'completed' })).toBe(3));

  it('blames the innermost step that the failure names, not one that the run went on without', () => {
    const step = (path: string, status: 'failed' | 'completed' = 'failed') => ({
      path,
      key: path,
      kind: 'run',
      status,
      error: { message: path },
    });
    const steps = [step('inbox'), step('each'), step('each[1]/try'), step('last', 'completed')];
    expect(culpritOf({ message: "Step 'each' failed: Step 'each[1]/try' failed: why" }, steps)?.path).toBe('each[1]/try');
    expect(culpritOf({ message: 'The budget is spent.' }, steps)).toBeUndefined();
  });
});
