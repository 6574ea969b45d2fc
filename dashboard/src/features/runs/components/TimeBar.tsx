import { Button } from '@/ui/Button';
import { clockTime } from '@/ui/format';
import { eventLook } from '../presenter/events';
import { useRunScreen } from './RunContext';

/** The slider through time: everything on the page is shown as it was after the event that it stands on. */
export function TimeBar() {
  const { events, view, change } = useRunScreen();
  if (events.length < 2) return null;
  const last = events.length - 1;
  const found = view.at === undefined ? last : events.findLastIndex(event => event.seq <= view.at!);
  const index = Math.max(0, found);
  const event = events[index]!;
  const go = (to: number) => {
    const next = Math.min(last, Math.max(0, to));
    change({ at: next === last ? undefined : events[next]!.seq });
  };
  return (
    <div className={view.at === undefined ? 'time-bar' : 'time-bar past'}>
      <Button
        look="bare"
        small
        icon="chevron"
        className="flip"
        aria-label="One event back"
        disabled={index === 0}
        onClick={() => go(index - 1)}
      />
      <input
        type="range"
        className="time-slider"
        aria-label="Moment of the run"
        aria-valuetext={`Event ${event.seq}: ${eventLook(event.type).name} ${event.path ?? ''}`}
        min={0}
        max={last}
        style={{ '--done': `${(100 * index) / last}%` } as React.CSSProperties}
        value={index}
        onChange={change => go(Number(change.target.value))}
      />
      <Button look="bare" small icon="chevron" aria-label="One event on" disabled={index === last} onClick={() => go(index + 1)} />
      <span className="time-text clip">
        {view.at === undefined ? (
          <span className="quiet">Now · event {event.seq}</span>
        ) : (
          <>
            <b>{eventLook(event.type).name}</b> {event.path} <span className="quiet mono">{clockTime(event.at)}</span>
          </>
        )}
      </span>
      {view.at !== undefined && (
        <Button small onClick={() => change({ at: undefined })}>
          Back to now
        </Button>
      )}
    </div>
  );
}
