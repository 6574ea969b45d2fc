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
  /** Of a step that asks a model itself. */
  prompt?: string;
  /** Of any other step: its input as JSON, as a person types it. */
  input?: string;
  model?: string;
}

/** The place of a fork just before a step began, so that the step is made again; the whole run when it never began. */
export function placeBefore(step: string, events: readonly RunEvent[]): number {
  const started = events.findIndex(event => event.type === 'step-started' && event.path === step);
  return started > 0 ? events[started - 1]!.seq : 0;
}

/** Steps of which a fork can change something. */
export function changeable(steps: readonly Step[]): Step[] {
  return steps.filter(step => hasModel(step) || step.kind === 'tool');
}

export function hasPrompt(step: Step): boolean {
  return step.kind === 'prompt';
}

export function hasModel(step: Step): boolean {
  return step.kind === 'agent' || step.kind === 'prompt';
}

/** The request for a fork; undefined as long as something of it cannot be read. */
export function forkRequest(at: number, inputs: string, changes: Readonly<Record<string, StepChange>>): ForkRun | undefined {
  const parsed = parseJson(inputs);
  if (parsed.problem) return undefined;
  const steps: Record<string, JsonObject> = {};
  for (const [path, change] of Object.entries(changes)) {
    const input = parseJson(change.input ?? '');
    if (input.problem) return undefined;
    const kept: JsonObject = {};
    if (change.prompt?.trim()) kept.prompt = change.prompt;
    if (change.model?.trim()) kept.model = change.model;
    if (input.value !== undefined) kept.input = input.value;
    if (Object.keys(kept).length > 0) steps[path] = kept;
  }
  return {
    at: String(at),
    ...(parsed.value === undefined ? {} : { inputs: parsed.value }),
    ...(Object.keys(steps).length === 0 ? {} : { steps }),
  };
}
