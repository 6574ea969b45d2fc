import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { identityApi, operationsApi } from '@/api/rest';
import { complain } from '@/ui/Toasts';

export function useUsers() {
  return useQuery({ queryKey: ['users'], queryFn: ({ signal }) => identityApi.users(signal) });
}

export function useKeys() {
  return useQuery({ queryKey: ['keys'], queryFn: ({ signal }) => identityApi.keys(signal) });
}

export function useTenants() {
  return useQuery({ queryKey: ['tenants'], queryFn: ({ signal }) => identityApi.tenants(signal) });
}

export function useSessions(user: string) {
  return useQuery({ queryKey: ['sessions', user], queryFn: ({ signal }) => identityApi.sessions(user, signal), enabled: user !== '' });
}

export function useNodes() {
  return useQuery({ queryKey: ['nodes'], queryFn: ({ signal }) => operationsApi.nodes(signal), refetchInterval: 5_000 });
}

/** Changes something of people or keys, and asks for the lists named again. */
export function useChange<T, R>(change: (value: T) => Promise<R>, ...lists: string[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => Promise.all(lists.map(list => client.invalidateQueries({ queryKey: [list] }))),
    onError: complain,
  });
}
