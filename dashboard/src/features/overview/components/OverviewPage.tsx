import { Link } from '@tanstack/react-router';
import type { Overview } from '@/api/moreTypes';
import type { RunRow } from '@/api/types';
import { RunStates } from '@/features/runs/components/RunStates';
import { failureOf } from '@/features/runs/presenter/runRow';
import { useProviders } from '@/features/providers/hooks/useProviders';
import { stateOf } from '@/features/providers/presenter/provider';
import { Columns } from '@/ui/Columns';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { clockTime, compact, money, percent, plural } from '@/ui/format';
import { Icon } from '@/ui/Icon';
import { Status } from '@/ui/Status';
import { Ago, Lasting } from '@/ui/Time';
import { useNewest, useOverview } from '../hooks/useOverview';
import { columnsOf, failureShare } from '../presenter/throughput';
import './overview.css';

/** The first look: is it going well, what does it cost, and what waits for me? */
export function OverviewPage() {
  const overview = useOverview();
  const newest = useNewest();
  if (overview.isError && !overview.data) {
    return (
      <div className="page">
        <Problem error={overview.error} onRetry={() => void overview.refetch()} />
      </div>
    );
  }
  const data = overview.data;
  const rows = newest.data?.items ?? [];
  return (
    <div className="page">
      <header className="page-head">
        <h1>Overview</h1>
      </header>
      {!data ? (
        <Skeleton rows={4} height={92} />
      ) : (
        <>
          <Figures data={data} />
          <div className="overview-wide">
            <Throughput data={data} />
            <Waiting data={data} />
          </div>
        </>
      )}
      <div className="overview-wide">
        <section className="panel" aria-labelledby="newest">
          <header className="panel-head">
            <h2 id="newest" className="grow">
              Newest runs
            </h2>
            <Link to="/runs">All runs</Link>
          </header>
          {newest.isSuccess && rows.length === 0 ? (
            <Empty icon="runs" title="No runs yet" command="ax workflow execute code-review">
              Start your first run from a folder with code:
            </Empty>
          ) : (
            <ul className="brief">
              {rows.slice(0, 8).map(row => (
                <BriefRun key={row.id} row={row} />
              ))}
            </ul>
          )}
        </section>
        <Health />
      </div>
    </div>
  );
}

function Figures({ data }: { data: Overview }) {
  const share = failureShare(data.throughput);
  const ended = data.completed + data.failed;
  const more = data.atLeast ? 'at least ' : '';
  return (
    <dl className="figures">
      <Figure name="Not ended yet" value={compact(data.live)} note="running, waiting or paused" to="/runs" search={{ status: 'open' }} />
      <Figure
        name="Started, last hour"
        value={compact(data.started)}
        note={`${more}${plural(ended, 'run')} ended`}
        to="/runs"
        search={{ span: '1h' }}
      />
      <Figure
        name="Failures, last hour"
        value={share === undefined ? '–' : percent(share)}
        note={`${more}${compact(data.failed)} of ${compact(ended)}`}
        bad={share !== undefined && share > 0.05}
        to="/runs"
        search={{ status: 'failed' }}
      />
      <Figure
        name="Cost today"
        value={money(data.usdToday)}
        note={plural(data.callsToday, 'call of a model', 'calls of models')}
        to="/costs"
      />
    </dl>
  );
}

interface FigureProps {
  name: string;
  value: string;
  note: string;
  bad?: boolean;
  to: '/runs' | '/costs';
  search?: Record<string, string>;
}

function Figure({ name, value, note, bad, to, search }: FigureProps) {
  return (
    <div className="figure">
      <dt>{name}</dt>
      <dd>
        <Link to={to} search={search} className={bad ? 'figure-value bad-text' : 'figure-value'}>
          {bad && <Icon name="dead" size={18} />}
          {value}
        </Link>
        <span className="quiet">{note}</span>
      </dd>
    </div>
  );
}

