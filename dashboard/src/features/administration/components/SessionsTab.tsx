import { identityApi } from '@/api/rest';
import { Person } from '@/features/identity/components/Person';
import { useSession } from '@/features/identity/hooks/useSession';
import { Button } from '@/ui/Button';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { Ago } from '@/ui/Time';
import { say } from '@/ui/Toasts';
import { deviceText } from '../presenter/roles';
import { useChange, useSessions } from '../hooks/useAdmin';

/** Where somebody is signed in, and the way to end it. */
export function SessionsTab({ user }: { user: string }) {
  const query = useSessions(user);
  const { data: session } = useSession();
  const end = useChange((id: string) => identityApi.endSession(user, id), 'sessions');
  if (query.isError && !query.data) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton rows={3} height={42} />;
  const sessions = query.data.items;
  return (
    <>
      <p className="soft">
        {user === session?.user ? (
          'Where you are signed in.'
        ) : (
          <>
            Where <Person id={user} /> is signed in.
          </>
        )}
      </p>
      {sessions.length === 0 ? (
        <Empty icon="eye" title="Not signed in anywhere" />
      ) : (
        <div className="table-frame" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th>Device</th>
                <th className="not-phone">Address</th>
                <th className="number not-phone">Since</th>
                <th className="number">Last seen</th>
                <th>
                  <span className="only-read">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {sessions.map(one => (
                <tr key={one.id}>
                  <td className="strong">
                    {deviceText(one.agent)} {one.isCurrent && <span className="chip">this one</span>}
                  </td>
                  <td className="mono quiet not-phone">{one.place ?? '–'}</td>
                  <td className="number not-phone">
                    <Ago at={one.createdAt} />
                  </td>
                  <td className="number">
                    <Ago at={one.seenAt} />
                  </td>
                  <td className="number">
                    {!one.isCurrent && (
                      <Button small look="bad" onClick={() => end.mutate(one.id, { onSuccess: () => say('The session is ended') })}>
                        End
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
