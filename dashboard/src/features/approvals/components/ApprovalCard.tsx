import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import type { Approval, JsonObject } from '@/api/types';
import { useMay } from '@/features/identity/hooks/useSession';
import { Button } from '@/ui/Button';
import { TextArea } from '@/ui/Field';
import { Icon } from '@/ui/Icon';
import { JsonTree } from '@/ui/JsonTree';
import { Markdown } from '@/ui/Markdown';
import { checkForm } from '@/ui/schema';
import { SchemaForm } from '@/ui/SchemaForm';
import { Ago } from '@/ui/Time';
import { useDecide } from '../hooks/useApprovals';
import { changesOf, editableOf, formOf, standingOf, summaryOf, titleOf } from '../presenter/approval';

/** One question: what would be done, why, with which values, and the answer. */
export function ApprovalCard({ approval, onBack }: { approval: Approval; onBack: () => void }) {
  const form = formOf(approval);
  const [parameters, setParameters] = useState<JsonObject>(approval.parameters ?? {});
  const [comment, setComment] = useState('');
  const standing = standingOf(approval, useMay('approvalsDecide'));
  const may = standing.mayAnswer;
  const decide = useDecide(approval.run);
  const problems = form ? checkForm(form, parameters) : {};
  const changes = changesOf(approval, parameters);
  const summary = summaryOf(approval);
  const answer = (decision: 'approve' | 'reject') =>
    decide.mutate({
      step: approval.step,
      questionId: approval.questionId,
      decision,
      comment: comment.trim() || undefined,
      parameters: decision === 'approve' ? changes : undefined,
    });
  return (
    <article className="panel inbox-card" aria-label={titleOf(approval)}>
      <header className="inbox-head">
        <Button look="bare" small icon="chevron" className="flip only-phone" aria-label="Back to the list" onClick={onBack} />
        <span className="inbox-icon warn">
          <Icon name="hand" size={18} />
        </span>
        <div className="grow">
          <h2>{titleOf(approval)}</h2>
          <p className="quiet">
            <Link to="/runs/$id" params={{ id: approval.run }} search={{ step: approval.step }}>
              {approval.workflow}
            </Link>{' '}
            · <code>{approval.step}</code> · asked <Ago at={approval.requestedAt} />
            {approval.expiresAt && (
              <>
                {' '}
                · ends <Ago at={approval.expiresAt} />
              </>
            )}
            {(approval.assignees ?? []).length > 0 && ` · for ${approval.assignees!.join(', ')}`}
            {approval.session && (
              <>
                {' '}
                ·{' '}
                <Link to="/sessions" search={{ id: approval.session }}>
                  the whole session
                </Link>
              </>
            )}
          </p>
        </div>
      </header>
      <div className="inbox-body">
        {approval.question && approval.question !== titleOf(approval) && <Markdown text={approval.question} />}
        {form && (
          <section className="stack" aria-labelledby="parameters">
            <h3 id="parameters">
              What would be used {changes && <span className="chip">{Object.keys(changes).length} changed by you</span>}
            </h3>
            <SchemaForm schema={form} value={parameters} problems={problems} editable={editableOf(approval)} onChange={setParameters} />
          </section>
        )}
        {summary && (
          <section className="stack">
            <h3>What led to it</h3>
            <p className="as-written">{summary}</p>
          </section>
        )}
        {hasContext(approval.context) && (
          <section className="stack">
            <h3>What led to it</h3>
            {typeof approval.context === 'string' ? (
              <Markdown text={approval.context} />
            ) : (
              <JsonTree value={approval.context} name="the context" open={2} />
            )}
          </section>
        )}
      </div>
      <footer className="inbox-foot">
        <TextArea
          label="Comment (optional)"
          rows={2}
          value={comment}
          placeholder="Kept with the decision, for whoever asks later."
          onChange={event => setComment(event.target.value)}
        />
        <div className="row">
          {standing.note && <span className="quiet">{standing.note}</span>}
          <span className="grow" />
          <Button look="bad" icon="cross" disabled={!may || decide.isPending} onClick={() => answer('reject')}>
            Reject
          </Button>
          <Button
            look="main"
            icon="check"
            busy={decide.isPending}
            disabled={!may || Object.keys(problems).length > 0}
            onClick={() => answer('approve')}
          >
            {changes ? 'Approve with changes' : 'Approve'}
          </Button>
        </div>
      </footer>
    </article>
  );
}

function hasContext(context: Approval['context']): boolean {
  return context !== undefined && context !== null && (typeof context !== 'object' || Object.keys(context).length > 0);
}
