import type { RunEvent, RunStatus, Step, StepStatus } from '@/api/types';

/** What an event makes of its step. Events that change nothing of it are not here. */
const stepAfter: Record<string, StepStatus> = {
  'step-started': 'running',
  'step-attempt-failed': 'retrying',
  'step-fell-back': 'retrying',
  'step-completed': 'completed',
  'step-handled': 'completed',
  'step-failed': 'failed',
  'step-skipped': 'skipped',
  'step-waiting': 'waiting',
  'step-turned': 'running',
  'step-unresolved': 'unresolved',
  'approval-requested': 'waiting',
};

const runAfter: Record<string, RunStatus> = {
  'run-started': 'executing',
  'run-resumed': 'executing',
  'run-recovered': 'executing',
  'run-paused': 'paused',
  'run-completed': 'completed',
  'run-failed': 'failed',
  'run-cancelled': 'cancelled',
  'compensation-started': 'compensating',
};

const ended: readonly StepStatus[] = ['completed', 'failed', 'skipped', 'cancelled', 'unresolved'];

/** What is known of a step from events alone. */
export interface Progress {
  status: StepStatus;
  startedAt?: string;
  endedAt?: string;
  attempts: number;
}

/** The state of each step after the events given, by path. */
export function foldSteps(events: readonly RunEvent[], upTo = Infinity): Map<string, Progress> {
  const steps = new Map<string, Progress>();
  for (const event of events) {
    if (event.seq > upTo) break;
    if (event.type === 'run-rolled-back') rollBack(steps, event);
    const status = event.path ? stepAfter[event.type] : undefined;
    if (status && event.path) steps.set(event.path, next(steps.get(event.path), status, event));
  }
  return steps;
}

function next(before: Progress | undefined, status: StepStatus, event: RunEvent): Progress {
  const started = event.type === 'step-started';
  return {
    status,
    startedAt: started && (!before || before.endedAt) ? event.at : (before?.startedAt ?? event.at),
    endedAt: ended.includes(status) ? event.at : undefined,
    attempts: (before?.attempts ?? 0) + (started ? 1 : 0),
  };
}

/** Steps that a rollback names begin anew; without names, what came after its place is asked from the server again. */
function rollBack(steps: Map<string, Progress>, event: RunEvent): void {
  const names = event.data?.steps ?? event.data?.paths;
  if (Array.isArray(names)) names.forEach(name => steps.delete(String(name)));
}

/** Steps as the server told them, moved on by what has happened since. */
export function moveOn(steps: readonly Step[], events: readonly RunEvent[], seen: number): Step[] {
  const since = events.filter(event => event.seq > seen);
  if (since.length === 0) return steps as Step[];
  const progress = foldSteps(since);
  return steps.map(step => {
    const moved = progress.get(step.path);
    return moved ? { ...step, status: moved.status, startedAt: step.startedAt ?? moved.startedAt, endedAt: moved.endedAt } : step;
  });
}

/** Steps as they were after an event. */
export function stepsAt(steps: readonly Step[], events: readonly RunEvent[], at: number): Step[] {
  const progress = foldSteps(events, at);
  return steps.map(step => {
    const then = progress.get(step.path);
    return {
      ...step,
      status: then?.status ?? 'pending',
      startedAt: then?.startedAt ?? null,
      endedAt: then?.endedAt ?? null,
      attempts: then?.attempts ?? 0,
    };
  });
}

/** The state of the run after the events given; undefined where they do not say. */
export function foldRun(events: readonly RunEvent[], upTo = Infinity): RunStatus | undefined {
  let status: RunStatus | undefined;
  for (const event of events) {
    if (event.seq > upTo) break;
    status = runAfter[event.type] ?? status;
  }
  return status;
}

/** Adds what came after what is known; events come in order, and some come twice after a cut. */
export function append(known: readonly RunEvent[], more: readonly RunEvent[]): RunEvent[] {
  const last = known.at(-1)?.seq ?? -1;
  const fresh = more.filter(event => event.seq > last);
  return fresh.length === 0 ? (known as RunEvent[]) : [...known, ...fresh];
}
