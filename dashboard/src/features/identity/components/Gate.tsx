import { useEffect, type ReactNode } from 'react';
import { live } from '@/live/live';
import { Command, Problem } from '@/ui/Feedback';
import { useSession, useSetupNeeded } from '../hooks/useSession';
import { Door } from './Door';
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
  if (setup.data?.mode === 'local') return <Local />;
  return setup.data?.needed ? <Setup /> : <SignIn company={setup.data?.company} />;
}

/** A server for one person lets in by the address that it printed, and by nothing else. */
function Local() {
  return (
    <Door
      title="Open the address that the server printed"
      lead="This server is for one person. The address with its token stands in the terminal where it was started; it is another one after each start."
    >
      <Command text="ax serve --local" />
    </Door>
  );
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
