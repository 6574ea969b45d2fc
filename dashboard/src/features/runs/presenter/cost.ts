import type { Step } from '@/api/types';

export interface CostLine {
  key: string;
  path: string;
  model: string;
  inputTokens: number;
  outputTokens: number;
  usd: number;
  share: number;
}

export interface RunCost {
  lines: CostLine[];
  usd: number;
  inputTokens: number;
  outputTokens: number;
}

/** What the steps of a run cost, the most expensive first. */
export function costOf(steps: readonly Step[]): RunCost {
  const used = steps.filter(step => step.usage && (step.usage.usd || step.usage.inputTokens || step.usage.outputTokens));
  const sum = (read: (step: Step) => number | undefined) => used.reduce((total, step) => total + (read(step) ?? 0), 0);
  const usd = sum(step => step.usage?.usd);
  const most = Math.max(0, ...used.map(step => step.usage?.usd ?? 0));
  const lines = used
    .map(step => ({
      key: step.key,
      path: step.path,
      model: step.model ?? step.provider ?? '',
      inputTokens: step.usage?.inputTokens ?? 0,
      outputTokens: step.usage?.outputTokens ?? 0,
      usd: step.usage?.usd ?? 0,
      share: most > 0 ? (step.usage?.usd ?? 0) / most : 0,
    }))
    .sort((a, b) => b.usd - a.usd || b.inputTokens - a.inputTokens);
  return { lines, usd, inputTokens: sum(step => step.usage?.inputTokens), outputTokens: sum(step => step.usage?.outputTokens) };
}
