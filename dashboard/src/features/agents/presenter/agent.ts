import type { Agent } from '@/api/moreTypes';

/** The share of its steps that succeeded; undefined while it has done nothing. */
export function successOf(agent: Agent): number | undefined {
  return (agent.calls ?? 0) === 0 ? undefined : agent.successShare;
}

export function stateOf(agent: Agent): string {
  return agent.state ?? ((agent.load?.working ?? 0) > 0 ? 'working' : 'idle');
}

/** Agents that have all the words looked for, in their name, description, actions or tools. */
export function findAgents(agents: readonly Agent[], search: string | undefined): Agent[] {
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return agents.filter(agent => {
    const text = [agent.id, agent.name, agent.description, ...(agent.aliases ?? []), ...(agent.actions ?? []), ...(agent.tools ?? [])]
      .join(' ')
      .toLowerCase();
    return words.every(word => text.includes(word));
  });
}
