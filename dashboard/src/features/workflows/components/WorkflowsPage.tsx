import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { workflows as route } from '@/app/router';
import { StartRunDialog } from '@/features/runs/components/StartRunDialog';
import { useMay } from '@/features/identity/hooks/useSession';
import { Button } from '@/ui/Button';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { plural } from '@/ui/format';
import { Icon } from '@/ui/Icon';
import { Status } from '@/ui/Status';
import { useWorkflows } from '../hooks/useWorkflows';
import './workflows.css';

export function WorkflowsPage() {
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const query = useWorkflows();
  const [starting, setStarting] = useState<string>();
  const mayStart = useMay('runsStart');
  const words = (view.search ?? '').toLowerCase();
  const found = (query.data?.items ?? []).filter(one =>
    `${one.name} ${one.description ?? ''} ${(one.tags ?? []).join(' ')}`.toLowerCase().includes(words),
  );
  return (
    <div className="page">
      <header className="page-head">
        <h1>Workflows</h1>
        {query.data && <span className="chip">{query.data.items.length}</span>}
        <span className="grow" />
        <label className="search-field">
          <Icon name="search" size={14} />
          <input
            className="input"
            type="search"
            aria-label="Find workflows"
            placeholder="Name, tag or words…"
            value={view.search ?? ''}
            onChange={event => void navigate({ search: { search: event.target.value || undefined }, replace: true })}
          />
        </label>
      </header>
      {query.isError && !query.data && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={6} height={64} />}
      {query.isSuccess && found.length === 0 && (
        <Empty icon="workflows" title={view.search ? 'No workflow fits' : 'No workflows yet'}>
          A workflow is a YAML file with steps in <code>.axle/workflows</code>.
        </Empty>
      )}
      {found.length > 0 && (
        <ul className="panel flows">
          {found.map(one => (
            <li key={one.name} className="flow">
              <div className="grow stack tight">
                <p className="row">
                  <Link to="/workflows/$name" params={{ name: one.name }} className="strong clip">
                    {one.name}
                  </Link>
                  {(one.problems ?? 0) > 0 && <Status of="failed" label={plural(one.problems!, 'problem')} plain />}
                  {one.version && <span className="chip">{one.version}</span>}
                  {(one.tags ?? []).slice(0, 3).map(tag => (
                    <span key={tag} className="chip not-phone">
                      {tag}
                    </span>
                  ))}
                </p>
                <p className="soft two-lines">{one.description}</p>
              </div>
              <span className="flow-count quiet not-phone">{one.steps === undefined ? '' : plural(one.steps, 'step')}</span>
              <Link to="/runs" search={{ workflow: one.name }} className="flow-count not-phone">
                Runs
              </Link>
              {mayStart && (
                <Button
                  small
                  icon="play"
                  aria-label={`Start ${one.name}`}
                  title={`Start ${one.name}`}
                  onClick={() => setStarting(one.name)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {starting && <StartRunDialog workflow={starting} onClose={() => setStarting(undefined)} />}
    </div>
  );
}
