import { useEffect, useMemo, useRef } from 'react';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { runsApi, type RunCommand } from '@/api/runs';
import type { Run, RunEvent, Step } from '@/api/types';
import { useLive } from '@/live/live';
import { complain, say } from '@/ui/Toasts';
import { append, foldRun, moveOn, stepsAt } from '../presenter/fold';
import { isOver } from '../presenter/runRow';

/** More events than this are not read at once: the list says so, and the server answers for what lies behind. */
const mostEvents = 5_000;
/** How long changes are gathered before the server is asked for what events do not carry, in milliseconds. */
const gathering = 300;

const noEvents: RunEvent[] = [];
const noSteps: Step[] = [];

export function useRunDetail(id: string) {
  return useQuery({ queryKey: ['run', id, 'detail'], queryFn: ({ signal }) => runsApi.get(id, signal) });
}

/** All that happened, read once and then kept up to date by the live connection. */
export function useRunEvents(id: string) {
  const client = useQueryClient();
  const queryKey = useMemo(() => ['run', id, 'events'], [id]);
  const refresh = useGathered(() => {
    void client.invalidateQueries({ queryKey: ['run', id], predicate: query => query.queryKey[2] !== 'events' });
  });
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      let events = client.getQueryData<RunEvent[]>(queryKey) ?? noEvents;
      while (events.length < mostEvents) {
        const page = await runsApi.events(id, events.at(-1)?.seq ?? 0, signal);
        const more = append(events, page.items);
        const ended = more.length === events.length || !page.next;
        events = more;
        if (ended) break;
      }
      return events;
    },
    staleTime: Infinity,
  });
  useLive(query.isSuccess ? { topic: 'run', run: id, after: query.data.at(-1)?.seq ?? 0 } : undefined, {
    onEvent: event => {
      client.setQueryData<RunEvent[]>(queryKey, known => append(known ?? noEvents, [event as RunEvent]));
      refresh();
    },
    onBehind: () => void client.invalidateQueries({ queryKey }),
  });
  return query;
}

/** Steps of a run: as the server told them, moved on by events since; or as they were after the event `at`. */
export function useRunSteps(id: string, events: RunEvent[], at: number | undefined) {
  const latest = useRef(0);
  latest.current = events.at(-1)?.seq ?? 0;
  const query = useQuery({
    queryKey: ['run', id, 'steps'],
    queryFn: async ({ signal }) => {
      const seen = latest.current;
      return { items: (await runsApi.steps(id, signal)).items, seen };
    },
  });
  const steps = useMemo(() => {
    if (!query.data) return noSteps;
    return at === undefined ? moveOn(query.data.items, events, query.data.seen) : stepsAt(query.data.items, events, at);
  }, [query.data, events, at]);
  return { steps, isPending: query.isPending, error: query.error };
}

/** The run with the state that its newest events say, also before the server was asked again. */
export function withEvents(run: Run, events: RunEvent[], at: number | undefined): Run {
  const status = foldRun(events, at);
  return status && (at !== undefined || isOver(status) || !isOver(run.status)) ? { ...run, status } : run;
}

export function useRunGraph(id: string) {
  return useQuery({ queryKey: ['run', id, 'graph'], queryFn: ({ signal }) => runsApi.graph(id, signal) });
}

export function useRunState(id: string, seq: number, enabled: boolean) {
  return useQuery({
    queryKey: ['run', id, 'state', seq],
    queryFn: ({ signal }) => runsApi.state(id, seq, signal),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    enabled,
  });
}

/** A step with its values whole, asked for only on demand. */
export function useWholeStep(id: string, path: string) {
  return useQuery({
    queryKey: ['run', id, 'step', path],
    queryFn: ({ signal }) => runsApi.step(id, path, signal),
    enabled: false,
    staleTime: Infinity,
  });
}

export function useRunTiming(id: string) {
  return useQuery({ queryKey: ['run', id, 'timing'], queryFn: ({ signal }) => runsApi.timing(id, signal) });
}

export function useRunTrace(id: string) {
  return useQuery({ queryKey: ['run', id, 'trace'], queryFn: ({ signal }) => runsApi.trace(id, signal) });
}

export function useRunForks(id: string) {
  return useQuery({ queryKey: ['run', id, 'forks'], queryFn: ({ signal }) => runsApi.forks(id, signal) });
}

/** What differs between two runs, asked again whenever the run on the screen changes, whichever side it stands on. */
export function useRunDiff(shown: string, left: string, right: string) {
  return useQuery({ queryKey: ['run', shown, 'diff', left, right], queryFn: ({ signal }) => runsApi.diff(left, right, signal) });
}

/** The definition that a run is pinned to. It changes only when somebody goes on with another. */
export function useDefinition(id: string | undefined) {
  return useQuery({
    queryKey: ['run', id, 'definition'],
    queryFn: ({ signal }) => runsApi.definition(id!, signal),
    enabled: id !== undefined,
    staleTime: 60_000,
  });
}

const done: Record<RunCommand, string> = {
  pause: 'Pausing',
  resume: 'Resumed',
  cancel: 'Cancelled',
  promote: 'Promoted',
  discard: 'Discarded',
};

export function useRunCommand(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (command: RunCommand) => runsApi.command(id, command),
    onSuccess: async (_, command) => {
      say(done[command]);
      await client.invalidateQueries({ queryKey: ['run', id] });
    },
    onError: complain,
  });
}

/** Calls at most once in a while, however often it is asked for. */
function useGathered(call: () => void): () => void {
  const latest = useRef(call);
  useEffect(() => {
    latest.current = call;
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      latest.current();
    }, gathering);
  };
}
