import type { AgentTrace, Json, TraceTurn } from '@/api/types';
import type { IconName } from '@/ui/icons';
import type { Tone } from '@/ui/status';

/** One line of the reasoning of an agent. */
export interface TraceLine {
  kind: 'thought' | 'action' | 'observation' | 'problem' | 'milestone' | 'answer' | 'error';
  text?: string;
  tool?: string;
  data?: Json;
  /** The step that carried an action out. */
  step?: string;
}

export const traceLooks: Record<TraceLine['kind'], { name: string; icon: IconName; tone: Tone }> = {
  thought: { name: 'Thought', icon: 'thought', tone: 'idle' },
  action: { name: 'Action', icon: 'tool', tone: 'busy' },
  observation: { name: 'Observation', icon: 'eye', tone: 'good' },
  problem: { name: 'Put right', icon: 'retry', tone: 'warn' },
  milestone: { name: 'Milestone', icon: 'star', tone: 'undo' },
  answer: { name: 'Answer', icon: 'check', tone: 'good' },
  error: { name: 'Error', icon: 'cross', tone: 'bad' },
};

/** The reasoning of a step as lines, in the order in which it went. */
export function linesOf(trace: AgentTrace): TraceLine[] {
  const lines = trace.turns.flatMap(linesOfTurn);
  if (hasData(trace.answer))
    lines.push(typeof trace.answer === 'string' ? { kind: 'answer', text: trace.answer } : { kind: 'answer', data: trace.answer });
  if (trace.error) lines.push({ kind: 'error', text: trace.error.message });
  return lines;
}

/** One turn of an agent as lines. */
export function linesOfTurn(turn: TraceTurn): TraceLine[] {
  const lines: TraceLine[] = [];
  if (turn.thought) lines.push({ kind: 'thought', text: turn.thought });
  for (const call of turn.calls ?? []) {
    lines.push({ kind: 'action', tool: call.tool, data: call.arguments, step: call.asked ?? call.step ?? undefined });
    if (call.observation) lines.push({ kind: call.failed ? 'error' : 'observation', tool: call.tool, text: call.observation });
  }
  lines.push(...(turn.problems ?? []).map(text => ({ kind: 'problem' as const, text })));
  lines.push(...(turn.milestones ?? []).map(text => ({ kind: 'milestone' as const, text })));
  return lines;
}

/** Steps with reasoning, of one step and what runs below it when one is looked at. */
export function tracesOf(traces: readonly AgentTrace[], step: string | undefined): AgentTrace[] {
  return traces.filter(trace => (!step || trace.path === step || trace.path.startsWith(`${step}/`)) && linesOf(trace).length > 0);
}

/** Whether there is more to a line than its words. */
export function hasData(data: Json | undefined): data is Json {
  if (data === undefined || data === null) return false;
  return typeof data !== 'object' || Object.keys(data).length > 0;
}
