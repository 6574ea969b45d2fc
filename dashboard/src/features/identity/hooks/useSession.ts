import { useQuery } from '@tanstack/react-query';
import { queryClient } from '@/app/queryClient';
import { setCsrf, whenSignedOut } from '@/api/http';
import type { Session } from '@/api/moreTypes';
import { ApiProblem } from '@/api/problem';
import { identityApi } from '@/api/rest';

const key = ['session'] as const;

async function readSession(signal?: AbortSignal): Promise<Session | null> {
  try {
    return accept(await identityApi.session(signal));
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}

function accept(session: Session): Session {
  setCsrf(session.csrf);
  return session;
}

/** Who is signed in; null for nobody. */
export function useSession() {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => readSession(signal), staleTime: 60_000, retry: 1_000_000, retryDelay: 1500 });
}

export function useSetupNeeded(enabled: boolean) {
  return useQuery({ queryKey: ['setup'], queryFn: ({ signal }) => identityApi.setup(signal), enabled, staleTime: 60_000 });
}

/** Takes up a new session: everything that was fetched for somebody else is forgotten. */
export async function takeUp(session: Session | undefined): Promise<void> {
  queryClient.removeQueries({ predicate: query => query.queryKey[0] !== 'session' });
  if (session?.user && session.csrf) queryClient.setQueryData(key, accept(session));
  else await queryClient.invalidateQueries({ queryKey: key });
}

export async function signOut(): Promise<void> {
  await identityApi.signOut().catch(() => undefined);
  setCsrf(undefined);
  queryClient.setQueryData(key, null);
}

whenSignedOut(() => queryClient.setQueryData(key, null));

export type Permission =
  | 'runsStart'
  | 'agentsUse'
  | 'runsControl'
  | 'approvalsDecide'
  | 'workflowsEdit'
  | 'budgetsChange'
  | 'keysManage'
  | 'usersManage'
  | 'auditRead'
  | 'tenantsManage'
  | 'loadRead'
  | 'systemManage';

/** Whether the person may do something. The server decides; this only keeps useless buttons away. */
export function useMay(permission: Permission): boolean {
  const { data } = useSession();
  return data?.permissions?.includes(permission) ?? false;
}

/** The tenant whose people change what all tenants of a server share. */
const projectTenant = 'default';

/** Whether the person may say what the server executes: save workflows, start ones of their own, change steps of a run. */
export function useMayWriteWorkflows(): boolean {
  const { data } = useSession();
  const isOwner = useMay('systemManage');
  return useMay('workflowsEdit') && (isOwner || data?.tenant === projectTenant);
}
