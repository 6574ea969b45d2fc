import { useState } from 'react';
import { identityApi } from '@/api/rest';
import { useSession } from '@/features/identity/hooks/useSession';
import { Button } from '@/ui/Button';
import { Copy } from '@/ui/Copy';
import { Dialog } from '@/ui/Dialog';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { Choice, TextField } from '@/ui/Field';
import { Status } from '@/ui/Status';
import { Ago } from '@/ui/Time';
import { say } from '@/ui/Toasts';
import { useChange, useKeys } from '../hooks/useAdmin';
import { permissionText } from '../presenter/roles';

const keyStates = { active: 'Active', expired: 'Expired', revoked: 'Revoked' };

export function KeysTab() {
  const query = useKeys();
  const { data: session } = useSession();
  const [adding, setAdding] = useState(false);
  const remove = useChange(identityApi.removeKey, 'keys');
  if (query.isError && !query.data) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton rows={4} height={42} />;
  const keys = query.data.items;
  return (
    <>
      <div className="row">
        <p className="soft grow">For programs that use the API. A key is shown once and kept only as a hash.</p>
        <Button look="main" icon="plus" onClick={() => setAdding(true)}>
          Make a key
        </Button>
      </div>
      {keys.length === 0 ? (
        <Empty icon="key" title="No keys yet" command={`ax key create ci --user ${session?.name ?? 'me'} --permission runsRead`}>
          With a key your programs work against this server. Make one here, or on the machine of the server:
        </Empty>
      ) : (
        <div className="table-frame" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th>Name</th>
                <th>May</th>
                <th className="not-phone">State</th>
                <th className="number not-phone">Last used</th>
                <th className="number">Ends</th>
                <th>
                  <span className="only-read">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {keys.map(key => (
                <tr key={key.id}>
                  <td className="strong">{key.name}</td>
                  <td className="soft">{(key.permissions ?? []).map(permissionText).join(', ')}</td>
                  <td className="not-phone">
                    <Status of={key.status === 'active' ? 'ok' : 'offline'} label={keyStates[key.status ?? 'active']} plain />
                  </td>
                  <td className="number not-phone">
                    <Ago at={key.usedAt} />
                  </td>
                  <td className="number">{key.expiresAt ? <Ago at={key.expiresAt} /> : 'Never'}</td>
                  <td className="number">
                    <Button small look="bad" onClick={() => remove.mutate(key.id, { onSuccess: () => say(`${key.name} is revoked`) })}>
                      Revoke
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {adding && <MakeKey onClose={() => setAdding(false)} />}
    </>
  );
}

function MakeKey({ onClose }: { onClose: () => void }) {
  const { data: session } = useSession();
  const own = session?.permissions ?? [];
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(own.filter(one => /^runs/.test(one))));
  const [days, setDays] = useState('90');
  const add = useChange(identityApi.addKey, 'keys');
  const toggle = (permission: string) => {
    const next = new Set(chosen);
    if (!next.delete(permission)) next.add(permission);
    setChosen(next);
  };
  if (add.data) {
    return (
      <Dialog
        title="Your new key"
        onClose={onClose}
        footer={
          <Button look="main" onClick={onClose}>
            I have kept it
          </Button>
        }
      >
        <p>Copy it now: it is not shown again.</p>
        <div className="secret">
          <code className="grow">{add.data.secret}</code>
          <Copy text={add.data.secret} what="the key" />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      title="Make a key"
      onClose={onClose}
      footer={
        <Button
          look="main"
          busy={add.isPending}
          disabled={!name.trim() || chosen.size === 0}
          onClick={() => add.mutate({ name: name.trim(), permissions: [...chosen], days: Number(days) || undefined })}
        >
          Make
        </Button>
      }
    >
      <TextField
        label="Name"
        autoFocus
        placeholder="What uses it, for example ci"
        value={name}
        onChange={event => setName(event.target.value)}
      />
      <fieldset className="permissions">
        <legend>It may</legend>
        {own.map(permission => (
          <label key={permission} className="row">
            <input type="checkbox" className="check" checked={chosen.has(permission)} onChange={() => toggle(permission)} />
            {permissionText(permission)}
          </label>
        ))}
      </fieldset>
      <Choice label="Ends" value={days} onChange={event => setDays(event.target.value)}>
        <option value="7">In 7 days</option>
        <option value="30">In 30 days</option>
        <option value="90">In 90 days</option>
        <option value="365">In a year</option>
      </Choice>
      {add.isError && <Problem error={add.error} />}
    </Dialog>
  );
}
