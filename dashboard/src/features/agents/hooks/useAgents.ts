import { useQuery } from '@tanstack/react-query';
import { agentsApi } from '@/api/rest';

export function useAgents() {
  return useQuery({ queryKey: ['agents'], queryFn: ({ signal }) => agentsApi.list(signal), refetchInterval: 10_000 });
}

export function useAgent(name: string | undefined) {
  return useQuery({
    queryKey: ['agent', name],
    queryFn: ({ signal }) => agentsApi.get(name!, signal),
    enabled: name !== undefined,
    staleTime: 30_000,
  });
}
