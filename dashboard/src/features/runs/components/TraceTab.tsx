import { useMemo } from 'react';
import type { TraceItem } from '@/api/types';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { Icon } from '@/ui/Icon';
import { JsonTree } from '@/ui/JsonTree';
import { Markdown } from '@/ui/Markdown';
import { Clock } from '@/ui/Time';
import { useRunTrace } from '../hooks/useRun';
import { groupTrace, hasData, traceLook } from '../presenter/trace';
import { useRunScreen } from './RunContext';

/** What agents thought, did and saw, in the order in which they did. */
export function TraceTab() {
  const { run, view, change } = useRunScreen();
  const trace = useRunTrace(run.id);
  const groups = useMemo(() => groupTrace(trace.data?.items ?? [], view.step), [trace.data, view.step]);
  if (trace.isError) return <Problem error={trace.error} onRetry={() => void trace.refetch()} />;
  if (trace.isPending) return <Skeleton rows={5} height={64} />;
  if (groups.length === 0) {
    return (
      <Empty icon="thought" title={view.step ? `Nothing was reasoned in ${view.step}` : 'No reasoning yet'}>
        Steps with an agent leave their thoughts, actions and observations here.
      </Empty>
    );
  }
  return (
    <div className="stack">
      {groups.map((group, index) => (
        <section key={index} className="panel" aria-label={`Reasoning of ${group.step}`}>
          <header className="panel-head">
            <Icon name="agents" />
            <button type="button" className="text-button strong" onClick={() => change({ step: group.step })}>
              {group.step}
            </button>
            {group.agent && <span className="chip">{group.agent}</span>}
          </header>
          <ol className="trace">
            {group.items.map((item, at) => (
              <TraceLine key={item.seq ?? at} item={item} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

export function TraceLine({ item }: { item: TraceItem }) {
  const look = traceLook(item.kind);
  return (
    <li className={`trace-item ${look.tone}`}>
      <span className="trace-icon">
        <Icon name={look.icon} size={14} />
      </span>
      <div className="grow stack tight">
        <p className="row">
          <b>{look.name}</b>
          {item.tool && <code className="chip">{item.tool}</code>}
          <span className="quiet end">{item.at && <Clock at={item.at} />}</span>
        </p>
        {item.text && <Markdown text={item.text} />}
        {hasData(item.data) && <JsonTree value={item.data} open={1} name={look.name} />}
      </div>
    </li>
  );
}
