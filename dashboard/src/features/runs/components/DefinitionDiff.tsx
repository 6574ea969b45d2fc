import { Problem, Skeleton } from '@/ui/Feedback';
import { useDefinition } from '../hooks/useRun';
import { LinesDiff } from './LinesDiff';

/** What differs between the definitions that two runs are pinned to. */
export function DefinitionDiff({ left, right }: { left: string; right: string }) {
  const [a, b] = [useDefinition(left), useDefinition(right)];
  const failed = [a, b].find(query => query.isError);
  if (failed) return <Problem error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!a.data || !b.data) return <Skeleton rows={4} height={22} />;
  return <LinesDiff left={a.data.yaml} right={b.data.yaml} label="Lines of the definitions that differ" />;
}
