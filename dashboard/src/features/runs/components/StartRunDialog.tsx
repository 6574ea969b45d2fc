import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { runsApi } from '@/api/runs';
import type { Json, JsonObject } from '@/api/types';
import { useMayWriteWorkflows } from '@/features/identity/hooks/useSession';
import { useWorkflow, useWorkflows } from '@/features/workflows/hooks/useWorkflows';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Problem } from '@/ui/Feedback';
import { Choice, TextArea, TextField } from '@/ui/Field';
import { SchemaForm } from '@/ui/SchemaForm';
import { checkForm, clean } from '@/ui/schema';

/** Stands for a definition that is written here. It is no name that a workflow can have. */
const own = '\u0000own';

/** Starts a workflow with inputs that its own description asks for. */
export function StartRunDialog({ workflow, onClose }: { workflow?: string; onClose: () => void }) {
  const navigate = useNavigate();
  const workflows = useWorkflows();
  const mayWrite = useMayWriteWorkflows();
  const [name, setName] = useState(workflow ?? '');
  const [yaml, setYaml] = useState('');
  const chosen = name || workflows.data?.items[0]?.name || (mayWrite ? own : '');
  const isOwn = chosen === own;
  const detail = useWorkflow(isOwn ? '' : chosen);
  const [id, setId] = useState('');
  const [apply, setApply] = useState(false);
  const [inputs, setInputs] = useState<JsonObject>({});
  const schema = (!isOwn && detail.data?.inputSchema) || undefined;
  const problems = checkForm(schema, inputs);
  const start = useMutation({
    mutationFn: () =>
      runsApi.start({ ...(isOwn ? { yaml } : { workflow: chosen }), inputs: clean(inputs) as Json, id: id.trim() || undefined, apply }),
    onSuccess: run => {
      onClose();
      void navigate({ to: '/runs/$id', params: { id: run.id } });
    },
  });
  return (
    <Dialog
      title="Start a run"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="main"
            icon="play"
            busy={start.isPending}
            disabled={chosen === '' || (isOwn && yaml.trim() === '') || Object.keys(problems).length > 0}
            onClick={() => start.mutate()}
          >
            Start
          </Button>
        </>
      }
    >
      <Choice
        label="Workflow"
        value={chosen}
        onChange={event => {
          setName(event.target.value);
          setInputs({});
        }}
        hint={isOwn ? undefined : (detail.data?.item.description ?? undefined)}
      >
        {workflows.data?.items.map(item => (
          <option key={item.name}>{item.name}</option>
        ))}
        {mayWrite && <option value={own}>From YAML of your own…</option>}
      </Choice>
      {isOwn && (
        <TextArea
          label="YAML"
          className="input code"
          rows={12}
          spellCheck={false}
          placeholder={'name: hello\nsteps:\n  - { key: hi, run: [echo, hello] }'}
          value={yaml}
          onChange={event => setYaml(event.target.value)}
        />
      )}
      {schema && <SchemaForm schema={schema} value={inputs} problems={problems} onChange={setInputs} />}
      <TextField
        label="Run id (optional)"
        hint="The same id starts the same run only once."
        className="input code"
        value={id}
        onChange={event => setId(event.target.value)}
      />
      <label className="row">
        <input type="checkbox" className="check" checked={apply} onChange={event => setApply(event.target.checked)} />
        <span>
          It may run commands and change things outside <span className="quiet">(otherwise effects are only planned)</span>
        </span>
      </label>
      {start.isError && <Problem error={start.error} />}
    </Dialog>
  );
}
