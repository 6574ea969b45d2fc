import { useMutation } from '@tanstack/react-query';
import { passkeysApi } from '@/api/rest';
import { Button } from '@/ui/Button';
import { Problem } from '@/ui/Feedback';
import { takeUp } from '../hooks/useSession';
import { askPasskey, passkeysWork } from '../presenter/passkeys';

/** Lets somebody in by a passkey of theirs. Nothing where the page cannot have any. */
export function PasskeySignIn() {
  const signIn = useMutation({
    mutationFn: async () => {
      const begun = await passkeysApi.beginSignIn();
      const credential = await askPasskey(begun.options);
      return credential && passkeysApi.signIn(begun.ceremony, credential);
    },
    onSuccess: session => session && takeUp(session),
  });
  if (!passkeysWork()) return null;
  return (
    <>
      {signIn.isError && <Problem error={signIn.error} />}
      <Button icon="key" busy={signIn.isPending} onClick={() => signIn.mutate()}>
        Use a passkey
      </Button>
    </>
  );
}
