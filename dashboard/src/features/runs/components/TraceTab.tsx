import { useMemo } from 'react';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { Icon } from '@/ui/Icon';
import { Status } from '@/ui/Status';
import { useRunTrace } from '../hooks/useRun';
import { linesOf, tracesOf } from '../presenter/trace';
import { useRunScreen } from './RunContext';
import { TraceLines } from './TraceLines';

/** What agents thought, did and saw, in the order in which they did. */
export function TraceTab() {
  const { run, view, change } = useRunScreen();
  const query = useRunTrace(run.id);
  const traces = useMemo(() => tracesOf(query.data?.items ?? [], view.step), [query.data, view.step]);
  if (query.isError && !query.data) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <Skeleton rows={5} height={64} />;
  if (traces.length === 0) {
    return (
      <Empty icon="thought" title={view.step ? `Nothing was reasoned in ${view.step}` : 'No reasoning yet'}>
        Steps with an agent leave their thoughts, actions and observations here.
      </Empty>
    );
  }
  return (
    <div className="stack">
      {traces.map(trace => (
        <section key={trace.path} className="panel" aria-label={`Reasoning of ${trace.path}`}>
          <header className="panel-head">
            <Icon name="agents" />
            <button type="button" className="text-button strong" onClick={() => change({ step: trace.path })}>
              {trace.path}
            </button>
            <span className="quiet clip grow">{trace.does}</span>
            <Status of={trace.status} plain />
          </header>
          <TraceLines lines={linesOf(trace)} onStep={step => change({ step })} />
        </section>
      ))}
    </div>
  );
}
