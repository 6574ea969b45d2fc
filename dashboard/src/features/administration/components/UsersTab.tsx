import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import type { Role } from '@/api/moreTypes';
import { identityApi } from '@/api/rest';
import { useSession } from '@/features/identity/hooks/useSession';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Problem, Skeleton } from '@/ui/Feedback';
import { Choice, TextField } from '@/ui/Field';
import { Menu } from '@/ui/Menu';
import { Status } from '@/ui/Status';
import { Ago } from '@/ui/Time';
import { say } from '@/ui/Toasts';
import { useChange, useUsers } from '../hooks/useAdmin';
import { roleChoices, rolesText } from '../presenter/roles';

export function UsersTab() {
  const query = useUsers();
  const { data: session } = useSession();
  const [adding, setAdding] = useState(false);
  const remove = useChange(identityApi.removeUser, 'users');
  if (query.isError && !query.data) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton rows={4} height={42} />;
  return (
    <>
      <div className="row">
        <p className="soft grow">Everyone has a password and a second factor.</p>
        <Button look="main" icon="plus" onClick={() => setAdding(true)}>Add a user</Button>
      </div>
      <div className="table-frame" tabIndex={0}>
        <table className="table">
          <thead><tr><th>User</th><th>Roles</th><th className="not-phone">Second factor</th><th className="number not-phone">Last seen</th><th><span className="only-read">Actions</span></th></tr></thead>
          <tbody>
            {query.data.items.map(user => (
              <tr key={user.id}>
                <td><span className="strong">{user.name}</span> {user.email && <span className="quiet not-phone">{user.email}</span>}</td>
                <td className="soft">{user.disabled ? 'Switched off' : rolesText(user.roles)}</td>
                <td className="not-phone">
                  {user.secondFactor ? <Status of="ok" label={user.secondFactor === true ? 'On' : user.secondFactor} plain /> : <Status of="warning" label="Missing" plain />}
                </td>
                <td className="number not-phone"><Ago at={user.lastSeenAt} /></td>
                <td className="number">
                  <span className="row">
                    <Link to="/admin" search={{ tab: 'sessions', user: user.name }} className="button small end">Sessions</Link>
                    <Menu
                      label={`More for ${user.name}`}
                      small
                      bare
                      items={[{
                        name: 'Remove', icon: 'trash', bad: true, disabled: user.name === session?.user,
                        hint: user.name === session?.user ? 'You cannot remove yourself.' : undefined,
                        perform: () => remove.mutate(user.id, { onSuccess: () => say(`${user.name} is removed`) }),
                      }]}
                    />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {adding && <AddUser onClose={() => setAdding(false)} />}
    </>
  );
}

function AddUser({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const add = useChange(identityApi.addUser, 'users');
  const submit = () =>
    add.mutate({ name: name.trim(), email: email.trim() || undefined, role, password }, {
      onSuccess: () => {
        say(`${name} is added, and makes the second factor at the first visit`);
        onClose();
      },
    });
  return (
    <Dialog
      title="Add a user"
      onClose={onClose}
      footer={<Button look="main" busy={add.isPending} disabled={!name.trim() || password.length < 12} onClick={submit}>Add</Button>}
    >
      <TextField label="User" autoFocus autoComplete="off" value={name} onChange={event => setName(event.target.value)} />
      <TextField label="E-mail (optional)" type="email" autoComplete="off" value={email} onChange={event => setEmail(event.target.value)} />
      <TextField
        label="First password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters; hand it over in person."
        value={password}
        onChange={event => setPassword(event.target.value)}
      />
      <Choice label="Role" value={role} hint={roleChoices.find(choice => choice.id === role)?.hint} onChange={event => setRole(event.target.value as Role)}>
        {roleChoices.map(choice => <option key={choice.id} value={choice.id}>{choice.id}</option>)}
      </Choice>
      {add.isError && <Problem error={add.error} />}
    </Dialog>
  );
}
