import type { Step, StepTiming } from '@/api/types';

/** A bar of the waterfall: where it begins and how long it is, as shares of the whole. */
export interface Bar {
  path: string;
  label: string;
  status: string;
  depth: number;
  start: number;
  width: number;
  seconds: number;
  queued: number;
  retrying: number;
  critical: boolean;
  attempts: number;
}

export interface Waterfall {
  bars: Bar[];
  seconds: number;
  ticks: { at: number; seconds: number }[];
}

/** Places every step that began on one scale of time. */
export function waterfallOf(steps: readonly Step[], timings: readonly StepTiming[], from: string, now: number): Waterfall {
  const began = steps.filter(step => step.startedAt);
  const byPath = new Map(timings.map(timing => [timing.path, timing]));
  const readyOf = (step: Step) => Date.parse(byPath.get(step.path)?.readyAt ?? step.startedAt!);
  const start = Math.min(Date.parse(from), ...began.map(readyOf));
  const end = Math.max(start + 1, ...began.map(step => (step.endedAt ? Date.parse(step.endedAt) : now)));
  const whole = end - start;
  const bars = inOrder(began).map(({ step, depth }): Bar => {
    const timing = byPath.get(step.path);
    const began = Date.parse(step.startedAt!);
    const stopped = step.endedAt ? Date.parse(step.endedAt) : now;
    return {
      path: step.path,
      label: step.key,
      status: step.status,
      depth,
      start: (began - start) / whole,
      width: Math.max(0, stopped - began) / whole,
      seconds: Math.max(0, stopped - began) / 1000,
      queued: Math.max(0, began - readyOf(step)) / whole,
      retrying: Math.min(Math.max(0, stopped - began), (timing?.retryingSeconds ?? 0) * 1000) / whole,
      critical: timing?.isCritical ?? false,
      attempts: step.attempts ?? 1,
    };
  });
  return { bars, seconds: whole / 1000, ticks: ticksOf(whole / 1000) };
}

/** Inner steps come after the one they belong to; among equals, who began first. */
function inOrder(steps: Step[]): { step: Step; depth: number }[] {
  const known = new Set(steps.map(step => step.path));
  const below = groupBy(steps, step => (step.parent && known.has(step.parent) ? step.parent : 'root'));
  const list: { step: Step; depth: number }[] = [];
  const add = (parent: string, depth: number) => {
    const children = (below.get(parent) ?? []).sort((a, b) => a.startedAt!.localeCompare(b.startedAt!));
    for (const step of children) {
      list.push({ step, depth });
      if (step.path !== parent) add(step.path, depth + 1);
    }
  };
  add('root', 0);
  return list;
}

const tickSteps = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400,
];

/** Four to seven round moments along the scale. */
export function ticksOf(seconds: number): { at: number; seconds: number }[] {
  const step = tickSteps.find(candidate => seconds / candidate <= 6) ?? Math.ceil(seconds / 6 / 86_400) * 86_400;
  const count = Math.floor(seconds / step);
  return Array.from({ length: count + 1 }, (_, index) => ({ at: (index * step) / seconds, seconds: index * step }));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
