import { useState, type FormEvent } from 'react';
import { useMutation } from '@tanstack/react-query';
import { queryClient } from '@/app/queryClient';
import type { Session, SetupStart } from '@/api/moreTypes';
import { identityApi } from '@/api/rest';
import { Button } from '@/ui/Button';
import { Problem } from '@/ui/Feedback';
import { TextField } from '@/ui/Field';
import { WithCode } from '@/ui/Mend';
import { takeUp } from '../hooks/useSession';
import { Door } from './Door';
import { SecondFactorStep } from './SecondFactorStep';

/** The first visit to a new server: makes its owner, with a second factor from the beginning. */
export function Setup() {
  const [user, setUser] = useState('');
  const [started, setStarted] = useState<SetupStart>();
  if (started) return <SecondFactorStep started={started} confirm={code => identityApi.confirmSetup(user.trim(), code)} onDone={enter} />;
  return <OwnerStep user={user} setUser={setUser} onStarted={setStarted} />;
}

/** Goes in, and takes what was secret out of the address. */
export async function enter(session: Session | undefined): Promise<void> {
  window.history.replaceState(null, '', '/');
  await takeUp(session);
  await queryClient.invalidateQueries({ queryKey: ['setup'] });
}

interface OwnerProps {
  user: string;
  setUser: (user: string) => void;
  onStarted: (started: SetupStart) => void;
}

function OwnerStep({ user, setUser, onStarted }: OwnerProps) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const given = new URLSearchParams(window.location.search).get('token') ?? '';
  const [token, setToken] = useState(given);
  const begin = useMutation({
    mutationFn: () => identityApi.beginSetup({ user: user.trim(), email: email.trim(), password, token: token.trim() }),
    onSuccess: onStarted,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    begin.mutate();
  };
  return (
    <Door title="Set up Axle" lead="Make the owner of this server. Until that is done it answers on this machine only.">
      <div className="door-steps" aria-hidden="true">
        <span className="done" />
        <span />
      </div>
      <form onSubmit={submit}>
        {given === '' && (
          <TextField
            label="Set-up token"
            className="input code"
            hint={<WithCode text="It stands in the address that `ax serve` printed." />}
            value={token}
            onChange={event => setToken(event.target.value)}
          />
        )}
        <TextField label="User" autoComplete="username" required autoFocus value={user} onChange={e => setUser(e.target.value)} />
        <TextField label="E-mail (optional)" type="email" autoComplete="email" value={email} onChange={e => setEmail(e.target.value)} />
        <NewPassword value={password} onChange={setPassword} />
        {begin.isError && <Problem error={begin.error} />}
        <Button type="submit" look="main" busy={begin.isPending}>
          Continue
        </Button>
      </form>
    </Door>
  );
}

export function NewPassword({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <TextField
      label="Password"
      type="password"
      autoComplete="new-password"
      hint="At least 12 characters. A sentence is easier to remember than signs."
      minLength={12}
      required
      value={value}
      onChange={event => onChange(event.target.value)}
    />
  );
}
