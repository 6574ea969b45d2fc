import { Button } from '@/ui/Button';
import { compact, money } from '@/ui/format';
import { Icon } from '@/ui/Icon';
import { JsonTree } from '@/ui/JsonTree';
import { Mend } from '@/ui/Mend';
import { Status } from '@/ui/Status';
import { Ago, Lasting } from '@/ui/Time';
import type { Step } from '@/api/types';
import { useWholeStep } from '../hooks/useRun';
import { bytesLeftOut } from '../presenter/large';
import { useRunScreen } from './RunContext';

/** The step that is looked at, beside whatever view is open. */
export function StepPanel({ step, onClose }: { step: Step; onClose: () => void }) {
  const { change } = useRunScreen();
  return (
    <aside className="panel step-panel" aria-label={`Step ${step.key}`}>
      <header className="panel-head">
        <h2 className="grow clip">{step.key}</h2>
        <Status of={step.status} />
        <Button look="bare" small icon="cross" aria-label="Close the step" onClick={onClose} />
      </header>
      <div className="panel-body stack step-body">
        {step.error && (
          <div className="problem">
            <Icon name="cross" />
            <div className="grow stack tight">
              <p className="strong">{step.error.message}</p>
              {step.error.mend && <Mend text={step.error.mend} />}
              <code className="quiet">{step.error.code ?? step.error.kind}</code>
            </div>
          </div>
        )}
        <StepFacts step={step} />
        <div className="row wrap">
          <Button small icon="runs" onClick={() => change({ tab: 'events' }, false)}>
            Events
          </Button>
          {step.agent && (
            <Button small icon="thought" onClick={() => change({ tab: 'trace' }, false)}>
              Reasoning
            </Button>
          )}
        </div>
        <Value title="Input" step={step} part="input" />
        <Value title="Output" step={step} part="output" />
      </div>
    </aside>
  );
}

function StepFacts({ step }: { step: Step }) {
  const facts: [string, React.ReactNode][] = [
    ['Does', step.agent || step.does === step.kind ? '' : (step.does ?? '')],
    ['Skipped', step.skipReason ?? ''],
    ['Kind', [step.kind, step.agent && `${step.agent}${step.action ? ` · ${step.action}` : ''}`].filter(Boolean).join(' · ')],
    ['Model', [step.provider, step.model].filter(Boolean).join(' · ')],
    ['Attempts', step.attempts ? String(step.attempts) : ''],
    ['Started', step.startedAt ? <Ago at={step.startedAt} /> : ''],
    ['Duration', step.startedAt ? <Lasting from={step.startedAt} to={step.endedAt} /> : ''],
    ['After', (step.dependsOn ?? []).join(', ')],
    ['Tokens', step.usage ? `${compact(step.usage.inputTokens ?? 0)} in · ${compact(step.usage.outputTokens ?? 0)} out` : ''],
    ['Cost', step.usage?.usd ? money(step.usage.usd) : ''],
  ];
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name} className="fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** A value of the step. One that is large is asked for when it is wanted. */
function Value({ title, step, part }: { title: string; step: Step; part: 'input' | 'output' }) {
  const { run } = useRunScreen();
  const given = step[part];
  const bytes = bytesLeftOut(given);
  const whole = useWholeStep(run.id, step.path);
  if (given === undefined || given === null) return null;
  return (
    <section className="stack">
      <h3>{title}</h3>
      {bytes !== undefined && !whole.data ? (
        <Button small busy={whole.isFetching} onClick={() => void whole.refetch()}>
          Show all {compact(bytes / 1024)} KB
        </Button>
      ) : (
        <JsonTree value={bytes === undefined ? given : whole.data?.[part]} name={title} open={2} />
      )}
    </section>
  );
}
