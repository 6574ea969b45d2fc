import type { Json, TraceItem } from '@/api/types';
import type { IconName } from '@/ui/icons';
import type { Tone } from '@/ui/status';

export interface TraceLook {
  name: string;
  icon: IconName;
  tone: Tone;
}

const looks: Record<string, TraceLook> = {
  thought: { name: 'Thought', icon: 'thought', tone: 'idle' },
  action: { name: 'Action', icon: 'tool', tone: 'busy' },
  observation: { name: 'Observation', icon: 'eye', tone: 'good' },
  answer: { name: 'Answer', icon: 'check', tone: 'good' },
  decision: { name: 'Decision', icon: 'fork', tone: 'undo' },
  evidence: { name: 'Evidence', icon: 'search', tone: 'undo' },
  error: { name: 'Error', icon: 'cross', tone: 'bad' },
};

export function traceLook(kind: string): TraceLook {
  return looks[kind] ?? { name: kind, icon: 'dot', tone: 'idle' };
}

export interface TraceGroup {
  step: string;
  agent?: string;
  items: TraceItem[];
}

export function stepOf(item: TraceItem): string {
  return item.path ?? item.step ?? '';
}

/** Items of one step after each other make a group; the order of the run is kept. */
export function groupTrace(items: readonly TraceItem[], step: string | undefined): TraceGroup[] {
  const groups: TraceGroup[] = [];
  for (const item of items) {
    const own = stepOf(item);
    if (step && own !== step && !own.startsWith(`${step}/`)) continue;
    const last = groups.at(-1);
    if (last && last.step === own) last.items.push(item);
    else groups.push({ step: own, agent: item.agent, items: [item] });
  }
  return groups;
}

/** Whether there is more to an item than its words. */
export function hasData(data: Json | undefined): data is Json {
  if (data === undefined || data === null) return false;
  return typeof data !== 'object' || Object.keys(data).length > 0;
}
