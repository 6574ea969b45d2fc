import type { Run } from '@/api/types';
import { isOver } from './runRow';

export interface Possible {
  pause: boolean;
  resume: boolean;
  cancel: boolean;
  rollback: boolean;
  signal: boolean;
  promote: boolean;
  remove: boolean;
}

/** What can be done to a run in its state. The server has the last word. */
export function possibleFor(run: Run): Possible {
  const over = isOver(run.status);
  return {
    pause: run.status === 'executing' || run.status === 'compensating',
    resume: run.status === 'paused' || run.status === 'failed',
    cancel: !over,
    rollback: run.status !== 'idle',
    signal: !over,
    promote: Boolean(run.forkOf) && run.status === 'completed' && run.promotion?.fork !== run.id,
    remove: over,
  };
}
