import { useCallback } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { approvalsApi, type Decision } from '@/api/rest';
import { useLive } from '@/live/live';
import { complain, say } from '@/ui/Toasts';

const key = ['approvals'] as const;

/** What waits for an answer of a person, kept up to date. */
export function useApprovals() {
  const client = useQueryClient();
  const again = useCallback(() => void client.invalidateQueries({ queryKey: key }), [client]);
  useLive({ topic: 'approvals' }, { onEvent: again, onBehind: again });
  return useQuery({ queryKey: key, queryFn: ({ signal }) => approvalsApi.list(signal), staleTime: 10_000 });
}

export function useWaiting(): number {
  return useApprovals().data?.items.length ?? 0;
}

export function useDecide(run: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (decision: Decision) => approvalsApi.decide(run, decision),
    onSuccess: async (_, decision) => {
      say(decision.decision === 'approve' ? 'Approved' : 'Rejected');
      await Promise.all([client.invalidateQueries({ queryKey: key }), client.invalidateQueries({ queryKey: ['run', run] })]);
    },
    onError: complain,
  });
}
