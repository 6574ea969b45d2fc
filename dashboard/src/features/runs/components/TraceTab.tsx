import { useMemo } from 'react';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { Icon } from '@/ui/Icon';
import { JsonTree } from '@/ui/JsonTree';
import { Markdown } from '@/ui/Markdown';
import { Status } from '@/ui/Status';
import { useRunTrace } from '../hooks/useRun';
import { hasData, linesOf, traceLooks, tracesOf, type TraceLine } from '../presenter/trace';
import { useRunScreen } from './RunContext';

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
          <ol className="trace">
            {linesOf(trace).map((line, index) => (
              <Line key={index} line={line} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Line({ line }: { line: TraceLine }) {
  const { change } = useRunScreen();
  const look = traceLooks[line.kind];
  return (
    <li className={`trace-item ${look.tone}`}>
      <span className="trace-icon">
        <Icon name={look.icon} size={14} />
      </span>
      <div className="grow stack tight">
        <p className="row">
          <b>{look.name}</b>
          {line.tool && <code className="chip">{line.tool}</code>}
          {line.step && (
            <button type="button" className="text-button" onClick={() => change({ step: line.step })}>
              Its step
            </button>
          )}
        </p>
        {line.text && <Markdown text={line.text} />}
        {hasData(line.data) && <JsonTree value={line.data} open={1} name={look.name} />}
      </div>
    </li>
  );
}
