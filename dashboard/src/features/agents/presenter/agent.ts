import type { Agent } from '@/api/moreTypes';

export function capabilityNames(agent: Agent): string[] {
  return (agent.capabilities ?? []).map(one => (typeof one === 'string' ? one : one.name));
}

export interface AgentAction {
  name: string;
  description?: string;
}

export function actionsOf(agent: Agent): AgentAction[] {
  return (agent.actions ?? []).map(one => (typeof one === 'string' ? { name: one } : one));
}

/** The share of steps that succeeded; undefined when there were none. */
export function successOf(agent: Agent): number | undefined {
  const { total = 0, failed = 0 } = agent.success ?? {};
  return total === 0 ? undefined : (total - failed) / total;
}

export function stateOf(agent: Agent): string {
  return agent.state ?? ((agent.load?.running ?? 0) > 0 ? 'busy' : 'idle');
}

/** Agents that have all the words looked for, in their name, description or capabilities. */
export function findAgents(agents: readonly Agent[], search: string | undefined): Agent[] {
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return agents.filter(agent => {
    const text = [agent.name, agent.description, ...(agent.aliases ?? []), ...capabilityNames(agent)].join(' ').toLowerCase();
    return words.every(word => text.includes(word));
  });
}
