import { Problem, Skeleton } from '@/ui/Feedback';
import { JsonTree } from '@/ui/JsonTree';
import { useRunState } from '../hooks/useRun';
import { useRunScreen } from './RunContext';

/** All that the run knew after an event. The slider above moves through time. */
export function StateTab() {
  const { run, events, view } = useRunScreen();
  const seq = view.at ?? events.at(-1)?.seq ?? 0;
  const state = useRunState(run.id, seq, events.length > 0);
  if (state.isError && !state.data) return <Problem error={state.error} onRetry={() => void state.refetch()} />;
  if (!state.data) return <Skeleton rows={6} height={28} />;
  return (
    <div className={state.isPlaceholderData ? 'stale' : undefined}>
      <JsonTree value={state.data} name={`the state after event ${seq}`} open={2} key={Math.sign(seq)} />
    </div>
  );
}
