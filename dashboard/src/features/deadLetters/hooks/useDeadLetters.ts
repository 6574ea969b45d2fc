import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { deadLettersApi, type Outcome } from '@/api/rest';
import type { Json } from '@/api/types';
import { complain, say } from '@/ui/Toasts';

const key = ['dead-letters'] as const;

export function useDeadLetters() {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => deadLettersApi.list(signal), refetchInterval: 15_000 });
}

export type Answer = { how: 'redrive'; inputs?: Json } | { how: 'discard' } | { how: 'resolve'; step: string; outcome: Outcome };

const done = { redrive: 'It is tried again', discard: 'Discarded', resolve: 'Marked as resolved' };

export function useAnswer() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, answer }: { id: string; answer: Answer }) =>
      answer.how === 'redrive'
        ? deadLettersApi.redrive(id, answer.inputs)
        : answer.how === 'resolve'
          ? deadLettersApi.resolve(id, answer.step, answer.outcome)
          : deadLettersApi.discard(id),
    onSuccess: async (_, { answer }) => {
      say(done[answer.how]);
      await client.invalidateQueries({ queryKey: key });
    },
    onError: complain,
  });
}
