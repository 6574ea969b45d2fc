import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { workflowsApi } from '@/api/rest';

export function useWorkflows() {
  return useQuery({ queryKey: ['workflows'], queryFn: ({ signal }) => workflowsApi.list(signal), staleTime: 30_000 });
}

/** The definitions that runs were started with. */
export function useVersions(name: string) {
  return useQuery({ queryKey: ['workflow', name, 'versions'], queryFn: ({ signal }) => workflowsApi.versions(name, signal) });
}

export function useWorkflow(name: string) {
  return useQuery({
    queryKey: ['workflow', name],
    queryFn: ({ signal }) => workflowsApi.get(name, signal),
    enabled: name !== '',
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });
}
