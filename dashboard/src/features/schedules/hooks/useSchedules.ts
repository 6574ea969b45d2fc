import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { schedulesApi, type ScheduleCommand } from '@/api/rest';
import { complain, say } from '@/ui/Toasts';

const key = ['schedules'] as const;
const done = { pause: 'It starts no runs until it is resumed', resume: 'It starts runs again', trigger: 'A run is started' };

export function useSchedules() {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => schedulesApi.list(signal), refetchInterval: 15_000 });
}

export function useScheduleCommand() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, command }: { id: string; command: ScheduleCommand }) => schedulesApi.command(id, command),
    onSuccess: async (_, { command }) => {
      say(done[command]);
      await client.invalidateQueries({ queryKey: key });
    },
    onError: complain,
  });
}
