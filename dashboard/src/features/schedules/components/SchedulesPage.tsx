import { Link } from '@tanstack/react-router';
import type { Schedule } from '@/api/moreTypes';
import { useNames } from '@/features/identity/hooks/useNames';
import { useMay } from '@/features/identity/hooks/useSession';
import { inNames } from '@/features/identity/presenter/names';
import { Button } from '@/ui/Button';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { Status } from '@/ui/Status';
import { Ago } from '@/ui/Time';
import { useScheduleCommand, useSchedules } from '../hooks/useSchedules';
import './schedules.css';

/** When runs start by themselves, and the switch for each. */
export function SchedulesPage() {
  const query = useSchedules();
  const all = query.data?.items ?? [];
  return (
    <div className="page">
      <header className="page-head">
        <h1>Schedules</h1>
        {all.length > 0 && <span className="chip">{all.length}</span>}
      </header>
      {query.isError && !query.data && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={4} height={44} />}
      {query.isSuccess && all.length === 0 && (
        <Empty icon="clock" title="Nothing starts by itself" command="ax schedule list">
          A workflow whose YAML has <code>{'on: { schedule: [{ every: 6h }] }'}</code> starts by the clock. In a terminal:
        </Empty>
      )}
      {all.length > 0 && (
        <div className="table-frame" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th>Workflow</th>
                <th className="not-phone">When</th>
                <th>State</th>
                <th className="number">Next</th>
                <th className="number not-phone">Last</th>
                <th>
                  <span className="only-read">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {all.map(schedule => (
                <Row key={schedule.id} schedule={schedule} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function Row({ schedule }: { schedule: Schedule }) {
  const paused = Boolean(schedule.pausedAt);
  const names = useNames();
  return (
    <tr>
      <td title={schedule.id}>
        <Link to="/workflows/$name" params={{ name: schedule.workflow }} className="strong">
          {schedule.workflow}
        </Link>
      </td>
      <td className="not-phone">{schedule.text}</td>
      <td title={schedule.error ?? (paused ? `Paused by ${inNames(schedule.pausedBy ?? 'somebody', names)}` : undefined)}>
        <Status of={schedule.error ? 'failed' : paused ? 'paused' : 'ready'} />
      </td>
      <td className="number">{paused ? <span className="quiet">–</span> : <Ago at={schedule.next} />}</td>
      <td className="number not-phone">
        <Ago at={schedule.lastStart} />
      </td>
      <td>
        <Actions schedule={schedule} paused={paused} />
      </td>
    </tr>
  );
}

function Actions({ schedule, paused }: { schedule: Schedule; paused: boolean }) {
  const command = useScheduleCommand();
  const mayControl = useMay('runsControl');
  const mayStart = useMay('runsStart');
  const order = (name: 'pause' | 'resume' | 'trigger') => () => command.mutate({ id: schedule.id, command: name });
  return (
    <div className="row schedule-actions">
      {mayStart && <Button small icon="bolt" title="Start a run now" aria-label={`Start ${schedule.id} now`} onClick={order('trigger')} />}
      {mayControl && (
        <Button
          small
          icon={paused ? 'play' : 'pause'}
          title={paused ? 'Resume' : 'Pause'}
          aria-label={`${paused ? 'Resume' : 'Pause'} ${schedule.id}`}
          onClick={order(paused ? 'resume' : 'pause')}
        />
      )}
    </div>
  );
}
