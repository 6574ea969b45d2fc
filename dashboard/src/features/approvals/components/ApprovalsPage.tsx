import { useMemo } from 'react';
import { approvals as route } from '@/app/router';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { Ago } from '@/ui/Time';
import { useApprovals } from '../hooks/useApprovals';
import { idOf, sortApprovals, titleOf } from '../presenter/approval';
import { ApprovalCard } from './ApprovalCard';
import '@/ui/inbox.css';

/** What agents may not do without a person: looked at, changed, allowed or refused. */
export function ApprovalsPage() {
  const { run, step } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useApprovals();
  const all = useMemo(() => sortApprovals(query.data?.items ?? []), [query.data]);
  const linked = all.find(one => one.run === run && (step === undefined || one.step === step));
  const chosen = linked ?? all[0];
  return (
    <div className="page">
      <header className="page-head">
        <h1>Approvals</h1>
        {all.length > 0 && <span className="chip">{all.length} waiting</span>}
      </header>
      {query.isError && !query.data && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={4} height={72} />}
      {query.isSuccess && !chosen && (
        <Empty icon="approvals" title="Nothing waits for you" command="ax workflow execute samples/patterns/approval.yaml">
          A step with <code>approval:</code>, or a call of a tool that needs consent, appears here. Try it:
        </Empty>
      )}
      {chosen && (
        <div className={run ? 'inbox opened' : 'inbox'}>
          <ul className="inbox-list" aria-label="Waiting">
            {all.map(one => (
              <li key={idOf(one)}>
                <button
                  type="button"
                  className="inbox-item"
                  aria-current={one === chosen}
                  onClick={() => void navigate({ search: { run: one.run, step: one.step }, replace: true })}
                >
                  <span className="strong two-lines">{titleOf(one)}</span>
                  <span className="row quiet">
                    <span className="clip">
                      {one.workflow} · {one.run}
                    </span>
                    <span className="end">
                      <Ago at={one.requestedAt} />
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <ApprovalCard
            key={`${idOf(chosen)} ${chosen.questionId ?? ''}`}
            approval={chosen}
            onBack={() => void navigate({ search: {}, replace: true })}
          />
        </div>
      )}
    </div>
  );
}
