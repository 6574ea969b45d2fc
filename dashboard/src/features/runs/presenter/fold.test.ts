import { describe, expect, it } from 'vitest';
import type { RunEvent, Step } from '@/api/types';
import { append, foldRun, foldSteps, moveOn, stepsAt } from './fold';

const event = (seq: number, type: string, path?: string, data = {}): RunEvent => ({
  seq,
  type,
  path,
  data,
  at: `2026-01-01T00:00:${String(seq).padStart(2, '0')}Z`,
});
const step = (path: string, status: Step['status']): Step => ({ path, key: path, kind: 'agent', status });
const story = [
  event(1, 'run-started'),
  event(2, 'step-started', 'a'),
  event(3, 'step-attempt-failed', 'a'),
  event(4, 'step-started', 'a'),
  event(5, 'step-completed', 'a'),
  event(6, 'approval-requested', 'b'),
  event(7, 'run-paused'),
];

describe('What events make of steps', () => {
  it('is the state after the last of them', () => {
    const steps = foldSteps(story);
    expect(steps.get('a')).toMatchObject({ status: 'completed', attempts: 2, endedAt: story[4]!.at, startedAt: story[1]!.at });
    expect(steps.get('b')?.status).toBe('waiting');
  });

  it('is also known for every moment before', () =>
    expect(stepsAt([step('a', 'completed'), step('b', 'waiting')], story, 3).map(one => one.status)).toEqual(['retrying', 'pending']));

  it('moves on what the server told, by what came since', () => {
    const told = [step('a', 'running'), step('b', 'pending')];
    expect(moveOn(told, story, 4).map(one => one.status)).toEqual(['completed', 'waiting']);
    expect(moveOn(told, story, 7)).toBe(told);
  });

  it('forgets what was rolled back', () =>
    expect(foldSteps([...story, event(8, 'run-rolled-back', undefined, { steps: ['a'] })]).has('a')).toBe(false));

  it('says how the run is doing', () => {
    expect(foldRun(story)).toBe('paused');
    expect(foldRun(story, 6)).toBe('executing');
    expect(foldRun([])).toBeUndefined();
  });

  it('takes an event that comes twice once', () =>
    expect(append(story.slice(0, 3), story.slice(1)).map(one => one.seq)).toEqual([1, 2, 3, 4, 5, 6, 7]));
});
