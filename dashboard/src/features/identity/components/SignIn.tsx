import { useState, type FormEvent } from 'react';
import { useMutation } from '@tanstack/react-query';
import { identityApi } from '@/api/rest';
import { Button } from '@/ui/Button';
import { Problem } from '@/ui/Feedback';
import { TextField } from '@/ui/Field';
import { takeUp } from '../hooks/useSession';
import { CodeField } from './CodeField';
import { Door } from './Door';
import { PasskeySignIn } from './PasskeySignIn';

export function SignIn({ company }: { company?: string | null }) {
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const signIn = useMutation({
    mutationFn: () => identityApi.signIn({ user: user.trim(), password, code: code.replace(/\s/g, '') || undefined }),
    onSuccess: takeUp,
    onError: () => setCode(''),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <Door title="Sign in to Axle">
      <form onSubmit={submit}>
        <TextField label="User" autoComplete="username" required autoFocus value={user} onChange={e => setUser(e.target.value)} />
        <TextField
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={e => setPassword(e.target.value)}
        />
        <CodeField value={code} onChange={setCode} />
        {signIn.isError && <Problem error={signIn.error} />}
        <Button type="submit" look="main" busy={signIn.isPending}>
          Sign in
        </Button>
        <PasskeySignIn />
        {company && (
          <a className="button" href="/api/v1/session/oidc">
            {company}
          </a>
        )}
      </form>
    </Door>
  );
}
