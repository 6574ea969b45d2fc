import type { IconName } from './icons';

/** The few colours that a state can have. Each also has its own shape, so that nothing hangs on colour alone. */
export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'undo' | 'idle';

export interface StatusLook {
  label: string;
  tone: Tone;
  icon: IconName;
  /** Whether it is going on: its drawing turns. */
  moves?: boolean;
}

const looks: Record<string, StatusLook> = {
  idle: { label: 'Queued', tone: 'idle', icon: 'clock' },
  parsing: { label: 'Reading', tone: 'busy', icon: 'retry', moves: true },
  validating: { label: 'Checking', tone: 'busy', icon: 'retry', moves: true },
  executing: { label: 'Running', tone: 'busy', icon: 'retry', moves: true },
  running: { label: 'Running', tone: 'busy', icon: 'retry', moves: true },
  paused: { label: 'Paused', tone: 'warn', icon: 'pause' },
  compensating: { label: 'Undoing', tone: 'undo', icon: 'undo' },
  completed: { label: 'Completed', tone: 'good', icon: 'check' },
  failed: { label: 'Failed', tone: 'bad', icon: 'cross' },
  cancelled: { label: 'Cancelled', tone: 'idle', icon: 'stop' },
  pending: { label: 'Pending', tone: 'idle', icon: 'dot' },
  retrying: { label: 'Retrying', tone: 'warn', icon: 'retry' },
  waiting: { label: 'Waiting', tone: 'warn', icon: 'wait' },
  handling: { label: 'Handling', tone: 'undo', icon: 'tool' },
  skipped: { label: 'Skipped', tone: 'idle', icon: 'skip' },
  unresolved: { label: 'Outcome unknown', tone: 'bad', icon: 'question' },
  approval: { label: 'Needs approval', tone: 'warn', icon: 'hand' },
  deadLetter: { label: 'Dead letter', tone: 'bad', icon: 'dead' },
  unknownOutcome: { label: 'Outcome unknown', tone: 'bad', icon: 'question' },
  budget: { label: 'Budget spent', tone: 'warn', icon: 'costs' },
  healthy: { label: 'Healthy', tone: 'good', icon: 'check' },
  ok: { label: 'Healthy', tone: 'good', icon: 'check' },
  degraded: { label: 'Degraded', tone: 'warn', icon: 'dead' },
  warning: { label: 'Near its limit', tone: 'warn', icon: 'dead' },
  down: { label: 'Down', tone: 'bad', icon: 'cross' },
  unhealthy: { label: 'Down', tone: 'bad', icon: 'cross' },
  spent: { label: 'Spent', tone: 'bad', icon: 'cross' },
  ready: { label: 'Ready', tone: 'good', icon: 'check' },
  failing: { label: 'Failing', tone: 'bad', icon: 'cross' },
  noKey: { label: 'No key', tone: 'idle', icon: 'key' },
  noModel: { label: 'No model', tone: 'idle', icon: 'dash' },
  disabled: { label: 'Switched off', tone: 'idle', icon: 'dash' },
  working: { label: 'Working', tone: 'busy', icon: 'retry', moves: true },
  full: { label: 'Full', tone: 'warn', icon: 'wait' },
  out: { label: 'Out of order', tone: 'bad', icon: 'cross' },
  away: { label: 'Not connected', tone: 'warn', icon: 'dash' },
  up: { label: 'Up', tone: 'good', icon: 'check' },
  silent: { label: 'Silent', tone: 'bad', icon: 'cross' },
  draining: { label: 'Draining', tone: 'warn', icon: 'wait' },
  unconfigured: { label: 'Not set up', tone: 'idle', icon: 'dash' },
  unknown: { label: 'Not known yet', tone: 'idle', icon: 'question' },
  closed: { label: 'Circuit closed', tone: 'good', icon: 'check' },
  open: { label: 'Circuit open', tone: 'bad', icon: 'cross' },
  halfOpen: { label: 'Circuit trying', tone: 'warn', icon: 'wait' },
  withPerson: { label: 'Needs a person', tone: 'warn', icon: 'hand' },
  onProbation: { label: 'On probation', tone: 'busy', icon: 'eye' },
  ended: { label: 'Ended', tone: 'idle', icon: 'stop' },
  recovered: { label: 'Recovered', tone: 'good', icon: 'check' },
  busy: { label: 'Busy', tone: 'busy', icon: 'retry', moves: true },
  offline: { label: 'Offline', tone: 'idle', icon: 'dash' },
};

/** How a state is shown. A state that this page does not know is shown by its own name. */
export function lookOf(status: string): StatusLook {
  return looks[status] ?? { label: status, tone: 'idle', icon: 'dot' };
}
