import { useCallback, useMemo } from 'react';
import { run as route } from '@/app/router';
import { useTabActions } from '@/app/tabActions';
import { Problem, Skeleton } from '@/ui/Feedback';
import { Tabs } from '@/ui/Tabs';
import { useRunDetail, useRunEvents, useRunSteps, withEvents } from '../hooks/useRun';
import { runTabs, type RunView } from '../presenter/runView';
import { RunContext, type RunScreen } from './RunContext';
import { RunHeader } from './RunHeader';
import { RunNotices } from './RunNotices';
import { RunTabBody } from './RunTabBody';
import { StepPanel } from './StepPanel';
import { TimeBar } from './TimeBar';
import './run.css';

const noEvents: never[] = [];

/** One run: what happens, what happened, why, and what could have happened instead. */
export function RunPage() {
  const { id } = route.useParams();
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const detail = useRunDetail(id);
  const eventsQuery = useRunEvents(id);
  const events = eventsQuery.data ?? noEvents;
  const { steps, isPending } = useRunSteps(id, events, view.at);
  const change = useCallback(
    (part: Partial<RunView>, replace = true) => void navigate({ search: before => ({ ...before, ...part }), replace }),
    [navigate],
  );
  const screen = useMemo(
    (): RunScreen | undefined =>
      detail.data && {
        run: withEvents(detail.data, events, view.at),
        present: withEvents(detail.data, events, undefined),
        events,
        steps,
        view,
        change,
      },
    [detail.data, events, steps, view, change],
  );

  useTabActions('This run', runTabs, tab => change({ tab }));

  if (!screen) {
    return (
      <div className="page">
        {detail.isError ? <Problem error={detail.error} onRetry={() => void detail.refetch()} /> : <Skeleton rows={8} height={56} />}
      </div>
    );
  }
  const tab = view.tab ?? 'graph';
  const step = steps.find(one => one.path === view.step);
  const withTime = tab === 'graph' || tab === 'timeline' || tab === 'state' || view.at !== undefined;
  return (
    <RunContext value={screen}>
      <div className="page run-page">
        <RunHeader />
        <RunNotices />
        <div>
          <Tabs
            label="Views of the run"
            tabs={runTabs.map(one => ({ ...one, count: one.id === 'events' ? events.length : undefined }))}
            chosen={tab}
            onChoose={next => screen.change({ tab: next })}
          />
        </div>
        <div className={step ? 'run-body with-step' : 'run-body'}>
          <div className="run-main" role="tabpanel" aria-labelledby={`tab-${tab}`}>
            {withTime && <TimeBar />}
            <RunTabBody tab={tab} stepsPending={isPending} />
          </div>
          {step && <StepPanel step={step} onClose={() => screen.change({ step: undefined })} />}
        </div>
      </div>
    </RunContext>
  );
}
