import { useNavigate } from '@tanstack/react-router';
import { useAgents } from '@/features/agents/hooks/useAgents';
import { useMay } from '@/features/identity/hooks/useSession';
import { useWorkflows } from '@/features/workflows/hooks/useWorkflows';
import { findActions, type Action } from './actions';

const most = 8;

/** What has a name: workflows and agents that fit what was typed, with what can be done to them. */
export function useNamed(typed: string, start: (workflow: string) => void): Action[] {
  const navigate = useNavigate();
  const workflows = useWorkflows().data?.items ?? [];
  const agents = useAgents().data?.items ?? [];
  const mayStart = useMay('runsStart');
  const mayTalk = useMay('agentsUse');
  if (typed.trim().length < 2) return [];
  const actions = [
    ...workflows.flatMap(({ name }): Action[] => [
      {
        id: `workflow ${name}`,
        name,
        group: 'Workflow',
        icon: 'workflows',
        perform: () => void navigate({ to: '/workflows/$name', params: { name } }),
      },
      ...(mayStart
        ? [{ id: `start ${name}`, name: `Start ${name}`, group: 'Workflow', icon: 'play' as const, perform: () => start(name) }]
        : []),
    ]),
    ...agents.flatMap(({ id, name }): Action[] => [
      {
        id: `agent ${id}`,
        name,
        words: id,
        group: 'Agent',
        icon: 'agents',
        perform: () => void navigate({ to: '/agents', search: { agent: id } }),
      },
      ...(mayTalk
        ? [
            {
              id: `chat ${id}`,
              name: `Chat with ${name}`,
              words: id,
              group: 'Agent',
              icon: 'chat' as const,
              perform: () => void navigate({ to: '/chat', search: { agent: id } }),
            },
          ]
        : []),
    ]),
  ];
  return findActions(actions, typed).slice(0, most);
}
