import { useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import type { Role, User } from '@/api/moreTypes';
import { identityApi } from '@/api/rest';
import { useSession } from '@/features/identity/hooks/useSession';
import { Button } from '@/ui/Button';
import { Copy } from '@/ui/Copy';
import { Dialog } from '@/ui/Dialog';
import { Problem, Skeleton } from '@/ui/Feedback';
import { Choice, TextField } from '@/ui/Field';
import { Menu } from '@/ui/Menu';
import { Status } from '@/ui/Status';
import { Ago } from '@/ui/Time';
import { say } from '@/ui/Toasts';
import { useChange, useUsers } from '../hooks/useAdmin';
import { roleChoices } from '../presenter/roles';

export function UsersTab() {
  const query = useUsers();
  const [adding, setAdding] = useState(false);
  const [invitation, setInvitation] = useState<string>();
  if (query.isError && !query.data) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton rows={4} height={42} />;
  return (
    <>
      <div className="row">
        <p className="soft grow">Everyone chooses a password and a second factor at the first visit.</p>
        <Button look="main" icon="plus" onClick={() => setAdding(true)}>
          Invite a user
        </Button>
      </div>
      <div className="table-frame" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th>User</th>
              <th>Role</th>
              <th>State</th>
              <th className="number not-phone">Since</th>
              <th>
                <span className="only-read">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {query.data.items.map(user => (
              <Row key={user.id} user={user} onInvited={setInvitation} />
            ))}
          </tbody>
        </table>
      </div>
      {adding && <Invite onClose={() => setAdding(false)} onInvited={setInvitation} />}
      {invitation && <Invited token={invitation} onClose={() => setInvitation(undefined)} />}
    </>
  );
}

const states = { active: ['ok', 'Active'], invited: ['waiting', 'Invited'], disabled: ['offline', 'Switched off'] } as const;

function Row({ user, onInvited }: { user: User; onInvited: (token: string) => void }) {
  const { data: session } = useSession();
  const remove = useChange(identityApi.removeUser, 'users');
  const change = useChange(identityApi.changeUser, 'users');
  const again = useChange(identityApi.inviteAgain, 'users');
  const navigate = useNavigate();
  const isSelf = user.id === session?.user;
  const [state, text] = states[user.status ?? 'active'];
  return (
    <tr>
      <td>
        <span className="strong">{user.name}</span> {user.email && <span className="quiet not-phone">{user.email}</span>}
      </td>
      <td>
        {user.isOwner ? (
          'owner'
        ) : (
          <select
            className="input"
            aria-label={`Role of ${user.name}`}
            value={user.role ?? ''}
            disabled={isSelf}
            onChange={event =>
              change.mutate(
                { id: user.id, role: event.target.value as Role },
                { onSuccess: () => say(`${user.name} is ${event.target.value}`) },
              )
            }
          >
            {!user.role && <option value="">none</option>}
            {roleChoices.map(choice => (
              <option key={choice.id}>{choice.id}</option>
            ))}
          </select>
        )}
      </td>
      <td>
        <Status of={state} label={text} plain />
      </td>
      <td className="number not-phone">
        <Ago at={user.createdAt} />
      </td>
      <td className="number">
        <Menu
          label={`More for ${user.name}`}
          small
          bare
          items={[
            { name: 'Sessions', icon: 'eye', perform: () => void navigate({ to: '/admin', search: { tab: 'sessions', user: user.id } }) },
            {
              name: 'New invitation (lost phone)',
              icon: 'key',
              perform: () => again.mutate(user.id, { onSuccess: made => onInvited(made.invitation) }),
            },
            user.status === 'disabled'
              ? { name: 'Switch on', icon: 'play', perform: () => change.mutate({ id: user.id, isDisabled: false }) }
              : { name: 'Switch off', icon: 'pause', disabled: isSelf, perform: () => change.mutate({ id: user.id, isDisabled: true }) },
            {
              name: 'Remove',
              icon: 'trash',
              bad: true,
              disabled: isSelf || user.isOwner,
              perform: () => remove.mutate(user.id, { onSuccess: () => say(`${user.name} is removed`) }),
            },
          ]}
        />
      </td>
    </tr>
  );
}

function Invite({ onClose, onInvited }: { onClose: () => void; onInvited: (token: string) => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const add = useChange(identityApi.addUser, 'users');
  const submit = () =>
    add.mutate(
      { user: name.trim(), email: email.trim() || undefined, role },
      {
        onSuccess: made => {
          onClose();
          onInvited(made.invitation);
        },
      },
    );
  return (
    <Dialog
      title="Invite a user"
      onClose={onClose}
      footer={
        <Button look="main" busy={add.isPending} disabled={!name.trim()} onClick={submit}>
          Invite
        </Button>
      }
    >
      <TextField label="User" autoFocus autoComplete="off" value={name} onChange={event => setName(event.target.value)} />
      <TextField label="E-mail (optional)" type="email" autoComplete="off" value={email} onChange={event => setEmail(event.target.value)} />
      <Choice
        label="Role"
        value={role}
        hint={roleChoices.find(choice => choice.id === role)?.hint}
        onChange={event => setRole(event.target.value as Role)}
      >
        {roleChoices.map(choice => (
          <option key={choice.id}>{choice.id}</option>
        ))}
      </Choice>
      {add.isError && <Problem error={add.error} />}
    </Dialog>
  );
}

function Invited({ token, onClose }: { token: string; onClose: () => void }) {
  const address = `${window.location.origin}/invitation?token=${encodeURIComponent(token)}`;
  return (
    <Dialog
      title="The invitation"
      onClose={onClose}
      footer={
        <Button look="main" onClick={onClose}>
          Done
        </Button>
      }
    >
      <p>Give this address to the person. It works once, and is not shown again.</p>
      <div className="secret">
        <code className="grow">{address}</code>
        <Copy text={address} what="the address" />
      </div>
    </Dialog>
  );
}
