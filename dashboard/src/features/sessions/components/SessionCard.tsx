import { Link } from '@tanstack/react-router';
import type { AgentSession, AgentSessionDetail, SessionQuestion } from '@/api/moreTypes';
import { Person } from '@/features/identity/components/Person';
import { useNames } from '@/features/identity/hooks/useNames';
import { Button } from '@/ui/Button';
import { Problem, Skeleton } from '@/ui/Feedback';
import { money, plural } from '@/ui/format';
import { Icon } from '@/ui/Icon';
import { Status } from '@/ui/Status';
import { lookOf as drawnAs } from '@/ui/status';
import { Ago } from '@/ui/Time';
import { useAgentSession, useFreshWithRun } from '../hooks/useAgentSessions';
import { lookOf, reasonOf, titleOf, whyOf } from '../presenter/session';
import { SavedParts } from './SavedParts';
import { SessionDecision } from './SessionDecision';

/** One session: why a person was called, what waits, what was said and done, and what becomes of it. */
export function SessionCard({ id, onBack }: { id: string; onBack: () => void }) {
  const query = useAgentSession(id);
  const detail = query.data;
  useFreshWithRun(detail?.session.run);
  return (
    <article className="panel inbox-card" aria-label={detail ? titleOf(detail.session) : 'Session'} data-status={detail?.session.status}>
      {detail ? <Head session={detail.session} onBack={onBack} /> : <Away onBack={onBack} />}
      {query.isError && !detail && (
        <div className="inbox-body">
          <Problem error={query.error} onRetry={() => void query.refetch()} />
        </div>
      )}
      {query.isPending && (
        <div className="inbox-body">
          <Skeleton rows={4} height={56} />
        </div>
      )}
      {detail && <Body detail={detail} onForgotten={onBack} />}
    </article>
  );
}

function Back({ onBack }: { onBack: () => void }) {
  return <Button look="bare" small icon="chevron" className="flip only-phone" aria-label="Back to the list" onClick={onBack} />;
}

function Away({ onBack }: { onBack: () => void }) {
  return (
    <header className="inbox-head only-phone">
      <Back onBack={onBack} />
    </header>
  );
}

function Head({ session, onBack }: { session: AgentSession; onBack: () => void }) {
  const look = drawnAs(lookOf(session.status));
  const reason = reasonOf(session);
  return (
    <header className="inbox-head">
      <Back onBack={onBack} />
      <span className={`inbox-icon ${look.tone}`}>
        <Icon name={look.icon} size={18} />
      </span>
      <div className="grow stack tight">
        <div className="row wrap">
          <h2>{titleOf(session)}</h2>
          <Status of={lookOf(session.status)} />
          {reason && session.status !== 'ended' && <span className="chip">{reason}</span>}
        </div>
        <p className="quiet">
          {session.user && (
            <>
              of <Person id={session.user} /> ·{' '}
            </>
          )}
          since <Ago at={session.since} />
          {session.run && (
            <>
              {' '}
              · handed over by run{' '}
              <Link to="/runs/$id" params={{ id: session.run }} search={{ step: session.step ?? undefined }} className="mono">
                {session.run}
              </Link>
            </>
          )}
          {session.by && (
            <>
              {' '}
              · let go on by <Person id={session.by} />
            </>
          )}
          {session.failures ? ` · ${plural(session.failures, 'failure')} in a row` : ''}
          {session.usd ? ` · ${money(session.usd)} spent` : ''}
        </p>
      </div>
    </header>
  );
}

function Body({ detail, onForgotten }: { detail: AgentSessionDetail; onForgotten: () => void }) {
  const { session, questions } = detail;
  return (
    <SessionDecision
      key={questions.map(question => question.run + question.step).join()}
      detail={detail}
      onForgotten={onForgotten}
      why={<Why session={session} />}
    >
      {questions.length > 0 && <Waiting questions={questions} />}
      <SavedParts detail={detail} />
    </SessionDecision>
  );
}

function Why({ session }: { session: AgentSession }) {
  const why = whyOf(session, useNames());
  if (!why) return null;
  return (
    <section className="stack tight">
      <h3>{session.status === 'ended' ? 'Who ended it, and why' : 'Why a person was called'}</h3>
      <p className="as-written">{why}</p>
    </section>
  );
}

function Waiting({ questions }: { questions: SessionQuestion[] }) {
  return (
    <section className="stack tight">
      <h3>What waits for it</h3>
      <ul className="stack tight">
        {questions.map(question => (
          <li key={question.run + question.step} className="notice warn">
            <Icon name="hand" />
            <p className="grow as-written">
              Run{' '}
              <Link to="/runs/$id" params={{ id: question.run }} search={{ step: question.step }} className="mono">
                {question.run}
              </Link>{' '}
              at <code>{question.step}</code>
              <span className="quiet">
                {' '}
                · asked <Ago at={question.requestedAt} />
                {question.expiresAt && (
                  <>
                    {' '}
                    · ends <Ago at={question.expiresAt} />
                  </>
                )}
                {(question.assignees ?? []).length > 0 && ` · for ${question.assignees!.join(', ')}`}
              </span>
            </p>
            <Link className="button small" to="/approvals" search={{ run: question.run, step: question.step }}>
              Approval
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
