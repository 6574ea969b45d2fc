import { useMemo } from 'react';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { GraphView } from './GraphView';
import { useRunGraph } from '../hooks/useRun';
import { layOut } from '../presenter/layout';
import { useRunScreen } from './RunContext';

export function RunGraph() {
  const { run, steps, view, change } = useRunScreen();
  const graph = useRunGraph(run.id);
  const statuses = useMemo(() => new Map(steps.map(step => [step.path, step])), [steps]);
  const layout = useMemo(() => {
    if (!graph.data) return undefined;
    return layOut(graph.data, new Map(steps.flatMap(step => (step.parent ? [[step.path, step.parent] as const] : []))));
    // Places depend on which steps there are, not on how they are doing.
  }, [graph.data, steps.length]);
  if (graph.isError) return <Problem error={graph.error} onRetry={() => void graph.refetch()} />;
  if (!layout) return <Skeleton rows={5} height={60} />;
  if (layout.boxes.length === 0) {
    return (
      <Empty icon="workflows" title="No steps yet">
        They are drawn when the definition of the run has been read.
      </Empty>
    );
  }
  return (
    <GraphView
      layout={layout}
      statusOf={node => statuses.get(node.path)?.status ?? node.status}
      detailOf={node => statuses.get(node.path)}
      chosen={view.step}
      onChoose={path => change({ step: view.step === path ? undefined : path })}
    />
  );
}