function Throughput({ data }: { data: Overview }) {
  const columns = columnsOf(data.throughput, 60);
  return (
    <section className="panel" aria-labelledby="throughput">
      <header className="panel-head">
        <h2 id="throughput" className="grow">
          Ended runs
        </h2>
        <span className="legend">
          <i className="good" /> completed <i className="bad" /> failed
        </span>
      </header>
      <div className="panel-body">
        <Columns
          label="Runs that ended in each minute"
          columns={columns.map(column => ({
            key: column.at,
            parts: [
              { tone: 'good', value: column.completed },
              { tone: 'bad', value: column.failed },
            ],
            title: `${clockTime(column.at).slice(0, 5)} · ${column.completed} completed, ${column.failed} failed`,
          }))}
          first={columns[0] ? clockTime(columns[0].at).slice(0, 5) : ''}
          last="now"
        />
      </div>
    </section>
  );
}

function Waiting({ data }: { data: Overview }) {
  const { approvals, deadLetters, unknownOutcomes = 0, budgets = 0 } = data.waiting;
  const lines = [
    { name: 'Approvals', count: approvals, to: '/approvals', of: 'approval', search: {} },
    { name: 'Dead letters', count: deadLetters, to: '/dead-letters', of: 'deadLetter', search: {} },
    { name: 'Unknown outcomes', count: unknownOutcomes, to: '/runs', of: 'unknownOutcome', search: { attention: 'unknownOutcome' } },
    { name: 'Spent budgets', count: budgets, to: '/runs', of: 'budget', search: { attention: 'budget' } },
  ] as const;
  return (
    <section className="panel" aria-labelledby="waiting">
      <header className="panel-head">
        <h2 id="waiting">Waits for a person</h2>
      </header>
      <ul className="brief">
        {lines.map(line => (
          <li key={line.name}>
            <Link to={line.to} search={line.search} className="brief-row">
              {line.count > 0 ? <Status of={line.of} label={line.name} plain /> : <span className="quiet">{line.name}</span>}
              <span className={line.count > 0 ? 'end strong' : 'end quiet'}>{line.count}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Who answers: the providers of models, those with trouble first. */
function Health() {
  const providers = useProviders();
  const all = [...(providers.data?.items ?? [])].sort((a, b) => Number(stateOf(a) === 'ready') - Number(stateOf(b) === 'ready'));
  return (
    <section className="panel" aria-labelledby="health">
      <header className="panel-head">
        <h2 id="health" className="grow">
          Health
        </h2>
        <Link to="/providers">Providers</Link>
      </header>
      <ul className="brief">
        {all.slice(0, 6).map(provider => (
          <li key={provider.name} className="brief-row">
            <span className="strong clip">{provider.name}</span>
            <span className="grow clip quiet" title={provider.obstacle ?? undefined}>
              {provider.obstacle ?? provider.model}
            </span>
            <Status of={stateOf(provider)} plain />
          </li>
        ))}
        {providers.isSuccess && all.length === 0 && <li className="brief-row quiet">No provider is set up: agents answer offline.</li>}
      </ul>
    </section>
  );
}

function BriefRun({ row }: { row: RunRow }) {
  const failure = failureOf(row);
  return (
    <li>
      <Link to="/runs/$id" params={{ id: row.id }} className="brief-row brief-run">
        <span className="brief-status">
          <RunStates run={row} />
        </span>
        <span className="strong clip">{row.workflow}</span>
        <span className={failure ? 'grow clip quiet not-phone' : 'grow clip quiet mono not-phone'}>{failure?.message ?? row.id}</span>
        <span className="quiet end brief-lasting">
          <Lasting from={row.createdAt} to={row.endedAt} seconds={row.endedAt ? row.durationSeconds : undefined} />
        </span>
        <span className="quiet brief-time">
          <Ago at={row.createdAt} />
        </span>
      </Link>
    </li>
  );
}
