import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import type { DeadLetter } from '@/api/moreTypes';
import { deadLetters as route } from '@/app/router';
import { useMay } from '@/features/identity/hooks/useSession';
import { parseJson } from '@/features/runs/presenter/fork';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { TextArea } from '@/ui/Field';
import { Icon } from '@/ui/Icon';
import { Ago } from '@/ui/Time';
import { useAnswer, useDeadLetters } from '../hooks/useDeadLetters';
import './deadLetters.css';

/** Runs that are out of options: each with its cause, its cure, and the ways on. */
export function DeadLettersPage() {
  const { id } = route.useSearch();
  const query = useDeadLetters();
  const letters = query.data?.items ?? [];
  return (
    <div className="page">
      <header className="page-head">
        <h1>Dead letters</h1>
        {letters.length > 0 && <span className="chip">{letters.length}</span>}
      </header>
      {query.isError && !query.data && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={3} height={110} />}
      {query.isSuccess && letters.length === 0 && (
        <Empty icon="check" title="Nothing is stuck" command="ax run samples/patterns/dead-letter.yaml">
          A run that is out of retries and fallbacks comes here with its cause, instead of vanishing. To see one:
        </Empty>
      )}
      <ul className="stack">
        {letters.map(letter => (
          <Letter key={letter.id} letter={letter} open={letter.id === id} />
        ))}
      </ul>
    </div>
  );
}

function Letter({ letter, open }: { letter: DeadLetter; open: boolean }) {
  const [editing, setEditing] = useState(false);
  const may = useMay('runsControl');
  const answer = useAnswer();
  const run = letter.run ?? letter.id;
  return (
    <li className="panel letter" data-open={open}>
      <div className="letter-text">
        <p className="row wrap">
          <Link to="/runs/$id" params={{ id: run }} search={{ step: letter.step }} className="strong">
            {letter.workflow}
          </Link>
          {letter.step && <code className="chip">{letter.step}</code>}
          <span className="quiet">
            <Ago at={letter.failedAt} />
            {letter.attempts ? ` · ${letter.attempts} attempts` : ''}
          </span>
        </p>
        <p className="letter-cause">
          <Icon name="cross" size={14} /> {letter.error?.message ?? 'The cause was not recorded.'}
        </p>
        {letter.error?.mend && (
          <p className="mend">
            <b>To mend it</b> {letter.error.mend}
          </p>
        )}
        <p className="row quiet">
          <code>{letter.error?.code ?? letter.error?.kind}</code>
          <code className="clip">{run}</code>
        </p>
      </div>
      {may && (
        <div className="letter-actions">
          <Button look="main" icon="retry" busy={answer.isPending} onClick={() => answer.mutate({ id: letter.id, answer: { how: 'redrive' } })}>
            Try again
          </Button>
          <Button icon="code" onClick={() => setEditing(true)}>
            Other inputs
          </Button>
          <Button icon="check" onClick={() => answer.mutate({ id: letter.id, answer: { how: 'resolve' } })}>
            Resolved
          </Button>
          <Button look="bad" icon="trash" onClick={() => answer.mutate({ id: letter.id, answer: { how: 'discard' } })}>
            Discard
          </Button>
        </div>
      )}
      {editing && <Redrive letter={letter} onClose={() => setEditing(false)} />}
    </li>
  );
}

function Redrive({ letter, onClose }: { letter: DeadLetter; onClose: () => void }) {
  const [typed, setTyped] = useState(JSON.stringify(letter.inputs ?? {}, null, 2));
  const answer = useAnswer();
  const parsed = parseJson(typed);
  return (
    <Dialog
      title="Try again with other inputs"
      onClose={onClose}
      footer={
        <Button
          look="main"
          icon="retry"
          busy={answer.isPending}
          disabled={Boolean(parsed.problem)}
          onClick={() => answer.mutate({ id: letter.id, answer: { how: 'redrive', inputs: parsed.value } }, { onSuccess: onClose })}
        >
          Try again
        </Button>
      }
    >
      <TextArea
        label="Inputs (JSON)"
        className="input code"
        rows={12}
        spellCheck={false}
        value={typed}
        error={parsed.problem}
        onChange={event => setTyped(event.target.value)}
      />
    </Dialog>
  );
}
