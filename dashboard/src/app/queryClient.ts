import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '@/api/problem';

/** What was fetched stays on the screen while it is asked again; only a server that does not answer is asked more than once. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: true,
      networkMode: 'always',
      retry: (failures, error) => error instanceof ApiProblem && (error.isUnreachable || error.status === 503) && failures < 4,
      retryDelay: failures => Math.min(4_000, 300 * 2 ** failures),
    },
    mutations: { networkMode: 'always' },
  },
});
