import { useState } from 'react';
import type { ApiKey, Role } from '@/api/moreTypes';
import { identityApi } from '@/api/rest';
import { Button } from '@/ui/Button';
import { Copy } from '@/ui/Copy';
import { Dialog } from '@/ui/Dialog';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { Choice, TextField } from '@/ui/Field';
import { Ago } from '@/ui/Time';
import { say } from '@/ui/Toasts';
import { useChange, useKeys } from '../hooks/useAdmin';
import { roleChoices } from '../presenter/roles';

export function KeysTab() {
  const query = useKeys();
  const [adding, setAdding] = useState(false);
  const remove = useChange(identityApi.removeKey, 'keys');
  if (query.isError && !query.data) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton rows={4} height={42} />;
  const keys = query.data.items;
  return (
    <>
      <div className="row">
        <p className="soft grow">For programs and for <code>ax --server</code>. A key is shown once and kept only as a hash.</p>
        <Button look="main" icon="plus" onClick={() => setAdding(true)}>Make a key</Button>
      </div>
      {keys.length === 0 ? (
        <Empty icon="key" title="No keys yet" command="ax login --server https://axle.example.com">
          With a key, <code>ax</code> and your programs work against this server:
        </Empty>
      ) : (
        <div className="table-frame" tabIndex={0}>
          <table className="table">
            <thead><tr><th>Name</th><th>Role</th><th className="not-phone">Begins with</th><th className="number not-phone">Last used</th><th className="number">Ends</th><th><span className="only-read">Actions</span></th></tr></thead>
            <tbody>
              {keys.map(key => (
                <tr key={key.id}>
                  <td className="strong">{key.name}</td>
                  <td className="soft">{key.role ?? (key.scopes ?? []).join(', ')}</td>
                  <td className="mono quiet not-phone">{key.prefix ?? '–'}</td>
                  <td className="number not-phone"><Ago at={key.lastUsedAt} /></td>
                  <td className="number">{key.expiresAt ? <Ago at={key.expiresAt} /> : 'Never'}</td>
                  <td className="number">
                    <Button small look="bad" onClick={() => remove.mutate(key.id, { onSuccess: () => say(`${key.name} is revoked`) })}>Revoke</Button>
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
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const [days, setDays] = useState('90');
  const [made, setMade] = useState<ApiKey>();
  const add = useChange(identityApi.addKey, 'keys');
  if (made?.secret) {
    return (
      <Dialog title="Your new key" onClose={onClose} footer={<Button look="main" onClick={onClose}>I have kept it</Button>}>
        <p>Copy it now: it is not shown again.</p>
        <div className="command"><code className="grow">{made.secret}</code><Copy text={made.secret} what="the key" /></div>
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
          disabled={!name.trim()}
          onClick={() => add.mutate({ name: name.trim(), role, expiresInDays: Number(days) || undefined }, { onSuccess: setMade })}
        >
          Make
        </Button>
      }
    >
      <TextField label="Name" autoFocus placeholder="What uses it, for example ci" value={name} onChange={event => setName(event.target.value)} />
      <Choice label="Role" value={role} hint={roleChoices.find(choice => choice.id === role)?.hint} onChange={event => setRole(event.target.value as Role)}>
        {roleChoices.map(choice => <option key={choice.id} value={choice.id}>{choice.id}</option>)}
      </Choice>
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
