import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { runsApi } from '@/api/runs';
import type { Step } from '@/api/types';
import { useMayWriteWorkflows } from '@/features/identity/hooks/useSession';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Problem } from '@/ui/Feedback';
import { Choice, TextArea, TextField } from '@/ui/Field';
import { eventLook } from '../presenter/events';
import { changeable, forkRequest, hasModel, hasPrompt, parseJson, placeBefore, type StepChange } from '../presenter/fork';
import { useRunScreen } from './RunContext';

/** Another way from a moment of this run: the past is shared, what comes after is made again. */
export function ForkDialog({ onClose }: { onClose: () => void }) {
  const { present: run, events, steps, view } = useRunScreen();
  const navigate = useNavigate();
  const mayWrite = useMayWriteWorkflows();
  const choices = mayWrite ? changeable(steps) : [];
  const [step, setStep] = useState(choices.find(one => one.path === view.step)?.path ?? '');
  const [at, setAt] = useState(view.at ?? (view.step ? placeBefore(view.step, events) : 0));
  const [change, setChange] = useState<StepChange>({});
  const [inputs, setInputs] = useState('');
  const request = forkRequest(at, inputs, step ? { [step]: change } : {});
  const fork = useMutation({
    mutationFn: () => runsApi.fork(run.id, request!),
    onSuccess: made => {
      onClose();
      void navigate({ to: '/runs/$id', params: { id: made.id }, search: { tab: 'forks', with: run.id } });
    },
  });
  const changed = choices.find(one => one.path === step);
  const event = events.findLast(one => one.seq <= at);
  return (
    <Dialog
      title="Fork this run"
      wide
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="main" icon="fork" busy={fork.isPending} disabled={!request} onClick={() => fork.mutate()}>
            Fork and compare
          </Button>
        </>
      }
    >
      <p className="soft">
        A new run shares the past up to the moment that you choose, and goes its own way after it. This run stays as it is.
      </p>
      <div className="two-columns">
        <Choice
          label="Change a step"
          hint={mayWrite ? undefined : 'For those who may save workflows.'}
          disabled={!mayWrite}
          value={step}
          onChange={chosen => {
            setChange({});
            setStep(chosen.target.value);
            if (chosen.target.value) setAt(placeBefore(chosen.target.value, events));
          }}
        >
          <option value="">None: only try again</option>
          {choices.map(one => (
            <option key={one.path} value={one.path}>
              {one.path} ({one.agent ?? one.kind})
            </option>
          ))}
        </Choice>
        <TextField
          label="From event"
          type="number"
          min={0}
          max={events.at(-1)?.seq ?? 0}
          value={at}
          hint={event ? `After: ${eventLook(event.type).name.toLowerCase()} ${event.path ?? ''}` : 'From the beginning'}
          onChange={typed => setAt(Math.max(0, Number(typed.target.value)))}
        />
      </div>
      {changed && <StepFields step={changed} change={change} onChange={setChange} />}
      <TextArea
        label="Other inputs of the run (JSON)"
        className="input code"
        spellCheck={false}
        rows={3}
        placeholder={run.inputs ? JSON.stringify(run.inputs) : '{}'}
        value={inputs}
        error={parseJson(inputs).problem}
        onChange={typed => setInputs(typed.target.value)}
      />
      {fork.isError && <Problem error={fork.error} />}
    </Dialog>
  );
}

interface StepFieldsProps {
  step: Step;
  change: StepChange;
  onChange: (change: StepChange) => void;
}

/** What of one step is otherwise: its prompt, or its input when its agent has a prompt of its own; and who answers. */
function StepFields({ step, change, onChange }: StepFieldsProps) {
  return (
    <>
      {hasPrompt(step) ? (
        <TextArea
          label="Prompt for this step"
          rows={5}
          placeholder="Leave empty to keep the prompt of the workflow."
          value={change.prompt ?? ''}
          onChange={typed => onChange({ ...change, prompt: typed.target.value })}
        />
      ) : (
        <TextArea
          label="Input of this step (JSON)"
          className="input code"
          spellCheck={false}
          rows={5}
          placeholder={JSON.stringify(step.input ?? {})}
          value={change.input ?? ''}
          error={parseJson(change.input ?? '').problem}
          onChange={typed => onChange({ ...change, input: typed.target.value })}
        />
      )}
      {hasModel(step) && (
        <TextField
          label="Model for this step"
          placeholder={step.model ?? 'Leave empty to keep it'}
          value={change.model ?? ''}
          onChange={typed => onChange({ ...change, model: typed.target.value })}
        />
      )}
    </>
  );
}
