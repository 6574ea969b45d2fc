import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { identityApi } from '@/api/rest';
import { useMay, useSession } from './useSession';

/** Names of people by id: of everybody for those who may see users, else of oneself. */
export function useNames(): ReadonlyMap<string, string> {
  const { data: session } = useSession();
  const may = useMay('usersManage') && session?.mode !== 'local';
  const users = useQuery({ queryKey: ['users'], queryFn: ({ signal }) => identityApi.users(signal), enabled: may, staleTime: 60_000 });
  return useMemo(() => {
    const names = new Map((users.data?.items ?? []).map(user => [user.id, user.name]));
    if (session?.name) names.set(session.user, session.name);
    return names;
  }, [users.data, session]);
}
