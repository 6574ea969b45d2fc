import { useState } from 'react';
import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AuditEntry } from '@/api/moreTypes';
import { identityApi } from '@/api/rest';
import { Button } from '@/ui/Button';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { plural } from '@/ui/format';
import { Status } from '@/ui/Status';
import { Ago } from '@/ui/Time';
import { useNames } from '@/features/identity/hooks/useNames';
import { useUsers } from '../hooks/useAdmin';
import { deedOf } from '../presenter/audit';
import './audit.css';

/** Who did what to what, and why; nothing of it can be changed unseen. */
export function AuditTab() {
  const [actor, setActor] = useState('');
  const [open, setOpen] = useState<number>();
  const query = useInfiniteQuery({
    queryKey: ['audit', actor],
    queryFn: ({ pageParam, signal }) => identityApi.audit({ actor, cursor: pageParam, limit: 100 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const users = useUsers().data?.items ?? [];
  const names = useNames();
  if (query.isError && !query.data) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton rows={6} height={42} />;
  const entries = query.data.pages.flatMap(page => page.items);
  return (
    <>
      <div className="row wrap">
        <select className="input audit-who" aria-label="Who did it" value={actor} onChange={event => setActor(event.target.value)}>
          <option value="">Everybody</option>
          {users.map(user => (
            <option key={user.id} value={user.id}>
              {user.name}
            </option>
          ))}
        </select>
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
                <th className="not-phone">To</th>
                <th className="not-phone">Why</th>
                <th className="number">When</th>
              </tr>
            </thead>
            <tbody>
              {entries.map(entry => (
                <Entry
                  key={entry.number}
                  entry={entry}
                  names={names}
                  open={open === entry.number}
                  onToggle={() => setOpen(open === entry.number ? undefined : entry.number)}
                />
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

interface EntryProps {
  entry: AuditEntry;
  names: ReadonlyMap<string, string>;
  open: boolean;
  onToggle: () => void;
}

function Entry({ entry, names, open, onToggle }: EntryProps) {
  const deed = deedOf(entry, names);
  return (
    <>
      <tr>
        <td className="number quiet mono not-phone">{entry.number}</td>
        <td className="strong breakable audit-name" title={entry.actor}>
          {names.get(entry.actor) ?? (entry.actor || '–')}
        </td>
        <td>
          <button type="button" className="text-button strong" aria-expanded={open} onClick={onToggle}>
            {deed.text}
          </button>{' '}
          {deed.refusal && <span className="bad-text">{deed.refusal}</span>}
          <span className="only-phone audit-under mono soft breakable">{deed.subject}</span>
        </td>
        <td className="mono soft breakable not-phone">{deed.subject}</td>
        <td className="soft breakable not-phone">{entry.reason}</td>
        <td className="number">
          <Ago at={entry.at} />
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={6}>
            <dl className="facts audit-facts">
              <dt>Request</dt>
              <dd className="mono">
                {entry.action} · {entry.outcome}
              </dd>
              {deed.run && (
                <>
                  <dt>Run</dt>
                  <dd>
                    <Link to="/runs/$id" params={{ id: deed.run }} className="mono">
                      {deed.run}
                    </Link>
                  </dd>
                </>
              )}
              {entry.reason && (
                <>
                  <dt>Why</dt>
                  <dd>{entry.reason}</dd>
                </>
              )}
              <dt>By</dt>
              <dd className="mono">
                {entry.actor} · {entry.place}
              </dd>
            </dl>
          </td>
        </tr>
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
      <Button icon="admin" busy={verify.isPending} title="The same as: ax audit verify" onClick={() => verify.mutate()}>
        Verify the chain
      </Button>
    </div>
  );
}
