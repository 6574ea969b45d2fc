import { useState } from 'react';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Budget, CostRow } from '@/api/moreTypes';
import { operationsApi } from '@/api/rest';
import { costs as route, type CostGroup, type CostSpan } from '@/app/router';
import { Person } from '@/features/identity/components/Person';
import { useNames } from '@/features/identity/hooks/useNames';
import { useMay, useSession } from '@/features/identity/hooks/useSession';
import { inNames } from '@/features/identity/presenter/names';
import { Button } from '@/ui/Button';
import { Columns } from '@/ui/Columns';
import { Dialog } from '@/ui/Dialog';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { TextField } from '@/ui/Field';
import { compact, money } from '@/ui/format';
import { Meter } from '@/ui/Meter';
import { Pill } from '@/ui/Pill';
import { Tabs } from '@/ui/Tabs';
import { complain, say } from '@/ui/Toasts';
import { budgetLines, daysOf, linesOf, nobody, subjectOf, totalOf, type BudgetLine } from '../presenter/costs';
import './costs.css';

const groups = [
  { id: 'model', name: 'Model' },
  { id: 'provider', name: 'Provider' },
  { id: 'workflow', name: 'Workflow' },
  { id: 'agent', name: 'Agent' },
  { id: 'user', name: 'User' },
  { id: 'session', name: 'Session' },
  { id: 'tenant', name: 'Tenant' },
] as const;
const spans = [
  { id: '1d', name: 'Today' },
  { id: '7d', name: '7 days' },
  { id: '30d', name: '30 days' },
  { id: '90d', name: '90 days' },
] as const;

/** What models cost: by day, by whom, and against the budgets. */
export function CostsPage() {
  const { by = 'model', days = '7d' } = route.useSearch();
  const count = parseInt(days, 10);
  const navigate = route.useNavigate();
  const [now] = useState(() => Date.now());
  const from = new Date(now - (count - 1) * 86_400_000).toISOString().slice(0, 10);
  const change = (part: { by?: CostGroup; days?: CostSpan }) => void navigate({ search: { by, days, ...part }, replace: true });
  const daily = useCosts('day', `${from}T00:00:00Z`);
  const grouped = useCosts(by, `${from}T00:00:00Z`);
  const byDay = daysOf(daily.data?.items ?? [], count, now);
  return (
    <div className="page">
      <header className="page-head">
        <h1>Costs</h1>
        <span className="grow" />
        <div className="pills" role="group" aria-label="Time">
          {spans.map(span => (
            <Pill key={span.id} on={span.id === days} onClick={() => change({ days: span.id })}>
              {span.name}
            </Pill>
          ))}
        </div>
      </header>
      <section className="panel" aria-labelledby="by-day">
        <header className="panel-head">
          <h2 id="by-day" className="grow">
            By day
          </h2>
          <span className="costs-total">{money(totalOf(daily.data?.items ?? []))}</span>
        </header>
        <div className="panel-body">{daily.isPending ? <Skeleton rows={1} height={120} /> : <Days rows={byDay} />}</div>
      </section>
      <Budgets />
      <section className="stack" aria-label="Costs by group">
        <Tabs label="Group" tabs={[...groups]} chosen={by} onChoose={next => change({ by: next })} />
        {grouped.isError && !grouped.data && <Problem error={grouped.error} onRetry={() => void grouped.refetch()} />}
        {grouped.isPending && <Skeleton rows={4} height={40} />}
        {grouped.data && <Groups rows={grouped.data.items} by={by} />}
      </section>
    </div>
  );
}

