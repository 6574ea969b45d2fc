import { useState, type FormEvent } from 'react';
import { useMutation } from '@tanstack/react-query';
import type { SetupStart } from '@/api/moreTypes';
import { identityApi } from '@/api/rest';
import { Button } from '@/ui/Button';
import { Problem } from '@/ui/Feedback';
import { Door } from './Door';
import { SecondFactorStep } from './SecondFactorStep';
import { enter, NewPassword } from './Setup';

/** The first visit of somebody who was invited: a password and a second factor of their own. */
export function Invitation({ token }: { token: string }) {
  const [password, setPassword] = useState('');
  const [started, setStarted] = useState<SetupStart>();
  const accept = useMutation({ mutationFn: () => identityApi.acceptInvitation(token, password), onSuccess: setStarted });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    accept.mutate();
  };
  if (started) return <SecondFactorStep started={started} confirm={code => identityApi.confirmInvitation(token, code)} onDone={enter} />;
  return (
    <Door title="Welcome to Axle" lead="Choose a password. Nobody else ever knows it, not even who invited you.">
      <form onSubmit={submit}>
        <NewPassword value={password} onChange={setPassword} />
        {accept.isError && <Problem error={accept.error} />}
        <Button type="submit" look="main" busy={accept.isPending}>
          Continue
        </Button>
      </form>
    </Door>
  );
}
