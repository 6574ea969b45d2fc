import { useState } from 'react';
import { useNames } from '@/features/identity/hooks/useNames';
import { inNames } from '@/features/identity/presenter/names';
import { Button } from '@/ui/Button';
import { Empty } from '@/ui/Feedback';
import { Icon } from '@/ui/Icon';
import { JsonTree } from '@/ui/JsonTree';
import { Clock } from '@/ui/Time';
import type { RunEvent } from '@/api/types';
import { eventLine, eventLook, filterEvents } from '../presenter/events';
import { useRunScreen } from './RunContext';

const page = 200;

/** Everything that happened, newest first; each event opens and has its own address. */
export function EventsTab() {
  const { events, view, change } = useRunScreen();
  const [shown, setShown] = useState(page);
  const names = useNames();
  const past = view.at === undefined ? events : events.filter(event => event.seq <= view.at!);
  const found = filterEvents(past, view.step, view.find).toReversed();
  return (
    <div className="stack">
      <div className="row wrap">
        <label className="search-field">
          <Icon name="search" size={14} />
          <input
            className="input"
            type="search"
            aria-label="Find events"
            placeholder="Type, step or words…"
            value={view.find ?? ''}
            onChange={event => change({ find: event.target.value || undefined })}
          />
        </label>
        {view.step && (
          <Button small icon="cross" onClick={() => change({ step: undefined })}>
            Only {view.step}
          </Button>
        )}
        <span className="quiet">
          {found.length} of {events.length}
        </span>
      </div>
      {found.length === 0 ? (
        <Empty icon="runs" title="No event fits">
          Take the words or the step away to see all of them.
        </Empty>
      ) : (
        <ol className="panel events" reversed aria-label="Events">
          {found.slice(0, shown).map(event => (
            <Line key={event.seq} event={event} open={view.event === event.seq} names={names} />
          ))}
        </ol>
      )}
      {found.length > shown && (
        <div className="table-foot">
          <Button onClick={() => setShown(shown + page)}>Earlier events</Button>
        </div>
      )}
    </div>
  );
}

function Line({ event, open, names }: { event: RunEvent; open: boolean; names: ReadonlyMap<string, string> }) {
  const { change } = useRunScreen();
  const look = eventLook(event.type);
  return (
    <li className="event" data-seq={event.seq}>
      <button type="button" className="event-line" aria-expanded={open} onClick={() => change({ event: open ? undefined : event.seq })}>
        <span className="quiet mono event-seq">{event.seq}</span>
        <span className={`event-icon ${look.tone}`}>
          <Icon name={look.icon} size={13} />
        </span>
        <span className="event-name">{look.name}</span>
        <span className="mono event-path clip">{event.path}</span>
        <span className="grow clip soft event-text">{inNames(eventLine(event), names)}</span>
        <span className="quiet event-time">
          <Clock at={event.at} />
        </span>
      </button>
      {open && (
        <div className="event-data">
          <JsonTree value={event.data ?? {}} name="the event" />
          <div className="row">
            <Button small icon="clock" onClick={() => change({ at: event.seq, tab: 'state' }, false)}>
              State after this
            </Button>
            <Button small icon="workflows" onClick={() => change({ at: event.seq, tab: 'graph' }, false)}>
              Graph after this
            </Button>
          </div>
        </div>
      )}
    </li>
  );
}