function useCosts(by: string, from: string) {
  return useQuery({
    queryKey: ['costs', by, from],
    queryFn: ({ signal }) => operationsApi.costs({ by, from }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
}

function Days({ rows }: { rows: CostRow[] }) {
  return (
    <Columns
      label="Cost of each day"
      format={money}
      columns={rows.map(row => ({ key: row.key, title: `${row.key} · ${money(row.usd)}`, parts: [{ tone: 'busy', value: row.usd }] }))}
      first={rows[0]?.key ?? ''}
      last="today"
    />
  );
}

function Groups({ rows, by }: { rows: CostRow[]; by: CostGroup }) {
  const lines = linesOf(rows);
  if (lines.length === 0) {
    return (
      <Empty icon="costs" title="Nothing was spent in this time" command="ax cost">
        Each call of a model is counted with its tokens and its price. The offline provider is free.
      </Empty>
    );
  }
  return (
    <div className="table-frame" tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th>{groups.find(group => group.id === by)?.name}</th>
            <th className="number not-phone">Calls</th>
            <th className="number not-phone">Tokens in</th>
            <th className="number not-phone">Tokens out</th>
            <th className="number">Cost</th>
            <th>
              <span className="only-read">Share</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(line => (
            <tr key={line.key}>
              <td className="strong breakable">
                <Key of={line.key} by={by} />
              </td>
              <td className="number not-phone">{compact(line.calls)}</td>
              <td className="number not-phone">{compact(line.inputTokens)}</td>
              <td className="number not-phone">{compact(line.outputTokens)}</td>
              <td className="number">{money(line.usd)}</td>
              <td className="costs-share">
                <span className="costs-bar" style={{ width: `${line.share * 100}%` }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What a line is of, with the way there where there is one. */
function Key({ of, by }: { of: string; by: CostGroup }) {
  if (of === '') return <span className="quiet">{nobody(by)}</span>;
  if (by === 'user') return <Person id={of} />;
  if (by === 'workflow')
    return (
      <Link to="/workflows/$name" params={{ name: of }} className="strong">
        {of}
      </Link>
    );
  if (by === 'agent')
    return (
      <Link to="/agents" search={{ agent: of }} className="strong">
        {of}
      </Link>
    );
  return of;
}

/** Whom a budget is for: a name, and not the id that it is counted by. */
function Subject({ budget }: { budget: Budget }) {
  const { kind, name, tenant, every } = subjectOf(budget.id);
  const { data: session } = useSession();
  return (
    <span className="strong clip grow" title={budget.id}>
      <span className="quiet">{kind}</span> {kind === 'user' ? <Person id={name} /> : name}
      {tenant && tenant !== session?.tenant && <span className="quiet"> of {tenant}</span>}
      {every && <span className="quiet"> a {every}</span>}
    </span>
  );
}

function Budgets() {
  const query = useQuery({ queryKey: ['budgets'], queryFn: ({ signal }) => operationsApi.budgets(signal), refetchInterval: 30_000 });
  const [raising, setRaising] = useState<Budget>();
  const may = useMay('budgetsChange');
  const budgets = query.data?.items ?? [];
  if (budgets.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="budgets">
      <h2 id="budgets">Budgets</h2>
      <ul className="cards">
        {budgets.map(budget => (
          <li key={`${budget.id} ${budget.window}`} className="card">
            <p className="row">
              <Subject budget={budget} />
              {budget.raised && <span className="chip">raised</span>}
              <span className="quiet">{budget.window}</span>
              {may && (
                <Button small onClick={() => setRaising(budget)}>
                  Raise
                </Button>
              )}
            </p>
            {budgetLines(budget).map(line => (
              <Meter
                key={line.unit}
                name={unitNames[line.unit]}
                value={line.spent}
                limit={line.limit}
                text={`${amount(line, line.spent)} of ${amount(line, line.limit)}`}
              />
            ))}
          </li>
        ))}
      </ul>
      {raising && <Raise budget={raising} onClose={() => setRaising(undefined)} />}
    </section>
  );
}

const unitNames = { usd: 'US dollars', tokens: 'Tokens', calls: 'Calls' };

function amount(line: BudgetLine, value: number): string {
  return line.unit === 'usd' ? money(value) : compact(value);
}

function Raise({ budget, onClose }: { budget: Budget; onClose: () => void }) {
  const line = budgetLines(budget)[0];
  const names = useNames();
  const [limit, setLimit] = useState(String(line?.limit ?? ''));
  const client = useQueryClient();
  const value = Number(limit);
  const raise = useMutation({
    mutationFn: () => operationsApi.raise(budget.id, { [line?.unit ?? 'usd']: value }),
    onSuccess: async () => {
      say('The budget is raised');
      onClose();
      await client.invalidateQueries({ queryKey: ['budgets'] });
    },
    onError: complain,
  });
  if (!line) return null;
  return (
    <Dialog
      title={`Raise the budget of ${inNames(subjectOf(budget.id).name, names)}`}
      onClose={onClose}
      footer={
        <Button look="main" busy={raise.isPending} disabled={!(value > line.limit)} onClick={() => raise.mutate()}>
          Raise to {amount(line, value)}
        </Button>
      }
    >
      <TextField
        label={`New limit in all (${unitNames[line.unit]})`}
        type="number"
        min={line.limit}
        step="any"
        autoFocus
        value={limit}
        hint={`${amount(line, line.spent)} of ${amount(line, line.limit)} are spent.`}
        onChange={event => setLimit(event.target.value)}
      />
    </Dialog>
  );
}
