import { oneOf, text, whole, type Given } from '@/app/search';
import type { IconName } from '@/ui/icons';

export const runTabs = [
  { id: 'graph', name: 'Graph', icon: 'workflows' },
  { id: 'timeline', name: 'Timeline', icon: 'timeline' },
  { id: 'events', name: 'Events', icon: 'runs' },
  { id: 'data', name: 'Data', icon: 'code' },
  { id: 'trace', name: 'Reasoning', icon: 'thought' },
  { id: 'cost', name: 'Cost', icon: 'costs' },
  { id: 'state', name: 'State', icon: 'clock' },
  { id: 'forks', name: 'Forks', icon: 'fork' },
] as const satisfies readonly { id: string; name: string; icon: IconName }[];

export type RunTab = (typeof runTabs)[number]['id'];

/** What of a run is shown, all of it in the address. */
export interface RunView {
  tab?: RunTab;
  /** The step that is looked at. */
  step?: string;
  /** The event that is looked at. */
  event?: number;
  /** The moment that is looked at, as the sequence number of an event; the present when absent. */
  at?: number;
  /** The run that this one is compared with. */
  with?: string;
  /** Words that an event must have. */
  find?: string;
}

export function readRunView(given: Given): RunView {
  return {
    tab: oneOf(
      given,
      'tab',
      runTabs.map(tab => tab.id),
    ),
    step: text(given, 'step'),
    event: whole(given, 'event'),
    at: whole(given, 'at'),
    with: text(given, 'with'),
    find: text(given, 'find'),
  };
}
