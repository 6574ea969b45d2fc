import { useMemo } from 'react';
import { Empty } from '@/ui/Feedback';
import { duration } from '@/ui/format';
import { lookOf } from '@/ui/status';
import { StatusMark } from '@/ui/Status';
import { useNow } from '@/ui/Time';
import { useRunTiming } from '../hooks/useRun';
import { isOver } from '../presenter/runRow';
import { waterfallOf, type Bar } from '../presenter/timeline';
import { useRunScreen } from './RunContext';
import './timeline.css';

/** Where the time went: each step as a bar, with what it waited for and what retries cost. */
export function TimelineTab() {
  const { run, steps, events, view, change } = useRunScreen();
  const timing = useRunTiming(run.id);
  const clock = useNow();
  const then = view.at === undefined ? undefined : events.findLast(event => event.seq <= view.at!)?.at;
  const now = then ? Date.parse(then) : isOver(run.status) && run.endedAt ? Date.parse(run.endedAt) : clock;
  const flow = useMemo(() => waterfallOf(steps, timing.data?.steps ?? [], run.createdAt, now), [steps, timing.data, run.createdAt, now]);
  if (flow.bars.length === 0)
    return (
      <Empty icon="timeline" title="No step has begun yet">
        Its bar appears the moment it does.
      </Empty>
    );
  return (
    <div className="panel waterfall">
      <div className="waterfall-head" aria-hidden="true">
        <span>Step</span>
        <span className="waterfall-scale">
          {flow.ticks.map(tick => (
            <span key={tick.at} style={tick.at > 0.9 ? { right: 0 } : { left: `${tick.at * 100}%` }}>
              {tick.seconds === 0 ? '0' : duration(tick.seconds)}
            </span>
          ))}
        </span>
      </div>
      <ol className="waterfall-rows" aria-label="Steps in time">
        {flow.bars.map(bar => (
          <li key={bar.path}>
            <button
              type="button"
              className="waterfall-row"
              aria-pressed={view.step === bar.path}
              data-step={bar.path}
              onClick={() => change({ step: view.step === bar.path ? undefined : bar.path })}
            >
              <Name bar={bar} />
              <Track bar={bar} ticks={flow.ticks} />
            </button>
          </li>
        ))}
      </ol>
      <p className="waterfall-legend quiet">
        <span className="key queued" /> ready, waiting for room <span className="key retried" /> attempts that failed{' '}
        <span className="key critical" /> decided how long the run took
      </p>
    </div>
  );
}

function Name({ bar }: { bar: Bar }) {
  return (
    <span className="waterfall-name" style={{ paddingLeft: bar.depth * 14 }}>
      <StatusMark of={bar.status} />
      <span className="clip">{bar.label}</span>
      {bar.attempts > 1 && <span className="chip">×{bar.attempts}</span>}
    </span>
  );
}

function Track({ bar, ticks }: { bar: Bar; ticks: { at: number }[] }) {
  // After the bar where there is room, else before it, else in it.
  const end = bar.start + bar.width;
  const place = end < 0.82 ? 'after' : bar.start > 0.18 ? 'before' : 'within';
  return (
    <span className="waterfall-track">
      {ticks.map(tick => (
        <span key={tick.at} className="waterfall-line" style={{ left: `${tick.at * 100}%` }} />
      ))}
      {bar.queued > 0.002 && (
        <span className="bar-queued" style={{ left: `${(bar.start - bar.queued) * 100}%`, width: `${bar.queued * 100}%` }} />
      )}
      <span
        className={`bar ${lookOf(bar.status).tone}${bar.critical ? ' critical' : ''}`}
        style={{ left: `${bar.start * 100}%`, width: `max(3px, ${bar.width * 100}%)` }}
      >
        {bar.retrying > 0 && <span className="bar-retried" style={{ width: `${(100 * bar.retrying) / Math.max(bar.width, 1e-9)}%` }} />}
      </span>
      <span
        className={`bar-text ${place}`}
        style={
          place === 'after'
            ? { left: `calc(${end * 100}% + 8px)` }
            : { right: `calc(${(1 - (place === 'before' ? bar.start : end)) * 100}% + 8px)` }
        }
      >
        {duration(bar.seconds)}
      </span>
    </span>
  );
}
