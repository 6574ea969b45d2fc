import type { JsonObject, RunEvent } from '@/api/types';
import type { IconName } from '@/ui/icons';
import type { Tone } from '@/ui/status';

export interface EventLook {
  name: string;
  tone: Tone;
  icon: IconName;
}

const looks: Record<string, [IconName, Tone]> = {
  'run-started': ['play', 'busy'],
  'run-paused': ['pause', 'warn'],
  'run-resumed': ['play', 'busy'],
  'run-recovered': ['retry', 'undo'],
  'run-rolled-back': ['undo', 'undo'],
  'run-completed': ['check', 'good'],
  'run-failed': ['cross', 'bad'],
  'run-cancelled': ['stop', 'idle'],
  'run-forked': ['fork', 'undo'],
  'step-started': ['play', 'busy'],
  'step-attempt-failed': ['retry', 'warn'],
  'step-fell-back': ['retry', 'warn'],
  'step-completed': ['check', 'good'],
  'step-handled': ['check', 'good'],
  'step-failed': ['cross', 'bad'],
  'step-skipped': ['skip', 'idle'],
  'step-waiting': ['wait', 'warn'],
  'step-turned': ['thought', 'busy'],
  'step-unresolved': ['question', 'bad'],
  'approval-requested': ['hand', 'warn'],
  'approval-escalated': ['hand', 'bad'],
  'signal-received': ['bolt', 'good'],
  'signal-ignored': ['bolt', 'idle'],
  'checkpoint-created': ['save', 'idle'],
  'variables-set': ['code', 'idle'],
  'compensation-started': ['undo', 'undo'],
  'undo-started': ['undo', 'undo'],
  'undo-ended': ['undo', 'good'],
  'compensation-ended': ['undo', 'good'],
  'budget-spent': ['costs', 'bad'],
  'budget-changed': ['costs', 'idle'],
};

/** `step-attempt-failed` as `Step attempt failed`. */
export function eventLook(type: string): EventLook {
  const [icon, tone] = looks[type] ?? ['dot', 'idle'];
  const name = type.replaceAll('-', ' ');
  return { name: name.charAt(0).toUpperCase() + name.slice(1), tone, icon };
}

/** What an event says in a line, from what it carries. */
export function eventLine(event: RunEvent): string {
  const data = event.data ?? {};
  const parts = [
    attemptOf(data),
    words(data.by) && `by ${words(data.by)}`,
    words(data.name),
    words(data.signal) && `signal ${words(data.signal)}`,
    messageOf(data),
    words(data.reason),
  ];
  return parts.filter(Boolean).join(' · ');
}

function attemptOf(data: JsonObject): string | undefined {
  return typeof data.attempt === 'number' && data.attempt > 1 ? `attempt ${data.attempt}` : undefined;
}

function messageOf(data: JsonObject): string | undefined {
  const error = data.error;
  return typeof error === 'object' && error !== null && !Array.isArray(error) ? words(error.message) : words(error);
}

function words(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Events of a step and of what runs below it, and those that have all the words looked for. */
export function filterEvents(events: readonly RunEvent[], step: string | undefined, find: string | undefined): RunEvent[] {
  const wanted = (find ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return events.filter(event => {
    if (step && event.path !== step && !event.path?.startsWith(`${step}/`)) return false;
    if (wanted.length === 0) return true;
    const text = `${event.seq} ${event.type} ${event.path ?? ''} ${eventLine(event)}`.toLowerCase();
    return wanted.every(word => text.includes(word));
  });
}
