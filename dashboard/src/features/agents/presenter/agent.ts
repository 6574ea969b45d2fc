import type { Agent } from '@/api/moreTypes';
import { duration, percent, plural } from '@/ui/format';

/** What it did in the newest runs, in words. */
export function workOf(agent: Agent): string {
  const { done = 0, failed = 0 } = agent;
  if (done + failed === 0) return 'None in the newest 200 runs';
  const success = agent.successShare === 1 ? 'all went well' : `${percent(agent.successShare ?? 0)} went well`;
  return [plural(done + failed, 'piece'), success, done > 0 && `${duration(agent.tookSeconds)} each`].filter(Boolean).join(', ');
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
