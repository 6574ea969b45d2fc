import type { ForkRun } from '@/api/runs';
import type { Json, JsonObject, RunEvent, Step } from '@/api/types';

export interface Parsed {
  value?: Json;
  problem?: string;
}

/** Reads JSON that a person types; the problem is said in words. */
export function parseJson(text: string): Parsed {
  if (text.trim() === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) as Json };
  } catch (error) {
    return { problem: `This is not JSON: ${error instanceof Error ? error.message : 'unreadable'}` };
  }
}

/** What of a step is done otherwise in the fork. */
export interface StepChange {
  prompt?: string;
  model?: string;
}

/** The place of a fork just before a step began, so that the step is made again; the whole run when it never began. */
export function placeBefore(step: string, events: readonly RunEvent[]): number {
  const started = events.findIndex(event => event.type === 'step-started' && event.path === step);
  return started > 0 ? events[started - 1]!.seq : 0;
}

export function agentSteps(steps: readonly Step[]): Step[] {
  return steps.filter(step => step.agent || step.kind === 'agent');
}

/** The request for a fork; undefined as long as something of it cannot be read. */
export function forkRequest(at: number, inputs: string, changes: Readonly<Record<string, StepChange>>): ForkRun | undefined {
  const parsed = parseJson(inputs);
  if (parsed.problem) return undefined;
  const steps: Record<string, JsonObject> = {};
  for (const [path, change] of Object.entries(changes)) {
    const kept = Object.fromEntries(Object.entries(change).filter(([, value]) => value && value.trim() !== ''));
    if (Object.keys(kept).length > 0) steps[path] = kept as JsonObject;
  }
  return {
    at: String(at),
    ...(parsed.value === undefined ? {} : { inputs: parsed.value }),
    ...(Object.keys(steps).length === 0 ? {} : { steps }),
  };
}
