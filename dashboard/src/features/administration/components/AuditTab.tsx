import { useState } from 'react';
import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { identityApi } from '@/api/rest';
import { Button } from '@/ui/Button';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { plural } from '@/ui/format';
import { Icon } from '@/ui/Icon';
import { Status } from '@/ui/Status';
import { Ago } from '@/ui/Time';
import { useUsers } from '../hooks/useAdmin';

/** Who did what to what, and why; nothing of it can be changed unseen. */
export function AuditTab() {
  const [search, setSearch] = useState('');
  const query = useInfiniteQuery({
    queryKey: ['audit', search],
    queryFn: ({ pageParam, signal }) => identityApi.audit({ actor: search, cursor: pageParam, limit: 100 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const users = useUsers();
  const names = new Map((users.data?.items ?? []).map(user => [user.id, user.name]));
  if (query.isError && !query.data) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton rows={6} height={42} />;
  const entries = query.data.pages.flatMap(page => page.items);
  return (
    <>
      <div className="row wrap">
        <label className="search-field">
          <Icon name="search" size={14} />
          <input
            className="input"
            type="search"
            aria-label="Entries of one person or key"
            placeholder="Person or key…"
            value={search}
            onChange={event => setSearch(event.target.value)}
          />
        </label>
        <span className="grow" />
        <Verify />
      </div>
      {entries.length === 0 ? (
        <Empty icon="admin" title="No entry fits">
          Every change that a person or a key makes is written here.
        </Empty>
      ) : (
        <div className="table-frame" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th className="number not-phone">#</th>
                <th>Who</th>
                <th>Did</th>
                <th>To</th>
                <th className="not-phone">Why</th>
                <th className="number">When</th>
              </tr>
            </thead>
            <tbody>
              {entries.map(entry => (
                <tr key={entry.number}>
                  <td className="number quiet mono not-phone">{entry.number}</td>
                  <td className="strong" title={entry.actor}>
                    {names.get(entry.actor) ?? entry.actor}
                  </td>
                  <td>
                    <code>{entry.action}</code>{' '}
                    {entry.outcome && !/^(2\d\d$|3\d\d$|ok|done|allowed|success)/i.test(entry.outcome) && (
                      <span className="bad-text">{entry.outcome}</span>
                    )}
                  </td>
                  <td className="mono soft breakable">{entry.subject}</td>
                  <td className="soft not-phone">{entry.reason}</td>
                  <td className="number">
                    <Ago at={entry.at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {query.hasNextPage && (
        <div className="table-foot">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Earlier
          </Button>
        </div>
      )}
    </>
  );
}

/** Reads the whole chain again: each entry carries the hash of the one before it. */
function Verify() {
  const verify = useMutation({ mutationFn: identityApi.verifyAudit });
  const found = verify.data;
  return (
    <div className="row">
      {verify.isError && <span className="bad-text">{verify.error.message}</span>}
      {found &&
        (found.intact ? (
          <Status of="ok" label={`${plural(found.entries, 'entry', 'entries')} intact`} />
        ) : (
          <Status of="failed" label={found.fault ?? `Broken at ${found.faultAt}`} />
        ))}
      <Button icon="admin" busy={verify.isPending} title="The same as `ax audit verify`" onClick={() => verify.mutate()}>
        Verify the chain
      </Button>
    </div>
  );
}
