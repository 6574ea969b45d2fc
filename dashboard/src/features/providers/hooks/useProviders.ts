import { useQuery } from '@tanstack/react-query';
import { operationsApi } from '@/api/rest';

export function useProviders() {
  return useQuery({ queryKey: ['providers'], queryFn: ({ signal }) => operationsApi.providers(signal), refetchInterval: 10_000 });
}
