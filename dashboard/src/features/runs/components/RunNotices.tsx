import { Link } from '@tanstack/react-router';
import type { Promotion } from '@/api/types';
import { useApprovals } from '@/features/approvals/hooks/useApprovals';
import { Person } from '@/features/identity/components/Person';
import { Icon } from '@/ui/Icon';
import { Mend } from '@/ui/Mend';
import { Ago } from '@/ui/Time';
import { culpritOf, failureOf } from '../presenter/runRow';
import { useRunScreen } from './RunContext';

/** What a person should know before anything else: why the run failed, and what it waits for. */
export function RunNotices() {
  const { run, steps, view, change } = useRunScreen();
  const failure = view.at === undefined ? failureOf(run) : undefined;
  const culprit = failure && culpritOf(failure, steps);
  const mend = failure?.mend ?? culprit?.error?.mend;
  const waits = view.at === undefined ? (run.waits ?? []) : [];
  const approvals = useApprovals().data?.items ?? [];
  const sessionOf = (step: string) => approvals.find(one => one.run === run.id && one.step === step)?.session ?? undefined;
  const promotion = view.at === undefined ? run.promotion : undefined;
  if (!failure && !promotion && waits.length === 0) return null;
  return (
    <div className="stack">
      {promotion && <Promoted promotion={promotion} isFork={promotion.fork === run.id} />}
      {failure && (
        <section className="problem" aria-label="Why it failed">
          <Icon name="cross" />
          <div className="grow stack tight">
            <h2>{culprit ? `Step ${culprit.key} failed` : 'The run failed'}</h2>
            <p>{culprit?.error?.message ?? failure.message}</p>
            {mend && <Mend text={mend} />}
            <p className="row quiet">
              <code>{failure.code ?? failure.kind}</code>
              {culprit && (
                <button type="button" className="text-button" onClick={() => change({ step: culprit.path })}>
                  Look at the step
                </button>
              )}
            </p>
          </div>
        </section>
      )}
      {waits.map(wait => (
        <section key={wait.step + wait.kind} className="notice warn" aria-label="What it waits for">
          <Icon name={wait.kind === 'approval' ? 'hand' : 'wait'} />
          <p className="grow">
            <button type="button" className="text-button" onClick={() => change({ step: wait.step })}>
              {wait.step}
            </button>{' '}
            {wait.kind === 'approval' ? 'waits for a decision' : `waits for ${wait.for ?? wait.kind}`}
            {wait.since && (
              <span className="quiet">
                {' '}
                since <Ago at={wait.since} />
              </span>
            )}
          </p>
          {sessionOf(wait.step) && (
            <Link className="button small" to="/sessions" search={{ id: sessionOf(wait.step) }}>
              Session
            </Link>
          )}
          {wait.kind === 'approval' && (
            <Link className="button small main" to="/approvals" search={{ run: run.id, step: wait.step }}>
              Decide
            </Link>
          )}
        </section>
      ))}
    </div>
  );
}

/** That a fork was chosen, said on both sides. */
function Promoted({ promotion, isFork }: { promotion: Promotion; isFork: boolean }) {
  const other = isFork ? promotion.origin : promotion.fork;
  return (
    <section className="notice good" aria-label="Which fork was chosen">
      <Icon name="check" />
      <p className="grow">
        {isFork ? 'Promoted: it takes the place of ' : 'Its place was taken by the fork '}
        <Link to="/runs/$id" params={{ id: other }} className="mono">
          {other}
        </Link>{' '}
        <span className="quiet">
          by <Person id={promotion.by} />, <Ago at={promotion.at} />
        </span>
      </p>
    </section>
  );
}
