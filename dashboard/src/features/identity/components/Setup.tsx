import { useState, type FormEvent } from 'react';
import { useMutation } from '@tanstack/react-query';
import { queryClient } from '@/app/queryClient';
import type { SetupStart } from '@/api/moreTypes';
import { identityApi } from '@/api/rest';
import { Button } from '@/ui/Button';
import { Copy } from '@/ui/Copy';
import { Problem } from '@/ui/Feedback';
import { TextField } from '@/ui/Field';
import { Door } from './Door';
import { SecondFactor } from './SecondFactor';

/** The first visit: makes the owner, with a second factor from the beginning. */
export function Setup() {
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [started, setStarted] = useState<SetupStart>();
  return started ? (
    <SecondFactorStep user={user} started={started} password={password} />
  ) : (
    <OwnerStep user={user} setUser={setUser} password={password} setPassword={setPassword} onStarted={setStarted} />
  );
}

interface OwnerProps {
  user: string;
  setUser: (user: string) => void;
  password: string;
  setPassword: (password: string) => void;
  onStarted: (started: SetupStart) => void;
}

function OwnerStep({ user, setUser, password, setPassword, onStarted }: OwnerProps) {
  const [email, setEmail] = useState('');
  const begin = useMutation({ mutationFn: () => identityApi.beginSetup(user.trim(), email.trim(), password), onSuccess: onStarted });
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
        <TextField label="User" autoComplete="username" required autoFocus value={user} onChange={e => setUser(e.target.value)} />
        <TextField label="E-mail (optional)" type="email" autoComplete="email" value={email} onChange={e => setEmail(e.target.value)} />
        <TextField
          label="Password"
          type="password"
          autoComplete="new-password"
          hint="At least 12 characters. A sentence is easier to remember than signs."
          minLength={12}
          required
          value={password}
          onChange={e => setPassword(e.target.value)}
        />
        {begin.isError && <Problem error={begin.error} />}
        <Button type="submit" look="main" busy={begin.isPending}>
          Continue
        </Button>
      </form>
    </Door>
  );
}

function SecondFactorStep({ user, started, password }: { user: string; started: SetupStart; password: string }) {
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: async () => {
      await identityApi.confirmSetup(user.trim(), code.replace(/\s/g, ''));
      // Some servers open a session with the confirmation; where none was, the page asks for a new code to sign in.
      await queryClient.invalidateQueries({ queryKey: ['setup'] });
      await queryClient.invalidateQueries({ queryKey: ['session'] });
    },
    onError: () => setCode(''),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password) confirm.mutate();
  };
  return (
    <Door title="Add your second factor" lead="Scan this with an authenticator app, then type the six digits that it shows.">
      <div className="door-steps" aria-hidden="true">
        <span className="done" />
        <span className="done" />
      </div>
      <SecondFactor totp={started.totp} />
      <div className="stack">
        <div className="row">
          <h3 className="grow">Recovery codes</h3>
          <Copy text={started.recovery.join('\n')} what="the recovery codes" />
        </div>
        <p className="soft">Keep them in a safe place: each lets you in once without the app. They are not shown again.</p>
        <ul className="recovery">
          {started.recovery.map(line => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
      <form onSubmit={submit}>
        <TextField
          label="Code"
          className="input code-input"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          autoFocus
          maxLength={7}
          value={code}
          onChange={e => setCode(e.target.value)}
        />
        {confirm.isError && <Problem error={confirm.error} />}
        <Button type="submit" look="main" busy={confirm.isPending}>
          Finish
        </Button>
      </form>
    </Door>
  );
}
