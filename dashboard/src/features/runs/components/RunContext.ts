import { createContext, useContext } from 'react';
import type { Run, RunEvent, Step } from '@/api/types';
import type { RunView } from '../presenter/runView';

/** What all parts of the page of a run share. */
export interface RunScreen {
  /** The run as it is, or as it was at the moment that is looked at. */
  run: Run;
  /** The run as it is now. */
  present: Run;
  events: RunEvent[];
  steps: Step[];
  view: RunView;
  change: (part: Partial<RunView>, replace?: boolean) => void;
}

export const RunContext = createContext<RunScreen | undefined>(undefined);

export function useRunScreen(): RunScreen {
  const screen = useContext(RunContext);
  if (!screen) throw new Error('This part belongs on the page of a run.');
  return screen;
}
