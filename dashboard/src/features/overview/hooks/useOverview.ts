import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { operationsApi } from '@/api/rest';
import { runsApi } from '@/api/runs';

export function useOverview() {
  return useQuery({
    queryKey: ['overview'],
    queryFn: ({ signal }) => operationsApi.overview(signal),
    refetchInterval: 10_000,
    placeholderData: keepPreviousData,
  });
}

/** The newest runs, and the newest that failed. */
export function useNewest(status?: string) {
  return useQuery({
    queryKey: ['runs', 'newest', status ?? 'all'],
    queryFn: ({ signal }) => runsApi.list({ status }, undefined, signal),
    refetchInterval: 10_000,
  });
}
