import { useCallback } from 'react';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { sessionsApi, type SessionAnswer } from '@/api/rest';
import type { RunRow } from '@/api/types';
import { useLive } from '@/live/live';
import { complain, say } from '@/ui/Toasts';
import type { SessionsView } from '../presenter/sessionsView';

const key = ['agent-sessions'] as const;
/** Sessions have no topic of their own at the live connection. What their runs do not tell is asked for. */
const often = 10_000;

/** The sessions that fit, page by page: those that a person has first. */
export function useAgentSessions({ status, user }: SessionsView) {
  return useInfiniteQuery({
    queryKey: [...key, 'list', { status, user }],
    queryFn: ({ pageParam, signal }) => sessionsApi.list({ status, user, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: often,
  });
}

/** One session with what was saved of it, and what waits. */
export function useAgentSession(id: string) {
  return useQuery({ queryKey: [...key, id], queryFn: ({ signal }) => sessionsApi.get(id, signal), refetchInterval: often });
}

/** Asks again when a person is called, or has answered. */
export function useFreshSessions(): void {
  const client = useQueryClient();
  const again = useCallback(() => void client.invalidateQueries({ queryKey: key }), [client]);
  useLive({ topic: 'approvals' }, { onEvent: again, onBehind: again });
}

/** Asks again when the run of a session goes on: with its next success a probation is over. */
export function useFreshWithRun(run: string | null | undefined): void {
  const client = useQueryClient();
  // A run changes many times a second: what is being asked for is not asked for again.
  const again = () => void client.invalidateQueries({ queryKey: key }, { cancelRefetch: false });
  useLive(run ? { topic: 'runs' } : undefined, {
    onEvent: event => {
      if ((event as RunRow).id === run) again();
    },
    onBehind: again,
  });
}

export type Deed = { how: 'resume'; said: SessionAnswer } | { how: 'end'; comment: string } | { how: 'forget' };

const done = { resume: 'It goes on, on probation', end: 'Ended', forget: 'Forgotten' };

export function useDeed(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (deed: Deed) =>
      deed.how === 'resume'
        ? sessionsApi.resume(id, deed.said)
        : deed.how === 'end'
          ? sessionsApi.end(id, deed.comment)
          : sessionsApi.forget(id),
    onSuccess: async (_, deed) => {
      say(done[deed.how]);
      // Of one that is forgotten there is nothing to ask for any more but that it is gone from the list.
      const changed = deed.how === 'forget' ? [...key, 'list'] : key;
      await Promise.all([client.invalidateQueries({ queryKey: changed }), client.invalidateQueries({ queryKey: ['approvals'] })]);
    },
    onError: complain,
  });
}
