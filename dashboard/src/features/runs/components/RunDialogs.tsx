import { useEffect, useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { runsApi } from '@/api/runs';
import type { Json } from '@/api/types';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Problem } from '@/ui/Feedback';
import { Choice, TextArea, TextField } from '@/ui/Field';
import { complain, say } from '@/ui/Toasts';
import { parseJson } from '../presenter/fork';
import { useRunScreen } from './RunContext';

export function SignalDialog({ onClose }: { onClose: () => void }) {
  const { present: run } = useRunScreen();
  const waiting = run.waits?.find(wait => wait.kind === 'signal')?.for ?? '';
  const [name, setName] = useState(waiting);
  const [body, setBody] = useState('{}');
  const parsed = parseJson(body);
  const send = useMutation({
    mutationFn: () => runsApi.signal(run.id, name.trim(), parsed.value as Json),
    onSuccess: () => {
      say(`Signal ${name} sent`);
      onClose();
    },
  });
  return (
    <Dialog
      title="Send a signal"
      onClose={onClose}
      footer={
        <Button
          look="main"
          icon="bolt"
          busy={send.isPending}
          disabled={!name.trim() || Boolean(parsed.problem)}
          onClick={() => send.mutate()}
        >
          Send
        </Button>
      }
    >
      <TextField
        label="Name"
        autoFocus
        value={name}
        hint="A step that waits for this name goes on."
        onChange={event => setName(event.target.value)}
      />
      <TextArea
        label="Body (JSON)"
        className="input code"
        spellCheck={false}
        value={body}
        error={parsed.problem}
        onChange={event => setBody(event.target.value)}
      />
      {send.isError && <Problem error={send.error} />}
    </Dialog>
  );
}

export function CancelDialog({ onClose, onCancel }: { onClose: () => void; onCancel: () => void }) {
  const { present: run } = useRunScreen();
  return (
    <Dialog
      title="Cancel this run?"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Let it run</Button>
          <Button look="bad" icon="stop" onClick={onCancel}>
            Cancel the run
          </Button>
        </>
      }
    >
      <p>
        Work in flight is stopped and <b>{run.workflow}</b> ends as cancelled. What has completed stays recorded; a fork can go on from any
        of its events.
      </p>
    </Dialog>
  );
}

/** Goes back to a checkpoint. The server says first what it would undo. */
export function RollbackDialog({ onClose }: { onClose: () => void }) {
  const { present: run, view } = useRunScreen();
  const client = useQueryClient();
  const checkpoints = useQuery({ queryKey: ['run', run.id, 'checkpoints'], queryFn: ({ signal }) => runsApi.checkpoints(run.id, signal) });
  const [to, setTo] = useState(view.at === undefined ? '' : String(view.at));
  const chosen = to || String(checkpoints.data?.items.at(-1)?.seq ?? '');
  const rehearsal = useMutation({ mutationFn: (seq: string) => runsApi.rollback(run.id, seq, true) });
  const carryOut = useMutation({
    mutationFn: () => runsApi.rollback(run.id, chosen, false),
    onSuccess: async () => {
      say('Rolled back');
      onClose();
      await client.invalidateQueries({ queryKey: ['run', run.id] });
    },
    onError: complain,
  });
  const { mutate } = rehearsal;
  useEffect(() => {
    if (chosen !== '') mutate(chosen);
  }, [mutate, chosen]);
  return (
    <Dialog
      title="Roll back"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Back</Button>
          <Button look="bad" icon="undo" disabled={!rehearsal.isSuccess} busy={carryOut.isPending} onClick={() => carryOut.mutate()}>
            Roll back
          </Button>
        </>
      }
    >
      <p className="soft">Steps after the place begin anew; those with a compensation are undone first.</p>
      <Choice label="To" value={chosen} onChange={event => setTo(event.target.value)}>
        {view.at !== undefined && <option value={view.at}>The moment you look at (event {view.at})</option>}
        {checkpoints.data?.items.map(point => (
          <option key={point.seq} value={point.seq}>
            {point.name} (event {point.seq})
          </option>
        ))}
      </Choice>
      {rehearsal.isSuccess && (
        <section className="stack">
          <Paths title="Undone first" paths={rehearsal.data.undone} none="Nothing has to be undone." />
          <Paths title="Made again" paths={rehearsal.data.runAgain} none="No step is made again." />
        </section>
      )}
      {rehearsal.isError && <Problem error={rehearsal.error} />}
      {checkpoints.isError && <Problem error={checkpoints.error} />}
    </Dialog>
  );
}

function Paths({ title, paths, none }: { title: string; paths: string[]; none: string }) {
  return (
    <div className="stack tight">
      <h3>{title}</h3>
      {paths.length === 0 ? (
        <p className="quiet">{none}</p>
      ) : (
        <p className="row wrap">
          {paths.map(path => (
            <code key={path} className="chip">
              {path}
            </code>
          ))}
        </p>
      )}
    </div>
  );
}
