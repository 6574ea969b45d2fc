import { Link } from '@tanstack/react-router';
import type { WorkflowVersion } from '@/api/moreTypes';
import { workflow as route } from '@/app/router';
import { DefinitionDiff } from '@/features/runs/components/DefinitionDiff';
import { Button } from '@/ui/Button';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { plural } from '@/ui/format';
import { Ago } from '@/ui/Time';
import { useVersions } from '../hooks/useWorkflows';
import { choose, titleOf } from '../presenter/versions';

/** What runs were started with: each text that there was, and how two of them differ. */
export function VersionsTab({ name }: { name: string }) {
  const query = useVersions(name);
  const view = route.useSearch();
  const navigate = route.useNavigate();
  if (query.isError && !query.data) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton rows={3} height={56} />;
  const { items, current, atLeast } = query.data;
  if (items.length === 0)
    return (
      <Empty icon="clock" title="Not started yet" command={`ax workflow execute ${name}`}>
        Each run keeps the text that it was started with. Those texts are listed here, and can be compared.
      </Empty>
    );
  // The older of two stands at the left.
  const chosen = items.filter(item => view.versions?.includes(item.definition.slice(0, 12))).reverse();
  const [left, right] = chosen;
  return (
    <div className="stack">
      {current && !items.some(item => item.definition === current) && (
        <p className="soft">No run was started with the text as it is now.</p>
      )}
      <ul className="panel flows">
        {items.map(item => (
          <Version
            key={item.definition}
            item={item}
            name={name}
            isCurrent={item.definition === current}
            atLeast={atLeast === true}
            chosen={chosen.includes(item)}
            onChoose={
              items.length > 1
                ? () => void navigate({ search: { ...view, versions: choose(view.versions, item.definition) }, replace: true })
                : undefined
            }
          />
        ))}
      </ul>
      {atLeast && <p className="quiet">The newest 10,000 runs were counted.</p>}
      {chosen.length === 1 && <p className="soft">Choose a second version to compare it with.</p>}
      {left && right && (
        <section className="panel diff" aria-label="Comparison">
          <div className="diff-row diff-head">
            <span className="strong">{titleOf(left)}</span>
            <span className="strong">{titleOf(right)}</span>
          </div>
          <DefinitionDiff left={left.lastRun} right={right.lastRun} />
        </section>
      )}
    </div>
  );
}

interface VersionProps {
  item: WorkflowVersion;
  name: string;
  isCurrent: boolean;
  atLeast: boolean;
  chosen: boolean;
  onChoose?: () => void;
}

function Version({ item, name, isCurrent, atLeast, chosen, onChoose }: VersionProps) {
  return (
    <li className="flow version">
      <div className="grow stack tight">
        <p className="row wrap">
          <span className="strong">{item.version ?? 'No version named'}</span>
          <code className="quiet" title={item.definition}>
            {item.definition.slice(0, 12)}
          </code>
          {isCurrent && <span className="chip">as it is now</span>}
        </p>
        <p className="soft row wrap version-times">
          <span>
            Last started <Ago at={item.lastAt} />
          </span>
          {item.runs > 1 && (
            <span>
              first <Ago at={item.firstAt} />
            </span>
          )}
        </p>
      </div>
      <Link to="/runs" search={{ workflow: name, definition: item.definition }}>
        {atLeast ? 'at least ' : ''}
        {plural(item.runs, 'run')}
      </Link>
      {onChoose && (
        <Button small icon="diff" aria-pressed={chosen} aria-label={`Compare ${titleOf(item)}`} onClick={onChoose}>
          Compare
        </Button>
      )}
    </li>
  );
}
