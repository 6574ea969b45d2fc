import type { AgentSession } from '@/api/moreTypes';
import { inNames } from '@/features/identity/presenter/names';
import { Icon } from '@/ui/Icon';
import { Pill } from '@/ui/Pill';
import { statusChoices, usersOf, type SessionsView } from '../presenter/sessionsView';

interface Props {
  view: SessionsView;
  sessions: readonly AgentSession[];
  names: ReadonlyMap<string, string>;
  onChange: (view: SessionsView) => void;
}

export function SessionFilters({ view, sessions, names, onChange }: Props) {
  // Another choice begins at the top of what it finds.
  const set = (part: SessionsView) => onChange({ ...view, id: undefined, ...part });
  const users = usersOf(sessions, view.user, names);
  return (
    <div className={view.id ? 'row wrap not-phone' : 'row wrap'}>
      <label className="search-field">
        <Icon name="search" size={14} />
        <input
          className="input"
          type="search"
          aria-label="Find sessions"
          placeholder="Name, user, run or reason…"
          value={view.search ?? ''}
          onChange={event => set({ search: event.target.value || undefined })}
        />
      </label>
      {users.length > 0 && (
        <select
          className="input sessions-user"
          aria-label="User"
          value={view.user ?? ''}
          onChange={event => set({ user: event.target.value || undefined })}
        >
          <option value="">All users</option>
          {users.map(user => (
            <option key={user} value={user}>
              {inNames(user, names)}
            </option>
          ))}
        </select>
      )}
      <div className="pills" role="group" aria-label="Status">
        <Pill on={!view.status} onClick={() => set({ status: undefined })}>
          All
        </Pill>
        {statusChoices.map(choice => (
          <Pill
            key={choice.id}
            on={view.status === choice.id}
            onClick={() => set({ status: view.status === choice.id ? undefined : choice.id })}
          >
            {choice.name}
          </Pill>
        ))}
      </div>
    </div>
  );
}
