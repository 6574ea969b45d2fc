import { useEffect, type ReactNode } from 'react';
import { live } from '@/live/live';
import { Problem } from '@/ui/Feedback';
import { useSession, useSetupNeeded } from '../hooks/useSession';
import { Invitation } from './Invitation';
import { Setup } from './Setup';
import { SignIn } from './SignIn';

/** Lets in who has a session; others sign in first, or set the server up when it is new. */
export function Gate({ children }: { children: ReactNode }) {
  const session = useSession();
  const signedIn = Boolean(session.data);
  const setup = useSetupNeeded(session.isSuccess && !signedIn);
  useEffect(() => {
    if (!signedIn) return undefined;
    live.start();
    return () => live.stop();
  }, [signedIn]);
  const invitation = invitationIn(window.location);
  if (invitation && !signedIn) return <Invitation token={invitation} />;
  if (signedIn) return children;
  if (session.failureCount > 0 && !session.isSuccess) return <Waiting error={session.failureReason} />;
  if (session.isPending || setup.isPending) return null;
  return setup.data?.needed ? <Setup /> : <SignIn company={setup.data?.company} />;
}

function Waiting({ error }: { error: unknown }) {
  return (
    <main className="door">
      <div className="door-card">
        <Problem error={error} />
      </div>
    </main>
  );
}

function invitationIn({ pathname, search }: Location): string | null {
  return pathname === '/invitation' ? new URLSearchParams(search).get('token') : null;
}
