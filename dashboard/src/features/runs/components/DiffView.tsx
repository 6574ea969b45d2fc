import { Link } from '@tanstack/react-router';
import type { JsonChange, JsonDifference, RunDifference, StepDifference } from '@/api/types';
import { Status } from '@/ui/Status';
import { kindOf, placeOf, sideOf, stepKind, summaryOf, textOf } from '../presenter/difference';
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
        {difference.fields.map(field => (
          <Pair key={field.name} title={field.name} left={field.left ?? ''} right={field.right ?? ''} />
        ))}
        <Part title="Inputs" difference={difference.inputs} />
        {difference.variables && <Part title="Variables" difference={difference.variables} />}
        {difference.steps.map(step => (
          <StepPart key={step.path} step={step} />
        ))}
        <Part title="Outputs" difference={difference.outputs} />
      </div>
    </section>
  );
}

function Side({ run, name }: { run: RunDifference['left']; name: string }) {
  return (
    <div className="row">
      <span className="quiet">{name}</span>
      <Link to="/runs/$id" params={{ id: run.id }} className="mono clip">{run.id}</Link>
      {run.status && <Status of={run.status} plain />}
    </div>
  );
}

function Part({ title, difference }: { title: string; difference: JsonDifference }) {
  if (difference.count === 0) return null;
  const hidden = difference.count - difference.changes.length;
  return (
    <section>
      <h3 className="diff-title">{title}</h3>
      {difference.changes.map((change, index) => (
        <Changed key={index} change={change} />
      ))}
      {hidden > 0 && <p className="diff-title quiet">{hidden} more places</p>}
    </section>
  );
}

function StepPart({ step }: { step: StepDifference }) {
  const kind = stepKind(step);
  return (
    <section>
      <h3 className="diff-title">
        Step <code>{step.path}</code> {kind !== 'changed' && <span className="chip">{kind === 'added' ? 'only right' : 'only left'}</span>}
      </h3>
      {step.fields.map(field => (
        <Pair key={field.name} title={field.name} left={field.left ?? ''} right={field.right ?? ''} />
      ))}
      {kind === 'changed'
        ? step.output.changes.map((change, index) => <Changed key={index} change={change} />)
        : <Pair title="output" left={textOf(step.left?.output)} right={textOf(step.right?.output)} />}
    </section>
  );
}

function Changed({ change }: { change: JsonChange }) {
  const title = `${placeOf(change)}${kindOf(change) === 'moved' ? ' (moved)' : ''}`;
  if (change.text) {
    return (
      <div className="diff-pair">
        <p className="diff-place mono">{title}</p>
        <div className="diff-row">
          <pre className="left">{marked(sideOf(change.text.parts, 'left'), 'del')}</pre>
          <pre className="right">{marked(sideOf(change.text.parts, 'right'), 'ins')}</pre>
        </div>
      </div>
    );
  }
  return <Pair title={title} left={textOf(change.left)} right={textOf(change.right)} />;
}

function marked(parts: { text: string; own: boolean }[], Tag: 'del' | 'ins') {
  return parts.map((part, index) => (part.own ? <Tag key={index}>{part.text}</Tag> : <span key={index}>{part.text}</span>));
}

function Pair({ title, left, right }: { title: string; left: string; right: string }) {
  return (
    <div className="diff-pair">
      <p className="diff-place mono">{title}</p>
      <div className="diff-row">
        <pre className={left === '' ? 'none' : 'left'}>{left === '' ? '–' : <del>{left}</del>}</pre>
        <pre className={right === '' ? 'none' : 'right'}>{right === '' ? '–' : <ins>{right}</ins>}</pre>
      </div>
    </div>
  );
}
