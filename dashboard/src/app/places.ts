import type { IconName } from '@/ui/icons';

/** The places of the dashboard, in the order in which they are shown. */
export interface Place {
  to: string;
  name: string;
  icon: IconName;
  keys: string;
  group: 'Watch' | 'Build' | 'Operate';
}

export const places = [
  { to: '/', name: 'Overview', icon: 'overview', keys: 'g o', group: 'Watch' },
  { to: '/runs', name: 'Runs', icon: 'runs', keys: 'g r', group: 'Watch' },
  { to: '/approvals', name: 'Approvals', icon: 'approvals', keys: 'g a', group: 'Watch' },
  { to: '/sessions', name: 'Sessions', icon: 'sessions', keys: 'g n', group: 'Watch' },
  { to: '/dead-letters', name: 'Dead letters', icon: 'dead', keys: 'g d', group: 'Watch' },
  { to: '/workflows', name: 'Workflows', icon: 'workflows', keys: 'g w', group: 'Build' },
  { to: '/schedules', name: 'Schedules', icon: 'clock', keys: 'g t', group: 'Build' },
  { to: '/agents', name: 'Agents', icon: 'agents', keys: 'g e', group: 'Build' },
  { to: '/chat', name: 'Chat', icon: 'chat', keys: 'g c', group: 'Build' },
  { to: '/providers', name: 'Providers', icon: 'providers', keys: 'g p', group: 'Operate' },
  { to: '/costs', name: 'Costs', icon: 'costs', keys: 'g m', group: 'Operate' },
  { to: '/admin', name: 'Administration', icon: 'admin', keys: 'g s', group: 'Operate' },
] as const satisfies readonly Place[];

export type PlacePath = (typeof places)[number]['to'];

/** What a phone shows at its lower edge; the rest is behind "More". */
export const phonePlaces: readonly PlacePath[] = ['/', '/runs', '/approvals', '/chat'];
