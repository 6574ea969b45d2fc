import { useState, type ReactNode } from 'react';
import type { AgentSessionDetail } from '@/api/moreTypes';
import type { JsonObject } from '@/api/types';
import { useMay } from '@/features/identity/hooks/useSession';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { TextArea } from '@/ui/Field';
import { checkForm, schemaOf } from '@/ui/schema';
import { SchemaForm } from '@/ui/SchemaForm';
import { useDeed } from '../hooks/useAgentSessions';
import { changedAnswer, fieldsOf, heldOf, standingOf, titleOf } from '../presenter/session';

const longest = 20_000;

interface Props {
  detail: AgentSessionDetail;
  onForgotten: () => void;
  /** What a person reads first, before an answer that is held back. */
  why: ReactNode;
  /** What they read before they decide. */
  children: ReactNode;
}

/** What becomes of a session: it goes on with guidance or another answer, it ends, or it is forgotten. */
export function SessionDecision({ detail, onForgotten, why, children }: Props) {
  const { session, questions } = detail;
  const [guidance, setGuidance] = useState('');
  const [asking, setAsking] = useState<'end' | 'forget'>();
  const held = heldOf(questions);
  const [fields, setFields] = useState<JsonObject>(() => fieldsOf(held));
  const [form] = useState(() => schemaOf(fieldsOf(held)));
  const problems = checkForm(form, fields);
  const answer = changedAnswer(held, fields);
  const standing = standingOf(detail, useMay('approvalsDecide'));
  const deed = useDeed(session.id);
  const resume = () => deed.mutate({ how: 'resume', said: { guidance: guidance.trim() || undefined, answer } });
  return (
    <>
      <div className="inbox-body">
        {why}
        {held !== undefined && (
          <section className="stack" aria-labelledby="held">
            <h3 id="held">The answer that is held back {answer !== undefined && <span className="chip">changed by you</span>}</h3>
            <SchemaForm
              schema={form}
              value={fields}
              problems={problems}
              editable={standing.mayDecide ? undefined : []}
              onChange={setFields}
            />
          </section>
        )}
        {children}
      </div>
      <footer className="inbox-foot">
        {questions.length > 0 && standing.mayDecide && (
          <TextArea
            label="Guidance for the agent (optional)"
            rows={2}
            maxLength={longest}
            value={guidance}
            placeholder="What it should know, or do in another way."
            onChange={event => setGuidance(event.target.value)}
          />
        )}
        <div className="row wrap sessions-deeds">
          {standing.note && <span className="quiet">{standing.note}</span>}
          <span className="grow" />
          <Button look="bare" icon="trash" disabled={!standing.mayForget || deed.isPending} onClick={() => setAsking('forget')}>
            Forget
          </Button>
          {session.status !== 'ended' && (
            <Button look="bad" icon="stop" disabled={!standing.mayDecide || deed.isPending} onClick={() => setAsking('end')}>
              End
            </Button>
          )}
          {standing.isHeld && (
            <Button
              look="main"
              icon="play"
              busy={deed.isPending}
              disabled={!standing.mayDecide || Object.keys(problems).length > 0}
              onClick={resume}
            >
              {answer === undefined ? 'Let it go on' : 'Let it go on with changes'}
            </Button>
          )}
        </div>
      </footer>
      {asking === 'end' && <End detail={detail} onClose={() => setAsking(undefined)} />}
      {asking === 'forget' && <Forget detail={detail} onClose={() => setAsking(undefined)} onForgotten={onForgotten} />}
    </>
  );
}

function End({ detail: { session, questions }, onClose }: { detail: AgentSessionDetail; onClose: () => void }) {
  const [comment, setComment] = useState('');
  const deed = useDeed(session.id);
  return (
    <Dialog
      title={`End ${titleOf(session)}?`}
      onClose={onClose}
      footer={
        <Button
          look="bad"
          icon="stop"
          busy={deed.isPending}
          disabled={comment.trim() === ''}
          onClick={() => deed.mutate({ how: 'end', comment: comment.trim() }, { onSuccess: onClose })}
        >
          End the session
        </Button>
      }
    >
      <p>
        {questions.length > 0 ? 'The steps that wait fail with your comment, and agents ' : 'Agents '}
        do nothing more in it, until it is forgotten.
      </p>
      <TextArea
        label="Why"
        hint="Whoever waits for it reads this."
        rows={3}
        maxLength={longest}
        autoFocus
        value={comment}
        onChange={event => setComment(event.target.value)}
      />
    </Dialog>
  );
}

interface ForgetProps {
  detail: AgentSessionDetail;
  onClose: () => void;
  onForgotten: () => void;
}

function Forget({ detail: { session, questions }, onClose, onForgotten }: ForgetProps) {
  const deed = useDeed(session.id);
  return (
    <Dialog
      title={`Forget ${titleOf(session)}?`}
      onClose={onClose}
      footer={
        <Button look="bad" icon="trash" busy={deed.isPending} onClick={() => deed.mutate({ how: 'forget' }, { onSuccess: onForgotten })}>
          Forget the session
        </Button>
      }
    >
      <p>
        Its failures and who decided about it are no longer known, and agents work in it again as in any other.
        {questions.length > 0 && ' What waits goes on waiting, among the approvals.'}
      </p>
    </Dialog>
  );
}
