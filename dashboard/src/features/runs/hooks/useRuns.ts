import { useState } from 'react';
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { runsApi, type BulkRuns } from '@/api/runs';
import type { Page, RunRow } from '@/api/types';
import { useLive } from '@/live/live';
import { complain } from '@/ui/Toasts';
import { fits, toFilter, type RunsView } from '../presenter/runFilter';
import { mergeRow } from '../presenter/runRow';

/** The runs that fit, page by page, each row changing as its run does. */
export function useRuns(view: RunsView) {
  const client = useQueryClient();
  const [now] = useState(() => Date.now());
  const filter = toFilter(view, now);
  const queryKey = ['runs', filter];
  useLive(
    { topic: 'runs' },
    {
      onEvent: event => {
        const row = event as RunRow;
        if (!row.id) return;
        client.setQueryData<InfiniteData<Page<RunRow>>>(
          queryKey,
          data => data && { ...data, pages: mergeRow(data.pages, row, fits(row, view)) },
        );
      },
      onBehind: () => void client.invalidateQueries({ queryKey }),
    },
  );
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => runsApi.list(filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** Does something to many runs. Asked with `dryRun` first, the answer tells how many it would be. */
export function useBulk() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: BulkRuns) => runsApi.bulk(request),
    onSuccess: (_, request) => (request.dryRun ? undefined : client.invalidateQueries({ queryKey: ['runs'] })),
    onError: complain,
  });
}
