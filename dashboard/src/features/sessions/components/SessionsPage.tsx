import { useMemo } from 'react';
import type { AgentSession } from '@/api/moreTypes';
import { sessions as route } from '@/app/router';
import { Person } from '@/features/identity/components/Person';
import { useNames } from '@/features/identity/hooks/useNames';
import { Button } from '@/ui/Button';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { Status } from '@/ui/Status';
import { Ago } from '@/ui/Time';
import { useAgentSessions, useFreshSessions } from '../hooks/useAgentSessions';
import { lookOf, titleOf, whyOf } from '../presenter/session';
import { findSessions, isNarrowed, type SessionsView } from '../presenter/sessionsView';
import { SessionCard } from './SessionCard';
import { SessionFilters } from './SessionFilters';
import '@/ui/inbox.css';
import './sessions.css';

/** Conversations and runs in which too much failed: a person looks at them, lets them go on, or ends them. */
export function SessionsPage() {
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const query = useAgentSessions(view);
  const names = useNames();
  const all = useMemo(() => query.data?.pages.flatMap(page => page.items) ?? [], [query.data]);
  const found = useMemo(() => findSessions(all, view.search, names), [all, view.search, names]);
  useFreshSessions();
  const waiting = all.filter(session => session.status === 'open').length;
  const chosen = view.id ?? found[0]?.id;
  const change = (to: SessionsView) => void navigate({ search: to, replace: true });
  return (
    <div className="page">
      <header className="page-head">
        <h1>Sessions</h1>
        {waiting > 0 && <span className="chip">{waiting} waiting</span>}
      </header>
      {(all.length > 0 || isNarrowed(view)) && <SessionFilters view={view} sessions={all} names={names} onChange={change} />}
      {query.isError && !query.data && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={4} height={72} />}
      {query.isSuccess && !chosen && <NoSessions narrowed={isNarrowed(view)} onClear={() => change({})} />}
      {query.isSuccess && chosen && (
        <div className={view.id ? 'inbox opened' : 'inbox'}>
          <div className="stack sessions-list">
            <ul className="inbox-list" aria-label="Sessions">
              {found.map(session => (
                <Row
                  key={session.id}
                  session={session}
                  why={whyOf(session, names)}
                  chosen={session.id === chosen}
                  onChoose={() => change({ ...view, id: session.id })}
                />
              ))}
            </ul>
            {found.length === 0 && <p className="quiet sessions-none">No other session fits these filters.</p>}
            {query.hasNextPage && (
              <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                More sessions
              </Button>
            )}
          </div>
          <SessionCard key={chosen} id={chosen} onBack={() => change({ ...view, id: undefined })} />
        </div>
      )}
    </div>
  );
}

interface RowProps {
  session: AgentSession;
  why: string | undefined;
  chosen: boolean;
  onChoose: () => void;
}

function Row({ session, why, chosen, onChoose }: RowProps) {
  return (
    <li>
      <button type="button" className="inbox-item" aria-current={chosen} data-session={session.session} onClick={onChoose}>
        <span className="row">
          <span className="strong clip grow">{titleOf(session)}</span>
          <Status of={lookOf(session.status)} plain />
        </span>
        {why && <span className="soft two-lines sessions-why">{why}</span>}
        <span className="row quiet">
          {session.user && (
            <span className="clip">
              <Person id={session.user} />
            </span>
          )}
          <span className="end">
            <Ago at={session.since} />
          </span>
        </span>
      </button>
    </li>
  );
}

function NoSessions({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  return narrowed ? (
    <Empty icon="filter" title="No session fits these filters" action={<Button onClick={onClear}>Show all sessions</Button>}>
      Take a filter away. Those that do well again are under <b>Recovered</b>.
    </Empty>
  ) : (
    <Empty icon="sessions" title="No session needs a person" command="ax session list">
      A conversation in which agents fail several times in a row, are unsure of an answer or spend too much stops, and comes here with what
      was said and done. Runs without a conversation come with <code>guardrails: escalation: for: runs</code> in <code>axle.yaml</code>.
    </Empty>
  );
}
