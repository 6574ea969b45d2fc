import { Link, useNavigate } from '@tanstack/react-router';
import type { RunRow } from '@/api/types';
import { money } from '@/ui/format';
import { Icon } from '@/ui/Icon';
import { Ago, Lasting } from '@/ui/Time';
import { doneOf, failureOf, isOver, progressOf } from '../presenter/runRow';
import { RunStates } from './RunStates';

interface Props {
  rows: RunRow[];
  chosen: ReadonlySet<string>;
  /** Undefined where nothing can be done to runs: then none is chosen. */
  onChoose?: (ids: ReadonlySet<string>) => void;
}

export function RunTable({ rows, chosen, onChoose }: Props) {
  const all = rows.length > 0 && rows.every(row => chosen.has(row.id));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose?.(next);
  };
  return (
    <div className="table-frame" tabIndex={0}>
      <table className="table runs-table">
        <thead>
          <tr>
            <th className="runs-check">
              {onChoose && (
                <input
                  type="checkbox"
                  className="check"
                  aria-label="Choose all runs shown"
                  checked={all}
                  onChange={() => onChoose(all ? new Set() : new Set(rows.map(row => row.id)))}
                />
              )}
            </th>
            <th>Status</th>
            <th>Run</th>
            <th className="not-phone runs-progress">Progress</th>
            <th className="number not-phone">Cost</th>
            <th className="number">Duration</th>
            <th className="number">Started</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <Row key={row.id} row={row} chosen={chosen.has(row.id)} onToggle={onChoose && (() => toggle(row.id))} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, chosen, onToggle }: { row: RunRow; chosen: boolean; onToggle?: () => void }) {
  const navigate = useNavigate();
  const failure = failureOf(row);
  const open = (event: React.MouseEvent) => {
    if ((event.target as HTMLElement).closest('a, input, button')) return;
    void navigate({ to: '/runs/$id', params: { id: row.id } });
  };
  return (
    <tr data-chosen={chosen} data-run={row.id} className="runs-row" onClick={open}>
      <td className="runs-check">
        {onToggle && <input type="checkbox" className="check" aria-label={`Choose run ${row.id}`} checked={chosen} onChange={onToggle} />}
      </td>
      <td className="runs-status">
        <RunStates run={row} />
      </td>
      <td className="runs-name">
        <span className="row">
          <Link to="/runs/$id" params={{ id: row.id }} className="strong clip">
            {row.workflow}
          </Link>
          {row.forkOf && (
            <span className="chip" title={`Fork of ${row.forkOf}`}>
              <Icon name="fork" size={12} /> fork
            </span>
          )}
        </span>
        <span className="runs-under clip">
          <span className="mono quiet">{row.id}</span>
          {failure && (
            <span className="bad-text clip" title={failure.message}>
              {failure.message}
            </span>
          )}
        </span>
      </td>
      <td className="not-phone runs-progress">
        <Progress row={row} />
      </td>
      <td className="number not-phone">{row.usd ? money(row.usd) : <span className="quiet">–</span>}</td>
      <td className="number runs-duration">
        <Lasting from={row.createdAt} to={row.endedAt} seconds={isOver(row.status) ? row.durationSeconds : undefined} />
      </td>
      <td className="number soft runs-started">
        <Ago at={row.createdAt} />
      </td>
    </tr>
  );
}

function Progress({ row }: { row: RunRow }) {
  const progress = progressOf(row);
  if (progress === undefined || !row.steps) return <span className="quiet">–</span>;
  const failed = row.steps.failed / Math.max(1, row.steps.total);
  return (
    <span className="progress" title={`${row.steps.completed} of ${row.steps.total} steps completed, ${row.steps.failed} failed`}>
      <span className="progress-bar" aria-hidden="true">
        <span className="progress-good" style={{ width: `${(progress - failed) * 100}%` }} />
        <span className="progress-bad" style={{ width: `${failed * 100}%` }} />
      </span>
      <span className="quiet">
        {doneOf(row)}/{row.steps.total}
      </span>
    </span>
  );
}
