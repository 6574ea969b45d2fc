import { useMemo, useState } from 'react';
import { runs as route } from '@/app/router';
import { useMay } from '@/features/identity/hooks/useSession';
import { Button } from '@/ui/Button';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { useRuns } from '../hooks/useRuns';
import { isNarrowed, type RunsView } from '../presenter/runFilter';
import { BulkBar } from './BulkBar';
import { RunFilters } from './RunFilters';
import { RunTable } from './RunTable';
import { StartRunDialog } from './StartRunDialog';
import './runs.css';

/** All runs: found, narrowed, watched, and handled many at a time. */
export function RunsPage() {
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const query = useRuns(view);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [starting, setStarting] = useState(false);
  const mayStart = useMay('runsStart');
  const mayControl = useMay('runsControl');
  const rows = useMemo(() => query.data?.pages.flatMap(page => page.items) ?? [], [query.data]);
  const change = (to: RunsView) => void navigate({ search: to, replace: true });

  return (
    <div className="page">
      <header className="page-head">
        <h1>Runs</h1>
        <span className="grow" />
        {mayStart && (
          <Button look="main" icon="play" onClick={() => setStarting(true)}>
            Start a run
          </Button>
        )}
      </header>
      <RunFilters view={view} onChange={change} />
      {query.isError && rows.length === 0 && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={10} height={42} />}
      {query.isSuccess && rows.length === 0 && <NoRuns narrowed={isNarrowed(view)} onClear={() => change({})} />}
      {rows.length > 0 && (
        <>
          <RunTable rows={rows} chosen={chosen} onChoose={mayControl ? setChosen : undefined} />
          {query.hasNextPage && (
            <div className="table-foot">
              <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Older runs
              </Button>
            </div>
          )}
        </>
      )}
      {chosen.size > 0 && <BulkBar ids={[...chosen]} onDone={() => setChosen(new Set())} />}
      {starting && <StartRunDialog workflow={view.workflow} onClose={() => setStarting(false)} />}
    </div>
  );
}

function NoRuns({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  return narrowed ? (
    <Empty icon="filter" title="No run fits these filters" action={<Button onClick={onClear}>Show all runs</Button>}>
      Take a filter away, or look further back in time.
    </Empty>
  ) : (
    <Empty icon="runs" title="No runs yet" command="ax workflow execute code-review">
      A run is one execution of a workflow. Start one here, or from a terminal in a folder with code:
    </Empty>
  );
}
