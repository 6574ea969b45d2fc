import { useEffect, useState } from 'react';
import { Copy } from '@/ui/Copy';

/** The secret of an authenticator app as a picture and as text. */
export function SecondFactor({ totp }: { totp: { secret: string; uri: string } }) {
  const [picture, setPicture] = useState<{ path: string; size: number }>();
  useEffect(() => {
    let wanted = true;
    void import('../presenter/qr').then(({ qrPath }) => wanted && setPicture(qrPath(totp.uri)));
    return () => {
      wanted = false;
    };
  }, [totp.uri]);
  return (
    <div className="stack">
      {picture && (
        <svg className="qr" viewBox={`0 0 ${picture.size} ${picture.size}`} role="img" aria-label="QR code for your authenticator app">
          <path d={picture.path} fill="#000" />
        </svg>
      )}
      <div className="row">
        <code className="grow clip" title={totp.secret}>
          {totp.secret}
        </code>
        <Copy text={totp.secret} what="the secret" />
      </div>
    </div>
  );
}
