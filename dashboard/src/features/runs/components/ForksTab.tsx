import { Link } from '@tanstack/react-router';
import { Button } from '@/ui/Button';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { money } from '@/ui/format';
import { Ago } from '@/ui/Time';
import { useRunDiff, useRunForks } from '../hooks/useRun';
import { useRunScreen } from './RunContext';
import { DiffView } from './DiffView';
import { RunStates } from './RunStates';

/** Other ways that were tried from this run, and how they differ from it. */
export function ForksTab() {
  const { run, view, change } = useRunScreen();
  const forks = useRunForks(run.id);
  const other = view.with ?? undefined;
  const all = forks.data?.items ?? [];
  if (forks.isPending) return <Skeleton rows={3} height={48} />;
  if (all.length === 0 && !run.forkOf && !other) {
    return (
      <Empty icon="fork" title="No forks yet" command={`ax workflow fork ${run.id} --at 1`}>
        A fork tries another prompt, model or input from any moment of this run, and shows what becomes different.
      </Empty>
    );
  }
  return (
    <div className="stack">
      {(all.length > 0 || run.forkOf) && (
        <ul className="panel fork-list">
          {run.forkOf && (
            <li className="row fork-row">
              <span className="quiet">Origin</span>
              <Link to="/runs/$id" params={{ id: run.forkOf }} className="mono clip">
                {run.forkOf}
              </Link>
              <span className="grow" />
              <Compare on={other === run.forkOf} onClick={() => change({ with: other === run.forkOf ? undefined : run.forkOf! })} />
            </li>
          )}
          {all.map(fork => (
            <li key={fork.id} className="row fork-row">
              <RunStates run={fork} />
              <Link to="/runs/$id" params={{ id: fork.id }} className="mono clip">
                {fork.id}
              </Link>
              <span className="quiet not-phone">
                <Ago at={fork.createdAt} />
              </span>
              <span className="grow" />
              <span className="quiet not-phone">{fork.usd ? money(fork.usd) : ''}</span>
              <Compare on={other === fork.id} onClick={() => change({ with: other === fork.id ? undefined : fork.id })} />
            </li>
          ))}
        </ul>
      )}
      {other && <Diff id={run.id} other={other} />}
    </div>
  );
}

function Compare({ on, onClick }: { on: boolean; onClick: () => void }) {
  return (
    <Button small icon="diff" aria-pressed={on} onClick={onClick}>
      Compare
    </Button>
  );
}

/** The other run is on the left when this one is a fork of it: what came first stands first. */
function Diff({ id, other }: { id: string; other: string }) {
  const { run } = useRunScreen();
  const isFork = run.forkOf === other;
  const diff = useRunDiff(id, isFork ? other : id, isFork ? id : other);
  if (diff.isError) return <Problem error={diff.error} onRetry={() => void diff.refetch()} />;
  if (!diff.data) return <Skeleton rows={5} height={48} />;
  return <DiffView difference={diff.data} />;
}
