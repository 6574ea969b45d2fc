import { useQuery } from '@tanstack/react-query';
import { queryClient } from '@/app/queryClient';
import { setCsrf, whenSignedOut } from '@/api/http';
import type { Role, Session } from '@/api/moreTypes';
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

const order: readonly Role[] = ['viewer', 'operator', 'developer', 'admin'];

/** The strongest role of a session, in any of its tenants. The server decides; this only keeps useless buttons away. */
export function roleOf(session: Session | null | undefined): Role {
  const roles = Array.isArray(session?.roles) ? session.roles : Object.values(session?.roles ?? {});
  return roles.reduce<Role>((best, role) => (order.indexOf(role) > order.indexOf(best) ? role : best), 'viewer');
}

export function useMay(role: Role): boolean {
  const { data } = useSession();
  return order.indexOf(roleOf(data)) >= order.indexOf(role);
}
