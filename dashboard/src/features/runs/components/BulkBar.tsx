import { useEffect, useState } from 'react';
import type { BulkRuns } from '@/api/runs';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { plural } from '@/ui/format';
import { say } from '@/ui/Toasts';
import { useBulk } from '../hooks/useRuns';

const words = {
  pause: { name: 'Pause', done: 'paused', icon: 'pause' },
  resume: { name: 'Resume', done: 'resumed', icon: 'play' },
  cancel: { name: 'Cancel', done: 'cancelled', icon: 'stop' },
  delete: { name: 'Delete', done: 'deleted', icon: 'trash' },
} as const;

type BulkAction = BulkRuns['action'];

/** What can be done to all chosen runs at once. Nothing is done before the server has said how many it concerns. */
export function BulkBar({ ids, onDone }: { ids: string[]; onDone: () => void }) {
  const [asked, setAsked] = useState<BulkAction>();
  return (
    <div className="bulk" role="region" aria-label="Chosen runs">
      <strong>{plural(ids.length, 'run')} chosen</strong>
      {(Object.keys(words) as BulkAction[]).map(action => (
        <Button key={action} small icon={words[action].icon} look={action === 'delete' ? 'bad' : 'plain'} onClick={() => setAsked(action)}>
          {words[action].name}
        </Button>
      ))}
      <Button look="bare" small onClick={onDone}>
        Clear
      </Button>
      {asked && <Confirm action={asked} ids={ids} onClose={() => setAsked(undefined)} onDone={onDone} />}
    </div>
  );
}

interface ConfirmProps {
  action: BulkAction;
  ids: string[];
  onClose: () => void;
  onDone: () => void;
}

function Confirm({ action, ids, onClose, onDone }: ConfirmProps) {
  const rehearsal = useBulk();
  const bulk = useBulk();
  const { mutate } = rehearsal;
  const chosen = ids.join();
  useEffect(() => mutate({ action, ids: chosen.split(','), dryRun: true }), [mutate, action, chosen]);
  const count = rehearsal.data?.count;
  const carryOut = () =>
    bulk.mutate(
      { action, ids },
      {
        onSuccess: done => {
          say(`${plural(done.count, 'run')} ${words[action].done}`);
          onClose();
          onDone();
        },
      },
    );
  return (
    <Dialog
      title={`${words[action].name} ${plural(ids.length, 'run')}?`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Back</Button>
          <Button look={action === 'delete' ? 'bad' : 'main'} busy={bulk.isPending} disabled={!count} onClick={carryOut}>
            {words[action].name} {count ?? ''}
          </Button>
        </>
      }
    >
      <p>
        {count === undefined
          ? 'Asking the server which of them this concerns…'
          : count === ids.length
            ? `All of them can be ${words[action].done}.`
            : `${plural(count, 'run')} of ${ids.length} can be ${words[action].done}; the others are left as they are.`}
      </p>
      {rehearsal.data && rehearsal.data.affected.length > 0 && (
        <ul className="bulk-list mono">
          {rehearsal.data.affected.slice(0, 50).map(id => (
            <li key={id}>{id}</li>
          ))}
        </ul>
      )}
      {rehearsal.data?.failed && rehearsal.data.failed.length > 0 && (
        <ul className="bulk-list">
          {rehearsal.data.failed.slice(0, 50).map(one => (
            <li key={one.id}>
              <code>{one.id}</code> <span className="quiet">{one.why}</span>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
