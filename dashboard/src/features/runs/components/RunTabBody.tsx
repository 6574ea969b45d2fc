import { lazy, Suspense } from 'react';
import { Skeleton } from '@/ui/Feedback';
import type { RunTab } from '../presenter/runView';
import { CostTab } from './CostTab';
import { DataTab } from './DataTab';
import { EventsTab } from './EventsTab';
import { StateTab } from './StateTab';
import { TimelineTab } from './TimelineTab';
import { TraceTab } from './TraceTab';

// The layout of graphs and the comparison are large or rare: they come when they are looked at.
const RunGraph = lazy(() => import('./RunGraph').then(module => ({ default: module.RunGraph })));
const ForksTab = lazy(() => import('./ForksTab').then(module => ({ default: module.ForksTab })));

export function RunTabBody({ tab, stepsPending }: { tab: RunTab; stepsPending: boolean }) {
  if (stepsPending) return <Skeleton rows={6} height={48} />;
  return <Suspense fallback={<Skeleton rows={6} height={48} />}>{bodyOf(tab)}</Suspense>;
}

function bodyOf(tab: RunTab) {
  switch (tab) {
    case 'graph':
      return <RunGraph />;
    case 'timeline':
      return <TimelineTab />;
    case 'events':
      return <EventsTab />;
    case 'data':
      return <DataTab />;
    case 'trace':
      return <TraceTab />;
    case 'cost':
      return <CostTab />;
    case 'state':
      return <StateTab />;
    case 'forks':
      return <ForksTab />;
  }
}
