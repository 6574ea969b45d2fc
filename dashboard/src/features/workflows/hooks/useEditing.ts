import { useEffect, useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { workflowsApi } from '@/api/rest';
import { complain, say } from '@/ui/Toasts';

const pause = 350;

/** What the server says of a definition, a moment after the last key was pressed. */
export function useProblems(yaml: string) {
  const [settled, setSettled] = useState(yaml);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(yaml), pause);
    return () => clearTimeout(timer);
  }, [yaml]);
  const query = useQuery({
    queryKey: ['problems', settled],
    queryFn: () => workflowsApi.validate(settled),
    staleTime: Infinity,
    gcTime: 30_000,
    enabled: settled.trim() !== '',
  });
  return {
    problems: query.data?.problems ?? [],
    isChecked: query.isSuccess && settled === yaml,
    isOk: query.data?.ok === true,
    error: query.error,
  };
}

export function useSave(name: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (yaml: string) => workflowsApi.save(name, yaml),
    onSuccess: async () => {
      say('Saved');
      await Promise.all([
        client.invalidateQueries({ queryKey: ['workflow', name] }),
        client.invalidateQueries({ queryKey: ['workflows'] }),
      ]);
    },
    onError: complain,
  });
}
