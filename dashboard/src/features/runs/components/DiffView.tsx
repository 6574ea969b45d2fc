import { Link } from '@tanstack/react-router';
import type { RunDifference, RunRow, StepDifference, ValueChange } from '@/api/types';
import { Status } from '@/ui/Status';
import { placeOf, summaryOf, textOf } from '../presenter/difference';
import { compareWords, type Part } from '../presenter/wordDifference';
import { DefinitionDiff } from './DefinitionDiff';
import './diff.css';

/** Two runs side by side: only what differs. */
export function DiffView({ difference }: { difference: RunDifference }) {
  return (
    <section className="stack" aria-label="Comparison">
      <p>{summaryOf(difference)}</p>
      <div className="panel diff">
        <div className="diff-row diff-head">
          <Side run={difference.left} name="Left" />
          <Side run={difference.right} name="Right" />
        </div>
        {difference.fields
          .filter(field => field.name !== 'definition')
          .map(field => (
            <Pair key={field.name} title={field.name} left={field.left ?? ''} right={field.right ?? ''} />
          ))}
        {difference.fields.some(field => field.name === 'definition') && (
          <section>
            <h2 className="diff-title">Definition</h2>
            <DefinitionDiff left={difference.left.id} right={difference.right.id} />
          </section>
        )}
        <Section title="Inputs" changes={difference.inputs} />
        {difference.variables && <Section title="Variables" changes={difference.variables} />}
        {difference.steps.map(step => (
          <StepPart key={step.path} step={step} />
        ))}
        <Section title="Outputs" changes={difference.outputs} />
      </div>
    </section>
  );
}

function Side({ run, name }: { run: RunRow; name: string }) {
  return (
    <div className="row">
      <span className="quiet">{name}</span>
      <Link to="/runs/$id" params={{ id: run.id }} className="mono clip">
        {run.id}
      </Link>
      {run.status && <Status of={run.status} plain />}
    </div>
  );
}

function Section({ title, changes }: { title: string; changes: ValueChange[] }) {
  if (changes.length === 0) return null;
  return (
    <section>
      <h2 className="diff-title">{title}</h2>
      {changes.map((change, index) => (
        <Changed key={index} change={change} />
      ))}
    </section>
  );
}

function StepPart({ step }: { step: StepDifference }) {
  return (
    <section>
      <h2 className="diff-title">
        Step <code>{step.path}</code>{' '}
        {step.kind !== 'changed' && (
          <span className="chip">{step.kind === 'added' ? 'only right' : step.kind === 'removed' ? 'only left' : step.kind}</span>
        )}
      </h2>
      {step.fields.map(field => (
        <Pair key={field.name} title={field.name} left={field.left ?? ''} right={field.right ?? ''} />
      ))}
      {step.output.map((change, index) => (
        <Changed key={index} change={change} />
      ))}
    </section>
  );
}

function Changed({ change }: { change: ValueChange }) {
  const title = `${placeOf(change)}${change.kind === 'moved' ? ' (moved)' : ''}`;
  return <Pair title={title} left={textOf(change.left)} right={textOf(change.right)} />;
}

function Pair({ title, left, right }: { title: string; left: string; right: string }) {
  const parts = compareWords(left, right);
  return (
    <div className="diff-pair">
      <p className="diff-place mono">{title}</p>
      <div className="diff-row">
        <pre className={left === '' ? 'none' : 'left'}>{left === '' ? '–' : marked(parts.left, 'del')}</pre>
        <pre className={right === '' ? 'none' : 'right'}>{right === '' ? '–' : marked(parts.right, 'ins')}</pre>
      </div>
    </div>
  );
}

function marked(parts: Part[], Tag: 'del' | 'ins') {
  return parts.map((part, index) => (part.own ? <Tag key={index}>{part.text}</Tag> : <span key={index}>{part.text}</span>));
}
