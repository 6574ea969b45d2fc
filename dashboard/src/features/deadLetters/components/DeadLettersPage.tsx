import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { runsApi } from '@/api/runs';
import type { Outcome } from '@/api/rest';
import type { DeadLetter } from '@/api/moreTypes';
import { deadLetters as route } from '@/app/router';
import { useMay } from '@/features/identity/hooks/useSession';
import { parseJson } from '@/features/runs/presenter/fork';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { TextArea } from '@/ui/Field';
import { plural } from '@/ui/format';
import { Icon } from '@/ui/Icon';
import { Mend } from '@/ui/Mend';
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
        <Empty icon="check" title="Nothing is stuck" command="ax workflow execute samples/patterns/dead-letter.yaml">
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
  const may = useMay('runsControl');
  const step = letter.steps[0];
  const error = step?.error ?? letter.error;
  return (
    <li className="panel letter" data-open={open}>
      <div className="letter-text">
        <p className="row wrap">
          <Link to="/runs/$id" params={{ id: letter.id }} search={{ step: step?.path }} className="strong">
            {letter.workflow}
          </Link>
          {letter.steps.slice(0, 3).map(one => (
            <code key={one.path} className="chip">
              {one.path}
            </code>
          ))}
          <span className="quiet">
            <Ago at={letter.since} />
            {step?.attempts ? ` · ${plural(step.attempts, 'attempt')}` : ''}
          </span>
        </p>
        <p className="letter-cause">
          <Icon name={letter.why === 'failed' ? 'cross' : 'question'} size={14} />
          {letter.why === 'failed'
            ? (error?.message ?? 'The cause was not recorded.')
            : 'It is not known whether this happened: the process died in the middle.'}
        </p>
        {error?.mend && <Mend text={error.mend} />}
        <p className="row quiet">
          <code>{error?.code ?? error?.kind}</code>
          <code className="clip">{letter.id}</code>
        </p>
      </div>
      {may && (letter.why === 'failed' ? <Failed letter={letter} /> : step && <Unknown letter={letter} step={step.path} />)}
    </li>
  );
}

function Failed({ letter }: { letter: DeadLetter }) {
  const [editing, setEditing] = useState(false);
  const mayStart = useMay('runsStart');
  const answer = useAnswer();
  return (
    <div className="letter-actions">
      {mayStart && (
        <>
          <Button
            look="main"
            icon="retry"
            busy={answer.isPending}
            onClick={() => answer.mutate({ id: letter.id, answer: { how: 'redrive' } })}
          >
            Try again
          </Button>
          <Button icon="code" onClick={() => setEditing(true)}>
            Other inputs
          </Button>
        </>
      )}
      <Button look="bad" icon="trash" onClick={() => answer.mutate({ id: letter.id, answer: { how: 'discard' } })}>
        Discard
      </Button>
      {editing && <Redrive letter={letter} onClose={() => setEditing(false)} />}
    </div>
  );
}

/** A person looks at the outside world and says what became of the effect. */
function Unknown({ letter, step }: { letter: DeadLetter; step: string }) {
  const answer = useAnswer();
  const resolve = (outcome: Outcome) => answer.mutate({ id: letter.id, answer: { how: 'resolve', step, outcome } });
  return (
    <div className="letter-actions">
      <Button icon="check" onClick={() => resolve('completed')}>
        It happened
      </Button>
      <Button icon="retry" onClick={() => resolve('retry')}>
        It did not: do it again
      </Button>
      <Button look="bad" icon="cross" onClick={() => resolve('failed')}>
        It failed
      </Button>
    </div>
  );
}

function Redrive({ letter, onClose }: { letter: DeadLetter; onClose: () => void }) {
  const run = useQuery({ queryKey: ['run', letter.id, 'detail'], queryFn: ({ signal }) => runsApi.get(letter.id, signal) });
  const [edited, setTyped] = useState<string>();
  const typed = edited ?? (run.data ? JSON.stringify(run.data.inputs ?? {}, null, 2) : '');
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
          disabled={typed === '' || Boolean(parsed.problem)}
          onClick={() => answer.mutate({ id: letter.id, answer: { how: 'redrive', inputs: parsed.value } }, { onSuccess: onClose })}
        >
          Try again
        </Button>
      }
    >
      <TextArea
        label="Inputs (JSON)"
        hint="What failed is tried again with these."
        className="input code"
        rows={12}
        spellCheck={false}
        value={typed}
        error={typed === '' ? undefined : parsed.problem}
        onChange={event => setTyped(event.target.value)}
      />
    </Dialog>
  );
}
