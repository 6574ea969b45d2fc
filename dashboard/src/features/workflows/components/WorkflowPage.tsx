import { lazy, Suspense, useMemo, useState } from 'react';
import { Link } from '@tanstack/react-router';
import type { Workflow } from '@/api/moreTypes';
import { workflow as route } from '@/app/router';
import { useTabActions } from '@/app/tabActions';
import { useMay } from '@/features/identity/hooks/useSession';
import { GraphView } from '@/features/runs/components/GraphView';
import { StartRunDialog } from '@/features/runs/components/StartRunDialog';
import { layOut } from '@/features/runs/presenter/layout';
import { Button } from '@/ui/Button';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { Icon } from '@/ui/Icon';
import { Tabs } from '@/ui/Tabs';
import { useWorkflow } from '../hooks/useWorkflows';
import { VersionsTab } from './VersionsTab';
import './workflows.css';

const YamlEditor = lazy(() => import('./YamlEditor').then(module => ({ default: module.YamlEditor })));

const tabs = [
  { id: 'graph', name: 'Graph', icon: 'workflows' },
  { id: 'yaml', name: 'YAML', icon: 'code' },
  { id: 'versions', name: 'Versions', icon: 'clock' },
] as const;

/** One workflow: its steps as a graph, its text, and the versions that runs were made with. */
export function WorkflowPage() {
  const { name } = route.useParams();
  const { tab = 'graph' } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useWorkflow(name);
  const [starting, setStarting] = useState(false);
  const mayStart = useMay('runsStart');
  const choose = (next: (typeof tabs)[number]['id']) => void navigate({ search: { tab: next }, replace: true });
  useTabActions('This workflow', tabs, choose);
  const data = query.data?.item.name === name ? query.data : undefined;
  return (
    <div className="page">
      <header className="head">
        <nav className="row crumbs" aria-label="Where you are">
          <Link to="/workflows">Workflows</Link>
          <Icon name="chevron" size={12} />
          <span className="clip">{name}</span>
        </nav>
        <div className="row wrap">
          <h1 className="clip">{name}</h1>
          {data?.item.version && <span className="chip">{data.item.version}</span>}
          {data?.item.source && <span className="quiet not-phone">{data.item.source}</span>}
          <span className="grow" />
          <Link className="button" to="/runs" search={{ workflow: name }}>
            <Icon name="runs" /> Runs
          </Link>
          {mayStart && (
            <Button look="main" icon="play" onClick={() => setStarting(true)}>
              Start
            </Button>
          )}
        </div>
        {data?.item.description && <p className="soft">{data.item.description}</p>}
      </header>
      {query.isError && !data && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {!data ? (
        !query.isError && <Skeleton rows={5} height={60} />
      ) : (
        <>
          <Tabs label="Views of the workflow" tabs={[...tabs]} chosen={tab} onChoose={choose} />
          <div role="tabpanel" aria-labelledby={`tab-${tab}`}>
            {tab === 'graph' && <Drawn workflow={data} />}
            {tab === 'yaml' && (
              <Suspense fallback={<Skeleton rows={8} height={28} />}>
                <YamlEditor key={data.item.name} workflow={data} />
              </Suspense>
            )}
            {tab === 'versions' && <VersionsTab name={name} />}
          </div>
        </>
      )}
      {starting && <StartRunDialog workflow={name} onClose={() => setStarting(false)} />}
    </div>
  );
}

function Drawn({ workflow }: { workflow: Workflow }) {
  const layout = useMemo(() => (workflow.graph ? layOut(workflow.graph, new Map()) : undefined), [workflow.graph]);
  if (!layout || layout.boxes.length === 0)
    return (
      <Empty icon="workflows" title="Nothing to draw">
        Its text has problems: look at the YAML.
      </Empty>
    );
  return <GraphView layout={layout} statusOf={() => undefined} />;
}
