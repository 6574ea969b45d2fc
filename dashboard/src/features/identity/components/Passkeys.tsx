import { useState, type FormEvent } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Passkey } from '@/api/moreTypes';
import { passkeysApi } from '@/api/rest';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { TextField } from '@/ui/Field';
import { Ago } from '@/ui/Time';
import { say } from '@/ui/Toasts';
import { makePasskey, passkeysWork } from '../presenter/passkeys';
import { CodeField } from './CodeField';

const key = ['passkeys'];

/** One's own passkeys: what they are, adding one, removing one. */
export function Passkeys() {
  const [isAdding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<Passkey>();
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => passkeysApi.list(signal) });
  if (query.isError && !query.data) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton rows={1} height={42} />;
  const passkeys = query.data.items;
  return (
    <section aria-label="Passkeys">
      <div className="row">
        <p className="soft grow">
          A passkey signs you in with a finger, a face or the PIN of your device, in place of password and code.
          {!passkeysWork() &&
            ' They need a page with a name: open this server as localhost or by its domain, in a browser that knows them.'}
        </p>
        {passkeysWork() && (
          <Button look="main" icon="plus" onClick={() => setAdding(true)}>
            Add a passkey
          </Button>
        )}
      </div>
      {passkeys.length === 0 ? (
        <Empty icon="key" title="No passkeys yet" />
      ) : (
        <div className="table-frame" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th>Passkey</th>
                <th className="number not-phone">Added</th>
                <th className="number">Last used</th>
                <th>
                  <span className="only-read">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {passkeys.map(passkey => (
                <tr key={passkey.id}>
                  <td className="strong">
                    {passkey.name} {passkey.isSynced && <span className="chip">synced</span>}
                  </td>
                  <td className="number not-phone">
                    <Ago at={passkey.createdAt} />
                  </td>
                  <td className="number">{passkey.usedAt ? <Ago at={passkey.usedAt} /> : '–'}</td>
                  <td className="number">
                    <Button small look="bad" onClick={() => setRemoved(passkey)}>
                      Remove
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {isAdding && <AddPasskey onClose={() => setAdding(false)} />}
      {removed && <RemovePasskey passkey={removed} onClose={() => setRemoved(undefined)} />}
    </section>
  );
}

function AddPasskey({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const add = useMutation({
    mutationFn: async () => {
      const begun = await passkeysApi.beginAdding(password, code.replace(/\s/g, ''));
      const credential = await makePasskey(begun.options);
      return credential && passkeysApi.add(begun.ceremony, credential, name.trim() || 'Passkey');
    },
    onSuccess: added => {
      void client.invalidateQueries({ queryKey: key });
      if (added) say('The passkey is added');
      onClose();
    },
    onError: () => setCode(''),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Dialog title="Add a passkey" onClose={onClose}>
      <form onSubmit={submit}>
        <TextField
          label="Name"
          hint="What you call the device, for example “Work laptop”."
          autoFocus
          maxLength={100}
          value={name}
          onChange={e => setName(e.target.value)}
        />
        <PasswordField value={password} onChange={setPassword} />
        <CodeField required value={code} onChange={setCode} />
        {add.isError && <Problem error={add.error} />}
        <Button type="submit" look="main" busy={add.isPending}>
          Continue on the device
        </Button>
      </form>
    </Dialog>
  );
}

function RemovePasskey({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const remove = useMutation({
    mutationFn: () => passkeysApi.remove(passkey.id, password, code.replace(/\s/g, '')),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: key });
      say('The passkey is removed');
      onClose();
    },
    onError: () => setCode(''),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    remove.mutate();
  };
  return (
    <Dialog title={`Remove ${passkey.name}`} onClose={onClose}>
      <form onSubmit={submit}>
        <PasswordField value={password} onChange={setPassword} />
        <CodeField required value={code} onChange={setCode} />
        {remove.isError && <Problem error={remove.error} />}
        <Button type="submit" look="bad" busy={remove.isPending}>
          Remove the passkey
        </Button>
      </form>
    </Dialog>
  );
}

function PasswordField({ value, onChange }: { value: string; onChange: (password: string) => void }) {
  return (
    <TextField
      label="Password"
      type="password"
      autoComplete="current-password"
      required
      value={value}
      onChange={e => onChange(e.target.value)}
    />
  );
}
