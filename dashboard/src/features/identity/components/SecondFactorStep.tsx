import { useState, type FormEvent } from 'react';
import { useMutation } from '@tanstack/react-query';
import type { Session, SetupStart } from '@/api/moreTypes';
import { Button } from '@/ui/Button';
import { Copy } from '@/ui/Copy';
import { Problem } from '@/ui/Feedback';
import { TextField } from '@/ui/Field';
import { Door } from './Door';
import { SecondFactor } from './SecondFactor';

interface Props {
  started: SetupStart;
  confirm: (code: string) => Promise<Session | undefined>;
  onDone: (session: Session | undefined) => void;
}

/** The last step of a first visit: the authenticator app, and the codes for when it is lost. */
export function SecondFactorStep({ started, confirm, onDone }: Props) {
  const [code, setCode] = useState('');
  const confirming = useMutation({
    mutationFn: () => confirm(code.replace(/\s/g, '')),
    onSuccess: onDone,
    onError: () => setCode(''),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirming.mutate();
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
          <h2 className="grow">Recovery codes</h2>
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
          onChange={event => setCode(event.target.value)}
        />
        {confirming.isError && <Problem error={confirming.error} />}
        <Button type="submit" look="main" busy={confirming.isPending}>
          Finish
        </Button>
      </form>
    </Door>
  );
}
