import { useState } from 'react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { identityApi } from '@/api/rest';
import { Button } from '@/ui/Button';
import { Command, Empty, Problem, Skeleton } from '@/ui/Feedback';
import { Icon } from '@/ui/Icon';
import { Ago } from '@/ui/Time';

/** Who did what to what, and why; nothing of it can be changed unseen. */
export function AuditTab() {
  const [search, setSearch] = useState('');
  const query = useInfiniteQuery({
    queryKey: ['audit', search],
    queryFn: ({ pageParam, signal }) => identityApi.audit({ search, cursor: pageParam, limit: 100 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  if (query.isError && !query.data) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton rows={6} height={42} />;
  const entries = query.data.pages.flatMap(page => page.items);
  return (
    <>
      <div className="row wrap">
        <label className="search-field">
          <Icon name="search" size={14} />
          <input className="input" type="search" aria-label="Search the audit" placeholder="Person, action or thing…" value={search} onChange={event => setSearch(event.target.value)} />
        </label>
        <span className="grow" />
        <Command text="ax audit verify" />
      </div>
      {entries.length === 0 ? <Empty icon="admin" title="No entry fits">Every change that a person or a key makes is written here.</Empty> : (
        <div className="table-frame" tabIndex={0}>
          <table className="table">
            <thead><tr><th className="number">#</th><th>Who</th><th>Did</th><th>To</th><th className="not-phone">Why</th><th className="number">When</th></tr></thead>
            <tbody>
              {entries.map(entry => (
                <tr key={entry.seq}>
                  <td className="number quiet mono">{entry.seq}</td>
                  <td className="strong">{entry.who}</td>
                  <td><code>{entry.action}</code> {entry.outcome && entry.outcome !== 'ok' && <span className="bad-text">{entry.outcome}</span>}</td>
                  <td className="mono soft">{entry.what}</td>
                  <td className="soft not-phone">{entry.why}</td>
                  <td className="number"><Ago at={entry.at} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {query.hasNextPage && <div className="table-foot"><Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>Earlier</Button></div>}
    </>
  );
}
